import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { placeName } from '../../../domain/proxy.ts'
import { failureAt } from '../../../domain/replies/where.ts'
import type { Resolver, ServerAccess } from '../../engine/ports/conversation.ts'
import { tlsOptions } from '../tls/trust.ts'
import { dial, findWay, type Way } from '../way/dial.ts'
import { ProxyFailed } from '../way/proxyFailed.ts'
import { ConnectionLost, Stopped } from './watch.ts'
import type { Watch } from './watch.ts'

/** An octet stream to a server, read at the reader's pace; nothing of it is ever decoded here. */
export interface Wire {
  /** What arrived next, at least one octet. Rejects with ConnectionLost at the end. */
  chunk(): Promise<Buffer>
  /** Puts octets back in front of what was not read yet. */
  unread(octets: Buffer): void
  /** The next line without its line end (CRLF, or the bare LF that some servers send); undefined above `limit` octets. */
  line(limit: number): Promise<Buffer | undefined>
  /** Whether octets wait to be read. */
  readable(): boolean
  /** Resolves when the octets were taken over by the system. */
  write(octets: string | Uint8Array): Promise<void>
  /** Upgrades to TLS. Octets that arrived before are dropped: they were never protected (RFC 3207 6, RFC 2595 2.4). */
  startTls(): Promise<void>
  isSecure(): boolean
  isOpen(): boolean
  localAddress(): string
  destroy(): void
}

/** Octets kept unread before the server is told to wait (TCP flow control). */
const enough = 256 * 1024

const lost = (error: NodeJS.ErrnoException): ConnectionLost =>
  new ConnectionLost(error.code ?? 'UNKNOWN', error.message)

/** Connects the plain TCP socket of an access, directly or through the proxy. Throws Stopped or ConnectionLost. */
export async function connectTcp(
  access: Pick<ServerAccess, 'host' | 'port' | 'addressFamily' | 'proxy'>,
  resolver: Resolver,
  watch: Watch,
  signal: AbortSignal,
): Promise<Socket> {
  const way = await watch.during('resolve', () => findWay(resolver, access, signal))
  if (!way.ok) throw new Stopped({ host: access.host, port: access.port, ...way.failure })
  return connectAlong(way.value, access, watch)
}

/** Connects along a way that is known. Throws Stopped or ConnectionLost. */
export async function connectAlong(
  way: Way,
  access: Pick<ServerAccess, 'host' | 'port' | 'proxy'>,
  watch: Watch,
  onConnected?: () => void,
): Promise<Socket> {
  const where = { host: access.host, port: access.port }
  const dialling = dial(way, onConnected)
  try {
    return await watch.during('connect', () => dialling.opened)
  } catch (error) {
    dialling.hangUp()
    if (access.proxy === null) throw error instanceof Stopped ? error : lost(error as NodeJS.ErrnoException)
    const through = { ...where, proxy: placeName(access.proxy) }
    if (error instanceof ProxyFailed)
      throw new Stopped(
        failureAt('connect', error.code, true, through, error.seen === null ? {} : { detail: error.seen }),
      )
    // The deadline passed while the proxy was owed an answer: it says nothing about the server.
    if (error instanceof Stopped && error.failure.code === 'timed-out')
      throw new Stopped({ ...error.failure, ...through, code: dialling.silence() ?? error.failure.code })
    throw error
  }
}

/** Opens the way to a server: TCP, and TLS at once where the access says so. `opened` gets the wire before any waiting on TLS. */
export async function openWire(
  access: ServerAccess,
  resolver: Resolver,
  watch: Watch,
  signal: AbortSignal,
  opened: (wire: Wire) => void,
): Promise<Wire> {
  const wire = wireOver(await connectTcp(access, resolver, watch, signal), access)
  opened(wire)
  if (access.security === 'tls') await watch.during('tls', () => wire.startTls())
  return wire
}

function wireOver(tcp: Socket, access: Pick<ServerAccess, 'host' | 'trust' | 'clientIdentity'>): Wire {
  let socket = tcp
  let secure = false
  let waiting: Buffer[] = []
  let held = 0
  let ended: ConnectionLost | undefined
  let wake: (() => void) | undefined
  const interrupts = new Set<() => void>()

  const onData = (chunk: Buffer) => {
    waiting.push(chunk)
    held += chunk.length
    if (held > enough) socket.pause()
    wake?.()
  }
  const finish = (reason: ConnectionLost) => {
    ended ??= reason
    wake?.()
    for (const interrupt of interrupts) interrupt()
  }
  const onError = (error: NodeJS.ErrnoException) => finish(lost(error))
  const onEnd = () => finish(new ConnectionLost(undefined, 'the server closed the connection'))
  const listen = () => {
    socket.on('data', onData)
    socket.on('error', onError)
    socket.on('end', onEnd)
    socket.on('close', onEnd)
  }
  const deafen = () => {
    socket.off('data', onData)
    socket.off('end', onEnd)
    socket.off('close', onEnd)
    socket.off('error', onError)
  }
  listen()

  const wire: Wire = {
    async chunk() {
      while (waiting.length === 0) {
        if (ended !== undefined) throw ended
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = undefined
      }
      const next = waiting.shift()!
      held -= next.length
      if (held <= enough && socket.isPaused()) socket.resume()
      return next
    },
    unread(octets) {
      if (octets.length === 0) return
      waiting.unshift(octets)
      held += octets.length
    },
    async line(limit) {
      const parts: Buffer[] = []
      let length = 0
      for (;;) {
        const next = await wire.chunk()
        const at = next.indexOf(0x0a)
        const part = at < 0 ? next : next.subarray(0, at + 1)
        parts.push(part)
        length += part.length
        if (at >= 0) wire.unread(next.subarray(at + 1))
        if (length > limit + 2) return undefined
        if (at < 0) continue
        const whole = parts.length === 1 ? part : Buffer.concat(parts)
        return whole.subarray(0, whole.at(-2) === 0x0d ? -2 : -1)
      }
    },
    readable: () => waiting.length > 0,
    write: (octets) =>
      new Promise<void>((resolve, reject) => {
        if (ended !== undefined) return reject(ended)
        const interrupt = () => {
          interrupts.delete(interrupt)
          reject(ended ?? new ConnectionLost(undefined, 'the connection ended'))
        }
        interrupts.add(interrupt)
        socket.write(octets, (error) => {
          interrupts.delete(interrupt)
          if (error) reject(lost(error))
          else resolve()
        })
      }),
    async startTls() {
      deafen()
      waiting = []
      held = 0
      const raw = socket
      raw.on('error', () => undefined)
      await new Promise<void>((resolve, reject) => {
        const upgrading = connectTls({ socket: raw, ...tlsOptions(access.host, access.trust, access.clientIdentity) })
        socket = upgrading
        const refuse = (error: NodeJS.ErrnoException) => {
          upgrading.destroy()
          reject(lost(error))
        }
        const closed = () => reject(new ConnectionLost('ECONNRESET', 'closed during the TLS handshake'))
        upgrading.once('error', refuse)
        upgrading.once('close', closed)
        upgrading.once('secureConnect', () => {
          upgrading.off('error', refuse)
          upgrading.off('close', closed)
          secure = true
          listen()
          resolve()
        })
      })
    },
    isSecure: () => secure,
    isOpen: () => ended === undefined && !socket.destroyed,
    localAddress: () => socket.localAddress ?? '127.0.0.1',
    destroy() {
      finish(new ConnectionLost(undefined, 'closed here'))
      socket.on('error', () => undefined)
      socket.destroy()
      tcp.destroy()
    },
  }
  return wire
}
