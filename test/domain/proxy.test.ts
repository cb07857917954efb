import { describe, expect, test } from 'vitest'
import { hostAllowed, policySchema, proxyInForce, updatesAllowed, type Policy } from '../../src/domain/policy.ts'
import { placeName, proxyMark, proxyProblem, reachedDirectly, type Proxy } from '../../src/domain/proxy.ts'

const proxy: Proxy = {
  kind: 'socks5',
  host: 'Proxy.example.com',
  port: 1080,
  username: 'maria',
  password: { id: 'p', version: 1 },
  direct: ['mail.example.net', '*.example.org', '192.0.2.7'],
}
const policy = (part: object): Policy => ({
  state: 'set',
  path: '/etc/waypost/policy.json',
  file: policySchema.parse({ format: 'waypost-policy', version: 1, ...part }),
})
const place = { kind: 'socks5', host: 'proxy.example.com', port: 1080, direct: ['10.0.0.1'] }

test.each([
  ['localhost', true],
  ['LOCALHOST.', true],
  ['imap.localhost', true],
  ['127.0.0.1', true],
  ['127.9.8.7', true],
  ['::1', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['notlocalhost', false],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
  ['128.0.0.1', false],
  ['Mail.Example.net.', true],
  ['a.mail.example.net', false],
  ['a.b.example.org', true],
  ['example.org', false],
  ['192.0.2.7', true],
  ['192.0.2.77', false],
])('%s is reached without the proxy: %s', (host, directly) => {
  expect(reachedDirectly(proxy, host)).toBe(directly)
  expect(proxyMark(proxy, host) === null).toBe(directly)
})

describe('what a proof is bound to', () => {
  const host = 'imap.example.com'
  const mark = (part: Partial<Proxy> = {}) => proxyMark({ ...proxy, ...part }, host)
  test('differs with everything that the way to this server goes by', () => {
    expect(proxyMark(null, host)).toBeNull()
    const others = [
      mark({ kind: 'http' }),
      mark({ host: 'other.example.com' }),
      mark({ port: 1081 }),
      mark({ username: 'otto' }),
      mark({ password: { id: 'p', version: 2 } }),
      mark({ password: null }),
      mark({ direct: [host] }),
    ]
    expect(new Set([mark(), ...others]).size).toBe(others.length + 1)
  })
  test('stays with another spelling, and with a list that says nothing of it', () => {
    expect(mark({ host: 'proxy.EXAMPLE.com.' })).toBe(mark())
    expect(mark({ direct: [] })).toBe(mark())
  })
})

describe('the proxy in force', () => {
  test('is the workspace’s own where no policy speaks of it', () => {
    expect(proxyInForce({ state: 'none' }, proxy)).toBe(proxy)
    expect(proxyInForce(policy({}), proxy)).toBe(proxy)
  })
  test('is none where the policy says so', () => {
    expect(proxyInForce(policy({ proxy: 'none' }), proxy)).toBeNull()
  })
  test('is the policy’s, with the sign-in that was given for that one only', () => {
    expect(proxyInForce(policy({ proxy: place }), proxy)).toEqual({
      ...place,
      username: 'maria',
      password: { id: 'p', version: 1 },
    })
    expect(proxyInForce(policy({ proxy: { ...place, port: 1081 } }), proxy)).toMatchObject({
      username: '',
      password: null,
    })
    expect(proxyInForce(policy({ proxy: place }), null)).toMatchObject({ username: '', password: null })
  })
  test('may be connected to without being listed; nothing else may', () => {
    const strict = policy({ proxy: place, allowedHosts: ['*.example.net'] })
    expect(hostAllowed(strict, 'proxy.example.com')).toBe(true)
    expect(hostAllowed(strict, '10.0.0.1')).toBe(false)
    expect(hostAllowed(strict, 'imap.example.com')).toBe(false)
  })
  test.each([{ proxy: 'yes' }, { proxy: { ...place, kind: 'socks4' } }, { proxy: { ...place, password: 'x' } }])(
    'is not guessed from %j',
    (part) => {
      expect(policySchema.safeParse({ format: 'waypost-policy', version: 1, ...part }).success).toBe(false)
    },
  )
})

test.each([
  [{ state: 'none' }, true],
  [policy({}), true],
  [policy({ updates: 'off' }), false],
  [{ state: 'malformed', path: '/p', problem: '…' }, false],
] satisfies [Policy, boolean][])('updates under %j: %s', (given, allowed) => {
  expect(updatesAllowed(given)).toBe(allowed)
})

test('a sign-in that a proxy could not take as it is meant is told', () => {
  const http = { ...proxy, kind: 'http' as const }
  expect(proxyProblem(proxy, 'x')).toBeNull()
  expect(proxyProblem({ ...proxy, username: 'a:b' }, 'x')).toBeNull()
  expect(proxyProblem({ ...http, username: 'a:b' }, 'x')).toBe('user-colon')
  expect(proxyProblem({ ...proxy, username: '' }, 'x')).toBe('user-missing')
  expect(proxyProblem({ ...proxy, username: 'ü'.repeat(128) }, null)).toBe('user-too-long')
  expect(proxyProblem(proxy, 'p'.repeat(256))).toBe('password-too-long')
  expect(proxyProblem(proxy, 'a\nb')).toBe('sign-in-control')
})

test('an IPv6 address is named in brackets', () => {
  expect(placeName({ host: '2001:db8::7', port: 1080 })).toBe('[2001:db8::7]:1080')
  expect(placeName({ host: 'proxy.example.com', port: 1080 })).toBe('proxy.example.com:1080')
})
