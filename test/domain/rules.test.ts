import { describe, expect, test } from 'vitest'
import {
  fingerprint,
  folderOf,
  mailboxEpochKey,
  mailboxKey,
  noSecrets,
  passwordAlone,
  portMismatch,
  type ConnectorSettings,
} from '../../src/domain/connector.ts'
import { connectorProblems } from '../../src/domain/connectorProblems.ts'
import { sideState, type SideStanding } from '../../src/domain/connectorState.ts'
import { accountedFor, imbalance, mailOutcomes, noCounts } from '../../src/domain/ledger.ts'
import { outboxStateOf } from '../../src/domain/outbox.ts'
import { noOAuth, type OAuthSettings } from '../../src/domain/oauth.ts'
import type { Proxy } from '../../src/domain/proxy.ts'
import { redact } from '../../src/domain/redact.ts'
import { clampNextTry, deliveryBackoff, pollBackoff } from '../../src/domain/retry.ts'
import { workItemId } from '../../src/domain/workItem.ts'
import { dayOf, startOfDay, startOfToday } from '../../src/main/engine/today.ts'

const settings: ConnectorSettings = {
  useFor: 'both',
  primaryAddress: 'support@example.com',
  username: 'support',
  additionalMailbox: null,
  addressFamily: 'any',
  oauth: null,
  incoming: {
    service: 'other-imap',
    host: 'imap.example.com',
    port: 993,
    security: 'tls',
    authentication: 'password',
    folder: null,
  },
  outgoing: {
    service: 'other-smtp',
    host: 'smtp.example.com',
    port: 465,
    security: 'tls',
    authentication: 'password',
    template: 'per-connector',
    ehloName: null,
  },
}
const password = { id: 'p', version: 1 }
const proxy: Proxy = {
  kind: 'socks5',
  host: 'proxy.example.com',
  port: 1080,
  username: '',
  direct: [],
  password: null,
}
const around = { organisationCa: null, proxy: null }

describe('the fingerprint', () => {
  const of = (
    part: Partial<ConnectorSettings>,
    side: 'incoming' | 'outgoing' = 'incoming',
    ref: typeof password | null = password,
  ) => fingerprint(side, { ...settings, ...part }, passwordAlone(ref), around)
  test('is the same for what means the same', () => {
    expect(of({ primaryAddress: 'SUPPORT@Example.com' })).toBe(of({}))
    expect(of({ incoming: { ...settings.incoming!, host: ' IMAP.example.com' } })).toBe(of({}))
    expect(of({ incoming: { ...settings.incoming!, folder: ' inbox ' } })).toBe(of({}))
    expect(of({ useFor: 'incoming', outgoing: null })).toBe(of({}))
  })
  test('of a side that signs in nowhere does not hang on user and password', () => {
    const relay = { outgoing: { ...settings.outgoing!, authentication: 'none' as const } }
    expect(of({ ...relay, username: 'other' }, 'outgoing', { id: 'p', version: 9 })).toBe(of(relay, 'outgoing', null))
  })
  test('differs with the version of the password, the organisation CA and the proxy, and holds no secret', () => {
    expect(of({}, 'incoming', { id: 'p', version: 2 })).not.toBe(of({}))
    expect(fingerprint('incoming', settings, passwordAlone(password), { organisationCa: 'x', proxy: null })).not.toBe(
      of({}),
    )
    expect(fingerprint('incoming', settings, passwordAlone(password), { organisationCa: null, proxy })).not.toBe(of({}))
  })
  test('of a side that signs in by a token hangs on where that comes from, by which way, and on nothing else', () => {
    const mark = (part: Partial<OAuthSettings> = {}, proxyNow: Proxy | null = null) =>
      fingerprint(
        'incoming',
        {
          ...settings,
          incoming: { ...settings.incoming!, authentication: 'oauth' },
          oauth: { ...noOAuth, tenant: 'contoso.test', clientId: 'c1', ...part },
        },
        { ...noSecrets, clientSecret: password },
        { ...around, proxy: proxyNow },
      )
    const otherOnes = { grant: 'delegated', authority: 'login.example', tenant: 'other.test', clientId: 'c2' } as const
    for (const [key, other] of Object.entries(otherOnes)) expect(mark({ [key]: other }), key).not.toBe(mark())
    expect(mark({ secretEndsOn: '2031-01-31', tenant: ' Contoso.TEST' })).toBe(mark())
    // The mail server is reached directly, and the sign-in server is not.
    const direct = [settings.incoming!.host]
    expect(mark({}, { ...proxy, direct })).not.toBe(mark())
    expect(mark({}, { ...proxy, direct: [...direct, noOAuth.authority] })).toBe(mark())
  })
  test('of a side that is not used is a name of its own', () => {
    expect(of({ useFor: 'outgoing' }, 'incoming')).toBe('incoming:none')
  })
})

test('a mailbox is the same however its host, user and Inbox are written', () => {
  const other = {
    ...settings,
    username: 'SUPPORT',
    incoming: { ...settings.incoming!, host: 'IMAP.Example.com.', folder: 'InBox' },
  }
  expect(mailboxKey(other)).toBe(mailboxKey(settings))
  expect(
    mailboxKey({ ...settings, incoming: { ...settings.incoming!, service: 'other-pop3', folder: 'Archive' } }),
  ).toBe(mailboxKey(settings))
  expect(mailboxKey({ ...settings, incoming: { ...settings.incoming!, folder: 'Archive' } })).not.toBe(
    mailboxKey(settings),
  )
  expect(mailboxKey({ ...settings, useFor: 'outgoing' })).toBeNull()
  expect(folderOf({ ...settings.incoming!, folder: 'Inbox/2026' })).toBe('Inbox/2026')
})

test('a changed host, user, protocol or additional mailbox is another mailbox; a changed folder is not', () => {
  const key = mailboxEpochKey(settings)
  expect(mailboxEpochKey({ ...settings, incoming: { ...settings.incoming!, folder: 'Archive', port: 143 } })).toBe(key)
  for (const changed of [
    { username: 'other' },
    { additionalMailbox: 'team' },
    { incoming: { ...settings.incoming!, host: 'other' } },
    { incoming: { ...settings.incoming!, service: 'other-pop3' as const } },
  ]) {
    expect(mailboxEpochKey({ ...settings, ...changed })).not.toBe(key)
  }
})

test.each([
  ['imap', 993, 'tls', null],
  ['imap', 143, 'tls', { usualSecurity: 'starttls', usualPort: 993 }],
  ['imap', 993, 'starttls', { usualSecurity: 'tls', usualPort: 143 }],
  ['imap', 1993, 'tls', null],
  ['pop3', 110, 'starttls', null],
  ['pop3', 995, 'starttls', { usualSecurity: 'tls', usualPort: 110 }],
  ['smtp', 25, 'starttls', null],
  ['smtp', 25, 'none', null],
  ['smtp', 587, 'tls', { usualSecurity: 'starttls', usualPort: 465 }],
  ['smtp', 465, 'none', { usualSecurity: 'tls', usualPort: 25 }],
] as const)('%s on port %i with %s', (protocol, port, security, mismatch) =>
  expect(portMismatch(protocol, port, security)).toEqual(mismatch),
)

test.each([
  'imap.example.com',
  'IMAP',
  '192.0.2.1',
  '2001:db8::1',
  '[2001:db8::1]',
  'müller.example',
  'mail_1.example.com',
  'example.com.',
])('%s is a server', (host) => {
  expect(
    connectorProblems(
      { ...settings, incoming: { ...settings.incoming!, host } },
      { password: true, certificate: true, fallback: true },
    ),
  ).toEqual([])
})
test.each([
  'imap example.com',
  'https://imap.example.com',
  'imap.example.com:993',
  'user@imap.example.com',
  '-imap.example.com',
  'imap..example.com',
  'imap/example',
])('%s is no server', (host) => {
  expect(
    connectorProblems(
      { ...settings, incoming: { ...settings.incoming!, host } },
      { password: true, certificate: true, fallback: true },
    ),
  ).toEqual([{ field: 'incoming.host', code: 'host-invalid' }])
})
test.each(['localhost', 'LOCALHOST', 'localhost.localdomain', 'mail example', '', 'mail..example.com', '-mail'])(
  '%j is no EHLO name',
  (ehloName) => {
    expect(
      connectorProblems(
        { ...settings, outgoing: { ...settings.outgoing!, ehloName } },
        { password: true, certificate: true, fallback: true },
      ),
    ).toEqual([{ field: 'outgoing.ehloName', code: 'ehlo-invalid' }])
  },
)

describe('a line is redacted', () => {
  test.each([
    ['A1 LOGIN anna secret', 'A1 LOGIN ••••'],
    ['a1 login "anna" {6}', 'a1 login ••••'],
    ['A1 AUTHENTICATE PLAIN AGFubmEAc2VjcmV0', 'A1 AUTHENTICATE PLAIN ••••'],
    ['AUTH PLAIN AGFubmEAc2VjcmV0', 'AUTH PLAIN ••••'],
    ['AUTH LOGIN', 'AUTH LOGIN'],
    ['auth xoauth2 dXNlcj1hbm5h', 'auth xoauth2 ••••'],
    ['PASS secret word', 'PASS ••••'],
    ['pass secret', 'pass ••••'],
    ['Authorization: Bearer eyJ0.abc-_~+/=', 'Authorization: Bearer ••••'],
    ['250 AUTH=LOGIN PLAIN', '250 AUTH=LOGIN PLAIN'],
    ['+OK PASS accepted', '+OK PASS accepted'],
    ['USER anna', 'USER anna'],
  ])('%s', (line, clean) => expect(redact(line)).toBe(clean))
  test('of secrets in play wherever they stand, more than once, and of what looks like a pattern', () => {
    expect(redact('535 your password a.*b is wrong: a.*b', ['a.*b', ''])).toBe('535 your password •••• is wrong: ••••')
  })
})

test('failing connectors wait from a minute to an hour, refused recipients from five minutes to four hours', () => {
  expect([1, 2, 3, 6, 7, 8, 1000].map((failures) => pollBackoff(failures) / 60_000)).toEqual([1, 2, 4, 32, 60, 60, 60])
  expect([1, 2, 3, 6, 7, 1000].map((tries) => deliveryBackoff(tries) / 60_000)).toEqual([5, 10, 20, 160, 240, 240])
  expect(clampNextTry(10_000_000, 0, 1000)).toBe(1000)
  expect(clampNextTry(500, 0, 1000)).toBe(500)
})

test.each([
  [['sent'], false, 'sent'],
  [['sent', 'failed'], false, 'failed'],
  [['sent', 'deferred', 'failed'], false, 'deferred'],
  [['queued', 'deferred'], false, 'queued'],
  [['queued'], true, 'parked'],
  [['sent', 'failed'], true, 'failed'],
  [['unknown', 'queued'], true, 'unknown'],
  [['unknown', 'sending'], false, 'sending'],
  [[], false, 'sent'],
] as const)('recipients %j, parked %s: the mail is %s', (recipients, parked, state) =>
  expect(outboxStateOf(recipients, parked)).toBe(state),
)

test('the ledger balances when every identity has one outcome', () => {
  const counts = { ...noCounts, created: 3, pending: 1 }
  expect(accountedFor(counts)).toBe(4)
  expect([imbalance(4, counts), imbalance(5, counts), imbalance(3, counts)]).toEqual([0, 1, -1])
  expect(Object.keys(noCounts)).toEqual([...mailOutcomes])
})

test('work item ids are read aloud and sort as text', () => {
  expect([workItemId('ticket', 123), workItemId('case', 45), workItemId('ticket', 1_234_567)]).toEqual([
    'T-000123',
    'C-000045',
    'T-1234567',
  ])
})

describe('today begins at the first instant of the day in the zone of the workspace', () => {
  test.each([
    ['UTC', '2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['Europe/Berlin', '2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['Europe/Berlin', '2026-10-26', '2026-10-25T23:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', '2026-11-02', '2026-11-02T05:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-21', '2026-11-20T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-11-21', '2026-11-20T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2026-11-21', '2026-11-21T11:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00.000Z'],
    // There is no midnight where the clocks go forward at midnight.
    ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z'],
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00.000Z'],
    // And there are two where they go back to it: the day begins with the first.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'],
    ['Atlantic/Azores', '2026-10-25', '2026-10-25T00:00:00.000Z'],
  ])('%s on %s', (zone, day, instant) => {
    expect(startOfDay(day, zone)).toBe(instant)
    expect(dayOf(Date.parse(instant), zone)).toBe(day)
    expect(dayOf(Date.parse(instant) - 1, zone)).not.toBe(day)
    expect(startOfToday(Date.parse(instant) + 3 * 3600_000, zone)).toBe(instant)
  })
})

describe('the state of a side', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  const passed = (days: number) => ({
    outcome: 'passed' as const,
    finishedAt: new Date(now - days * 24 * 3600_000).toISOString(),
  })
  const standing: SideStanding = {
    side: 'incoming',
    enabled: true,
    switch: 'on',
    holding: false,
    complete: true,
    signsIn: true,
    hasSecret: true,
    vaultOpen: true,
    paused: false,
    proof: passed(1),
    testedBefore: true,
    stopped: false,
    failure: null,
    nextTryAt: null,
    lastSuccessAt: null,
  }
  const failure = { code: 'connection-refused', stage: 'connect', transient: true } as const
  test.each<[string, Partial<SideStanding>, object]>([
    ['draft while something is missing', { enabled: false, complete: false }, { name: 'draft' }],
    ['not tested', { enabled: false, proof: null, testedBefore: false }, { name: 'not-tested' }],
    ['needs a new test after an edit', { enabled: false, proof: null }, { name: 'needs-test' }],
    ['test failed', { enabled: false, proof: { ...passed(1), outcome: 'failed' } }, { name: 'test-failed' }],
    ['proved', { enabled: false }, { name: 'proved' }],
    ['proved long ago', { enabled: false, proof: passed(45) }, { name: 'proved-days', days: 45 }],
    ['off before anything else', { switch: 'off', paused: true, failure }, { name: 'off' }],
    ['paused before the vault', { paused: true, vaultOpen: false }, { name: 'paused' }],
    ['needs its secret', { hasSecret: false, vaultOpen: false }, { name: 'needs-secret' }],
    ['vault locked', { vaultOpen: false, stopped: true }, { name: 'vault-locked' }],
    ['a locked vault means nothing to a side without a sign-in', { vaultOpen: false, signsIn: false }, { name: 'on' }],
    ['stopped', { stopped: true, failure }, { name: 'stopped' }],
    ['backing off', { failure, nextTryAt: 'later' }, { name: 'backing-off', nextTryAt: 'later' }],
    ['on', {}, { name: 'on' }],
    ['held', { switch: 'held' }, { name: 'held' }],
    ['the holding folder, whatever the switch says', { switch: 'on', holding: true }, { name: 'holding-folder' }],
    ['on, young by what runs', { proof: passed(100), lastSuccessAt: new Date(now).toISOString() }, { name: 'on' }],
    ['proved long ago and not used since', { proof: passed(40) }, { name: 'proved-days', days: 40 }],
  ])('%s', (_, part, state) => expect(sideState({ ...standing, ...part }, now)).toEqual(state))
})
