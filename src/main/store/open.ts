import Database from 'better-sqlite3'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { StoreFailed } from '../engine/ports/store.ts'
import { say, word } from '../../words/index.ts'
import { migrations } from './migrations/index.ts'

/** The database was written by a newer Waypost; nothing was touched. */
export class DatabaseFromTheFuture extends Error {
  readonly found: number
  readonly known: number
  readonly backups: readonly string[]
  constructor(found: number, known: number, backups: readonly string[]) {
    super(say(word('backup.from-the-future', { found, known, backups: backups.join(', ') })))
    this.name = 'DatabaseFromTheFuture'
    this.found = found
    this.known = known
    this.backups = backups
  }
}

/** The name of the backup made before migrating from a schema. */
export const backupName = (path: string, schema: number): string => `${path}.before-schema-${schema + 1}`

/**
 * Opens the workspace database and brings it to the newest schema: one transaction a migration, a backup before, an integrity check after.
 * Throws DatabaseFromTheFuture, or StoreFailed where the file cannot be read or written.
 */
export function openDatabase(path: string): Database.Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const isNew = !existsSync(path)
  let database: Database.Database
  try {
    // Subjects and addresses lie in it in clear (V3). SQLite gives its WAL the rights of the database file.
    if (isNew) closeSync(openSync(path, 'wx', 0o600))
    database = new Database(path)
  } catch (error) {
    throw storeFailure(error)
  }
  try {
    // Every connection anew: synchronous falls back to NORMAL on a later connection without a word.
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    database.pragma('trusted_schema = OFF')
    database.pragma('busy_timeout = 2000')
    // C17: what is destroyed leaves no sealed copy behind in a free page.
    database.pragma('secure_delete = ON')
    const found = database.pragma('user_version', { simple: true }) as number
    if (found > migrations.length) {
      throw new DatabaseFromTheFuture(found, migrations.length, backupsOf(path))
    }
    if (!isNew && !isWorkspace(database, found))
      throw new StoreFailed('damaged', 'it is the database of another program')
    if (found < migrations.length) migrate(database, path, found, isNew)
  } catch (error) {
    database.close()
    throw error instanceof DatabaseFromTheFuture || error instanceof StoreFailed ? error : storeFailure(error)
  }
  return database
}

// A backup made before the migration to schema n + 1 has schema n: the ones up to ours can be opened here, the newest first.
export const backupsOf = (path: string): readonly string[] =>
  Array.from({ length: migrations.length + 1 }, (_, schema) => backupName(path, schema))
    .filter(existsSync)
    .toReversed()

/** Nobody's other database is ever migrated into a workspace. */
function isWorkspace(database: Database.Database, schema: number): boolean {
  const tables = database.prepare(`select name from sqlite_master where type = 'table'`).pluck().all()
  return schema === 0 ? tables.length === 0 : tables.includes('setting')
}

function migrate(database: Database.Database, path: string, found: number, isNew: boolean): void {
  const backup = backupName(path, found)
  if (!isNew && !existsSync(backup)) database.prepare('vacuum into ?').run(backup)
  for (let schema = found; schema < migrations.length; schema++) {
    database.transaction(() => {
      database.exec(migrations[schema]!)
      database.pragma(`user_version = ${schema + 1}`)
    })()
  }
  const verdict = database.pragma('integrity_check', { simple: true })
  if (verdict !== 'ok') throw new StoreFailed('damaged', String(verdict))
}

/** What SQLite says, as the few things that an administrator can act on. */
export function storeFailure(error: unknown): StoreFailed {
  const code = (error as { code?: string }).code ?? ''
  const detail = error instanceof Error ? error.message : String(error)
  const meaning: StoreFailed['code'] =
    code === 'SQLITE_FULL'
      ? 'disk-full'
      : code.startsWith('SQLITE_READONLY_DBMOVED')
        ? 'gone'
        : code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code === 'EACCES'
          ? 'read-only'
          : code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
            ? 'damaged'
            : code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')
              ? 'busy'
              : code.startsWith('SQLITE_CANTOPEN')
                ? 'gone'
                : 'failed'
  return new StoreFailed(meaning, detail)
}
