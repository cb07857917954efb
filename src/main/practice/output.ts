import type { Socket } from 'node:net'

export type Chunk = string | Buffer

/** Collects what goes to the client (text as Latin-1) and sends it in few large pieces. */
export interface Output {
  add(...chunks: readonly Chunk[]): void
  /** Sends what was collected, and waits while the client reads slowly. */
  flush(): Promise<void>
  /** Sends once a lot was collected. */
  flushLarge(): Promise<void>
  attach(socket: Socket): void
  /** Sends what was collected and closes the connection without a word. */
  cut(): Promise<void>
  end(): Promise<void>
}

const largeBytes = 256 * 1024

export function createOutput(first: Socket): Output {
  let socket = first
  let pending: Buffer[] = []
  let size = 0
  const write = (bytes: Buffer) =>
    new Promise<void>((resolve) => {
      if (socket.destroyed) return resolve()
      const done = () => {
        socket.off('close', done)
        resolve()
      }
      socket.once('close', done)
      socket.write(bytes, done)
    })
  const out: Output = {
    add(...chunks) {
      for (const chunk of chunks) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk
        pending.push(bytes)
        size += bytes.length
      }
    },
    async flush() {
      if (pending.length === 0) return
      const bytes = Buffer.concat(pending)
      pending = []
      size = 0
      await write(bytes)
    },
    async flushLarge() {
      if (size > largeBytes) await out.flush()
    },
    attach(next) {
      socket = next
    },
    async cut() {
      await out.flush()
      socket.destroy()
    },
    async end() {
      await out.flush()
      socket.end()
    },
  }
  return out
}
