import { decode } from './charset.ts'
import { decodeBase64, decodeQuotedPrintable } from './transferEncoding.ts'

// RFC 2047 2, wider by what is met: blanks inside of the Q encoding.
const word = /=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]*)\?=/g
const wordHere = new RegExp(word, 'y')

/** The encoded word that begins at an index; empty where none does. */
export function encodedWordAt(value: string, at: number): string {
  wordHere.lastIndex = at
  return wordHere.exec(value)?.[0] ?? ''
}

/**
 * Decodes the encoded words of a header value. Adjacent ones of one charset are joined as octets first (N13): senders cut in the middle
 * of a character, against RFC 2047 5 (3). Blanks between two encoded words are no text (6.2).
 */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  const parts: string[] = []
  let charset: string | undefined
  let octets: Buffer[] = []
  let from = 0
  const flush = () => {
    if (octets.length > 0) parts.push(decode(Buffer.concat(octets), charset))
    octets = []
  }
  for (const found of value.matchAll(word)) {
    const between = value.slice(from, found.index)
    // RFC 2231 5: a language may follow the charset.
    const name = found[1]!.split('*')[0]!.toLowerCase()
    const adjacent = octets.length > 0 && /^[ \t\r\n]*$/.test(between)
    if (!adjacent || name !== charset) flush()
    if (!adjacent) parts.push(between)
    charset = name
    const text = Buffer.from(found[3]!, 'latin1')
    octets.push(found[2]!.toLowerCase() === 'b' ? decodeBase64(text) : decodeQuotedPrintable(text, 'is-blank'))
    from = found.index + found[0].length
  }
  flush()
  parts.push(value.slice(from))
  return parts.join('')
}
