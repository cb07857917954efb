import { Option, type Command } from 'commander'
import type { ChecklistLineView, ChecklistRow, ProcessChecklistRow } from '../../../../contract/golive.ts'
import type { PlannedStart } from '../../../../domain/golive/planned.ts'
import { say, words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { typedInstant } from '../instant.ts'
import { follow } from '../jobs.ts'
import { named } from '../naming.ts'
import type { Paint } from '../output.ts'
import type { Perform, Run } from '../run.ts'
import type { Session } from '../session.ts'
import { printable, table } from '../table.ts'
import { writtenFile } from '../writtenFile.ts'

interface Options {
  readonly check?: boolean
  readonly switch?: readonly string[]
  readonly putBack?: string
  readonly start?: string
  readonly withoutSecondSlot?: boolean
  readonly report?: string
}

export function define(command: Command, perform: Perform): void {
  command
    .option('--check', 'what is done, what is missing and what is dangerous, connector by connector')
    .option('--switch <names...>', 'start receiving on these connectors, each tested again first')
    .option('--start <when>', 'which mail becomes work where none is planned: now, all, or a day such as 2026-11-20')
    .option('--without-second-slot', 'remove or move mail although the vault opens in one way only')
    .option('--put-back <name>', 'stop receiving and return what was taken, within the first hour')
    .addOption(new Option('--report <file>', 'with --check: write the checklist as .html or .md'))
    .action(perform(goLive))
}

async function goLive(run: Run, options: Options): Promise<Exit> {
  const chosen = [options.check, options.switch, options.putBack].filter((each) => each !== undefined)
  if (chosen.length !== 1) throw new WrongUsage(words['cli.go-live-what']())
  if (options.switch) return switchThem(run, options.switch, options)
  return options.putBack === undefined ? check(run, options.report) : putBack(run, options.putBack)
}

/** 0 where every connector is ready or live and every process is well, 1 where something is missing or dangerous. */
async function check(run: Run, report: string | undefined): Promise<Exit> {
  const { client } = await run.session()
  const answer = await asked(client.golive.checklist({}))
  if (report !== undefined) {
    const format = /\.html?$/i.test(report) ? 'html' : /\.(md|markdown)$/i.test(report) ? 'markdown' : undefined
    if (format === undefined) throw new WrongUsage(words['cli.go-live-report']())
    // It goes round among those who take part in the go-live.
    await writtenFile(report, (await asked(client.golive.report({ format }))).text, 0o666)
    run.out.say(words['cli.go-live-written']({ file: report }))
  }
  run.out.answer(answer, () =>
    [
      ...(answer.rows.length === 0
        ? [words['cli.no-connectors']()]
        : answer.rows.map((row) => checklistText(row, run.out.answerPaint))),
      ...(answer.processes.length === 0 ? [] : [processesText(answer.processes, run.out.answerPaint)]),
    ].join('\n\n'),
  )
  return answer.rows.every(({ standing }) => standing === 'ready' || standing === 'live') &&
    answer.processes.every(({ standing }) => standing === 'well')
    ? exits.well
    : exits.found
}

function checklistText(row: ChecklistRow, paint: Paint): string {
  return [
    `${paint.strong(printable(row.name))}  ${words[`golive.standing.${row.standing}`]()}, ${words['golive.list.done']({
      done: row.done,
      of: row.lines.length,
      dangers: row.dangers,
    })}`,
    ...row.lines.map((line) => lineText(line, paint)),
  ].join('\n')
}

/** Processes that need somebody, with what is not done; the rest is a number. */
function processesText(rows: readonly ProcessChecklistRow[], paint: Paint): string {
  const open = rows.filter(({ standing }) => standing !== 'well')
  return [
    `${paint.strong(words['golive.processes']())}  ${words['golive.processes.summary']({ open: open.length, of: rows.length })}`,
    ...open.flatMap(({ path, lines }) => [
      printable(path),
      ...lines.filter(({ state }) => state !== 'done').map((line) => `  ${lineText(line, paint)}`),
    ]),
  ].join('\n')
}

function lineText({ state, title, says }: ChecklistLineView, paint: Paint): string {
  const signs = { danger: paint.failed('✗'), 'to-do': paint.warning('!'), note: paint.dim('·'), done: paint.dim('✓') }
  return `${signs[state]} ${words[`golive.state.${state}`]()}: ${printable(say(title))}${says === null ? '' : ` ${printable(say(says))}`}`
}

async function switchThem(run: Run, names: readonly string[], options: Options): Promise<Exit> {
  const session = await run.session()
  const { rows } = await asked(session.client.connectors.list({}))
  const chosen = names.map((name) => named(rows, name, words['cli.a-connector']()))
  const job = await follow(
    session,
    asked(
      session.client.golive.switch({
        ids: chosen.map(({ id }) => id),
        start: await startOf(session, options.start),
        ...(options.withoutSecondSlot && { withoutSecondSlot: true }),
      }),
    ),
    { signal: run.signal },
  )
  run.out.answer(job, () =>
    [
      table(
        [
          { title: words['cli.column.connector'](), of: (row) => row.name },
          { title: words['cli.column.outcome'](), of: (row) => words[`golive.row.${row.state}`]() },
          {
            title: words['golive.column.steps'](),
            of: (row) =>
              row.steps.map((step) => `${say(step.word)}: ${words[`golive.row.${step.state}`]()}`).join(', '),
          },
          { title: words['golive.column.came'](), of: (row) => row.word && say(row.word) },
        ],
        job.rows,
      ),
      ...(job.note === null ? [] : [say(job.note)]),
    ].join('\n\n'),
  )
  if (job.state === 'cancelled') return exits.cancelled
  return job.rows.every(({ state }) => state === 'done') ? exits.well : exits.found
}

async function putBack(run: Run, name: string): Promise<Exit> {
  const session = await run.session()
  const { rows } = await asked(session.client.connectors.list({}))
  const { id, revision } = named(rows, name, words['cli.a-connector']())
  const job = await follow(session, asked(session.client.golive.putBack({ id, revision })), { signal: run.signal })
  run.out.answer(job, () => (job.note === null ? '' : say(job.note)))
  return job.state === 'done' ? exits.well : job.state === 'cancelled' ? exits.cancelled : exits.found
}

async function startOf(session: Session, text: string | undefined): Promise<PlannedStart | null> {
  if (text === undefined) return null
  if (text === 'now' || text === 'all') return { from: text }
  const date = await typedInstant(session, text)
  if (date === undefined) throw new WrongUsage(words['cli.go-live-start']({ text }))
  return { from: 'date', date }
}
