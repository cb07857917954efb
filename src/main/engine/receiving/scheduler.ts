import { usesSide, type Receiving } from '../../../domain/connector.ts'
import { clampNextTry } from '../../../domain/retry.ts'
import type { Conditions } from '../conditions.ts'
import type { Context } from '../context.ts'
import { storeFailure, type RunningJob } from '../jobs.ts'
import type { ConnectorRecord, PollRecord } from '../ports/records.ts'
import { pollMailbox } from './poll.ts'

/** Mailboxes that are polled side by side. */
const concurrency = 4

/** Polls every enabled mailbox in its interval, each one poll at a time; failures wait as I18 says. */
export interface Scheduler {
  start(): void
  /** Looks again who is due: after a switch, a passed test, an unlocked vault. */
  wake(): void
  /** One poll, now, for a person: whatever the interval or backoff says. Undefined while one is under way. */
  pollNow(connectorId: string, job: RunningJob): Promise<PollRecord | 'not-receiving' | 'under-way'>
  nextPollAt(): string | null
  /** No new poll begins; the ones under way end at their next safe point. */
  stop(): Promise<void>
  readonly underWay: (connectorId: string) => boolean
  /** Waits until no poll of this connector is under way. */
  idle(connectorId: string): Promise<void>
}

export function createScheduler(context: Context, conditions: Conditions): Scheduler {
  const { clock } = context
  const polling = new Map<
    string,
    { readonly controller: AbortController; readonly receiving: Receiving; readonly ended: Promise<unknown> }
  >()
  /** When each mailbox is due, on the monotonic clock (S9), milliseconds. */
  const due = new Map<string, number>()
  let wakes = 0
  let cancelTimer: (() => void) | undefined
  let started = false
  let stopping = false
  let looking: Promise<void> = Promise.resolve()
  let nextAt: string | null = null

  const interval = () => context.settings().pollIntervalSeconds * 1000
  const receives = (connector: ConnectorRecord) =>
    connector.enabled && connector.runningId !== null && connector.heldSince === null && connector.receiving !== 'off'

  async function run(
    connector: ConnectorRecord,
    signal: AbortSignal,
    report: (done: number, of: number) => void,
  ): Promise<PollRecord | undefined> {
    const running = connector.runningId === null ? undefined : await context.store.version(connector.runningId)
    // Split or repointed since it was looked at: what it received belongs elsewhere now.
    if ((await context.store.connector(connector.id))?.runningId !== connector.runningId) return undefined
    if (!running || !usesSide(running.settings.useFor, 'incoming')) return undefined
    let poll: PollRecord
    try {
      poll = await pollMailbox(context, connector, running, signal, report)
    } catch (error) {
      context.trace.failed(`poll of ${connector.name}`, error)
      const failure = storeFailure(error)
      await conditions
        .failed(connector.id, 'incoming', running, failure)
        .catch((again: unknown) => context.trace.failed('condition', again))
      throw error
    }
    // A locked vault is not the mailbox's failure: it is shown as such and mended by unlocking (V1).
    if (poll.outcome === 'done') await conditions.succeeded(connector.id, 'incoming', running)
    else if (poll.outcome === 'failed' && poll.failure?.code !== 'vault-locked')
      await conditions.failed(connector.id, 'incoming', running, poll.failure!)
    context.events.changed('polls', 'connectors', 'items', 'aside')
    return poll
  }

  function begin(
    connector: ConnectorRecord,
    report: (done: number, of: number) => void,
    outside?: AbortSignal,
  ): Promise<PollRecord | undefined> {
    const controller = new AbortController()
    const before = wakes
    const abort = () => controller.abort()
    outside?.addEventListener('abort', abort, { once: true })
    const ended = run(connector, controller.signal, report).finally(() => {
      outside?.removeEventListener('abort', abort)
      polling.delete(connector.id)
      const condition = conditions.get(connector.id, 'incoming')
      const wait = condition.nextTryAt
        ? Math.max(0, clampNextTry(Date.parse(condition.nextTryAt), clock.now(), 3600_000) - clock.now())
        : interval()
      // Woken meanwhile: what the poll met may be mended by now, such as a locked vault, so it is looked at anew.
      if (before === wakes) due.set(connector.id, clock.monotonic() + wait)
      if (started && !stopping) look()
    })
    polling.set(connector.id, { controller, receiving: connector.receiving, ended: ended.catch(() => undefined) })
    return ended
  }

  function look(): void {
    looking = looking
      .then(async () => {
        if (!started || stopping) return
        cancelTimer?.()
        cancelTimer = undefined
        const connectors = (await context.store.connectors()).filter(receives)
        // Disabled, held or deleted meanwhile: the poll that is under way ends at its next safe point.
        for (const [id, { controller, receiving }] of polling) {
          if (connectors.find((connector) => connector.id === id)?.receiving !== receiving) controller.abort()
        }
        for (const id of due.keys()) if (!connectors.some((connector) => connector.id === id)) due.delete(id)
        const now = clock.monotonic()
        let soonest: number | undefined
        for (const connector of connectors) {
          if (polling.has(connector.id) || conditions.get(connector.id, 'incoming').stopped) continue
          if (!due.has(connector.id)) {
            const nextTry = conditions.get(connector.id, 'incoming').nextTryAt
            due.set(
              connector.id,
              nextTry ? now + Math.max(0, clampNextTry(Date.parse(nextTry), clock.now(), 3600_000) - clock.now()) : now,
            )
          }
          const at = due.get(connector.id)!
          if (at <= now && polling.size < concurrency) void begin(connector, () => undefined).catch(() => undefined)
          else soonest = Math.min(soonest ?? at, at)
        }
        nextAt = soonest === undefined ? null : new Date(clock.now() + Math.max(0, soonest - now)).toISOString()
        // Mailboxes that are due and found no place are looked at when a poll ends.
        if (soonest !== undefined && soonest > now) cancelTimer = clock.after(soonest - now, look)
      })
      .catch((error: unknown) => {
        context.trace.failed('scheduler', error)
        cancelTimer = clock.after(60_000, look)
      })
  }

  return {
    start() {
      started = true
      look()
    },
    wake() {
      wakes += 1
      due.clear()
      if (started) look()
    },
    async pollNow(connectorId, job) {
      const connector = await context.store.connector(connectorId)
      if (!connector || !receives(connector)) return 'not-receiving'
      if (polling.has(connectorId)) return 'under-way'
      const poll = await begin(connector, (done, of) => job.update({ progress: of === 0 ? 1 : done / of }), job.signal)
      return poll ?? 'not-receiving'
    },
    nextPollAt: () => nextAt,
    underWay: (connectorId) => polling.has(connectorId),
    async idle(connectorId) {
      await polling.get(connectorId)?.ended
    },
    async stop() {
      stopping = true
      cancelTimer?.()
      for (const { controller } of polling.values()) controller.abort()
      await looking
      await Promise.all([...polling.values()].map(({ ended }) => ended))
    },
  }
}
