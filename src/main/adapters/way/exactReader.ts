import type { Socket } from 'node:net'

/** The connection ended before it had said what was waited for. */
export class EndedEarly extends Error {
  override readonly name = 'EndedEarly'
}

/**
 * Reads exactly what belongs to one part of a conversation. Whatever lies behind it is not taken: `release` puts it back for the
 * next reader of the socket.
 */
export interface ExactReader {
  /** The next `count` octets. Rejects with EndedEarly, or with the socket's error. */
  octets(count: number): Promise<Buffer>
  /** The next line without its end; undefined where it is longer than `limit` octets. */
  line(limit: number): Promise<string | undefined>
  /** Octets that came and were not asked for. */
  ahead(): number
  /** Leaves the socket to its next reader, with all that was not read. */
  release(): void
}

export function exactReader(socket: Socket): ExactReader {
  let held = Buffer.alloc(0)
  let ended: Error | undefined
  let wake = (): void => undefined

  const take = () => {
    for (let chunk = read(); chunk !== null; chunk = read()) held = Buffer.concat([held, chunk])
    wake()
  }
  // Only the octets that were asked for, and a little more, are taken out of the socket: a flood stays in the other computer.
  const read = () => (held.length > 64 * 1024 ? null : (socket.read() as Buffer | null))
  const onError = (error: Error) => {
    ended ??= error
    wake()
  }
  const onEnd = () => onError(new EndedEarly('closed'))
  socket.on('readable', take)
  socket.on('error', onError)
  socket.on('end', onEnd)
  socket.on('close', onEnd)

  const until = async (isThere: () => boolean): Promise<void> => {
    take()
    while (!isThere()) {
      if (ended !== undefined) throw ended
      // oxlint-disable-next-line no-await-in-loop -- octets come one after the other
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const cut = (count: number): Buffer => {
    const part = held.subarray(0, count)
    held = held.subarray(count)
    return part
  }

  return {
    async octets(count) {
      await until(() => held.length >= count)
      return cut(count)
    },
    async line(limit) {
      await until(() => held.includes(0x0a) || held.length > limit)
      const at = held.indexOf(0x0a)
      if (at < 0 || at > limit) return undefined
      const line = cut(at + 1)
      return line.subarray(0, line.at(-2) === 0x0d ? -2 : -1).toString('latin1')
    },
    ahead: () => held.length + socket.readableLength,
    release() {
      socket.off('readable', take)
      socket.off('error', onError)
      socket.off('end', onEnd)
      socket.off('close', onEnd)
      if (held.length > 0) socket.unshift(held)
      held = Buffer.alloc(0)
    },
  }
}
