import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { mailLogReader } from '../../../src/domain/migration/senders/mailLog.ts'
import type { SenderReader } from '../../../src/domain/migration/senders/tally.ts'
import { trackingReader } from '../../../src/domain/migration/senders/tracking.ts'

const folder = join(import.meta.dirname, '../../fixtures/migration')
const sample = (name: string): string => readFileSync(join(folder, name), 'utf8')
const reading = { now: Date.parse('2026-11-27T12:00:00Z'), utcOffset: 0 }
/** Fed in pieces of so many letters: where a file is cut says nothing. */
const readAll = (reader: SenderReader, text: string, piece = 7) => {
  for (let at = 0; at < text.length; at += piece) reader.feed(text.slice(at, at + piece))
  return reader.end()
}
const lines = ({ slips }: ReturnType<SenderReader['end']>) => slips.map(({ line, code }) => `${line}: ${code}`)

test.each([1, 7, 1_000_000])('a mail.log is joined by queue id, each mail counted once (pieces of %i)', (piece) => {
  const read = readAll(mailLogReader(reading), sample('mail.log'), piece)
  expect(read.senders).toEqual([
    {
      address: 'billing@northwind.example',
      count: 2,
      recent: 2,
      lastUsed: '2026-11-20T07:00:01.000Z',
      hosts: ['10.2.0.14', '10.2.0.15'],
    },
    {
      address: 'alerts@northwind.example',
      count: 1,
      recent: 1,
      lastUsed: '2026-11-20T06:31:13.000Z',
      hosts: ['localhost'],
    },
  ])
  expect(read).toMatchObject({ mails: 3, lines: 27, from: '2026-11-20T06:25:04.000Z' })
  expect(lines(read)).toEqual(['24: not-a-log-line'])
})

test('ISO times with a zone, long queue ids, a filter on the same machine; older than 90 days is not recent', () => {
  const read = readAll(mailLogReader(reading), sample('mail-iso.log'))
  expect(read.senders).toEqual([
    {
      address: 'apply@northwind.example',
      count: 1,
      recent: 0,
      lastUsed: '2026-08-01T02:00:02.000Z',
      hosts: ['10.2.0.14'],
    },
  ])
  expect(lines(read)).toEqual(['9: wrong-time'])
})

const sent = (stamp: string, id: string, from: string) =>
  [
    `${stamp} h postfix/qmgr[1]: ${id}: from=<${from}>, size=1, nrcpt=1 (queue active)`,
    `${stamp} h postfix/smtp[2]: ${id}: to=<x@y.example>, relay=gw[203.0.113.7]:25, dsn=2.0.0, status=sent (ok)`,
    `${stamp} h postfix/qmgr[1]: ${id}: removed`,
    '',
  ].join('\n')

test('a log without years begins last year when its first day is still to come, and goes on over New Year', () => {
  const text = sent('Dec 30 10:00:00', 'AAAAA1', 'a@x.example') + sent('Jan  2 10:00:00', 'AAAAA2', 'a@x.example')
  const read = readAll(mailLogReader({ now: Date.parse('2026-01-05T00:00:00Z'), utcOffset: 60 }), text)
  expect(read).toMatchObject({ from: '2025-12-30T09:00:00.000Z', until: '2026-01-02T09:00:00.000Z' })
})

test('rotated logs that were put together the newest first: no mail is of tomorrow', () => {
  const text =
    sent('Jan  2 10:00:00', 'AAAAA1', 'a@x.example') +
    sent('Dec 30 10:00:00', 'AAAAA2', 'a@x.example') +
    sent('Jan  3 10:00:00', 'AAAAA3', 'a@x.example')
  const read = readAll(mailLogReader({ now: Date.parse('2026-01-05T00:00:00Z'), utcOffset: 0 }), text)
  expect(read).toMatchObject({ from: '2025-12-30T10:00:00.000Z', until: '2026-01-03T10:00:00.000Z' })
})

/** What is in memory after everything that can go went. */
const heldBytes = (): number => {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

test('a log of any size takes no more memory than its senders', () => {
  const reader = mailLogReader(reading)
  const before = heldBytes()
  // Mails that are never removed from the queue, as when a log was cut: what is open is bounded, too.
  for (let hundred = 0; hundred < 1000; hundred++) {
    const mails = Array.from({ length: 100 }, (_, index) => {
      const id = `4XyZ1c2Q${(0x100000 + hundred * 100 + index).toString(16).toUpperCase()}`
      return (
        `Nov 20 06:25:03 h postfix/qmgr[1]: ${id}: from=<a-sender-${index % 50}@x.example>, size=1, nrcpt=1 (queue active)\n` +
        `Nov 20 06:25:04 h postfix/smtp[2]: ${id}: to=<x@y.example>, relay=gw[203.0.113.7]:25, status=sent (ok)\n`
      )
    })
    reader.feed(mails.join(''))
  }
  // The log has 20 MB, and is gone piece by piece.
  expect(heldBytes() - before).toBeLessThan(15_000_000)
  const read = reader.end()
  expect(read.mails).toBe(100_000)
  expect(read.senders).toHaveLength(50)
})

test('a line without an end is dropped and said, and what comes behind it is read', () => {
  const read = readAll(
    mailLogReader(reading),
    `${'x'.repeat(200_000)}\n${sent('Nov 20 06:25:03', 'AAAAA1', 'a@x.example')}`,
    10_000,
  )
  expect(lines(read)).toEqual(['1: line-too-long'])
  expect(read.mails).toBe(1)
})

test('a log without mail says so, and slips are counted beyond those that are shown', () => {
  const read = readAll(mailLogReader(reading), 'nonsense\n'.repeat(250), 1000)
  expect(read.slips).toHaveLength(100)
  expect(read.slipCount).toBe(251)
  expect(lines(readAll(mailLogReader(reading), ''))).toEqual(['null: no-mail-found'])
})

test.each([3, 1_000_000])('a message tracking log: only what clients hand in by SMTP, once (pieces of %i)', (piece) => {
  const read = readAll(trackingReader(reading), sample('tracking.csv'), piece)
  expect(read.senders).toEqual([
    {
      address: 'alerts@northwind.example',
      count: 2,
      recent: 1,
      lastUsed: '2026-11-20T00:06:00.000Z',
      hosts: ['10.2.0.9'],
    },
    {
      address: 'billing@northwind.example',
      count: 1,
      recent: 1,
      lastUsed: '2026-11-20T00:03:11.512Z',
      hosts: ['10.2.0.14'],
    },
  ])
  expect(lines(read)).toEqual(['12: row-broken', '13: wrong-time'])
})

test('a message trace of Exchange Online: UTF-16, its own column names, one row a recipient', () => {
  const text = new TextDecoder('utf-16le').decode(readFileSync(join(folder, 'message-trace.csv')))
  const read = readAll(trackingReader(reading), text)
  expect(read.senders).toEqual([
    {
      address: 'accounts@northwind.example',
      count: 2,
      recent: 2,
      lastUsed: '2026-11-19T09:00:00.000Z',
      hosts: ['198.51.100.14'],
    },
  ])
  expect(read.slips).toEqual([])
})

test('exports of the cmdlets: their column names, their times, and a first row that is no head', () => {
  const cmdlet = [
    '#TYPE Microsoft.Exchange.Management.TransportLogSearchTasks.MessageTrackingEvent',
    '"Timestamp","ClientIp","EventId","Source","MessageId","Sender"',
    '"11/20/2026 3:05:00 PM","10.2.0.9","RECEIVE","SMTP","<1@x>","alerts@northwind.example"',
    '"13/20/2026 3:05:00 PM","10.2.0.9","RECEIVE","SMTP","<2@x>","alerts@northwind.example"',
    '"11/20/2026 3:05:00 PM","10.2.0.9","RECEIVE","SMTP","<3@x>","nobody"',
  ].join('\r\n')
  const read = readAll(trackingReader(reading), cmdlet)
  expect(read.senders).toEqual([expect.objectContaining({ count: 2, lastUsed: '2026-11-20T15:05:00.000Z' })])
  expect(lines(read)).toEqual(['4: wrong-time', '5: wrong-address'])
  expect(lines(readAll(trackingReader(reading), 'a,b,c\nd,e,f\n'))).toEqual(['1: no-fields', 'null: no-mail-found'])
})

test('a quote that never closes ends its own record, not the reading', () => {
  const text = `Received,SenderAddress\n"${'x'.repeat(300_000)}\n2026-11-20T10:00:00Z,a@x.example\n`
  const read = readAll(trackingReader(reading), text, 5000)
  expect(lines(read)).toContain('2: row-broken')
  expect(read.senders).toEqual([expect.objectContaining({ address: 'a@x.example' })])
})

test('an export of a shell that separates by semicolons, behind the line that names its type', () => {
  const read = readAll(
    trackingReader(reading),
    '\uFEFF#TYPE Selected.MessageTrackingEvent\r\n"Timestamp";"EventId";"Source";"Sender";"ClientIp"\r\n' +
      '"11/20/2026 6:06:00 AM";"RECEIVE";"SMTP";"a@x.example";"10.2.0.9"\r\n',
  )
  expect(read.slips).toEqual([])
  expect(read.senders).toMatchObject([{ address: 'a@x.example', lastUsed: '2026-11-20T06:06:00.000Z' }])
})
