import type { Command } from 'commander'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { ProvenMail, ProvenRecipient, ProvenRoute, RouteTestResult } from '../../../../contract/proving.ts'
import type { Word } from '../../../../domain/diagnosis/proof.ts'
import { say, words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { named } from '../naming.ts'
import type { Paint } from '../output.ts'
import type { Perform, Run } from '../run.ts'
import type { Session } from '../session.ts'
import { printable } from '../table.ts'

interface TryOptions {
  readonly eml?: readonly string[]
  readonly connector?: string
  readonly tests?: boolean
}

/** `route try`: what would become of mails, and whether the route tests still pass. Nothing is written (K5). */
export function defineTry(command: Command, perform: Perform): void {
  command
    .command('try')
    .description('say what would become of mails, and why; nothing is written')
    .option('--eml <files...>', 'mails, in the order in which they would arrive')
    .option('--connector <name>', 'the connector that received them, or whose route tests are run')
    .option('--tests', 'run the route tests that were saved in the proving ground')
    .action(perform(tryMails))
  command
    .command('rename-test')
    .description('name a route test otherwise; what it expects stays')
    .argument('<test>', 'its name or id')
    .argument('<name>', 'its new name')
    .action(perform(renameTest))
}

async function renameTest(run: Run, test: string, name: string): Promise<Exit> {
  const { client } = await run.session()
  const { rows } = await asked(client.proving.tests({ connectorId: null }))
  const { id, revision, name: from } = named(rows, test, words['proving.tests.what']())
  const row = await asked(client.proving.renameTest({ id, revision, name }))
  run.out.answer(row, () => words['proving.tests.renamed']({ from, to: row.name }))
  return exits.well
}

async function tryMails(run: Run, options: TryOptions): Promise<Exit> {
  const files = options.eml ?? []
  if ((files.length === 0) === (options.tests !== true)) throw new WrongUsage(words['cli.try-what']())
  const mails = files.map((file) => ({ name: basename(file), base64: readMail(file).toString('base64') }))
  const session = await run.session()
  if (options.tests) return runTests(run, session, options.connector)
  const connectorId = await receiverOf(session, options.connector)
  const answer = await asked(session.client.proving.try({ connectorId, mails }))
  const { answerPaint } = run.out
  run.out.answer(run.out.shape === 'ndjson' ? { rows: answer.mails } : answer, () =>
    answer.mails.map((mail) => mailText(mail, answerPaint)).join('\n\n'),
  )
  return answer.mails.every(isHandled) ? exits.well : exits.found
}

async function runTests(run: Run, session: Session, connector: string | undefined): Promise<Exit> {
  const { rows: connectors } = await asked(session.client.connectors.list({}))
  const connectorId = connector === undefined ? null : named(connectors, connector, words['cli.a-connector']()).id
  const answer = await asked(session.client.proving.runTests({ connectorId }))
  run.out.answer(run.out.shape === 'ndjson' ? { rows: answer.rows } : answer, () =>
    answer.rows.length === 0
      ? words['proving.tests.empty']()
      : [...answer.rows.map((row) => testText(row, run.out.answerPaint)), testsSentence(answer)].join('\n'),
  )
  return answer.passed === answer.rows.length ? exits.well : exits.found
}

function readMail(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const why = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)
    throw new WrongUsage(words['cli.file-unreadable']({ file, why }))
  }
}

/** The connector that is named; where only one receives, it need not be. */
async function receiverOf(session: Session, name: string | undefined): Promise<string> {
  const { rows } = await asked(session.client.connectors.list({}))
  if (name !== undefined) return named(rows, name, words['cli.a-connector']()).id
  const receiving = rows.filter((row) => row.useFor !== 'outgoing')
  const [only] = receiving
  if (only !== undefined && receiving.length === 1) return only.id
  if (only === undefined) throw new WrongUsage(words['cli.try-no-connector']())
  throw new WrongUsage(words['cli.try-which']({ names: receiving.map((row) => `“${row.name}”`).join(', ') }))
}

const isHandled = ({ outcome, parts }: ProvenMail): boolean =>
  outcome !== 'unhandled' &&
  outcome !== 'quarantined' &&
  outcome !== 'not-read' &&
  !parts.some((part) => part.kind === 'unhandled')

const told = (word: Word): string => printable(say(word))

function mailText(mail: ProvenMail, paint: Paint): string {
  const { head } = mail
  const colour = isHandled(mail) ? paint.ok : paint.failed
  return [
    `${paint.strong(printable(head?.subject || mail.name || words['proving.no-subject']()))}  ${colour(told(mail.mark.says))}`,
    ...(head === null
      ? []
      : [
          paint.dim(
            `  ${printable(
              words['proving.head']({
                from: head.from || words['proving.no-sender'](),
                to: [...head.to, ...head.cc].join(', ') || words['proving.no-recipients'](),
                marks: [...(head.important ? [words['proving.important']()] : []), ...head.attachments].join(' · '),
              }),
            )}`,
          ),
        ]),
    `  ${told(mail.says)}`,
    ...(mail.verdicts.length === 0 ? [] : [paint.dim(`  ${mail.verdicts.map(({ says }) => told(says)).join(' · ')}`)]),
    ...mail.recipients.filter(isWorthSaying).flatMap((recipient) => recipientLines(recipient, paint)),
    ...mail.hints.map((hint) => `  ${paint.warning('!')} ${told(hint)}`),
  ].join('\n')
}

const isWorthSaying = ({ recipient, routes }: ProvenRecipient): boolean => recipient !== null || routes.length > 0

function recipientLines({ recipient, routes, left, part, says }: ProvenRecipient, paint: Paint): readonly string[] {
  const answered = part?.kind === 'create' ? [`    ${told(part.acknowledgement.says)}`] : []
  return [
    `  ${paint.strong(printable(recipient ?? words['proving.rest']()))}  ${told(says)}`,
    ...answered,
    ...routes.map((route) => routeLine(route, paint)),
    ...(left === 0 ? [] : [paint.dim(`    ${words['proving.left']({ count: left })}`)]),
  ]
}

function routeLine(route: ProvenRoute, paint: Paint): string {
  const name = printable(routeTitle(route))
  const line = `${name}: ${told(route.says)}`
  switch (route.verdict) {
    case 'took':
      return `    ${paint.ok('✓')} ${line}`
    case 'rules':
    case 'disabled':
      return `    ${paint.failed('✗')} ${line}`
    case 'not-asked':
      return paint.dim(`    · ${line}`)
  }
}

const routeTitle = ({ class: of, order, name }: ProvenRoute): string =>
  of === 'normal'
    ? words['proving.order']({ order, name })
    : words[of === 'wildcard' ? 'proving.order-wildcard' : 'proving.order-fallback']({ name })

function testText({ name, result, says }: RouteTestResult, paint: Paint): string {
  const mark = { passed: paint.ok('✓'), failed: paint.failed('✗'), 'not-run': paint.warning('·') }[result]
  return `${mark} ${paint.strong(printable(name))}  ${told(says)}`
}

const testsSentence = ({ rows, failed }: { readonly rows: readonly RouteTestResult[]; readonly failed: number }) => {
  const notRun = rows.filter(({ result }) => result === 'not-run').length
  return [
    failed === 0 && notRun < rows.length
      ? words['proving.tests.all-pass']({ count: rows.length - notRun })
      : words['proving.tests.fail']({ failed, of: rows.length }),
    ...(notRun === 0 ? [] : [words['proving.tests.some-not-run']({ count: notRun })]),
  ].join(' ')
}
