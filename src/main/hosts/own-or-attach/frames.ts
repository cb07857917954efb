import type { Socket } from 'node:net'

/** Bytes of one frame: the largest call, and what JSON adds to it. */
export const largestFrame = 96 * 1024 * 1024
/** Bytes of a frame from somebody who has not proved yet who they are. */
export const largestGreeting = 8 * 1024
/** Bytes that may wait for a peer that does not read, before it is dropped. */
const mostUnread = 128 * 1024 * 1024

/** One JSON value a line over a local socket. */
export interface Frames {
  send(frame: unknown): void
  /** Raises the limit once the peer is known. */
  trust(): void
}

/**
 * Frames of a socket. `received` is called with each parsed value; what is no JSON, or longer than the limit, ends the
 * connection at once. A peer that does not read its frames is dropped as well: it attaches again and reads everything anew.
 */
export function framesOf(socket: Socket, received: (frame: unknown) => void): Frames {
  let limit = largestGreeting
  let length = 0
  let parts: Buffer[] = []
  socket.on('data', (chunk: Buffer) => {
    let from = 0
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, from)) {
      parts.push(chunk.subarray(from, at))
      length += at - from
      from = at + 1
      if (length > limit) return void socket.destroy()
      const line = Buffer.concat(parts).toString('utf8')
      parts = []
      length = 0
      let frame: unknown
      try {
        frame = JSON.parse(line)
      } catch {
        return void socket.destroy()
      }
      received(frame)
      if (socket.destroyed) return
    }
    parts.push(chunk.subarray(from))
    length += chunk.length - from
    if (length > limit) socket.destroy()
  })
  // Its end is told by 'close', which always follows.
  socket.on('error', () => {})
  return {
    send(frame) {
      if (socket.destroyed || socket.writableEnded) return
      socket.write(`${JSON.stringify(frame)}\n`)
      if (socket.writableLength > mostUnread) socket.destroy()
    },
    trust() {
      limit = largestFrame
    },
  }
}
