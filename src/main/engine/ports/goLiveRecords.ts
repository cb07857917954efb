import type { Receiving } from '../../../domain/connector.ts'
import type { WorkKind } from '../../../domain/process.ts'

/** One start of receiving, with what it takes to put it back (G5). */
export interface GoLiveRecord {
  readonly id: string
  readonly connectorId: string
  readonly at: string
  readonly kind: 'receiving' | 'holding-folder'
  readonly receivingBefore: Receiving
  readonly startFromBefore: string | null
  readonly runningBefore: string | null
  readonly runningSinceBefore: string | null
  /** Receiving was stopped for it, and mail may have been returned already. */
  readonly putBackBegunAt: string | null
  readonly putBackAt: string | null
}

/** A work item that *Put back* withdrew: its number is never given again. */
export interface WithdrawnRecord {
  /** The id of the work item, such as `T-000123`. */
  readonly id: string
  readonly seq: number
  readonly kind: WorkKind
  readonly number: number
  readonly subject: string
  readonly goLiveId: string
  readonly at: string
}
