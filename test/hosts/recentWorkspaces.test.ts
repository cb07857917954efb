import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Output } from '../../src/contract/define.ts'
import type { host } from '../../src/contract/host.ts'
import { recentWorkspaces, type RecentWorkspace } from '../../src/main/hosts/recentWorkspaces.ts'
import { hostWorkspaces, recentFilePath } from '../../src/main/hosts/workspaces.ts'
import { openFakeEngine } from './fakeEngine.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-recent-'))
  file = join(folder, 'data', 'recent-workspaces.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const one = (path: string, part: Partial<RecentWorkspace> = {}): RecentWorkspace => ({
  path: join(folder, path),
  name: path,
  colour: 'teal',
  practice: false,
  ...part,
})
const names = () =>
  recentWorkspaces(file)
    .list()
    .map(({ name }) => name)

test('the list lies beside the default workspace', () => {
  expect(recentFilePath({ HOME: '/home/a' }, 'linux')).toBe('/home/a/.local/share/waypost/recent-workspaces.json')
  expect(recentFilePath({ WAYPOST_WORKSPACE: '/w/x.waypost' }, 'linux')).toBe('/w/recent-workspaces.json')
})

test('the newest come first, each once, and no more than ten', () => {
  const recent = recentWorkspaces(file)
  expect(recent.list()).toEqual([])
  for (let at = 0; at < 12; at++) recent.opened(one(`w${at}`))
  recent.opened(one('w5'))
  expect(names()).toEqual(['w5', 'w11', 'w10', 'w9', 'w8', 'w7', 'w6', 'w4', 'w3', 'w2'])
  recent.known(one('w8', { name: 'Renamed', colour: 'violet' }))
  recent.known(one('never opened'))
  recent.forget(join(folder, 'w11'))
  expect(names()).toEqual(['w5', 'w10', 'w9', 'Renamed', 'w7', 'w6', 'w4', 'w3', 'w2'])
})

test.skipIf(process.platform === 'win32')('only its user reads it', () => {
  recentWorkspaces(file).opened(one('w'))
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test.each([
  '',
  'no json',
  '[]',
  '{"format":"waypost-recent","workspaces":[{"path":1}]}',
  '{"format":"another","workspaces":[]}',
])('a list that cannot be read is an empty one, and is begun anew: %s', (text) => {
  recentWorkspaces(file).opened(one('before'))
  writeFileSync(file, text)
  expect(names()).toEqual([])
  recentWorkspaces(file).opened(one('after'))
  expect(names()).toEqual(['after'])
})

test('where nothing can be written a workspace is opened all the same', () => {
  writeFileSync(join(folder, 'data'), 'a file in the way')
  recentWorkspaces(file).opened(one('w'))
  expect(names()).toEqual([])
})

/** A host on a workspace, as the dialog sees it. */
async function aHost(name: string) {
  const workspaces = hostWorkspaces({
    host: 'web',
    version: '1',
    keychainName: 'k',
    places: { default: join(folder, name), practice: join(folder, 'practice') },
    recent: recentWorkspaces(file),
    openEngine: async (options) => {
      writeFileSync(options.path, '')
      return openFakeEngine(options)
    },
  })
  const view = await workspaces.view({ path: join(folder, name), practice: false })
  const rows = async () => {
    const answer = await view.call({ procedure: 'host.info', input: {} }, 'administrator')
    if (!answer.ok) throw new Error(answer.refusal.code)
    return (answer.value as Output<(typeof host)['info']>).workspaces.map(
      ({ path, colour, practice, current, gone }) => ({
        path: path.slice(folder.length + 1),
        colour,
        practice,
        current,
        gone,
      }),
    )
  }
  return { workspaces, view, rows }
}

test('what was opened is known after a restart; what is gone says so, and is taken off the list', async () => {
  const first = await aHost('a.waypost')
  expect((await first.view.call({ procedure: 'host.open', input: { which: 'practice' } }, 'administrator')).ok).toBe(
    true,
  )
  await first.rows()
  await first.workspaces.close()

  const next = await aHost('b.waypost')
  const known = (path: string) => ({ path, colour: 'teal', practice: false, current: false, gone: false })
  expect(await next.rows()).toEqual([
    { ...known('b.waypost'), current: true },
    { ...known('practice'), practice: true },
    known('a.waypost'),
  ])
  rmSync(join(folder, 'a.waypost'))
  expect((await next.rows()).at(-1)).toEqual({ ...known('a.waypost'), gone: true })
  const forget = { procedure: 'host.forget', input: { path: join(folder, 'a.waypost') } }
  expect((await next.view.call(forget, 'viewer')).ok).toBe(false)
  expect((await next.view.call(forget, 'administrator')).ok).toBe(true)
  expect((await next.rows()).map(({ path }) => path)).toEqual(['b.waypost', 'practice'])
  await next.workspaces.close()
  expect(existsSync(join(folder, 'a.waypost'))).toBe(false)
  expect(readFileSync(file, 'utf8')).not.toContain('a.waypost')
})

test('one that was for practice stays for practice, wherever it lies', async () => {
  recentWorkspaces(file).opened(one('elsewhere', { practice: true }))
  writeFileSync(join(folder, 'elsewhere'), '')
  const { view, workspaces, rows } = await aHost('a.waypost')
  const open = { procedure: 'host.open', input: { which: 'path', path: join(folder, 'elsewhere') } }
  expect((await view.call(open, 'administrator')).ok).toBe(true)
  expect((await rows()).find(({ current }) => current)).toMatchObject({ path: 'elsewhere', practice: true })
  await workspaces.close()
})
