import { mailboxEpochKey } from '../../../domain/connector.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import type { Failure, Outcome } from '../../../domain/failure.ts'
import type { Message } from '../../../domain/message.ts'
import type { Actor } from '../../../contract/define.ts'
import { say, word } from '../../../words/index.ts'
import { mailboxAccess } from '../access.ts'
import type { Context } from '../context.ts'
import { meaningOf } from '../meaning.ts'
import type { OpenMailbox } from '../ports/conversation.ts'
import type { ConnectorRecord, MailRecord, SettingsVersionRecord, SourceRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { sourceRecord } from '../sources.ts'
import { joinedBy } from './again.ts'
import { decisionChanges, settleOf } from './decide.ts'
import { digestsOf, knowledgeFor } from './knowledge.ts'

/** I17: what is fetched by hand may be larger than the size limit of the settings, and never larger than this; octets. */
export const fetchCeiling = 100 * 1024 * 1024

/** Milliseconds that fetching may stand still; octets that arrive extend it. */
const deadline = 120_000

/** Mail that was set aside unread and lies in its mailbox still, as far as is known. */
export const isFetchable = (mail: MailRecord): boolean =>
  mail.outcome === 'quarantined' && mail.sha256 === null && mail.reason !== 'gone' && mail.dismissedAt === null

/** Why a mail was not fetched: the failure for machines, the sentence for people. */
interface NotFetched {
  readonly failure: Failure
  readonly why: Word
}

type Fetched =
  | {
      readonly ok: true
      readonly received: MailRecord
      readonly source: SourceRecord
      readonly read: Outcome<Message>
    }
  | ({ readonly ok: false } & NotFetched)

/** What came of a fetched mail: for one transaction. */
interface DecidedFetch {
  readonly changes: readonly Change[]
  readonly mail: MailRecord
  /** Work items that it joined or became. */
  readonly items: readonly string[]
  readonly queued: boolean
}

/** Whether the mailbox that a connector reads now is the one that the mail was seen in (I3). */
export async function readsMailboxOf(
  context: Context,
  mail: MailRecord,
  version: SettingsVersionRecord,
): Promise<boolean> {
  const epoch = (await context.store.epochs(mail.connectorId)).find((each) => each.id === mail.epochId)
  return epoch?.key === mailboxEpochKey(version.settings)
}

/**
 * I17: one message that was quarantined by its header, whole, whatever the size limit says; to be decided like any other mail.
 * Changes nothing, in the mailbox or here.
 */
export async function fetchByHand(
  context: Context,
  version: SettingsVersionRecord,
  mail: MailRecord,
  signal: AbortSignal,
): Promise<Fetched> {
  const access = await mailboxAccess(context, version)
  if (!access.ok) return notFetched(context, access.failure, mail, version)
  const opened = await context.mailboxes.open(access.value, { signal, deadlineMs: deadline })
  if (!opened.ok) return notFetched(context, opened.failure, mail, version)
  let raw: Outcome<Uint8Array>
  try {
    raw = await fetchOne(opened.value, mail.identity)
  } finally {
    await opened.value.close()
  }
  if (!raw.ok) return notFetched(context, raw.failure, mail, version)
  const source = await sourceRecord(context, raw.value)
  if (!source) return notFetched(context, { code: 'vault-locked', stage: 'vault', transient: true }, mail, version)
  const received: MailRecord = { ...mail, size: raw.value.length, sha256: source.sha256, detail: null }
  return { ok: true, received, source, read: await context.mime.read(raw.value) }
}

async function fetchOne(mailbox: OpenMailbox, identity: string): Promise<Outcome<Uint8Array>> {
  // IMAP: another UIDVALIDITY renamed every message, and the old name means nothing (RFC 3501 2.3.1.1).
  const listing = await mailbox.list(identity)
  if (!listing.ok) return listing
  const { uidValidity } = listing.value
  if (uidValidity !== null && !identity.startsWith(`${uidValidity}:`)) {
    return { ok: false, failure: { code: 'message-gone', stage: 'fetch', transient: false, detail: renumbered } }
  }
  for await (const { raw } of mailbox.fetch([identity], fetchCeiling)) return raw
  return { ok: false, failure: { code: 'internal', stage: 'fetch', transient: false } }
}

const renumbered = 'another UIDVALIDITY'

/** As a poll decides: by the routes as they are now, or unreadable. In the turn of deciding. */
export async function decideFetched(
  context: Context,
  connector: ConnectorRecord,
  version: SettingsVersionRecord,
  { received, source, read }: Extract<Fetched, { ok: true }>,
): Promise<DecidedFetch> {
  const stored: Change = { put: 'source', row: source }
  if (!read.ok) {
    const mail: MailRecord = {
      ...received,
      outcome: 'quarantined',
      reason: 'unreadable',
      detail: read.failure.detail ?? null,
      decidedAt: context.now(),
      ...settleOf(connector.afterMail, true, context.clock.now()),
    }
    return { changes: [stored, { put: 'mail', row: mail }], mail, items: [], queued: false }
  }
  const routing = await context.routing()
  const asked = { message: read.value, digests: digestsOf(read.value, source.sha256) }
  const known = (await knowledgeFor(context, [asked], connector)).of(asked)
  const state = routing.stateFor(connector, version.settings.primaryAddress, known)
  const decided = await decisionChanges(
    context,
    routing,
    received,
    asked.message,
    asked.digests,
    state,
    connector.afterMail,
  )
  return {
    changes: [stored, ...decided.changes],
    mail: decided.mail,
    items: [...joinedBy(decided), ...decided.items],
    queued: decided.queued,
  }
}

function notFetched(
  context: Context,
  failure: Failure,
  mail: MailRecord,
  { settings }: SettingsVersionRecord,
): { readonly ok: false } & NotFetched {
  const folder = mail.folder
  const host = settings.incoming?.host ?? ''
  const server = { host, port: settings.incoming?.port ?? 0, username: settings.username, folder }
  const why =
    failure.code === 'message-gone'
      ? word(failure.detail === renumbered ? 'fetch.renumbered' : 'fetch.gone', { folder })
      : failure.code === 'too-large'
        ? overCeiling(mail.size)
        : failure.code === 'vault-locked'
          ? word(context.vault.state().state === 'needs-secrets' ? 'refusal.vault-key-missing' : 'refusal.vault-locked')
          : failure.code === 'secret-missing'
            ? word('fetch.no-password')
            : failure.code === 'cancelled'
              ? word('fetch.cancelled')
              : word('fetch.server', {
                  host,
                  what: meaningOf(failure, { ...server, address: settings.primaryAddress }),
                })
  return { ok: false, failure, why }
}

export const overCeiling = (size: number | null): Word =>
  word('fetch.over-ceiling', {
    megabytes: Math.ceil((size ?? fetchCeiling) / 1_048_576),
    ceiling: fetchCeiling / 1_048_576,
  })

/** What is written down of a mail that was fetched, or that is gone for certain: one transaction, with who did it (R12). */
export function fetchedChanges(
  context: Context,
  actor: Actor,
  before: MailRecord,
  fetched: DecidedFetch | NotFetched,
): readonly Change[] {
  const about = { kind: 'aside', id: before.id, name: before.subject } as const
  if ('failure' in fetched) {
    // What another client took cannot be fetched by anybody any more: the list says so from now on.
    if (fetched.failure.code !== 'message-gone' || fetched.failure.detail === renumbered) return []
    return [
      { put: 'mail', row: { ...before, reason: 'gone' } },
      context.history(actor, about, 'found gone', [{ field: 'reason', from: before.reason, to: 'gone' }]),
    ]
  }
  const { mail, items } = fetched
  return [
    ...fetched.changes,
    // I14: one identity, one outcome: only the column of those that changed theirs goes up.
    ...(mail.outcome === before.outcome
      ? []
      : [{ count: 'poll', id: before.pollId, add: { changedOutcome: 1 } } as const]),
    context.history(actor, about, 'fetched', [
      { field: 'outcome', from: before.outcome, to: items.length > 0 ? items.join(', ') : mail.outcome },
    ]),
  ]
}

/** The sentence of what came of it. */
export const fetchedWord = (mail: MailRecord, items: readonly string[]): Word =>
  items.length > 0
    ? word('fetch.became', { items: items.join(', ') })
    : word('fetch.stays', { why: say(word(`aside.why.${mail.reason ?? 'none'}`)) })
