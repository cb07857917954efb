import { setImmediate as otherWork } from 'node:timers/promises'
import type { WaypostContract } from '../../contract/contract.ts'
import type { Handlers } from '../../contract/define.ts'
import { removalAllowed } from '../../domain/policy.ts'
import { staysBecause, type StoredSource } from '../../domain/retention.ts'
import { answer } from './answers.ts'
import type { Context } from './context.ts'
import { isOpen } from './golive/putBackFacts.ts'
import type { KeptHeader } from './ports/records.ts'
import type { Change, SourceOfClosedWork } from './ports/store.ts'
import { engine } from './restored.ts'
import { readSource } from './sources.ts'

const tallyKey = 'retention'
const aDay = 24 * 3600_000

/** Work items that are looked at before anything else gets a turn. */
const itemsAtOnce = 50
/** One transaction: what it overwrites holds the event loop up. A larger mail is alone in its own, as it was when it came. */
const mailsAtOnce = 10
const octetsAtOnce = 1_000_000
const headerAtMost = 256 * 1024

/** What a sweep removed: received mail and mail of ours, and their octets. */
interface Tally {
  readonly begunAt: string
  readonly mails: number
  readonly octets: number
  /** Null while it is under way, and when it broke off: the next one goes on counting. */
  readonly endedAt: string | null
}

/** Removes raw mail of work that was closed long ago: at start, once a day, and when something that kept it from doing so has gone. */
export interface Retention {
  start(): void
  /** Looks again now: the setting was changed, the vault unlocked, the workspace resumed. */
  wake(): void
  /** What would go now if mail were kept for so many days after its work item closed, and what the last sweep removed. */
  readonly asked: Handlers<WaypostContract>['settings']['retention']
  /** Ends at the next transaction. */
  stop(): Promise<void>
}

export function createRetention(context: Context): Retention {
  const { store, clock } = context
  let cancelTimer: (() => void) | undefined
  let started = false
  let stopping = false
  let again = false
  let sweeping: Promise<void> | undefined

  const daysNow = (): number | null => {
    const locked = context.vault.state().state === 'locked'
    const mayRun = !stopping && !locked && context.paused() === 'no' && removalAllowed(context.policy())
    return mayRun ? context.settings().retentionDays : null
  }

  /** Sources that may go, page by page. */
  async function* going(days: number): AsyncGenerator<readonly SourceOfClosedWork[]> {
    const starts = new Map<string, string>()
    for (const goLive of await store.goLives())
      if (isOpen(goLive, clock.now())) starts.set(goLive.connectorId, goLive.at)
    for (let after = 0; ;) {
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next begins
      const page = await store.sourcesOfClosedWork(after, itemsAtOnce)
      if (page.last === null) return
      yield page.sources.filter((source) => staysBecause(factsOf(source, starts), days, clock.now()) === null)
      after = page.last
      // oxlint-disable-next-line no-await-in-loop -- SQLite answers at once: without this polls and screens would wait
      await otherWork()
    }
  }

  async function sweep(): Promise<void> {
    const days = daysNow()
    if (days === null) return
    const before = (await store.setting(tallyKey)) as Tally | undefined
    let tally: Tally =
      before && before.endedAt === null ? before : { begunAt: context.now(), mails: 0, octets: 0, endedAt: null }
    for await (const sources of going(days)) {
      for (const batch of batches(sources)) {
        if (daysNow() !== days) break
        const next = await removeBatch(batch, tally)
        // Somebody was at one of them meanwhile: what may go of these is seen at the next sweep.
        if (next) tally = next
        await otherWork()
      }
      // Changed, locked or told to stop meanwhile.
      if (daysNow() !== days) break
    }
    if (tally.mails === 0) return
    if (stopping) return
    const ended: Tally = { ...tally, endedAt: context.now() }
    await context.commit([
      { put: 'setting', row: { key: tallyKey, value: ended } },
      context.history(
        engine,
        { kind: 'workspace', id: 'retention', name: context.settings().workspaceName },
        'removed by retention',
        [
          { field: 'mails', from: null, to: String(tally.mails) },
          { field: 'size', from: null, to: `${(tally.octets / 1_000_000).toFixed(1)} MB` },
        ],
      ),
    ])
    await store.checkpoint()
    context.events.changed('items', 'settings', 'outbox')
  }

  /** Removes a few sources in one transaction; undefined where something had changed since they were judged. */
  async function removeBatch(batch: readonly SourceOfClosedWork[], tally: Tally): Promise<Tally | undefined> {
    const at = context.now()
    const retiring: Change[] = []
    for (const { sha256, mails, sent } of batch) {
      const header = mails.length === 0 ? null : await headerOf(sha256)
      retiring.push({
        retire: sha256,
        at,
        mails: mails.map(({ id }) => ({ id, header })),
        sent: sent.map(({ id }) => id),
      })
    }
    const items = new Map(batch.flatMap(({ works }) => works.map(({ item }) => [item.id, item.revision] as const)))
    const { mails: removed, octets } = sumOf(batch)
    const next: Tally = { ...tally, mails: tally.mails + removed, octets: tally.octets + octets }
    const committed = await context.commit([
      ...[...items].map(([id, revision]): Change => ({ expect: 'item', id, revision })),
      ...retiring,
      { put: 'setting', row: { key: tallyKey, value: next } },
    ])
    if (!committed.ok) return undefined
    context.trace.reached('retention.removed', { mails: next.mails })
    return next
  }

  async function headerOf(sha256: string): Promise<KeptHeader | null> {
    const raw = await readSource(context, sha256)
    // The body is not read for it: a header is, with the empty line that ends it.
    const read = raw && (await context.mime.read(headerPart(raw)))
    if (!read?.ok) return null
    const { from, replyTo, to, cc, references } = read.value
    return { from, replyTo, to, cc, references }
  }

  function run(): void {
    if (!started || stopping) return
    again = sweeping !== undefined
    if (again) return
    cancelTimer?.()
    cancelTimer = undefined
    sweeping = sweep()
      .catch((error: unknown) => context.trace.failed('retention', error))
      .then(() => {
        sweeping = undefined
        if (again) return run()
        if (!stopping) cancelTimer = clock.after(aDay, run)
      })
  }

  return {
    start() {
      started = true
      run()
    },
    wake: run,
    async asked({ days }) {
      // A mail of two closed items comes twice.
      const seen = new Map<string, SourceOfClosedWork>()
      if (days !== null)
        for await (const sources of going(days)) for (const source of sources) seen.set(source.sha256, source)
      const tally = (await store.setting(tallyKey)) as Tally | undefined
      return answer({
        ...sumOf([...seen.values()]),
        last: tally?.endedAt ? { at: tally.endedAt, mails: tally.mails, octets: tally.octets } : null,
      })
    },
    async stop() {
      stopping = true
      cancelTimer?.()
      await sweeping
    },
  }
}

const sumOf = (sources: readonly SourceOfClosedWork[]) => ({
  mails: sources.reduce((sum, { mails, sent }) => sum + mails.length + sent.length, 0),
  octets: sources.reduce((sum, { size }) => sum + size, 0),
})

/** `starts`: by connector, when receiving was started that can still be put back (G5). */
function factsOf(source: SourceOfClosedWork, starts: ReadonlyMap<string, string>): StoredSource {
  const worksOf = (id: string) =>
    source.works
      .filter(({ mailId, outboxId }) => id === (mailId ?? outboxId))
      .map(({ since, item, sending }) => ({ state: item.state, closedAt: item.closedAt, since, sending }))
  return {
    routeTest: source.routeTest,
    mails: source.mails.map(({ id, connectorId, outcome, decidedAt, dismissedAt, waitsFor }) => {
      const start = starts.get(connectorId)
      return {
        outcome,
        dismissed: dismissedAt !== null,
        waits: waitsFor.length > 0,
        mayBePutBack: start !== undefined && decidedAt !== null && decidedAt >= start,
        works: worksOf(id),
      }
    }),
    sent: source.sent.map(({ id, state }) => ({ state, works: worksOf(id) })),
  }
}

function batches(sources: readonly SourceOfClosedWork[]): readonly (readonly SourceOfClosedWork[])[] {
  const all: SourceOfClosedWork[][] = []
  let octets = 0
  for (const source of sources) {
    const last = all.at(-1)
    octets += source.size
    if (last && last.length < mailsAtOnce && octets <= octetsAtOnce) last.push(source)
    else {
      all.push([source])
      octets = source.size
    }
  }
  return all
}

/** A mail up to the empty line behind its header (RFC 5322 2.1). */
function headerPart(raw: Uint8Array): Uint8Array {
  const start = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.length, headerAtMost))
  const ends = ['\r\n\r\n', '\n\n'].flatMap((end) => {
    const at = start.indexOf(end)
    return at < 0 ? [] : [at + end.length]
  })
  return start.subarray(0, ends.length === 0 ? start.length : Math.min(...ends))
}
