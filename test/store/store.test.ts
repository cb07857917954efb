import Database from 'better-sqlite3'
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  chownSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/main/engine/ports/store.ts'
import { migrations } from '../../src/main/store/migrations/index.ts'
import { backupName, DatabaseFromTheFuture, openDatabase, storeFailure } from '../../src/main/store/open.ts'
import { openSqliteStore } from '../../src/main/store/sqliteStore.ts'
import { failure, history, setting, storeConformance } from '../conformance/store.ts'

let folder: string
let path: string
let open: Store[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waypost-store-'))
  path = join(folder, 'workspace.waypost')
})
afterEach(async () => {
  for (const store of open) await store.close()
  open = []
  await rm(folder, { recursive: true, force: true })
})
const store = (at = path): Store => {
  const opened = openSqliteStore(at)
  open.push(opened)
  return opened
}
storeConformance('SQLite in this thread', async (at) => openSqliteStore(at))

test('the schema is the golden one; WAYPOST_GOLDEN=write writes it anew', () => {
  const golden = join(import.meta.dirname, '../golden/schema.sql')
  const database = openDatabase(path)
  const schema = (
    database
      .prepare(`select sql from sqlite_master where sql is not null order by type desc, name`)
      .pluck()
      .all() as string[]
  )
    .map((sql) => `${sql};\n`)
    .join('\n')
  const text = `-- schema ${String(database.pragma('user_version', { simple: true }))}\n\n${schema}`
  database.close()
  if (process.env['WAYPOST_GOLDEN'] === 'write') writeFileSync(golden, text)
  expect(text).toBe(readFileSync(golden, 'utf8'))
})

test('every connection is durable and careful, also a later one to the same file', () => {
  for (let connection = 0; connection < 2; connection++) {
    const database = openDatabase(path)
    const pragma = (name: string) => database.pragma(name, { simple: true })
    expect({
      journal: pragma('journal_mode'),
      synchronous: pragma('synchronous'),
      foreignKeys: pragma('foreign_keys'),
      trusted: pragma('trusted_schema'),
      secureDelete: pragma('secure_delete'),
    }).toEqual({
      journal: 'wal',
      synchronous: 2,
      foreignKeys: 1,
      trusted: 0,
      secureDelete: 1,
    })
    database.close()
  }
})

test('history is append-only for everybody who opens the file', async () => {
  await store().commit([history(1)])
  const other = new Database(path)
  for (const sql of [`update history set actor = 'nobody'`, 'delete from history']) {
    expect(() => other.exec(sql)).toThrow(/append-only/)
  }
  expect(other.prepare('select actor from history').pluck().get()).toBe('anna')
  other.close()
})

test('what was committed is there after the process was killed', async () => {
  const program = `
    import { openSqliteStore } from '${join(import.meta.dirname, '../../src/main/store/sqliteStore.ts')}'
    const store = openSqliteStore(process.argv[1])
    for (let at = 0; at < 50; at++) await store.commit([{ put: 'setting', row: { key: 'k' + at, value: at } }])
    process.kill(process.pid, 'SIGKILL')
  `
  expect(() =>
    execFileSync(process.execPath, ['--input-type=module', '-e', program, path], { stdio: 'ignore' }),
  ).toThrow(/Command failed/)
  expect(await store().setting('k49')).toBe(49)
})

test('an older database is backed up before it is migrated, and the backup can be opened', () => {
  new Database(path).exec('pragma user_version = 0').close()
  const database = openDatabase(path)
  expect(database.pragma('user_version', { simple: true })).toBe(migrations.length)
  database.close()
  expect(existsSync(backupName(path, 0))).toBe(true)
  const backup = new Database(backupName(path, 0), { readonly: true })
  expect(backup.pragma('integrity_check', { simple: true })).toBe('ok')
  backup.close()
})

test('a database from the future is refused untouched, naming the backups that this version can open, the newest first', () => {
  openDatabase(path).close()
  const known = migrations.length
  new Database(path).exec(`pragma user_version = ${known + 3}`).close()
  for (const schema of [0, known, known + 1]) copyFileSync(path, backupName(path, schema))
  const before = readFileSync(path)
  try {
    openDatabase(path)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(DatabaseFromTheFuture)
    expect(error).toMatchObject({ found: known + 3, known, backups: [backupName(path, known), backupName(path, 0)] })
  }
  expect(readFileSync(path).equals(before)).toBe(true)
})

test.each([
  ['of another program', () => new Database(path).exec('create table bookmarks (url text)').close()],
  [
    'of another program with a schema number',
    () => new Database(path).exec('create table bookmarks (url text); pragma user_version = 1').close(),
  ],
  ['that is no database', () => writeFileSync(path, 'From: anna@example.com\r\n'.repeat(200))],
])('a file %s is refused and left as it is', (_, make) => {
  make()
  const before = readFileSync(path)
  expect(() => openDatabase(path)).toThrow(expect.objectContaining({ name: 'StoreFailed', code: 'damaged' }) as Error)
  expect(new Database(path, { readonly: true }).open).toBe(true)
  expect(readFileSync(path).length).toBe(before.length)
  if (before.toString('latin1', 0, 15) !== 'SQLite format 3') expect(readFileSync(path).equals(before)).toBe(true)
})

test('a damaged page is said, not guessed over', async () => {
  const first = openSqliteStore(path)
  for (let at = 0; at < 200; at++) await first.commit([history(at + 1)])
  await first.close()
  const size = statSync(path).size
  const file = openSync(path, 'r+')
  for (let page = 1; page < size / 4096; page++) writeSync(file, Buffer.alloc(4000, 0xa5), 0, 4000, page * 4096 + 8)
  closeSync(file)
  const outcome = await failure(
    (async () => {
      const opened = store()
      await opened.history(null, { cursor: null, limit: 100 })
      await opened.commit([history(500)])
    })(),
  )
  expect(outcome).toBe('damaged')
})

test('a file that was cut off is said to be damaged', async () => {
  const first = openSqliteStore(path)
  for (let at = 0; at < 200; at++) await first.commit([history(at + 1)])
  await first.close()
  truncateSync(path, 4096 * 5 + 100)
  expect(await failure((async () => store().history(null, { cursor: null, limit: 500 }))())).toBe('damaged')
})

describe.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')('as root on Linux', () => {
  test('a full disk fails the commit with nothing kept of it; with space again the same store goes on', async () => {
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    try {
      execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' })
    } catch {
      return // Containers without CAP_SYS_ADMIN cannot mount; the engine's test of a full database runs everywhere.
    }
    let opened: Store | undefined
    try {
      opened = openSqliteStore(join(disk, 'workspace.waypost'))
      await opened.commit([setting('before')])
      writeFileSync(join(disk, 'ballast'), Buffer.alloc(300_000))
      let outcome: string | undefined = 'done'
      for (let at = 0; outcome === 'done' && at < 100; at++)
        outcome = await failure(opened.commit([setting(`big${at}`, 'x'.repeat(20_000)), setting('last', at)]))
      expect(outcome).toBe('disk-full')
      const last = (await opened.setting('last')) as number
      expect(await opened.setting(`big${last}`)).toHaveLength(20_000)
      expect(await opened.setting(`big${last + 1}`)).toBeUndefined()
      rmSync(join(disk, 'ballast'))
      expect(await opened.commit([setting('after')])).toEqual({ ok: true })
    } finally {
      await opened?.close()
      execFileSync('/bin/umount', [disk], { stdio: 'ignore' })
    }
  })

  test('a file that this user may not write is said to be read-only, and one not to be read is said too', async () => {
    openDatabase(path).close()
    chmodSync(folder, 0o755)
    chmodSync(path, 0o444)
    chownSync(path, 0, 0)
    const asNobody = (work: () => unknown) => {
      process.seteuid!(65534)
      try {
        work()
        return 'done'
      } catch (error) {
        return (error as { code?: string }).code
      } finally {
        process.seteuid!(0)
      }
    }
    expect(asNobody(() => openSqliteStore(path))).toBe('read-only')
    chmodSync(path, 0o000)
    expect(['read-only', 'gone']).toContain(asNobody(() => openSqliteStore(path)))
  })
})

test.each([
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_READONLY_DBMOVED', 'gone'],
  ['SQLITE_READONLY_DIRECTORY', 'read-only'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_CORRUPT_INDEX', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_BUSY_SNAPSHOT', 'busy'],
  ['SQLITE_CANTOPEN', 'gone'],
  ['SQLITE_IOERR', 'failed'],
  ['EACCES', 'read-only'],
])('%s means %s', (code, meaning) => {
  expect(storeFailure(Object.assign(new Error('x'), { code })).code).toBe(meaning)
})
