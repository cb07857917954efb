import type { OutboxKind } from '../outbox.ts'
import type { WorkKind } from '../process.ts'
import type { WaitingReason, WorkState } from '../workItem.ts'
import type { MailFacts } from './facts.ts'
import type { AddressSet } from './judge.ts'
import type { RouteIndex } from './routeIndex.ts'

/** What the decision knows of a process. */
export interface ProcessStanding {
  readonly id: string
  readonly kind: WorkKind
  readonly live: boolean
  readonly deleted: boolean
  readonly hasCategories: boolean
  /** Whether something may leave under its From address now (P2). */
  readonly canSend: boolean
}

/** N21: a mail that belongs to work items, received or sent. */
export interface KnownMail {
  readonly items: readonly string[]
  /** What it is where it is a mail of ours; null where it was received. */
  readonly sent: { readonly outboxId: string; readonly kind: OutboxKind } | null
}

/** What the decision knows of a work item that a mail may join. */
export interface ItemStanding {
  readonly id: string
  /** The first item of its thread: what grows from the thread is linked to it. */
  readonly root: string
  readonly state: WorkState
  readonly waitingReason: WaitingReason | null
  /** Milliseconds since 1970; null while it was never closed. */
  readonly closedAt: number | null
  /** Comparable form of the address that it was made for. */
  readonly addressKey: string | null
  /** The addresses of every item of its thread: none of them gets another one (N23). */
  readonly threadKeys: readonly string[]
}

/** Why an earlier mail is a copy of this one (I4): the same bytes, the same visible content, the same Message-ID and visible header. */
export const copySigns = ['same-bytes', 'same-content', 'same-message-id'] as const
export type CopySign = (typeof copySigns)[number]

/** An earlier copy with a final decision (N29), and whom it served (N27). */
export interface EarlierCopy {
  readonly sign: CopySign
  readonly served: readonly string[]
}

/** What is known of earlier mail, as far as one mail names it. */
export interface Knowledge {
  /** By Message-ID. */
  readonly mails: ReadonlyMap<string, KnownMail>
  /** By work item id. */
  readonly items: ReadonlyMap<string, ItemStanding>
  /** Earlier copies in scope, whatever their order. */
  readonly copies: readonly EarlierCopy[]
  /** Acknowledgements that were queued for an address in the last 24 hours, by its key (N38). */
  readonly acknowledged: ReadonlyMap<string, number>
  /** Mail that its sender wrote in the last ten minutes, this one not counted (I8's backstop). */
  readonly recentFromSender: number
}

export const nothingKnown: Knowledge = {
  mails: new Map(),
  items: new Map(),
  copies: [],
  acknowledged: new Map(),
  recentFromSender: 0,
}

/** The state that a decision needs, given as an argument: the function reads nothing by itself. */
export interface PlanState {
  readonly workspaceId: string
  readonly connectorId: string
  readonly primaryAddress: string
  /** Routes of the receiving connector only (N1). */
  readonly routes: RouteIndex
  readonly process: (id: string) => ProcessStanding | undefined
  /** Whether another connector of the deduplication scope that is receiving would take an address of this mail (N27). */
  readonly routedElsewhere: (key: string, facts: MailFacts) => boolean
  /** Whether an address is one of ours: carried by an outgoing route, or of a mailbox (I8). */
  readonly isOwnAddress: (key: string) => boolean
  /** Whether any incoming route or mailbox of the workspace has this address (N38). */
  readonly isRouted: (key: string) => boolean
  readonly plusAddressing: 'off' | 'mixed' | 'only'
  readonly ownAddressMail: 'route' | 'ignore'
  readonly blocked: AddressSet
  readonly reopenDays: number
  /** N20: the six letters that go with a work item id. */
  readonly tagCheck: (itemId: string) => string
  /** I6: the header of the own server whose address counts as a recipient; null: To and Cc alone. */
  readonly deliveryHeader: string | null
  readonly knowledge: Knowledge
  /** Milliseconds since 1970. */
  readonly now: number
}

/** This mailbox's own copy was taken: by whatever route of its connector (N2, N27). */
export const ownMark = (connectorId: string): string => `own:${connectorId}`
/** The mail joined its thread (I7). */
export const threadMark = 'thread'
