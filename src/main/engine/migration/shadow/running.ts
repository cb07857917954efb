import type { Failure } from '../../../../domain/failure.ts'
import { comparePair } from '../../../../domain/migration/shadow/compare.ts'
import { shadowSides, type ShadowPair, type ShadowSide } from '../../../../domain/migration/shadow/run.ts'
import { word, words } from '../../../../words/index.ts'
import type { Context } from '../../context.ts'
import { jobRows } from '../../jobRows.ts'
import type { Jobs, RunningJob } from '../../jobs.ts'
import { lastOf, whatIsThere } from '../../lookForMail.ts'
import { atMost } from '../../pool.ts'
import type { ConnectorRecord } from '../../ports/records.ts'
import type { ShadowRunRecord } from '../../ports/shadowRecord.ts'
import { testMark } from '../../receiving/testMessages.ts'
import type { Scheduler } from '../../receiving/scheduler.ts'
import { messageIdOf } from '../../sending/compose.ts'
import { shadowGatherer } from './gathering.ts'
import { targetOf } from './mailbox.ts'
import { shadowSender, type Underway } from './sending.ts'
import { isSameOut, type NextWay, type OldWay } from './ways.ts'
import { verdictWord } from './view.ts'

/** Addresses at once: as many connections as the strictest service takes from one sender (O6). */
const atOnce = 3
/** Milliseconds for removing what has come after a cancel: an engine that is told to stop has five seconds. */
const finishing = 3_500

export interface ShadowSubject {
  readonly run: ShadowRunRecord
  readonly old: OldWay
  readonly next: readonly NextWay[]
  readonly mailbox: ConnectorRecord
}

type End = Awaited<ReturnType<Parameters<Jobs['start']>[2]>>

/** The messages of a run, two for each address: same envelope, visible headers and body. */
function messagesOf(context: Context, { old, next }: ShadowSubject, job: RunningJob): readonly Underway[] {
  const date = context.now()
  const subject = words['migration.shadow.subject']()
  return next.flatMap(({ address, out }, at) =>
    shadowSides.map((side): Underway => ({
      at,
      side,
      address,
      out: side === 'old' ? old : out,
      messageId: messageIdOf(context.random.id(), address),
      mark: testMark(context, `${job.id}.${at}.${side}`),
      date,
      subject,
      fate: { what: 'waiting' },
      sentAt: null,
      isRemoved: false,
    })),
  )
}

function pairOf({ old, next }: ShadowSubject, at: number, [first, second]: readonly Underway[]): ShadowPair {
  const { address, out } = next[at]!
  // Nobody carries it: there is no way to show, and its message says so.
  const nowhere = { ...old.way, connector: null, host: '', username: '' }
  return {
    address,
    subject: first!.subject,
    isSameWay: out !== null && isSameOut(old, out),
    old: { way: old.way, messageId: first!.messageId, fate: first!.fate },
    next: { way: out?.way ?? nowhere, messageId: second!.messageId, fate: second!.fate },
  }
}

/**
 * Sends every pair, looks for both messages at the same time, and keeps what became of them. Whatever ends it, what was sent is removed as
 * far as it has come; the rest is noted, and removed by the next run or start.
 */
export async function runShadow(
  context: Context,
  scheduler: Scheduler,
  subject: ShadowSubject,
  job: RunningJob,
): Promise<End> {
  const { mailbox } = subject
  const all = messagesOf(context, subject, job)
  const messagesAt = (at: number) => all.slice(2 * at, 2 * at + 2)
  const pairs = () => subject.next.map((_, at) => pairOf(subject, at, messagesAt(at)))
  let run: ShadowRunRecord = subject.run
  const keep = async (part: Partial<ShadowRunRecord>) => {
    run = { ...run, ...part, pairs: pairs() }
    await context.commit([{ put: 'shadowRun', row: run }])
    context.events.changed('migration')
  }
  const ended = async (state: 'done' | 'cancelled' | 'failed', failure: Failure | null): Promise<End> => {
    for (const message of all) if (message.fate.what === 'waiting') message.fate = { what: 'cancelled' }
    await keep({
      state,
      failure,
      finishedAt: context.now(),
      leftovers: all
        .filter(({ sentAt, isRemoved }) => sentAt !== null && !isRemoved)
        .map(({ messageId, mark }) => ({ messageId, mark })),
    })
    job.update({ note: null })
    return failure === null || state !== 'failed'
      ? { state: state === 'failed' ? 'done' : state, results: [run.id] }
      : { state, failure, results: [run.id] }
  }

  job.update({ results: [run.id], note: word('migration.shadow.opening', { connector: mailbox.name }) })
  // A POP3 mailbox is open to one session at a time (RFC 1939 8).
  await scheduler.idle(mailbox.id)
  const target = await targetOf(context, mailbox, job.signal)
  const there = target.ok ? await whatIsThere(context, target.value, job.signal) : target
  if (!target.ok || !there.ok) {
    const failure = (target.ok ? there : target) as Extract<typeof there, { ok: false }>
    return ended(job.signal.aborted ? 'cancelled' : 'failed', job.signal.aborted ? null : failure.failure)
  }
  const rows = jobRows(
    job,
    subject.next.map(({ address }, at) => ({ id: String(at), name: address })),
  )
  // Before the first is sent: whoever ends the engine now, the next one knows what may come.
  await keep({
    reach: Object.fromEntries(target.value.folders.map((folder) => [folder.folder, lastOf(there.value, folder)])),
    leftovers: all.map(({ messageId, mark }) => ({ messageId, mark })),
  })
  job.update({ note: word('migration.shadow.under-way', { connector: mailbox.name, recipient: run.recipient }) })

  const stopping = new AbortController()
  const signal = AbortSignal.any([job.signal, stopping.signal])
  const send = shadowSender(context, run.recipient, signal)
  const gatherer = shadowGatherer(context, target.value, there.value, all)
  const tellEnd = (at: number) => {
    const messages = messagesAt(at)
    if (messages.some(({ fate }) => fate.what === 'waiting')) return
    const pair = pairOf(subject, at, messages)
    const { verdict, differences } = comparePair(pair)
    const says = verdictWord(verdict, differences.length)
    const tell = rows.tell(at)
    if (verdict === 'not-run') tell.cancelled(says)
    else if (verdict === 'same' || verdict === 'differs') tell.done(says)
    else tell.failed(says)
  }
  let isSending = true
  const sendPair = async (at: number) => {
    for (const message of messagesAt(at)) {
      rows.tell(at).step(stepWord(message.side, subject.next[at]!))
      // oxlint-disable-next-line no-await-in-loop -- the old gateway first, then the new way: neither waits for the other's mailbox
      await send(message)
    }
    if (messagesAt(at).some(({ fate }) => fate.what === 'waiting'))
      rows.tell(at).step(word('migration.shadow.step.looking', { connector: mailbox.name }))
    else tellEnd(at)
  }
  const sending = (async () => {
    try {
      const [first, ...rest] = subject.next.keys()
      // One alone: a way that cannot be entered is met once.
      if (first !== undefined) await sendPair(first)
      await atMost(atOnce, rest, signal, sendPair)
    } catch (error) {
      stopping.abort()
      throw error
    } finally {
      isSending = false
    }
  })()
  const gathering = (async () => {
    let failure: Failure | null | undefined
    try {
      failure = await gatherer.gather(
        signal,
        () => isSending,
        ({ at }) => tellEnd(at),
      )
      return failure
    } finally {
      // Without a mailbox that can be looked into nothing more is sent.
      if (failure !== null) stopping.abort()
    }
  })()
  const [failure] = await Promise.all([gathering, sending])
  if (signal.aborted) {
    job.update({ note: word('migration.shadow.tidying', { connector: mailbox.name }) })
    await gatherer.tidy(finishing)
    for (const message of all) if (message.fate.what === 'waiting') message.fate = { what: 'cancelled' }
    for (const [at, state] of rows.states().entries()) if (state === 'waiting' || state === 'running') tellEnd(at)
  }
  return ended(failure !== null ? 'failed' : job.signal.aborted ? 'cancelled' : 'done', failure)
}

const stepWord = (side: ShadowSide, { out }: NextWay) =>
  side === 'old'
    ? word('migration.shadow.step.old')
    : word('migration.shadow.step.next', { connector: out?.way.connector ?? '' })
