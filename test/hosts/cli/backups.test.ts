import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { WorkspaceInfo } from '../../../src/contract/workspace.ts'
import { publishedShapes, type BackupReport, type RestoreReport } from '../../../src/main/hosts/cli/shapes.ts'
import { starting, waypost, type Given } from './aCommand.ts'

let folder: string
let workspace: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-cli-'))
  workspace = join(folder, 'workspace.waypost')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const env = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', XDG_RUNTIME_DIR: '' }
const run = (args: readonly string[], given: Given = {}) =>
  waypost(['--workspace', workspace, ...args], { env, ...given })
const named = async (path: string) =>
  (
    JSON.parse((await waypost(['--workspace', path, 'health', '--json'], { env })).stdout) as {
      workspace: WorkspaceInfo
    }
  ).workspace.name
async function json<T>(shape: string, args: readonly string[]): Promise<{ readonly code: number; readonly value: T }> {
  const { code, stdout, stderr } = await run([...args, '--json'])
  const value: unknown = JSON.parse(stdout)
  expect(publishedShapes().get(shape)?.safeParse(value).error?.issues ?? [], stderr).toEqual([])
  return { code, value: value as T }
}

test('a backup into a file, into a folder, and beside the workspace; then a workspace is made of one', async () => {
  await run(['settings', 'set', 'workspaceName=Contoso desk'])
  const file = join(folder, 'one.waypost-backup')
  const done = await run(['backup', '--to', file])
  expect(done.code, done.stderr).toBe(0)
  expect(done.stdout).toMatch(/holds the whole workspace .* and was opened and checked/)
  const shelf = join(folder, 'shelf')
  mkdirSync(shelf)
  const second = await json<BackupReport>('backup', ['backup', '--to', shelf])
  expect(second).toMatchObject({ code: 0, value: { state: 'done', failure: null } })
  expect(readdirSync(shelf)).toHaveLength(1)
  const third = await json<BackupReport>('backup', ['backup'])
  expect(third.value.path).toContain(join(folder, 'backups', 'workspace-'))

  const to = join(folder, 'again.waypost')
  const made = await json<RestoreReport>('restore', ['restore', '--from', file, '--to', to])
  expect(made).toMatchObject({ code: 0, value: { path: to, replaced: null, workspaceName: 'Contoso desk', ways: [] } })
  expect(await named(to)).toBe('Contoso desk')
  const health = await waypost(['--workspace', to, 'health', '--json'], { env })
  expect(JSON.parse(health.stdout)).toMatchObject({
    well: false,
    workspace: { paused: { key: 'need.paused-restored' } },
  })
})

test('while another process serves it, the owner makes the backup', async () => {
  await run(['settings', 'get'])
  const serving = starting(['--workspace', workspace, 'serve'], { env })
  await serving.said('Ctrl-C')
  const file = join(folder, 'served')
  expect((await run(['backup', '--to', file])).code).toBe(0)
  expect(existsSync(file)).toBe(true)
  const refused = await run(['restore', '--from', file, '--to', workspace, '--replace'])
  expect(refused.code, refused.stderr).toBe(4)
  expect(refused.stderr).toContain('is open in Waypost now')
  serving.signal('SIGTERM')
  await serving.ended
})

test('--replace puts the workspace aside whole, also a damaged one; without it nothing is touched', async () => {
  await run(['settings', 'set', 'workspaceName=Old'])
  const file = join(folder, 'old')
  await run(['backup', '--to', file])
  await run(['settings', 'set', 'workspaceName=New'])
  const refused = await run(['restore', '--from', file, '--to', workspace])
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('is there already')
  expect(await named(workspace)).toBe('New')
  const made = await json<RestoreReport>('restore', ['restore', '--from', file, '--to', workspace, '--replace'])
  expect(made.code).toBe(0)
  expect(await named(workspace)).toBe('Old')
  const aside = made.value.replaced!
  copyFileSync(aside, join(folder, 'look.waypost'))
  expect(await named(join(folder, 'look.waypost'))).toBe('New')

  writeFileSync(workspace, 'no database any more')
  expect((await run(['settings', 'get'])).code).not.toBe(0)
  const mended = await run(['restore', '--from', file, '--to', workspace, '--replace'])
  expect(mended.code, mended.stderr).toBe(0)
  expect(mended.stderr).toContain('What lay there is kept as')
  expect(mended.stderr).toContain('It starts paused')
  expect(await named(workspace)).toBe('Old')
})

test('a lost workspace file comes back by a restore in its place', async () => {
  await run(['settings', 'set', 'workspaceName=Lost'])
  const file = join(folder, 'kept')
  await run(['backup', '--to', file])
  rmSync(workspace)
  const gone = await run(['settings', 'get'])
  expect(gone.stderr).toContain('is gone')
  expect((await run(['restore', '--from', file, '--to', workspace])).code).toBe(0)
  expect(await named(workspace)).toBe('Lost')
})

test('wrong input is said in a sentence, with the exit code for it', async () => {
  await run(['settings', 'get'])
  const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
    [['restore'], 2, /--from/],
    [['restore', '--from', join(folder, 'nothing'), '--to', join(folder, 'x')], 2, /There is no file/],
    [['restore', '--from', folder, '--to', join(folder, 'x')], 1, /cannot be read/],
    [['restore', '--from', workspace, '--to', workspace], 2, /is there already/],
    [['backup', '--to', workspace], 2, /is there already/],
    [['backup', '--to', join(folder, 'no', 'folder')], 2, /is not a folder/],
    [['backup', '--into', 'x'], 2, /Unknown option/],
  ]
  for (const [args, code, said] of cases) {
    // oxlint-disable-next-line no-await-in-loop -- one workspace
    const ended = await run(args)
    expect(ended.stderr, args.join(' ')).toMatch(said)
    expect(ended.code, args.join(' ')).toBe(code)
  }
  expect(existsSync(join(folder, 'x'))).toBe(false)
  expect(readFileSync(workspace).subarray(0, 15).toString()).toBe('SQLite format 3')
})
