import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { noPolicy, policySchema, type Policy } from '../../src/domain/policy.ts'
import { releaseFileName } from '../../src/domain/updates/releaseFile.ts'
import { createAuthority } from '../../src/main/practice/certificates.ts'
import { say } from '../../src/words/index.ts'
import { startLabProxy } from '../lab/proxies.ts'
import { aClock, type ClockByHand } from './aClock.ts'
import { aWorkspace, ended, refusal, until, value, type TestWorkspace } from './aWorkspace.ts'

const file = releaseFileName(process.platform, process.arch)
const release = (version: string) =>
  `version: ${version}\npath: Waypost-${version}.AppImage\nreleaseDate: '2026-11-20T10:11:12.345Z'\n`
type Manner = (request: IncomingMessage, response: ServerResponse) => void
const says =
  (text: string): Manner =>
  (_, response) =>
    void response.end(text)

let mirror: Server
let other: Server
let asked: IncomingMessage[] = []
let manner: Manner
let ca: string
let workspace: TestWorkspace
let clock: ClockByHand
let policy: Policy = noPolicy
const folder = (host = 'mirror.example.com') => `https://${host}:${(mirror.address() as AddressInfo).port}/waypost`

beforeAll(async () => {
  const authority = await createAuthority('Updates CA')
  ca = authority.certificate
  const { key, certificate } = await authority.issue({ names: ['mirror.example.com'] })
  mirror = createServer({ key, cert: certificate }, (request, response) => {
    asked.push(request)
    manner(request, response)
  })
  other = createServer({ key, cert: certificate }, (request, response) => {
    asked.push(request)
    response.end(release('9.9.9'))
  })
  for (const server of [mirror, other]) await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
})
afterAll(() => {
  mirror.close()
  other.close()
})
beforeEach(async () => {
  asked = []
  policy = noPolicy
  manner = says(release('0.2.0'))
  clock = aClock()
  workspace = await aWorkspace({
    organisationCa: ca,
    clock,
    policy: () => policy,
    names: (host) => (host.endsWith('.example.com') ? ['127.0.0.1'] : undefined),
  })
})
afterEach(async () => {
  await workspace.stop()
  mirror.closeAllConnections()
})

const saving = async (updatesFrom: string | null) => {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  return workspace.client.settings.save({ revision, settings: { ...settings, updatesFrom } })
}
const view = async () => value(await workspace.client.updates.get({}))
const look = async () => ended(workspace, await workspace.client.updates.look({}))
/** The first look follows the setting by itself. */
const set = async (from: string) => {
  value(await saving(from))
  await clock.awaited(0)
  clock.pass(1)
  return until(workspace, view, ({ lookedAt }) => lookedAt !== null)
}

describe('looking for updates', () => {
  test('is off: nothing is asked, and asking for it says why not', async () => {
    clock.pass(3 * 24 * 3600_000)
    expect(await view()).toMatchObject({ from: null, lookedAt: null, found: null })
    expect(refusal(await workspace.client.updates.look({})).sentence).toMatch(/never looks/)
    expect(asked).toEqual([])
  })

  test('finds a newer version, says it on the overview too, and tells nobody who asks', async () => {
    expect(await set(folder())).toMatchObject({
      version: '0.1.0',
      problem: null,
      found: {
        version: '0.2.0',
        releasedAt: '2026-11-20T10:11:12.345Z',
        address: `${folder()}/Waypost-0.2.0.AppImage`,
        newer: true,
        preRelease: false,
      },
    })
    const { needs } = value(await workspace.client.overview.get({}))
    expect(needs.map(({ word }) => say(word))).toContain('Waypost 0.2.0 is there.')
    expect(asked.map(({ url }) => url)).toEqual([`/waypost/${file}`])
    expect(Object.keys(asked[0]!.headers).toSorted()).toEqual(['accept', 'connection', 'host', 'user-agent'])
    expect(asked[0]!.headers['user-agent']).toBe('Waypost')
  })

  test('happens once a day while Waypost runs, and after a restart when its day has come', async () => {
    await set(folder())
    await clock.awaited(24 * 3600_000)
    clock.pass(23 * 3600_000)
    expect(asked).toHaveLength(1)
    manner = says(release('0.3.0'))
    clock.pass(3600_000)
    await until(workspace, view, ({ found }) => found?.version === '0.3.0')
    expect(asked).toHaveLength(2)
    await workspace.restart()
    expect((await view()).found?.version).toBe('0.3.0')
    expect(asked).toHaveLength(2)
  })

  test.each(['0.1.0', '0.1.0-rc.1', '0.0.9', '0.1.0+later'])('finds nothing newer in %s', async (version) => {
    manner = says(release(version))
    expect((await set(folder())).found).toMatchObject({ version, newer: false })
    expect(value(await workspace.client.overview.get({})).needs.map(({ word }) => word.key)).not.toContain(
      'need.update',
    )
  })

  test('goes through the proxy', async () => {
    const proxy = await startLabProxy({ kind: 'http', resolve: () => '127.0.0.1' })
    const { revision, settings } = value(await workspace.client.settings.get({}))
    const { host, port, kind } = proxy
    value(
      await workspace.client.settings.save({
        revision,
        settings: { ...settings, proxy: { kind, host, port, username: '', direct: [] } },
      }),
    )
    expect((await set(folder('mirror.example.com'))).found?.newer).toBe(true)
    expect(proxy.asked).toEqual([new URL(folder()).host])
    await proxy.stop()
  })

  test('is cancelled', async () => {
    await set(folder())
    manner = () => undefined
    const { id } = value(await workspace.client.updates.look({}))
    await expect.poll(() => asked.length).toBe(2)
    value(await workspace.client.jobs.cancel({ id }))
    const job = await until(
      workspace,
      async () => value(await workspace.client.jobs.get({ id })),
      ({ state }) => state !== 'running',
    )
    expect(job.state).toBe('cancelled')
    expect((await view()).problem).toBeNull()
  })

  const elsewhere = () => `https://mirror.example.com:${(other.address() as AddressInfo).port}/waypost/${file}`
  test.each<readonly [string, Manner, RegExp]>([
    ['is not there', (_, response) => void response.writeHead(404).end('no'), /answers with status 404/],
    [
      'is sent on in clear text',
      (_, response) => void response.writeHead(302, { location: `http://mirror.example.com/${file}` }).end(),
      /sends to http:.*not https/,
    ],
    [
      'is sent on to another server',
      (_, response) => void response.writeHead(302, { location: elsewhere() }).end(),
      /sends to https:.*another server/,
    ],
    [
      'is sent on in a circle',
      (request, response) => void response.writeHead(302, { location: request.url! }).end(),
      /sends to/,
    ],
    ['is endless', (_, response) => void response.end('x'.repeat(1_000_000)), /far longer/],
    ['is a page', says('<html>'), /is no release file/],
    ['is no HTTP', (_, response) => void response.socket?.end('220 smtp.example.com\r\n'), /does not speak HTTP/],
    [
      'breaks off',
      (_, response) => void response.writeHead(200, { 'content-length': 99 }).write('v', () => response.destroy()),
      /could not be read/,
    ],
  ])('a file that %s is told, and what was known before still counts', async (_, next, sentence) => {
    await set(folder())
    manner = next
    await look()
    const now = await view()
    expect(say(now.problem!)).toMatch(sentence)
    expect(now.found?.version).toBe('0.2.0')
    expect(asked.every(({ url }) => url === `/waypost/${file}`)).toBe(true)
  })

  test('a server that shows a certificate of another name, or of nobody, gets no question', async () => {
    expect(say((await set(folder('wrong.example.com'))).problem!)).toMatch(/could not be read.*certificate/s)
    const { revision, settings } = value(await workspace.client.settings.get({}))
    value(
      await workspace.client.settings.save({
        revision,
        settings: { ...settings, organisationCa: null, updatesFrom: folder() },
      }),
    )
    await clock.awaited(0)
    clock.pass(1)
    expect(say((await until(workspace, view, ({ lookedAt }) => lookedAt !== null)).problem!)).toMatch(
      /could not be read/,
    )
    expect(asked).toEqual([])
  })

  test.each([
    'http://mirror.example.com/',
    'https://user:secret@mirror.example.com/',
    'ftp://x/',
    'mirror',
    'https://x.example.com/?a=b',
  ])('%s is no folder', async (from) => {
    expect(refusal(await saving(from))).toMatchObject({
      code: 'invalid-input',
      fields: [{ path: 'settings.updatesFrom' }],
    })
  })

  test('is forbidden by a policy of no updates', async () => {
    value(await saving(folder()))
    policy = {
      state: 'set',
      path: '/etc/waypost/policy.json',
      file: policySchema.parse({ format: 'waypost-policy', version: 1, updates: 'off', contact: 'it@example.com' }),
    }
    clock.pass(2 * 24 * 3600_000)
    expect(refusal(await workspace.client.updates.look({})).sentence).toMatch(/allows no updates.*it@example\.com/)
    expect(refusal(await saving('https://other.example.com/')).code).toBe('invalid-input')
    expect(await view()).toMatchObject({ forbidden: true, lookedAt: null })
    expect(value(await workspace.client.workspace.info({})).policy).toMatchObject({ updates: false })
    expect(asked).toEqual([])
  })
})
