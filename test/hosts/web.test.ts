import { afterAll, beforeAll, expect, test } from 'vitest'
import { aWebHost } from './aWebHost.ts'

let host: Awaited<ReturnType<typeof aWebHost>>
let token: string

beforeAll(async () => {
  host = await aWebHost()
  token = await host.signIn()
})
afterAll(() => host.end())

test('a page that came by a code calls the engine, as the OS user and "web"', async () => {
  const reply = await host.call(token, 'connectors.list', { of: 1 })
  expect(reply.status).toBe(200)
  const { value } = JSON.parse(reply.body)
  expect(value).toMatchObject({ procedure: 'connectors.list', input: { of: 1 }, actor: { via: 'web' } })
})

test('a code is dead once it was used', async () => {
  const code = host.codeOf(host.server.freshUrl(host.first))
  expect((await host.post('/session', { code })).status).toBe(200)
  const second = await host.post('/session', { code })
  expect(second.status).toBe(403)
  expect(JSON.parse(second.body).refusal.word.key).toBe('host.code-dead')
})

test.each([{ code: 'guess' }, { code: '' }, { code: 1 }, {}, [], null, { code: 'x'.repeat(2_000) }])(
  'no session for %j',
  async (body) => {
    expect((await host.post('/session', body)).status).toBe(403)
  },
)

test('no call and no events without a token, or with a wrong one', async () => {
  const call = { procedure: 'connectors.list', input: {} }
  const replies = await Promise.all([
    host.post('/call', call),
    host.post('/call', call, { 'x-waypost-token': '' }),
    host.post('/call', call, { 'x-waypost-token': `${token}x` }),
    host.post('/call', call, { cookie: `x-waypost-token=${token}` }),
    host.post(`/call?token=${token}`, call),
    host.send('GET', '/events'),
    host.send('GET', '/events', { 'x-waypost-token': 'x' }),
  ])
  expect(replies.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 401))
  expect(JSON.parse(replies[0].body)).toMatchObject({ ok: false, refusal: { code: 'not-permitted' } })
})

test.each(['localhost', 'evil.example', '127.0.0.1', '[::1]', '0.0.0.0'])(
  'a name that was re-bound to this machine is refused: Host %j',
  async (name) => {
    const wrong = `${name}:${host.server.port + (name === '127.0.0.1' ? 1 : 0)}`
    const headers = { host: wrong, 'x-waypost-token': token }
    const replies = [await host.send('GET', '/', headers), await host.post('/call', {}, headers)]
    expect(replies.map(({ status }) => status)).toEqual([421, 421])
  },
)

test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://localhost', 'http://127.0.0.1:1'])(
  'a page from elsewhere is refused: Origin %s',
  async (origin) => {
    const headers = { origin, 'x-waypost-token': token }
    const replies = [
      await host.post('/call', { procedure: 'a.b', input: {} }, headers),
      await host.post('/session', { code: 'x' }, headers),
      await host.send('GET', '/events', headers),
      await host.send('OPTIONS', '/call', { ...headers, 'access-control-request-method': 'POST' }),
    ]
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    for (const { headers } of replies)
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  },
)

test('no call without an Origin, and none that the browser calls cross-site', async () => {
  const body = JSON.stringify({ procedure: 'a.b', input: {} })
  const json = { 'content-type': 'application/json', 'x-waypost-token': token }
  expect((await host.send('POST', '/call', json, body)).status).toBe(403)
  const cross = { ...json, origin: host.origin, 'sec-fetch-site': 'same-site' }
  expect((await host.send('POST', '/call', cross, body)).status).toBe(403)
  expect((await host.send('GET', '/events', { 'x-waypost-token': token, 'sec-fetch-site': 'cross-site' })).status).toBe(
    403,
  )
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=utf-7',
  '',
])('a form of another page cannot post: %j', async (type) => {
  const headers = { 'content-type': type, origin: host.origin, 'x-waypost-token': token }
  expect((await host.send('POST', '/call', headers, '{"procedure":"a.b","input":{}}')).status).toBe(415)
  expect((await host.send('POST', '/session', headers, '{}')).status).toBe(415)
})

test.each([
  ['/../secret.txt', 400],
  ['/..%2fsecret.txt', 400],
  ['/%2e%2e/secret.txt', 400],
  ['/assets/../../secret.txt', 400],
  ['/assets/%2e%2e%2f%2e%2e%2fsecret.txt', 400],
  ['/..%5csecret.txt', 400],
  ['/..\\secret.txt', 400],
  ['//etc/passwd', 400],
  ['/C:/Windows/win.ini', 400],
  ['/%00', 400],
  ['/index.html%00.js', 400],
  ['/%ff', 400],
  ['/.git/config', 400],
  ['/assets', 404],
  ['/assets/', 400],
  ['/assets/main-1a2b.js.map', 404],
  ['/nothing.js', 404],
])('nothing but the page is served: %s', async (path, status) => {
  const reply = await host.send('GET', path)
  expect(reply.status).toBe(status)
  expect(reply.body).not.toContain('canary')
})

test('the page comes with a fresh nonce each time, in the policy and in the page', async () => {
  const [one, two] = [await host.send('GET', '/'), await host.send('GET', '/index.html')]
  const nonceOf = (reply: typeof one) => /content="([^"]+)"/.exec(reply.body)?.[1] ?? ''
  expect(nonceOf(one).length).toBeGreaterThan(20)
  expect(nonceOf(one)).not.toBe(nonceOf(two))
  expect(one.headers['content-security-policy']).toBe(
    `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonceOf(one)}'; font-src 'self'; img-src 'self' data:; ` +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
})

test('every answer carries the headers that lock a page in, and none sets a cookie', async () => {
  const replies = [
    await host.send('GET', '/'),
    await host.send('GET', '/assets/main-1a2b.js'),
    await host.send('GET', '/nothing'),
    await host.post('/call', {}),
    await host.call(token, 'a.b'),
  ]
  for (const { headers } of replies) {
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['set-cookie']).toBeUndefined()
  }
})

test('an oversized body is refused, whether its length is said or not', async () => {
  const headers = { 'content-type': 'application/json', origin: host.origin, 'x-waypost-token': token }
  const body = Buffer.alloc(41 * 1024 * 1024, 0x20)
  const said = await host.send('POST', '/call', { ...headers, 'content-length': body.length }, body)
  const unsaid = await host.send('POST', '/call', { ...headers, 'transfer-encoding': 'chunked' }, body)
  const atSession = await host.post('/session', { code: 'x'.repeat(5_000) })
  expect([said.status, unsaid.status, atSession.status]).toEqual([413, 413, 403])
})

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

test.each([
  ['no JSON', '{'],
  ['no object', '1'],
  ['nothing', ''],
  ['more than a call', '{"procedure":"a.b","input":{},"actor":{"role":"administrator"}}'],
  ['a procedure that is no name', '{"procedure":"__proto__.constructor","input":{}}'],
  ['a procedure of another type', '{"procedure":["a.b"],"input":{}}'],
  ['a prototype at the top', '{"__proto__":{"x":1},"procedure":"a.b","input":{}}'],
  ['a prototype within', '{"procedure":"a.b","input":{"list":[{"__proto__":{"polluted":true}}]}}'],
  ['an escaped prototype', '{"procedure":"a.b","input":{"\\u005f_proto__":{"polluted":true}}}'],
  ['deep nesting', `{"procedure":"a.b","input":${deep(50_000)}}`],
])('what is no call is refused loudly: %s', async (_what, body) => {
  const headers = { 'content-type': 'application/json', origin: host.origin, 'x-waypost-token': token }
  const reply = await host.send('POST', '/call', headers, body)
  expect(reply.status).toBe(400)
  expect(JSON.parse(reply.body)).toMatchObject({ ok: false, refusal: { code: 'invalid-input' } })
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test.each(['PUT', 'DELETE', 'PATCH', 'TRACE'])('%s is nobody’s method', async (method) => {
  expect((await host.send(method, '/call', { origin: host.origin })).status).toBe(405)
  expect((await host.send(method, '/')).status).toBe(405)
})

test('it listens on 127.0.0.1 and nowhere else', async () => {
  await expect(fetch(`http://[::1]:${host.server.port}/`)).rejects.toThrow('fetch failed')
})

test('events come as lines, and a stream that broke goes on where it was', async () => {
  const mine = await host.signIn()
  const stream = host.events(mine, 0)
  const first = stream.next()
  await host.call(mine, 'test.announce')
  expect((await first).value).toEqual({ seq: 1, kind: 'changed', topics: ['connectors'] })
  await stream.return(undefined)
  await host.call(mine, 'test.announce')
  await host.call(mine, 'test.announce')
  const again = host.events(mine, 1)
  expect([(await again.next()).value, (await again.next()).value]).toMatchObject([{ seq: 2 }, { seq: 3 }])
  const ahead = host.events(mine, 99)
  expect((await ahead.next()).value).toEqual({ seq: 3, kind: 'resync' })
  await Promise.all([again.return(undefined), ahead.return(undefined)])
})

test('a page shows another workspace, alone, and the first one runs on', async () => {
  const [mine, other] = [await host.signIn(), await host.signIn()]
  const stream = host.events(mine, 0)
  const heard = stream.next()
  expect(JSON.parse((await host.call(mine, 'host.open', { which: 'practice' })).body)).toEqual({ ok: true, value: {} })
  expect((await heard).value).toMatchObject({ kind: 'resync' })
  await stream.return(undefined)
  const pathOf = async (token: string) => JSON.parse((await host.call(token, 'workspace.info')).body).value.path
  expect([await pathOf(mine), await pathOf(other)]).toEqual([host.places.practice, host.places.default])
  const info = JSON.parse((await host.call(mine, 'host.info')).body).value
  expect(info).toMatchObject({ kind: 'web', version: '1.2.3', keychainName: 'a keychain' })
  expect(info.workspaces).toEqual([
    { path: host.places.default, name: 'Fake', colour: 'teal', practice: false, current: false, gone: false },
    { path: host.places.practice, name: 'Fake', colour: 'teal', practice: true, current: true, gone: false },
  ])
})

test.each([
  ['host.open', { which: 'path', path: 'relative' }, 'invalid-input'],
  ['host.open', { which: 'elsewhere' }, 'invalid-input'],
  ['host.open', { which: 'path', path: '/proc/nowhere/w' }, 'refused'],
  ['host.open', { which: 'path', path: '/proc/nowhere/w', make: true }, 'refused'],
  ['host.info', { more: 1 }, 'invalid-input'],
  ['host.toString', {}, 'unknown-procedure'],
])('the host refuses %s %j', async (procedure, input, code) => {
  expect(JSON.parse((await host.call(token, procedure, input)).body).refusal.code).toBe(code)
})
