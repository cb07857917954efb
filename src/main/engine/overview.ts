import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { Need } from '../../contract/workspace.ts'
import { imbalance } from '../../domain/ledger.ts'
import { word } from '../../words/index.ts'
import { alertsProblem } from './alerting.ts'
import { answer } from './answers.ts'
import { missedOf } from './connectors/missed.ts'
import { seenRewrites } from './connectors/trusting.ts'
import { rowOf, standingsOf, surroundingOf } from './connectors/view.ts'
import type { Context } from './context.ts'
import { byName, isHeldBack, isLookedInto, isReceiving } from './restored.ts'
import { lintCounts } from './routes/lint.ts'
import { startOfToday } from './today.ts'
import { troubleOf } from './troubles.ts'

/** `newerVersion`: the newer Waypost that was found, if any. */
export function createOverview(
  context: Context,
  newerVersion: () => Promise<string | null>,
): Handlers<WaypostContract>['overview'] {
  const { store } = context
  return {
    async get() {
      const around = await surroundingOf(context)
      const today = startOfToday(context.clock.now(), context.settings().timeZone)
      const standings = await standingsOf(context, await store.connectors(), around)
      const [rows, ledger, sent, lint] = await Promise.all([
        Promise.all(standings.map((standing) => rowOf(context, standing, around))),
        store.ledger({ connectorId: null, since: today }),
        store.outboxCounts(today),
        lintCounts(context).then((rows) => new Map(rows.map((row) => [row.connectorId, row]))),
      ])
      const needs: Need[] = []
      const vault = context.vault.state()
      const paused = context.paused()
      if (paused !== 'no') {
        const held = standings
          .map(({ record }) => record)
          .filter(isHeldBack)
          .toSorted(byName)
        needs.push({
          tone: 'failed',
          word: word(`need.paused-${paused}`, { held: held.length }),
          action: {
            word: word('need.action.resume'),
            to: held[0] ? `/connectors/${held[0].id}` : '/connectors',
          },
        })
      }
      const policy = context.policy()
      if (policy.state === 'malformed')
        needs.push({
          tone: 'failed',
          word: word('need.policy', { path: policy.path, problem: policy.problem }),
          action: { word: word('need.action.policy'), to: '/settings' },
        })
      if (vault.state === 'locked')
        needs.push({
          tone: 'failed',
          word: word('need.vault-locked'),
          action: { word: word('need.action.vault'), to: '/settings' },
        })
      if (vault.state === 'needs-secrets')
        needs.push({
          tone: 'failed',
          word: word('need.vault-secrets'),
          action: { word: word('need.action.vault'), to: '/settings' },
        })
      for (const standing of standings) {
        const { record, states, draft, running } = standing
        const { settings } = running ?? draft
        const open = { word: word('need.action.open'), to: `/connectors/${record.id}` }
        const test = { word: word('need.action.test'), to: `/connectors/${record.id}/test` }
        const missed = missedOf(record, settings, around.missed)
        // One gap may be a number that the server skipped; several are somebody's habit.
        if (missed && record.enabled && record.receiving === 'on')
          needs.push({
            tone: missed.polls > 1 ? 'warning' : 'info',
            word: missed.word,
            action: open,
          })
        const observed = around.observed.get(record.id)
        if (record.enabled && record.receiving === 'observe')
          needs.push({
            tone: 'info',
            word: word('need.observing', {
              connector: record.name,
              mails: observed?.mails ?? 0,
              created: observed?.outcomes.get('created') ?? 0,
            }),
            action: open,
          })
        if (record.enabled && record.receiving === 'on')
          for (const seen of await seenRewrites(context, record))
            needs.push({ tone: 'info', word: seen.word, action: open })
        for (const side of ['incoming', 'outgoing'] as const) {
          const state = states[side]
          const connector = record.name
          if (!record.enabled || state === null) continue
          const trouble = troubleOf(context, standing, side, around, sent.deferred + sent.queued)
          if (trouble !== null) {
            needs.push({ tone: 'failed', word: trouble, action: test })
          } else if (state.name === 'needs-secret') {
            needs.push({ tone: 'failed', word: word('need.secret', { connector }), action: open })
          } else if (state.name === 'test-failed') {
            needs.push({ tone: 'warning', word: word('need.test-failed', { connector }), action: test })
          }
        }
      }
      for (const { record } of standings) {
        const { neverFires, noWork } = lint.get(record.id) ?? { neverFires: 0, noWork: 0 }
        if (!record.enabled) continue
        const action = { word: word('need.action.routes'), to: `/routes?connector=${record.id}` }
        const about = { connector: record.name }
        if (neverFires > 0)
          needs.push({
            tone: 'warning',
            word: word('need.routes-never-fire', { ...about, count: neverFires }),
            action,
          })
        if (noWork > 0)
          needs.push({ tone: 'warning', word: word('need.routes-no-work', { ...about, count: noWork }), action })
      }
      const difference = imbalance(ledger.seen, ledger.counts)
      if (difference !== 0)
        needs.push({
          tone: 'failed',
          word: word('need.imbalance', { difference }),
          action: { word: word('need.action.aside'), to: '/aside' },
        })
      for (const { address, connector, waiting } of await store.refusedSenders())
        needs.push({
          tone: 'failed',
          word: word('need.sender-refused', { address, connector, waiting }),
          action: { word: word('need.action.outbox'), to: '/outbox' },
        })
      const notMailed = await alertsProblem(context)
      if (notMailed !== null)
        needs.push({
          tone: 'warning',
          word: notMailed,
          action: { word: word('need.action.settings'), to: '/settings' },
        })
      const unhandled = (await store.aside('unhandled', { cursor: null, limit: 1 })).total
      if (unhandled > 0)
        needs.push({
          tone: 'warning',
          word: word('need.unhandled', { count: unhandled }),
          action: { word: word('need.action.aside'), to: '/aside' },
        })
      if (sent.unknown > 0)
        needs.push({
          tone: 'warning',
          word: word('need.unknown', { count: sent.unknown }),
          action: { word: word('need.action.outbox'), to: '/outbox' },
        })
      if (sent.parked > 0)
        needs.push({
          tone: 'warning',
          word: word('need.parked', { count: sent.parked }),
          action: { word: word('need.action.outbox'), to: '/outbox' },
        })
      const newer = await newerVersion()
      if (newer !== null)
        needs.push({
          tone: 'info',
          word: word('need.update', { version: newer }),
          action: { word: word('need.action.update'), to: '/settings' },
        })
      return answer({
        needs,
        receivingFrom: standings.filter(({ record }) => isReceiving(record)).length,
        lookedInto: standings.filter(({ record }) => isLookedInto(record)).length,
        lastMailAt: around.counts.lastMailAt,
        today: { seen: ledger.seen, counts: { ...ledger.counts }, imbalance: difference },
        testItemsToday: around.counts.testItems,
        sent: {
          sent: sent.sent,
          waiting: sent.queued + sent.deferred + sent.sending + sent.parked,
          failed: sent.failed,
          unknown: sent.unknown,
        },
        connectors: rows.toSorted(
          (a, b) => Number(b.needsAttention) - Number(a.needsAttention) || a.name.localeCompare(b.name),
        ),
        at: context.now(),
      })
    },
  }
}
