import { describe, expect, test } from 'vitest'
import { knownRepliesFor } from '../../../src/domain/replies/explain.ts'
import { pastedTokenFailure } from '../../../src/domain/replies/pasted.ts'

const trace =
  'Trace ID: 0000aaaa-11bb-cccc-dd33-eeeeee333333\r\nCorrelation ID: aaaa0000-bb11-2222-33cc-444444dddddd\r\nTimestamp: 2026-11-20 10:00:00Z'

describe('what somebody pasted', () => {
  const json = JSON.stringify({
    error: 'invalid_client',
    error_description: `AADSTS7000215: Invalid client secret provided.\r\n${trace}`,
    error_codes: [7000215],
    error_uri: 'https://login.microsoftonline.com/error?code=7000215',
  })
  test.each([
    ['the whole answer', json, 'entra.wrong-secret', 'auth-rejected', false],
    [
      'it in a log',
      `10:00 Status Code '401'. Response body: ${json} (retry 1)`,
      'entra.wrong-secret',
      'auth-rejected',
      false,
    ],
    [
      'the line that Waypost shows',
      'invalid_grant: AADSTS50057: The user account is disabled.',
      'entra.user-disabled',
      'auth-rejected',
      false,
    ],
    [
      'the address of the browser',
      'http://localhost:4711/?error=access_denied&error_description=AADSTS65004%3a+declined&state=x',
      'entra.declined',
      'auth-rejected',
      false,
    ],
    [
      'a number with its text',
      'Sorry, but we’re having trouble. AADSTS50011: The redirect URI does not match.',
      'entra.redirect',
      'auth-rejected',
      false,
    ],
    ['a number that passes', 'AADSTS90033: A transient error has occurred.', 'entra.outage', 'auth-unavailable', true],
    [
      'an error that passes',
      '{"error":"temporarily_unavailable","error_description":"AADSTS90055: Busy."}',
      'entra.busy',
      'auth-unavailable',
      true,
    ],
    [
      'an error that does not, whatever its number',
      '{"error":"invalid_grant","error_description":"AADSTS90033: x"}',
      'entra.outage',
      'auth-rejected',
      false,
    ],
    [
      'it inside other JSON',
      JSON.stringify({ response: JSON.parse(json) as unknown }),
      'entra.wrong-secret',
      'auth-rejected',
      false,
    ],
    ['an error alone', 'login_required: sign in', 'token.interaction', 'auth-rejected', false],
    ['an unknown number', 'AADSTS99999', 'entra.other-number', 'auth-rejected', false],
  ] as const)('%s is recognised', (_, text, row, code, transient) => {
    const failure = pastedTokenFailure(text)
    expect(failure).toMatchObject({ stage: 'token', code, transient })
    expect(knownRepliesFor(failure!, {})[0]?.id).toBe(row)
    expect(failure!.reply).not.toContain('error_description')
  })
  test.each([
    '',
    JSON.stringify({ error: 'server_errors' }),
    '535 5.7.3 Authentication unsuccessful',
    'a1 NO [AUTHENTICATIONFAILED] Authentication failed.',
    '{"error":"ErrorAccessDenied"}',
    '{"error":{"code":"InvalidAuthenticationToken"}}',
    'AADSTS',
    'the access_denied page',
    '{'.repeat(1_000_000),
  ])('“%.40s” is none of it', (text) => {
    expect(pastedTokenFailure(text)).toBeNull()
  })
})
