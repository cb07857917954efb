import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { done, failed, type Failure } from '../../../src/domain/failure.ts'
import type { StepName } from '../../../src/domain/diagnosis/proof.ts'
import type { GivenToken, Ladder, ProbeRequest } from '../../../src/main/engine/ports/prober.ts'
import type { ScriptedServer } from '../scriptedServer.ts'
import {
  aToken,
  challenge,
  mailbox,
  protocols,
  responseFor,
  xoauth2Server,
  type Manner,
  type Protocol,
} from '../xoauth2Server.ts'
import { authority, climb, everySentence, notPassed, sentence, step, type AConnector } from './aConnector.ts'

let server: ScriptedServer
afterEach(() => server?.stop())

const token = aToken(2_000)
const given: GivenToken = { credentials: { mailbox, token }, authority, expiresIn: 3_599 }

/** Gives tokens, and counts how often one was asked for. */
function tokens(give: NonNullable<ProbeRequest['token']> = async () => done(given)) {
  const asked: AbortSignal[] = []
  return {
    asked,
    token: (signal: AbortSignal) => {
      asked.push(signal)
      return give(signal)
    },
  }
}

async function to(protocol: Protocol, manner: Manner = {}, more: Partial<AConnector> = {}): Promise<Ladder> {
  server = await xoauth2Server(protocol, token, manner)
  const { host, port, ca } = server
  const where = { protocol, host, port, security: 'tls' as const, cas: [ca], username: mailbox }
  return climb({ ...where, token: tokens().token, waits: { step: 500, refusal: 30 }, ...more })
}

const ladders: Readonly<Record<Protocol, string>> = {
  imap: 'name connect tls certificate greeting capabilities token sign-in mailbox folder remove',
  pop3: 'name connect tls certificate greeting capabilities token sign-in mailbox folder remove',
  smtp: 'name connect tls certificate greeting token sign-in sender',
}
const lastStep = { imap: 'remove', pop3: 'remove', smtp: 'sender' } as const
const says = (ladder: Ladder, name: StepName) => sentence(step(ladder, name).finding)

describe.each(protocols)('the ladder with an access token by %s', (protocol) => {
  test('the token is asked for once, before the sign-in, and is a step of its own', async () => {
    const { asked, token: ask } = tokens()
    const streamed: string[] = []
    const result = await to(protocol, {}, { token: ask, onStep: (one) => streamed.push(one.step) })
    expect(notPassed(result)).toEqual(protocol === 'pop3' ? ['remove warning'] : [])
    expect(streamed.join(' ')).toBe(ladders[protocol])
    expect(result.steps.map((one) => one.step)).toEqual(streamed)
    expect(says(result, 'token')).toBe('login.practice.test gave an access token for 60 minutes')
    expect(says(result, 'sign-in')).toBe(`${mailbox} by XOAUTH2 over TLS, with the access token of the application`)
    expect(asked).toHaveLength(1)
    expect(asked[0]!.aborted).toBe(false)
    everySentence(result)
  })

  test('neither steps nor transcript hold the token', async () => {
    const result = await to(protocol)
    const kept = JSON.stringify(result)
    for (const form of [token, responseFor(token)])
      for (let at = 0; at + 24 < form.length; at += 12) expect(kept).not.toContain(form.slice(at, at + 24))
    expect(result.transcript).toContain('••••')
    expect(result.transcript).toMatch(/asking login\.practice\.test for an access token\n.*gave one for 3599 s/)
  })

  test('a mail server that refuses the token is told apart from the one that gave it', async () => {
    const result = await to(protocol, { verdict: 'no' })
    expect(step(result, 'token').verdict).toBe('passed')
    expect(step(result, 'sign-in')).toMatchObject({
      verdict: 'failed',
      reply: expect.stringMatching(/^(NO AUTHENTICATE failed|-ERR Authentication failure|535 5\.7\.3 Auth)/),
      failure: { code: 'auth-rejected', stage: 'sign-in', transient: false },
    })
    expect(says(result, 'sign-in')).toBe(
      `scripted.test refused the access token for ${mailbox}, which login.practice.test had given to the application.`,
    )
    everySentence(result)
  })

  test('a refusal that begins with JSON is heard to its end', async () => {
    const result = await to(protocol, { verdict: 'challenge' }, { grant: 'delegated' })
    expect(step(result, 'sign-in')).toMatchObject({ verdict: 'failed', failure: { code: 'auth-rejected' } })
    expect(step(result, 'sign-in').reply).not.toContain(challenge)
    expect(says(result, 'sign-in')).toContain('had given to the person who signed in.')
    expect(result.transcript).toContain(challenge)
    expect(server.said.filter((line) => line.includes(responseFor(token)))).toHaveLength(1)
  })

  test('a short token, and one of 4,000 characters, are taken as well', async () => {
    for (const length of [40, 4_000]) {
      const other = { ...given.credentials, token: aToken(length) }
      server = await xoauth2Server(protocol, other.token, { initial: false, passesOver: true })
      const { host, port, ca } = server
      const { token: ask } = tokens(async () => done({ ...given, credentials: other }))
      const result = await climb({ protocol, host, port, security: 'tls', cas: [ca], username: mailbox, token: ask })
      expect(step(result, 'sign-in').verdict).toBe('passed')
      expect(JSON.stringify(result)).not.toContain(other.token.slice(0, 24))
      expect(JSON.stringify(result)).not.toContain(responseFor(other.token).slice(0, 40))
      await server.stop()
    }
  })

  test('a server without XOAUTH2 is told no token', async () => {
    const result = await to(protocol, { mechanisms: 'PLAIN OAUTHBEARER' })
    expect(says(result, 'sign-in')).toMatch(
      /^scripted\.test offers no sign-in with an access token \(XOAUTH2\), only PLAIN, OAUTHBEARER.*The token was not sent\.$/,
    )
    expect(step(result, 'sign-in').failure).toMatchObject({ code: 'auth-mechanism-missing' })
    expect(server.said.join()).not.toMatch(/AUTH|LOGIN|PASS/)
    expect(JSON.stringify(step(result, 'sign-in'))).not.toMatch(/password/)
    everySentence(result)
  })

  test('a server that gives the token back is not quoted with it', async () => {
    const echo = `no: ${token} ${responseFor(token).slice(30, 900)}`
    const result = await to(protocol, { verdict: 'no', words: echo })
    expect(step(result, 'sign-in').reply).toContain('no: ••••')
    for (let at = 48; at + 24 < echo.length; at += 12)
      expect(JSON.stringify(result)).not.toContain(echo.slice(at, at + 24))
  })

  test('a server that asks on for ever ends the step', async () => {
    const result = await to(protocol, { verdict: 'for-ever' })
    expect(step(result, 'sign-in')).toMatchObject({ verdict: 'failed', failure: { code: 'protocol-broken' } })
    expect(server.said.filter((line) => line.includes(responseFor(token)))).toHaveLength(1)
  })

  const refused: readonly (readonly [string, Omit<Failure, 'host'>, RegExp])[] = [
    [
      'is refused',
      { code: 'auth-rejected', stage: 'token', transient: false, reply: 'AADSTS7000215: Invalid client secret' },
      /^login\.practice\.test gives no access token for the application\.$/,
    ],
    [
      'is answered by a page',
      { code: 'protocol-broken', stage: 'token', transient: false },
      /answers something that no sign-in server says\.$/,
    ],
    [
      'is not there yet',
      { code: 'throttled', stage: 'token', transient: true },
      /^login\.practice\.test gives no access token now\.$/,
    ],
    ['has no server', { code: 'connection-refused', stage: 'connect', transient: true }, /was not reached\.$/],
    ['is held up by the proxy', { code: 'proxy-refused', stage: 'connect', transient: true }, /was not reached\.$/],
    [
      'comes from a server that is not trusted',
      { code: 'tls-untrusted', stage: 'certificate', transient: false },
      /is not secured well enough\. No secret was sent to it\.$/,
    ],
    [
      'needs a secret that is not there',
      { code: 'secret-missing', stage: 'vault', transient: false },
      /^No client secret is stored/,
    ],
  ]
  test.each(refused)(
    'a token that %s ends the ladder, and the mail server is told nothing',
    async (_, why, finding) => {
      const failure = { ...why, host: authority }
      const { asked, token: ask } = tokens(async () => failed(failure))
      const result = await to(protocol, {}, { token: ask })
      expect(notPassed(result)[0]).toBe('token failed')
      expect(step(result, 'token')).toMatchObject({ failure, reply: why.reply ?? null })
      expect(says(result, 'token')).toMatch(finding)
      expect(says(result, 'sign-in')).toBe('Not run, because there is no access token.')
      expect(says(result, lastStep[protocol])).toBe('Not run, because there is no access token.')
      expect(asked).toHaveLength(1)
      expect(server.said.join()).not.toMatch(/AUTH|LOGIN|PASS|MAIL/)
      expect(result.transcript).toContain(`none was given: ${why.code}`)
      everySentence(result)
    },
  )

  test('a cancelled test gives up asking for the token', async () => {
    const cancel = new AbortController()
    const { asked, token: ask } = tokens(() => new Promise(() => cancel.abort()))
    const result = await to(protocol, {}, { token: ask, signal: cancel.signal })
    expect(step(result, 'token')).toMatchObject({ verdict: 'not-run', failure: { code: 'cancelled', stage: 'token' } })
    expect(says(result, 'token')).toBe('Not run, because the test was cancelled.')
    expect(asked[0]!.aborted).toBe(true)
    expect(result.steps.at(-1)!.step).toBe(lastStep[protocol])
  })

  test('a token that does not come ends with the time of the whole test', async () => {
    const { asked, token: ask } = tokens(() => new Promise(() => undefined))
    const result = await to(protocol, {}, { token: ask, deadlineMs: 400 })
    expect(step(result, 'token')).toMatchObject({
      verdict: 'failed',
      failure: { code: 'timed-out', stage: 'token', transient: true, host: authority, port: 443 },
    })
    expect(says(result, 'token')).toBe(
      'The time for the whole test, 1 second, ended while the access token was asked for.',
    )
    expect(asked[0]!.aborted).toBe(true)
    everySentence(result)
  })

  test('no token is asked for where the certificate is refused', async () => {
    const { asked, token: ask } = tokens()
    const result = await to(protocol, {}, { token: ask, cas: [] })
    expect(notPassed(result)[0]).toBe('certificate failed')
    expect(says(result, 'token')).toBe('Not run, because the certificate was refused.')
    expect(asked).toEqual([])
  })

  test('what breaks while a token is asked for is our failure, and no sign-in is tried', async () => {
    const { token: ask } = tokens(() => Promise.reject(new TypeError('of ours')))
    const result = await to(protocol, {}, { token: ask })
    expect(step(result, 'token')).toMatchObject({ verdict: 'failed', failure: { code: 'internal' } })
    expect(step(result, 'sign-in').verdict).toBe('not-run')
    expect(result.transcript).toContain('internal: TypeError')
  })
})

test('another mailbox is the one that the token is given for', async () => {
  const team = 'team@northwind.example'
  const shared = { ...given, credentials: { mailbox: team, token } }
  const own = (line: string) =>
    line.includes('AUTHENTICATE')
      ? `${line.split(' ')[0]} ${line.endsWith(responseFor(token, team)) ? 'OK' : 'NO'}\r\n`
      : undefined
  const result = await to(
    'imap',
    { own },
    {
      token: tokens(async () => done(shared)).token,
      additionalMailbox: team,
      address: team,
      grant: 'delegated',
    },
  )
  expect(notPassed(result)).toEqual([])
  expect(says(result, 'mailbox')).toBe(`${team} is the mailbox that was opened`)
  expect(says(result, 'additional-mailbox')).toBe(
    `${team} may be opened with the access token of the person who signed in`,
  )
})

test('a token that is taken and opens no mailbox fails the mailbox, not the folder', async () => {
  const own = (line: string) =>
    line.includes('EXAMINE') || line.includes('LIST')
      ? `${line.split(' ')[0]} BAD User is authenticated but not connected.\r\n`
      : undefined
  const result = await to('imap', { own }, { additionalMailbox: 'team@northwind.example' })
  expect(notPassed(result)).toEqual([
    'mailbox failed',
    'additional-mailbox not-run',
    'folder not-run',
    'remove not-run',
  ])
  expect(step(result, 'mailbox')).toMatchObject({
    reply: 'BAD User is authenticated but not connected.',
    failure: { code: 'mailbox-refused', stage: 'mailbox' },
  })
  expect(says(result, 'mailbox')).toBe(
    'scripted.test took the access token of the application, and does not open team@northwind.example with it.',
  )
  expect(says(result, 'folder')).toBe('Not run, because the mailbox was not opened.')
  everySentence(result)
})

test('a connection that is cut in the middle of removal is taken up again with the same token', async () => {
  const own = (line: string) =>
    line.includes('CAPABILITY')
      ? `* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 UIDPLUS MOVE\r\n${line.split(' ')[0]} OK\r\n`
      : line.includes('APPEND')
        ? { end: '' }
        : undefined
  const { asked, token: ask } = tokens()
  const result = await to('imap', { own, initial: false }, { token: ask })
  expect(step(result, 'remove').verdict).toBe('failed')
  expect(result.transcript).toContain('connecting again')
  expect(result.transcript).toMatch(/DELETE "Waypost test/)
  expect(server.said.filter((line) => line === responseFor(token))).toHaveLength(2)
  expect(asked).toHaveLength(1)
  expect(JSON.stringify(result)).not.toContain(responseFor(token).slice(0, 24))
})

test('a token is not sent over a connection without TLS, whatever the settings and the server say', async () => {
  const said: string[] = []
  const clear = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write('220 ready\r\n')
    socket.on('data', (data: Buffer) => {
      said.push(data.toString())
      socket.write('250-northwind\r\n250 AUTH XOAUTH2\r\n')
    })
  })
  await new Promise<void>((listening) => clear.listen(0, '127.0.0.1', listening))
  const { port } = clear.address() as AddressInfo
  const result = await climb({
    protocol: 'smtp',
    host: 'mail.northwind.example',
    port,
    security: 'none',
    username: mailbox,
    token: tokens().token,
  })
  clear.close()
  expect(says(result, 'sign-in')).toBe(
    'The connection to mail.northwind.example is not secured well enough. The access token was not sent.',
  )
  expect(said).toEqual(['EHLO waypost.example.net\r\n'])
})
