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

const significant = new Uint8Array(256)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
  significant[character.charCodeAt(0)] = 1
}

/** Octets counted between two turns of the event loop: a large attachment must not hold up everything else. */
const slice = 2 * 1024 * 1024

/** The decoded size, without decoding: attachments are counted, not read. */
export async function decodedSize(source: Uint8Array, encoding: string): Promise<number> {
  if (encoding !== 'base64' && encoding !== 'quoted-printable') return source.length
  let size = 0
  for (let from = 0; from < source.length; from += slice) {
    const piece = source.subarray(from, from + slice)
    if (encoding === 'base64') for (let at = 0; at < piece.length; at++) size += significant[piece[at]!]!
    else size += decodeQuotedPrintable(piece).length
    if (from + slice < source.length) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  return encoding === 'base64' ? Math.floor((size * 3) / 4) : size
}
