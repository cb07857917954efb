import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ProxyAccess } from '../../../src/main/engine/ports/conversation.ts'
import type { Ladder } from '../../../src/main/engine/ports/prober.ts'
import { anyPracticePorts, startPractice, type Practice } from '../../../src/main/practice/index.ts'
import { startLabProxy, type LabProxy, type ProxyManner } from '../../lab/proxies.ts'
import { climb, everySentence, notPassed, sentence, step, type AConnector } from '../probes/aConnector.ts'

const signIn = { username: 'maria', password: 'pass:word ü' }
let practice: Practice
let proxies: Readonly<Record<'socks5' | 'http', LabProxy>>
beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts })
  const resolve = (host: string) => (host.endsWith('.practice.test') ? '127.0.0.1' : undefined)
  proxies = {
    socks5: await startLabProxy({ kind: 'socks5', signIn, resolve }),
    http: await startLabProxy({ kind: 'http', signIn, resolve }),
  }
})
afterAll(async () => {
  await Promise.all([practice.stop(), proxies.socks5.stop(), proxies.http.stop()])
})
afterEach(() => {
  for (const proxy of Object.values(proxies)) {
    proxy.behave('pass')
    proxy.cut()
  }
})

type Way = 'imaps' | 'imap' | 'pop3s' | 'pop3' | 'smtps' | 'smtp'
const protocolOf = (way: Way) => way.replace(/s$/, '') as AConnector['protocol']
const by = (kind: 'socks5' | 'http', part: Partial<ProxyAccess> = {}): ProxyAccess => ({
  kind,
  host: 'proxy.example.com',
  port: proxies[kind].port,
  credentials: signIn,
  ...part,
})
const to = (way: Way, proxy: ProxyAccess, more: Partial<AConnector> = {}): Promise<Ladder> =>
  climb({
    protocol: protocolOf(way),
    host: `${protocolOf(way)}.practice.test`,
    port: practice.ports[way],
    security: way.endsWith('s') ? 'tls' : 'starttls',
    cas: [practice.ca.certificate],
    proxy,
    ...more,
  })

describe.each(['socks5', 'http'] as const)('a ladder through a %s proxy', (kind) => {
  test.each(['imaps', 'imap', 'pop3s', 'pop3', 'smtps', 'smtp'] as const)(
    'of %s is climbed to its end',
    async (way) => {
      const before = proxies[kind].asked.length
      const result = await to(way, by(kind))
      expect(notPassed(result)).toEqual(way.startsWith('pop3') ? ['remove warning'] : [])
      expect(sentence(step(result, 'name').finding)).toBe(
        `The proxy proxy.example.com:${proxies[kind].port} resolves ${protocolOf(way)}.practice.test`,
      )
      expect(sentence(step(result, 'connect').finding)).toMatch(/through the proxy proxy\.example\.com/)
      expect(new Set(proxies[kind].asked.slice(before))).toEqual(
        new Set([`${protocolOf(way)}.practice.test:${practice.ports[way]}`]),
      )
      expect(result.transcript).not.toContain(signIn.password)
      everySentence(result)
    },
  )

  test('that answers in single octets is understood', async () => {
    proxies[kind].behave('trickle')
    expect(notPassed(await to('imap', by(kind)))).toEqual([])
    expect(notPassed(await to('imaps', by(kind)))).toEqual([])
  })

  test.each([
    ['refuses the password', { credentials: { username: 'maria', password: 'wrong' } }, 'proxy-sign-in'],
    ['asks for a sign-in that is not set', { credentials: null }, 'proxy-sign-in'],
    ['does not listen', { port: 1 }, 'proxy-unreachable'],
  ] as const)('that %s says so, and nothing of the mailbox', async (_, part, code) => {
    const result = await to('imaps', by(kind, part))
    const connect = step(result, 'connect')
    expect(connect).toMatchObject({ verdict: 'failed', failure: { code, stage: 'connect', transient: true } })
    expect(connect.failure?.proxy).toMatch(/^proxy\.example\.com:\d+$/)
    expect(connect.causes[0]?.who).toBe('network-team')
    expect(step(result, 'sign-in').verdict).toBe('not-run')
    everySentence(result)
  })

  test('that does not know the server says so', async () => {
    const result = await to('imaps', by(kind), { host: 'imap.nowhere.test' })
    expect(step(result, 'name').verdict).toBe('passed')
    expect(step(result, 'connect').failure).toMatchObject({ code: 'proxy-no-way', transient: true })
    expect(step(result, 'connect').reply).toMatch(kind === 'socks5' ? /SOCKS reply 4/ : /502 Bad Gateway/)
    everySentence(result)
  })

  test('that never answers ends with the time limit, as the proxy’s silence', async () => {
    proxies[kind].behave('silent')
    const result = await to('imaps', by(kind), { deadlineMs: 5_000, waits: { step: 150 } })
    expect(step(result, 'connect').failure).toMatchObject({ code: 'proxy-timed-out', transient: true })
    expect(sentence(step(result, 'connect').finding)).toMatch(/The proxy .* got no connection to .* in time/)
  })

  test('that closes in the middle of its answer is broken, and not the server', async () => {
    proxies[kind].behave('closes')
    const result = await to('imaps', by(kind))
    expect(step(result, 'connect').failure).toMatchObject({ code: 'proxy-broken', transient: true })
  })
})

const reply = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0])
const answers: readonly (readonly ['socks5' | 'http', string, ProxyManner, string])[] = [
  ['socks5', 'general failure', { says: reply(1) }, 'proxy-no-way'],
  ['socks5', 'not allowed', { says: reply(2) }, 'proxy-refused'],
  ['socks5', 'network unreachable', { says: reply(3) }, 'proxy-no-way'],
  ['socks5', 'host unreachable', { says: reply(4) }, 'proxy-no-way'],
  ['socks5', 'connection refused', { says: reply(5) }, 'proxy-no-way'],
  ['socks5', 'TTL expired', { says: reply(6) }, 'proxy-timed-out'],
  ['socks5', 'no CONNECT', { says: reply(7) }, 'proxy-broken'],
  ['socks5', 'a code that nobody assigned', { says: reply(200) }, 'proxy-broken'],
  ['socks5', 'another version', { says: Buffer.from([4, 0, 0, 1]) }, 'proxy-broken'],
  ['socks5', 'an unknown address type', { says: Buffer.from([5, 0, 0, 9, 0, 0]) }, 'proxy-broken'],
  ['socks5', 'HTTP', { says: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, 'proxy-broken'],
  ['http', 'forbidden', { says: 'HTTP/1.1 403 Forbidden\r\n\r\n' }, 'proxy-refused'],
  ['http', 'unavailable', { says: 'HTTP/1.0 503 Service Unavailable\r\n\r\n' }, 'proxy-no-way'],
  ['http', 'a time-out of its own', { says: 'HTTP/1.1 504 Gateway Timeout\r\n\r\n' }, 'proxy-timed-out'],
  ['http', 'the answer of a web server', { says: 'HTTP/1.1 405 Method Not Allowed\r\n\r\n' }, 'proxy-broken'],
  ['http', 'another protocol', { says: '220 smtp.example.com ESMTP\r\n' }, 'proxy-broken'],
  ['http', 'a line without an end', { says: 'H'.repeat(70_000) }, 'proxy-broken'],
  ['http', 'a header without an end', { says: `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(5_000)}` }, 'proxy-broken'],
]
test.each(answers)('a %s proxy that answers %s', async (kind, _, manner, code) => {
  proxies[kind].behave(manner)
  const result = await to('imaps', by(kind))
  expect(step(result, 'connect').failure).toMatchObject({ code, stage: 'connect', transient: true })
  everySentence(result)
})

test('an interim answer of an HTTP proxy is passed over, and what the server says right behind the last one is read', async () => {
  proxies.http.behave({
    says: 'HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n-ERR [SYS/TEMP] busy\r\n',
  })
  const result = await to('pop3', by('http'))
  expect(step(result, 'connect').verdict).toBe('passed')
  expect(step(result, 'greeting').reply).toBe('-ERR [SYS/TEMP] busy')
})

test('the proxy’s own name that nobody knows is the proxy’s failure', async () => {
  const result = await to('imaps', by('http'), { addresses: [] })
  expect(step(result, 'name').verdict).toBe('passed')
  expect(step(result, 'connect').failure).toMatchObject({ code: 'proxy-unreachable' })
})

test('a host with blanks and line ends never reaches the proxy', async () => {
  const before = proxies.http.asked.length
  const result = await to('imaps', by('http'), { host: 'imap.practice.test:993 HTTP/1.1\r\nX: y' })
  expect(step(result, 'name').verdict).toBe('failed')
  expect(proxies.http.asked).toHaveLength(before)
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['[2001:db8::7]', '2001:0db8:0000:0000:0000:0000:0000:0007'],
  ['::ffff:192.0.2.7', '0000:0000:0000:0000:0000:ffff:c000:0207'],
  ['bücher.example', 'xn--bcher-kva.example'],
])('%s is asked of a SOCKS proxy as %s', async (host, asked) => {
  await to('imaps', by('socks5'), { host })
  expect(proxies.socks5.asked.at(-1)).toBe(`${asked}:${practice.ports.imaps}`)
})
