import { breathing } from '../../engine/breathing.ts'

const carriageReturn = 0x0d
const lineFeed = 0x0a
const dot = 0x2e

/** Takes the octets of one multi-line response (RFC 1939 3) in whatever pieces they come. */
export interface Multiline {
  /** Takes the next piece; answers what follows the terminator once that was seen, undefined before. */
  feed(piece: Buffer): Buffer | undefined
  /** Octets of the content so far. */
  length(): number
  /** The content, dots unstuffed, every other octet as it came. Only the first `limit` octets are kept. */
  content(): Promise<Buffer>
}

/**
 * Only CRLF ends a line here: a bare LF is an octet of the message, and ".": behind it means nothing. What is beyond `limit` octets is read
 * and dropped, so that the session can go on after a message that is too large.
 */
export function createMultiline(limit: number): Multiline {
  const parts: Buffer[] = []
  let length = 0
  let carried: Buffer = Buffer.alloc(0)
  let atLineStart = true

  const keep = (part: Buffer) => {
    if (part.length === 0) return
    if (length < limit) parts.push(length + part.length > limit ? part.subarray(0, limit - length) : part)
    length += part.length
  }

  return {
    feed(piece) {
      const octets = carried.length === 0 ? piece : Buffer.concat([carried, piece])
      carried = Buffer.alloc(0)
      let at = 0
      for (;;) {
        if (atLineStart && octets[at] === dot) {
          const rest = octets.length - at
          if (rest >= 3 && octets[at + 1] === carriageReturn && octets[at + 2] === lineFeed)
            return octets.subarray(at + 3)
          // A dot alone may still turn out as the terminator.
          if (rest === 1 || (rest === 2 && octets[at + 1] === carriageReturn)) {
            carried = octets.subarray(at)
            return undefined
          }
          at += 1
        }
        if (at >= octets.length) return undefined
        atLineStart = false
        const next = octets.indexOf('\r\n.', at, 'latin1')
        if (next >= 0) {
          keep(octets.subarray(at, next + 2))
          at = next + 2
          atLineStart = true
          continue
        }
        const end = octets.length
        if (octets[end - 1] === lineFeed && octets[end - 2] === carriageReturn && end - 2 >= at) {
          keep(octets.subarray(at))
          atLineStart = true
        } else if (octets[end - 1] === carriageReturn) {
          keep(octets.subarray(at, end - 1))
          carried = octets.subarray(end - 1)
        } else keep(octets.subarray(at))
        return undefined
      }
    },
    length: () => length,
    async content() {
      if (parts.length === 1) return parts[0]!
      const pause = breathing()
      const whole = Buffer.allocUnsafe(Math.min(length, limit))
      let at = 0
      for (const part of parts) {
        await pause()
        whole.set(part, at)
        at += part.length
      }
      return whole
    },
  }
}
