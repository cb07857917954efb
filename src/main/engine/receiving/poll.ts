import type { Failure } from '../../../domain/failure.ts'
import { mailboxAccess } from '../access.ts'
import type { Context } from '../context.ts'
import type { OpenMailbox } from '../ports/conversation.ts'
import type { ConnectorRecord, EpochRecord, MailRecord, PollRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { sourceRecord } from '../sources.ts'
import { decisionChanges, headOf, planStateOf, settleOf } from './decide.ts'
import { noticeGaps } from './gaps.ts'
import { currentEpoch, must, notedMail, unique } from './noting.ts'
import { settleAll } from './settling.ts'
import { isOwnTest } from './testMessages.ts'

/** Mails that share one commit: durable together, so one disk flush serves many. */
const batchSize = 100
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

  const access = await mailboxAccess(context, running)
  if (!access.ok) return end('failed', access.failure)
  const opened = await context.mailboxes.open(access.value, { signal, deadlineMs: pollDeadline })
  if (!opened.ok) return end(signal.aborted ? 'cancelled' : 'failed', opened.failure)
  const mailbox = opened.value
  trace.reached('poll.opened', about)
  try {
    const epoch = await currentEpoch(context, connector, running)
    const folder = access.value.folder
    const held = connector.receiving === 'held'
    const incremental = !held && access.value.protocol === 'imap'
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
      await must(context, gaps.changes)
      totals.waiting = fresh.length
      return await end('done', null)
    }
    totals.broughtForward = (await context.store.mailToDecide(epoch.id, folder, 100_000)).length
    const noted = fresh.map((message) => notedMail(context, connector, epoch, folder, poll.id, message))
    totals.seen = noted.length
    totals.missed = gaps.missed
    await must(context, [
      {
        put: 'poll',
        row: { ...poll, seen: totals.seen, broughtForward: totals.broughtForward, missed: totals.missed },
      },
      ...gaps.changes,
      ...noted.map((row): Change => ({ put: 'mail', row })),
    ])
    trace.reached('poll.noted', { ...about, fresh: noted.length })

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
  let batch: Change[] = []
  let mails = 0
  let bytes = 0
  let decided = 0
  let lost: Failure | null = null
  const decidedHere = new Set<string>()
  let state = await planStateOf(context, connector, running.settings.primaryAddress)
  const commitBatch = async () => {
    if (mails === 0) return
    context.trace.reached('poll.decided', { connector: connector.name, mails })
    await must(context, batch)
    context.trace.reached('poll.committed', { connector: connector.name, mails })
    decided += mails
    batch = []
    mails = 0
    bytes = 0
    report(decided, pending.length)
    context.events.changed('items', 'aside', 'polls')
    state = await planStateOf(context, connector, running.settings.primaryAddress)
  }

  for await (const { identity, raw, header } of mailbox.fetch(
    pending.map((mail) => mail.identity),
    limit,
  )) {
    const mail = byIdentity.get(identity)!
    context.trace.reached('poll.fetched', { connector: connector.name, identity })
    if (!raw.ok) {
      const { failure } = raw
      if (failure.code === 'message-gone' || failure.code === 'too-large') {
        batch.push(...(await setAsideUnread(context, mail, failure, header)))
        mails += 1
        continue
      }
      // What the server says of one message concerns that message: one bad mail never stops the mailbox (I13).
      if (failure.reply === undefined) lost = failure
      else if (!failure.transient) {
        batch.push(...(await setAsideUnread(context, mail, failure, header)))
        mails += 1
      }
      continue
    }
    const source = sourceRecord(context, raw.value)
    if (!source) {
      await commitBatch()
      return { code: 'vault-locked', stage: 'vault', transient: true }
    }
    const read = await context.mime.read(raw.value)
    const received: MailRecord = { ...mail, size: raw.value.length, sha256: source.sha256 }
    if (read.ok && isOwnTest(context, read.value)) {
      // T10: a test's own message is passed over and not counted.
      batch.push(
        { put: 'mail', row: { ...mail, passedOver: true, decidedAt: context.now() } },
        { count: 'poll', id: mail.pollId, add: { seen: -1 } },
      )
      if (mail.pollId === pollId) totals.seen -= 1
    } else if (
      read.ok &&
      connector.startFrom !== null &&
      received.receivedAt === null &&
      read.value.date !== null &&
      read.value.date < connector.startFrom
    ) {
      // POP3 says no dates: the mail's own has to serve (I15, from a date).
      batch.push({ put: 'mail', row: { ...mail, outcome: 'skipped', decidedAt: context.now() } })
    } else if (
      read.ok &&
      (decidedHere.has(source.sha256) || (await context.store.decidedBefore(connector.id, source.sha256)))
    ) {
      // I4a: the same bytes in the same mailbox again, such as after a rebuilt folder got a new UIDVALIDITY.
      batch.push({
        put: 'mail',
        row: {
          ...received,
          ...headOf(read.value),
          outcome: 'duplicate',
          reason: 'same-bytes',
          decidedAt: context.now(),
          ...settleOf(connector.afterMail, true, context.clock.now()),
        },
      })
    } else if (read.ok) {
      const decision = decisionChanges(context, received, read.value, state, connector.afterMail, true)
      batch.push({ put: 'source', row: source }, ...decision.changes)
      if (decision.items.length > 0) decidedHere.add(source.sha256)
    } else {
      batch.push(
        { put: 'source', row: source },
        {
          put: 'mail',
          row: {
            ...received,
            outcome: 'quarantined',
            reason: 'unreadable',
            detail: read.failure.detail ?? null,
            decidedAt: context.now(),
            ...settleOf(connector.afterMail, true, context.clock.now()),
          },
        },
      )
    }
    mails += 1
    bytes += raw.value.length
    if (mails >= batchSize || bytes >= batchBytes) await commitBatch()
    if (signal.aborted) break
  }
  await commitBatch()
  if (lost) return lost
  return signal.aborted ? { code: 'cancelled', stage: 'fetch', transient: true } : null
}

// I17: a message over the limit is quarantined by its header and stays in the mailbox whatever the setting. I14: one that another client took is said.
async function setAsideUnread(
  context: Context,
  mail: MailRecord,
  failure: Failure,
  header: Uint8Array | undefined,
): Promise<readonly Change[]> {
  const head = header ? await context.mime.read(header) : undefined
  const known = head?.ok
    ? {
        subject: head.value.subject,
        sender: head.value.from[0]?.address ?? '',
        messageId: head.value.messageId,
        date: head.value.date,
      }
    : {}
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
