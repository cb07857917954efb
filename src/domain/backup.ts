/** What a backup file holds, read from the file itself. */
export interface BackupFacts {
  readonly workspaceId: string
  /** Null while nobody gave it one. */
  readonly workspaceName: string | null
  /** How many migrations its database has. */
  readonly schema: number
  /** Octets. */
  readonly size: number
  /** The newest line of its Activity: about when it was made. Null for a workspace where nothing was ever done. */
  readonly newest: string | null
  /** How its vault opens; empty where it has none. */
  readonly ways: readonly WayIn[]
}

export const waysIn = ['keychain', 'passphrase', 'recovery-key', 'key-file'] as const
export type WayIn = (typeof waysIn)[number]

/** Why a backup was not made, or not restored. Nothing was changed, and no file was written over. */
export const backupProblems = [
  'exists',
  'no-folder',
  'not-writable',
  'disk-full',
  'not-there',
  'unreadable',
  'damaged',
  'foreign',
  'newer',
  'at-work',
  'in-use',
  'failed',
] as const
export type BackupProblem = (typeof backupProblems)[number]

/** V3: whether the secrets and the stored mail of a backup can be opened on another computer. A keychain stays where it is. */
export const opensElsewhere = (ways: readonly WayIn[]): boolean =>
  ways.length === 0 || ways.some((way) => way !== 'keychain')

/** How the name of a backup ends. */
export const backupEnding = '.waypost-backup'

/** How its name begins; sorts by time and is legal on every system: `workspace-2026-11-27-031200Z`. */
export const backupName = (stem: string, now: string): string =>
  `${stem}-${now.slice(0, 10)}-${now.slice(11, 19).replaceAll(':', '')}Z`
