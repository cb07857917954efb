import { createServer, STATUS_CODES } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { practiceHosts } from '../hosts.ts'
import { segmentWrites } from '../transport.ts'
import type { Accepted } from '../transport.ts'
import { showSignIn, takeSignIn } from './authorize.ts'
import type { Shown } from './authorize.ts'
import { grant } from './grants.ts'
import type { Form, GrantServices } from './grants.ts'
import { unavailablePage } from './page.ts'
import { refusalBody } from './refusals.ts'

export interface LoginServices extends GrantServices {
  /** A token request came, with this `grant_type`. */
  readonly asked: (grantType: string | undefined) => void
}

export interface LoginServer {
  serve(accepted: Accepted): void
}

/** The largest body that is read, in bytes: a token request is far smaller. */
const bodyLimit = 64 * 1024

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The sign-in page and the token endpoint, at the addresses of Entra's v2.0 endpoints, behind our own listener. */
export function createLoginServer(services: LoginServices): LoginServer {
  const server = createServer((request, response) => {
    respond(services, request, response).catch(() => response.destroy())
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  return {
    serve({ socket }) {
      if (services.faults.isOn('one-byte-segments')) segmentWrites(socket)
      server.emit('connection', socket)
    },
  }
}

async function respond(services: LoginServices, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request)
  const {
    status,
    headers,
    body: text,
  } = body === 'too-large' ? { ...plain(413), headers: { Connection: 'close' } } : answer(services, request, body)
  response.writeHead(status, {
    // RFC 6749 5.1: nobody between keeps what may open a mailbox.
    'Cache-Control': 'no-store',
    Pragma: 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}

async function bodyOf(request: IncomingMessage): Promise<string | 'too-large'> {
  const chunks: Buffer[] = []
  let size = 0
  // Left alive when it is too large, so that the answer still goes out.
  const incoming: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false })
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > bodyLimit) return 'too-large'
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const plain = (status: number, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  body: STATUS_CODES[status] ?? '',
})

const html = (status: number, body: string): Answer => ({
  status,
  headers: {
    'Content-Type': 'text/html; charset=utf-8',
    // Without form-action: browsers hold it against the redirect that follows the form, which leads elsewhere.
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  },
  body,
})

const json = (status: number, body: unknown): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
})

const shown = (what: Shown): Answer =>
  what.kind === 'page' ? html(what.status, what.html) : { status: 302, headers: { Location: what.location }, body: '' }

const formOf =
  (parameters: URLSearchParams): Form =>
  (name) =>
    parameters.get(name) || undefined

function answer(services: LoginServices, request: IncomingMessage, body: string): Answer {
  const url = URL.parse(request.url ?? '', `https://${practiceHosts.login}`)
  if (url === null) return plain(400)
  const [, tenant, endpoint] = /^\/([^/]+)\/oauth2\/v2\.0\/(token|authorize)$/.exec(url.pathname) ?? []
  if (tenant === undefined) return plain(404)
  // RFC 6749 4.1.3: a form, and nothing else.
  const isForm = /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '')
  const form = formOf(new URLSearchParams(isForm ? body : ''))
  const isPost = request.method === 'POST'
  if (endpoint === 'token') return isPost ? tokenAnswer(services, tenant, form) : plain(405, { Allow: 'POST' })
  const query = formOf(url.searchParams)
  if (isPost) return shown(takeSignIn(services.tokens, tenant, query, form))
  return request.method === 'GET' ? shown(showSignIn(tenant, query)) : plain(405, { Allow: 'GET, POST' })
}

function tokenAnswer(services: LoginServices, tenant: string, form: Form): Answer {
  services.asked(form('grant_type'))
  if (services.faults.meet('token-unavailable')) return html(503, unavailablePage)
  // Entra says this much and no more, in plain text.
  if (services.faults.meet('token-throttled')) return plain(429, { 'Retry-After': '30' })
  const granted = grant(services, tenant, form)
  return granted.kind === 'tokens'
    ? json(200, granted.tokens)
    : json(granted.refusal.status, refusalBody(granted.refusal))
}
