import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { anyPracticePorts, startPractice } from '../../src/main/practice/index.ts'
import type { FaultName, Practice, PracticeChange, PracticePort } from '../../src/main/practice/index.ts'
import { dial, EndedEarly, plain } from './dialogue.ts'
import type { Dialogue } from './dialogue.ts'

const support = 'support@practice.test'
const anna = 'anna@contoso.test'
const body = `Subject: long\r\n\r\n${'0123456789\r\n'.repeat(40)}`
let practice: Practice

beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts, sampleMail: false })
  await practice.deliver(support, body)
})
afterAll(() => practice.stop())
const dialogues: Dialogue[] = []
afterEach(() => {
  practice.faults.clear()
  for (const dialogue of dialogues.splice(0)) dialogue.end()
})

const token = plain(support, 'practice')
const line = /^.*\r\n/m
const tagged = /^a .*\r\n/m

async function open(port: PracticePort): Promise<Dialogue> {
  const dialogue = await dial(practice, port)
  dialogues.push(dialogue)
  return dialogue
}

async function imap(port: 'imap' | 'imaps' = 'imaps'): Promise<Dialogue> {
  const dialogue = await open(port)
  await dialogue.read(line)
  return dialogue
}

async function signedInImap(): Promise<Dialogue> {
  const dialogue = await imap()
  await dialogue.say(`a AUTHENTICATE PLAIN ${token}`, /^a OK.*\r\n/m)
  return dialogue
}

async function pop3(port: 'pop3' | 'pop3s' = 'pop3s'): Promise<Dialogue> {
  const dialogue = await open(port)
  await dialogue.read(line)
  return dialogue
}

async function signedInPop3(): Promise<Dialogue> {
  const dialogue = await pop3()
  expect(await dialogue.say(`AUTH PLAIN ${token}`, line)).toMatch(/^\+OK/)
  return dialogue
}

async function leave(dialogue: Dialogue): Promise<void> {
  await dialogue.say('QUIT', line)
  await dialogue.rest()
}

function send(to: string | string[] = anna, from = support) {
  const transport = createTransport({
    host: '127.0.0.1',
    port: practice.ports.smtps,
    secure: true,
    auth: { user: support, pass: 'practice' },
    tls: { ca: practice.ca.certificate, servername: practice.hosts.smtp },
  })
  return transport.sendMail({ envelope: { from, to }, raw: `From: ${from}\r\nSubject: fault\r\n\r\ntext\r\n` })
}

test('every fault says what it is, and is announced when it goes on and off', () => {
  const changes: PracticeChange[] = []
  const stop = practice.onChange((change) => changes.push(change))
  for (const { name, title, shows, protocols } of practice.faults.list()) {
    expect(title).toMatch(/^\S.{3,40}[^.]$/)
    expect(shows).toMatch(/^[A-Z].+\.$/)
    expect(protocols.length).toBeGreaterThan(0)
    practice.faults.on(name)
    expect(practice.faults.active()).toEqual([name])
    practice.faults.off(name)
    practice.faults.off(name)
  }
  stop()
  const names = practice.faults.list().map(({ name }) => name)
  expect(changes.filter(({ kind }) => kind === 'fault')).toEqual(
    names.flatMap((name) => [
      { kind: 'fault', name, state: 'on' },
      { kind: 'fault', name, state: 'off' },
    ]),
  )
})

test('a fault for one time goes off by itself', async () => {
  practice.faults.on('greylisted', { times: 1 })
  await expect(send()).rejects.toMatchObject({ responseCode: 450, response: expect.stringContaining('450 4.2.0') })
  expect(practice.faults.active()).toEqual([])
  await expect(send()).resolves.toMatchObject({ accepted: [anna] })
})

test.each([
  ['expired-certificate', 'CERT_HAS_EXPIRED'],
  ['wrong-name-certificate', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['self-signed-certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
] as const)('%s is shown by every server and goes away again', async (fault, code) => {
  const verdict = async (port: PracticePort, start: boolean) => {
    const servername = practice.hosts[port.startsWith('imap') ? 'imap' : port.startsWith('pop3') ? 'pop3' : 'smtp']
    const base = connect({ host: '127.0.0.1', port: practice.ports[port] })
    if (start) {
      await once(base, 'data')
      base.write('EHLO client.test\r\n')
      await once(base, 'data')
      base.write('STARTTLS\r\n')
      await once(base, 'data')
    }
    const client = connectTls({ socket: base, servername, ca: practice.ca.certificate })
    const result = await new Promise<string>((resolve) => {
      client.once('secureConnect', () => resolve('trusted'))
      client.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
    })
    client.destroy()
    return result
  }
  practice.faults.on(fault)
  for (const port of ['imaps', 'pop3s', 'smtps'] as const) expect(await verdict(port, false)).toBe(code)
  expect(await verdict('smtp', true)).toBe(code)
  practice.faults.off(fault)
  for (const port of ['imaps', 'pop3s', 'smtps'] as const) expect(await verdict(port, false)).toBe('trusted')
  expect(await verdict('smtp', true)).toBe('trusted')
})

test.each(['imap', 'pop3', 'smtp'] as const)(
  '%s: a reset connection ends at once, a silent one never greets',
  async (port) => {
    practice.faults.on('reset', { times: 1 })
    const reset = connect({ host: '127.0.0.1', port: practice.ports[port] })
    const [error] = (await once(reset, 'error').catch((thrown: unknown) => [thrown])) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNRESET')
    practice.faults.on('silence', { times: 1 })
    const silent = await open(port)
    // A second client is served meanwhile, and the first has still heard nothing.
    const served = await open(port)
    await served.read(line)
    expect(silent.pieces()).toEqual([])
  },
)

test.each([
  ['wrong-password', /\[AUTHENTICATIONFAILED\]/, /^-ERR \[AUTH\]/, /^535 5\.7\.8/],
  ['account-disabled', /\[CONTACTADMIN\].*disabled/, /^-ERR \[AUTH\].*disabled/, /^525 5\.7\.13/],
] as const)('%s refuses every sign-in', async (fault, imapReply, pop3Reply, smtpReply) => {
  practice.faults.on(fault)
  expect(await (await imap()).say(`a LOGIN ${support} practice`, tagged)).toMatch(imapReply)
  expect(await (await pop3()).say(`AUTH PLAIN ${token}`, line)).toMatch(pop3Reply)
  await expect(send()).rejects.toMatchObject({ response: expect.stringMatching(smtpReply) })
})

test('a stripped STARTTLS tempts with a sign-in in clear text, and who falls for it is counted', async () => {
  practice.faults.on('starttls-stripped')
  const before = practice.clearTextSignIns()
  const imapDialogue = await imap('imap')
  const capability = await imapDialogue.say('a CAPABILITY', tagged)
  expect(capability).toContain('AUTH=PLAIN')
  expect(capability).not.toMatch(/STARTTLS|LOGINDISABLED/)
  expect(await imapDialogue.say('a STARTTLS', tagged)).toMatch(/^a BAD/)
  const pop3Dialogue = await pop3('pop3')
  expect(await pop3Dialogue.say('CAPA', /\r\n\.\r\n/)).not.toContain('STLS')
  expect(await pop3Dialogue.say('STLS', line)).toMatch(/^-ERR/)
  const smtpDialogue = await open('smtp')
  await smtpDialogue.read(line)
  const hello = await smtpDialogue.say('EHLO client.test', /^250 .*\r\n/m)
  expect(hello).toContain('AUTH LOGIN PLAIN')
  expect(hello).not.toContain('STARTTLS')
  expect(await smtpDialogue.say('STARTTLS', line)).toMatch(/^5/)
  expect(practice.clearTextSignIns()).toBe(before)
  expect(await smtpDialogue.say(`AUTH PLAIN ${token}`, line)).toMatch(/^235/)
  expect(practice.clearTextSignIns()).toBe(before + 1)
})

test('the server says goodbye after the commands that are named', async () => {
  practice.faults.on('bye', { after: 1 })
  const imapDialogue = await imap()
  await imapDialogue.say('a NOOP', tagged)
  expect(await imapDialogue.say('a NOOP', /^\* BYE.*\r\n/m)).toContain('* BYE')
  await imapDialogue.rest()
  const pop3Dialogue = await pop3()
  await pop3Dialogue.say('CAPA', /\r\n\.\r\n/)
  expect(await pop3Dialogue.say('CAPA', line)).toMatch(/^-ERR \[SYS\/TEMP\]/)
  await pop3Dialogue.rest()
  await expect(send()).rejects.toMatchObject({ response: expect.stringMatching(/^421 4\.3\.2/) })
})

test('a throttling server asks to come back later', async () => {
  practice.faults.on('throttled', { waitMs: 1234 })
  const dialogue = await signedInImap()
  expect(await dialogue.say('a SELECT INBOX', tagged)).toBe(
    'a BAD Request is throttled. Suggested Backoff Time: 1234 milliseconds\r\n',
  )
  expect(await (await pop3()).say(`AUTH PLAIN ${token}`, line)).toMatch(/^-ERR \[LOGIN-DELAY\]/)
  await expect(send()).rejects.toMatchObject({ response: expect.stringMatching(/^450 4\.7\.1/) })
})

test('answers of one byte each are still whole, with and without STARTTLS', async () => {
  practice.faults.on('one-byte-segments')
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: practice.ports.imap,
    servername: practice.hosts.imap,
    secure: false,
    doSTARTTLS: true,
    auth: { user: support, pass: 'practice' },
    tls: { ca: practice.ca.certificate },
    logger: false,
  })
  await client.connect()
  await client.mailboxOpen('INBOX')
  expect(await client.fetchOne('1', { source: true })).toMatchObject({ source: Buffer.from(body) })
  await client.logout()
  const dialogue = await signedInPop3()
  expect(await dialogue.say('RETR 1', /\r\n\.\r\n/)).toContain(body)
  expect(new Set(dialogue.pieces())).toEqual(new Set([1]))
  await leave(dialogue)
  await expect(send()).resolves.toMatchObject({ accepted: [anna] })
})

const half = body.slice(0, body.length >> 1)

/** Two clients, by IMAP and POP3, that have just got half of the message. */
async function leftWithHalf(fault: FaultName): Promise<readonly Dialogue[]> {
  const dialogue = await signedInImap()
  await dialogue.say('a EXAMINE INBOX', /^a OK.*\r\n/m)
  const drop = await signedInPop3()
  practice.faults.on(fault, { times: 2 })
  dialogue.send('a UID FETCH 1 BODY.PEEK[]\r\n')
  drop.send('RETR 1\r\n')
  for (const one of [dialogue, drop]) await one.read(new RegExp(`${half}$`))
  return [dialogue, drop]
}

test('a cut in the middle of a message leaves half of it and a closed connection', async () => {
  for (const dialogue of await leftWithHalf('cut-in-message')) expect(await dialogue.rest()).toBe('')
})

test('a stall in the middle of a message leaves half of it, and no further word is answered', async () => {
  const stalled = await leftWithHalf('stall-in-message')
  const heard = stalled.map((dialogue) => dialogue.pieces().length)
  for (const dialogue of stalled) dialogue.send('a NOOP\r\n')
  await (await signedInImap()).say('a NOOP', tagged)
  expect(stalled.map((dialogue) => dialogue.pieces().length)).toEqual(heard)
})

test('a missing folder is gone from the list and cannot be opened, the inbox stays', async () => {
  const dialogue = await signedInImap()
  practice.faults.on('missing-folder', { folder: 'Archive' })
  expect(await dialogue.say('a LIST "" *', tagged)).not.toContain('Archive')
  expect(await dialogue.say('a SELECT Archive', tagged)).toMatch(/^a NO \[NONEXISTENT\]/)
  await dialogue.say('a SELECT Junk', /^a OK.*\r\n/m)
  practice.faults.on('missing-folder')
  expect(await dialogue.say('a STATUS Junk (MESSAGES)', tagged)).toMatch(/^a NO \[NONEXISTENT\]/)
  expect(await dialogue.say('a LIST "" *', tagged)).toBe(
    '* LIST (\\HasNoChildren) "/" "INBOX"\r\na OK Folders listed\r\n',
  )
})

test('without UIDPLUS and MOVE the server neither offers nor knows them', async () => {
  practice.faults.on('no-uidplus')
  practice.faults.on('no-move')
  const dialogue = await signedInImap()
  expect(await dialogue.say('a CAPABILITY', tagged)).not.toMatch(/UIDPLUS|MOVE/)
  await dialogue.say('a SELECT INBOX', /^a OK.*\r\n/m)
  expect(await dialogue.say('a UID MOVE 1 Junk', tagged)).toMatch(/^a BAD/)
  expect(await dialogue.say('a UID EXPUNGE 1', tagged)).toMatch(/^a BAD/)
  expect(await dialogue.say('a UID COPY 1 Junk', tagged)).toBe('a OK Copied\r\n')
  expect(await dialogue.say('a APPEND Junk {1+}\r\nx', tagged)).toBe('a OK Message added\r\n')
})

test('new numbers: an open folder ends its session, the next one sees another UIDVALIDITY and the same UIDLs', async () => {
  const validity = (answer: string) => /UIDVALIDITY (\d+)/.exec(answer)?.[1]
  const uidls = practice.mailbox(support).map(({ uidl }) => uidl)
  const dialogue = await signedInImap()
  const before = validity(await dialogue.say('a SELECT INBOX', /^a OK.*\r\n/m))
  practice.faults.on('uidvalidity-changed')
  expect(await dialogue.say('a NOOP', /^\* BYE.*\r\n/m)).toContain('* BYE')
  const after = validity(await (await signedInImap()).say('a SELECT INBOX', /^a OK.*\r\n/m))
  expect(Number(after)).toBeGreaterThan(Number(before))
  expect(practice.mailbox(support).map(({ uidl }) => uidl)).toEqual(uidls)
})

test('POP3 without UIDL, and with the mailbox in use', async () => {
  practice.faults.on('in-use', { times: 1 })
  const dialogue = await pop3()
  expect(await dialogue.say(`AUTH PLAIN ${token}`, line)).toMatch(/^-ERR \[IN-USE\]/)
  expect(await dialogue.say(`AUTH PLAIN ${token}`, line)).toMatch(/^\+OK/)
  practice.faults.on('no-uidl')
  expect(await dialogue.say('CAPA', /\r\n\.\r\n/)).not.toContain('UIDL')
  expect(await dialogue.say('UIDL', line)).toMatch(/^-ERR/)
  await leave(dialogue)
})

test.each([
  [
    'sender-refused',
    '553 5.7.1 <support@practice.test>: Sender address rejected: not owned by user support@practice.test',
  ],
  [
    'recipient-refused',
    '550 5.1.1 <anna@contoso.test>: Recipient address rejected: User unknown in virtual mailbox table',
  ],
  ['quota', '452 4.2.2 <anna@contoso.test>: Mailbox full'],
] as const)('%s is said at RCPT', async (fault, response) => {
  practice.faults.on(fault)
  await expect(send()).rejects.toMatchObject({ command: 'RCPT TO', response })
})

test('a fault for one address leaves the others alone', async () => {
  practice.faults.on('recipient-refused', { address: 'team@practice.test' })
  await expect(send([anna, 'team@practice.test'])).resolves.toMatchObject({
    accepted: [anna],
    rejected: ['team@practice.test'],
  })
})

test('a full mailbox takes neither copies nor appended mail', async () => {
  practice.faults.on('quota')
  const dialogue = await signedInImap()
  await dialogue.say('a SELECT INBOX', /^a OK.*\r\n/m)
  expect(await dialogue.say('a UID COPY 1 Junk', tagged)).toMatch(/^a NO \[OVERQUOTA\]/)
  expect(await dialogue.say('a APPEND Junk {1+}\r\nx', tagged)).toMatch(/^a NO \[OVERQUOTA\]/)
})

test('a rewritten sender arrives as the account that signed in', async () => {
  practice.faults.on('sender-rewritten')
  await send(anna, 'orders@practice.test')
  expect(practice.mailbox(anna).at(-1)?.raw.toString()).toContain(
    '\r\nFrom: Practice Support <support@practice.test>\r\nSubject: fault\r\n\r\ntext\r\n',
  )
})

test.each<readonly [FaultName, number]>([
  ['cut-before-dot', 0],
  ['cut-after-dot', 1],
])('%s closes the connection; taken: %i', async (fault, taken) => {
  const before = practice.accepted().length
  practice.faults.on(fault)
  await expect(send()).rejects.toMatchObject({ code: expect.stringMatching(/ECONNECTION|ECONNRESET|ESOCKET/) })
  expect(practice.accepted()).toHaveLength(before + taken)
})

test('a server that stalls during DATA neither answers nor takes the mail', async () => {
  practice.faults.on('stall-in-message')
  const before = practice.accepted().length
  const dialogue = await open('smtps')
  await dialogue.read(line)
  await dialogue.say('EHLO client.test', /^250 .*\r\n/m)
  await dialogue.say(`AUTH PLAIN ${token}`, /^235.*\r\n/m)
  await dialogue.say(`MAIL FROM:<${support}>`, /^250.*\r\n/m)
  await dialogue.say(`RCPT TO:<${anna}>`, /^250.*\r\n/m)
  await dialogue.say('DATA', /^354.*\r\n/m)
  const heard = dialogue.pieces().length
  dialogue.send('Subject: x\r\n\r\n.\r\n')
  practice.faults.clear()
  await send()
  expect(dialogue.pieces()).toHaveLength(heard)
  expect(practice.accepted()).toHaveLength(before + 1)
})

test('a connection that is cut makes waiting readers fail', async () => {
  practice.faults.on('bye', { after: 0 })
  const dialogue = await imap()
  await expect(dialogue.say('a NOOP', tagged)).rejects.toBeInstanceOf(EndedEarly)
})
