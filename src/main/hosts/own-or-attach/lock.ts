import { chmodSync } from 'node:fs'
import { dirname } from 'node:path'
import { FolderUnusable } from './place.ts'

/** Ownership of a workspace. It ends with `release` or with the process, whatever ends that. */
export interface Lock {
  release(): void
}

/**
 * Takes a lock for life on a small side database; undefined when another process holds it. The kernel frees it when the
 * process dies, so that no stale file ever stands in the way. Throws {@link FolderUnusable}.
 */
export async function takeLock(file: string): Promise<Lock | undefined> {
  // Loaded here, so that a process that was told it is too old for the native module still gets to say so.
  const { default: Database } = await import('better-sqlite3')
  try {
    const side = new Database(file, { timeout: 0 })
    try {
      side.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      side.close()
      throw error
    }
    chmodSync(file, 0o600)
    return { release: () => void side.close() }
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined
    throw new FolderUnusable(dirname(file), error)
  }
}
