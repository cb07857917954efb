import { expect, test } from 'vitest'
import { hostAllowed, minimumTlsOf, policySchema, removalAllowed, type Policy } from '../../src/domain/policy.ts'

const policy = (part: object): Policy => ({
  state: 'set',
  path: '/etc/waypost/policy.json',
  file: policySchema.parse({ format: 'waypost-policy', version: 1, ...part }),
})
const malformed: Policy = { state: 'malformed', path: '/etc/waypost/policy.json', problem: '…' }

test.each([
  [['mail.example.com'], 'mail.example.com', true],
  [['mail.example.com'], 'MAIL.Example.com.', true],
  [['mail.example.com'], 'xmail.example.com', false],
  [['mail.example.com'], 'mail.example.com.evil.test', false],
  [['mail.example.com'], 'example.com', false],
  [['*.example.com'], 'imap.example.com', true],
  [['*.example.com'], 'a.b.example.com', true],
  [['*.example.com'], 'example.com', false],
  [['*.example.com'], 'notexample.com', false],
  [['*.example.com'], '.example.com.evil.test', false],
  [['*.bücher.example'], 'imap.xn--bcher-kva.example', true],
  [['192.0.2.7'], '192.0.2.7', true],
  [['mail.example.com'], '192.0.2.7', false],
  [['2001:db8::7'], '[2001:db8::7]', true],
  [['*.example.com'], '', false],
  [[], 'mail.example.com', false],
])('servers %j: %s is %s', (allowedHosts, host, is) => {
  expect(hostAllowed(policy({ allowedHosts }), host)).toBe(is)
})

test('what a policy does not speak of is free; one that cannot be read forbids what it may have forbidden', () => {
  expect(hostAllowed(policy({}), 'anything')).toBe(true)
  expect(removalAllowed(policy({}))).toBe(true)
  expect(minimumTlsOf(policy({}))).toBe('1.2')
  expect(removalAllowed(policy({ removeMail: 'never' }))).toBe(false)
  expect(minimumTlsOf(policy({ minimumTls: '1.3' }))).toBe('1.3')
  expect(hostAllowed(malformed, 'mail.example.com')).toBe(false)
  expect(removalAllowed(malformed)).toBe(false)
  expect(hostAllowed({ state: 'none' }, 'x')).toBe(true)
})

test.each([
  {},
  { format: 'waypost-policy' },
  { format: 'waypost-policy', version: 2 },
  { format: 'waypost-policy', version: 1, allowedHost: ['x'] },
  { format: 'waypost-policy', version: 1, allowedHosts: 'x' },
  { format: 'waypost-policy', version: 1, allowedHosts: ['*'] },
  { format: 'waypost-policy', version: 1, allowedHosts: ['https://x'] },
  { format: 'waypost-policy', version: 1, allowedHosts: ['a.*.example'] },
  { format: 'waypost-policy', version: 1, minimumTls: '1.1' },
  { format: 'waypost-policy', version: 1, minimumTls: 1.3 },
  { format: 'waypost-policy', version: 1, updates: true },
  { format: 'waypost-policy', version: 1, removeMail: false },
  [],
  null,
  'x',
])('%j is no policy', (value) => {
  expect(policySchema.safeParse(value).success).toBe(false)
})
