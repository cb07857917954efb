import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyPracticePorts, startPractice } from '../../src/main/practice/index.ts'
import type { Practice } from '../../src/main/practice/index.ts'
import { dial, plain, xoauth2 } from './dialogue.ts'
import { applicationToken, userToken } from './tokens.ts'

const support = 'support@practice.test'
const anna = 'anna@contoso.test'
let practice: Practice

beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts, sampleMail: false })
})
afterAll(() => practice.stop())

function transport(port: 'smtp' | 'smtps', user = support) {
  return createTransport({
    host: '127.0.0.1',
    port: practice.ports[port],
    secure: port === 'smtps',
    requireTLS: true,
    auth: { user, pass: 'practice' },
    tls: { ca: practice.ca.certificate, servername: practice.hosts.smtp },
  })
}

const raw = 'From: support@practice.test\r\nSubject: dots\r\n\r\n.one\r\n..two\r\nb\u00e4r\r\n.\r\nend\r\n'

test('mail is delivered byte for byte under its trace fields, by STARTTLS and by TLS', async () => {
  for (const port of ['smtp', 'smtps'] as const) {
    const sent = await transport(port).sendMail({ envelope: { from: support, to: anna }, raw })
    expect(sent.response).toMatch(/^250 2\.0\.0 Ok: queued as [0-9A-F]{10}$/)
    const delivered = practice.mailbox(anna).at(-1)?.raw.toString() ?? ''
    expect(delivered).toMatch(
      /^Return-Path: <support@practice\.test>\r\nReceived: from .+\r\n\tby smtp\.practice\.test with ESMTPSA id .+\r\n\tfor <anna@contoso\.test>; .+ \+0000\r\nFrom: /,
    )
    expect(delivered.endsWith(raw)).toBe(true)
    expect(practice.accepted().at(-1)).toEqual({ from: support, to: [anna], raw: Buffer.from(raw) })
  }
})

test('a mail to several recipients reaches every mailbox; aliases lead to their owner; elsewhere is only noted', async () => {
  const before = practice.mailbox(support).length
  const to = ['info@practice.test', 'team@practice.test', 'someone@elsewhere.test']
  const sent = await transport('smtps', anna).sendMail({ envelope: { from: anna, to }, raw })
  expect(sent.accepted).toEqual(to)
  expect(practice.mailbox(support)).toHaveLength(before + 1)
  expect(practice.mailbox('team@practice.test')).toHaveLength(1)
  expect(practice.accepted().at(-1)?.to).toEqual(to)
})

test('an unknown recipient of ours is refused with 550 5.1.1, and the others get the mail', async () => {
  const sent = await transport('smtp').sendMail({ envelope: { from: support, to: ['nobody@contoso.test', anna] }, raw })
  expect(sent.rejected).toEqual(['nobody@contoso.test'])
  expect(sent.rejectedErrors?.[0]?.response).toMatch(/^550 5\.1\.1 <nobody@contoso\.test>: Recipient address rejected/)
})

test('a user sends as the own address, as an alias and as the shared mailbox, and as nobody else', async () => {
  for (const from of [support, 'orders@practice.test', 'team@practice.test', '']) {
    await expect(transport('smtps').sendMail({ envelope: { from, to: anna }, raw })).resolves.toBeDefined()
  }
  await expect(transport('smtps').sendMail({ envelope: { from: anna, to: anna }, raw })).rejects.toMatchObject({
    response: `553 5.7.1 <${anna}>: Sender address rejected: not owned by user ${support}`,
  })
})

test('a wrong password is refused with 535 5.7.8; the password is not asked for without TLS', async () => {
  await expect(transport('smtps', 'nobody@practice.test').verify()).rejects.toMatchObject({
    response: '535 5.7.8 Error: authentication failed',
  })
  const dialogue = await dial(practice, 'smtp')
  await dialogue.read(/^220 .*\r\n/m)
  const hello = await dialogue.say('EHLO client.test', /^250 .*\r\n/m)
  expect(hello).toContain('STARTTLS')
  expect(hello).not.toContain('AUTH')
  expect(await dialogue.say(`AUTH PLAIN ${plain(support, 'practice')}`, /^5.*\r\n/m)).toMatch(/^5\d\d /m)
  expect(practice.clearTextSignIns()).toBe(0)
  dialogue.end()
})

test('SASL authorisation identities are judged, SIZE, 8BITMIME and SMTPUTF8 are offered', async () => {
  const dialogue = await dial(practice, 'smtps')
  await dialogue.read(/^220 .*\r\n/m)
  const hello = await dialogue.say('EHLO client.test', /^250 .*\r\n/m)
  for (const offered of ['SIZE 52428800', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES'])
    expect(hello).toContain(offered)
  expect(await dialogue.say(`AUTH PLAIN ${plain(support, 'practice', anna)}`, /^\d.*\r\n/m)).toMatch(/^535 5\.7\.8/)
  const shared = plain(support, 'practice', 'team@practice.test')
  expect(await dialogue.say(`AUTH PLAIN ${shared}`, /^\d.*\r\n/m)).toMatch(/^235 2\.7\.0/)
  expect(await dialogue.say('MAIL FROM:<team@practice.test> SIZE=99999999', /^\d.*\r\n/m)).toMatch(/^552 5\.3\.4/)
  dialogue.end()
})

const reply = /^\d{3} .*\r\n/m

async function greeted(port: 'smtp' | 'smtps') {
  const dialogue = await dial(practice, port)
  await dialogue.read(reply)
  return { ...dialogue, hello: await dialogue.say('EHLO client.test', reply) }
}

test('a token signs in with and without an initial response; what may be sent from follows the mailbox', async () => {
  const team = 'team@practice.test'
  const own = await userToken(practice, support)
  for (const [mailbox, token, from, isOwn] of [
    [support, own, 'orders@practice.test', true],
    [team, own, support, true],
    [anna, await applicationToken(practice), anna, true],
    [anna, await applicationToken(practice), support, false],
    [team, await applicationToken(practice), team, true],
    [team, await applicationToken(practice), support, false],
  ] as const) {
    const dialogue = await greeted('smtps')
    expect(dialogue.hello).toContain('AUTH LOGIN PLAIN XOAUTH2\r\n')
    const response = xoauth2(mailbox, token)
    if (mailbox === anna) expect(await dialogue.say('AUTH XOAUTH2', reply)).toBe('334 \r\n')
    const answer = await dialogue.say(mailbox === anna ? response : `AUTH XOAUTH2 ${response}`, reply)
    expect(answer).toMatch(/^235 2\.7\.0 /)
    await dialogue.say(`MAIL FROM:<${from}>`, reply)
    const judged = isOwn ? /^250 / : new RegExp(`^553 5\\.7\\.1 <${support}>: .* not owned by user ${mailbox}\r\n`)
    expect(await dialogue.say(`RCPT TO:<${anna}>`, reply)).toMatch(judged)
    dialogue.end()
  }
})

test('a refused token gets a challenge, and after the empty line a refusal', async () => {
  const imapOnly = await userToken(practice, support, 'https://outlook.office.com/IMAP.AccessAsUser.All')
  const token = await userToken(practice, support)
  const dialogue = await greeted('smtps')
  for (const response of [xoauth2(support, 'nothing'), xoauth2(support, imapOnly), xoauth2(anna, token)]) {
    const [, challenge = ''] = (await dialogue.say(`AUTH XOAUTH2 ${response}`, /^334 .*\r\n/m)).split(/\s/)
    expect(JSON.parse(Buffer.from(challenge, 'base64').toString())).toEqual({
      status: '400',
      schemes: 'Bearer',
      scope: 'https://outlook.office365.com/.default',
    })
    expect(await dialogue.say('', reply)).toBe('535 5.7.3 Authentication unsuccessful\r\n')
  }
  expect(await dialogue.say('AUTH XOAUTH2 AAAA', reply)).toMatch(/^501 /)
  expect(await dialogue.say(`AUTH XOAUTH2 ${xoauth2(support, token)}`, reply)).toMatch(/^235 /)
  dialogue.end()
})

test('a token is taken over TLS only', async () => {
  const dialogue = await greeted('smtp')
  expect(dialogue.hello).not.toContain('AUTH')
  const response = xoauth2(support, await applicationToken(practice))
  expect(await dialogue.say(`AUTH XOAUTH2 ${response}`, reply)).toMatch(/^5\d\d /)
  dialogue.end()
})

test('nodemailer sends with a token, in the name of a shared mailbox', async () => {
  const sender = createTransport({
    host: '127.0.0.1',
    port: practice.ports.smtp,
    requireTLS: true,
    auth: { type: 'OAuth2', user: 'team@practice.test', accessToken: await userToken(practice, support) },
    tls: { ca: practice.ca.certificate, servername: practice.hosts.smtp },
  })
  const sent = await sender.sendMail({ envelope: { from: 'team@practice.test', to: anna }, raw })
  expect(sent.accepted).toEqual([anna])
})
