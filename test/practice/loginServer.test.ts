import { connect as connectTls } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { anyPracticePorts, startPractice } from '../../src/main/practice/index.ts'
import type { Practice } from '../../src/main/practice/index.ts'
import { dial, EndedEarly, plain, xoauth2 } from './dialogue.ts'
import {
  aCode,
  applicationToken,
  asApplication,
  ask,
  askToken,
  authorizePath,
  byCode,
  byRefresh,
  everything,
  redirectUri,
  signedIn,
  tokenPath,
  userTokens,
} from './tokens.ts'

const support = 'support@practice.test'
const anna = 'anna@contoso.test'
const imapOnly = 'https://outlook.office.com/IMAP.AccessAsUser.All'
let practice: Practice

beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts, sampleMail: false })
})
afterAll(() => practice.stop())
afterEach(() => practice.faults.clear())

describe('the sign-in page', () => {
  test('has named fields, the user name filled in, and a button for each way out', async () => {
    const { status, headers, body } = await ask(
      practice,
      'GET',
      authorizePath(practice, { login_hint: `${anna}"><b>` }),
    )
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
    expect(body).toContain('<html lang="en">')
    expect(body).toContain('<label for="username">User name</label>')
    expect(body).toContain(`value="${anna}&quot;&gt;&lt;b&gt;"`)
    expect(body).toContain('<label for="password">Password</label>')
    expect(body).toMatch(/<button type="submit".+>Sign in<\/button>\s+<button type="submit".+>Cancel<\/button>/)
  })

  test('sends the browser back with a code and the state, in the address that was there', async () => {
    const back = await signedIn(practice, anna, authorizePath(practice, { redirect_uri: 'http://localhost/a?b=c' }))
    expect(back.href).toMatch(/^http:\/\/localhost\/a\?b=c&code=1\.[\w-]{64}&state=a\+state$/)
    const stateless = await signedIn(practice, anna, authorizePath(practice, { state: undefined }))
    expect(stateless.searchParams.has('state')).toBe(false)
  })

  test('says that a password is wrong, and keeps the user name', async () => {
    const tried: readonly Readonly<Record<string, string>>[] = [
      { username: anna, password: 'wrong' },
      { username: anna },
    ]
    for (const form of tried) {
      const { status, body, headers } = await ask(practice, 'POST', authorizePath(practice), { form })
      expect(status).toBe(200)
      expect(body).toContain('<p role="alert">Your account or password is incorrect.</p>')
      expect(body).toContain(`value="${anna}"`)
      expect(headers.location).toBeUndefined()
    }
  })

  test('sends the browser back with access_denied when the user cancels', async () => {
    const { status, headers } = await ask(practice, 'POST', authorizePath(practice), { form: { choice: 'cancel' } })
    expect(status).toBe(302)
    const { origin, pathname, searchParams } = new URL(headers.location ?? '')
    expect(origin + pathname).toBe(redirectUri)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: expect.stringMatching(/^AADSTS65004: /),
      state: 'a state',
    })
  })

  test.each([
    'https://localhost:8400/',
    'http://localhost.example.com:8400/',
    'http://192.168.0.7:8400/',
    'http://[::1]:8400/',
    'http://user@localhost:8400/',
    'http://localhost:8400/#fragment',
    'http://localhost:99999/',
    'javascript:alert(1)',
    '/signed-in',
  ])('never sends a browser to %s', async (address) => {
    for (const method of ['GET', 'POST'] as const) {
      const form = { username: anna, password: 'practice' }
      const path = authorizePath(practice, { redirect_uri: address })
      const { status, headers, body } = await ask(practice, method, path, method === 'POST' ? { form } : {})
      expect(status).toBe(400)
      expect(headers.location).toBeUndefined()
      expect(body).toContain('<p role="alert">AADSTS50011: ')
    }
  })

  test.each([
    ['another directory', { tenant: 'contoso.test' }, 90002],
    ['another application', { client_id: '<b>' }, 700016],
    ['no application', { client_id: undefined }, 900144],
    ['no way back', { redirect_uri: undefined }, 900144],
  ] as const)('shows why there is none for %s', async (_, change, number) => {
    const { status, body } = await ask(practice, 'GET', authorizePath(practice, change))
    expect(status).toBe(400)
    expect(body).toContain(`<p role="alert">AADSTS${number}: `)
    expect(body).not.toContain('<b>')
  })

  test.each([
    ['another response', { response_type: 'token' }, 'unsupported_response_type', 700054],
    ['no response', { response_type: undefined }, 'invalid_request', 900144],
    ['no PKCE', { code_challenge: undefined }, 'invalid_request', 50147],
    ['PKCE without a digest', { code_challenge_method: 'plain' }, 'invalid_request', 50147],
    ['a scope that is not there', { scope: 'openid https://outlook.office.com/Mail.Read' }, 'invalid_scope', 70011],
    ['everything and something', { scope: `${everything} ${imapOnly}` }, 'invalid_scope', 70011],
    ['no scope of a mailbox', { scope: 'openid offline_access' }, 'invalid_scope', 70011],
    ['a sign-in without a page', { prompt: 'none' }, 'login_required', 50058],
  ] as const)('sends the browser back at once for %s', async (_, change, error, number) => {
    const { status, headers } = await ask(practice, 'GET', authorizePath(practice, change))
    expect(status).toBe(302)
    const { searchParams } = new URL(headers.location ?? '')
    expect(searchParams.get('error')).toBe(error)
    expect(searchParams.get('error_description')).toMatch(new RegExp(`^AADSTS${number}: `))
    expect(searchParams.get('state')).toBe('a state')
  })
})

describe('faults', () => {
  test.each([
    ['client-secret-expired', 401, 'invalid_client', 7000222],
    ['consent-missing', 400, 'invalid_grant', 65001],
  ] as const)('%s refuses an application', async (fault, status, error, number) => {
    practice.faults.on(fault, { times: 1 })
    const refused = await askToken(practice, asApplication(practice))
    expect(refused).toMatchObject({ status, json: { error, error_codes: [number] } })
    expect((await askToken(practice, asApplication(practice))).status).toBe(200)
  })

  test('consent-missing and consent-ended refuse a user, and each is about its own step', async () => {
    const { refresh_token: token } = await userTokens(practice, anna)
    practice.faults.on('consent-ended')
    expect((await askToken(practice, byCode(practice, await aCode(practice)))).status).toBe(200)
    const ended = await askToken(practice, byRefresh(practice, token))
    expect(ended).toMatchObject({ status: 400, json: { error: 'invalid_grant', error_codes: [700082] } })
    expect(ended.json['error_description']).toMatch(/The token was issued on \S+ and was inactive for 90\.00:00:00\./)
    practice.faults.off('consent-ended')
    practice.faults.on('consent-missing')
    for (const form of [byRefresh(practice, token), byCode(practice, await aCode(practice))]) {
      expect(await askToken(practice, form)).toMatchObject({
        status: 400,
        json: { error: 'invalid_grant', error_codes: [65001] },
      })
    }
  })

  test('token-throttled and token-unavailable answer without JSON', async () => {
    practice.faults.on('token-throttled')
    const throttled = await askToken(practice, asApplication(practice))
    expect(throttled).toMatchObject({ status: 429, body: 'Too Many Requests', json: {} })
    expect(throttled.headers['retry-after']).toBe('30')
    practice.faults.off('token-throttled')
    practice.faults.on('token-unavailable')
    const unavailable = await askToken(practice, asApplication(practice))
    expect(unavailable).toMatchObject({ status: 503, json: {} })
    expect(unavailable.headers['content-type']).toBe('text/html; charset=utf-8')
    expect((await ask(practice, 'GET', authorizePath(practice))).status).toBe(200)
  })

  test('token-rejected refuses every token and no password; faults of every sign-in are met by tokens as well', async () => {
    const byToken = xoauth2(support, await applicationToken(practice))
    const byPassword = plain(support, 'practice')
    const answers = async (mechanism: string, response: string) => {
      const [imap, pop3, smtp] = await Promise.all([
        dial(practice, 'imaps'),
        dial(practice, 'pop3s'),
        dial(practice, 'smtps'),
      ])
      for (const dialogue of [imap, pop3, smtp]) await dialogue.read(/\r\n/)
      await smtp.say('EHLO client.test', /^250 .*\r\n/m)
      const said = [
        await imap.say(`a AUTHENTICATE ${mechanism} ${response}`, /\r\n/),
        await pop3.say(`AUTH ${mechanism} ${response}`, /\r\n/),
        await smtp.say(`AUTH ${mechanism} ${response}`, /\r\n/),
      ]
      for (const dialogue of [imap, pop3, smtp]) dialogue.end()
      return said
    }
    const matching = (...patterns: readonly RegExp[]) => patterns.map((one) => expect.stringMatching(one) as string)
    practice.faults.on('token-rejected')
    expect(await answers('XOAUTH2', byToken)).toEqual(matching(/^\+ ey/, /^\+ ey/, /^334 ey/))
    expect(await answers('PLAIN', byPassword)).toEqual(matching(/^a OK/, /^\+OK/, /^235/))
    practice.faults.clear()
    practice.faults.on('wrong-password')
    expect(await answers('XOAUTH2', byToken)).toEqual(matching(/^\+ ey/, /^\+ ey/, /^334 ey/))
    practice.faults.clear()
    practice.faults.on('account-disabled')
    expect(await answers('XOAUTH2', byToken)).toEqual(await answers('PLAIN', byPassword))
  })

  test('those of the connection strike here as well', async () => {
    practice.faults.on('reset', { times: 1 })
    await expect(askToken(practice, asApplication(practice))).rejects.toMatchObject({ code: 'ECONNRESET' })
    practice.faults.on('expired-certificate')
    await expect(askToken(practice, asApplication(practice))).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' })
    practice.faults.off('expired-certificate')
    practice.faults.on('one-byte-segments')
    expect((await askToken(practice, asApplication(practice))).status).toBe(200)
    practice.faults.off('one-byte-segments')
    practice.faults.on('silence', { times: 1 })
    const silent = await dial(practice, 'login')
    silent.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    // Another client is served meanwhile.
    expect((await askToken(practice, asApplication(practice))).status).toBe(200)
    expect(silent.pieces()).toEqual([])
    silent.end()
  })
})

describe('hostile requests', () => {
  test('are answered, and the next one is served', async () => {
    const path = tokenPath(practice)
    const form = new URLSearchParams(asApplication(practice)).toString()
    const asForm = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await ask(practice, 'POST', path, { body: form })).status).toBe(400)
    expect((await ask(practice, 'POST', path, { body: '%%%=%&=&&\0', headers: asForm })).status).toBe(400)
    expect((await ask(practice, 'POST', path, { body: Buffer.from([0xff, 0, 0x3d]), headers: asForm })).status).toBe(
      400,
    )
    expect((await ask(practice, 'GET', `${path}?${form}`)).status).toBe(405)
    expect((await ask(practice, 'PUT', authorizePath(practice))).status).toBe(405)
    for (const other of ['/', '//', `/${'x'.repeat(8000)}`, `${path}/`, '/%ff/oauth2/v2.0/tokens', '*'])
      expect((await ask(practice, 'GET', other)).status).toBeGreaterThanOrEqual(400)
    expect((await askToken(practice, asApplication(practice), '%3Cscript%3E%ff')).json['error_codes']).toEqual([90002])
    expect((await askToken(practice, asApplication(practice))).status).toBe(200)
  })

  test('without measure end their connection', async () => {
    const large = await dial(practice, 'login')
    large.send(`POST ${tokenPath(practice)} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`)
    for (let sent = 0; sent < 5; sent++) large.send(`4000\r\n${'x'.repeat(0x4000)}\r\n`)
    expect(await large.read(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/)
    await large.rest()
    const header = await dial(practice, 'login')
    header.send(`GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`)
    await expect(header.read(/\r\n\r\n/)).rejects.toBeInstanceOf(EndedEarly)
    const scraps = await dial(practice, 'login')
    scraps.send('\0\xff EHLO\r\n\r\n')
    await expect(scraps.read(/\r\n\r\n/)).rejects.toBeInstanceOf(EndedEarly)
    expect((await askToken(practice, asApplication(practice))).status).toBe(200)
  })

  test('that break off leave nothing open', async () => {
    const client = connectTls({
      host: '127.0.0.1',
      port: practice.ports.login,
      servername: practice.hosts.login,
      ca: practice.ca.certificate,
    })
    client.write(`POST ${tokenPath(practice)} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\ngrant_type=`)
    client.destroy()
    expect((await askToken(practice, asApplication(practice))).status).toBe(200)
  })
})
