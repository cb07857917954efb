import { waysIn } from '../domain/backup.ts'
import { command, query } from './define.ts'
import { instant, jobSchema, nothing, wordSchema, z } from './shapes.ts'

const path = z.string().trim().min(1).max(4000)

/** What a backup file holds, from a look at all of it. */
export const backupFacts = z.strictObject({
  path: z.string(),
  /** Null while nobody gave it one. */
  workspaceName: z.string().nullable(),
  /** Octets. */
  size: z.number().int(),
  /** Its newest change: about when it was made. */
  newest: instant.nullable(),
  /** Whether it is a backup of the workspace that is open. */
  ofThis: z.boolean(),
  ways: z.array(z.enum(waysIn)),
})
export type BackupFactsView = z.infer<typeof backupFacts>

/** Copies of the workspace database (S2), and new workspaces made of them (S7). */
export const backups = {
  get: query(
    nothing,
    z.strictObject({
      /** A file that is not there yet. */
      proposed: z.string(),
      proposedRestore: z.string(),
      /** V3: what cannot be opened on another computer, and what to do; null where nothing is in the way. */
      onlyHere: wordSchema.nullable(),
      last: z.strictObject({ at: instant, path: z.string(), size: z.number().int() }).nullable(),
      /** What lies beside the workspace, the newest first. */
      kept: z.array(
        z.strictObject({
          path: z.string(),
          kind: z.enum(['backup', 'before-update', 'replaced']),
          at: instant,
          size: z.number().int(),
        }),
      ),
    }),
  ),
  /** Copies while everything runs, into a file that is not there yet, and checks the copy. Paths are full ones, on the engine's computer. */
  make: command(z.strictObject({ to: path, withoutSecondSlot: z.boolean().default(false) }), jobSchema),
  /** What a file holds, and whether it can be restored here; changes nothing. */
  inspect: command(z.strictObject({ from: path }), backupFacts),
  /** Makes a new workspace file; the open one stays as it is. */
  restore: command(z.strictObject({ from: path, to: path }), backupFacts),
}
