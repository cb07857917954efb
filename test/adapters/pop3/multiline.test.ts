import { describe, expect, test } from 'vitest'
import { createMultiline } from '../../../src/main/adapters/pop3/multiline.ts'

/** Reads a response in pieces of a size; answers content and rest. */
async function read(wire: string, size: number, limit = 1_000_000) {
  const multiline = createMultiline(limit)
  const octets = Buffer.from(wire, 'latin1')
  for (let at = 0; at < octets.length; at += size) {
    const rest = multiline.feed(octets.subarray(at, at + size))
    if (rest !== undefined) {
      const left = Buffer.concat([rest, octets.subarray(at + size)]).toString('latin1')
      return { content: (await multiline.content()).toString('latin1'), octets: multiline.length(), left }
    }
  }
  return undefined
}

const stuffed = (content: string) =>
  `${content.startsWith('.') ? '.' : ''}${content.replaceAll('\r\n.', '\r\n..')}.\r\n`

describe('a multi-line response', () => {
  test.each([
    ['nothing', ''],
    ['one line', 'text\r\n'],
    ['dots at line starts', '.\r\n..\r\n...x\r\n.y\r\n'],
    ['empty lines', '\r\n\r\n\r\n'],
    ['bare line feeds around a dot', 'a\n.\nb\n.\r\n'],
    ['bare carriage returns', 'a\r.\rb\r\r\n.\r\r\n'],
    ['every octet', `${Array.from({ length: 256 }, (_, octet) => String.fromCharCode(octet)).join('')}\r\n`],
  ])('%s comes through, in pieces of any size', async (_, content) => {
    for (let size = 1; size <= 12; size++) {
      expect(await read(`${stuffed(content)}+OK next`, size)).toEqual({
        content,
        octets: content.length,
        left: '+OK next',
      })
    }
  })

  test('random contents come through, in pieces of any size', async () => {
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed % below
    }
    for (let round = 0; round < 2_000; round++) {
      const lines = Array.from({ length: random(6) }, () =>
        Array.from({ length: random(5) }, () => '.\r\nx.'[random(5)]).join(''),
      )
      const content = lines.map((line) => `${line.replaceAll('\r\n', 'x')}\r\n`).join('')
      expect(await read(`${stuffed(content)}rest`, 1 + random(9))).toEqual({
        content,
        octets: content.length,
        left: 'rest',
      })
    }
  })

  test('what is over the limit is passed over, and the response still ends', async () => {
    expect(await read(`${stuffed('0123456789\r\n'.repeat(10))}rest`, 7, 15)).toEqual({
      content: '0123456789\r\n012',
      octets: 120,
      left: 'rest',
    })
  })

  test('a response without its terminator does not end', async () => {
    expect(await read('text\r\n.', 3)).toBeUndefined()
    expect(await read('text\r\n.\r', 3)).toBeUndefined()
    expect(await read('text\n.\n', 3)).toBeUndefined()
  })
})
