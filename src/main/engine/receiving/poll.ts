import { mailboxEpochKey } from '../../../domain/connector.ts'
import type { Failure, Outcome } from '../../../domain/failure.ts'
import { mailboxAccess } from '../access.ts'
import type { Context } from '../context.ts'
import type { ListedMessage, OpenMailbox } from '../ports/conversation.ts'
import type { ConnectorRecord, EpochRecord, MailRecord, PollRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { sourceRecord } from '../sources.ts'
import { decisionChanges, headOf, planStateOf, settleOf } from './decide.ts'
import { isOwnTest } from './ownTest.ts'

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
    failure: null,
  }
  const totals = { seen: 0, settled: 0, waiting: 0, broughtForward: 0 }
  const end = async (outcome: PollRecord['outcome'], failure: Failure | null): Promise<PollRecord> => {
    const ended: PollRecord = { ...poll, ...totals, endedAt: context.now(), durationMs: clock.monotonic() - started, outcome, failure }
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

    const known = await context.store.knownIdentities(epoch.id, folder, listing.value.messages.map((each) => each.identity))
    const fresh = unique(listing.value.messages).filter((each) => !known.has(each.identity))
    if (held) {
      totals.waiting = fresh.length
      return await end('done', null)
    }
    totals.broughtForward = (await context.store.mailToDecide(epoch.id, folder, 100_000)).length
    const noted = fresh.map((message) => notedMail(context, connector, epoch, folder, poll.id, message))
    totals.seen = noted.length
    await must(context, [
      { put: 'poll', row: { ...poll, seen: totals.seen, broughtForward: totals.broughtForward } },
      ...noted.map((row): Change => ({ put: 'mail', row })),
    ])
    trace.reached('poll.noted', { ...about, fresh: noted.length })

    const failure =
      (await decideAll(context, connector, running, mailbox, { epoch, folder, pollId: poll.id, signal, report, totals })) ??
      (await settleAll(context, connector, mailbox, epoch, folder, totals, signal))
    return await end(failure ? (signal.aborted ? 'cancelled' : 'failed') : 'done', failure)
  } finally {
    await mailbox.close()
  }
}

/** I15, *from now on*: what is in the mailbox at this moment is noted as skipped, in the transaction that switches receiving on. */
export async function baselineChanges(
  context: Context,
  connector: ConnectorRecord,
  version: SettingsVersionRecord,
  signal: AbortSignal,
): Promise<Outcome<readonly Change[]>> {
  const access = await mailboxAccess(context, version)
  if (!access.ok) return access
  const opened = await context.mailboxes.open(access.value, { signal, deadlineMs: 60_000 })
  if (!opened.ok) return opened
  try {
    const listing = await opened.value.list(null)
    if (!listing.ok) return listing
    const epoch = await currentEpoch(context, connector, version)
    const folder = access.value.folder
    const known = await context.store.knownIdentities(epoch.id, folder, listing.value.messages.map((each) => each.identity))
    const fresh = unique(listing.value.messages).filter((each) => !known.has(each.identity))
    if (fresh.length === 0) return { ok: true, value: [] }
    const now = context.now()
    const pollId = context.random.id()
    const poll: PollRecord = {
      id: pollId,
      seq: context.next('poll'),
      connectorId: connector.id,
      startedAt: now,
      endedAt: now,
      durationMs: 0,
      outcome: 'done',
      seen: fresh.length,
      broughtForward: 0,
      changedOutcome: 0,
      waiting: 0,
      settled: 0,
      failure: null,
    }
    return {
      ok: true,
      value: [
        { put: 'poll', row: poll },
        ...fresh.map((message): Change => ({
          put: 'mail',
          row: { ...notedMail(context, connector, epoch, folder, pollId, message), outcome: 'skipped', decidedAt: now },
        })),
      ],
    }
  } finally {
    await opened.value.close()
  }
}

/** The mailbox epoch of a settings version (I3); a changed host, user or additional mailbox starts a new one. */
export async function currentEpoch(context: Context, connector: Pick<ConnectorRecord, 'id'>, version: Pick<SettingsVersionRecord, 'settings'>): Promise<EpochRecord> {
  const key = mailboxEpochKey(version.settings)
  const epochs = await context.store.epochs(connector.id)
  const found = epochs.find((epoch) => epoch.key === key)
  if (found) return found
  const epoch: EpochRecord = {
    id: context.random.id(),
    connectorId: connector.id,
    number: epochs.length + 1,
    key,
    startedAt: context.now(),
    current: true,
  }
  await must(context, [{ put: 'epoch', row: epoch }])
  return epoch
}

// POP3 servers may give one UIDL to two messages that are the same bytes (RFC 1939 7): one identity.
const unique = (messages: readonly ListedMessage[]): readonly ListedMessage[] => [
  ...new Map(messages.map((message) => [message.identity, message])).values(),
]

function notedMail(context: Context, connector: ConnectorRecord, epoch: EpochRecord, folder: string, pollId: string, message: ListedMessage): MailRecord {
  const skipped = connector.startFrom !== null && message.receivedAt !== null && message.receivedAt < connector.startFrom
  return {
    id: context.random.id(),
    seq: context.next('mail'),
    connectorId: connector.id,
    epochId: epoch.id,
    folder,
    identity: message.identity,
    pollId,
    firstSeenAt: context.now(),
    receivedAt: message.receivedAt,
    size: message.size,
    sha256: null,
    messageId: null,
    subject: '',
    sender: '',
    date: null,
    outcome: skipped ? 'skipped' : 'pending',
    reason: null,
    detail: null,
    decidedAt: skipped ? context.now() : null,
    passedOver: false,
    settle: 'none',
    settleFolder: null,
    settleFrom: null,
    settledAt: null,
    dismissedAt: null,
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

  for await (const { identity, raw, header } of mailbox.fetch(pending.map((mail) => mail.identity), limit)) {
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
      batch.push({ put: 'mail', row: { ...mail, passedOver: true, decidedAt: context.now() } }, { count: 'poll', id: mail.pollId, add: { seen: -1 } })
      if (mail.pollId === pollId) totals.seen -= 1
    } else if (read.ok && connector.startFrom !== null && received.receivedAt === null && read.value.date !== null && read.value.date < connector.startFrom) {
      // POP3 says no dates: the mail's own has to serve (I15, from a date).
      batch.push({ put: 'mail', row: { ...mail, outcome: 'skipped', decidedAt: context.now() } })
    } else if (read.ok && (decidedHere.has(source.sha256) || (await context.store.decidedBefore(connector.id, source.sha256)))) {
      // I4a: the same bytes in the same mailbox again, such as after a rebuilt folder got a new UIDVALIDITY.
      batch.push({
        put: 'mail',
        row: { ...received, ...headOf(read.value), outcome: 'duplicate', reason: 'same-bytes', decidedAt: context.now(), ...settleOf(connector.afterMail, true, context.clock.now()) },
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
async function setAsideUnread(context: Context, mail: MailRecord, failure: Failure, header: Uint8Array | undefined): Promise<readonly Change[]> {
  const head = header ? await context.mime.read(header) : undefined
  const known = head?.ok ? { subject: head.value.subject, sender: head.value.from[0]?.address ?? '', messageId: head.value.messageId, date: head.value.date } : {}
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

async function settleAll(
  context: Context,
  connector: ConnectorRecord,
  mailbox: OpenMailbox,
  epoch: EpochRecord,
  folder: string,
  totals: { settled: number },
  signal: AbortSignal,
): Promise<Failure | null> {
  const waiting = await context.store.mailToSettle(epoch.id, folder, context.now(), 100_000)
  const groups = Map.groupBy(waiting, (mail) => JSON.stringify([mail.settle, mail.settleFolder]))
  for (const mails of groups.values()) {
    if (signal.aborted) return { code: 'cancelled', stage: 'remove', transient: true }
    const first = mails[0]!
    context.trace.reached('poll.settling', { connector: connector.name, mails: mails.length })
    const settled = await mailbox.settle(
      mails.map((mail) => mail.identity),
      first.settle === 'move' ? { kind: 'move', folder: first.settleFolder! } : { kind: 'remove' },
    )
    if (!settled.ok) return settled.failure
    context.trace.reached('poll.settled', { connector: connector.name, mails: settled.value.length })
    const gone = new Set(settled.value)
    const now = context.now()
    const done = mails.filter((mail) => gone.has(mail.identity))
    await must(context, done.map((mail): Change => ({ settled: mail.id, at: now })))
    totals.settled += done.length
  }
  return null
}

/** Commits what no one can have changed meanwhile; anything but done is a fault of ours. */
async function must(context: Context, changes: readonly Change[]): Promise<void> {
  const committed = await context.commit(changes)
  if (!committed.ok) throw new Error(`A poll's own rows were refused: ${JSON.stringify(committed)}`)
}
