import { createHash } from 'node:crypto'
/** Octets that an encoded body has when decoded, and the octets themselves (RFC 2045 6). Nothing here ever throws. */

/** Quoted-printable; what is no valid escape stays as it is. `underscore` is the Q encoding of RFC 2047. */
export function decodeQuotedPrintable(source: Uint8Array, underscore: 'as-is' | 'is-blank' = 'as-is'): Buffer {
  const result = Buffer.allocUnsafe(source.length)
  let length = 0
  for (let at = 0; at < source.length; at++) {
    const octet = source[at]!
    if (octet === 0x3d) {
      const high = hex(source[at + 1])
      const low = hex(source[at + 2])
      if (high >= 0 && low >= 0) {
        result[length++] = high * 16 + low
        at += 2
        continue
      }
      const soft = softBreak(source, at + 1)
      if (soft > 0) {
        at += soft
        continue
      }
    }
    result[length++] = octet === 0x5f && underscore === 'is-blank' ? 0x20 : octet
  }
  return result.subarray(0, length)
}

/** Octets of a soft line break behind "=", blanks before the line end included; 0 where there is none. */
function softBreak(source: Uint8Array, from: number): number {
  let at = from
  while ((source[at] === 0x20 || source[at] === 0x09) && at - from < 80) at += 1
  if (source[at] === 0x0d && source[at + 1] === 0x0a) return at + 2 - from
  return source[at] === 0x0a || at === source.length ? at + 1 - from : 0
}

function hex(octet: number | undefined): number {
  if (octet === undefined) return -1
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30
  const letter = octet | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1
}

/** Base64; characters outside of the alphabet are passed over. */
export const decodeBase64 = (source: Uint8Array): Buffer =>
  Buffer.from(Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString('latin1'), 'base64')

export function decodeBody(source: Uint8Array, encoding: string): Uint8Array {
  if (encoding === 'base64') return decodeBase64(source)
  return encoding === 'quoted-printable' ? decodeQuotedPrintable(source) : source
}

/** Octets read between two turns of the event loop: a large attachment must not hold up everything else. */
const slice = 256 * 1024

/** Which octets count in base64, its form for URLs included. */
const inBase64 = Uint8Array.from({ length: 256 }, (_, octet) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(octet)) ? 1 : 0,
)

/** Decoded size in octets, and SHA-256 of the decoded octets: attachments are compared (I4b), not kept in memory as a whole. */
export async function decodedFacts(
  source: Uint8Array,
  encoding: string,
): Promise<{ readonly size: number; readonly digest: string }> {
  const hash = createHash('sha256')
  let size = 0
  const kept = Buffer.allocUnsafe(encoding === 'base64' ? Math.min(source.length, slice) + 3 : 0)
  let rest = 0
  for (let from = 0; from < source.length;) {
    const piece = source.subarray(from, pieceEnd(source, from, encoding))
    from += piece.length
    let octets: Uint8Array
    if (encoding === 'base64') {
      let length = rest
      for (let at = 0; at < piece.length; at++) {
        const octet = piece[at]!
        if (inBase64[octet] === 1) kept[length++] = octet
      }
      // Four characters are three octets: what does not make four waits for the next piece.
      const whole = from < source.length ? length - (length % 4) : length
      octets = Buffer.from(kept.toString('latin1', 0, whole), 'base64')
      rest = kept.copy(kept, 0, whole, length)
    } else octets = decodeBody(piece, encoding)
    hash.update(octets)
    size += octets.length
    if (from < source.length) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  return { size, digest: hash.digest('hex') }
}

/** Where a piece ends: quoted-printable is cut behind a line or in front of an escape, so that no escape is cut in two. */
function pieceEnd(source: Uint8Array, from: number, encoding: string): number {
  const end = Math.min(source.length, from + slice)
  if (encoding !== 'quoted-printable' || end === source.length) return end
  const line = source.lastIndexOf(0x0a, end - 1)
  if (line >= from) return line + 1
  // No line end for megabytes: in front of an escape that may go on behind the cut, a soft break with its blanks included.
  const escape = source.lastIndexOf(0x3d, end - 1)
  return escape > from && end - escape < 100 ? escape : end
}
