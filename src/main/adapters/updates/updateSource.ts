import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Resolver } from '../../engine/ports/conversation.ts'
import type { UpdateSource } from '../../engine/ports/updateSource.ts'
import { tlsOptions } from '../tls/trust.ts'
import { ConnectionLost, failureOf, startWatch, type Watch } from '../wire/watch.ts'
import { connectTcp } from '../wire/wire.ts'

/** A release file has a few hundred octets; release notes may be in it. */
const octetsAtMost = 256 * 1024
const redirectsAtMost = 3

/** Octets that are no HTTP, or a body that goes on for ever. */
class NotTaken extends Error {
  override readonly name = 'NotTaken'
  readonly why: 'too-much' | 'no-http'
  constructor(why: 'too-much' | 'no-http') {
    super(why)
    this.why = why
  }
}

/** Files by https, by the same way and with the same trust as mail (C13): through `dial`, under our own roots. */
export const createUpdateSource = ({
  resolver,
  file,
}: {
  readonly resolver: Resolver
  readonly file: string
}): UpdateSource => ({
  file,
  async fetch(url, access, attempt) {
    const where = { host: url.hostname, port: Number(url.port || 443) }
    let socket: { destroy(): void } | undefined
    const watch = startWatch(attempt, where, () => socket?.destroy())
    try {
      let at = url
      for (let redirects = 0; ; redirects += 1) {
        // oxlint-disable-next-line no-await-in-loop -- where it goes next is in the answer
        const tcp = await connectTcp({ ...where, ...access, addressFamily: 'any' }, resolver, watch, attempt.signal)
        socket = tcp
        // oxlint-disable-next-line no-await-in-loop -- as above
        const secured = await watch.during('tls', () =>
          secure(connectTls({ socket: tcp, ...tlsOptions(url.hostname, access.trust) })),
        )
        socket = secured
        // oxlint-disable-next-line no-await-in-loop -- as above
        const answer = await exchange(at, secured, watch)
        secured.destroy()
        if ('text' in answer) return { got: 'text', text: answer.text }
        if (answer.location === null) return { got: 'status', status: answer.status }
        const next = URL.parse(answer.location, at.href)
        // T12: to nobody but the host that was named.
        if (next === null || next.protocol !== 'https:' || next.host !== url.host || redirects >= redirectsAtMost)
          return { got: 'elsewhere', to: answer.location.slice(0, 200) }
        at = next
      }
    } catch (error) {
      if (error instanceof NotTaken) return { got: error.why }
      return { got: 'failure', failure: failureOf(error, watch.stage(), where) }
    } finally {
      watch.end()
      socket?.destroy()
    }
  },
})

const secure = (socket: TLSSocket): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    socket.on('error', (error: NodeJS.ErrnoException) =>
      reject(new ConnectionLost(error.code ?? 'UNKNOWN', error.message)),
    )
    socket.once('close', () => reject(new ConnectionLost('ECONNRESET', 'closed during the TLS handshake')))
    socket.once('secureConnect', () => resolve(socket))
  })

type Answered = { readonly text: string } | { readonly status: number; readonly location: string | null }

const exchange = (url: URL, socket: TLSSocket, watch: Watch): Promise<Answered> =>
  watch.during(
    'fetch',
    () =>
      new Promise<Answered>((resolve, reject) => {
        const asking = request({
          createConnection: () => socket,
          method: 'GET',
          path: `${url.pathname}${url.search}`,
          // No version, no name of the computer: who looks is nobody's business.
          headers: {
            Host: url.host,
            Accept: 'text/yaml, text/plain, */*',
            'User-Agent': 'Waypost',
            Connection: 'close',
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
        asking.on('response', (response) => void read(response).then(resolve, reject))
        asking.end()
      }),
  )

async function read(response: IncomingMessage): Promise<Answered> {
  const status = response.statusCode ?? 0
  if (status !== 200) {
    response.resume()
    const isRedirect = [301, 302, 303, 307, 308].includes(status)
    return { status, location: isRedirect ? (response.headers.location ?? null) : null }
  }
  const chunks: Buffer[] = []
  let octets = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    octets += chunk.length
    if (octets > octetsAtMost) throw new NotTaken('too-much')
    chunks.push(chunk)
  }
  if (!response.complete) throw new ConnectionLost('ECONNRESET', 'the answer broke off')
  return { text: Buffer.concat(chunks).toString('utf8') }
}
