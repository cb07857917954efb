import type { MailOutcome } from './ledger.ts'
import type { OutboxState } from './outbox.ts'
import type { WorkState } from './workItem.ts'

/** A work item, as a mail belongs to it. */
export interface WorkOfMail {
  readonly state: WorkState
  /** When it was closed last; says nothing while it is open. */
  readonly closedAt: string
  /** When the mail came to it. */
  readonly since: string
  /** Mail of it is in the outbox and not final. */
  readonly sending: boolean
}

/** A received mail with the source in question. */
export interface StoredMail {
  readonly outcome: MailOutcome
  /** Deleted from Set aside by a person. */
  readonly dismissed: boolean
  /** N8: it became work for one recipient, and waits for a draft process with another. */
  readonly waits: boolean
  /** G5: it came in by a start of receiving that can still be put back. */
  readonly mayBePutBack: boolean
  readonly works: readonly WorkOfMail[]
}

/** A mail of ours with the source in question. */
export interface SentMail {
  readonly state: OutboxState
  readonly works: readonly WorkOfMail[]
}

/** One raw source with everything that has it: mails with the same bytes share one. */
export interface StoredSource {
  readonly mails: readonly StoredMail[]
  readonly sent: readonly SentMail[]
  readonly routeTest: boolean
}

/** Why a source stays. */
export type Stays =
  | 'route-test'
  | 'set-aside'
  | 'undecided'
  | 'put-back'
  | 'no-work-item'
  | 'open'
  | 'being-sent'
  | 'not-yet'

const day = 24 * 3600_000
const worked: ReadonlySet<MailOutcome> = new Set(['created', 'joined'])
const undecided: ReadonlySet<MailOutcome> = new Set(['pending', 'observed', 'skipped'])
const final: ReadonlySet<OutboxState> = new Set(['sent', 'failed'])

/**
 * Why retention leaves a raw source where it is, or null: it may go (S1, V3). Days count from the closing of a work item; of a mail that came to a
 * closed one they count from then. `now` in milliseconds since 1970.
 */
export function staysBecause(source: StoredSource, days: number, now: number): Stays | null {
  const mails = source.mails.filter(({ dismissed }) => !dismissed)
  const works = [...mails, ...source.sent].map((mail) => mail.works)
  if (source.routeTest) return 'route-test'
  if (mails.some(({ outcome }) => undecided.has(outcome))) return 'undecided'
  if (mails.some(({ outcome, waits }) => waits || !worked.has(outcome))) return 'set-aside'
  if (mails.some(({ mayBePutBack }) => mayBePutBack)) return 'put-back'
  if (works.length === 0 || works.some((of) => of.length === 0)) return 'no-work-item'
  const all = works.flat()
  if (all.some(({ state }) => state !== 'closed')) return 'open'
  if (source.sent.some(({ state }) => !final.has(state)) || all.some(({ sending }) => sending)) return 'being-sent'
  const last = Math.max(...all.map(({ closedAt, since }) => Math.max(Date.parse(closedAt), Date.parse(since))))
  // Not the other way round: an instant that cannot be read is never past.
  return last + days * day <= now ? null : 'not-yet'
}
