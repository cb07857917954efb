import type { Failure } from '../../../domain/failure.ts'
import { isHolding } from '../../../domain/golive/planned.ts'
import type { Message } from '../../../domain/message.ts'
import type { PlanState } from '../../../domain/routing/planState.ts'
import { mailboxAccess } from '../access.ts'
import { breathing } from '../breathing.ts'
import type { Context } from '../context.ts'
import type { OpenMailbox } from '../ports/conversation.ts'
import type {
  ConnectorRecord,
  EpochRecord,
  MailRecord,
  PollRecord,
  SettingsVersionRecord,
  SourceRecord,
} from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { arrivalChanges, arrivalOf } from '../sending/arrival.ts'
import { sourceRecord } from '../sources.ts'
import { oneBehind } from '../turns.ts'
import { decisionChanges, headOf, settleOf } from './decide.ts'
import { noticeGaps } from './gaps.ts'
import { heldMailChanges } from './heldBack.ts'
import { digestsOf, knowledgeFor, type Asked } from './knowledge.ts'
import { currentEpoch, isListedAnew, listAnew, must, notedMail, unique } from './noting.ts'
import { observeAll } from './observing.ts'
import { noticeRewrites } from './rewrites.ts'
import { settleAll } from './settling.ts'
import { isOwnTest, leftOver } from './testMessages.ts'

/** Mails that share one commit: durable together, so one disk flush serves many. */
const batchSize = 100
/** Mails that are noted in one transaction. */
const notedAtOnce = 250
/** Octets of raw mail that wait in memory for their commit. */
const batchBytes = 8_000_000

/** Milliseconds that one poll may stand still; octets that arrive extend it. */
const pollDeadline = 120_000

/**
 * One poll of one mailbox (I2): list, note, fetch, store and decide, commit, and only then remove or move.
 * It may die at any step: what is noted is decided later, what is committed is settled later, nothing twice.
 */
export async function pollMailbox(
  context: Context,
  connector: ConnectorRecord,
  running: SettingsVersionRecord,
  signal: AbortSignal,
  report: (done: number, of: number) => void,
): Promise<PollRecord> {
  const { clock, trace } = context
  const started = clock.monotonic()
  const about = { connector: connector.name }
  const poll: PollRecord = {
    id: context.random.id(),
    seq: context.next('poll'),
    connectorId: connector.id,
    startedAt: context.now(),
    endedAt: null,
    durationMs: 0,
    outcome: 'running',
    seen: 0,
    broughtForward: 0,
    changedOutcome: 0,
    waiting: 0,
    settled: 0,
    missed: 0,
    failure: null,
  }
  const totals = { seen: 0, settled: 0, waiting: 0, broughtForward: 0, missed: 0 }
  const end = async (outcome: PollRecord['outcome'], failure: Failure | null): Promise<PollRecord> => {
    const ended: PollRecord = {
      ...poll,
      ...totals,
      endedAt: context.now(),
      durationMs: clock.monotonic() - started,
      outcome,
      failure,
    }
    await context.commit([{ put: 'poll', row: ended }])
    trace.reached('poll.ended', { ...about, outcome })
    return ended
  }

  const access = await mailboxAccess(context, running, null, signal)
  // Waypost ends, or a person did not want to wait: nothing is said of the mailbox by that.
  if (!access.ok) return end(access.failure.code === 'cancelled' ? 'cancelled' : 'failed', access.failure)
  const held = connector.receiving === 'held' || isHolding(connector.holding, running.settings)
  const observes = connector.receiving === 'observe'
  const opened = await context.mailboxes.open(
    { ...access.value, readOnly: held || observes },
    { signal, deadlineMs: pollDeadline },
  )
  if (!opened.ok) return end(signal.aborted ? 'cancelled' : 'failed', opened.failure)
  const mailbox = opened.value
  trace.reached('poll.opened', about)
  try {
    const epoch = await currentEpoch(context, connector, running)
    const folder = access.value.folder
    const anew = !held && (await isListedAnew(context, connector.id))
    const incremental = !held && !anew && access.value.protocol === 'imap'
    const listing = await mailbox.list(incremental ? await context.store.lastIdentity(epoch.id, folder) : null)
    if (!listing.ok) return await end(signal.aborted ? 'cancelled' : 'failed', listing.failure)
    trace.reached('poll.listed', { ...about, messages: listing.value.messages.length })

    const known = await context.store.knownIdentities(
      epoch.id,
      folder,
      listing.value.messages.map((each) => each.identity),
    )
    const fresh = unique(listing.value.messages).filter((each) => !known.has(each.identity))
    const gaps = await noticeGaps(context, connector.id, epoch, folder, listing.value)
    if (held) {
      // Who holds a mailbox back works in it by hand.
      await must(context, [...gaps.changes, ...(await heldMailChanges(context, connector.id, folder, fresh))])
      totals.waiting = fresh.length
      return await end('done', null)
    }
    totals.broughtForward = (await context.store.mailToDecide(epoch.id, folder, 100_000)).length
    totals.missed = gaps.missed
    // A few hundred at a time: died in between, the next poll lists behind the last one, and the whole folder where that was asked for.
    const pause = breathing()
    do {
      const some = fresh
        .slice(totals.seen, totals.seen + notedAtOnce)
        .map((message) => notedMail(context, connector, epoch, folder, poll.id, message))
      totals.seen += some.length
      const { seen, broughtForward, missed } = totals
      await must(context, [
        { put: 'poll', row: { ...poll, seen, broughtForward, missed } },
        ...(seen === some.length ? gaps.changes : []),
        ...(anew && seen === fresh.length ? [listAnew(connector.id, false)] : []),
        ...some.map((row): Change => ({ put: 'mail', row })),
      ])
      await pause()
    } while (totals.seen < fresh.length)
    trace.reached('poll.noted', { ...about, fresh: fresh.length })

    if (observes) {
      const at = { epochId: epoch.id, folder, signal, report, totals, pollId: poll.id }
      const lost = await observeAll(context, connector, running, mailbox, at)
      return await end(lost ? (signal.aborted ? 'cancelled' : 'failed') : 'done', lost)
    }
    const failure =
      (await decideAll(context, connector, running, mailbox, {
        epoch,
        folder,
        pollId: poll.id,
        signal,
        report,
        totals,
      })) ?? (await settleAll(context, connector, mailbox, epoch, folder, totals, signal))
    return await end(failure ? (signal.aborted ? 'cancelled' : 'failed') : 'done', failure)
  } finally {
    await mailbox.close()
  }
}

interface Deciding {
  readonly epoch: EpochRecord
  readonly folder: string
  readonly pollId: string
  readonly signal: AbortSignal
  readonly report: (done: number, of: number) => void
  readonly totals: { seen: number; settled: number }
}

/** A mail that was fetched and waits for its decision. */
type Fetched =
  | { readonly kind: 'read'; readonly mail: MailRecord; readonly asked: Asked; readonly source: SourceRecord }
  /** Nothing has to be asked about it. */
  | { readonly kind: 'settled'; readonly changes: readonly Change[] }

/** A message of a test of ours, and when it goes if the test left it behind. */
type OwnTest = { readonly kind: 'own-test' } & Partial<Pick<MailRecord, 'settle' | 'settleFrom'>>

async function decideAll(
  context: Context,
  connector: ConnectorRecord,
  running: SettingsVersionRecord,
  mailbox: OpenMailbox,
  { epoch, folder, pollId, signal, report, totals }: Deciding,
): Promise<Failure | null> {
  const pending = await context.store.mailToDecide(epoch.id, folder, 100_000)
  if (pending.length === 0) return null
  const byIdentity = new Map(pending.map((mail) => [mail.identity, mail]))
  const limit = context.settings().sizeLimitBytes
  let batch: Fetched[] = []
  let bytes = 0
  let decided = 0
  let lost: Failure | null = null
  const pause = breathing()
  // One batch is decided and committed while the next is fetched and read; a third waits for it.
  const committing = oneBehind()
  const commitBatch = async () => {
    const mails = batch
    if (mails.length === 0) return
    batch = []
    bytes = 0
    await committing.begin(async () => {
      await commitDecisions(context, connector, running, mails)
      decided += mails.length
      report(decided, pending.length)
      context.events.changed('items', 'aside', 'polls')
    })
  }

  try {
    for await (const { identity, raw, header } of mailbox.fetch(
      pending.map((mail) => mail.identity),
      limit,
    )) {
      // What was read ahead comes without waiting: many mails in a row would hold everything else up.
      await pause()
      const mail = byIdentity.get(identity)!
      context.trace.reached('poll.fetched', { connector: connector.name, identity })
      if (!raw.ok) {
        const { failure } = raw
        // What the server says of one message concerns that message: one bad mail never stops the mailbox (I13).
        const isAboutIt = failure.code === 'message-gone' || failure.code === 'too-large'
        if (!isAboutIt && failure.reply === undefined) lost = failure
        else if (isAboutIt || !failure.transient)
          batch.push({ kind: 'settled', changes: await setAsideUnread(context, mail, failure, header) })
        continue
      }
      const fetched = await readFetched(context, connector, mail, raw.value)
      if (!fetched) {
        lost = { code: 'vault-locked', stage: 'vault', transient: true }
        break
      }
      // T10: a test's own message is passed over and not counted.
      if (fetched.kind === 'own-test') {
        const { kind: _kind, ...goes } = fetched
        batch.push({
          kind: 'settled',
          changes: [
            { put: 'mail', row: { ...mail, ...goes, passedOver: true, decidedAt: context.now() } },
            { count: 'poll', id: mail.pollId, add: { seen: -1 } },
          ],
        })
        if (mail.pollId === pollId) totals.seen -= 1
      } else batch.push(fetched)
      bytes += raw.value.length
      if (batch.length >= batchSize || bytes >= batchBytes) await commitBatch()
      if (signal.aborted) break
    }
    await commitBatch()
  } finally {
    // When the poll ends, nothing of it is on its way to the disk.
    await committing.ended()
  }
  if (lost) return lost
  return signal.aborted ? { code: 'cancelled', stage: 'fetch', transient: true } : null
}

/** Reads what was fetched, and says what nothing has to be asked about. Undefined while the vault is locked. */
async function readFetched(
  context: Context,
  connector: ConnectorRecord,
  mail: MailRecord,
  raw: Uint8Array,
): Promise<Fetched | OwnTest | undefined> {
  const source = await sourceRecord(context, raw)
  if (!source) return undefined
  const read = await context.mime.read(raw)
  const received: MailRecord = { ...mail, size: raw.length, sha256: source.sha256 }
  if (!read.ok) {
    const row: MailRecord = {
      ...received,
      outcome: 'quarantined',
      reason: 'unreadable',
      detail: read.failure.detail ?? null,
      decidedAt: context.now(),
      ...settleOf(connector.afterMail, true, context.clock.now()),
    }
    return {
      kind: 'settled',
      changes: [
        { put: 'source', row: source },
        { put: 'mail', row },
      ],
    }
  }
  if (isOwnTest(context, read.value)) return { kind: 'own-test', ...leftOver(context, read.value) }
  const { date } = read.value
  // POP3 says no dates: the mail's own has to serve (I15, from a date).
  if (connector.startFrom !== null && mail.receivedAt === null && date !== null && date < connector.startFrom)
    return {
      kind: 'settled',
      changes: [{ put: 'mail', row: { ...mail, outcome: 'skipped', decidedAt: context.now() } }],
    }
  const asked = { message: read.value, digests: digestsOf(read.value, source.sha256) }
  return { kind: 'read', mail: received, asked, source }
}

/** Decides a batch with what is known then, and commits it: one after the other over all mailboxes (N39). */
async function commitDecisions(
  context: Context,
  connector: ConnectorRecord,
  running: SettingsVersionRecord,
  batch: readonly Fetched[],
): Promise<void> {
  const about = { connector: connector.name, mails: batch.length }
  let queued = false
  await context.deciding(async () => {
    const routing = await context.routing()
    const asked = batch.flatMap((fetched) => (fetched.kind === 'read' ? [fetched.asked] : []))
    const knowledge = await knowledgeFor(context, asked, connector)
    const changes: Change[] = []
    const decided: Parameters<typeof noticeRewrites>[2][number][] = []
    const pause = breathing()
    for (const fetched of batch) {
      await pause()
      if (fetched.kind === 'settled') {
        changes.push(...fetched.changes)
        continue
      }
      const { message, digests } = fetched.asked
      const state = routing.stateFor(connector, running.settings.primaryAddress, knowledge.of(fetched.asked))
      const decision = await decisionChanges(
        context,
        routing,
        fetched.mail,
        message,
        digests,
        state,
        connector.afterMail,
      )
      knowledge.learn(fetched.asked, decision.plan, decision.items)
      decided.push({ message, plan: decision.plan, state })
      changes.push({ put: 'source', row: fetched.source }, ...decision.changes)
      changes.push(...(await arrivalOfTest(context, state, fetched.mail, message)))
      queued ||= decision.queued
    }
    context.trace.reached('poll.decided', about)
    await must(context, [...changes, ...(await noticeRewrites(context, connector.id, decided))])
  })
  context.trace.reached('poll.committed', about)
  if (queued) context.wakeOutbox()
}

/** O7: a test message of ours that came in shows how it arrived; whatever becomes of it here. */
async function arrivalOfTest(
  context: Context,
  { knowledge }: PlanState,
  mail: MailRecord,
  message: Message,
): Promise<readonly Change[]> {
  const sent = knowledge.mails.get(message.messageId ?? '')?.sent
  const outbox = sent?.kind === 'test-message' ? await context.store.outbox(sent.outboxId) : undefined
  return outbox ? arrivalChanges(context, outbox, arrivalOf(message, mail.connectorId, context.now(), outbox)) : []
}

// I17: a message over the limit is quarantined by its header and stays in the mailbox whatever the setting. I14: one that another client took is said.
async function setAsideUnread(
  context: Context,
  mail: MailRecord,
  failure: Failure,
  header: Uint8Array | undefined,
): Promise<readonly Change[]> {
  const head = header ? await context.mime.read(header) : undefined
  const known = head?.ok ? headOf(head.value) : {}
  return [
    {
      put: 'mail',
      row: {
        ...mail,
        ...known,
        outcome: 'quarantined',
        reason: failure.code === 'too-large' ? 'too-large' : failure.code === 'message-gone' ? 'gone' : 'unreadable',
        detail: failure.reply ?? failure.detail ?? null,
        decidedAt: context.now(),
        settle: 'none',
      },
    },
  ]
}
