import { Option, type Command } from 'commander'
import { workKinds, type ProcessAction, type WorkKind } from '../../../../domain/process.ts'
import type { ProcessView } from '../../../../contract/routes.ts'
import { say, words } from '../../../../words/index.ts'
import { branchNamed, processNamed } from '../catalogue.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import { facts, table } from '../table.ts'
import { exportCatalogue, importCatalogue } from './processFiles.ts'

interface ProcessOptions {
  readonly customer?: string
  readonly contract?: string
  readonly service?: string
  readonly name?: string
  readonly kind?: WorkKind
  readonly from?: string
  readonly categories?: readonly string[]
  readonly actions?: readonly string[] | boolean
}

export function define(command: Command, perform: Perform): void {
  const named = (name: string, description: string) =>
    command.command(name).description(description).argument('<process>', 'its path, name or id')
  command.command('list').description('list processes').action(perform(list))
  named('show', 'show a process with its actions, and what keeps it from sending').action(perform(show))
  fields(command.command('add').description('add a process as a draft'), true).action(perform(add))
  fields(named('set', 'change a process'), false).option('--no-actions', 'without any action').action(perform(set))
  named('live', 'set a process live').action(perform(setLive(true)))
  named('draft', 'set a process back to draft').action(perform(setLive(false)))
  named('delete', 'delete a process')
    .option('--all-below', 'every process of a customer, contract or service, which is named by its path')
    .option('--despite-routes', 'also while routes lead to it; their mail is then set aside')
    .action(perform(remove))
  command
    .command('rename')
    .description('rename a customer, contract or service for all its processes')
    .argument('<path>', 'such as "Contoso" or "Contoso / Gold"')
    .requiredOption('--to <name>', 'its new name')
    .action(perform(rename))
  const format = () =>
    new Option('--format <format>', 'its form; by the file’s ending unless given').choices(['csv', 'json'])
  command
    .command('export')
    .description('write the catalogue, to standard output unless a file is named')
    .argument('[file]')
    .addOption(format())
    .action(perform(exportCatalogue))
  command
    .command('import')
    .description('read a catalogue; what is new arrives as a draft')
    .argument('<file>', 'CSV or JSON as export writes it, or by hand; - for standard input')
    .option('--dry-run', 'only show what would change, and every problem by row and column')
    .action(perform(importCatalogue))
}

function fields(command: Command, needed: boolean): Command {
  const option = (flags: string, description: string) =>
    command.addOption(new Option(flags, description).makeOptionMandatory(needed))
  option('--customer <name>', 'customer')
  option('--contract <name>', 'contract')
  option('--service <name>', 'service')
  option('--name <name>', 'process name')
  command.addOption(new Option('--kind <kind>', 'what its work is').choices(workKinds))
  option('--from <address>', 'From address')
  return command
    .option('--categories <names...>', 'ticket categories')
    .option('--actions <name=address...>', 'all actions of a case in their order; name=address,off takes no part')
}

async function list(run: Run): Promise<Exit> {
  const { client } = await run.session()
  const answer = await asked(client.processes.list({}))
  run.out.answer(answer, () =>
    table(
      [
        { title: words['cli.column.process'](), of: (row) => row.path },
        { title: words['cli.column.kind'](), of: (row) => row.kind },
        { title: words['cli.column.state'](), of: (row) => say(row.mark.word) },
        { title: words['cli.column.from'](), of: (row) => row.fromAddress },
        { title: words['cli.column.routes'](), of: (row) => row.linkedRoutes, align: 'right' },
        { title: words['cli.column.waiting'](), of: (row) => row.waitingMail, align: 'right' },
      ],
      answer.rows,
    ),
  )
  return exits.well
}

async function show(run: Run, wanted: string): Promise<Exit> {
  const view = await processNamed(await run.session(), wanted)
  run.out.answer(view, () =>
    [
      facts([
        [words['cli.column.process'](), view.path],
        [words['cli.column.kind'](), view.kind],
        [words['cli.column.state'](), say(view.mark.word)],
        [words['cli.column.from'](), view.fromAddress],
        [words['cli.column.why'](), view.fromProblem && say(view.fromProblem)],
        [words['cli.fact.categories'](), view.ticketCategories.join('; ')],
        [words['cli.column.routes'](), view.linkedRoutes],
        [words['cli.column.waiting'](), view.waitingMail],
      ]),
      ...(view.actions.length === 0 ? [] : [actionsTable(view)]),
    ].join('\n\n'),
  )
  return exits.well
}

const actionsTable = ({ actions, actionProblems }: ProcessView): string =>
  table(
    [
      { title: words['cli.column.action-name'](), of: (row) => row.name },
      { title: words['cli.column.from'](), of: (row) => row.fromAddress },
      {
        title: words['cli.column.state'](),
        of: (row) => {
          if (!row.takesPart) return words['processes.action.no-part']()
          const problem = actionProblems.find(({ action }) => action === row.name)
          return problem ? say(problem.word) : words['processes.action.part']()
        },
      },
    ],
    actions,
  )

/** `name=address`, and `,off` behind it for one that takes no part. */
function actionOf(given: string): ProcessAction {
  const [, name = '', fromAddress = '', off] = /^([^=]+)=(.*?)(,off)?$/.exec(given) ?? []
  if (name.trim() === '') throw new WrongUsage(words['cli.action-form']({ given }))
  return { name, fromAddress, takesPart: off === undefined }
}

const actionsOf = ({ actions }: ProcessOptions): ProcessAction[] | undefined =>
  Array.isArray(actions) ? actions.map(actionOf) : actions === false ? [] : undefined

async function add(run: Run, options: ProcessOptions): Promise<Exit> {
  const { client } = await run.session()
  const settings = {
    customer: options.customer ?? '',
    contract: options.contract ?? '',
    service: options.service ?? '',
    name: options.name ?? '',
    kind: options.kind ?? ('ticket' as const),
    fromAddress: options.from ?? '',
    ticketCategories: [...(options.categories ?? [])],
    actions: actionsOf(options) ?? [],
  }
  const view = await asked(client.processes.save({ id: null, revision: null, settings }))
  return saved(run, view, words['cli.process-added']({ path: view.path }))
}

async function set(run: Run, wanted: string, options: ProcessOptions): Promise<Exit> {
  const session = await run.session()
  const before = await processNamed(session, wanted)
  const settings = {
    customer: options.customer ?? before.customer,
    contract: options.contract ?? before.contract,
    service: options.service ?? before.service,
    name: options.name ?? before.name,
    kind: options.kind ?? before.kind,
    fromAddress: options.from ?? before.fromAddress,
    ticketCategories: [...(options.categories ?? before.ticketCategories)],
    actions: actionsOf(options) ?? before.actions,
  }
  const view = await asked(session.client.processes.save({ id: before.id, revision: before.revision, settings }))
  return saved(run, view, words['cli.process-saved']({ path: view.path }))
}

function setLive(live: boolean) {
  return async (run: Run, wanted: string): Promise<Exit> => {
    const session = await run.session()
    const before = await processNamed(session, wanted)
    const view = await asked(session.client.processes.setLive({ id: before.id, revision: before.revision, live }))
    return saved(run, view, words[live ? 'cli.process-live' : 'cli.process-draft']({ path: view.path }))
  }
}

interface RemoveOptions {
  readonly allBelow?: boolean
  readonly despiteRoutes?: boolean
}

/** P4: the routes that lead there are named first. */
async function remove(run: Run, wanted: string, options: RemoveOptions): Promise<Exit> {
  const session = await run.session()
  const { rows, path } = options.allBelow
    ? await branchNamed(session, wanted)
    : await processNamed(session, wanted).then((process) => ({ rows: [process], path: process.path }))
  const stops = await asked(session.client.processes.consequences({ ids: rows.map(({ id }) => id) }))
  if (stops.routes.length > 0) {
    const { processes, openItems } = stops
    run.out.say(words['cli.process-routes']({ name: path, processes, routes: stops.routes.length, openItems }))
    for (const route of stops.routes)
      run.out.say(`  ${words['processes.route-of']({ route: route.name, connector: route.connectorName })}`)
    if (!options.despiteRoutes) throw new WrongUsage(words['cli.despite-routes']())
  }
  const answer = await asked(
    session.client.processes.removeMany({ rows: rows.map(({ id, revision }) => ({ id, revision })) }),
  )
  run.out.done(answer, words['cli.deleted']({ name: path }))
  return exits.well
}

async function rename(run: Run, wanted: string, { to }: { readonly to: string }): Promise<Exit> {
  const session = await run.session()
  const { rows, path, level } = await branchNamed(session, wanted)
  const answer = await asked(
    session.client.processes.rename({ rows: rows.map(({ id, revision }) => ({ id, revision })), level, to }),
  )
  run.out.done(answer, words['cli.process-renamed']({ from: path, to, processes: answer.renamed.length }))
  return exits.well
}

function saved(run: Run, view: ProcessView, sentence: string): Exit {
  run.out.done(view, sentence)
  if (view.fromProblem !== null) run.out.say(run.out.paint.warning(say(view.fromProblem)))
  for (const { action, word } of view.actionProblems)
    run.out.say(run.out.paint.warning(words['processes.action.problem']({ action, problem: say(word) })))
  return exits.well
}
