import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { ProxyAccess, Resolver, Trust } from '../../engine/ports/conversation.ts'
import type { Stage } from '../../../domain/failure.ts'
import { tlsOptions } from '../tls/trust.ts'
import { ConnectionLost, type Watch } from '../wire/watch.ts'
import { connectTcp } from '../wire/wire.ts'

/** Octets that are no HTTP, or a body that goes on for ever. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken'
  readonly why: 'too-much' | 'no-http'
  constructor(why: 'too-much' | 'no-http') {
    super(why)
    this.why = why
  }
}

/** One request (RFC 9110); nothing about this computer or this version goes with it. */
export interface HttpsRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpsAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** The way that a request takes: the same as mail's, under our own roots (C13). */
export interface HttpsWay {
  readonly resolver: Resolver
  readonly proxy: ProxyAccess | null
  readonly trust: Trust
  readonly watch: Watch
  readonly signal: AbortSignal
  /** What the attempt is doing while the answer is waited for. */
  readonly stage: Stage
  /** Gets the socket, to break it when the attempt is stopped. */
  readonly opened: (socket: { destroy(): void }) => void
}

/** Asks one server once, on a connection of its own. Throws Stopped, ConnectionLost and NotTaken. `octetsAtMost` bounds the answer's body. */
export async function askByHttps(asked: HttpsRequest, way: HttpsWay, octetsAtMost: number): Promise<HttpsAnswer> {
  const { url } = asked
  const { proxy, watch, trust } = way
  const where = { host: url.hostname, port: Number(url.port || 443) }
  const tcp = await connectTcp({ ...where, proxy, addressFamily: 'any' }, way.resolver, watch, way.signal)
  way.opened(tcp)
  const secured = await watch.during('tls', () =>
    secure(connectTls({ socket: tcp, ...tlsOptions(url.hostname, trust) })),
  )
  way.opened(secured)
  try {
    return await watch.during(way.stage, () => exchange(asked, secured, octetsAtMost))
  } finally {
    secured.destroy()
  }
}

const secure = (socket: TLSSocket): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    socket.on('error', (error: NodeJS.ErrnoException) =>
      reject(new ConnectionLost(error.code ?? 'UNKNOWN', error.message)),
    )
    socket.once('close', () => reject(new ConnectionLost('ECONNRESET', 'closed during the TLS handshake')))
    socket.once('secureConnect', () => resolve(socket))
  })

const exchange = (
  { method, url, headers, body }: HttpsRequest,
  socket: TLSSocket,
  octetsAtMost: number,
): Promise<HttpsAnswer> =>
  new Promise((resolve, reject) => {
    const asking = request({
      createConnection: () => socket,
      method,
      path: `${url.pathname}${url.search}`,
      headers: {
        Host: url.host,
        'User-Agent': 'Waypost',
        Connection: 'close',
        ...headers,
        ...(body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }),
      },
      maxHeaderSize: 16 * 1024,
    })
    asking.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code?.startsWith('HPE_') === true
          ? new NotTaken('no-http')
          : new ConnectionLost(error.code ?? 'UNKNOWN', error.message),
      ),
    )
    asking.on('response', (response) => void read(response, octetsAtMost).then(resolve, reject))
    asking.end(body)
  })

/** What is no success explains itself shortly; the rest of its page is left. */
async function read(response: IncomingMessage, octetsAtMost: number): Promise<HttpsAnswer> {
  const status = response.statusCode ?? 0
  const chunks: Buffer[] = []
  let octets = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    octets += chunk.length
    if (octets > octetsAtMost && status === 200) throw new NotTaken('too-much')
    if (octets > octetsAtMost) break
    chunks.push(chunk)
  }
  if (!response.complete && octets <= octetsAtMost) throw new ConnectionLost('ECONNRESET', 'the answer broke off')
  return { status, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }
}
