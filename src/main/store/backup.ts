import Database from 'better-sqlite3'
import { closeSync, openSync, rmSync } from 'node:fs'
import { StoreFailed } from '../engine/ports/store.ts'
import { storeFailure } from './open.ts'

/**
 * A copy of the database beside it, readable by its owner alone, verified by opening it. Its secrets are sealed as they are in the database.
 * Throws StoreFailed; a copy that is not whole is removed.
 */
export function writeBackup(database: Database.Database, path: string, purpose: string): string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const { copy, handle } = created(`${path}.before-${purpose}-${stamp}`)
  closeSync(handle)
  try {
    // Into the empty file that is there already: so it never has other rights.
    database.prepare('vacuum into ?').run(copy)
    const written = new Database(copy, { readonly: true })
    try {
      const verdict = written.pragma('integrity_check', { simple: true })
      if (verdict !== 'ok') throw new StoreFailed('damaged', String(verdict))
    } finally {
      written.close()
    }
    return copy
  } catch (error) {
    rmSync(copy, { force: true })
    throw error instanceof StoreFailed ? error : storeFailure(error)
  }
}

/** Two in one second have two names. */
function created(wanted: string): { readonly copy: string; readonly handle: number } {
  for (let number = 1; ; number += 1) {
    const copy = number === 1 ? wanted : `${wanted}-${number}`
    try {
      return { copy, handle: openSync(copy, 'wx', 0o600) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw storeFailure(error)
    }
  }
}
