import type { Failure } from '../../../domain/failure.ts'
import type { shadowStates, ShadowPair, Way } from '../../../domain/migration/shadow/run.ts'

/** A message of ours that may still lie in the mailbox, or come into it. */
export interface ShadowLeftover {
  readonly messageId: string
  /** The value of its test header: some servers give out a Message-ID of their own. */
  readonly mark: string
}

/** One shadow run of a migration, with the facts alone: what they mean is judged anew at every look. */
export interface ShadowRunRecord {
  readonly id: string
  readonly migrationId: string
  readonly state: (typeof shadowStates)[number]
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly startedBy: string
  /** The old gateway, and the file that named it where it was not the one that was typed. */
  readonly old: Way
  readonly fileName: string | null
  /** Whose mailbox the messages were sent to. */
  readonly connectorId: string
  readonly connector: string
  readonly recipient: string
  readonly pairs: readonly ShadowPair[]
  /** By folder, up to where the mailbox was filled before; null: it was empty. */
  readonly reach: Readonly<Record<string, string | null>>
  readonly leftovers: readonly ShadowLeftover[]
  readonly failure: Failure | null
}
