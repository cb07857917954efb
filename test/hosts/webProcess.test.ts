import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { link } from '../../src/main/hosts/own-or-attach/index.ts'
import { openFakeEngine } from './fakeEngine.ts'

// The built host, as `npm start` runs it.
const built = join(import.meta.dirname, '..', '..', 'out', 'main', 'web.js')

let folder: string
let workspace: string
const processes: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-start-'))
  workspace = join(folder, 'w.waypost')
})
afterEach(async () => {
  for (const child of processes.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
})

function run(...args: string[]) {
  const child = spawn(process.execPath, [built, ...args], {
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, DBUS_SESSION_BUS_ADDRESS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  processes.push(child)
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const ended = once(child, 'close') as Promise<[number | null, string | null]>
  const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>
  return {
    child,
    /** Exit code, or the signal. */
    ended: ended.then(([code, signal]) => code ?? signal),
    complaints: () => complaints,
    /** The address in its first line. */
    url: async () => {
      const [said] = await Promise.race([line, ended.then(() => Promise.reject(new Error(complaints)))])
      return new URL(/http:\S+/.exec(said)?.[0] ?? `none in: ${said}`)
    },
  }
}

const enter = async (url: URL): Promise<number> => (await exchange(url)).status

const exchange = (url: URL): Promise<Response> =>
  fetch(`${url.origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url.origin },
    body: JSON.stringify({ code: url.hash.slice('#code='.length) }),
  })

test('it prints one address that opens the page once', async () => {
  const url = await run('--workspace', workspace, '--port', '0').url()
  expect(url.hostname).toBe('127.0.0.1')
  expect((await fetch(url.origin)).headers.get('content-type')).toContain('text/html')
  expect([await enter(url), await enter(url)]).toEqual([200, 403])
})

test('a second start asks the first for a fresh address, prints it and ends well', async () => {
  const first = await run('--workspace', workspace, '--port', '0').url()
  const second = run('--workspace', workspace)
  const fresh = await second.url()
  expect(await second.ended).toBe(0)
  expect(fresh.origin).toBe(first.origin)
  expect(fresh.hash).not.toBe(first.hash)
  expect(await enter(fresh)).toBe(200)
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it cleanly, with an event stream open', async (signal) => {
  const host = run('--workspace', workspace, '--port', '0')
  const url = await host.url()
  expect(statSync(`${workspace}.owner`).isFile()).toBe(true)
  host.child.kill(signal)
  expect(await host.ended).toBe(0)
  expect(statSync(`${workspace}.owner`, { throwIfNoEntry: false })).toBeUndefined()
  await expect(fetch(url.origin)).rejects.toThrow('fetch failed')
})

test('after kill -9 the next start owns the workspace', async () => {
  const first = run('--workspace', workspace, '--port', '0')
  await first.url()
  first.child.kill('SIGKILL')
  expect(await first.ended).toBe('SIGKILL')
  expect(await enter(await run('--workspace', workspace, '--port', '0').url())).toBe(200)
})

test('of two starts at once one serves and both print an address that works', async () => {
  const starts = [run('--workspace', workspace, '--port', '0'), run('--workspace', workspace, '--port', '0')]
  const urls = await Promise.all(starts.map(({ url }) => url()))
  expect(await Promise.all(urls.map(enter))).toEqual([200, 200])
})

test('where another host owns the workspace it serves as its client, and takes over when that ends', async () => {
  const owner = await link({ path: workspace, practice: false, host: 'desktop', openEngine: openFakeEngine })
  const url = await run('--workspace', workspace, '--port', '0').url()
  const { token } = (await (await exchange(url)).json()) as { token: string }
  const info = async () => {
    const response = await fetch(`${url.origin}/call`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url.origin, 'x-waypost-token': token },
      body: JSON.stringify({ procedure: 'workspace.info', input: {} }),
    })
    return response.json()
  }
  expect(await info()).toMatchObject({ value: { process: process.pid, actor: { via: 'web' } } })
  await owner.close()
  expect(await info()).toMatchObject({ ok: true, value: { engine: { host: 'web' } } })
})

test('a port that is taken is said, and nothing is left open', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const host = run('--workspace', workspace, '--port', String(port))
  expect(await host.ended).toBe(1)
  expect(host.complaints()).toContain(`Port ${port} is taken`)
  other.close()
})

test.each([['--port', 'x'], ['--port', '70000'], ['--nothing'], ['stray']])(
  'wrong usage ends with 2: %s %s',
  async (...args) => {
    expect(await run(...args).ended).toBe(2)
  },
)

test('a folder that cannot be used is said in a sentence, and ends with 3', async () => {
  const host = run('--workspace', '/dev/null/w.waypost')
  expect(await host.ended).toBe(3)
  expect(host.complaints()).toContain('Nothing can be written to /dev/null')
})
