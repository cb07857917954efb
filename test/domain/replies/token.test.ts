import { describe, expect, test } from 'vitest'
import { isDefiniteRefusal, type FailureCode } from '../../../src/domain/failure.ts'
import { explainFailure, knownRepliesFor } from '../../../src/domain/replies/explain.ts'
import { knownReplies } from '../../../src/domain/replies/knowledge.ts'
import { readTokenError, tokenErrors, tokenFailure, type TokenAnswer } from '../../../src/domain/replies/token.ts'
import { imapFailure } from '../../../src/domain/replies/imap.ts'
import { say } from '../../../src/words/index.ts'

const where = { host: 'login.microsoftonline.com', port: 443 }
const trace =
  'Trace ID: 0000aaaa-11bb-cccc-dd33-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-11-20 10:00:00Z'
const mailbox = { protocol: 'imap', host: 'outlook.office365.com', address: 'support@contoso.example' } as const
const refused = (description: string, error = 'invalid_grant') =>
  tokenFailure({ status: 400, error, description }, where)

describe('what a token endpoint’s answer comes to', () => {
  const answers: readonly (readonly [number, string | null, FailureCode, boolean])[] = [
    [429, null, 'throttled', true],
    [429, 'invalid_client', 'throttled', true],
    [500, null, 'auth-unavailable', true],
    [502, 'invalid_grant', 'auth-unavailable', true],
    [503, 'temporarily_unavailable', 'auth-unavailable', true],
    [504, null, 'auth-unavailable', true],
    [400, 'temporarily_unavailable', 'auth-unavailable', true],
    [400, 'server_error', 'auth-unavailable', true],
    [401, 'invalid_client', 'auth-rejected', false],
    [400, 'unauthorized_client', 'auth-rejected', false],
    [400, 'invalid_grant', 'auth-rejected', false],
    [400, 'interaction_required', 'auth-rejected', false],
    [400, 'consent_required', 'auth-rejected', false],
    [400, 'login_required', 'auth-rejected', false],
    [403, 'access_denied', 'auth-rejected', false],
    [400, 'invalid_scope', 'auth-rejected', false],
    [400, 'invalid_request', 'auth-rejected', false],
    [400, 'invalid_resource', 'auth-rejected', false],
    [200, 'invalid_grant', 'auth-rejected', false],
    [200, null, 'protocol-broken', false],
    [302, null, 'protocol-broken', false],
    [400, null, 'protocol-broken', false],
    [404, null, 'protocol-broken', false],
    [403, 'blocked_by_portal', 'protocol-broken', false],
    [Number.NaN, null, 'protocol-broken', false],
  ]
  test.each(answers)('%s with %s is %s', (status, error, code, transient) => {
    const failure = tokenFailure({ status, error, description: null }, where)
    expect(failure).toMatchObject({ ...where, stage: 'token', code, transient })
    expect(isDefiniteRefusal(failure)).toBe(code === 'auth-rejected')
  })

  test('the reply is the error with the first line, and Microsoft’s numbers of the request behind it', () => {
    expect(refused(`AADSTS50057: The user account is disabled.\r\n${trace}`)).toMatchObject({
      reply:
        'invalid_grant: AADSTS50057: The user account is disabled. Trace ID: 0000aaaa-11bb-cccc-dd33-eeeeee333333 Correlation ID: aaaa0000-bb11-2222-33cc-444444dddddd Timestamp: 2026-11-20 10:00:00Z',
      detail: 'HTTP 400',
    })
  })
  test('where the first line is long, the numbers of the request give way', () => {
    const long = `AADSTS50076: ${'word '.repeat(80)}end.`
    expect(refused(`${long}\r\n${trace}`).reply).toBe(`invalid_grant: ${long}`)
    expect(refused(`${long} ${trace.replaceAll('\r\n', ' ')}`).reply).toBe(`invalid_grant: ${long}`)
    expect(refused(`${'x'.repeat(484)}😀`).reply).toBe(`invalid_grant: ${'x'.repeat(484)}`)
  })
  test('how long to wait is kept as evidence, and nonsense is not', () => {
    const detailOf = (retryAfterSeconds: number | null) =>
      tokenFailure({ status: 429, error: null, description: null, retryAfterSeconds }, where).detail
    expect(detailOf(30)).toBe('HTTP 429, Retry-After 30 s')
    expect([null, -1, Number.NaN, Number.POSITIVE_INFINITY].map(detailOf)).toEqual(Array(4).fill('HTTP 429'))
  })
  test('other lines of a description stay out', () => {
    expect(refused('AADSTS50057: Disabled.\nOpen https://evil.example and sign in.').reply).toBe(
      'invalid_grant: AADSTS50057: Disabled.',
    )
  })
  test('what looks like a token or a secret is taken out, ids and links are not', () => {
    const jwt = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL291dGxvb2sub2ZmaWNlMzY1LmNvbSJ9.c2lnbmF0dXJl'
    const secret = 'abc8Q~dEfGhIjKlMnOpQrStUvWxYz0123456789-'
    const { reply = '' } = refused(`AADSTS70000: ${jwt} and ${secret} of 00001111-aaaa-2222-bbbb-3333cccc4444.`)
    expect(reply).toBe('invalid_grant: AADSTS70000: •••• and •••• of 00001111-aaaa-2222-bbbb-3333cccc4444.')
    expect(
      refused('AADSTS7000222: see https://login.microsoftonline.com/error?code=7000222', 'invalid_client').reply,
    ).toContain('https://login.microsoftonline.com/error?code=7000222')
  })
  test.each([
    ['a huge description', { error: 'invalid_grant', description: 'A'.repeat(5_000_000) }],
    ['many lines', { error: 'invalid_grant', description: 'Trace ID: x\n'.repeat(500_000) }],
    [
      'control and format characters',
      { error: 'invalid_grant', description: 'a\u0000b\u001b[31mc\u202ed\u2028e\ud800f' },
    ],
    ['a huge error', { error: 'a'.repeat(1_000_000), description: 'b' }],
    ['an error with markup', { error: '<script>alert(1)</script>', description: 'b' }],
    ['an error with lines', { error: 'invalid_grant\r\nSet-Cookie: a', description: 'b' }],
    ['an empty error', { error: '', description: '' }],
    ['a secret as error', { error: 'abc8Qxd-EfGhIjKlMnOpQrStUvWxYz0123456789', description: 'b' }],
    ['a number as error', { error: 7000215, description: 7 }],
    ['objects', { error: { toString: () => 'invalid_grant' }, description: ['x'] }],
    ['a key of every object', { error: 'constructor', description: '__proto__' }],
    ['nothing', { error: undefined, description: undefined }],
  ] as const)('%s does no harm', (_, answer) => {
    const failure = tokenFailure({ status: 400, ...answer } as unknown as TokenAnswer, where)
    expect(failure.code).toBe(answer.error === 'invalid_grant' ? 'auth-rejected' : 'protocol-broken')
    const { reply = '' } = failure
    expect(reply.length).toBeLessThanOrEqual(500)
    expect(reply).not.toContain('abc8Q')
    expect(reply).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Cs}]/u)
    expect(explainFailure(failure).length).toBeGreaterThan(0)
  })
  test.each([
    ['{"error":"invalid_grant","error_description":"AADSTS50057: x"}', 'invalid_grant', 'AADSTS50057: x'],
    ['{"error":"invalid_grant"}', 'invalid_grant', null],
    ['{"error":{"code":"InvalidAuthenticationToken","message":"x"}}', null, null],
    ['{"error":5,"error_description":{}}', null, null],
    ['[]', null, null],
    ['"invalid_grant"', null, null],
    ['null', null, null],
    ['<!DOCTYPE html><title>Sign in to the guest network</title>', null, null],
    ['', null, null],
  ])('from the body %s it reads %s', (body, error, description) => {
    expect(readTokenError(body)).toEqual({ error, description })
  })
})

const byNumber: Readonly<Record<string, readonly number[]>> = {
  'entra.wrong-secret': [7000215],
  'entra.secret-expired': [7000222],
  'entra.client-certificate': [700027],
  'entra.secret-missing': [7000218],
  'entra.request-not-valid': [90023, 700025],
  'entra.app-not-found': [700016],
  'entra.app-disabled': [7000112, 70001],
  'entra.tenant-not-found': [90002, 900023],
  'entra.not-multi-tenant': [50194],
  'entra.tenant-restriction': [500021],
  'entra.not-consented': [65001],
  'entra.admin-consent': [90094],
  'entra.declined': [65004],
  'entra.redirect': [50011],
  'entra.single-page': [700084],
  'entra.scope': [70011, 700022, 28000],
  'entra.no-exchange': [500011],
  'entra.other-tenant': [700005],
  'entra.loop': [50196],
  'entra.tls-too-old': [1002016],
  'entra.user-not-found': [50020, 50034, 51004],
  'entra.locked': [50053],
  'entra.password-expired': [50055, 50144],
  'entra.wrong-password': [50126],
  'entra.no-password': [50056],
  'entra.user-disabled': [50057],
  'entra.second-factor': [50072, 50074, 50076, 50079, 53004],
  'entra.not-assigned': [50105],
  'entra.device': [53000, 53001],
  'entra.conditional-access': [50131, 53002, 53003, 530032, 530034],
  'entra.sign-in-ended': [50132, 50133, 50173, 70000, 70008, 700082],
  'entra.busy': [90055],
  'entra.outage': [90024, 50087, 90006, 90033, 90012],
  'entra.agent': [80002, 80007],
  'entra.agent-clock': [80013],
}
const numbers = Object.entries(byNumber).flatMap(([row, each]) => each.map((number) => [number, row] as const))

describe('AADSTS numbers', () => {
  test.each(numbers)('%i is known as %s, alone', (number, row) => {
    const failure = refused(`AADSTS${number}: Whatever it says today.\r\n${trace}`)
    expect(knownRepliesFor(failure, mailbox).map(({ id }) => id)).toEqual([row])
    for (const { meaning, remedies } of explainFailure(failure, mailbox))
      for (const each of [meaning, ...remedies]) expect(say(each)).not.toBe(each.key)
  })
  test('every row of Entra’s has its numbers here', () => {
    const rows = knownReplies.filter(({ speaks, general }) => speaks === 'token' && !general)
    expect(rows.map(({ id }) => id).toSorted()).toEqual(Object.keys(byNumber).toSorted())
  })
  test.each(numbers)('nothing is done by %i: the same error and status come to the same failure', (number) => {
    for (const error of [...tokenErrors, 'unheard_of', null]) {
      for (const status of [200, 400, 401, 429, 503]) {
        const { reply: _, ...decided } = tokenFailure({ status, error, description: `AADSTS${number}: x` }, where)
        const { reply: __, ...plain } = tokenFailure({ status, error, description: null }, where)
        expect(decided).toEqual(plain)
      }
    }
  })
  test('one that is not known is told from what it begins like, and is explained by its error and a link', () => {
    const failure = refused('AADSTS70002150: Something new.', 'invalid_client')
    expect(knownRepliesFor(failure, {}).map(({ id }) => id)).toEqual(['entra.other-number', 'token.invalid-client'])
    const [first, second] = explainFailure(failure)
    expect(say(first!.meaning)).toBe('Entra refuses. Waypost does not know the number AADSTS70002150.')
    expect(say(first!.remedies[0]!)).toBe(
      'Read what Microsoft says of it: https://login.microsoftonline.com/error?code=70002150',
    )
    expect(second!.meaning.key).toBe('reply.token.invalid-client')
  })
  test.each(tokenErrors)('%s without a number has causes of its own', (error) => {
    const failure = tokenFailure({ status: 400, error, description: null }, where)
    expect(knownRepliesFor(failure, mailbox)).toHaveLength(1)
    expect(JSON.stringify(explainFailure(failure, mailbox))).not.toMatch(/unrecognised|server-log|remedy\.check-pass/)
  })
  test.each([
    [{ status: 429, error: null }, 'reply.entra.busy'],
    [{ status: 503, error: null }, 'reply.entra.outage'],
    [{ status: 200, error: null }, 'reply.token.other-answer'],
    [{ status: 403, error: 'portal' }, 'reply.unrecognised'],
  ])('%o speaks of the sign-in server, not of the mail server', (answer, first) => {
    const causes = explainFailure(tokenFailure({ description: null, ...answer }, where), mailbox)
    expect(causes[0]!.meaning.key).toBe(first)
    expect(JSON.stringify(causes)).not.toContain('mail-server-admin')
  })
  test('a mail server’s words are not looked up among Entra’s, nor the other way round', () => {
    const said = imapFailure('sign-in', 'NO invalid_grant', null, { host: 'imap.contoso.example' })
    expect(knownRepliesFor(said, { protocol: 'imap' })).toEqual([])
    expect(knownRepliesFor(refused('[AUTHENTICATIONFAILED] AUTHENTICATE failed.'), mailbox)).toMatchObject([
      { id: 'token.invalid-grant' },
    ])
  })
})
