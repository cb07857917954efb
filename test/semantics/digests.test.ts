import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodedFacts } from '../../src/main/adapters/mime/transferEncoding.ts'

const expected = (octets: Uint8Array) => ({
  size: octets.length,
  digest: createHash('sha256').update(octets).digest('hex'),
})

/** The same octets in every run. */
const octetsOf = (length: number, seed = 1): Buffer => {
  const octets = Buffer.alloc(length)
  let state = seed
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    octets[at] = state >>> 24
  }
  return octets
}
const lines = (text: string, length: number, lineEnd = '\r\n') =>
  Array.from(
    { length: Math.ceil(text.length / length) },
    (_, at) => text.slice(at * length, (at + 1) * length) + ((at + 1) * length <= text.length ? lineEnd : ''),
  ).join('')

test.each([0, 1, 2, 3, 4, 1_000, 3 * 1024 * 1024 + 1, 5 * 1024 * 1024 + 2])(
  'base64 of %i octets, whatever its lines',
  async (length) => {
    const octets = octetsOf(length)
    const text = octets.toString('base64')
    const forms = [
      text,
      lines(text, 76),
      lines(text, 75),
      lines(text, 1_001, '\n'),
      `\r\n ${lines(text, 73, ' \t\r\n')}\r\n`,
      lines(text, 997, '\r\n!'),
    ]
    for (const form of forms) expect(await decodedFacts(Buffer.from(form), 'base64')).toEqual(expected(octets))
    const unpadded = text.replace(/=+$/, '')
    expect(await decodedFacts(Buffer.from(lines(unpadded, 76)), 'base64')).toEqual(expected(octets))
  },
)

test('base64 in the alphabet of URLs', async () => {
  const octets = octetsOf(999, 7)
  expect(await decodedFacts(Buffer.from(octets.toString('base64url')), 'base64')).toEqual(expected(octets))
})

test('quoted-printable of several megabytes, cut anywhere', async () => {
  const octets = octetsOf(1_000_000, 3)
  const escaped = octets.toString('hex').toUpperCase().replaceAll(/../g, '=$&')
  // 75 characters are 25 escapes; a soft break behind each line, and one form without any line end for megabytes.
  for (const form of [
    lines(escaped, 75, '=\r\n'),
    lines(escaped, 75, '= \t\r\n'),
    escaped,
    lines(escaped, 2_400_000, '=\n'),
  ])
    expect(await decodedFacts(Buffer.from(form), 'quoted-printable')).toEqual(expected(octets))
})

test('plain octets are counted as they are', async () => {
  const octets = octetsOf(3_000_001)
  for (const encoding of ['', '7bit', '8bit', 'binary'])
    expect(await decodedFacts(octets, encoding)).toEqual(expected(octets))
})

test('broken encodings never throw', async () => {
  for (const encoding of ['base64', 'quoted-printable', 'x-uuencode'])
    for (const text of ['', '=', '==', '=A', '=\r', 'A', 'A===', '\0', '=G1', 'AA=AA'])
      await expect(decodedFacts(Buffer.from(text), encoding)).resolves.toMatchObject({
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      })
})
