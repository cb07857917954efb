import type { BackupFacts, BackupProblem } from '../../../domain/backup.ts'

/** A file that a workspace could be restored from. */
export interface KeptFile {
  readonly path: string
  /** `before-update`: made before the form of the database was changed. `replaced`: what a restore put aside. */
  readonly kind: 'backup' | 'before-update' | 'replaced'
  /** When it was written, UTC. */
  readonly at: string
  /** Octets. */
  readonly size: number
}

/** Copies of the workspace database. One file each; it appears whole and checked, or not at all. */
export interface Backups {
  /** A file that is not there yet, in a folder of its own beside the workspace. */
  proposed(now: string): string
  /** A new workspace file beside this one. */
  proposedRestore(now: string): string
  /** What lies beside the workspace, the newest first. */
  kept(): Promise<readonly KeptFile[]>
  /** Throws BackupFailed where a file cannot be put there: cheap, before any work is begun. */
  free(to: string): Promise<void>
  /**
   * Copies the database while it runs, then opens the copy and checks it. `progress`: 0 to 1. Throws BackupFailed, and the reason of `signal`.
   * Answers octets.
   */
  make(to: string, progress: (part: number) => void, signal: AbortSignal): Promise<number>
  /** Reads and checks a file; changes nothing. Throws BackupFailed. */
  inspect(from: string): Promise<BackupFacts>
  /** Makes a new workspace file of a backup, which starts paused (S7). Throws BackupFailed. */
  restore(from: string, to: string): Promise<BackupFacts>
}

/** Nothing was written over; what was begun is removed again. */
export class BackupFailed extends Error {
  readonly code: BackupProblem
  /** The file that it is about. */
  readonly path: string
  constructor(code: BackupProblem, path: string, detail = '') {
    super(detail)
    this.name = 'BackupFailed'
    this.code = code
    this.path = path
  }
}
