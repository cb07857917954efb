import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { PollRow } from '../../contract/mail.ts'
import { imbalance } from '../../domain/ledger.ts'
import { word } from '../../words/index.ts'
import { answer, notFound, refuse } from './answers.ts'
import type { Context } from './context.ts'
import type { PollRecord } from './ports/records.ts'
import type { Scheduler } from './receiving/scheduler.ts'
import { dayOf, startOfDay } from './today.ts'

const day = 24 * 3600_000

export function createReceiving(context: Context, scheduler: Scheduler): Handlers<WaypostContract>['receiving'] {
  const { store } = context
  const ledgerOf = async (of: Parameters<typeof store.ledger>[0]) => {
    const { seen, counts } = await store.ledger(of)
    return { seen, counts: { ...counts }, imbalance: imbalance(seen, counts) }
  }
  const rowOf = async (poll: PollRecord): Promise<PollRow> => ({
    id: poll.id,
    connectorId: poll.connectorId,
    connectorName: (await store.connector(poll.connectorId))?.name ?? '',
    startedAt: poll.startedAt,
    durationMs: poll.durationMs,
    outcome: poll.outcome === 'running' ? 'cancelled' : poll.outcome,
    ledger: await ledgerOf({ connectorId: null, pollId: poll.id }),
    broughtForward: poll.broughtForward,
    changedOutcome: poll.changedOutcome,
    waiting: poll.waiting,
    settled: poll.settled,
    missed: poll.missed,
    failure: poll.failure,
  })

  return {
    async poll({ connectorId }) {
      const connector = await store.connector(connectorId)
      if (!connector || connector.deletedAt !== null) return notFound('This connector')
      if (!connector.enabled || connector.receiving === 'off')
        return refuse('refused', word('refusal.not-receiving', { connector: connector.name }))
      if (connector.heldSince !== null)
        return refuse('refused', word('refusal.held-back', { connector: connector.name }))
      // I18: every further try brings the account nearer to being locked, also one that is asked for by hand.
      if (
        (await store.conditions()).some((condition) => condition.id === `${connectorId}:incoming` && condition.stopped)
      ) {
        return refuse('refused', word('refusal.stopped', { connector: connector.name }))
      }
      // One that is under way answers the same question: its end is waited for, then another poll looks for what came meanwhile.
      return answer(
        context.jobs.start('poll', connectorId, async (job) => {
          let poll = await scheduler.pollNow(connectorId, job)
          while (poll === 'under-way' && !job.signal.aborted) {
            await scheduler.idle(connectorId)
            poll = await scheduler.pollNow(connectorId, job)
          }
          if (typeof poll === 'string') return { state: 'cancelled' }
          return poll.outcome === 'failed'
            ? { state: 'failed', failure: poll.failure!, results: [poll.id] }
            : { state: poll.outcome === 'done' ? 'done' : 'cancelled', results: [poll.id] }
        }),
      )
    },
    async polls({ connectorId, ...page }) {
      const found = await store.polls(connectorId, page)
      return answer({ ...found, rows: await Promise.all(found.rows.map(rowOf)) })
    },
    async ledger({ connectorId, day: asked }) {
      const { timeZone } = context.settings()
      const name = asked ?? dayOf(context.clock.now(), timeZone)
      if (!/^\d{4}-\d\d-\d\d$/.test(name) || Number.isNaN(Date.parse(name))) {
        return refuse('invalid-input', word('refusal.invalid-input', { problem: 'a day is written as 2026-11-21' }))
      }
      const since = startOfDay(name, timeZone)
      const until = startOfDay(dayOf(Date.parse(since) + 1.5 * day, timeZone), timeZone)
      return answer(await ledgerOf({ connectorId, since, until }))
    },
  }
}
