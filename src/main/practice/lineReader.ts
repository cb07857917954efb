import type { Socket } from 'node:net'

/** Pulls lines and counted bytes out of a socket; every answer is undefined once the client has gone. */
export interface LineReader {
  /** The next line without its line end; `too-long` (and the reader is of no more use) above the limit. */
  line(limit: number): Promise<Buffer | 'too-long' | undefined>
  bytes(count: number): Promise<Buffer | undefined>
  /** Reads from another socket from now on. What came before is forgotten (RFC 3501 6.2.1, RFC 2595 4). */
  attach(socket: Socket): void
  detach(): void
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

export function createLineReader(first: Socket): LineReader {
  let socket = first
  let chunks: Buffer[] = []
  let held = 0
  let ended = false
  let wake: (() => void) | undefined

  const onData = (chunk: Buffer) => {
    chunks.push(chunk)
    held += chunk.length
    wake?.()
  }
  const onEnd = () => {
    ended = true
    wake?.()
  }
  const attach = (next: Socket) => {
    detach()
    socket = next
    chunks = []
    held = 0
    socket.on('data', onData)
    socket.once('end', onEnd)
    socket.once('close', onEnd)
    socket.resume()
  }
  const detach = () => {
    socket.off('data', onData)
    socket.off('end', onEnd)
    socket.off('close', onEnd)
    socket.pause()
  }
  const more = () =>
    new Promise<void>((resolve) => {
      wake = () => {
        wake = undefined
        resolve()
      }
    })
  const take = (count: number): Buffer => {
    const [only] = chunks
    const all = only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
    const rest = all.subarray(count)
    chunks = rest.length > 0 ? [rest] : []
    held = rest.length
    return all.subarray(0, count)
  }
  const enough = (count: number) => held >= count

  attach(first)
  return {
    attach,
    detach,
    async line(limit) {
      let scanned = 0
      let before = 0
      for (;;) {
        for (const chunk of chunks.slice(scanned)) {
          const at = chunk.indexOf(lineFeed)
          if (at >= 0) {
            const taken = take(before + at + 1)
            const bare = taken.at(-2) === carriageReturn ? taken.subarray(0, -2) : taken.subarray(0, -1)
            return bare.length > limit ? 'too-long' : bare
          }
          before += chunk.length
          scanned++
        }
        if (before > limit) return 'too-long'
        if (ended) return undefined
        await more()
      }
    },
    async bytes(count) {
      while (!enough(count)) {
        if (ended) return undefined
        await more()
      }
      // A copy: what is kept must not hold on to the network's large buffers.
      return Buffer.from(take(count))
    },
  }
}
