import type { Command } from 'commander'
import type { AliasProbe } from '../../../../contract/aliasProbe.ts'
import { say, words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { Cancelled, exits, type Exit } from '../exits.ts'
import { follow } from '../jobs.ts'
import { failureSentence } from '../ladder.ts'
import { named } from '../naming.ts'
import type { Paint } from '../output.ts'
import type { Perform, Run } from '../run.ts'
import { facts, printable } from '../table.ts'

interface ProbeOptions {
  readonly connector?: string
  readonly from?: string
}

export function defineProbe(command: Command, perform: Perform): void {
  command
    .command('probe')
    .description('send a test message to the address of an incoming route, and show how its To arrives')
    .argument('<route>', 'its name or id')
    .option('--connector <name>', 'the connector it belongs to, where several have a route of this name')
    .option('--from <address>', 'the From address that it leaves under')
    .action(perform(probe))
}

async function probe(run: Run, wanted: string, options: ProbeOptions): Promise<Exit> {
  const session = await run.session()
  const { groups } = await asked(session.client.routes.list({ connectorId: null }))
  const connectors = groups.map(({ connectorId, connectorName }) => ({ id: connectorId, name: connectorName }))
  const of =
    options.connector === undefined ? null : named(connectors, options.connector, words['cli.a-connector']()).id
  const route = named(
    groups.filter(({ connectorId }) => of === null || connectorId === of).flatMap(({ incoming }) => incoming ?? []),
    wanted,
    words['cli.a-route'](),
  )
  run.out.say(words['cli.probing']({ address: route.emailAddress }))
  const started = asked(
    session.client.diagnosis.probeAlias({
      connectorId: route.connectorId,
      address: route.emailAddress,
      from: options.from ?? null,
    }),
  )
  const job = await follow(session, started, { signal: run.signal })
  if (job.state === 'cancelled') throw new Cancelled()
  const [id] = job.results
  if (id === undefined) {
    run.out.done(job, job.failure ? failureSentence(job.failure) : words['cli.no-proof']())
    return job.failure?.code === 'vault-locked' ? exits.unavailable : exits.found
  }
  const result = await asked(session.client.diagnosis.aliasProbe({ id }))
  run.out.answer(result, () => probeText(result, run.out.answerPaint))
  return result.verdict.tone === 'ok' ? exits.well : exits.found
}

function probeText({ verdict, arrival, from }: AliasProbe, paint: Paint): string {
  const colour = verdict.tone === 'ok' ? paint.ok : verdict.tone === 'failed' ? paint.failed : paint.warning
  return [
    colour(printable(say(verdict.sentence))),
    ...verdict.evidence.map((line) => `  ${printable(say(line))}`),
    ...verdict.remedies.map((line) => `  → ${printable(say(line))}`),
    facts([
      [words['cli.column.from'](), from],
      [words['probe.to'](), arrival && arrival.to.join(', ')],
      [
        words['probe.deliveries'](),
        arrival &&
          (arrival.deliveries.map(({ header, address }) => `${header}: ${address}`).join(', ') ||
            words['probe.no-deliveries']()),
      ],
    ]),
  ].join('\n')
}
