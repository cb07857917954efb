import { expect, test } from 'vitest'
import { diagnose } from '../../../src/domain/diagnosis/diagnose.ts'
import type { Asked, Facts, SignInFacts, TokenFacts } from '../../../src/domain/diagnosis/facts.ts'
import { ladderOf } from '../../../src/domain/diagnosis/ladder.ts'
import { outcomeOf, type StepName } from '../../../src/domain/diagnosis/proof.ts'
import { requestFor } from '../../../src/domain/diagnosis/request.ts'
import { verdictOf } from '../../../src/domain/diagnosis/verdict.ts'
import type { Failure } from '../../../src/domain/failure.ts'
import { accessTokenWords } from '../../../src/words/en/accessToken.ts'
import { diagnosisWords } from '../../../src/words/en/diagnosis.ts'

const spoken = diagnosisWords as unknown as Readonly<Record<string, ((params: unknown) => string) | undefined>>
const sentence = (word: { readonly key: string; readonly params: object }): string => {
  const text = spoken[word.key]?.(word.params)
  if (text === undefined || /undefined|NaN/.test(text)) throw new Error(`${word.key} says ${text}`)
  return text
}

const now = Date.parse('2026-11-27T10:00:00Z')
const authority = 'login.microsoftonline.com'
const asked: Asked = {
  side: 'incoming',
  protocol: 'imap',
  service: 'office365-imap',
  host: 'outlook.office365.com',
  port: 993,
  security: 'tls',
  authentication: 'oauth',
  username: 'support@northwind.example',
  primaryAddress: 'support@northwind.example',
  furtherAddresses: [],
  additionalMailbox: null,
  oauth: { grant: 'application', authority },
  folder: 'INBOX',
  ehloName: '',
  proveRemovalInFolder: false,
  removalNeeded: true,
}
const delegated: Asked = { ...asked, oauth: { grant: 'delegated', authority } }
const fine = { durationMs: 3, trouble: null }
const tls = { ...fine, version: 'TLS 1.3', cipher: null, group: null, plainGreeting: null, injected: 0 }
const gave: TokenFacts = { ...fine, failure: null, authority, expiresIn: 3_599 }
const signedIn: SignInFacts = {
  ...fine,
  offered: ['PLAIN', 'XOAUTH2'],
  mechanism: 'XOAUTH2',
  reply: null,
  capabilities: [],
  before: false,
}
const healthy: Facts = {
  asked,
  name: { ...fine, addresses: ['203.0.113.24'] },
  connect: { ...fine, address: '203.0.113.24', siblings: [], attempts: [] },
  tls,
  certificate: {
    ...fine,
    chain: [
      {
        subject: 'CN=outlook.office365.com',
        commonName: 'outlook.office365.com',
        issuer: 'CN=DigiCert',
        dns: ['outlook.office365.com'],
        ips: [],
        notBefore: '2026-10-20T00:00:00Z',
        notAfter: '2027-10-18T00:00:00Z',
        fingerprint256: 'AA',
        key: { type: 'ec', bits: null },
        selfIssued: false,
        namesPublicIssuer: true,
      },
    ],
    anchor: { kind: 'public', name: 'DigiCert' },
    authorized: true,
    authorizationError: null,
  },
  greeting: { ...fine, greeting: '* OK ready', extensions: [], speaksTls: false },
  capabilities: { ...fine, capabilities: [] },
  token: gave,
  signIn: signedIn,
  folder: { ...fine, messages: 3, uidValidity: '7', others: [], uidl: false },
  remove: {
    ...fine,
    by: 'rights',
    rights: 'lrte',
    proved: [],
    leftBehind: null,
    move: true,
    uidPlus: true,
  },
}
const climbed = (facts: Facts) => diagnose(facts.asked.side, facts, { ended: 'completed' }, now)
const stepOf = (facts: Facts, name: StepName) => climbed(facts).find(({ step }) => step === name)!
const says = (facts: Facts, name: StepName) =>
  `${stepOf(facts, name).verdict}: ${sentence(stepOf(facts, name).finding)}`
const without = (failure: Failure, who = asked): Facts => {
  const { signIn: _, folder: __, remove: ___, ...reached } = healthy
  return { ...reached, asked: who, token: { ...gave, failure, expiresIn: null } }
}
const refusing = (reply: string, who = asked): Facts => {
  const { folder: _, remove: __, ...entered } = healthy
  return { ...entered, asked: who, signIn: { ...signedIn, trouble: { kind: 'reply', reply } } }
}
const context = (outcome: 'passed' | 'failed') => ({
  host: asked.host,
  username: asked.username,
  address: asked.primaryAddress,
  outcome,
  testedAt: now,
  now,
})

test('only a ladder with OAuth 2.0 has the step, directly before the sign-in', () => {
  for (const side of ['incoming', 'outgoing'] as const)
    for (const security of ['tls', 'starttls'] as const) {
      const ladder = (authentication: Asked['authentication']) => ladderOf({ ...asked, side, security, authentication })
      expect(ladder('oauth').indexOf('token')).toBe(ladder('oauth').indexOf('sign-in') - 1)
      expect(ladder('oauth').filter((step) => step !== 'token')).toEqual(ladder('password'))
      for (const other of ['password', 'none', 'certificate'] as const) expect(ladder(other)).not.toContain('token')
    }
})

test('a healthy ladder, in the words of the screen', () => {
  expect(
    climbed(healthy)
      .map(({ step }) => says(healthy, step))
      .slice(6),
  ).toEqual([
    'passed: login.microsoftonline.com gave an access token for 60 minutes',
    'passed: support@northwind.example by XOAUTH2 over TLS, with the access token of the application',
    'passed: support@northwind.example is the mailbox that was opened',
    'passed: INBOX can be read: 3 messages',
    'passed: The server grants moving and removing in INBOX (lrte)',
  ])
  expect(outcomeOf(climbed(healthy), false)).toBe('passed')
})

test.each([
  [1, '1 second'],
  [60, '60 seconds'],
  [90, '2 minutes'],
  [3_600, '60 minutes'],
  [86_399, '24 hours'],
])('%i seconds are %s', (expiresIn, lasts) => {
  expect(says({ ...healthy, token: { ...gave, expiresIn } }, 'token')).toContain(`for ${lasts}`)
})

const at = (code: Failure['code'], stage: Failure['stage'] = 'token', transient = false): Failure => ({
  code,
  stage,
  transient,
  host: authority,
  port: 443,
})
const refusals: readonly (readonly [Failure, Asked, string])[] = [
  [at('auth-rejected'), asked, 'login.microsoftonline.com gives no access token for the application.'],
  [at('auth-rejected'), delegated, 'login.microsoftonline.com gives no access token for the person who signed in.'],
  [at('protocol-broken'), asked, 'login.microsoftonline.com answers something that no sign-in server says.'],
  [at('timed-out', 'token', true), asked, 'login.microsoftonline.com gives no access token now.'],
  [at('name-not-found', 'resolve'), asked, 'The sign-in server login.microsoftonline.com was not reached.'],
  [at('proxy-unreachable', 'connect', true), asked, 'The sign-in server login.microsoftonline.com was not reached.'],
  [
    at('tls-expired', 'certificate'),
    asked,
    'The connection to the sign-in server login.microsoftonline.com is not secured well enough. No secret was sent to it.',
  ],
  [
    at('secret-missing', 'vault'),
    asked,
    'No client secret is stored, so no access token can be asked for. Enter it in the connector’s settings.',
  ],
  [
    at('secret-missing', 'vault'),
    delegated,
    'Nobody has signed in for this connector, so no access token can be asked for. Sign in once in its settings.',
  ],
  [
    at('vault-locked', 'vault', true),
    delegated,
    'The vault is locked, so no access token can be asked for. Unlock it, then test again.',
  ],
]
test.each(refusals)('%j', (failure, who, finding) => {
  const facts = without(failure, who)
  expect(says(facts, 'token')).toBe(`failed: ${finding}`)
  expect(stepOf(facts, 'token').failure).toEqual(failure)
  expect(stepOf(facts, 'token').causes.length > 0).toBe(failure.stage !== 'vault')
  for (const step of ['sign-in', 'mailbox', 'folder', 'remove'] as const)
    expect(says(facts, step)).toBe('not-run: Not run, because there is no access token.')
  expect(outcomeOf(climbed(facts), false)).toBe('failed')
  for (const { finding: found, causes } of climbed(facts)) {
    sentence(found)
    for (const { meaning, remedies } of causes) for (const word of [meaning, ...remedies]) sentence(word)
  }
})

test('the verdict names the sign-in server, and the request quotes it as the one that spoke', () => {
  const steps = climbed(without({ ...at('auth-rejected'), reply: 'AADSTS7000215: Invalid client secret provided.' }))
  const verdict = verdictOf('incoming', steps, context('failed'))
  expect(sentence(verdict.title)).toBe('login.microsoftonline.com gave no access token.')
  expect(sentence(verdict.evidence[0]!)).toBe('outlook.office365.com was reached over TLS.')
  const request = requestFor(steps, {
    connector: 'Support',
    host: asked.host,
    port: 993,
    username: asked.username,
    address: asked.primaryAddress,
    testedAt: '2026-11-27T10:00:00Z',
  })!
  expect(sentence(request.subject)).toBe('outlook.office365.com: there is no access token (Support)')
  expect(request.body.map(sentence)).toContain('login.microsoftonline.com said:')
  expect(request.body.map(sentence)).toContain('> AADSTS7000215: Invalid client secret provided.')
})

test.each([
  [
    'NO AUTHENTICATE failed.',
    asked,
    'outlook.office365.com refused the access token for support@northwind.example, which login.microsoftonline.com had given to the application.',
  ],
  [
    'NO AUTHENTICATE failed.',
    { ...delegated, additionalMailbox: 'team@northwind.example' },
    'outlook.office365.com refused the access token for team@northwind.example, which login.microsoftonline.com had given to the person who signed in.',
  ],
  [
    'NO [UNAVAILABLE] later',
    asked,
    'outlook.office365.com cannot check the access token for support@northwind.example now.',
  ],
  ['NO Account is disabled', asked, 'outlook.office365.com says that support@northwind.example may not sign in here.'],
  [
    'NO [EXPIRED] no',
    asked,
    'outlook.office365.com says that the access token for support@northwind.example has expired, which login.microsoftonline.com had just given.',
  ],
] as const)('a mail server that says %j', (reply, who, finding) => {
  expect(says(refusing(reply, who), 'sign-in')).toBe(`failed: ${finding}`)
  expect(stepOf(refusing(reply, who), 'sign-in').reply).toBe(reply)
  for (const { meaning, remedies } of stepOf(refusing(reply, who), 'sign-in').causes)
    for (const word of [meaning, ...remedies]) expect(sentence(word)).not.toMatch(/user name and password/i)
})

test('a refused token is the sentence on top', () => {
  const { title } = verdictOf('incoming', climbed(refusing('NO AUTHENTICATE failed.')), context('failed'))
  expect(sentence(title)).toBe('outlook.office365.com refused the access token for support@northwind.example.')
})

test('a mailbox that the token does not open fails its own step, and is judged only when the folder was tried', () => {
  const { folder: _, remove: __, ...entered } = healthy
  expect(diagnose('incoming', entered, { ended: 'no' }, now).at(-1)!.step).toBe('sign-in')
  const trouble = { kind: 'reply' as const, reply: 'BAD User is authenticated but not connected.' }
  const facts: Facts = { ...entered, folder: { ...healthy.folder!, trouble } }
  expect(says(facts, 'mailbox')).toBe(
    'failed: outlook.office365.com took the access token of the application, and does not open support@northwind.example with it.',
  )
  expect(says(facts, 'folder')).toBe('not-run: Not run, because the mailbox was not opened.')
  const missing: Facts = { ...entered, folder: { ...healthy.folder!, trouble: { kind: 'reply', reply: 'NO what' } } }
  expect(stepOf(missing, 'mailbox').verdict).toBe('passed')
  expect(stepOf(missing, 'folder').verdict).toBe('failed')
})

test('no sentence about a token speaks of a password', () => {
  const params = { host: 'h', opened: 'o', mailbox: 'm', authority: 'a', mechanism: 'XOAUTH2', offered: '', seconds: 5 }
  for (const say of Object.values(accessTokenWords) as readonly ((params: object) => string)[])
    for (const grant of ['application', 'delegated']) {
      expect(say({ ...params, grant })).toMatch(/^\S.{11,}/)
      expect(say({ ...params, grant })).not.toMatch(/password|user name|undefined/i)
    }
})
