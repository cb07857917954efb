import type { SecretRef } from '../../../domain/connector.ts'
import type { MigrationStep } from '../../../domain/migration/blockers.ts'
import type { Decisions } from '../../../domain/migration/decision.ts'
import type { Gateway, Reliant } from '../../../domain/migration/gateway.ts'
import type { FileKind } from '../../../domain/migration/kind.ts'
import type { SenderSeen } from '../../../domain/migration/senders/tally.ts'
import type { Slip } from '../../../domain/migration/slip.ts'
import type { Applied } from '../../../domain/migration/undo.ts'
import type { MigrationReport, migrationStatuses } from '../../../contract/migration.ts'

/** A file that the wizard read, with what it said: the file itself is not kept. */
export interface MigrationSourceRecord {
  readonly id: string
  readonly kind: FileKind
  readonly fileName: string
  readonly readAt: string
  readonly gateway: Gateway | null
  readonly reliants: readonly Reliant[]
  readonly senders: readonly SenderSeen[]
  readonly mails: number
  readonly lines: number
  readonly from: string | null
  readonly until: string | null
  readonly slips: readonly Slip[]
  readonly slipCount: number
}

/** One migration (M1–M6): what the wizard was told, decided, and wrote. */
export interface MigrationRecord {
  readonly id: string
  readonly revision: number
  /** At most one is open; the database enforces it. */
  readonly status: (typeof migrationStatuses)[number]
  readonly step: MigrationStep
  readonly startedAt: string
  readonly changedAt: string
  readonly gateway: Gateway
  readonly connectorName: string
  readonly primaryAddress: string
  /** Given out at the start, so that a test is already one of the connector to come (T3). */
  readonly connectorId: string
  readonly password: SecretRef | null
  /** The highest that was given out: a number is never given twice (T3). */
  readonly secretVersion: number
  readonly typed: readonly string[]
  readonly sources: readonly MigrationSourceRecord[]
  readonly decisions: Decisions
  readonly applied: Applied | null
  readonly report: MigrationReport | null
  readonly appliedAt: string | null
  readonly undoneAt: string | null
  readonly backup: string | null
}
