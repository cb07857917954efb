import { describe, expect, test } from 'vitest'
import { readMessage } from '../../src/main/adapters/mime/read.ts'
import { HeaderTooLarge } from '../../src/main/adapters/mime/header.ts'
import { contentText } from '../../src/domain/routing/content.ts'
import { planWorkItems, type Plan } from '../../src/domain/routing/plan.ts'
import { fallback, item, route, stateOf } from '../domain/routing/aMailroom.ts'
import { info, said, usual } from './aTable.ts'

/**
 * Milliseconds of computing that one mail may cost: far above what is needed, far below what a quadratic walk takes. Not of the clock, which
 * other programs move.
 */
const bound = 5_000

const from = 'From: anna@customer.example\r\n'
const routes = [
  route('pdf', 'pdf@example.com', { rules: { attachmentTypes: ['.pdf'] } }),
  route('word', 'word@example.com', { rules: { keyWords: ['outage', 'o'] } }),
  ...usual,
]

async function decided(raw: string | Buffer, state = stateOf(routes)): Promise<Plan> {
  const began = process.cpuUsage()
  const message = await readMessage(typeof raw === 'string' ? Buffer.from(raw) : raw)
  const plan = planWorkItems(message, state, 'explain')
  contentText(message)
  const { user } = process.cpuUsage(began)
  expect(user / 1000).toBeLessThan(bound)
  return plan
}

const list = <T>(count: number, entry: (number: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => entry(at))

describe('hostile mail is decided in bounded time', { timeout: 60_000 }, () => {
  test('300,000 recipients', async () => {
    const many = list(300_000, (at) => `a${at}@x.example`).join(',')
    await expect(decided(`${from}To: ${many}\r\n\r\n`)).rejects.toBeInstanceOf(HeaderTooLarge)
  })

  test('60,000 recipients, which a header may hold, the routed one at the end', async () => {
    const many = list(60_000, (at) => `a${at}@x.ex`).join(',')
    expect(said(await decided(`${from}To: ${many}\r\nCc: info@example.com\r\n\r\n`))).toEqual([
      'info: ticket for info@example.com',
    ])
  })

  test('40,000 plus addresses of one base', async () => {
    const many = list(40_000, (at) => `info+${at}@example.com`).join(',')
    const plan = await decided(`${from}To: ${many}\r\n\r\n`, stateOf(routes, { plusAddressing: 'mixed' }))
    expect(said(plan)).toEqual(['info: ticket for info@example.com'])
  })

  test('a header of 20 MB', async () => {
    const raw = Buffer.concat([Buffer.from(`${from}X-A: `), Buffer.alloc(20_000_000, 'a'), Buffer.from('\r\n\r\n')])
    await expect(decided(raw)).rejects.toBeInstanceOf(HeaderTooLarge)
  })

  test('a header of 20 MB within a part', async () => {
    const head = `${from}To: info@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX-A: `
    const raw = Buffer.concat([Buffer.from(head), Buffer.alloc(20_000_000, 'a'), Buffer.from('\r\n\r\n--b--\r\n')])
    await expect(decided(raw)).rejects.toBeInstanceOf(HeaderTooLarge)
  })

  test('2,000 parts within parts', async () => {
    const opened = list(2_000, (at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join('')
    expect(said(await decided(`${from}To: info@example.com\r\n${opened}Text.`))).toEqual([
      'info: ticket for info@example.com',
    ])
  })

  test('100,000 parts side by side', async () => {
    const parts = list(100_000, () => '--b\r\n\r\nx\r\n').join('')
    const raw = `${from}To: info@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`
    expect(said(await decided(raw))).toEqual(['info: ticket for info@example.com'])
  })

  test('5,000 pictures, and a megabyte of HTML that shows none', async () => {
    const picture = (at: number) => `--b\r\nContent-Type: image/png; name=a.png\r\nContent-ID: <${at}@x>\r\n\r\nx\r\n`
    const html = `--b\r\nContent-Type: text/html\r\n\r\n${'cid:'.repeat(250_000)}\r\n`
    const raw = `${from}To: info@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${html}${list(4_900, picture).join('')}--b--\r\n`
    expect(said(await decided(raw))).toEqual(['info: ticket for info@example.com'])
  })

  test('100,000 references, the known one last', async () => {
    const many = list(100_000, (at) => `<${at}@x.ex>`).join(' ')
    const knowledge = {
      items: new Map([['T-000001', item('T-000001')]]),
      mails: new Map([['<one@example.com>', { items: ['T-000001'], sent: null }]]),
    }
    const plan = await decided(
      `${from}To: info@example.com\r\nReferences: ${many} <one@example.com>\r\n\r\n`,
      stateOf(routes, { knowledge }),
    )
    expect(said(plan)).toEqual(['joins T-000001', 'info: ticket for info@example.com, linked to T-000001'])
  })

  test('100,000 Message-IDs in In-Reply-To', async () => {
    const many = list(100_000, (at) => `<${at}@x.ex>`).join(' ')
    expect(said(await decided(`${from}To: info@example.com\r\nIn-Reply-To: ${many}\r\n\r\n`))).toEqual([
      'info: ticket for info@example.com',
    ])
  })

  test.each([
    ['dots', 'a.'.repeat(900_000)],
    ['trailing dots', `a${'.'.repeat(1_500_000)}`],
    ['dots and a letter', `${'.'.repeat(1_500_000)}x`],
    ['blanks and a letter', `a${' '.repeat(1_500_000)}x`],
  ])('a file name of %s', async (_, name) => {
    const raw = `${from}To: pdf@example.com\r\nContent-Type: application/x-a; name="${name}"\r\n\r\nx`
    expect(said(await decided(raw))).toEqual(['fallback: ticket for support@example.com'])
  })

  test.each([
    ['blanks', ' '.repeat(1_900_000)],
    ['capital dotted I', 'İ'.repeat(900_000)],
    ['encoded words', '=?utf-8?Q?a?= '.repeat(140_000)],
    ['the beginning of encoded words', '=?utf-8?Q?'.repeat(190_000)],
    ['combining marks', '\u0301\u0316'.repeat(450_000)],
  ])('a subject of %s', async (_, subject) => {
    expect(said(await decided(`${from}To: word@example.com\r\nSubject: x${subject}x\r\n\r\n`))).toEqual([
      'fallback: ticket for support@example.com',
    ])
  })

  test.each([
    ['brackets', '<'.repeat(1_900_000)],
    ['comments that open', '('.repeat(1_900_000)],
    ['comments in angle brackets', `<${'('.repeat(1_900_000)}>`],
    ['quotes', '"'.repeat(1_900_001)],
    ['colons', 'a:'.repeat(900_000)],
    ['groups', 'a:;'.repeat(600_000)],
    ['blanks', `a${' '.repeat(1_900_000)}b`],
    ['entries of blanks', `a${' '.repeat(1_900)}b,`.repeat(1_000)],
    ['at signs', '@'.repeat(1_900_000)],
    ['backslashes in quotes', `"${'\\'.repeat(1_900_000)}`],
    ['one endless address', `${'a'.repeat(1_900_000)}@example.com`],
    ['brackets of domains', 'a@['.repeat(600_000)],
    ['colons behind an at sign', `a@${':'.repeat(1_900_000)}`],
    ['escaped quotes in angle brackets', `<${'"\\'.repeat(900_000)}`],
    ['combining marks', `a@${'\u0301\u0316'.repeat(400_000)}.example`],
    ['colons behind quotes', '"a":"b" '.repeat(200_000)],
    ['quotes before a colon', `${'"b"'.repeat(600_000)}:`],
  ])('recipients of %s', async (_, to) => {
    expect(said(await decided(`${from}To: ${to}\r\nCc: info@example.com\r\n\r\n`))).toEqual([
      'info: ticket for info@example.com',
    ])
  })

  test('a From of 100,000 addresses that are none', async () => {
    const raw = `From: ${'a@,'.repeat(100_000)}\r\nTo: info@example.com\r\n\r\n`
    expect(said(await decided(raw))).toEqual(['unhandled: no-valid-sender'])
  })

  test('100,000 header fields of marks', async () => {
    const raw = `${from}To: info@example.com\r\n${'X-Waypost-Loop: other\r\n'.repeat(80_000)}\r\n`
    expect(said(await decided(raw))).toEqual(['info: ticket for info@example.com'])
  })

  test('a thousand routes on one address, and a mail that asks for all of them', async () => {
    const shelf = list(1_000, (at) =>
      route(`r${at}`, 'info@example.com', {
        position: at,
        rules: { keyWords: [`o${at}x`], senders: ['*@other.example'] },
      }),
    )
    const raw = `${from}To: info@example.com\r\nSubject: ${list(1_000, (at) => `o${at}x`).join(' ')}\r\n\r\n`
    expect(said(await decided(raw, stateOf([...shelf, { ...info, position: 2_000 }, fallback])))).toEqual([
      'info: ticket for info@example.com',
    ])
  })
})
