import { ImapFlow } from 'imapflow'
import { afterEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../src/domain/failure.ts'
import { systemResolver } from '../../src/main/adapters/dns/resolver.ts'
import { signInByXoauth2 } from '../../src/main/adapters/imap/xoauth2.ts'
import { createMailboxes } from '../../src/main/adapters/mailboxes.ts'
import { xoauth2Answers } from '../../src/main/adapters/sasl.ts'
import { secretHider } from '../../src/main/adapters/secretForms.ts'
import { createSmtpSender } from '../../src/main/adapters/smtp/sender.ts'
import { attempt } from '../conformance/mailboxes.ts'
import { letter, sending } from '../conformance/sender.ts'
import type { ScriptedServer } from './scriptedServer.ts'
import {
  aToken,
  challenge,
  mailbox,
  protocols,
  responseFor,
  xoauth2Server,
  type Manner,
  type Protocol,
} from './xoauth2Server.ts'

let server: ScriptedServer
afterEach(() => server?.stop())

const resolver = systemResolver(() => ['127.0.0.1'])
const short = aToken(60)
const long = aToken(4_000)
/** As long as Entra's, and no longer than a line of POP3 may be that holds it in base64. */
const ordinary = aToken(2_000)

/** Opens the mailbox, or sends a mail, with a token; the connection is ended. */
async function enter(protocol: Protocol, token: string, manner: Manner = {}): Promise<Outcome<unknown>> {
  server = await xoauth2Server(protocol, token, manner)
  const access = {
    host: server.host,
    port: server.port,
    security: 'tls' as const,
    addressFamily: 'any' as const,
    trust: { organisationCas: [server.ca] },
    proxy: null,
    credentials: { mailbox, token },
  }
  if (protocol === 'smtp') {
    const sender = createSmtpSender({ resolver })
    const envelope = { from: mailbox, to: ['anna@contoso.test'] }
    const sent = await sender.send(
      { ...access, ehloName: 'test.example' },
      envelope,
      letter(mailbox, 's'),
      sending(2_000).attempt,
    )
    await sender.close()
    return sent
  }
  const opened = await createMailboxes({ resolver }).open({ ...access, protocol, folder: 'INBOX' }, attempt(2_000))
  if (opened.ok) await opened.value.close()
  return opened
}

/** What the client said from the sign-in on, without IMAP's tags. */
const signIn = (lines = 4): readonly string[] => {
  const said = server.said.map((line) => line.replace(/^[0-9A-F]+ (?=AUTHENTICATE )/, ''))
  const from = said.findIndex((line) => /^AUTH(ENTICATE)? /.test(line))
  return from < 0 ? [] : said.slice(from, from + lines)
}

const command = { imap: 'AUTHENTICATE XOAUTH2', pop3: 'AUTH XOAUTH2', smtp: 'AUTH XOAUTH2' } as const
const refusals = {
  imap: 'AUTHENTICATE failed.',
  pop3: '-ERR Authentication failure: unknown user name or bad password.',
  smtp: '535 5.7.3 Authentication unsuccessful',
} as const

describe.each(protocols)('a sign-in with an access token by %s', (protocol) => {
  test('names the mailbox and gives the token, with the command', async () => {
    expect(await enter(protocol, short)).toMatchObject({ ok: true })
    expect(signIn(1)).toEqual([`${command[protocol]} ${responseFor(short)}`])
  })

  test('a token of 4,000 characters waits for the go-ahead where the line would be too long', async () => {
    expect(await enter(protocol, long)).toMatchObject({ ok: true })
    const response = responseFor(long)
    expect(signIn(protocol === 'pop3' ? 2 : 1)).toEqual(
      protocol === 'pop3' ? [command.pop3, response] : [`${command[protocol]} ${response}`],
    )
  })

  test('a refusal at once is told in the server’s words', async () => {
    expect(await enter(protocol, short, { verdict: 'no' })).toMatchObject({
      ok: false,
      failure: { code: 'auth-rejected', stage: 'sign-in', transient: false, reply: refusals[protocol] },
    })
  })

  test('a refusal that begins with JSON is heard to its end', async () => {
    const outcome = await enter(protocol, short, { verdict: 'challenge' })
    expect(outcome).toMatchObject({
      ok: false,
      failure: { code: 'auth-rejected', stage: 'sign-in', transient: false, reply: refusals[protocol] },
    })
    expect(signIn(2)).toEqual([`${command[protocol]} ${responseFor(short)}`, ''])
    expect(JSON.stringify(outcome)).not.toContain(challenge)
  })

  test('a long token that is refused with JSON is given once', async () => {
    expect(await enter(protocol, long, { verdict: 'challenge' })).toMatchObject({
      ok: false,
      failure: { code: 'auth-rejected', reply: refusals[protocol] },
    })
    expect(server.said.filter((line) => line.includes(responseFor(long)))).toHaveLength(1)
  })

  test('a response that was passed over is given when it is asked for', async () => {
    expect(await enter(protocol, short, { passesOver: true })).toMatchObject({ ok: true })
    expect(signIn(2)[1]).toBe(responseFor(short))
  })

  test.each(['PLAIN LOGIN', 'PLAIN OAUTHBEARER', ''])('a server with %s is told no token', async (mechanisms) => {
    expect(await enter(protocol, short, { mechanisms })).toMatchObject({
      ok: false,
      failure: { code: 'auth-mechanism-missing', stage: 'sign-in', transient: false },
    })
    expect(signIn()).toEqual([])
    expect(server.said.join()).not.toContain(short)
  })

  test('XOAUTH2 is taken where OAUTHBEARER is offered as well', async () => {
    expect(await enter(protocol, short, { mechanisms: 'OAUTHBEARER PLAIN XOAUTH2' })).toMatchObject({ ok: true })
    expect(signIn(1)[0]).toContain('XOAUTH2')
  })

  test('a server that asks on for ever is broken, and gets the token once', async () => {
    const outcome = await enter(protocol, short, { verdict: 'for-ever' })
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'protocol-broken', stage: 'sign-in' } })
    expect(server.said.filter((line) => line.includes(responseFor(short)))).toHaveLength(1)
  })

  test.each([
    ['as it is', ordinary],
    ['in base64', Buffer.from(ordinary).toString('base64')],
    ['in the response', responseFor(ordinary)],
    ['in pieces', `${ordinary.slice(0, 900)}... ${ordinary.slice(1_100, 1_900)}`],
    ['in JSON in base64', Buffer.from(JSON.stringify({ status: '401', token: ordinary })).toString('base64')],
  ])('a server that gives the token back %s is not quoted with it', async (_, echo) => {
    const outcome = await enter(protocol, ordinary, { verdict: 'no', words: `no, not ${echo}` })
    expect(outcome).toMatchObject({ ok: false, failure: { stage: 'sign-in', reply: expect.stringContaining('••••') } })
    const kept = JSON.stringify(outcome)
    for (let at = 48; at + 24 < echo.length; at += 12)
      if (!echo.slice(at, at + 24).includes('.')) expect(kept).not.toContain(echo.slice(at, at + 24))
  })
})

describe('IMAP', () => {
  test('a server that takes no response with the command is asked first (RFC 4959)', async () => {
    expect(await enter('imap', short, { initial: false })).toMatchObject({ ok: true })
    expect(signIn(2)).toEqual(['AUTHENTICATE XOAUTH2', responseFor(short)])
    await server.stop()
    expect(await enter('imap', short, { initial: false, verdict: 'challenge' })).toMatchObject({
      ok: false,
      failure: { code: 'auth-rejected', reply: 'AUTHENTICATE failed.' },
    })
    expect(signIn(3)).toEqual(['AUTHENTICATE XOAUTH2', responseFor(short), ''])
  })

  test('a NO without words is a refusal as well', async () => {
    const own = (line: string) => (line.includes('AUTHENTICATE') ? `${line.split(' ')[0]} NO\r\n` : undefined)
    expect(await enter('imap', short, { own })).toMatchObject({
      ok: false,
      failure: { code: 'auth-rejected', stage: 'sign-in', reply: 'NO' },
    })
  })

  test('the response code of a refusal decides what it means', async () => {
    expect(await enter('imap', short, { verdict: 'no', words: '[UNAVAILABLE] later' })).toMatchObject({
      ok: false,
      failure: { code: 'auth-unavailable', transient: true },
    })
  })

  test('a token that opens no mailbox is a refused mailbox', async () => {
    const own = (line: string) =>
      line.includes('NAMESPACE') ? `${line.split(' ')[0]} BAD User is authenticated but not connected.\r\n` : undefined
    expect(await enter('imap', short, { own })).toMatchObject({
      ok: false,
      failure: { code: 'mailbox-refused', stage: 'mailbox', transient: false },
    })
  })

  test.each([true, false])('the library logs no token, with the response at once (%s) or later', async (initial) => {
    server = await xoauth2Server('imap', long, { initial, verdict: 'challenge' })
    const notes: unknown[] = []
    const note = (entry: unknown) => void notes.push(entry)
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: server.port,
      secure: true,
      tls: { ca: server.ca, servername: server.host },
      auth: { user: mailbox, accessToken: long },
      logRaw: true,
      logger: { trace: note, debug: note, info: note, warn: note, error: note },
    })
    client.on('error', () => undefined)
    signInByXoauth2(client, { mailbox, token: long })
    await expect(client.connect()).rejects.toMatchObject({ responseText: 'AUTHENTICATE failed.' })
    client.close()
    const kept = JSON.stringify(notes, (_, value: unknown) =>
      value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value,
    )
    expect(notes.length).toBeGreaterThan(5)
    expect(kept).not.toContain(long.slice(0, 24))
    for (let at = 0; at + 24 < responseFor(long).length; at += 24)
      expect(kept).not.toContain(responseFor(long).slice(at, at + 24))
  })
})

test('SMTP: a response that no server has to take in a line waits for the go-ahead (RFC 4954 4)', async () => {
  const huge = aToken(10_000)
  expect(await enter('smtp', huge)).toMatchObject({ ok: true })
  expect(signIn(2)).toEqual(['AUTH XOAUTH2', responseFor(huge)])
})

test('SMTP without TLS is connected to by nobody who has a token', async () => {
  server = await xoauth2Server('smtp', short)
  const sender = createSmtpSender({ resolver })
  const sent = await sender.send(
    {
      host: server.host,
      port: server.port,
      security: 'none',
      addressFamily: 'any',
      trust: { organisationCas: [] },
      proxy: null,
      credentials: { mailbox, token: short },
      ehloName: 'test.example',
    },
    { from: mailbox, to: ['anna@contoso.test'] },
    letter(mailbox, 's'),
    sending(2_000).attempt,
  )
  await sender.close()
  expect(sent).toMatchObject({ ok: false, failure: { code: 'starttls-missing', stage: 'sign-in' } })
  expect(server.said).toEqual([])
})

test('a challenge is answered by what it asks for', () => {
  const asked = xoauth2Answers('response', false)
  expect([asked('anything'), asked(''), asked('e30=')]).toEqual(['response', '', ''])
  const said = xoauth2Answers('response', true)
  expect([said('e30='), said('')]).toEqual(['', ''])
  const passedOver = xoauth2Answers('response', true)
  expect([passedOver(' '), passedOver(''), passedOver('e30=')]).toEqual(['response', '', ''])
})

test('words that only look like a token stay readable', () => {
  const hide = secretHider({ mailbox, token: long }, ['scripted.test'])
  const words = 'NO see https://aka.ms/smtp_auth_disabled at AM0PR01CA0001.eurprd01.prod.exchangelabs.com'
  expect(hide(words)).toBe(words)
  expect(hide('NO LOGIN failed. Bearer is wrong')).toBe('NO LOGIN failed. Bearer is wrong')
})
