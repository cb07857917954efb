import { afterEach, expect, test } from 'vitest'
import { systemResolver } from '../../src/main/adapters/dns/resolver.ts'
import { createTokenSource } from '../../src/main/adapters/oauth/tokenSource.ts'
import type { TokenRequest } from '../../src/main/engine/ports/tokens.ts'
import { attempt } from '../conformance/mailboxes.ts'
import { readPage } from '../engine/aDirectory.ts'
import { scriptedServer, type ScriptedServer } from './scriptedServer.ts'

let server: ScriptedServer
afterEach(() => server?.stop())

const source = createTokenSource({
  resolver: systemResolver(() => ['127.0.0.1']),
  page: { title: 'Waypost', signedIn: 'Done', failed: 'Not done' },
})
const request = (): TokenRequest => ({
  authority: `${server.host}:${server.port}`,
  tenant: '2f6ae3b4-58d1-4c07-9b1e-7a0c4d93e815',
  clientId: '8c1d7f20-3e9b-4a65-b0f2-d4e6715ac39b',
  scopes: ['https://outlook.office365.com/.default'],
  trust: { organisationCas: [server.ca] },
  proxy: null,
})

/** A token endpoint that gives one answer, whatever it is asked. */
async function answering(body: string, status = '200 OK', type = 'application/json'): Promise<void> {
  const head = [`HTTP/1.1 ${status}`, `Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`]
  server = await scriptedServer('', (line) => (line === '' ? { end: `${head.join('\r\n')}\r\n\r\n${body}` } : ''))
}

// No mark of a token is in it: neither capitals nor digits.
const secret = 'a-secret-of-small-letters-and-dashes'

test.each([
  ['client secret', () => source.byClientSecret(request(), secret, attempt(2_000))],
  ['refresh token', () => source.byRefreshToken(request(), secret, attempt(2_000))],
])('a sign-in server that gives the %s back is not quoted with it', async (_, ask) => {
  const description = `AADSTS7000215: Invalid secret provided: ${secret}, or ${Buffer.from(secret).toString('base64')}.`
  await answering(JSON.stringify({ error: 'invalid_client', error_description: description }), '401 Unauthorized')
  const outcome = await ask()
  expect(outcome).toMatchObject({
    ok: false,
    failure: { code: 'auth-rejected', reply: expect.stringMatching(/AADSTS7000215: Invalid secret provided: ••••/) },
  })
  expect(JSON.stringify(outcome)).not.toContain(secret)
  expect(JSON.stringify(outcome)).not.toContain(Buffer.from(secret).toString('base64').slice(0, 24))
})

const bearer = { access_token: 'opaque', token_type: 'Bearer', expires_in: 3599 }

test.each([
  ['a token of another type', { ...bearer, token_type: 'mac' }],
  ['no type of token', { access_token: 'opaque' }],
  ['a number for a token', { ...bearer, access_token: 5 }],
  ['an empty token', { ...bearer, access_token: '' }],
  ['a life below nothing', { ...bearer, expires_in: -1 }],
  ['a life in words', { ...bearer, expires_in: 'an hour' }],
  ['a list', [bearer]],
  ['nothing', null],
])('%s is an answer that no sign-in server gives', async (_, body) => {
  await answering(JSON.stringify(body))
  expect(await source.byClientSecret(request(), secret, attempt(2_000))).toMatchObject({
    ok: false,
    failure: { code: 'protocol-broken', stage: 'token', transient: false },
  })
})

test.each([
  [0, 0],
  ['3599', 3599],
  [undefined, 300],
  [1e308, 7 * 24 * 3600],
])('a token that lives %s seconds is taken for %s', async (promised, taken) => {
  await answering(JSON.stringify({ ...bearer, expires_in: promised }))
  expect(await source.byClientSecret(request(), secret, attempt(2_000))).toMatchObject({
    ok: true,
    value: { accessToken: 'opaque', expiresIn: taken },
  })
})

test('a sign-in ends within its time, also where the sign-in server says nothing more', async () => {
  server = await scriptedServer('', () => '')
  const began = performance.now()
  const signIn = await source.signIn(request(), '', attempt(1_200))
  if (!signIn.ok) throw new Error(signIn.failure.code)
  const page = new URL(signIn.value.url).searchParams
  await new Promise((resolve) => setTimeout(resolve, 700))
  const shown = readPage(`${page.get('redirect_uri')}/?code=1&state=${page.get('state')}`)
  expect(await signIn.value.done).toMatchObject({ ok: false, failure: { code: 'timed-out', stage: 'token' } })
  expect(performance.now() - began).toBeLessThan(1_700)
  expect(await shown).toMatch(/^200 .*Not done/)
})

test.each([
  ['support@practice.test', 'support@practice.test'],
  ['Änne@müller.example', 'Änne@müller.example'],
  ['support\u001b[2J@practice.test', null],
  ['support\u202etset', null],
  [42, null],
])('a name in the identity token is taken where it can be shown: %j', async (preferred_username, shown) => {
  const claims = Buffer.from(JSON.stringify({ preferred_username })).toString('base64url')
  await answering(JSON.stringify({ ...bearer, id_token: `e30.${claims}.x` }))
  expect(await source.byRefreshToken(request(), secret, attempt(2_000))).toMatchObject({
    ok: true,
    value: { signedInAs: shown },
  })
})
