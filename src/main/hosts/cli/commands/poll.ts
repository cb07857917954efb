import type { Command } from 'commander'
import type { ConnectorRow } from '../../../../contract/connectors.ts'
import { mailOutcomes } from '../../../../domain/ledger.ts'
import { say, words } from '../../../../words/index.ts'
import { CallRefused, exits, WrongUsage, type Exit } from '../exits.ts'
import { follow } from '../jobs.ts'
import { failureSentence } from '../ladder.ts'
import { named } from '../naming.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import type { Session } from '../session.ts'
import type { PollReport, PollResult } from '../shapes.ts'
import { table } from '../table.ts'
import { inTurn } from './test.ts'

/** Polls that run at once under --all. */
const atOnce = 8

export function define(command: Command, perform: Perform): void {
  command
    .argument('[names...]', 'connectors, by name or id')
    .option('--all', 'every connector that receives')
    .action(perform(poll))
}

async function poll(run: Run, names: readonly string[], options: { readonly all?: boolean }): Promise<Exit> {
  if (names.length === 0 && !options.all) throw new WrongUsage(words['cli.poll-what']())
  const session = await run.session()
  const { rows } = await asked(session.client.connectors.list({}))
  const chosen = options.all
    ? rows.filter(({ enabled, receiving, useFor }) => enabled && receiving !== 'off' && useFor !== 'outgoing')
    : names.map((name) => named(rows, name, words['cli.a-connector']()))
  const results = await inTurn(chosen, atOnce, (row) =>
    pollOne(run, session, row, chosen.length > 1 || options.all === true),
  )
  const report: PollReport = { results: [...results] }
  run.out.answer(report, () => pollsTable(results))
  return results.every(({ outcome, poll: row }) => outcome === 'done' && row?.ledger.imbalance === 0)
    ? exits.well
    : exits.found
}

async function pollOne(run: Run, session: Session, row: ConnectorRow, several: boolean): Promise<PollResult> {
  const base = { connectorId: row.id, connectorName: row.name }
  run.out.say(run.out.paint.dim(words['cli.polling']({ name: row.name })))
  const started = await session.client.receiving.poll({ connectorId: row.id })
  if (!started.ok) {
    if (!several) throw new CallRefused(started.refusal)
    run.out.say(run.out.paint.failed(`${row.name}: ${say(started.refusal.word)}`))
    return { ...base, outcome: 'not-run', poll: null, refusal: started.refusal, failure: null }
  }
  const job = await follow(session, Promise.resolve(started.value), { signal: run.signal })
  const recent = await asked(session.client.receiving.polls({ connectorId: row.id, limit: 50 }))
  const found = recent.rows.find(({ id }) => job.results.includes(id)) ?? null
  const failure = job.failure ?? found?.failure ?? null
  if (failure !== null) run.out.say(run.out.paint.failed(`${row.name}: ${failureSentence(failure)}`))
  const outcome = found?.outcome ?? (job.state === 'running' ? 'failed' : job.state)
  return { ...base, outcome, poll: found, refusal: null, failure }
}

const pollsTable = (results: readonly PollResult[]): string =>
  table(
    [
      { title: words['cli.column.connector'](), of: (row) => row.connectorName },
      { title: words['cli.column.outcome'](), of: (row) => words[`cli.outcome.${row.outcome}`]() },
      { title: words['cli.column.seen'](), of: (row) => row.poll?.ledger.seen ?? null, align: 'right' },
      ...mailOutcomes
        .filter((outcome) => results.some(({ poll: row }) => (row?.ledger.counts[outcome] ?? 0) > 0))
        .map((outcome) => ({
          title: words[`cli.mail.${outcome}`](),
          of: (row: PollResult) => row.poll?.ledger.counts[outcome] ?? null,
          align: 'right' as const,
        })),
      ...(results.some(({ poll: row }) => (row?.missed ?? 0) > 0)
        ? [
            {
              title: words['cli.column.missed'](),
              of: (row: PollResult) => row.poll?.missed ?? null,
              align: 'right' as const,
            },
          ]
        : []),
      {
        title: words['cli.column.ledger'](),
        of: (row) =>
          row.poll &&
          (row.poll.ledger.imbalance === 0
            ? words['cli.balanced']()
            : words['cli.imbalance']({ by: row.poll.ledger.imbalance })),
      },
    ],
    results,
  )
