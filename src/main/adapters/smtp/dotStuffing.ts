const dot = 0x2e
const carriageReturn = 0x0d
const lineFeed = 0x0a

/** The transfer form of a message: dots at line starts doubled (RFC 5321 4.5.2), ends with CRLF "." CRLF. */
export interface Stuffed {
  /** Everything before the final dot. */
  readonly content: readonly Uint8Array[]
  /** What ends the message: once it is on its way, the outcome is the server's to say. */
  readonly end: Uint8Array
}

/** Bare LF and bare CR become CRLF: they never leave (RFC 5321 2.3.8), or two servers could read two different messages. */
export function stuff(raw: Uint8Array): Stuffed {
  const source = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const content = isClean(source) ? withDots(source) : withDots(withLineEnds(source))
  const endsLine = source.length === 0 || source.at(-1) === lineFeed || source.at(-1) === carriageReturn
  return { content, end: Buffer.from(endsLine ? '.\r\n' : '\r\n.\r\n') }
}

/** Whether CR and LF come in pairs only. */
function isClean(source: Buffer): boolean {
  let pairs = 0
  for (let at = source.indexOf(lineFeed); at >= 0; at = source.indexOf(lineFeed, at + 1)) {
    if (source[at - 1] !== carriageReturn) return false
    pairs += 1
  }
  for (let at = source.indexOf(carriageReturn); at >= 0; at = source.indexOf(carriageReturn, at + 1)) pairs -= 1
  return pairs === 0
}

function withLineEnds(source: Buffer): Buffer {
  const result = Buffer.allocUnsafe(source.length * 2)
  let length = 0
  for (let at = 0; at < source.length; at++) {
    const octet = source[at]!
    if (octet === carriageReturn && source[at + 1] === lineFeed) at += 1
    else if (octet !== carriageReturn && octet !== lineFeed) {
      result[length++] = octet
      continue
    }
    result[length++] = carriageReturn
    result[length++] = lineFeed
  }
  return result.subarray(0, length)
}

function withDots(source: Buffer): readonly Buffer[] {
  const parts: Buffer[] = []
  let from = 0
  if (source[0] === dot) parts.push(Buffer.from('.'))
  for (let at = source.indexOf('\n.', 0, 'latin1'); at >= 0; at = source.indexOf('\n.', at + 1, 'latin1')) {
    parts.push(source.subarray(from, at + 1), Buffer.from('.'))
    from = at + 1
  }
  parts.push(source.subarray(from))
  return joined(parts)
}

/** Pieces of a useful size: a write for every doubled dot would cost a TLS record each. */
const pieceOctets = 256 * 1024

function joined(parts: readonly Buffer[]): readonly Buffer[] {
  const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  const pieces: Buffer[] = []
  for (let at = 0; at < whole.length; at += pieceOctets) pieces.push(whole.subarray(at, at + pieceOctets))
  return pieces
}
