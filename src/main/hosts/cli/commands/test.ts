import { Option, type Command } from 'commander'
import { sides, sidesOf, type Side } from '../../../../domain/connector.ts'
import type { ConnectorRow } from '../../../../contract/connectors.ts'
import type { Job } from '../../../../contract/shapes.ts'
import { say, words } from '../../../../words/index.ts'
import { CallRefused, exits, WrongUsage, type Exit } from '../exits.ts'
import { follow } from '../jobs.ts'
import { failureSentence, sideTitle, stepLines } from '../ladder.ts'
import { named } from '../naming.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import type { Session } from '../session.ts'
import type { TestReport, TestResult } from '../shapes.ts'
import { table } from '../table.ts'

interface TestOptions {
  readonly all?: boolean
  readonly side?: Side
  readonly roundTrip?: string | true
  readonly proveRemoval?: boolean
  readonly transcript?: boolean
}

/** Tests that run at once under --all (T11). */
const atOnce = 8

export function define(command: Command, perform: Perform): void {
  command
    .argument('[names...]', 'connectors, by name or id')
    .option('--all', 'every connector')
    .addOption(new Option('--side <side>', 'only one side').choices(sides))
    .option('--round-trip [address]', 'also send a real message and find it again, in this workspace or at an address')
    .option('--prove-removal', 'prove move and remove in the real folder, with the test’s own message')
    .option('--transcript', 'print the redacted dialogue as well')
    .action(perform(test))
}

async function test(run: Run, names: readonly string[], options: TestOptions): Promise<Exit> {
  if (names.length === 0 && !options.all) throw new WrongUsage(words['cli.test-what']())
  const session = await run.session()
  const { rows } = await asked(session.client.connectors.list({}))
  const chosen = options.all ? rows : names.map((name) => named(rows, name, words['cli.a-connector']()))
  if (chosen.length === 0) run.out.say(words['cli.no-connectors']())
  const results = await inTurn(chosen, atOnce, (row) => testOne(run, session, row, options, chosen.length > 1))
  const report: TestReport = { results: [...results] }
  run.out.answer(report, () => [summary(results), ...(options.transcript ? transcripts(results) : [])].join('\n\n'))
  return results.every(({ outcome }) => outcome === 'passed') ? exits.well : exits.found
}

async function testOne(
  run: Run,
  session: Session,
  row: ConnectorRow,
  options: TestOptions,
  several: boolean,
): Promise<TestResult> {
  const { out } = run
  const tested = options.side === undefined ? sidesOf(row.useFor) : [options.side]
  // Ladders are climbed side by side, so each line says whose it is.
  const label = (side: Side) =>
    [...(several ? [row.name] : []), ...(tested.length > 1 ? [sideTitle(side)] : [])].join(' · ')
  if (!several) out.say(out.paint.strong(row.name))
  const onStep = (side: Side, step: Job['steps'][Side][number]) => {
    out.event({ kind: 'step', connectorId: row.id, connectorName: row.name, side, step })
    const prefix = label(side)
    for (const line of stepLines(step, out.paint)) out.say(prefix === '' ? line : `${out.paint.dim(prefix)}${line}`)
  }
  const base = { connectorId: row.id, connectorName: row.name }
  const started = await session.client.diagnosis.start({
    connectorId: row.id,
    sides: options.side === undefined ? null : [options.side],
    roundTrip: roundTripOf(options.roundTrip),
    proveRemovalInFolder: options.proveRemoval === true,
  })
  if (!started.ok) {
    // One draft that cannot be tested does not end the test of the others.
    if (!several) throw new CallRefused(started.refusal)
    out.say(out.paint.failed(`${row.name}: ${say(started.refusal.word)}`))
    return { ...base, outcome: 'not-run', proofs: [], refusal: started.refusal, failure: null }
  }
  const job = await follow(session, Promise.resolve(started.value), { signal: run.signal, onStep })
  const proofs = await Promise.all(job.results.map((id) => asked(session.client.diagnosis.result({ id }))))
  const outcome =
    job.state === 'cancelled'
      ? 'cancelled'
      : job.state === 'done' && proofs.length > 0 && proofs.every((proof) => proof.outcome === 'passed')
        ? 'passed'
        : 'failed'
  if (job.failure !== null) out.say(out.paint.failed(failureSentence(job.failure)))
  return { ...base, outcome, proofs, refusal: null, failure: job.failure }
}

/** T6: nothing is sent, to a mailbox of this workspace, or to an address. */
export function roundTripOf(given: string | true | undefined) {
  if (given === undefined) return { to: 'nowhere' as const }
  return given === true ? { to: 'workspace' as const } : { to: 'address' as const, address: given }
}

interface SummaryLine {
  readonly connector: string
  readonly side: string | null
  readonly outcome: string
  readonly verdict: string | null
}

function summaryLines({
  connectorName: connector,
  outcome,
  proofs,
  refusal,
  failure,
}: TestResult): readonly SummaryLine[] {
  if (proofs.length === 0) {
    const verdict = refusal ? say(refusal.word) : failure && failureSentence(failure)
    return [{ connector, side: null, outcome: words[`cli.outcome.${outcome}`](), verdict }]
  }
  return proofs.map((proof) => ({
    connector,
    side: sideTitle(proof.side),
    outcome: words[`cli.outcome.${proof.outcome}`](),
    verdict: say(proof.verdict.title),
  }))
}

const summary = (results: readonly TestResult[]): string =>
  table(
    [
      { title: words['cli.column.connector'](), of: (line) => line.connector },
      { title: words['cli.column.side'](), of: (line) => line.side },
      { title: words['cli.column.outcome'](), of: (line) => line.outcome },
      { title: words['cli.column.verdict'](), of: (line) => line.verdict },
    ],
    results.flatMap(summaryLines),
  )

const transcripts = (results: readonly TestResult[]): readonly string[] =>
  results.flatMap(({ connectorName, proofs }) =>
    proofs.map(({ side, transcript }) => `${connectorName} · ${sideTitle(side)}\n${transcript}`),
  )

/** Works on several things, `limit` of them at a time; the results keep their order. */
export async function inTurn<T, R>(
  things: readonly T[],
  limit: number,
  work: (thing: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const waiting = [...things.entries()]
  const worker = async (): Promise<void> => {
    const next = waiting.shift()
    if (next === undefined) return
    results[next[0]] = await work(next[1])
    await worker()
  }
  await Promise.all(Array.from({ length: Math.min(limit, things.length) }, worker))
  return results
}
