import { Option, type Command } from 'commander'
import { workKinds, type WorkKind } from '../../../../domain/process.ts'
import type { ProcessView } from '../../../../contract/routes.ts'
import { say, words } from '../../../../words/index.ts'
import { processNamed } from '../catalogue.ts'
import { exits, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import { table } from '../table.ts'

interface ProcessOptions {
  readonly customer?: string
  readonly contract?: string
  readonly service?: string
  readonly name?: string
  readonly kind?: WorkKind
  readonly from?: string
  readonly categories?: readonly string[]
}

export function define(command: Command, perform: Perform): void {
  const named = (name: string, description: string) =>
    command.command(name).description(description).argument('<process>', 'its path, name or id')
  command.command('list').description('list processes').action(perform(list))
  fields(command.command('add').description('add a process as a draft'), true).action(perform(add))
  fields(named('set', 'change a process'), false).action(perform(set))
  named('live', 'set a process live').action(perform(setLive(true)))
  named('draft', 'set a process back to draft').action(perform(setLive(false)))
  named('delete', 'delete a process').action(perform(remove))
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
  return command.option('--categories <names...>', 'ticket categories')
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

async function remove(run: Run, wanted: string): Promise<Exit> {
  const session = await run.session()
  const before = await processNamed(session, wanted)
  const answer = await asked(session.client.processes.remove({ id: before.id, revision: before.revision }))
  if (before.linkedRoutes > 0) run.out.say(words['cli.process-had-routes']({ routes: before.linkedRoutes }))
  run.out.done(answer, words['cli.deleted']({ name: before.path }))
  return exits.well
}

function saved(run: Run, view: ProcessView, sentence: string): Exit {
  run.out.done(view, sentence)
  if (view.fromProblem !== null) run.out.say(run.out.paint.warning(say(view.fromProblem)))
  return exits.well
}
