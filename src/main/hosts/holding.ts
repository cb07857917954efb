import { BackupFailed } from '../engine/ports/backups.ts'
import { failureOf } from '../store/backups.ts'
import { FolderUnusable, placeOf } from './own-or-attach/place.ts'
import { takeLock } from './own-or-attach/lock.ts'

/** Holds a workspace as its owner would, so that nobody opens it while its file is put there (S5). Throws BackupFailed. */
export async function holding<T>(path: string, work: () => Promise<T>): Promise<T> {
  const place = await placeOf(path).catch((error: unknown) => {
    if (error instanceof FolderUnusable) throw new BackupFailed('no-folder', path, error.message)
    throw failureOf(error, path)
  })
  const lock = await takeLock(place.lock).catch((error: unknown) => {
    throw new BackupFailed('not-writable', path, error instanceof Error ? error.message : String(error))
  })
  if (lock === undefined) throw new BackupFailed('in-use', path)
  try {
    return await work()
  } finally {
    lock.release()
  }
}
