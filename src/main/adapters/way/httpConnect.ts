import { isIPv6, type Socket } from 'node:net'
import type { ProxyFailureCode } from '../../../domain/failure.ts'
import type { ProxyAccess } from '../../engine/ports/conversation.ts'
import type { ExactReader } from './exactReader.ts'
import { ProxyFailed } from './proxyFailed.ts'

/** More than any proxy says before it lets octets through. */
const lineLimit = 8 * 1024
const linesLimit = 200

/**
 * Has an HTTP proxy open a tunnel to a host (RFC 9110 9.3.6), signing in by Basic (RFC 7617) where a user name is set.
 * Octets of the server that come with the header stay unread. Throws ProxyFailed, EndedEarly or the socket's error.
 */
export async function httpConnect(
  socket: Socket,
  reader: ExactReader,
  { credentials }: Pick<ProxyAccess, 'credentials'>,
  target: { readonly host: string; readonly port: number },
): Promise<void> {
  const authority = `${isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`
  const signIn =
    credentials === null
      ? []
      : [
          `Proxy-Authorization: Basic ${Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64')}`,
        ]
  socket.write([`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`, ...signIn, '', ''].join('\r\n'))
  for (;;) {
    const { status, seen, asks } = await readHeader(reader)
    // RFC 9110 15.2: interim answers may come before the one that counts.
    if (status < 200) continue
    // RFC 9110 9.3.6: any 2xx opens the tunnel, and a length in its header means nothing.
    if (status < 300) return
    throw new ProxyFailed(meaning(status), asks.length === 0 ? seen : `${seen}\nProxy-Authenticate: ${asks.join(', ')}`)
  }
}

interface Header {
  readonly status: number
  readonly seen: string
  /** Sign-ins that it offers, by name. */
  readonly asks: readonly string[]
}

async function readHeader(reader: ExactReader): Promise<Header> {
  const first = await reader.line(lineLimit)
  const status = first === undefined ? null : /^HTTP\/1\.[01] ([1-5]\d\d)(?: |$)/.exec(first)?.[1]
  if (first === undefined || status == null) throw new ProxyFailed('proxy-broken', readable(first ?? ''))
  const asks: string[] = []
  for (let count = 0; ; count += 1) {
    const line = await reader.line(lineLimit)
    if (line === '') return { status: Number(status), seen: readable(first), asks }
    if (line === undefined || count >= linesLimit)
      throw new ProxyFailed('proxy-broken', `${readable(first)}, and a header that does not end`)
    // Only the scheme: what follows may be a challenge that is nobody's business.
    const scheme = /^proxy-authenticate:\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)/i.exec(line)?.[1]
    if (scheme !== undefined) asks.push(scheme)
  }
}

function meaning(status: number): ProxyFailureCode {
  if (status === 407) return 'proxy-sign-in'
  if (status === 408 || status === 504) return 'proxy-timed-out'
  // Squid and others answer 502 or 503 where the name is not known or nobody listens.
  if (status >= 500) return 'proxy-no-way'
  // A web server that is no proxy answers CONNECT with 400, 404, 405 or 501, or sends elsewhere.
  return status === 403 || status === 401 || status === 451 ? 'proxy-refused' : 'proxy-broken'
}

// oxlint-disable-next-line no-control-regex -- what an unknown program says is shown, its control characters are not
const readable = (line: string): string => line.replace(/[\u0000-\u001f\u007f-\u009f]/g, '·').slice(0, 200)
