import { verify } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { anyPracticePorts, startPractice } from '../../src/main/practice/index.ts'
import type { Practice } from '../../src/main/practice/index.ts'
import { dial, xoauth2 } from './dialogue.ts'
import {
  aCode,
  applicationToken,
  asApplication,
  askToken,
  byCode,
  byRefresh,
  everything,
  userToken,
  userTokens,
} from './tokens.ts'

const support = 'support@practice.test'
const anna = 'anna@contoso.test'
const team = 'team@practice.test'
const imapOnly = 'https://outlook.office.com/IMAP.AccessAsUser.All'
let practice: Practice

beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts, sampleMail: false })
})
afterAll(() => practice.stop())
afterEach(() => {
  practice.faults.clear()
  vi.useRealTimers()
})

const claimsOf = (token: unknown): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>

/** Whether a mailbox opens by IMAP. */
async function opens(mailbox: string, token: string): Promise<boolean> {
  const dialogue = await dial(practice, 'imaps')
  await dialogue.read(/\r\n/)
  const answer = await dialogue.say(`a AUTHENTICATE XOAUTH2 ${xoauth2(mailbox, token)}`, /^(?:a|\+) .*\r\n/m)
  dialogue.end()
  return answer.startsWith('a OK')
}

const openedBy = async (token: string) => {
  const opened = []
  for (const mailbox of [support, anna, team, 'info@practice.test', 'support', 'nobody@practice.test']) {
    if (await opens(mailbox, token)) opened.push(mailbox)
  }
  return opened
}

describe('an application', () => {
  test('gets a token for itself, which opens every mailbox', async () => {
    for (const tenant of [practice.oauth.tenant, practice.oauth.tenant.toUpperCase(), 'practice.test']) {
      const { status, headers, json } = await askToken(practice, asApplication(practice), tenant)
      expect(status).toBe(200)
      expect(headers['cache-control']).toBe('no-store')
      expect(json).toEqual({
        token_type: 'Bearer',
        expires_in: 3599,
        ext_expires_in: 3599,
        access_token: expect.any(String),
      })
    }
    expect(await openedBy(await applicationToken(practice))).toEqual([support, anna, team])
  })

  test('gets a token that anybody can check who has the public key', async () => {
    const token = await applicationToken(practice)
    const [header = '', claims = '', signature = ''] = token.split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'RS256' })
    const signed = Buffer.from(`${header}.${claims}`)
    expect(verify('RSA-SHA256', signed, practice.oauth.publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
    const { iat, exp, ...rest } = claimsOf(token)
    expect(Number(exp) - Number(iat)).toBe(3599)
    expect(rest).toMatchObject({
      iss: `https://login.practice.test/${practice.oauth.tenant}/v2.0`,
      aud: 'https://outlook.office365.com',
      azp: practice.oauth.clientId,
      roles: ['IMAP.AccessAsApp', 'POP.AccessAsApp', 'SMTP.SendAsApp'],
      nbf: iat,
      jti: expect.any(String),
    })
    expect(rest).not.toHaveProperty('upn')
  })

  test.each([
    ['another secret', { client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
    ['no secret', { client_secret: undefined }, 401, 'invalid_client', 7000216],
    ['an id that nobody registered', { client_id: 'a8b0' }, 400, 'unauthorized_client', 700016],
    ['no id', { client_id: undefined }, 400, 'invalid_request', 900144],
    ['a scope of single permissions', { scope: imapOnly }, 400, 'invalid_scope', 1002012],
    ['a scope of another service', { scope: 'https://graph.microsoft.com/.default' }, 400, 'invalid_scope', 70011],
    ['no scope', { scope: undefined }, 400, 'invalid_request', 900144],
    ['a grant that is not there', { grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
    ['no grant', { grant_type: '' }, 400, 'invalid_request', 900144],
  ] as const)('with %s is refused', async (_, change, status, error, number) => {
    const answer = await askToken(practice, { ...asApplication(practice), ...change })
    expect(answer.status).toBe(status)
    expect(answer.json).toEqual({
      error,
      error_description: expect.stringMatching(
        new RegExp(
          `^AADSTS${number}: \\S.+ Trace ID: [-0-9a-f]{36} Correlation ID: [-0-9a-f]{36} Timestamp: [-0-9]{10} [:0-9]{8}Z$`,
        ),
      ),
      error_codes: [number],
      timestamp: expect.stringMatching(/^[-0-9]{10} [:0-9]{8}Z$/),
      trace_id: expect.any(String),
      correlation_id: expect.any(String),
      error_uri: `https://login.practice.test/error?code=${number}`,
    })
  })

  test('in a directory that is not there is refused', async () => {
    const { status, json } = await askToken(practice, asApplication(practice), 'contoso.test')
    expect(status).toBe(400)
    expect(json).toMatchObject({ error: 'invalid_request', error_codes: [90002] })
    expect(json['error_description']).toContain("Tenant 'contoso.test' not found.")
  })
})

describe('a user', () => {
  test('gets the tokens that were asked for, and opens the own mailbox and shared ones', async () => {
    const tokens = await userTokens(practice, support)
    expect(tokens).toEqual({
      token_type: 'Bearer',
      scope: everything,
      expires_in: 3599,
      ext_expires_in: 3599,
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      id_token: expect.any(String),
    })
    expect(claimsOf(tokens['access_token'])).toMatchObject({
      email: support,
      upn: support,
      scp: 'IMAP.AccessAsUser.All POP.AccessAsUser.All SMTP.Send',
    })
    expect(claimsOf(tokens['id_token'])).toMatchObject({
      aud: practice.oauth.clientId,
      preferred_username: support,
      name: 'Practice Support',
      tid: practice.oauth.tenant,
    })
    expect(await openedBy(String(tokens['access_token']))).toEqual([support, team])
    expect(await openedBy(await userToken(practice, anna))).toEqual([anna])
  })

  test('gets neither refresh token nor identity unasked', async () => {
    const tokens = await userTokens(practice, anna, imapOnly.toUpperCase().replace('HTTPS', 'https'))
    expect(Object.keys(tokens).toSorted()).toEqual([
      'access_token',
      'expires_in',
      'ext_expires_in',
      'scope',
      'token_type',
    ])
    expect(claimsOf(tokens['access_token'])).toMatchObject({
      aud: 'https://outlook.office.com',
      scp: 'IMAP.AccessAsUser.All',
    })
  })

  test('has a code for one try', async () => {
    const once = await aCode(practice)
    expect((await askToken(practice, byCode(practice, once))).status).toBe(200)
    const again = await askToken(practice, byCode(practice, once))
    expect(again).toMatchObject({ status: 400, json: { error: 'invalid_grant', error_codes: [54005] } })
  })

  test.each([
    ['another verifier', { code_verifier: 'another' }, 400, 'invalid_grant', 501481],
    ['no verifier', { code_verifier: undefined }, 400, 'invalid_grant', 501481],
    ['another address', { redirect_uri: 'http://127.0.0.1:8401/signed-in' }, 400, 'invalid_grant', 500112],
    ['no address', { redirect_uri: undefined }, 400, 'invalid_request', 900144],
    ['a code that was never given', { code: 'nothing' }, 400, 'invalid_grant', 70000],
    ['no code', { code: undefined }, 400, 'invalid_request', 900144],
    ['the secret of the application', { client_secret: 'x' }, 401, 'invalid_client', 700025],
    [
      'a scope that was not consented to',
      { scope: 'https://graph.microsoft.com/User.Read' },
      400,
      'invalid_scope',
      70011,
    ],
  ] as const)('gets nothing for a code with %s', async (_, change, status, error, number) => {
    const answer = await askToken(practice, { ...byCode(practice, await aCode(practice)), ...change })
    expect(answer).toMatchObject({ status, json: { error, error_codes: [number] } })
  })

  test('gets nothing for a code after ten minutes', async () => {
    const late = await aCode(practice)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_001 })
    const answer = await askToken(practice, byCode(practice, late))
    expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_grant', error_codes: [70008] } })
  })

  test('gets fresh tokens by a refresh token, and the older one stays good', async () => {
    const first = await userTokens(practice, support)
    const second = (await askToken(practice, byRefresh(practice, first['refresh_token']))).json
    expect(Object.keys(second).toSorted()).toEqual(Object.keys(first).toSorted())
    expect(second['refresh_token']).not.toBe(first['refresh_token'])
    expect(second['access_token']).not.toBe(first['access_token'])
    for (const token of [first['refresh_token'], second['refresh_token']]) {
      expect((await askToken(practice, byRefresh(practice, token))).status).toBe(200)
    }
    expect(await opens(team, String(second['access_token']))).toBe(true)
  })

  test('gets less by a refresh token when less is asked for, and never more', async () => {
    const { refresh_token: token } = await userTokens(practice, anna, `${imapOnly} offline_access`)
    const less = await askToken(practice, { ...byRefresh(practice, token), scope: everything })
    expect(claimsOf(less.json['access_token'])['scp']).toBe('IMAP.AccessAsUser.All')
    const more = { ...byRefresh(practice, token), scope: 'https://outlook.office.com/SMTP.Send' }
    expect(await askToken(practice, more)).toMatchObject({ status: 400, json: { error_codes: [65001] } })
  })

  test.each([
    ['a refresh token that was never given', { refresh_token: 'nothing' }, 400, 'invalid_grant', 70000],
    ['no refresh token', { refresh_token: undefined }, 400, 'invalid_request', 900144],
    ['the secret of the application', { client_secret: 'x' }, 401, 'invalid_client', 700025],
  ] as const)('gets nothing with %s', async (_, change, status, error, number) => {
    const { refresh_token: token } = await userTokens(practice, anna)
    const answer = await askToken(practice, { ...byRefresh(practice, token), ...change })
    expect(answer).toMatchObject({ status, json: { error, error_codes: [number] } })
  })
})

describe('a token', () => {
  test('opens nothing after its hour, and nothing at another practice', async () => {
    const token = await applicationToken(practice)
    const other = await startPractice({ ports: anyPracticePorts, sampleMail: false })
    expect(other.oauth.publicKey).not.toBe(practice.oauth.publicKey)
    const elsewhere = await applicationToken(other)
    await other.stop()
    expect(await opens(support, elsewhere)).toBe(false)
    expect(await opens(support, `${token}x`)).toBe(false)
    const end = Number(claimsOf(token)['exp']) * 1000
    vi.useFakeTimers({ toFake: ['Date'], now: end - 1 })
    expect(await opens(support, token)).toBe(true)
    vi.setSystemTime(end)
    expect(await opens(support, token)).toBe(false)
    expect(await opens(support, await applicationToken(practice))).toBe(true)
  })

  test('can be voided by a test, alone or with everything that leads to another', async () => {
    const tokens = await userTokens(practice, support)
    practice.oauth.voidTokens('access')
    expect(await opens(support, String(tokens['access_token']))).toBe(false)
    const again = await askToken(practice, byRefresh(practice, tokens['refresh_token']))
    expect(await opens(support, String(again.json['access_token']))).toBe(true)
    const waiting = await aCode(practice)
    practice.oauth.voidTokens()
    expect(await opens(support, String(again.json['access_token']))).toBe(false)
    for (const form of [byRefresh(practice, tokens['refresh_token']), byCode(practice, waiting)]) {
      expect((await askToken(practice, form)).json).toMatchObject({ error: 'invalid_grant', error_codes: [70008] })
    }
  })

  test('is counted when it is asked for, also in vain', async () => {
    const before = practice.oauth.requests()
    const tokens = await userTokens(practice, anna)
    await askToken(practice, byRefresh(practice, tokens['refresh_token']))
    await askToken(practice, byRefresh(practice, 'nothing'))
    await askToken(practice, { grant_type: 'password' })
    expect(practice.oauth.requests()).toEqual({
      ...before,
      authorization_code: before.authorization_code + 1,
      refresh_token: before.refresh_token + 2,
      other: before.other + 1,
    })
  })
})
