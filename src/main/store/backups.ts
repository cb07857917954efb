import Database from 'better-sqlite3'
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import {
  backupEnding,
  backupName,
  waysIn,
  type BackupFacts,
  type BackupProblem,
  type WayIn,
} from '../../domain/backup.ts'
import { BackupFailed, type Backups, type KeptFile } from '../engine/ports/backups.ts'
import type { StoreFailed } from '../engine/ports/store.ts'
import { migrations } from './migrations/index.ts'
import { storeFailure } from './open.ts'

/** What a restored workspace tells its first start by, so that it begins paused wherever it lies (S7). */
export const restoredKey = 'restored'

/** Something that can be copied while it runs; and a file that nobody else opens meanwhile. */
export interface BackupPorts {
  copyTo(file: string, progress: (part: number) => void): Promise<void>
  /** Does the work while the workspace at `path` is held; throws BackupFailed where another process has it. */
  holding<T>(path: string, work: () => Promise<T>): Promise<T>
}

/** Backups of the workspace at `path`. */
export function backupsBeside(path: string, { copyTo, holding }: BackupPorts): Backups {
  const folder = join(dirname(path), 'backups')
  const stem = basename(path, extname(path))

  return {
    proposed: (now) => unused(join(folder, backupName(stem, now)), backupEnding),
    proposedRestore: (now) =>
      unused(join(dirname(path), `${stem}-restored-${now.slice(0, 19).replaceAll(/[:T]/g, '-')}`), '.waypost'),

    async kept() {
      const beside = basename(path)
      return [
        ...filesIn(folder).flatMap((name) =>
          name.endsWith(backupEnding) ? keptFile(join(folder, name), 'backup') : [],
        ),
        ...filesIn(dirname(path)).flatMap((name) =>
          name.startsWith(`${beside}.before-schema-`) && !name.endsWith('-wal') && !name.endsWith('-shm')
            ? keptFile(join(dirname(path), name), 'before-update')
            : replacedName.test(name) && name.startsWith(beside)
              ? keptFile(join(dirname(path), name), 'replaced')
              : [],
        ),
      ].toSorted((a, b) => (a.at < b.at ? 1 : -1))
    },

    async free(to) {
      if (existsSync(to)) throw new BackupFailed('exists', to)
      if (dirname(to) !== folder) checkFolder(dirname(to))
    },

    async make(to, progress, signal) {
      if (dirname(to) === folder) attempt(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }))
      return writingNew(to, async (draft) => {
        await copyTo(draft, (part) => {
          signal.throwIfAborted()
          progress(part)
        })
        await inspected(draft, to, 'leave nothing beside it', signal)
        return statSync(draft).size
      })
    },

    inspect: (from) => readBackup(from),
    restore: (from, to) => restoreWorkspace(from, to, holding),
  }
}

/** A path where nothing lies: the second one in a second is numbered. */
function unused(start: string, end = ''): string {
  const numbered = (number: number) => `${start}${number === 1 ? '' : `-${number}`}${end}`
  for (let number = 1; ; number += 1) if (!existsSync(numbered(number))) return numbered(number)
}

const replacedName = /\.replaced-[0-9-]+Z?$/

/**
 * Makes a workspace file of a backup. It starts paused. A workspace that lies there already is refused, or put aside whole under a name of
 * its own (`replace`), whatever state it is in; the mark beside it stays, so that numbers go on above the highest. Throws BackupFailed.
 */
export async function restoreWorkspace(
  from: string,
  to: string,
  holding: BackupPorts['holding'],
  replace?: { readonly now: string },
): Promise<BackupFacts & { readonly replaced: string | null }> {
  if (resolve(from) === resolve(to)) throw new BackupFailed('exists', to)
  aloneAndWhole(from)
  if (existsSync(to) && replace === undefined) throw new BackupFailed('exists', to)
  if (existsSync(dirname(to))) checkFolder(dirname(to))
  return holding(to, async () => {
    const draft = `${to}.restoring-${randomBytes(6).toString('hex')}`
    try {
      attempt(to, () => closeSync(openSync(draft, 'wx', 0o600)))
      attempt(to, () => copyFileSync(from, draft))
      // Read again: what lies here now is what will run.
      const facts = await inspected(draft, from, 'mark as restored')
      attempt(to, () => sync(draft))
      const aside = unused(`${to}.replaced-${(replace?.now ?? '').slice(0, 19).replaceAll(/[:T]/g, '-')}`)
      const isThere = existsSync(to)
      if (isThere && replace === undefined) throw new BackupFailed('exists', to)
      // The write-ahead log goes with its database: without it the newest changes would be missing.
      if (isThere)
        for (const part of ['-wal', '-shm', '']) {
          if (existsSync(`${to}${part}`)) attempt(to, () => renameSync(`${to}${part}`, `${aside}${part}`))
        }
      // A log without its database belongs to one that is gone, and would be played into the new one.
      else for (const part of ['-wal', '-shm']) rmSync(`${to}${part}`, { force: true })
      attempt(to, () => renameSync(draft, to))
      return { ...facts, replaced: isThere ? aside : null }
    } finally {
      remove(draft)
    }
  })
}

/** What a file holds, from a look at all of it; the file is not touched. Throws BackupFailed. */
async function readBackup(from: string): Promise<BackupFacts> {
  aloneAndWhole(from)
  // SQLite leaves an empty log beside a copy that was made by hand.
  const leftovers = ['-wal', '-shm'].map((part) => `${from}${part}`).filter((path) => !existsSync(path))
  try {
    return await inspected(from, from, 'only read')
  } finally {
    for (const path of leftovers) rmSync(path, { force: true })
  }
}

function aloneAndWhole(from: string): void {
  try {
    if (!statSync(from).isFile()) throw new BackupFailed('unreadable', from, 'it is no file')
    closeSync(openSync(from, 'r'))
  } catch (error) {
    const failure = failureOf(error, from)
    throw failure.code === 'not-writable' ? new BackupFailed('unreadable', from, failure.message) : failure
  }
  // A database that is at work, or was not closed, has its newest changes in a file of their own.
  if (existsSync(`${from}-wal`) && statSync(`${from}-wal`).size > 0) throw new BackupFailed('at-work', from)
}

/**
 * Opens a copy, checks every page of it and reads what it is. `said`: the file as the person knows it.
 * Table by table, so that mail goes on being polled beside it.
 */
async function inspected(
  file: string,
  said: string,
  purpose: 'only read' | 'leave nothing beside it' | 'mark as restored',
  signal?: AbortSignal,
): Promise<BackupFacts> {
  let database: Database.Database
  try {
    // Opened as it lies there: a backup on a read-only medium has no room for a log.
    database = new Database(file, { readonly: purpose === 'only read', fileMustExist: true })
  } catch (error) {
    throw failureOf(error, said)
  }
  try {
    database.pragma('trusted_schema = OFF')
    if (purpose !== 'only read') database.pragma('journal_mode = DELETE')
    const schema = database.pragma('user_version', { simple: true }) as number
    const tables = database.prepare(`select name from sqlite_master where type = 'table'`).pluck().all() as string[]
    if (schema < 1 || !tables.includes('setting') || !tables.includes('history'))
      throw new BackupFailed('foreign', said)
    if (schema > migrations.length) throw new BackupFailed('newer', said, `${schema}, ${migrations.length}`)
    for (const table of tables) {
      signal?.throwIfAborted()
      const verdict = database.pragma(`integrity_check("${table.replaceAll('"', '""')}")`, { simple: true })
      if (verdict !== 'ok') throw new BackupFailed('damaged', said, String(verdict).slice(0, 200))
      // oxlint-disable-next-line no-await-in-loop -- the turn of the others
      await turn()
    }
    const setting = (key: string): unknown => {
      const text = database.prepare('select value from setting where key = ?').pluck().get(key)
      return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined
    }
    const id = setting('workspace')
    if (typeof id !== 'string') throw new BackupFailed('foreign', said)
    const newest = database.prepare('select at from history order by seq desc limit 1').pluck().get()
    const facts: BackupFacts = {
      workspaceId: id,
      workspaceName: nameIn(setting('settings')),
      schema,
      size: statSync(file).size,
      newest: typeof newest === 'string' ? newest : null,
      ways: waysOf(setting('vault')),
    }
    if (purpose === 'mark as restored')
      database.prepare('insert or replace into setting (key, value) values (?, ?)').run(restoredKey, 'true')
    return facts
  } catch (error) {
    throw error instanceof BackupFailed || signal?.aborted ? error : failureOf(error, said)
  } finally {
    database.close()
  }
}

const nameIn = (settings: unknown): string | null => {
  const name = (settings as { readonly settings?: { readonly workspaceName?: unknown } } | undefined)?.settings
    ?.workspaceName
  return typeof name === 'string' && name !== '' ? name : null
}

function waysOf(vault: unknown): readonly WayIn[] {
  const slots = (vault as { readonly slots?: unknown } | null | undefined)?.slots
  return Array.isArray(slots)
    ? slots.flatMap((slot: unknown) => waysIn.filter((way) => way === (slot as { readonly kind?: unknown }).kind))
    : []
}

/** Writes a file that is not there yet: whole, or not at all, and never over another. */
async function writingNew<T>(to: string, write: (draft: string) => Promise<T>): Promise<T> {
  checkFolder(dirname(to))
  const draft = `${to}.part-${randomBytes(6).toString('hex')}`
  // The name is taken at once, so that two that write at the same time do not meet.
  attempt(to, () => closeSync(openSync(to, 'wx', 0o600)))
  let isReserved = true
  try {
    attempt(to, () => closeSync(openSync(draft, 'wx', 0o600)))
    const written = await write(draft)
    attempt(to, () => renameSync(draft, to))
    isReserved = false
    return written
  } catch (error) {
    throw error instanceof BackupFailed || isAbort(error) ? error : failureOf(error, to)
  } finally {
    remove(draft)
    if (isReserved) rmSync(to, { force: true })
  }
}

/** A database that was begun, and whatever SQLite put beside it. */
function remove(draft: string): void {
  for (const part of ['', '-journal', '-wal', '-shm'])
    if (existsSync(`${draft}${part}`)) rmSync(`${draft}${part}`, { force: true })
}

function checkFolder(folder: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new BackupFailed('no-folder', folder)
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError'

function attempt<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw failureOf(error, path)
  }
}

function sync(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** What the system or SQLite says, as the few things that a person can act on. */
export function failureOf(error: unknown, path: string): BackupFailed {
  if (error instanceof BackupFailed) return error
  const code = (error as { readonly code?: string }).code ?? ''
  const detail = error instanceof Error ? error.message : String(error)
  const system: Readonly<Record<string, BackupProblem>> = {
    EEXIST: 'exists',
    ENOENT: 'not-there',
    ENOTDIR: 'no-folder',
    EISDIR: 'exists',
    EACCES: 'not-writable',
    EPERM: 'not-writable',
    EROFS: 'not-writable',
    ENOSPC: 'disk-full',
    EDQUOT: 'disk-full',
    ENAMETOOLONG: 'no-folder',
  }
  const known = system[code]
  if (known !== undefined) return new BackupFailed(known, path, detail)
  const ofStore: Readonly<Record<StoreFailed['code'], BackupProblem>> = {
    'disk-full': 'disk-full',
    'read-only': 'not-writable',
    damaged: 'damaged',
    gone: 'unreadable',
    busy: 'in-use',
    failed: 'failed',
  }
  return new BackupFailed(ofStore[storeFailure(error).code], path, detail)
}

const filesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function keptFile(path: string, kind: KeptFile['kind']): readonly KeptFile[] {
  try {
    const found = statSync(path)
    return found.isFile() && found.size > 0 ? [{ path, kind, at: found.mtime.toISOString(), size: found.size }] : []
  } catch {
    // Gone since it was listed.
    return []
  }
}
