import { randomInt, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { SecureContext } from 'node:tls'
import type { FaultSwitches } from './faults.ts'

export interface Listener {
  readonly port: number
  /** Ends every connection and frees the port. */
  close(): Promise<void>
}

export interface Accepted {
  readonly id: string
  readonly socket: Socket
  readonly secure: boolean
  /** Tells the listener which socket lies on top now, so that closing ends that one. */
  onTop(socket: Socket): void
}

export interface ListenOptions {
  readonly port: number
  readonly security: 'tls' | 'starttls'
  readonly context: () => SecureContext
  readonly faults: FaultSwitches
  readonly serve: (accepted: Accepted) => void
}

/** Listens on 127.0.0.1 and meets the faults that come before the protocol: reset, silence, bad certificates. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const open = new Map<Socket, Socket>()
  const server = createServer({ noDelay: true }, (raw) => void accept(raw))

  async function accept(raw: Socket): Promise<void> {
    raw.on('error', () => undefined)
    if (options.faults.meet('reset')) {
      raw.resetAndDestroy()
      return
    }
    open.set(raw, raw)
    raw.once('close', () => open.delete(raw))
    const onTop = (socket: Socket) => {
      if (open.has(raw)) open.set(raw, socket)
    }
    const secure = options.security === 'tls'
    const socket = secure ? await secured(raw, options.context(), onTop) : raw
    if (socket === undefined || socket.destroyed) return
    if (options.faults.meet('silence')) {
      socket.resume()
      return
    }
    options.serve({ id: randomUUID(), socket, secure, onTop })
  }

  await (options.port === 0 ? bindAny(server) : bind(server, options.port))
  const { port } = server.address() as AddressInfo
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open.values()) socket.destroy()
      }),
  }
}

async function bind(server: Server, port: number): Promise<void> {
  const bound = once(server, 'listening')
  server.listen(port, '127.0.0.1')
  try {
    await bound
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PracticePortTaken(port) : error
  }
}

/**
 * A free port below those that systems give to outgoing connections (32768 and up): it is still free when the server comes back to it
 * after a restart.
 */
async function bindAny(server: Server): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- the next port is for the case that this one is taken
      return await bind(server, randomInt(20_000, 32_000))
    } catch (error) {
      if (!(error instanceof PracticePortTaken)) throw error
    }
  }
  return bind(server, 0)
}

export class PracticePortTaken extends Error {
  override readonly name = 'PracticePortTaken'
  readonly port: number
  constructor(port: number) {
    super(`Port ${port} of 127.0.0.1 is taken by another program.`)
    this.port = port
  }
}

/** Does the server's side of a TLS handshake; undefined when the client turns away. */
export function secured(
  raw: Socket,
  context: SecureContext,
  onTop: (socket: Socket) => void,
): Promise<TLSSocket | undefined> {
  const socket = new TLSSocket(raw, { isServer: true, secureContext: context })
  onTop(socket)
  return new Promise((resolve) => {
    socket.on('error', () => socket.destroy())
    socket.once('secure', () => resolve(socket))
    socket.once('close', () => {
      raw.destroy()
      resolve(undefined)
    })
  })
}

type Written = (error?: Error | null) => void

/** From here on the socket sends one byte per write and turn of the event loop. */
export function segmentWrites(socket: Socket): void {
  const write = socket.write.bind(socket)
  const end = socket.end.bind(socket)
  const waiting: { readonly bytes: Buffer; readonly written: Written | undefined }[] = []
  let ending = false
  let running = false
  const next = (at: number) => {
    const first = waiting[0]
    if (socket.destroyed) return
    if (first === undefined) {
      running = false
      if (ending) end()
      return
    }
    if (at >= first.bytes.length) {
      waiting.shift()
      first.written?.()
      return next(0)
    }
    write(first.bytes.subarray(at, at + 1))
    setImmediate(next, at + 1)
  }
  const start = () => {
    if (running) return
    running = true
    setImmediate(next, 0)
  }
  socket.write = (data: string | Uint8Array, second?: BufferEncoding | Written, third?: Written): boolean => {
    const encoding = typeof second === 'string' ? second : 'utf8'
    const written = typeof second === 'function' ? second : third
    waiting.push({ bytes: typeof data === 'string' ? Buffer.from(data, encoding) : Buffer.from(data), written })
    start()
    return true
  }
  socket.end = (data?: unknown) => {
    if (typeof data === 'string' || data instanceof Uint8Array) socket.write(data)
    ending = true
    start()
    return socket
  }
}
