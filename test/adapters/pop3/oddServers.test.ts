import { afterEach, describe, expect, test } from 'vitest'
import { systemResolver } from '../../../src/main/adapters/dns/resolver.ts'
import { createMailboxes } from '../../../src/main/adapters/mailboxes.ts'
import { attempt, fetched, valueOf } from '../../conformance/mailboxes.ts'
import { scriptedServer, type Script, type ScriptedServer } from '../scriptedServer.ts'

describe('POP3 servers of other kinds', () => {
  let server: ScriptedServer
  afterEach(() => server.stop())
  const open = async (
    script: Script,
    { other = null as string | null, greeting = '+OK hello\r\n', password = 'secret' } = {},
  ) => {
    server = await scriptedServer(greeting, script)
    return createMailboxes({ resolver: systemResolver(() => ['127.0.0.1']) }).open(
      {
        protocol: 'pop3',
        host: server.host,
        port: server.port,
        security: 'tls',
        addressFamily: 'any',
        trust: { organisationCas: [server.ca] },
        proxy: null,
        credentials: { username: 'me', password, additionalMailbox: other },
        folder: 'INBOX',
      },
      attempt(2_000),
    )
  }
  const base: Record<string, string> = {
    CAPA: '-ERR what\r\n',
    USER: '+OK\r\n',
    PASS: '+OK\r\n',
    UIDL: '+OK\r\n1 same\r\n2 other\r\n3 same\r\n.\r\n',
    LIST: '+OK\r\n1 6\r\n2 6\r\n3 6\r\n.\r\n',
    DELE: '+OK\r\n',
    QUIT: '+OK\r\n',
  }
  const answering =
    (change: Record<string, string>): Script =>
    (line) =>
      ({ ...base, ...change })[line] ??
      { ...base, ...change }[line.split(' ')[0]!] ??
      `+OK\r\n${line.split(' ')[1]}\r\n.\r\n`

  test('without CAPA the old way in serves, one command after the other', async () => {
    const mailbox = valueOf(await open(answering({})))
    valueOf(await mailbox.list(null))
    expect(server.said).toEqual(['CAPA', 'USER me', 'PASS secret', 'UIDL', 'LIST'])
    await mailbox.close()
  })

  test('messages of one identifier are fetched and removed each for itself', async () => {
    const mailbox = valueOf(await open(answering({})))
    const identities = valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
    expect(identities).toEqual(['same', 'other', 'same 2'])
    const found = await fetched(mailbox, identities)
    expect(found.map(({ raw }) => Buffer.from(valueOf(raw)).toString())).toEqual(['1\r\n', '2\r\n', '3\r\n'])
    expect(valueOf(await mailbox.settle(['same 2'], { kind: 'remove' }))).toEqual(['same 2'])
    expect(server.said.filter((line) => line.startsWith('DELE'))).toEqual(['DELE 3'])
  })

  test('another mailbox is refused where PLAIN is not offered, before a password is said', async () => {
    expect(await open(answering({}), { other: 'team' })).toMatchObject({
      ok: false,
      failure: { code: 'auth-mechanism-missing', stage: 'sign-in' },
    })
    expect(server.said).toEqual(['CAPA'])
  })

  test('a long sign-in waits for the continuation', async () => {
    const password = 'p'.repeat(250)
    const script: Script = (line) =>
      line === 'AUTH PLAIN'
        ? '+ \r\n'
        : line === Buffer.from(`\0me\0${password}`).toString('base64')
          ? '+OK in\r\n'
          : answering({ CAPA: '+OK\r\nSASL PLAIN\r\n.\r\n' })(line, { said: [] })
    const mailbox = valueOf(await open(script, { password }))
    expect(server.said.slice(0, 2)).toEqual(['CAPA', 'AUTH PLAIN'])
    await mailbox.close()
  })

  test('a QUIT that fails removes nothing for certain', async () => {
    const mailbox = valueOf(await open(answering({ QUIT: '-ERR some messages were not removed\r\n' })))
    expect(await mailbox.settle(['other'], { kind: 'remove' })).toMatchObject({
      ok: false,
      failure: { stage: 'remove' },
    })
  })

  test('a QUIT without an answer removes nothing for certain', async () => {
    const mailbox = valueOf(await open((line) => (line === 'QUIT' ? { end: '' } : answering({})(line, { said: [] }))))
    expect(await mailbox.settle(['other'], { kind: 'remove' })).toMatchObject({
      ok: false,
      failure: { code: 'connection-closed', stage: 'remove' },
    })
  })

  test('a message that the server refuses answers for itself', async () => {
    const mailbox = valueOf(await open(answering({ 'RETR 2': '-ERR no such message\r\n' })))
    const found = await fetched(mailbox, ['same', 'other', 'same 2', 'absent'])
    expect(found.map(({ raw }) => (raw.ok ? 'here' : raw.failure.code))).toEqual([
      'here',
      'message-gone',
      'here',
      'message-gone',
    ])
    await mailbox.close()
  })

  test('a message that is longer than it was announced is passed over, and the session goes on', async () => {
    const mailbox = valueOf(
      await open(answering({ 'RETR 1': `+OK\r\nSubject: long\r\n\r\n${'x'.repeat(5_000)}\r\n.\r\n` })),
    )
    const [first, second] = await fetched(mailbox, ['same', 'other'], 100)
    expect(first).toMatchObject({ raw: { ok: false, failure: { code: 'too-large' } } })
    expect(Buffer.from(first?.header ?? []).toString()).toBe('Subject: long\r\n\r\n')
    expect(second?.raw.ok).toBe(true)
    await mailbox.close()
  })

  test.each([
    ['a greeting of another protocol', '220 smtp\r\n', { code: 'protocol-broken', stage: 'greeting' }],
    ['a line that never ends', `+OK ${'x'.repeat(100_000)}`, { code: 'protocol-broken', stage: 'greeting' }],
    [
      'a greeting that refuses',
      '-ERR [SYS/TEMP] later\r\n',
      { code: 'server-unavailable', stage: 'greeting', transient: true },
    ],
  ] as const)('%s', async (_, greeting, failure) => {
    expect(await open(answering({}), { greeting })).toMatchObject({ ok: false, failure })
  })
})
