import type { WorkKind } from './process.ts'

/** I19, N25. */
export const workStates = ['draft', 'to-do', 'in-progress', 'waiting', 'closed'] as const
export type WorkState = (typeof workStates)[number]
export const waitingReasons = ['more-information', 'third-party', 'date'] as const
export type WaitingReason = (typeof waitingReasons)[number]

/** What a mail is to an item that it did not make: new information (I7), automatic (I9), a delivery report (N35). */
export const itemMailMarks = ['new-information', 'automatic', 'bounce'] as const
export type ItemMailMark = (typeof itemMailMarks)[number]

/** `T-000123`, `C-000045`: never reused, readable aloud, sortable as text up to a million. */
export const workItemId = (kind: WorkKind, number: number): string =>
  `${kind === 'ticket' ? 'T' : 'C'}-${String(number).padStart(6, '0')}`
