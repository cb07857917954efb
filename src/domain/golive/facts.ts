import type { Direction, Receiving } from '../connector.ts'
import type { FromProblem, Sender } from '../process.ts'
import type { CategoryGaps } from '../processProblems.ts'
import type { Holding, Planned } from './planned.ts'

/** What a proof of a side is worth now. */
export type ProofStanding = 'proved' | 'failed' | 'old' | 'none' | 'unused'

export interface ProcessFacts {
  readonly id: string
  readonly path: string
  readonly live: boolean
  readonly deleted: boolean
  /** Itself, then the actions of a Case that take part. */
  readonly senders: readonly SenderFacts[]
}

/** What the checklist of a process is computed from beside that. */
export interface ProcessGoLiveFacts extends ProcessFacts {
  /** Incoming routes that lead to it. */
  readonly routes: {
    readonly enabled: number
    readonly off: number
    /** Whether one of the enabled ones takes mail in now. */
    readonly receiving: boolean
    /** The connector that all of them belong to; null where there is none, or several. */
    readonly connectorId: string | null
  }
  /** N18: of its enabled routes. */
  readonly gaps: CategoryGaps
  /** I13: mails that were set aside because it was not live. */
  readonly waitingMail: number
}

/** Something that mail of a process leaves as (P2). */
export interface SenderFacts extends Sender {
  readonly problem: FromProblem | null
  /** The connector that carries it, by name. */
  readonly carrier: string | null
}

/** Something of a connector that ends on a day: a certificate, a secret. */
export interface EndingFacts {
  readonly what: 'server-certificate' | 'client-certificate' | 'client-secret' | 'consent'
  readonly name: string
  /** Milliseconds since 1970. */
  readonly endsAt: number
}

/** Secrets whose absence has a line of its own. */
export const linesOfSecrets = ['certificate', 'clientSecret', 'consent'] as const
export type LineOfSecret = (typeof linesOfSecrets)[number]

/** Everything that the checklist of one connector is computed from (G4). Times are milliseconds since 1970. */
export interface GoLiveFacts {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly useFor: Direction
  readonly protocol: 'imap' | 'pop3' | 'graph' | null
  /** Fields of the draft that are missing or wrong. */
  readonly problems: number
  readonly enabled: boolean
  readonly paused: boolean
  readonly sending: boolean
  readonly receiving: Receiving
  /** Changes of the draft that are not enabled. */
  readonly pending: number
  readonly proofs: {
    readonly incoming: { readonly standing: ProofStanding; readonly at: number | null }
    readonly outgoing: { readonly standing: ProofStanding; readonly at: number | null }
  }
  /** *Delivered unchanged* of the default outgoing route (T6). */
  readonly delivered: 'passed' | 'failed' | 'not-run'
  readonly primaryAddress: string
  readonly fallback: { readonly process: ProcessFacts | null } | null
  /** Processes of its other incoming routes. */
  readonly processes: readonly ProcessFacts[]
  /** `missing`: the last poll found no such folder. `mails`: null while they were not counted. */
  readonly holding:
    | (Holding & { readonly reading: boolean; readonly missing: boolean; readonly mails: number | null })
    | null
  /** The folder that is read, or would be. */
  readonly folder: string
  /** Mail that is held back, as it was counted last; null while it was not counted. */
  readonly waiting: { readonly mails: number; readonly oldest: number | null } | null
  readonly observed: {
    readonly since: number
    readonly mails: number
    readonly created: number
    readonly acknowledgements: number
  } | null
  readonly planned: (Planned & { readonly instant: number | null }) | null
  /** Mail that another client took before it was seen here. */
  readonly missed: { readonly mails: number; readonly since: number } | null
  /** The sides that stand still by their own failures. */
  readonly stopped: readonly ('incoming' | 'outgoing')[]
  readonly endings: readonly EndingFacts[]
  /** Secrets that the draft signs in by and that were never given, or can be opened no more; a password is counted among the problems alone. */
  readonly secretsMissing: readonly LineOfSecret[]
  /** Whether it signs in by a client secret whose end was not noted. */
  readonly secretEndUnknown: boolean
  /** Until when the last start can be put back; null when it cannot. */
  readonly putBackUntil: number | null
}
