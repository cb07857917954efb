import type { IncomingHttpHeaders } from 'node:http'
import type { Refusal } from '../../../contract/define.ts'
import { word } from '../../../words/index.ts'
import { largestCall } from '../carriedCall.ts'

/** What is looked at before anything is read or done. */
export interface Asked {
  readonly method: string
  /** The path as it came, percent-encoded, without the query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

export type Passage =
  | { readonly to: 'page' | 'session' }
  /** The token is still to be looked up. */
  | { readonly to: 'call' | 'events'; readonly token: string }
  | { readonly to: 'nowhere'; readonly status: number; readonly refusal: Refusal }

const refuse = (status: number, code: Refusal['code'], said: Refusal['word']): Passage => ({
  to: 'nowhere',
  status,
  refusal: { code, word: said },
})
const stranger = (status: number): Passage => refuse(status, 'not-permitted', word('host.stranger'))

/**
 * May this request come in? Decided from its head alone, the same for every path.
 * `authority` is the only right Host header, such as `127.0.0.1:4310`: a name that was re-bound to 127.0.0.1 has another.
 */
export function passageOf({ method, path, headers }: Asked, authority: string): Passage {
  if (headers.host !== authority) return stranger(421)
  // Fetch Metadata: what the browser itself says of who asks. A link from elsewhere may open the page, which knows nothing yet.
  const site = headers['sec-fetch-site']
  const ours = site === undefined || site === 'same-origin' || site === 'none'
  const { origin } = headers
  if (origin !== undefined && origin !== `http://${authority}`) return stranger(403)
  switch (path) {
    case '/session':
    case '/call': {
      if (method !== 'POST') return stranger(405)
      // A form can post anywhere, but only as a form, and every browser says from where.
      if (!ours || origin === undefined) return stranger(403)
      if (!/^application\/json(;\s*charset=utf-8)?$/i.test(headers['content-type'] ?? '')) return stranger(415)
      if (Number(headers['content-length'] ?? 0) > largestCall) return tooLarge
      return path === '/session' ? { to: 'session' } : withToken('call', headers)
    }
    case '/events':
      if (method !== 'GET') return stranger(405)
      return ours ? withToken('events', headers) : stranger(403)
    default:
      return method === 'GET' || method === 'HEAD' ? { to: 'page' } : stranger(405)
  }
}

export const tooLarge: Extract<Passage, { readonly to: 'nowhere' }> = {
  to: 'nowhere',
  status: 413,
  refusal: { code: 'invalid-input', word: word('host.too-large', { limit: '40 MB' }) },
}

export const sessionOver: Extract<Passage, { readonly to: 'nowhere' }> = {
  to: 'nowhere',
  status: 401,
  refusal: { code: 'not-permitted', word: word('host.session-over') },
}

function withToken(to: 'call' | 'events', headers: IncomingHttpHeaders): Passage {
  const token = headers['x-waypost-token']
  return typeof token === 'string' && token !== '' ? { to, token } : sessionOver
}
