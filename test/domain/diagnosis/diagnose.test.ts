import { describe, expect, test } from 'vitest'
import { diagnose, mayProceed } from '../../../src/domain/diagnosis/diagnose.ts'
import { checkPages } from '../../../src/domain/diagnosis/docs.ts'
import type { Asked, CertificateFacts, Facts } from '../../../src/domain/diagnosis/facts.ts'
import { outcomeOf, stepNames, type StepName } from '../../../src/domain/diagnosis/proof.ts'
import { checks } from '../../../src/domain/diagnosis/registry.ts'
import { requestFor } from '../../../src/domain/diagnosis/request.ts'
import { verdictOf } from '../../../src/domain/diagnosis/verdict.ts'
import { diagnosisWords } from '../../../src/words/en/diagnosis.ts'

const now = Date.parse('2026-11-20T10:00:00Z')
const spoken = diagnosisWords as unknown as Readonly<Record<string, ((params: unknown) => string) | undefined>>
const sentence = (word: { readonly key: string; readonly params: object }): string => {
  const text = spoken[word.key]?.(word.params)
  if (text === undefined || /undefined|NaN/.test(text)) throw new Error(`${word.key} says ${text}`)
  return text
}

const asked: Asked = {
  side: 'outgoing',
  protocol: 'smtp',
  service: 'other-smtp',
  host: 'smtp.northwind.example',
  port: 587,
  security: 'starttls',
  authentication: 'password',
  username: 'svc-waypost',
  primaryAddress: 'support@northwind.example',
  furtherAddresses: [],
  additionalMailbox: null,
  oauth: null,
  folder: '',
  ehloName: 'pc.northwind.example',
  proveRemovalInFolder: false,
  removalNeeded: true,
}
const fine = { durationMs: 3, trouble: null }
const tls = { ...fine, version: 'TLS 1.3', cipher: 'AES-256-GCM', group: 'X25519', plainGreeting: null, injected: 0 }
const certificate: CertificateFacts = {
  ...fine,
  chain: [
    {
      subject: 'CN=smtp.northwind.example',
      commonName: 'smtp.northwind.example',
      issuer: 'CN=R11',
      dns: ['*.northwind.example'],
      ips: [],
      notBefore: '2026-10-20T00:00:00Z',
      notAfter: '2027-01-18T00:00:00Z',
      fingerprint256: 'AA',
      key: { type: 'ec', bits: null },
      selfIssued: false,
      namesPublicIssuer: true,
    },
  ],
  anchor: { kind: 'public', name: 'ISRG Root X1' },
  authorized: true,
  authorizationError: null,
}
const outgoing: Facts = {
  asked,
  name: { ...fine, addresses: ['203.0.113.24', '2001:db8::24'] },
  connect: {
    ...fine,
    address: '203.0.113.24',
    siblings: [],
    attempts: [
      { address: '203.0.113.24', family: 'ipv4', ms: 12, trouble: null },
      { address: '2001:db8::24', family: 'ipv6', ms: 14, trouble: null },
    ],
  },
  greeting: {
    ...fine,
    greeting: '220 smtp.northwind.example ESMTP Postfix',
    extensions: ['SIZE 52428800', 'STARTTLS'],
    speaksTls: false,
  },
  starttls: { ...tls, offered: true },
  certificate,
  signIn: {
    ...fine,
    offered: ['PLAIN', 'LOGIN'],
    mechanism: 'PLAIN',
    reply: '235 ok',
    capabilities: [],
    before: false,
  },
  sender: { ...fine, refusedAt: null, reply: '250 ok' },
}
const climbed = (facts: Facts) => diagnose(facts.asked.side, facts, { ended: 'completed' }, now)
const stepOf = (facts: Facts, name: StepName) => climbed(facts).find(({ step }) => step === name)!
const says = (facts: Facts, name: StepName) =>
  `${stepOf(facts, name).verdict}: ${sentence(stepOf(facts, name).finding)}`

test('the outgoing ladder of a healthy server, in the words of the screen', () => {
  expect(
    climbed(outgoing).map(
      ({ step, finding }) => `${sentence({ key: `step.${step}`, params: {} })}: ${sentence(finding)}`,
    ),
  ).toEqual([
    'Name: smtp.northwind.example → 203.0.113.24, 2001:db8::24',
    'Connect: Both addresses answer on port 587',
    'Greeting: smtp.northwind.example ESMTP Postfix. Offers SIZE 52428800, STARTTLS',
    'STARTTLS: TLS 1.3, X25519, AES-256-GCM',
    'Certificate: Publicly trusted, name matches by wildcard, valid until 2027-01-18',
    'Sign in: svc-waypost by PLAIN over TLS',
    'Sender accepted: support@northwind.example is accepted as sender',
  ])
  expect(outcomeOf(climbed(outgoing), false)).toBe('passed')
})

test('facts survive JSON, and are judged the same again', () => {
  expect(climbed(JSON.parse(JSON.stringify(outgoing)) as Facts)).toEqual(climbed(outgoing))
})

test('what comes behind a failed step is not run and names the failed one', () => {
  const facts: Facts = {
    ...outgoing,
    certificate: { ...certificate, anchor: { kind: 'none', name: null }, authorized: false },
  }
  expect(says(facts, 'sign-in')).toBe('not-run: Not run, because the certificate was refused.')
  expect(says(facts, 'sender')).toBe('not-run: Not run, because the certificate was refused.')
  expect(outcomeOf(climbed(facts), false)).toBe('failed')
})

test('while it runs only decided steps are answered', () => {
  const { asked: only, name, connect } = outgoing
  expect(diagnose('outgoing', { asked: only, name, connect }, { ended: 'no' }, now).map(({ step }) => step)).toEqual([
    'name',
    'connect',
  ])
  expect(mayProceed(climbed(outgoing))).toBe(true)
})

test('a check that crashes is our failure, never the server’s', () => {
  const broken = { ...outgoing, connect: { ...outgoing.connect, attempts: null } } as unknown as Facts
  expect(stepOf(broken, 'connect')).toMatchObject({ verdict: 'failed', failure: { code: 'internal' } })
  expect(says(broken, 'connect')).toContain('It says nothing about the server')
  expect(verdictOf('outgoing', climbed(broken), context('failed')).title.key).toBe('verdict.failed.internal')
})

describe('the sender', () => {
  const refused = (
    reply: string,
    at: 'MAIL FROM' | 'RCPT TO' = 'RCPT TO',
    service: Asked['service'] = 'other-smtp',
  ): Facts => ({
    ...outgoing,
    asked: { ...asked, service },
    sender: { durationMs: 4, trouble: { kind: 'reply', reply }, refusedAt: at, reply: null },
  })
  test.each([
    [
      '553 5.7.1 <support@northwind.example>: Sender address rejected: not owned by user svc-waypost',
      'RCPT TO',
      'failed: support@northwind.example is refused as sender, at RCPT TO.',
    ],
    ['550 5.1.7 no', 'MAIL FROM', 'failed: support@northwind.example is refused as sender, at MAIL FROM.'],
    [
      '550 5.1.1 User unknown',
      'RCPT TO',
      'failed: smtp.northwind.example refuses mail to support@northwind.example, at RCPT TO. Whether it accepts the address as sender stays open.',
    ],
    [
      '554 5.7.1 Relay access denied',
      'RCPT TO',
      'failed: smtp.northwind.example does not take mail for support@northwind.example, at RCPT TO.',
    ],
    [
      '550 5.7.1 no',
      'RCPT TO',
      'failed: smtp.northwind.example refused at RCPT TO, and does not say whether it means the sender or the recipient.',
    ],
    ['450 4.2.0 Greylisted', 'RCPT TO', 'failed: smtp.northwind.example says “later” at RCPT TO.'],
  ] as const)('%s', (reply, at, sentenceOf) => {
    expect(says(refused(reply, at), 'sender')).toBe(sentenceOf)
    expect(stepOf(refused(reply, at), 'sender')).toMatchObject({ reply })
  })
  test('an unclear refusal ranks sender, recipient and reputation', () => {
    const causes = stepOf(refused('550 5.7.1 no'), 'sender').causes
    expect(causes.map(({ meaning }) => meaning.key)).toEqual([
      'reply.unrecognised',
      'reply.sender-not-allowed',
      'reply.unknown-recipient',
      'reply.block-list',
    ])
  })
  test.each(['office365-smtp', 'gmail-smtp'] as const)(
    '%s passes with a warning until delivered unchanged was seen',
    (service) => {
      const facts: Facts = { ...outgoing, asked: { ...asked, service } }
      expect(stepOf(facts, 'sender').verdict).toBe('warning')
      expect(outcomeOf(climbed(facts), false)).toBe('passed')
    },
  )
})

describe('connecting', () => {
  const attempts = (ipv6: 'refused' | 'no route') => [
    { address: '203.0.113.24', family: 'ipv4' as const, ms: 12, trouble: null },
    {
      address: '2001:db8::24',
      family: 'ipv6' as const,
      ms: 2,
      trouble: { kind: 'system' as const, code: ipv6 === 'refused' ? 'ECONNREFUSED' : 'ENETUNREACH', message: '' },
    },
  ]
  test('a family that refuses is a warning', () => {
    expect(says({ ...outgoing, connect: { ...outgoing.connect!, attempts: attempts('refused') } }, 'connect')).toBe(
      'warning: 203.0.113.24 answers on port 587, 2001:db8::24 does not.',
    )
  })
  test('a computer without IPv6 is none', () => {
    expect(says({ ...outgoing, connect: { ...outgoing.connect!, attempts: attempts('no route') } }, 'connect')).toBe(
      'passed: 203.0.113.24 answers on port 587',
    )
  })
  test('another usual port that answers is the first cause', () => {
    const trouble = { kind: 'system' as const, code: 'ECONNREFUSED', message: '' }
    const facts: Facts = {
      ...outgoing,
      connect: { durationMs: 3, trouble, address: null, attempts: [], siblings: [{ port: 465, answers: true }] },
    }
    expect(sentence(stepOf(facts, 'connect').causes[0]!.meaning)).toBe(
      'smtp.northwind.example answers on port 465, not on port 587.',
    )
  })
})

const context = (outcome: 'passed' | 'failed' | 'cancelled', testedAt = now) => ({
  host: asked.host,
  username: asked.username,
  address: asked.primaryAddress,
  outcome,
  testedAt,
  now,
})

describe('the verdict card', () => {
  test.each([
    ['passed', now, 'ok', 'Sending is proved.'],
    ['passed', now - 34 * 24 * 3600_000, 'warning', 'Sending was proved 34 days ago.'],
    ['cancelled', now, 'neutral', 'The test of sending was cancelled.'],
  ] as const)('%s at %s is %s: %s', (outcome, testedAt, tone, title) => {
    const verdict = verdictOf('outgoing', climbed(outgoing), context(outcome, testedAt))
    expect([verdict.tone, sentence(verdict.title)]).toEqual([tone, title])
  })

  test('a refused sender is the sentence on top, with counts, remedies and who', () => {
    const reply = '553 5.7.1 <support@northwind.example>: Sender address rejected: not owned by user svc-waypost'
    const steps = climbed({
      ...outgoing,
      sender: { durationMs: 4, trouble: { kind: 'reply', reply }, refusedAt: 'RCPT TO', reply: null },
    })
    const verdict = verdictOf('outgoing', steps, context('failed'))
    expect(sentence(verdict.title)).toBe('The mail server does not let svc-waypost send as support@northwind.example.')
    expect(verdict.evidence.map(sentence)).toEqual([
      'Everything before the sender worked.',
      'support@northwind.example is refused as sender, at RCPT TO.',
      '6 passed, 1 failed.',
    ])
    expect(verdict.causes[0]!.who).toBe('mail-server-admin')
    expect(sentence(verdict.causes[0]!.remedies[0]!)).toBe(
      'Allow svc-waypost to send as support@northwind.example. In Postfix this is smtpd_sender_login_maps.',
    )
    const request = requestFor(steps, {
      connector: 'Support EU',
      host: asked.host,
      port: 587,
      username: 'svc-waypost',
      address: asked.primaryAddress,
      testedAt: '2026-11-20T10:00:00Z',
    })!
    expect(request.who).toBe('mail-server-admin')
    expect(sentence(request.subject)).toBe('smtp.northwind.example: the sender was not accepted (Support EU)')
    expect(request.body.map(sentence)).toContain(`> ${reply}`)
  })

  test('there is nothing to request where nothing failed', () => {
    expect(
      requestFor(climbed(outgoing), { connector: 'a', host: 'b', port: 1, username: '', address: '', testedAt: '' }),
    ).toBeNull()
  })

  test.each(stepNames.map((name) => [name] as const))('a ladder that stops at %s has a title in words', (name) => {
    const steps = climbed(outgoing).map((one) =>
      one.step === 'sender' ? { ...one, step: name, verdict: 'failed' as const } : one,
    )
    expect(sentence(verdictOf('outgoing', steps, context('failed')).title).length).toBeGreaterThan(10)
  })
})

test('every step has a page, every check an explanation, every need is a step before it', () => {
  expect(checkPages().map(({ file }) => file)).toEqual(['README.md', ...stepNames.map((name) => `${name}.md`)])
  for (const check of checks) expect(check.explain.length).toBeGreaterThan(100)
})
