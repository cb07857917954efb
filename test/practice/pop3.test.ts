import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { anyPracticePorts, startPractice } from '../../src/main/practice/index.ts'
import type { Practice } from '../../src/main/practice/index.ts'
import { dial, plain, xoauth2 } from './dialogue.ts'
import type { Dialogue } from './dialogue.ts'
import { applicationToken, userToken } from './tokens.ts'

const anna = 'anna@contoso.test'
let practice: Practice

beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts, sampleMail: false })
})
afterAll(() => practice.stop())

const line = /^(?:\+OK|-ERR).*\r\n/m
const many = /^(?:\+OK[^]*?\r\n\.\r\n|-ERR.*\r\n)/m

async function signedIn(): Promise<Dialogue> {
  const dialogue = await dial(practice, 'pop3s')
  await dialogue.read(line)
  await dialogue.say(`USER ${anna}`, line)
  expect(await dialogue.say('PASS practice', line)).toMatch(/^\+OK/)
  return dialogue
}

async function quit(dialogue: Dialogue): Promise<string> {
  const answer = await dialogue.say('QUIT', line)
  await dialogue.rest()
  return answer
}

beforeEach(async () => {
  const dialogue = await signedIn()
  for (const index of practice.mailbox(anna).keys()) await dialogue.say(`DELE ${index + 1}`, line)
  await quit(dialogue)
})

test('messages are listed with lasting names and read byte for byte, dots and all', async () => {
  const raw = 'Subject: dots\r\n\r\n.\r\n..\r\n.end\r\n'
  await practice.deliver(anna, raw)
  await practice.deliver(anna, 'Subject: two\r\n\r\nb\u00e4r\r\n')
  const [first, second] = practice.mailbox(anna)
  const dialogue = await signedIn()
  expect(await dialogue.say('UIDL', many)).toBe(`+OK 2 messages\r\n1 ${first?.uidl}\r\n2 ${second?.uidl}\r\n.\r\n`)
  expect(await dialogue.say('LIST 2', line)).toBe(`+OK 2 ${second?.raw.length}\r\n`)
  expect(await dialogue.say('STAT', line)).toBe(`+OK 2 ${raw.length + (second?.raw.length ?? 0)}\r\n`)
  expect(await dialogue.say('RETR 1', many)).toBe(
    `+OK ${raw.length} octets\r\nSubject: dots\r\n\r\n..\r\n...\r\n..end\r\n.\r\n`,
  )
  expect(Buffer.from(await dialogue.say('RETR 2', many), 'latin1').toString()).toContain('\r\nb\u00e4r\r\n.\r\n')
  expect(await dialogue.say('TOP 1 1', many)).toMatch(/octets\r\nSubject: dots\r\n\r\n\.\.\r\n\.\r\n$/)
  expect(await dialogue.say('RETR 3', line)).toBe('-ERR No such message\r\n')
  await quit(dialogue)
})

test('a removal counts only after QUIT; RSET and a lost connection take it back', async () => {
  for (const subject of ['one', 'two']) await practice.deliver(anna, `Subject: ${subject}\r\n\r\n`)
  const lost = await signedIn()
  await lost.say('DELE 1', line)
  expect(await lost.say('LIST', many)).toMatch(/^\+OK 1 messages\r\n2 /)
  lost.send('RETR')
  lost.end()
  // The server frees the mailbox when it sees the connection close: ask until it did.
  const again = await dial(practice, 'pop3s')
  await again.read(line)
  let answer = '-ERR [IN-USE]'
  while (answer.includes('[IN-USE]')) answer = await again.say(`AUTH PLAIN ${plain(anna, 'practice')}`, line)
  expect(answer).toBe('+OK 2 messages\r\n')
  await again.say('DELE 1', line)
  await again.say('RSET', line)
  await again.say('DELE 2', line)
  expect(await quit(again)).toBe('+OK 1 messages removed\r\n')
  expect(practice.mailbox(anna).map(({ raw }) => raw.toString())).toEqual(['Subject: one\r\n\r\n'])
})

test('one session holds the mailbox; another is told [IN-USE]', async () => {
  const first = await signedIn()
  const second = await dial(practice, 'pop3s')
  await second.read(line)
  expect(await second.say(`AUTH PLAIN ${plain(anna, 'practice')}`, line)).toMatch(/^-ERR \[IN-USE\]/)
  second.end()
  await quit(first)
})

test('capabilities follow the state, and the password is taken after STLS only', async () => {
  const dialogue = await dial(practice, 'pop3')
  await dialogue.read(line)
  const before = await dialogue.say('CAPA', many)
  expect(before).toContain('\r\nSTLS\r\n')
  expect(before).not.toContain('USER')
  expect(await dialogue.say(`USER ${anna}`, line)).toMatch(/^-ERR/)
  dialogue.send('STLS\r\nQUIT\r\n')
  await dialogue.read(line)
  await dialogue.startTls()
  const after = await dialogue.say('CAPA', many)
  for (const offered of ['USER', 'SASL PLAIN XOAUTH2', 'UIDL', 'TOP', 'RESP-CODES', 'AUTH-RESP-CODE']) {
    expect(after).toContain(`\r\n${offered}\r\n`)
  }
  expect(after).not.toContain('STLS')
  expect(await dialogue.say('AUTH PLAIN', /^\+ \r\n/m)).toBe('+ \r\n')
  expect(await dialogue.say(plain(anna, 'wrong'), line)).toMatch(/^-ERR \[AUTH\]/)
  await quit(dialogue)
})

test('a shared mailbox opens by authorisation identity', async () => {
  await practice.deliver('team@practice.test', 'Subject: team\r\n\r\n')
  const dialogue = await dial(practice, 'pop3s')
  await dialogue.read(line)
  const shared = plain('support@practice.test', 'practice', 'team@practice.test')
  expect(await dialogue.say(`AUTH PLAIN ${shared}`, line)).toBe('+OK 1 messages\r\n')
  await quit(dialogue)
})

test('a token opens what it is good for, as initial response and after a continuation', async () => {
  const support = await userToken(practice, 'support@practice.test')
  for (const [mailbox, token] of [
    ['support@practice.test', support],
    ['team@practice.test', support],
    [anna, await applicationToken(practice)],
  ] as const) {
    const dialogue = await dial(practice, 'pop3s')
    await dialogue.read(line)
    expect(await dialogue.say('AUTH', many)).toBe('+OK\r\nPLAIN\r\nXOAUTH2\r\n.\r\n')
    const response = xoauth2(mailbox, token)
    if (mailbox === anna) expect(await dialogue.say('AUTH XOAUTH2', /^\+ \r\n/m)).toBe('+ \r\n')
    const answer = await dialogue.say(mailbox === anna ? response : `AUTH XOAUTH2 ${response}`, line)
    expect(answer).toBe(`+OK ${practice.mailbox(mailbox).length} messages\r\n`)
    await quit(dialogue)
  }
})

test('a refused token gets a challenge, and after the empty line a refusal', async () => {
  const imapOnly = await userToken(practice, anna, 'https://outlook.office.com/IMAP.AccessAsUser.All')
  const token = await userToken(practice, anna)
  const dialogue = await dial(practice, 'pop3s')
  await dialogue.read(line)
  for (const response of [xoauth2(anna, 'nothing'), xoauth2(anna, imapOnly), xoauth2('support@practice.test', token)]) {
    const [, challenge = ''] = (await dialogue.say(`AUTH XOAUTH2 ${response}`, /^\+ .*\r\n/m)).split(/\s/)
    expect(JSON.parse(Buffer.from(challenge, 'base64').toString())).toEqual({
      status: '400',
      schemes: 'Bearer',
      scope: 'https://outlook.office365.com/.default',
    })
    expect(await dialogue.say('', line)).toBe('-ERR Authentication failure: unknown user name or bad password.\r\n')
  }
  expect(await dialogue.say('AUTH XOAUTH2 AAAA', line)).toBe('-ERR Not an XOAUTH2 response\r\n')
  expect(await dialogue.say(`AUTH XOAUTH2 ${xoauth2(anna, token)}`, line)).toMatch(/^\+OK/)
  await quit(dialogue)
})

test('a token is taken after STLS only', async () => {
  const dialogue = await dial(practice, 'pop3')
  await dialogue.read(line)
  expect(await dialogue.say('CAPA', many)).not.toContain('XOAUTH2')
  const response = xoauth2(anna, await applicationToken(practice))
  expect(await dialogue.say(`AUTH XOAUTH2 ${response}`, line)).toBe('-ERR Signing in needs TLS\r\n')
  dialogue.end()
})
