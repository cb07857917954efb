import Database from 'better-sqlite3'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { memoryKeychain } from '../../src/main/adapters/keychain/memoryKeychain.ts'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { holding } from '../../src/main/hosts/holding.ts'
import { link } from '../../src/main/hosts/own-or-attach/index.ts'
import { restoreWorkspace } from '../../src/main/store/backups.ts'
import { say } from '../../src/words/index.ts'
import {
  aWorkspace,
  administrator,
  anEnabledConnector,
  ended,
  refusal,
  until,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true })
})
afterEach(() => workspace.stop())

const beside = (name: string) => join(workspace.folder, name)
const make = async (to: string, withoutSecondSlot = true) =>
  ended(workspace, await workspace.client.backups.make({ to, withoutSecondSlot }))
const restore = (from: string, to: string) => workspace.client.backups.restore({ from, to })
const deliver = async (subject: string) => value(await workspace.client.practice.deliver({ subject, text: '.' }))
const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const noDraftsIn = (folder: string) =>
  expect(readdirSync(folder).filter((name) => /\.(part|restoring)-/.test(name))).toEqual([])

/** Opens a workspace file as another start of Waypost would. */
async function opened<T>(
  path: string,
  look: (ask: (procedure: string, input?: unknown) => Promise<unknown>) => Promise<T>,
) {
  const engine = await openEngine({ path, practice: false, host: 'cli', keychain: workspace.keychain })
  try {
    return await look(async (procedure, input = {}) => {
      const answered = await engine.call({ procedure, input }, administrator)
      if (!answered.ok) throw new Error(say(answered.refusal.word))
      return answered.value
    })
  } finally {
    await engine.stop()
  }
}

describe('a backup', () => {
  test('is proposed under a name that is free, also for the second one in a second', async () => {
    for (let number = 0; number < 5; number += 1) {
      const { proposed, proposedRestore } = value(await workspace.client.backups.get({}))
      for (const path of [proposed, proposedRestore]) {
        expect(existsSync(path), path).toBe(false)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, '')
      }
    }
  })

  test('holds everything that was committed, also while mail goes on coming in; only its owner may read it', async () => {
    const { connector } = await anEnabledConnector(workspace)
    await deliver('Before')
    await poll(connector.id)
    const to = beside('one.waypost-backup')
    const [job] = await Promise.all([make(to), deliver('Meanwhile').then(() => poll(connector.id))])
    expect(job).toMatchObject({ kind: 'backup', state: 'done', progress: 1, failure: null })
    expect(say(job.note!)).toMatch(/holds the whole workspace \([\d.,]+ [kM]B\), and was opened and checked\.$/)
    expect(statSync(to).mode & 0o777).toBe(0o600)
    expect(existsSync(`${to}-wal`), 'one file').toBe(false)
    noDraftsIn(workspace.folder)
    const copy = new Database(to, { readonly: true })
    expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(copy.prepare('select subject from item').pluck().all()).toContain('Before')
    copy.close()
    const shown = value(await workspace.client.backups.get({}))
    expect(shown.last).toMatchObject({ path: to, size: statSync(to).size })
    expect(value(await workspace.client.activity.list({})).rows.map((row) => row.action)).toContain('backed up')
  })

  test('is proposed in a folder of its own beside the workspace, and is listed there with what updates and restores kept', async () => {
    const { proposed } = value(await workspace.client.backups.get({}))
    expect(proposed).toMatch(/\/backups\/workspace-\d{4}-\d\d-\d\d-\d{6}Z\.waypost-backup$/)
    expect((await make(proposed)).state).toBe('done')
    expect(statSync(dirname(proposed)).mode & 0o777).toBe(0o700)
    writeFileSync(`${workspace.path}.before-schema-2`, 'x')
    writeFileSync(`${workspace.path}.replaced-2026-11-01-10-00-00`, 'x')
    writeFileSync(beside('other.before-schema-2'), 'x')
    const { kept } = value(await workspace.client.backups.get({}))
    expect(kept.map(({ kind }) => kind).toSorted()).toEqual(['backup', 'before-update', 'replaced'])
  })

  test('is refused in a sentence where it cannot be put, and never written over anything', async () => {
    const taken = beside('taken')
    writeFileSync(taken, 'mine')
    const say = async (to: string) => refusal(await workspace.client.backups.make({ to, withoutSecondSlot: true }))
    expect(await say(taken)).toMatchObject({
      code: 'invalid-input',
      sentence: `${taken} is there already, and nothing is ever written over. Nothing was changed. Give a name that is free.`,
      fields: [{ path: 'to' }],
    })
    expect(readFileSync(taken, 'utf8')).toBe('mine')
    expect((await say(workspace.path)).sentence).toContain('is there already')
    expect((await say(workspace.folder)).sentence).toContain('is there already')
    expect((await say(beside('no/such/folder/x'))).sentence).toContain('is not a folder that files can be put into')
    expect((await say(`${taken}/x`)).sentence).toContain('is not a folder that files can be put into')
    expect((await say('backup')).sentence).toContain('is not a full path')
    expect((await say(' ')).code).toBe('invalid-input')
    expect(value(await workspace.client.jobs.list({})).rows.filter((job) => job.kind === 'backup')).toEqual([])
  })

  test('a name too long for the system, and one that somebody takes at the same moment', async () => {
    const long = beside('n'.repeat(400))
    expect(await make(long)).toMatchObject({ state: 'failed', failure: { code: 'store-failed' } })
    const to = beside('twice')
    const both = await Promise.all([
      workspace.client.backups.make({ to, withoutSecondSlot: true }),
      workspace.client.backups.make({ to, withoutSecondSlot: true }),
    ])
    const ends = await Promise.all(both.map(async (started) => ended(workspace, started)))
    expect(ends.map(({ state }) => state).toSorted()).toEqual(['done', 'failed'])
    expect(say(ends.find(({ state }) => state === 'failed')!.note!)).toContain('is there already')
    noDraftsIn(workspace.folder)
  })

  test('cancelled in the middle, it leaves nothing behind', async () => {
    await anEnabledConnector(workspace)
    const to = beside('cancelled')
    const started = value(await workspace.client.backups.make({ to, withoutSecondSlot: true }))
    value(await workspace.client.jobs.cancel({ id: started.id }))
    const end = await ended(workspace, { ok: true, value: started })
    expect(end.state).toBe('cancelled')
    expect(existsSync(to)).toBe(false)
    noDraftsIn(workspace.folder)
  })

  test('asks for a way in that can be carried elsewhere, and says what is missing (V3)', async () => {
    await anEnabledConnector(workspace)
    const to = beside('portable')
    expect(say(value(await workspace.client.backups.get({})).onlyHere!)).toContain(
      'could not be opened on another computer. Add a passphrase or make a recovery key first',
    )
    expect(refusal(await workspace.client.backups.make({ to }))).toMatchObject({
      code: 'refused',
      fields: [{ path: 'withoutSecondSlot' }],
    })
    expect(existsSync(to)).toBe(false)
    value(await workspace.client.vault.createRecoveryKey({}))
    expect(value(await workspace.client.backups.get({})).onlyHere).toBeNull()
    expect((await make(to, false)).state).toBe('done')
    expect(value(await workspace.client.backups.inspect({ from: to })).ways).toEqual(['keychain', 'recovery-key'])
  })
})

describe('a restore', () => {
  test('makes a workspace that starts paused, with its work, and goes on above the highest number; the backup stays as it is', async () => {
    const { connector } = await anEnabledConnector(workspace)
    await deliver('One')
    await poll(connector.id)
    value(await workspace.client.practice.setFault({ name: 'greylisted', on: true }))
    const mail = value(
      await workspace.client.outbox.compose({
        from: 'support@practice.test',
        to: ['anna@contoso.test'],
        subject: 'Waits',
        text: '.',
      }),
    )
    await until(
      workspace,
      async () => value(await workspace.client.outbox.get({ id: mail.id })),
      (now) => now.state === 'deferred',
    )
    const from = beside('kept.waypost-backup')
    await make(from)
    const bytes = readFileSync(from)
    const facts = value(await workspace.client.backups.inspect({ from }))
    expect(facts).toMatchObject({ workspaceName: 'Practice', ofThis: true, size: bytes.length, ways: ['keychain'] })
    const to = beside('again.waypost')
    value(await restore(from, to))
    expect(readFileSync(from).equals(bytes)).toBe(true)
    noDraftsIn(workspace.folder)
    await opened(to, async (ask) => {
      const info = (await ask('workspace.info')) as { paused: Parameters<typeof say>[0]; held: number }
      expect(info.held).toBe(1)
      expect(say(info.paused)).toMatch(
        /^This workspace was restored from a backup, so 1 connector waits until you resume it\./,
      )
      expect(await ask('outbox.get', { id: mail.id })).toMatchObject({ state: 'parked' })
      expect(await ask('items.list')).toMatchObject({ rows: [{ id: 'T-000001', subject: 'One' }] })
      expect(((await ask('activity.list')) as { rows: unknown[] }).rows[0]).toMatchObject({
        action: 'found restored',
        actor: 'Waypost',
      })
    })
    await opened(to, async (ask) => {
      const lines = (await ask('activity.list')) as { rows: { action: string }[] }
      expect(
        lines.rows.filter(({ action }) => action === 'found restored'),
        'noticed once',
      ).toHaveLength(1)
      expect(await ask('workspace.info')).toMatchObject({ held: 1 })
    })
    expect(value(await workspace.client.workspace.info({})).paused, 'the open one goes on').toBeNull()
  })

  test('is refused over anything that is there, from anything that is no backup, and changes nothing', async () => {
    const from = beside('good.waypost-backup')
    await make(from)
    const to = beside('new.waypost')
    const why = async (source: string, target = to) => refusal(await restore(source, target)).sentence
    writeFileSync(beside('taken.waypost'), 'mine')
    expect(await why(from, beside('taken.waypost'))).toContain('is there already')
    expect(readFileSync(beside('taken.waypost'), 'utf8')).toBe('mine')
    expect(await why(from, workspace.path)).toContain('is there already')
    expect(await why(from, from)).toContain('is there already')
    expect(await why(beside('nothing'))).toContain('There is no file')
    expect(await why(workspace.folder)).toContain('cannot be read')
    expect(await why('relative')).toContain('is not a full path')
    expect(await why(from, 'relative')).toContain('is not a full path')
    expect(await why(workspace.path), 'a workspace at work').toContain('is a workspace that is open, or was not closed')

    writeFileSync(beside('letter'), 'Dear Anna, '.repeat(500))
    expect(await why(beside('letter'))).toMatch(/is damaged, or no database at all/)
    writeFileSync(beside('empty'), '')
    expect(await why(beside('empty'))).toContain('is a database of another program')
    new Database(beside('stranger')).exec('create table t (x); create table setting (key, value)').close()
    expect(await why(beside('stranger'))).toContain('is a database of another program')
    copyFileSync(from, beside('future'))
    const future = new Database(beside('future'))
    future.pragma('user_version = 99')
    future.close()
    expect(await why(beside('future'))).toMatch(
      /was written by a newer Waypost \(form of the database, theirs and ours: 99, \d+\)/,
    )
    copyFileSync(from, beside('half'))
    truncateSync(beside('half'), Math.floor(statSync(from).size / 2))
    expect(await why(beside('half'))).toMatch(/is damaged/)
    const bytes = Buffer.from(readFileSync(from))
    // Whole pages of letters in the middle of the tables.
    bytes.fill('x', 4096 * 3, 4096 * 9)
    writeFileSync(beside('scribbled'), bytes)
    expect(await why(beside('scribbled'))).toMatch(/is damaged/)
    expect(existsSync(to)).toBe(false)
    noDraftsIn(workspace.folder)
    expect(readdirSync(workspace.folder).filter((name) => /-(wal|shm)$/.test(name))).toEqual([
      'workspace.waypost-shm',
      'workspace.waypost-wal',
    ])
  })

  test('an older backup is brought to the form of this version when it is opened', async () => {
    const { sql } = await import('../../src/main/store/migrations/0001.ts')
    const old = new Database(beside('old'))
    old.exec(sql)
    old.pragma('user_version = 1')
    old.prepare(`insert into setting values ('workspace', '"w-1"'), ('machine', '"m"')`).run()
    old.close()
    const to = beside('brought.waypost')
    expect(value(await restore(beside('old'), to))).toMatchObject({ workspaceName: null, ofThis: false, newest: null })
    await opened(to, async (ask) => {
      expect(await ask('workspace.info')).toMatchObject({ id: 'w-1' })
    })
  })

  test('where the target is open in another Waypost, or its folder is a file, it is refused', async () => {
    const from = beside('good.waypost-backup')
    await make(from)
    const to = beside('busy.waypost')
    const other = await link({
      path: to,
      practice: false,
      host: 'cli',
      openEngine: (options) => openEngine({ ...options, keychain: memoryKeychain() }),
    })
    rmSync(to)
    expect(refusal(await restore(from, to)).sentence).toContain('is open in Waypost now')
    await other.close()
    writeFileSync(beside('file'), '')
    expect(refusal(await restore(from, beside('file/new.waypost'))).sentence).toContain('is not a folder')
  })
})

const isRoot = process.getuid?.() === 0
test.skipIf(isRoot)('a file that may not be read, and a folder that may not be written', async () => {
  const from = beside('locked')
  await make(from)
  chmodSync(from, 0)
  expect(refusal(await restore(from, beside('x.waypost'))).sentence).toContain('cannot be read')
  mkdirSync(beside('shut'), { mode: 0o500 })
  expect((await make(beside('shut/x'))).state).toBe('failed')
})

const canMount = (() => {
  if (process.platform !== 'linux' || !isRoot) return false
  try {
    execFileSync('/usr/bin/unshare', ['-m', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!canMount)('a small or read-only disk (root on Linux)', () => {
  let disk: string
  const mount = (options: string) => execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk])
  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'waypost-disk-'))
  })
  afterEach(() => {
    execFileSync('/bin/umount', [disk])
    rmSync(disk, { recursive: true })
  })

  test('full: the backup and the restore say so, leave nothing behind, and the workspace goes on', async () => {
    await anEnabledConnector(workspace)
    mount('size=64k')
    const job = await make(join(disk, 'b'))
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'disk-full', stage: 'store' } })
    expect(say(job.note!)).toContain('There is not enough room for')
    expect(readdirSync(disk)).toEqual([])
    const from = beside('good.waypost-backup')
    expect((await make(from)).state).toBe('done')
    expect(refusal(await restore(from, join(disk, 'r.waypost'))).sentence).toContain('There is not enough room for')
    expect(readdirSync(disk).filter((name) => name !== 'r.waypost.lock')).toEqual([])
  })

  test('read-only: nothing can be put there, and a backup on it can be restored', async () => {
    const from = beside('good.waypost-backup')
    await make(from)
    mount('size=8m')
    copyFileSync(from, join(disk, 'kept.waypost-backup'))
    execFileSync('/bin/mount', ['-o', 'remount,ro', disk])
    const job = await make(join(disk, 'b'))
    expect(say(job.note!)).toContain('cannot be written')
    const kept = join(disk, 'kept.waypost-backup')
    expect(value(await workspace.client.backups.inspect({ from: kept }))).toMatchObject({ ofThis: true })
    value(await restore(kept, beside('from-medium.waypost')))
    expect(refusal(await restore(from, join(disk, 'r.waypost'))).code).toBe('invalid-input')
  })
})

test('what two restores put aside in the same second is kept, each under a name of its own', async () => {
  const from = beside('good.waypost-backup')
  await make(from)
  const to = beside('place.waypost')
  const replace = { now: '2026-11-27T06:00:00.000Z' }
  writeFileSync(to, 'first')
  const first = await restoreWorkspace(from, to, holding, replace)
  writeFileSync(to, 'second')
  const second = await restoreWorkspace(from, to, holding, replace)
  expect([first, second].map(({ replaced }) => readFileSync(replaced!, 'utf8'))).toEqual(['first', 'second'])
  expect(readdirSync(workspace.folder).filter((name) => name.startsWith('place.waypost.replaced-'))).toHaveLength(2)
})
