import { Option, type Command } from 'commander'
import { asideOutcomes, type AsideOutcome } from '../../../../domain/ledger.ts'
import { say, words } from '../../../../words/index.ts'
import { Cancelled, exits, type Exit } from '../exits.ts'
import { asideTable } from '../mailText.ts'
import { follow } from '../jobs.ts'
import { printPages, withPages, type PageOptions } from '../pages.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'

export function define(command: Command, perform: Perform): void {
  withPages(
    command
      .command('list')
      .description('list mail that was set aside')
      .addOption(new Option('--outcome <outcome>', 'only mail with this outcome').choices(asideOutcomes)),
  ).action(perform(list))
  command
    .command('process')
    .description('decide again, against the routes as they are now')
    .argument('<id>')
    .option('--anyway', 'by the fallback route if nothing else takes it')
    .action(perform(process))
  command
    .command('fetch')
    .description('fetch a mail that was set aside unread, whatever the size limit')
    .argument('<id>')
    .action(perform(fetch))
}

async function list(run: Run, options: PageOptions & { readonly outcome?: AsideOutcome }): Promise<Exit> {
  const { client } = await run.session()
  await printPages(
    run,
    options,
    (page) => asked(client.aside.list({ outcome: options.outcome ?? null, ...page })),
    asideTable,
  )
  return exits.well
}

async function process(run: Run, id: string, options: { readonly anyway?: boolean }): Promise<Exit> {
  const { client } = await run.session()
  const answer = await asked(client.aside.process({ id, anyway: options.anyway === true }))
  const became =
    answer.items.length > 0
      ? words['cli.aside-became']({ items: answer.items.join(', ') })
      : words['cli.aside-stays']({ why: answer.row === null ? '' : say(answer.row.what) })
  run.out.done(answer, became)
  return answer.items.length > 0 ? exits.well : exits.found
}

async function fetch(run: Run, id: string): Promise<Exit> {
  const session = await run.session()
  const job = await follow(session, asked(session.client.aside.fetch({ id })), { signal: run.signal })
  if (job.state === 'cancelled') throw new Cancelled()
  run.out.done(job, job.note === null ? words['cli.not-fetched']() : say(job.note))
  if (job.failure?.code === 'vault-locked') return exits.unavailable
  return job.results.length > 0 ? exits.well : exits.found
}
