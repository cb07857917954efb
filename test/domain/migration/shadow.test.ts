import { describe, expect, test } from 'vitest'
import { comparePair } from '../../../src/domain/migration/shadow/compare.ts'
import {
  isSameWay,
  type Arrived,
  type Fate,
  type ShadowPair,
  type Way,
} from '../../../src/domain/migration/shadow/run.ts'
import { traceOf } from '../../../src/domain/migration/shadow/trace.ts'

const way: Way = {
  connector: null,
  host: 'smtp-gw.northwind.example',
  port: 587,
  security: 'starttls',
  authentication: 'password',
  username: 'svc',
  ehloName: null,
}
const oldId = '<old@northwind.example>'
const nextId = '<next@northwind.example>'

/** A header as servers write it: trace fields on top, ours below. */
const header = (part: string): Arrived['headers'] =>
  part
    .trim()
    .split(/\n(?![ \t])/)
    .map((line) => ({ name: line.slice(0, line.indexOf(':')), value: line.slice(line.indexOf(':') + 1).trim() }))

const plain = `
Return-Path: <billing@northwind.example>
Received: from smtp-gw.northwind.example (smtp-gw [192.0.2.7]) by mx.northwind.example with ESMTPS id 8A1;
\tFri, 27 Nov 2026 08:00:03 +0000
Received: from app-server (unknown [10.2.0.14] by nobody) (using TLS 1.3 with cipher X)
\tby smtp-gw.northwind.example (Postfix) with ESMTPSA id 4F2; Fri, 27 Nov 2026 08:00:01 +0000
Authentication-Results: mx.northwind.example; spf=pass smtp.mailfrom=northwind.example; dkim=pass; dmarc=pass
DKIM-Signature: v=1; a=rsa-sha256; d=northwind.example; s=a; t=1; b=abc
From: Billing <billing@northwind.example>
To: support@northwind.example
Subject: Test
Date: Fri, 27 Nov 2026 08:00:00 +0000
Content-Type: multipart/mixed; boundary="x1"`

type Part = Partial<Omit<Arrived, 'headers' | 'what'>> & { readonly text?: string }
const arrived = (messageId: string, { text = plain, ...part }: Part = {}): Arrived => ({
  what: 'arrived',
  folder: 'INBOX',
  isJunk: false,
  seconds: 2,
  from: ['billing@northwind.example'],
  messageId,
  headers: header(text),
  ...part,
})
const pair = (old: Fate, next: Fate): ShadowPair => ({
  address: 'billing@northwind.example',
  subject: 'Test',
  isSameWay: false,
  old: { way, messageId: oldId, fate: old },
  next: { way: { ...way, connector: 'Outgoing Connector' }, messageId: nextId, fate: next },
})
const compared = (next: Part, old: Part = {}) => comparePair(pair(arrived(oldId, old), arrived(nextId, next)))
const said = (next: Part, old: Part = {}) =>
  compared(next, old).differences.map((each) =>
    [each.tone, each.code, each.what, each.old, each.next].filter((text) => text !== '').join(' | '),
  )
const changed = (...changes: readonly (readonly [string | RegExp, string])[]): Part => ({
  text: changes.reduce((text, [from, to]) => {
    const after = text.replace(from, to)
    if (after === text) throw new Error(`${String(from)} is not in the header`)
    return after
  }, plain),
})

describe('what differs from mail to mail is no difference', () => {
  const rows: readonly (readonly [string, Part])[] = [
    [
      'ids and times of hops',
      changed([/id 8A1;\n\tFri, 27 Nov 2026 08:00:03/, 'id 9B9;\n\tFri, 27 Nov 2026 08:01:59']),
    ],
    ['the value of a signature', changed([/t=1; b=abc/, 't=2; b=xyz'])],
    ['a boundary', changed(['"x1"', '"x2"'])],
    ['an ARC set on top', { text: `ARC-Seal: i=1; b=q\nARC-Message-Signature: i=1; b=q\n${plain.trim()}` }],
    ['comments in Received', changed(['(using TLS 1.3 with cipher X)', '(TLS by another with OTHER)'])],
    ['how the display name is written', changed(['From: Billing <', 'From: "Billing" <'])],
    ['letter case of a host', changed(['by smtp-gw.northwind.example', 'by SMTP-GW.Northwind.example.'])],
    ['some seconds', { seconds: 40 }],
    ['the mark of the test', { text: `${plain.trim()}\nX-Waypost-Test: w 2` }],
  ]
  test.each(rows)('%s', (_, next) => {
    expect(compared(next)).toEqual({ verdict: 'same', differences: [] })
  })

  test('names of a cluster, SRS and BATV senders, with other numbers on both sides', () => {
    const written = (host: string, sender: string) =>
      changed(
        ['by smtp-gw.northwind.example', `by ${host}`],
        ['Return-Path: <billing@northwind.example>', `Return-Path: <${sender}>`],
      )
    expect(
      said(
        written('mx2.a.example', 'SRS0=aB1=XY=a.example=b@r.example'),
        written('mx11.a.example', 'SRS0=Zz9=QQ=a.example=b@r.example'),
      ),
    ).toEqual([])
    expect(
      said(
        written('AM0PR01MB1.eurprd01.prod.outlook.com', 'prvs=12ab=billing@northwind.example'),
        written('DB7PR09MB7.eurprd09.prod.outlook.com', 'prvs=77cd=billing@northwind.example'),
      ),
    ).toEqual([])
  })
})

describe('what is a difference, and how grave', () => {
  const rows: readonly (readonly [string, Part, Part, readonly string[]])[] = [
    [
      'From rewritten by the new way only',
      { from: ['svc@northwind.example'] },
      {},
      ['failed | from-rewritten | billing@northwind.example | svc@northwind.example'],
    ],
    [
      'From rewritten by the old gateway only',
      {},
      { from: ['svc@northwind.example'] },
      ['info | from-restored | svc@northwind.example | billing@northwind.example'],
    ],
    [
      'From rewritten by both, otherwise',
      { from: ['b@northwind.example'] },
      { from: ['a@northwind.example'] },
      ['failed | from-rewritten-otherwise | a@northwind.example | b@northwind.example'],
    ],
    ['From rewritten by both in the same way', { from: ['a@x.example'] }, { from: ['A@X.example'] }, []],
    ['into Junk', { folder: 'Junk', isJunk: true }, {}, ['failed | folder-junk | INBOX | Junk']],
    ['out of Junk', {}, { folder: 'Junk', isJunk: true }, ['info | folder | Junk | INBOX']],
    ['DMARC fails', changed(['dmarc=pass', 'dmarc=fail']), {}, ['failed | auth-worse | DMARC | pass | fail']],
    ['SPF soft', changed(['spf=pass', 'spf=softfail']), {}, ['warning | auth-worse | SPF | pass | softfail']],
    ['SPF fails', changed(['spf=pass', 'spf=fail']), {}, ['failed | auth-worse | SPF | pass | fail']],
    ['DKIM not reported', changed([' dkim=pass;', '']), {}, ['warning | auth-worse | DKIM | pass | none']],
    ['SPF better', {}, changed(['spf=pass', 'spf=none']), ['info | auth-better | SPF | none | pass']],
    [
      'neither better nor worse',
      changed(['spf=pass', 'spf=neutral']),
      changed(['spf=pass', 'spf=none']),
      ['info | auth-other | SPF | none | neutral'],
    ],
    ['one valid signature of two is enough', changed(['dkim=pass;', 'dkim=fail; dkim=pass;']), {}, []],
    [
      'not signed any more',
      changed([/DKIM-Signature.*\n/, '']),
      {},
      ['warning | signature-lost | northwind.example | northwind.example'],
    ],
    ['signed as well', {}, changed([/DKIM-Signature.*\n/, '']), ['info | signature-other | northwind.example']],
    [
      'bounces go elsewhere',
      changed(['<billing@northwind.example>\nReceived', '<svc@northwind.example>\nReceived']),
      {},
      ['warning | return-path | billing@northwind.example | svc@northwind.example'],
    ],
    [
      'a Sender field',
      { text: `${plain.trim()}\nSender: svc@northwind.example` },
      {},
      ['warning | sender | svc@northwind.example'],
    ],
    [
      'Message-ID replaced',
      { messageId: '<made@elsewhere.example>' },
      {},
      [`warning | message-id | ${nextId} | <made@elsewhere.example>`],
    ],
    ['Message-ID kept from now on', {}, { messageId: null }, [`info | message-id-kept | ${nextId}`]],
    [
      'a subject with a prefix',
      changed(['Subject: Test', 'Subject: [EXTERNAL] Test']),
      {},
      ['warning | visible | Subject | Test | [EXTERNAL] Test'],
    ],
    [
      'another server takes it',
      changed(['by smtp-gw.northwind.example', 'by relay.northwind.example']),
      {},
      ['info | taken-by | smtp-gw.northwind.example | relay.northwind.example'],
    ],
    ['without TLS', changed(['ESMTPSA', 'ESMTP']), {}, ['warning | tls-lost | ESMTPSA | ESMTP']],
    ['with TLS', {}, changed(['ESMTPSA', 'ESMTP']), ['info | handed-over | ESMTP | ESMTPSA']],
    [
      'under another EHLO name',
      changed(['from app-server', 'from waypost-host']),
      {},
      ['info | presented-as | app-server | waypost-host'],
    ],
    [
      'a hop less, with another first server',
      changed([/Received: from smtp-gw[^]*?\+0000\n/, '']),
      {},
      ['info | hops | 2 | 1'],
    ],
    [
      'another server reports',
      changed(['Authentication-Results: mx', 'Authentication-Results: mx-b']),
      {},
      ['info | reported-by | mx.northwind.example | mx-b.northwind.example'],
    ],
    [
      'marked as spam',
      { text: `X-Spam-Flag: YES\n${plain.trim()}` },
      { text: `X-Spam-Flag: NO\n${plain.trim()}` },
      ['failed | spam-marked'],
    ],
    [
      'marked by Exchange',
      { text: `X-Forefront-Antispam-Report: CIP:1.2.3.4;SCL:6;\n${plain.trim()}` },
      { text: `X-Forefront-Antispam-Report: CIP:1.2.3.4;SCL:1;\n${plain.trim()}` },
      ['failed | spam-marked'],
    ],
    ['no spam any more', {}, { text: `X-Spam-Status: Yes, score=9\n${plain.trim()}` }, ['info | spam-cleared']],
    [
      'headers more and less',
      { text: `X-New: 1\n${plain.trim()}` },
      { text: `X-Old: 1\n${plain.trim()}` },
      ['info | headers-added | X-New', 'info | headers-missing | X-Old'],
    ],
    ['minutes later', { seconds: 90 }, {}, ['warning | slower | 2 | 90']],
    ['later, but late both', { seconds: 200 }, { seconds: 130 }, []],
  ]
  test.each(rows)('%s', (_, next, old, expected) => {
    expect(said(next, old)).toEqual(expected)
  })

  test('what harms stands first', () => {
    expect(
      said({
        ...changed(['by smtp-gw.northwind.example', 'by other.example'], ['spf=pass', 'spf=softfail']),
        isJunk: true,
        folder: 'Junk',
      }).map((each) => each.split(' ')[0]),
    ).toEqual(['failed', 'warning', 'info'])
  })
})

describe('where one of them did not arrive', () => {
  const refused: Fate = {
    what: 'refused',
    failure: { code: 'sender-refused', stage: 'sender', transient: false, reply: '553 5.7.1 not owned' },
  }
  const lost: Fate = { what: 'not-arrived', minutes: 5 }
  const rows: readonly (readonly [string, Fate, Fate, string, readonly string[]])[] = [
    ['refused by the new way', arrived(oldId), refused, 'refused', ['lost']],
    ['refused by both', refused, refused, 'refused', ['lost-before']],
    ['refused by the old gateway only', refused, arrived(nextId), 'differs', ['old-refused']],
    ['lost by the new way', arrived(oldId), lost, 'not-arrived', ['lost']],
    ['lost by both', lost, lost, 'not-arrived', ['lost-before']],
    ['lost by the old gateway only', lost, arrived(nextId), 'differs', ['old-not-arrived']],
    ['cancelled', arrived(oldId), { what: 'cancelled' }, 'not-run', []],
    ['cancelled before the old gateway', { what: 'cancelled' }, arrived(nextId), 'not-run', []],
    ['under way', { what: 'waiting' }, { what: 'waiting' }, 'not-run', []],
  ]
  test.each(rows)('%s', (_, old, next, verdict, codes) => {
    const comparison = comparePair(pair(old, next))
    expect(comparison.verdict).toBe(verdict)
    expect(comparison.differences.map(({ code }) => code)).toEqual(codes)
  })
})

test('a mail without any trace field is read as one that has none', () => {
  expect(traceOf(arrived(nextId, { text: 'Subject: x' }))).toMatchObject({
    hops: 0,
    takenBy: '',
    reportedBy: '',
    signedBy: [],
  })
  expect(said({ text: 'Subject: x' }, { text: 'Subject: x' })).toEqual([])
})

test('two ways are the same where no server can tell them apart', () => {
  expect(isSameWay(way, { ...way, connector: 'Outgoing Connector', host: 'SMTP-GW.Northwind.example.' })).toBe(true)
  expect(isSameWay({ ...way, authentication: 'none' }, { ...way, authentication: 'none', username: 'other' })).toBe(
    true,
  )
  for (const other of [
    { port: 25 },
    { security: 'tls' },
    { username: 'b' },
    { ehloName: 'a.example' },
    { host: 'b' },
    { authentication: 'none' },
  ] as const)
    expect(isSameWay(way, { ...way, ...other })).toBe(false)
})
