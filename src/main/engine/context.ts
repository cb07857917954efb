import type { Actor } from '../../contract/define.ts'
import type { Policy } from '../../domain/policy.ts'
import type { Proxy } from '../../domain/proxy.ts'
import type { Settings } from '../../contract/workspace.ts'
import type { Routing } from './receiving/routing.ts'
import type { Events } from './events.ts'
import type { Jobs } from './jobs.ts'
import type { Backups } from './ports/backups.ts'
import type { CertificateFiles } from './ports/certificates.ts'
import type { Mailboxes, Sender, Trust } from './ports/conversation.ts'
import type { Mime } from './ports/mime.ts'
import type { Prober } from './ports/prober.ts'
import type { TokenSource } from './ports/tokens.ts'
import type { FieldChange, HistoryKind } from './ports/records.ts'
import type { Change, Committed, Store } from './ports/store.ts'
import type { Pause } from './restored.ts'
import type { UpdateSource } from './ports/updateSource.ts'
import type { Clock, Randomness, Trace } from './ports/world.ts'
import type { Tokens } from './tokens.ts'
import type { Vault } from './vault/vault.ts'

/** Which workspace this is; made once, kept in its database. */
export interface WorkspaceIdentity {
  readonly id: string
  readonly path: string
  readonly practice: boolean
  readonly version: string
  readonly host: 'desktop' | 'web' | 'cli'
  readonly keychainName: string
  /** The OS user who owns the workspace file (S4). */
  readonly owner: string
}

/** Faults and mail of the practice servers; only practice workspaces have them (S6). */
export interface PracticeControl {
  readonly certificate: string
  view(): {
    readonly users: readonly {
      readonly address: string
      readonly aliases: readonly string[]
      readonly username: string
      readonly password: string
      readonly name: string
    }[]
    readonly hosts: { readonly imap: string; readonly pop3: string; readonly smtp: string; readonly login: string }
    readonly ports: Readonly<Record<string, number>>
    readonly application: { readonly tenant: string; readonly clientId: string; readonly clientSecret: string }
    readonly faults: readonly {
      readonly name: string
      readonly title: string
      readonly shows: string
      readonly on: boolean
    }[]
  }
  /** False when there is no fault of this name. */
  setFault(name: string, on: boolean): boolean
  clearFaults(): void
  deliver(subject: string, text: string): Promise<void>
  onChange(listener: () => void): () => void
  stop(): Promise<void>
}

export interface EnginePorts {
  readonly store: Store
  readonly vault: Vault
  readonly mailboxes: Mailboxes
  readonly sender: Sender
  readonly prober: Prober
  readonly certificates: CertificateFiles
  readonly tokenSource: TokenSource
  readonly mime: Mime
  readonly clock: Clock
  readonly random: Randomness
  readonly trace: Trace
  readonly identity: WorkspaceIdentity
  readonly practice: PracticeControl | null
  readonly backups: Backups
  readonly updateSource: UpdateSource
  /** What IT settled for this computer, as it is now (S3). */
  readonly policy: () => Policy
  /** Whether the keychain keeps what it is given; asked once, without keeping the start waiting. */
  readonly keychainWorks: Promise<boolean>
  /** S7: how far this workspace had come when it last ran, kept beside the database. */
  readonly mark: {
    read(): WorkspaceMark | null
    write(mark: WorkspaceMark): void
    close(): void
    readonly machineId: string
  }
}

/** The generation mark: highest numbers given out, so that a database that is older than its mark is noticed. */
export interface WorkspaceMark {
  readonly workspaceId: string
  readonly machineId: string
  readonly seqs: Readonly<Record<SequenceName, number>>
  readonly numbers: { readonly ticket: number; readonly case: number }
}

export const sequenceNames = ['mail', 'item', 'outbox', 'poll', 'history'] as const
export type SequenceName = (typeof sequenceNames)[number]

/** What every service of the engine works with. */
export interface Context extends EnginePorts {
  readonly events: Events
  readonly jobs: Jobs
  readonly tokens: Tokens
  /** The next number of a table; order is by it, never by time (S9). */
  next(sequence: SequenceName): number
  nextNumber(kind: 'ticket' | 'case'): number
  now(): string
  settings(): Settings
  trust(): Trust
  surroundings(): { readonly organisationCa: string | null; readonly proxy: Proxy | null }
  /** Commits, and keeps the generation mark up with it. */
  commit(changes: readonly Change[], mayWait?: boolean): Promise<Committed>
  /** One line of Activity, for the same transaction as the change itself (R12). */
  history(
    actor: Actor,
    object: { readonly kind: HistoryKind; readonly id: string; readonly name: string },
    action: string,
    changes?: readonly FieldChange[],
    /** The settings as they are then, where they can be restored. */
    snapshot?: unknown,
  ): Change
  /** N20: the six letters that go with a work item id in a plus address; nobody outside can guess them. */
  tagCheck(itemId: string): string
  /** The configuration that routing depends on, compiled; the same value until one of its tables changes. */
  routing(): Promise<Routing>
  /** Deciding about mail: one after the other over all mailboxes, so that two copies never both find nothing before them (N39). */
  readonly deciding: <T>(work: () => Promise<T>) => Promise<T>
  /** Something was queued by the engine itself. */
  wakeOutbox(): void
  /** S7: whether a connector may still wait to be resumed after a restore or copy, and why. */
  paused(): Pause
}
