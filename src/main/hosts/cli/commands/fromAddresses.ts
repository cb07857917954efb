import type { Command } from 'commander'
import type { OutgoingRouteView } from '../../../../contract/routes.ts'
import { say, words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { CallRefused, exits, WrongUsage, type Exit } from '../exits.ts'
import { follow } from '../jobs.ts'
import { failureSentence, stepLines } from '../ladder.ts'
import { named } from '../naming.ts'
import type { Perform, Run } from '../run.ts'
import type { Session } from '../session.ts'
import type { RouteTestReport, RouteTestResult } from '../shapes.ts'
import { confirmed } from '../stopping.ts'
import { table } from '../table.ts'
import { inTurn, roundTripOf } from './test.ts'

interface TestOptions {
  readonly connector?: string
  readonly all?: boolean
  readonly roundTrip?: string | true
  readonly transcript?: boolean
}

/** From addresses that are tested at once: as many connections as the strictest service takes from one sender (O6). */
const atOnce = 3

export function defineTest(command: Command, perform: Perform): void {
  command
    .command('test')
    .description('test From addresses: sign in and have the sender accepted')
    .argument('[routes...]', 'From addresses, by route name, address or id')
    .option('--connector <name>', 'the connector they belong to')
    .option('--all', 'every From address, or every one of --connector')
    .option('--round-trip [address]', 'also send a real message and find it again, in this workspace or at an address')
    .option('--transcript', 'print the redacted dialogue as well')
    .action(perform(test))
}

type Row = OutgoingRouteView & { readonly connectorName: string }

async function outgoingRows(session: Session, connector: string | undefined): Promise<readonly Row[]> {
  const { rows } = await asked(session.client.connectors.list({}))
  const connectorId = connector === undefined ? null : named(rows, connector, words['cli.a-connector']()).id
  const { groups } = await asked(session.client.routes.list({ connectorId }))
  return groups.flatMap(({ connectorName, outgoing }) => (outgoing ?? []).map((route) => ({ ...route, connectorName })))
}

const chosenOf = (rows: readonly Row[], wanted: string): Row => {
  const byAddress = rows.filter(({ emailAddress }) => emailAddress.toLowerCase() === wanted.toLowerCase())
  return byAddress.length === 1 ? byAddress[0]! : named(rows, wanted, words['cli.a-route']())
}

async function test(run: Run, names: readonly string[], options: TestOptions): Promise<Exit> {
  if (names.length === 0 && !options.all) throw new WrongUsage(words['cli.route-test-what']())
  const session = await run.session()
  const rows = await outgoingRows(session, options.connector)
  const chosen = options.all ? rows : names.map((name) => chosenOf(rows, name))
  const results = await inTurn(chosen, atOnce, (row) => testOne(run, session, row, options, chosen.length > 1))
  const report: RouteTestReport = { results: [...results] }
  run.out.answer(report, () =>
    [
      summary(results),
      ...(options.transcript
        ? results.flatMap(({ address, proof }) => (proof ? [`${address}\n${proof.transcript}`] : []))
        : []),
    ].join('\n\n'),
  )
  return results.every(({ outcome }) => outcome === 'passed') ? exits.well : exits.found
}

async function testOne(
  run: Run,
  session: Session,
  row: Row,
  options: TestOptions,
  several: boolean,
): Promise<RouteTestResult> {
  const { out } = run
  if (!several) out.say(out.paint.strong(row.emailAddress))
  const base = { routeId: row.id, routeName: row.name, address: row.emailAddress, connectorName: row.connectorName }
  const started = await session.client.routes.testOutgoing({ id: row.id, roundTrip: roundTripOf(options.roundTrip) })
  if (!started.ok) {
    // One that cannot be tested does not end the test of the others.
    if (!several) throw new CallRefused(started.refusal)
    out.say(out.paint.failed(`${row.emailAddress}: ${say(started.refusal.word)}`))
    return { ...base, outcome: 'not-run', proof: null, refusal: started.refusal, failure: null }
  }
  const job = await follow(session, Promise.resolve(started.value), {
    signal: run.signal,
    onStep: (side, step) => {
      out.event({ kind: 'step', routeId: row.id, address: row.emailAddress, side, step })
      const prefix = several ? out.paint.dim(row.emailAddress) : ''
      for (const line of stepLines(step, out.paint)) out.say(`${prefix}${line}`)
    },
  })
  const [id] = job.results
  const proof = id === undefined ? null : await asked(session.client.diagnosis.result({ id }))
  if (job.failure !== null) out.say(out.paint.failed(failureSentence(job.failure)))
  const outcome = job.state === 'cancelled' ? 'cancelled' : proof?.outcome === 'passed' ? 'passed' : 'failed'
  return { ...base, outcome, proof, refusal: null, failure: job.failure }
}

const verdictOf = ({ proof, refusal, failure }: RouteTestResult): string | null =>
  proof ? say(proof.verdict.title) : refusal ? say(refusal.word) : failure && failureSentence(failure)

const summary = (results: readonly RouteTestResult[]): string =>
  table(
    [
      { title: words['cli.column.connector'](), of: (line) => line.connectorName },
      { title: words['cli.column.address'](), of: (line) => line.address },
      { title: words['cli.column.outcome'](), of: (line) => words[`cli.outcome.${line.outcome}`]() },
      { title: words['cli.column.verdict'](), of: verdictOf },
    ],
    results,
  )

/** P3: names what stops with a From address; it goes on only when the name is typed once more. Nothing is asked where nothing stops. */
export async function confirmStop(
  run: Run,
  session: Session,
  route: OutgoingRouteView,
  confirm: string | undefined,
): Promise<void> {
  const stops = await asked(session.client.routes.consequences({ id: route.id }))
  const heading = words['cli.route-stops']({ address: stops.address, queued: stops.queued })
  confirmed(run, stops, heading, stops.name, confirm)
}
