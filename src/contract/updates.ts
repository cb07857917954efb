import { command, query } from './define.ts'
import { instant, jobSchema, nothing, wordSchema, z } from './shapes.ts'

/** S1: whether a newer Waypost is there. It is only said: nothing is fetched but the release file, and nothing is installed. */
export const updatesView = z.strictObject({
  /** The folder that is looked at; null: never. */
  from: z.string().nullable(),
  /** The policy of the computer says no updates (S3): then nothing is looked at, whatever the setting. */
  forbidden: z.boolean(),
  /** The version that runs. */
  version: z.string(),
  lookedAt: instant.nullable(),
  found: z
    .strictObject({
      version: z.string(),
      releasedAt: instant.nullable(),
      /** Of the installer. */
      address: z.string(),
      newer: z.boolean(),
      preRelease: z.boolean(),
    })
    .nullable(),
  /** Why the last look found nothing out. */
  problem: wordSchema.nullable(),
})

export const updates = {
  get: query(nothing, updatesView),
  /** Looks now; the job's end leaves its result in `get`. */
  look: command(nothing, jobSchema),
}
