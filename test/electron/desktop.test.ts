import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mayOpenOutside } from '../../src/main/hosts/electron/outside.ts'
import { builtPreload, pageFrame, startDesktop, type Desktop } from './aDesktop.ts'
import type { Frame } from './messages.ts'

let folder: string
let desktop: Desktop
const environment = () => ({ HOME: folder, XDG_DATA_HOME: folder, STANDIN_FOLDER: folder })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-desktop-'))
  desktop = startDesktop({ args: ['--workspace', join(folder, 'w.waypost')], env: environment() })
  await desktop.window
})
afterAll(async () => {
  await desktop.end()
  rmSync(folder, { recursive: true, force: true })
})

const call = (value: unknown, frame: Frame = pageFrame, window?: number) =>
  desktop.invoke('waypost:call', [value], frame, window) as Promise<{ ok: boolean; refusal?: { code: string } }>
const info = { procedure: 'host.info', input: {} }

test('a call of the page reaches its host and its engine', async () => {
  expect(await call(info)).toMatchObject({ ok: true, value: { kind: 'desktop' } })
  expect(await call({ procedure: 'workspace.info', input: {} })).toMatchObject({ ok: true })
})

test.each<[string, Frame, number?]>([
  ['a frame that has gone', null],
  ['a sub-frame of our page', { url: 'app://waypost/', parent: { url: 'app://waypost/', parent: null } }],
  ['a page of the web', { url: 'https://waypost/', parent: null }],
  ['another host of our scheme', { url: 'app://evil/', parent: null }],
  ['a host that begins like ours', { url: 'app://waypost.evil/', parent: null }],
  ['a user name that looks like us', { url: 'app://waypost@evil/', parent: null }],
  ['a file', { url: 'file:///app://waypost/', parent: null }],
  ['an empty page', { url: 'about:blank', parent: null }],
  ['no URL at all', { url: '', parent: null }],
  ['a window that is not ours', pageFrame, 99],
])('a wrong sender is refused: %s', async (_what, frame, window) => {
  expect(await call(info, frame, window)).toMatchObject({ ok: false, refusal: { code: 'not-permitted' } })
})

const circle: { input?: unknown } = {}
circle.input = circle
const polluting = (): unknown => JSON.parse('{"__proto__":{"polluted":true}}')

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['a text', 'host.info'],
  ['a list', [info]],
  ['no procedure', { input: {} }],
  ['a procedure of a wrong type', { procedure: 1, input: {} }],
  ['a procedure that is a path of the prototype', { procedure: '__proto__.toString', input: {} }],
  ['more than a call', { ...info, actor: { role: 'administrator' } }],
  ['an input that names a prototype', { procedure: 'host.info', input: polluting() }],
  ['a prototype deep inside', { procedure: 'host.info', input: { a: [{ b: polluting() }] } }],
  ['a call that names a prototype', Object.assign(JSON.parse('{"__proto__":{"polluted":true}}'), info)],
  ['a map', { procedure: 'host.info', input: new Map([['a', 1]]) }],
  ['a date', { procedure: 'host.info', input: { at: new Date(0) } }],
  ['bytes', { procedure: 'host.info', input: new Uint8Array(8) }],
  ['a big integer', { procedure: 'host.info', input: 1n }],
  ['a circle', { procedure: 'host.info', input: circle }],
  ['too much', { procedure: 'host.info', input: { text: 'x'.repeat(41 * 1024 * 1024) } }],
])('what is no call is refused loudly: %s', async (_what, value) => {
  expect(await call(value)).toMatchObject({ ok: false, refusal: { code: 'invalid-input' } })
  expect(await call(info)).toMatchObject({ ok: true })
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test.each(['host.toString', 'host.nothing', 'nothing.at', 'constructor.name', 'connectors.constructor'])(
  'an unknown name is refused: %s',
  async (procedure) => {
    expect(await call({ procedure, input: {} })).toMatchObject({ ok: false, refusal: { code: 'unknown-procedure' } })
  },
)

test('there is one channel, and no other answers', async () => {
  expect(desktop.facts().channels).toEqual(['waypost:call'])
  await expect(desktop.invoke('waypost:event', [], pageFrame)).rejects.toThrow('No handler')
})

test('events go to the page', async () => {
  const { promise: heard, resolve } = Promise.withResolvers<unknown>()
  desktop.onSend((channel, [event]) => channel === 'waypost:event' && resolve(event))
  await call({ procedure: 'host.open', input: { which: 'path', path: join(folder, 'other.waypost'), make: true } })
  expect(await heard).toMatchObject({ seq: expect.any(Number), kind: expect.any(String) })
})

test('the window has a sandboxed page without Node, and a preload of its own', async () => {
  const { options, url } = await desktop.window
  expect(url).toBe('app://waypost/')
  expect(options.webPreferences).toMatchObject({
    preload: builtPreload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    spellcheck: false,
    devTools: false,
  })
  expect(options.webPreferences).not.toHaveProperty('enableBlinkFeatures')
  expect(desktop.facts()).toMatchObject({ sandboxed: true, spellChecker: false })
  expect(desktop.facts().menu).toContain('editMenu')
})

test('the page comes from a scheme of its own, under a strict policy', async () => {
  expect(desktop.facts().schemes).toEqual([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
  const get = (url: string) =>
    desktop.ask({ kind: 'request', url, method: 'GET' }) as Promise<{
      status: number
      headers: Record<string, string>
      body: Uint8Array
    }>
  const page = await get('app://waypost/')
  const html = Buffer.from(page.body).toString()
  const nonce = /name="csp-nonce" content="([^"]+)"/.exec(html)?.[1]
  expect(page.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`)
  expect(page.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self';")
  const others = ['app://evil/', 'app://waypost/%2e%2e%2fmain/index.js', 'app://waypost/..%2f..%2fpackage.json']
  expect((await Promise.all(others.map(get))).map(({ status }) => status)).toEqual([404, 400, 400])
})

test.each(['https://evil.example/', 'file:///etc/passwd', 'app://evil/', 'javascript:alert(1)', 'http://127.0.0.1/'])(
  'the page cannot be led to %s',
  async (url) => {
    expect(await desktop.ask({ kind: 'navigate', window: 1, url })).toBe('prevented')
    expect(await desktop.ask({ kind: 'open', window: 1, url })).toBe('deny')
    expect(await desktop.ask({ kind: 'web-request', url })).toBe('cancelled')
    expect(desktop.outside).not.toContain(url)
  },
)

test('a page of a provider opens in the person’s own browser, never in a window of ours', async () => {
  const url = 'https://learn.microsoft.com/exchange/'
  expect(await desktop.ask({ kind: 'open', window: 1, url })).toBe('deny')
  expect(desktop.outside).toEqual([url])
})

test.each([
  'http://learn.microsoft.com/',
  'https://learn.microsoft.com.evil.example/',
  'https://learn.microsoft.com@evil.example/',
  'https://user:pass@learn.microsoft.com/',
  'https://learn.microsoft.com:8443/',
  'file:///c:/windows/system32/calc.exe',
  'ms-settings:',
  'https://evil.example/?learn.microsoft.com',
  '',
])('it does not open %j', (link) => {
  expect(mayOpenOutside(link)).toBe(false)
})

test('every permission is refused by both handlers, but for copying in the page itself', async () => {
  const ask = (permission: string, url = 'app://waypost/', isMainFrame = true) =>
    desktop.ask({ kind: 'permission', permission, url, isMainFrame })
  const refused = { asked: false, checked: false }
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'hid',
  ]) {
    expect(await ask(permission)).toEqual(refused)
  }
  expect(await ask('clipboard-sanitized-write')).toEqual({ asked: true, checked: true })
  expect(await ask('clipboard-sanitized-write', 'https://evil.example/')).toEqual(refused)
  expect(await ask('clipboard-sanitized-write', 'app://waypost/', false)).toEqual(refused)
})

test('the preload exposes two functions and nothing else, and is one screen long', () => {
  const code = readFileSync(builtPreload, 'utf8')
  const exposed: [string, Record<string, unknown>][] = []
  const sent: unknown[][] = []
  const heard: unknown[] = []
  const listeners = new Map<string, (event: unknown, value: unknown) => void>()
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: Record<string, unknown>) => exposed.push([name, api]) },
    ipcRenderer: {
      invoke: async (...args: unknown[]) => sent.push(args),
      on: (channel: string, listener: (event: unknown, value: unknown) => void) => listeners.set(channel, listener),
      off: (channel: string) => listeners.delete(channel),
    },
  }
  const asked: string[] = []
  const require = (name: string) => {
    asked.push(name)
    return electron
  }
  runInNewContext(code, { require, module: { exports: {} }, exports: {} })
  expect(asked).toEqual(['electron'])
  expect(exposed.map(([name, api]) => [name, Object.keys(api)])).toEqual([['waypost', ['call', 'on']]])
  const api = exposed[0]![1] as { call(call: unknown): unknown; on(listener: (event: unknown) => void): () => void }
  api.call(info)
  expect(sent).toEqual([['waypost:call', info]])
  const off = api.on((...args) => heard.push(args))
  listeners.get('waypost:event')?.({ sender: 'kept from the page' }, { seq: 1 })
  expect(heard).toEqual([[{ seq: 1 }]])
  off()
  expect(listeners.size).toBe(0)
  expect(code.split('\n').length).toBeLessThan(40)
})

test('a second start ends, and the first one shows what it asked for', async () => {
  const second = startDesktop({ args: [], env: { ...environment(), STANDIN_SECOND: 'yes' } })
  await expect(second.window).rejects.toThrow('ended with 0')
  const practice = join(folder, 'second.waypost')
  const { promise: heard, resolve } = Promise.withResolvers<void>()
  desktop.onSend((_channel, [event]) => (event as { kind: string }).kind === 'resync' && resolve())
  desktop.tell({ kind: 'second-instance', argv: ['electron', '.', '--workspace', practice] })
  await heard
  const { value } = (await call(info)) as unknown as { value: { workspaces: { path: string; current: boolean }[] } }
  expect(value.workspaces.find(({ current }) => current)?.path).toBe(practice)
})

test('a workspace that cannot be opened is said in a sentence', async () => {
  const other = startDesktop({ args: ['--workspace', '/dev/null/w.waypost'], env: environment() })
  await expect(other.window).rejects.toThrow(/null/)
})

test('closing the window ends the process, with its engines stopped', async () => {
  const workspace = join(folder, 'closing.waypost')
  const other = startDesktop({ args: ['--workspace', workspace], env: environment() })
  const { id } = await other.window
  other.tell({ kind: 'close', window: id })
  expect(await new Promise((resolve) => other.child.once('exit', resolve))).toBe(0)
  // The owner's invitation is taken back by a clean end only.
  expect(() => readFileSync(join(dirname(workspace), 'closing.waypost.owner'))).toThrow('ENOENT')
})
