import { afterEach, describe, expect, test } from 'vitest'
import { systemResolver } from '../../../src/main/adapters/dns/resolver.ts'
import { greetingName } from '../../../src/main/adapters/smtp/dialogue.ts'
import { stuff } from '../../../src/main/adapters/smtp/dotStuffing.ts'
import { createSmtpSender } from '../../../src/main/adapters/smtp/sender.ts'
import type { Sender } from '../../../src/main/engine/ports/conversation.ts'
import { valueOf } from '../../conformance/mailboxes.ts'
import { letter, sending } from '../../conformance/sender.ts'
import { scriptedServer, type Script, type ScriptedServer } from '../scriptedServer.ts'

describe('SMTP servers of other kinds', () => {
  let server: ScriptedServer
  let sender: Sender | undefined
  afterEach(async () => {
    await sender?.close()
    await server.stop()
  })

  const base: Record<string, string> = {
    EHLO: '250-scripted.test\r\n250 AUTH PLAIN LOGIN\r\n',
    AUTH: '235 2.7.0 in\r\n',
    MAIL: '250 2.1.0 ok\r\n',
    RCPT: '250 2.1.5 ok\r\n',
    DATA: '354 go on\r\n',
    '.': '250 2.0.0 queued\r\n',
    RSET: '250 ok\r\n',
    QUIT: '221 bye\r\n',
  }
  const answering =
    (change: Record<string, string>): Script =>
    (line) =>
      ({ ...base, ...change })[line.split(/[ :]/)[0]!] ?? ''
  const sendTo = async (
    script: Script,
    {
      to = ['a@x.example'],
      raw = letter('me@x.example', 's'),
      from = 'me@x.example',
      other = null as string | null,
      greeting = '220 hello\r\n',
    } = {},
  ) => {
    server = await scriptedServer(greeting, script)
    sender = createSmtpSender({ resolver: systemResolver(() => ['127.0.0.1']) })
    const { attempt, handed } = sending(2_000)
    const access = {
      host: server.host,
      port: server.port,
      security: 'tls' as const,
      addressFamily: 'any' as const,
      trust: { organisationCas: [server.ca] },
      proxy: null,
      credentials: { username: 'me', password: 'secret', additionalMailbox: other },
      ehloName: 'test.example',
    }
    return { outcome: await sender.send(access, { from, to }, raw, attempt), handed }
  }

  test('without PIPELINING every command waits for its reply', async () => {
    const { outcome } = await sendTo(answering({}), { to: ['a@x.example', 'b@x.example'] })
    expect(valueOf(outcome).map(({ result }) => result)).toEqual(['sent', 'sent'])
    expect(server.said.slice(0, 6)).toEqual([
      'EHLO test.example',
      expect.stringMatching(/^AUTH PLAIN /),
      'MAIL FROM:<me@x.example>',
      'RCPT TO:<a@x.example>',
      'RCPT TO:<b@x.example>',
      'DATA',
    ])
  })

  test('AUTH LOGIN serves where PLAIN is not offered, and never for another mailbox', async () => {
    const script: Script = (line) => {
      if (line === 'AUTH LOGIN') return '334 VXNlcm5hbWU6\r\n'
      if (line === Buffer.from('me').toString('base64')) return '334 UGFzc3dvcmQ6\r\n'
      if (line === Buffer.from('secret').toString('base64')) return '235 in\r\n'
      return answering({ EHLO: '250-x\r\n250 AUTH LOGIN\r\n' })(line, { said: [] })
    }
    expect(valueOf((await sendTo(script)).outcome)).toMatchObject([{ result: 'sent' }])
    await server.stop()
    expect((await sendTo(script, { other: 'team@x.example' })).outcome).toMatchObject({
      ok: false,
      failure: { code: 'auth-mechanism-missing', stage: 'sign-in' },
    })
    expect(server.said).toEqual(['EHLO test.example'])
  })

  test('a refused MAIL FROM is about the sender; one that names the size is about the message', async () => {
    expect((await sendTo(answering({ MAIL: '550 5.7.1 not you\r\n' }))).outcome).toMatchObject({
      ok: false,
      failure: { code: 'sender-refused' },
    })
    await server.stop()
    expect(valueOf((await sendTo(answering({ MAIL: '552 5.3.4 too big\r\n' }))).outcome)).toMatchObject([
      { result: 'failed', reply: '552 5.3.4 too big' },
    ])
  })

  test('4yz to the final dot defers, 5yz fails, in the server’s words of several lines', async () => {
    expect(valueOf((await sendTo(answering({ '.': '451-4.3.0 wait\r\n451 4.3.0 please\r\n' }))).outcome)).toMatchObject(
      [{ result: 'deferred', reply: '451-4.3.0 wait\n451 4.3.0 please' }],
    )
    await server.stop()
    expect(valueOf((await sendTo(answering({ '.': '554 5.7.1 spam\r\n' }))).outcome)).toMatchObject([
      { result: 'failed' },
    ])
  })

  test('a refused DATA fails the accepted recipients', async () => {
    expect(valueOf((await sendTo(answering({ DATA: '554 no valid recipients\r\n' }))).outcome)).toMatchObject([
      { result: 'failed' },
    ])
  })

  test('421 to RCPT ends the session: nothing was handed over', async () => {
    const { outcome, handed } = await sendTo(answering({ RCPT: '421 4.7.0 too many\r\n' }))
    expect(outcome).toMatchObject({ ok: false, failure: { transient: true } })
    expect(handed).toEqual([])
  })

  test('an address that needs SMTPUTF8 is refused where it is not offered, an umlaut domain is not', async () => {
    const { outcome } = await sendTo(answering({}), { to: ['jörg@x.example', 'joerg@exämple.example'] })
    expect(valueOf(outcome).map(({ result }) => result)).toEqual(['failed', 'sent'])
    expect(server.said).toContain('RCPT TO:<joerg@xn--exmple-cua.example>')
    await server.stop()
    await sendTo(
      answering({ EHLO: '250-x\r\n250-SMTPUTF8\r\n250-8BITMIME\r\n250-SIZE 1000000\r\n250 AUTH PLAIN\r\n' }),
      {
        to: ['jörg@x.example'],
        raw: letter('me@x.example', 'Gr\xfc\xdfe'),
      },
    )
    expect(server.said.find((line) => line.startsWith('MAIL'))).toMatch(
      /^MAIL FROM:<me@x\.example> SIZE=\d+ BODY=8BITMIME SMTPUTF8$/,
    )
  })

  test.each([
    ['a greeting that is no reply', 'hello there\r\n', { code: 'protocol-broken', stage: 'greeting' }],
    [
      'a greeting that refuses',
      '554 5.3.2 no service\r\n',
      { code: 'greeting-refused', stage: 'greeting', reply: '554 5.3.2 no service' },
    ],
    ['a line that never ends', `220 ${'x'.repeat(100_000)}`, { code: 'protocol-broken', stage: 'greeting' }],
    ['a reply that never ends', '220-more\r\n'.repeat(10_000), { code: 'protocol-broken', stage: 'greeting' }],
  ] as const)('%s', async (_, greeting, failure) => {
    expect((await sendTo(answering({}), { greeting })).outcome).toMatchObject({ ok: false, failure })
  })
})

describe('the name in EHLO', () => {
  test.each([
    ['mail.example.com', '192.0.2.1', 'pc', 'mail.example.com'],
    [null, '192.0.2.1', 'pc.example.com', 'pc.example.com'],
    [null, '192.0.2.1', 'pc', '[192.0.2.1]'],
    [null, '2001:db8::1', 'localhost', '[IPv6:2001:db8::1]'],
    ['localhost', '::ffff:192.0.2.1', 'localhost.localdomain', '[192.0.2.1]'],
    ['not a name.example', '192.0.2.1', 'pc', '[192.0.2.1]'],
    [null, '192.0.2.1', 'Annas_PC.local', '[192.0.2.1]'],
  ] as const)('given %s at %s on %s: %s', (given, address, computer, expected) => {
    expect(greetingName(given, address, computer)).toBe(expected)
  })
})

describe('the transfer form', () => {
  test.each([
    ['', '.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['.\r\n', '..\r\n.\r\n'],
    ['a\n.\nb', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r.\r\r\n', 'a\r\n..\r\n\r\n.\r\n'],
    ['\r', '\r\n.\r\n'],
    ['\n.', '\r\n..\r\n.\r\n'],
  ])('%j', (raw, expected) => {
    const { content, end } = stuff(Buffer.from(raw))
    expect(Buffer.concat([...content, end]).toString()).toBe(expected)
  })
})
