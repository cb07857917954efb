import type { Command } from 'commander'
import type { CompanyView } from '../../../../contract/companies.ts'
import { splitEntries } from '../../../../domain/routing/lists.ts'
import { words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { companyNamed } from '../catalogue.ts'
import { exits, type Exit } from '../exits.ts'
import type { Perform, Run } from '../run.ts'
import type { Session } from '../session.ts'
import { table } from '../table.ts'

interface CompanyOptions {
  readonly name?: string
  readonly entries?: string
  readonly despiteRoutes?: boolean
}

export function define(command: Command, perform: Perform): void {
  const entries = 'domains and addresses, "*@example.com; anna@example.com"'
  command.command('list').description('list companies').action(perform(list))
  command
    .command('add')
    .description('add a company')
    .argument('<name>')
    .option('--entries <list>', entries)
    .action(perform(add))
  command
    .command('set')
    .description('change a company')
    .argument('<company>', 'its name or id')
    .option('--name <name>', 'new name')
    .option('--entries <list>', `all its ${entries}`)
    .action(perform(set))
  command
    .command('delete')
    .description('delete a company')
    .argument('<company>', 'its name or id')
    .option('--despite-routes', 'also while rules of routes name it; they then never hold by it')
    .action(perform(remove))
}

async function list(run: Run): Promise<Exit> {
  const { client } = await run.session()
  const answer = await asked(client.companies.list({}))
  run.out.answer(answer, () =>
    table(
      [
        { title: words['cli.column.name'](), of: (row) => row.name },
        { title: words['cli.column.entries'](), of: (row) => row.entries.join('; ') || null },
        { title: words['cli.column.used-by'](), of: (row) => row.usedBy.map(({ name }) => name).join(', ') || null },
      ],
      answer.rows,
    ),
  )
  return exits.well
}

async function add(run: Run, name: string, { entries = '' }: CompanyOptions): Promise<Exit> {
  const { client } = await run.session()
  const settings = { name, entries: [...splitEntries(entries)] }
  const view = await asked(client.companies.save({ id: null, revision: null, settings }))
  run.out.done(view, words['cli.company-saved']({ name: view.name }))
  return exits.well
}

const companyOf = async ({ client }: Session, wanted: string): Promise<CompanyView> =>
  companyNamed((await asked(client.companies.list({}))).rows, wanted)

async function set(run: Run, wanted: string, { name, entries }: CompanyOptions): Promise<Exit> {
  const session = await run.session()
  const before = await companyOf(session, wanted)
  const settings = {
    name: name ?? before.name,
    entries: entries === undefined ? before.entries : [...splitEntries(entries)],
  }
  const view = await asked(session.client.companies.save({ id: before.id, revision: before.revision, settings }))
  run.out.done(view, words['cli.company-saved']({ name: view.name }))
  return exits.well
}

async function remove(run: Run, wanted: string, { despiteRoutes = false }: CompanyOptions): Promise<Exit> {
  const session = await run.session()
  const { id, revision, name } = await companyOf(session, wanted)
  const answer = await asked(session.client.companies.remove({ id, revision, despiteRoutes }))
  run.out.done(answer, words['cli.deleted']({ name }))
  return exits.well
}
