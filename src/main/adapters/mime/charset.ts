import { isUtf8 } from 'node:buffer'

/** Names that mail uses beside those of the Encoding Standard. */
const otherNames: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'utf-8-strict': 'utf-8',
  utf8mb4: 'utf-8',
  ansi: 'windows-1252',
  'x-unknown': 'utf-8',
}

const utf8 = new TextDecoder()
const western = new TextDecoder('windows-1252')

/** Text of unknown charset: UTF-8 where it is that (RFC 6532), else the superset of Latin-1 that most of the rest is. */
export const decodeUnlabelled = (octets: Uint8Array): string => (isUtf8(octets) ? utf8 : western).decode(octets)

/** Text in a named charset. A name that nobody knows counts as none. */
export function decode(octets: Uint8Array, charset: string | undefined): string {
  const name = charset?.trim().toLowerCase() ?? ''
  if (name === '' || name === 'us-ascii' || name === 'ascii') return decodeUnlabelled(octets)
  try {
    return new TextDecoder(otherNames[name] ?? name).decode(
      name === 'iso-2022-jp' ? withoutIdleEscapes(octets) : octets,
    )
  } catch {
    return decodeUnlabelled(octets)
  }
}

/**
 * ISO-2022-JP (RFC 1468): each encoded word and each line ends in ASCII, so where two are joined one change of character set follows another.
 * The Encoding Standard has the first one read as an error.
 */
const withoutIdleEscapes = (octets: Uint8Array): Uint8Array =>
  Buffer.from(
    Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
      .toString('latin1')
      // oxlint-disable-next-line no-control-regex -- it is the escape character that is looked for
      .replace(/\u001b(?:\([BJI]|\$[@B])(?=\u001b)/g, ''),
    'latin1',
  )
