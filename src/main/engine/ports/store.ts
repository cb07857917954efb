import type { Counts, MailOutcome } from '../../../domain/ledger.ts'
import type { Arrival, OutboxKind, OutboxState } from '../../../domain/outbox.ts'
import type { RouteClass } from '../../../domain/route.ts'
import type { WorkState } from '../../../domain/workItem.ts'
import type { MigrationRecord } from './migrationRecord.ts'
import type { ShadowRunRecord } from './shadowRecord.ts'
import type { GoLiveRecord } from './goLiveRecords.ts'
import type {
  BounceRecord,
  CompanyRecord,
  ConditionRecord,
  ConnectorRecord,
  EpochRecord,
  HistoryRecord,
  IncomingRouteRecord,
  ItemMailRecord,
  ItemRecord,
  JourneyRecord,
  KeptHeader,
  MailRecord,
  OutboxRecord,
  OutgoingRouteRecord,
  PollRecord,
  ProcessRecord,
  ProofRecord,
  RecipientRecord,
  RouteProof,
  RouteTestRecord,
  SecretRecord,
  SettingsVersionRecord,
  SourceRecord,
} from './records.ts'
import type { TableName, Tables } from './tables.ts'

/** Tables whose rows have a revision (S8). */
export type RevisedTable =
  | 'connector'
  | 'incomingRoute'
  | 'outgoingRoute'
  | 'company'
  | 'process'
  | 'item'
  | 'routeTest'
  | 'migration'

/** What earlier mail is asked by. */
export interface KnowledgeAsked {
  readonly messageIds: readonly string[]
  readonly itemIds: readonly string[]
  readonly sha256s: readonly string[]
  readonly contentKeys: readonly string[]
  readonly headerKeys: readonly string[]
  /** The scope of deduplication: one connector, or null for the whole workspace. */
  readonly copiesOf: string | null
  /** Whose acknowledgements are counted, in lower case, and since when. */
  readonly acknowledged: { readonly addresses: readonly string[]; readonly since: string }
  /** Whose mail is counted, as senders are written, and since when. */
  readonly written: { readonly senders: readonly string[]; readonly since: string }
}

export interface KnowledgeFound {
  /** One row for each work item that a mail of this Message-ID belongs to; a mail of ours also where it belongs to none. */
  readonly mails: readonly {
    readonly messageId: string
    /** The received mail; null for a mail of ours. */
    readonly mailId: string | null
    readonly itemId: string | null
    readonly outboxId: string | null
    readonly kind: OutboxKind | null
  }[]
  /** The items asked for, those of the mails, and the others of their threads. */
  readonly items: readonly Pick<ItemRecord, 'id' | 'state' | 'waitingReason' | 'closedAt' | 'recipient' | 'linkedTo'>[]
  /** Mails with a final decision that served somebody (N29). */
  readonly copies: readonly Pick<MailRecord, 'id' | 'sha256' | 'contentKey' | 'headerKey' | 'served'>[]
  readonly acknowledged: ReadonlyMap<string, number>
  readonly written: ReadonlyMap<string, number>
}

/** One step of a transaction, as data: so the store can run elsewhere, and another database can stand behind it. */
export type Change =
  | { [T in TableName]: { readonly put: T; readonly row: Tables[T] } }[TableName]
  /** Only if the row still has the revision that was read; else the whole transaction is refused as stale. */
  | { readonly expect: RevisedTable; readonly id: string; readonly revision: number }
  /** Only if one of these recipients of a mail still waits to be sent to; else stale. */
  | { readonly expectWaiting: string; readonly addresses: readonly string[] }
  /** Only while this version of a secret is kept; else stale. What was destroyed (T3) comes back by nothing. */
  | { readonly expectSecret: string }
  /** Adds to counters of a poll. */
  | {
      readonly count: 'poll'
      readonly id: string
      readonly add: Partial<Record<'seen' | 'settled' | 'changedOutcome', number>>
    }
  /** A mail joined a work item (I7); whatever else happened to the item meanwhile stays. */
  | { readonly joined: string; readonly at: string; readonly toDo: boolean }
  /** What was to be done in the mailbox is done; whatever else happened to the row meanwhile stays. */
  | { readonly settled: string; readonly at: string }
  /** How a test message arrived (O7); where it stands in the outbox stays, whoever writes that at the same moment. */
  | { readonly arrived: string; readonly arrival: Arrival }
  /**
   * Order keys of routes (R7): the only way in which the place of a route that is there changes. Revisions stay, so that nobody's open
   * form is stale because another route was moved.
   */
  | { readonly order: 'incomingRoute'; readonly places: readonly RoutePlace[] }
  /**
   * G3: everything that was received moves to another connector: routes, mailbox epochs, mail with what is to be settled, work items, polls,
   * starts of receiving, route tests, and what is noted of its mailbox.
   */
  | { readonly rehome: 'receiving'; readonly from: string; readonly to: string }
  | { readonly forget: 'secret'; readonly id: string }
  /** Unless another mail still has these bytes. */
  | { readonly forget: 'source'; readonly sha256: string }
  /** Retention: a source of just these mails goes, and they say so. Stale where anything else has it by now, or where it is gone. */
  | {
      readonly retire: string
      readonly at: string
      readonly mails: readonly { readonly id: string; readonly header: KeptHeader | null }[]
      readonly sent: readonly string[]
    }
  | { readonly forget: 'routeTest'; readonly id: string }
  /** With what belongs to it; its number stays given out by what was withdrawn (G5). */
  | { readonly forget: 'item'; readonly id: string }

/** A route by its order key: which numbers they are says nothing, only which is lower. */
export interface RoutePlace {
  readonly id: string
  readonly position: number
}

export type Conflict = 'name-taken' | 'mailbox-taken' | 'address-carried' | 'already-there'

export type Committed =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'stale' }
  | { readonly ok: false; readonly why: 'conflict'; readonly conflict: Conflict }

/** What observing found out about the mail of one connector. */
export interface ObservedFigures {
  readonly mails: number
  /** When it was met first, and last. */
  readonly since: string
  readonly last: string
  /** By what it would have become; mail that was not looked at yet counts nowhere. */
  readonly outcomes: ReadonlyMap<MailOutcome, number>
  readonly acknowledgements: number
}

export interface PageOf<T> {
  readonly rows: readonly T[]
  readonly next: string | null
  readonly total: number
}
export interface PageAsked {
  readonly cursor: string | null
  readonly limit: number
}

/** One source of closed work, with everything that has it: what retention decides by. */
export interface SourceOfClosedWork {
  readonly sha256: string
  /** Octets of the mail. */
  readonly size: number
  readonly mails: readonly Pick<
    MailRecord,
    'id' | 'connectorId' | 'outcome' | 'decidedAt' | 'dismissedAt' | 'waitsFor'
  >[]
  readonly sent: readonly Pick<OutboxRecord, 'id' | 'state'>[]
  readonly routeTest: boolean
  readonly works: readonly {
    readonly mailId: string | null
    readonly outboxId: string | null
    /** When the mail came to it. */
    readonly since: string
    readonly item: Pick<ItemRecord, 'id' | 'revision' | 'state'> & { readonly closedAt: string }
    /** Mail of the item is in the outbox and not final. */
    readonly sending: boolean
  }[]
}

/** The workspace database. Coarse and asynchronous: one call is one transaction. */
export interface Store {
  /**
   * All changes or none. Disk full, read-only and damaged files throw `StoreFailed`; constraints answer as data. With `mayWait` nobody waits
   * for the answer, and it may share the flush of the next commit, some milliseconds later.
   */
  commit(changes: readonly Change[], mayWait?: boolean): Promise<Committed>

  connectors(): Promise<readonly ConnectorRecord[]>
  connector(id: string): Promise<ConnectorRecord | undefined>
  version(id: string): Promise<SettingsVersionRecord | undefined>
  secret(id: string, version: number): Promise<SecretRecord | undefined>
  /** The highest version that any settings of a connector ever named: a number is never given twice (T3). */
  highestSecretVersion(connectorId: string): Promise<number>
  /** Newest first. */
  proofs(connectorId: string, page: PageAsked): Promise<PageOf<ProofRecord>>
  proof(id: string): Promise<ProofRecord | undefined>
  /** Newest completed proofs of From addresses, one a route and fingerprint (T4); of one connector, or of all. */
  routeProofs(connectorId: string | null): Promise<readonly RouteProof[]>
  /** Whether a connector itself was ever tested. */
  wasTested(connectorId: string): Promise<boolean>
  /** The newest completed proof of a fingerprint (T4). */
  newestProof(connectorId: string, fingerprint: string): Promise<ProofRecord | undefined>

  incomingRoutes(connectorId: string | null): Promise<readonly IncomingRouteRecord[]>
  /** Those of these ids that are there, in no order. */
  incomingRoutesById(ids: readonly string[]): Promise<readonly IncomingRouteRecord[]>
  /** One class of a connector's routes, in their order (R7). */
  routeOrder(connectorId: string, of: RouteClass): Promise<readonly RoutePlace[]>
  outgoingRoutes(connectorId: string | null): Promise<readonly OutgoingRouteRecord[]>
  effectiveRoute(addressKey: string): Promise<OutgoingRouteRecord | undefined>
  /** The effective route of an address with its connector and what runs of it: who sends for it (O1). */
  carrier(addressKey: string): Promise<
    | {
        readonly route: OutgoingRouteRecord
        readonly connector: ConnectorRecord
        readonly version: SettingsVersionRecord
      }
    | undefined
  >
  processes(): Promise<readonly ProcessRecord[]>
  /** By name; deleted ones are left out. */
  companies(): Promise<readonly CompanyRecord[]>

  /** Newest first. */
  migrations(): Promise<readonly MigrationRecord[]>
  /** The newest shadow run of a migration. */
  shadowRun(migrationId: string): Promise<ShadowRunRecord | undefined>
  /** Shadow runs that the end of an engine cut off, and those since an instant that left test messages behind. */
  shadowRunsToTidy(since: string): Promise<readonly ShadowRunRecord[]>

  epochs(connectorId: string): Promise<readonly EpochRecord[]>
  /** Which of these identities were met before. */
  knownIdentities(epochId: string, folder: string, identities: readonly string[]): Promise<ReadonlySet<string>>
  /** The identity met last, for listings that go on behind it. */
  lastIdentity(epochId: string, folder: string): Promise<string | null>
  mailToDecide(epochId: string, folder: string, limit: number): Promise<readonly MailRecord[]>
  /** What is to be removed or moved by now. */
  mailToSettle(epochId: string, folder: string, now: string, limit: number): Promise<readonly MailRecord[]>
  /** Skipped mail of a folder that was not received before an instant; null: all of it (I15). */
  mailSkipped(epochId: string, folder: string, since: string | null): Promise<readonly MailRecord[]>
  /** Observed mail of a folder that was not looked at yet (I15). */
  mailToObserve(epochId: string, folder: string, limit: number): Promise<readonly MailRecord[]>
  /** Observed mail of a folder, looked at or not. */
  mailObserved(epochId: string, folder: string): Promise<readonly MailRecord[]>
  /** What was observed of a connector, the newest first. */
  observed(connectorId: string, page: PageAsked): Promise<PageOf<MailRecord>>
  /** The same as figures, by connector. */
  observedFigures(): Promise<ReadonlyMap<string, ObservedFigures>>
  /** Mail of a connector with a final decision since an instant (G5). */
  mailDecidedSince(connectorId: string, since: string): Promise<readonly MailRecord[]>
  /** Mail of a connector that was noted and waits for its decision. */
  mailPending(connectorId: string): Promise<readonly MailRecord[]>
  /** The last start of receiving of a connector (G5). */
  lastGoLive(connectorId: string): Promise<GoLiveRecord | undefined>
  /** The last ones of all connectors. */
  goLives(): Promise<readonly GoLiveRecord[]>
  /** Whether anything but observing was ever done with the mail of a folder. */
  receivedBefore(epochId: string, folder: string): Promise<boolean>
  /** What a batch of mails may be known by: one read for all of them (I4, N21, N38). */
  knowledge(asked: KnowledgeAsked): Promise<KnowledgeFound>
  mail(id: string): Promise<MailRecord | undefined>
  /** The work items that copies of a mail belong to (I4). */
  itemsOfCopies(of: Pick<MailRecord, 'sha256' | 'contentKey' | 'headerKey'>): Promise<readonly string[]>
  aside(outcome: MailOutcome | null, page: PageAsked): Promise<PageOf<MailRecord>>
  /** Unhandled mail that waits for a process (I13), the newest first. */
  waiting(processId: string, page: PageAsked): Promise<PageOf<MailRecord>>
  /** How much of it waits, by process. */
  waitingCounts(): Promise<ReadonlyMap<string, number>>
  /** The mail of a connector that was met last, and has no test's mark. */
  newestMail(connectorId: string): Promise<MailRecord | null>
  source(sha256: string): Promise<SourceRecord | undefined>
  /** Sources of a few closed work items behind a sequence number; `last` is where to go on, null at the end. */
  sourcesOfClosedWork(
    after: number,
    limit: number,
  ): Promise<{ readonly last: number | null; readonly sources: readonly SourceOfClosedWork[] }>
  /** Mail of a connector, or of all, whose source retention removed. */
  removedMail(connectorId: string | null): Promise<number>
  /** Brings the write-ahead log into the database and empties it: until then it may hold what was removed. False while somebody reads. */
  checkpoint(): Promise<boolean>
  /** Mail whose source is here, newest first; `search` in subject and sender. */
  storedMail(
    asked: { readonly connectorId: string | null; readonly search: string } & PageAsked,
  ): Promise<PageOf<MailRecord>>
  /** By name. */
  routeTests(connectorId: string | null): Promise<readonly RouteTestRecord[]>
  /** Outcomes of the identities that polls of these limits met first, and how many the polls counted. */
  ledger(of: {
    readonly connectorId: string | null
    readonly pollId?: string
    readonly since?: string
    readonly until?: string
  }): Promise<{ readonly seen: number; readonly counts: Counts }>

  items(
    asked: { readonly state: WorkState | null; readonly search: string } & PageAsked,
  ): Promise<PageOf<ItemRecord & { readonly mails: number }>>
  item(id: string): Promise<ItemRecord | undefined>
  itemMails(itemId: string): Promise<readonly ItemMailRecord[]>
  /** The first item of a thread and what is linked to it. */
  itemsOfThread(root: string): Promise<readonly ItemRecord[]>
  /** Delivery reports about a mail of ours, the oldest first. */
  bounces(outboxId: string): Promise<readonly BounceRecord[]>
  itemsOfMail(mailId: string): Promise<readonly string[]>
  /** How many items that are not closed each process has, by its id. */
  openItemCounts(): Promise<ReadonlyMap<string, number>>
  highestNumber(kind: 'ticket' | 'case'): Promise<number>
  /** The highest sequence number of a table, to go on from. */
  highestSeq(table: 'mail' | 'item' | 'outbox' | 'poll' | 'history'): Promise<number>

  outboxPage(asked: { readonly state: OutboxState | null } & PageAsked): Promise<PageOf<OutboxRecord>>
  outbox(id: string): Promise<OutboxRecord | undefined>
  recipients(outboxId: string): Promise<readonly RecipientRecord[]>
  journey(outboxId: string): Promise<readonly JourneyRecord[]>
  /** Mail whose time has come, oldest first. */
  due(now: string, limit: number): Promise<readonly OutboxRecord[]>
  nextDue(): Promise<string | null>
  /** Recipients that were being handed over when the last engine ended (O5). */
  handingOver(): Promise<readonly RecipientRecord[]>
  outboxCounts(since: string): Promise<Readonly<Record<OutboxState, number>>>
  /** O9: From addresses that their server refuses, with the mail that waits for them; `since` is the oldest of it. */
  refusedSenders(): Promise<
    readonly {
      readonly address: string
      readonly connector: string
      readonly waiting: number
      readonly since: string
    }[]
  >
  /** Mail from these addresses that waits for a person. */
  outboxWaiting(addressKeys: readonly string[]): Promise<{ readonly parked: number; readonly unknown: number }>
  outboxByMessageId(messageId: string): Promise<OutboxRecord | undefined>

  polls(connectorId: string | null, page: PageAsked): Promise<PageOf<PollRecord>>
  lastPoll(connectorId: string): Promise<PollRecord | undefined>
  /** Mail that other clients took before it was seen, by connector, from polls since an instant (I14). */
  missed(
    since: string,
  ): Promise<
    ReadonlyMap<
      string,
      { readonly mails: number; readonly polls: number; readonly since: string; readonly last: string }
    >
  >
  conditions(): Promise<readonly ConditionRecord[]>
  history(objectId: string | null, page: PageAsked): Promise<PageOf<HistoryRecord>>
  historyEntry(id: string): Promise<HistoryRecord | undefined>
  setting(key: string): Promise<unknown>

  /** Work items that a route made since. */
  routeHits(since: string): Promise<ReadonlyMap<string, number>>
  /** Mail that left under an address since, by address key. */
  sentUnder(since: string): Promise<ReadonlyMap<string, number>>
  counts(today: string): Promise<{
    readonly inToday: ReadonlyMap<string, number>
    readonly outToday: ReadonlyMap<string, number>
    readonly aside: number
    readonly outboxOpen: number
    readonly testItems: number
    readonly lastMailAt: string | null
  }>
  /** Copies the whole database into a file that is there and empty, while it goes on. `progress`: 0 to 1; what it throws ends the copy. */
  copyTo(file: string, progress: (part: number) => void): Promise<void>
  close(): Promise<void>
}

/** The database could not do its work; nothing of the transaction was kept. */
export class StoreFailed extends Error {
  readonly code: 'disk-full' | 'read-only' | 'damaged' | 'gone' | 'busy' | 'failed'
  constructor(code: StoreFailed['code'], detail: string) {
    super(detail)
    this.name = 'StoreFailed'
    this.code = code
  }
}
