import type { ClientCertificateFacts } from '../../../domain/clientCertificate.ts'
import type { Company } from '../../../domain/company.ts'
import type { AfterMail, ConnectorSettings, Receiving, SecretRef, Side } from '../../../domain/connector.ts'
import type { ProofOutcome, StepResult, Word } from '../../../domain/diagnosis/proof.ts'
import type { Failure } from '../../../domain/failure.ts'
import type { Observed } from '../../../domain/golive/observed.ts'
import type { Holding, Planned } from '../../../domain/golive/planned.ts'
import type { AsideReason, MailOutcome } from '../../../domain/ledger.ts'
import type { Mailbox, ReportedRecipient } from '../../../domain/message.ts'
import type { Arrival, OutboxKind, OutboxState, RecipientState } from '../../../domain/outbox.ts'
import type { Process, WorkKind } from '../../../domain/process.ts'
import type { ConsentFacts } from '../../../domain/oauth.ts'
import type { IncomingRoute, OutgoingRoute } from '../../../domain/route.ts'
import type { ExpectedOutcome } from '../../../domain/routing/routeTest.ts'
import type { ItemMailMark, WaitingReason, WorkState } from '../../../domain/workItem.ts'
import type { VaultRecord } from '../vault/records.ts'
import type { Sealed } from '../vault/sealing.ts'

// Rows of the workspace's tables. Instants are ISO 8601 in UTC; ids are strings; order is by `seq` where there is one (S9).

export interface ConnectorRecord {
  readonly id: string
  readonly revision: number
  readonly name: string
  /** Comparable form of the name while it is taken; null after deletion: the name is free again (C18). */
  readonly nameKey: string | null
  readonly createdAt: string
  readonly deletedAt: string | null
  readonly enabled: boolean
  readonly sending: boolean
  readonly receiving: Receiving
  readonly draftId: string
  readonly runningId: string | null
  readonly runningSince: string | null
  readonly afterMail: AfterMail
  readonly furtherAddresses: readonly string[]
  readonly owner: string
  readonly wasEnabledForSending: boolean
  /** Mail received before is skipped; null: all of it (I15). */
  readonly startFrom: string | null
  /** Set while it reads a mailbox: unique, so that the database enforces C21. */
  readonly mailboxKey: string | null
  /** S7: since when it waits to be resumed after a restore or copy; null while it may run. */
  readonly heldSince: string | null
  /** I6: a delivery header of its own server that is trusted for matching, such as `X-Original-To`; null: `To` and `Cc` alone. */
  readonly deliveryHeader: string | null
  /** G5: when it is meant to go live, and with which mail; null while nothing is planned. */
  readonly planned: Planned | null
  /** G2: the folders of a holding-folder go-live; null without one. */
  readonly holding: Holding | null
}

export interface SettingsVersionRecord {
  readonly id: string
  readonly connectorId: string
  readonly settings: ConnectorSettings
  readonly password: SecretRef | null
  readonly certificate: StoredCertificate | null
  readonly clientSecret: SecretRef | null
  readonly consent: StoredConsent | null
  readonly savedAt: string
}

/** Which version of which secret holds a client certificate with its key, and what is known of it without opening the vault. */
export interface StoredCertificate extends SecretRef {
  readonly facts: ClientCertificateFacts
}

/** Which version of which secret holds a person's consent, and who that was. Its content is renewed by use, its version is not (T3). */
export interface StoredConsent extends SecretRef {
  readonly facts: ConsentFacts
}

export interface SecretRecord {
  /** `<secret id>:<version>` */
  readonly id: string
  readonly secretId: string
  readonly version: number
  readonly sealed: Sealed
  readonly createdAt: string
}

export interface ProofRecord {
  readonly id: string
  readonly connectorId: string | null
  readonly routeId: string | null
  readonly side: Side
  readonly fingerprint: string
  readonly outcome: ProofOutcome
  readonly startedAt: string
  readonly finishedAt: string
  readonly steps: readonly StepResult[]
  readonly transcript: string
  readonly subject: {
    readonly connector: string
    readonly username: string
    readonly address: string
    readonly host: string
    readonly port: number
  }
}

/** The newest completed test of a From address under one fingerprint (T4), without its steps. */
export type RouteProof = Pick<ProofRecord, 'id' | 'fingerprint' | 'outcome' | 'finishedAt'> & {
  readonly routeId: string
}

export interface IncomingRouteRecord extends IncomingRoute {
  readonly deletedAt: string | null
}

export interface OutgoingRouteRecord extends OutgoingRoute {
  /** Comparable form of the address that it sends under, or would. */
  readonly addressKey: string | null
  /** Address key while effective (R13); unique, so that the database enforces it. */
  readonly effectiveKey: string | null
  readonly deletedAt: string | null
}

export interface CompanyRecord extends Company {
  /** Comparable form of the name while it is taken; null after deletion. */
  readonly nameKey: string | null
  readonly deletedAt: string | null
}

export interface ProcessRecord extends Process {
  readonly deletedAt: string | null
}

export interface EpochRecord {
  readonly id: string
  readonly connectorId: string
  readonly number: number
  /** What makes it this mailbox (I3). */
  readonly key: string
  readonly startedAt: string
  readonly current: boolean
}

export interface MailRecord {
  readonly id: string
  readonly seq: number
  readonly connectorId: string
  readonly epochId: string
  readonly folder: string
  readonly identity: string
  readonly pollId: string
  readonly firstSeenAt: string
  /** As the mailbox says; null where it does not. */
  readonly receivedAt: string | null
  readonly size: number | null
  readonly sha256: string | null
  readonly messageId: string | null
  readonly subject: string
  readonly sender: string
  readonly date: string | null
  readonly outcome: MailOutcome
  readonly reason: AsideReason | null
  readonly detail: string | null
  readonly decidedAt: string | null
  /** A test's own message: passed over, counted nowhere (T10). */
  readonly passedOver: boolean
  /** What remains to be done in the mailbox, fixed when the mail was decided (I2). */
  readonly settle: 'none' | 'remove' | 'move'
  readonly settleFolder: string | null
  /** Kept until then (I2, *keep* for N days); null: at once. */
  readonly settleFrom: string | null
  readonly settledAt: string | null
  /** Deleted from Set aside by a person; the identity stays (N29). */
  readonly dismissedAt: string | null
  /** SHA-256 of the visible content (I4b); null while it was never read. */
  readonly contentKey: string | null
  /** SHA-256 of Message-ID and visible headers (I4c); null without a Message-ID. */
  readonly headerKey: string | null
  /** Recipients that this mail served, by address key, and the marks of the planner (N27); empty without a final decision (N29). */
  readonly served: readonly string[]
  /** The recipient by a trusted delivery header (I6), where one was followed. */
  readonly decidedFor: string | null
  /** I13: the processes that were not live when their routes took it, by id. */
  readonly waitsFor: readonly string[]
  /** I15: what it would have become while receiving was observed; null where it was not looked at then. */
  readonly observed: Observed | null
  /** When retention removed its source; it may have come again since, with other mail. */
  readonly sourceRemovedAt: string | null
  /** What is left of its header then; null where it could not be read. */
  readonly keptHeader: KeptHeader | null
}

/** What answers and lists need of a mail whose source retention removed. */
export interface KeptHeader {
  readonly from: readonly Mailbox[]
  readonly replyTo: readonly Mailbox[]
  readonly to: readonly Mailbox[]
  readonly cc: readonly Mailbox[]
  readonly references: readonly string[]
}

/** A raw source, by its SHA-256; sealed under the data key, or plain where the vault does not persist (V3). */
export interface SourceRecord {
  readonly sha256: string
  readonly size: number
  readonly sealed: boolean
  readonly bytes: Uint8Array
}

export interface ItemRecord {
  readonly id: string
  readonly seq: number
  readonly revision: number
  readonly kind: WorkKind
  readonly number: number
  readonly subject: string
  readonly requester: string
  readonly processId: string
  readonly category: string | null
  readonly forAttention: string | null
  readonly state: WorkState
  readonly waitingReason: WaitingReason | null
  readonly test: boolean
  readonly routeId: string | null
  readonly connectorId: string
  readonly recipient: string | null
  readonly createdAt: string
  readonly changedAt: string
  /** The work item whose thread it grew from (I7, N23, N25). */
  readonly linkedTo: string | null
  /** When it was closed last; counted for reopening (N25). */
  readonly closedAt: string | null
}

export interface ItemMailRecord {
  readonly id: string
  readonly itemId: string
  readonly mailId: string | null
  readonly outboxId: string | null
  readonly at: string
  /** What the mail is to its item, where it did not make it. */
  readonly mark: ItemMailMark | null
}

export interface OutboxRecord {
  readonly id: string
  readonly seq: number
  readonly messageId: string
  readonly sender: string
  readonly senderKey: string
  readonly subject: string
  readonly sha256: string
  readonly itemId: string | null
  readonly kind: OutboxKind
  readonly createdAt: string
  readonly changedAt: string
  /** Waits for a person. */
  readonly parked: boolean
  readonly carrierId: string | null
  readonly state: OutboxState
  /** Earliest time of the next try; null when nothing is to be tried. */
  readonly nextTryAt: string | null
  readonly why: Word | null
  /** The received mail that it acknowledges. */
  readonly mailId: string | null
  /** O7: how a test message arrived, where this workspace reads the mailbox. */
  readonly arrival: Arrival | null
  /** When retention removed its source. */
  readonly sourceRemovedAt: string | null
}

export interface RecipientRecord {
  readonly id: string
  readonly outboxId: string
  readonly address: string
  readonly state: RecipientState
  readonly tries: number
  readonly reply: string | null
  readonly nextTryAt: string | null
  readonly failure: Failure | null
}

/** A delivery report about a mail of ours (N35), shown on it. */
export interface BounceRecord {
  readonly id: string
  readonly outboxId: string
  readonly mailId: string
  readonly at: string
  readonly recipients: readonly ReportedRecipient[]
}

/** A mail kept as a route test with the outcome that is expected of it (R15). */
export interface RouteTestRecord {
  readonly id: string
  readonly name: string
  readonly connectorId: string
  readonly sha256: string
  readonly subject: string
  readonly sender: string
  readonly expected: ExpectedOutcome
  readonly revision: number
  readonly createdAt: string
}

export interface JourneyRecord {
  readonly id: string
  readonly outboxId: string
  readonly at: string
  readonly word: Word
  readonly reply: string | null
}

export interface PollRecord {
  readonly id: string
  readonly seq: number
  readonly connectorId: string
  readonly startedAt: string
  readonly endedAt: string | null
  readonly durationMs: number
  readonly outcome: 'running' | 'done' | 'failed' | 'cancelled'
  /** Identities met for the first time, counted from the listing: independent of the rows that they became (I14). */
  readonly seen: number
  readonly broughtForward: number
  readonly changedOutcome: number
  readonly waiting: number
  readonly settled: number
  /** Identities that the mailbox gave out and another client took before they were seen (I14). */
  readonly missed: number
  readonly failure: Failure | null
}

/** How a side does: its failures, when it tries again, whether it stopped (I18, O9). */
export interface ConditionRecord {
  /** `<connector id>:<side>` */
  readonly id: string
  readonly connectorId: string
  readonly side: Side
  readonly failures: number
  readonly since: string | null
  readonly failure: Failure | null
  readonly nextTryAt: string | null
  readonly stopped: boolean
  readonly refusals: number
  readonly lastSuccessAt: string | null
  /** Which secret version worked last. */
  readonly lastSecret: string | null
}

export interface FieldChange {
  readonly field: string
  readonly from: string | null
  readonly to: string | null
}

export type HistoryKind =
  | 'connector'
  | 'incoming-route'
  | 'outgoing-route'
  | 'process'
  | 'company'
  | 'route-test'
  | 'migration'
  | 'settings'
  | 'vault'
  | 'aside'
  | 'outbox'
  | 'item'
  | 'workspace'

export interface HistoryRecord {
  readonly id: string
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly via: 'desktop' | 'web' | 'cli' | 'engine'
  readonly objectKind: HistoryKind
  readonly objectId: string
  readonly objectName: string
  readonly action: string
  readonly changes: readonly FieldChange[]
  /** The settings as they were after the change, to restore them from (R12); null where nothing can be restored. */
  readonly snapshot: unknown
}

export interface SettingRecord {
  readonly key: string
  readonly value: unknown
}

export type { VaultRecord }
