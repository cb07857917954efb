import { Option, type Command } from 'commander'
import { asideOutcomes, type AsideOutcome } from '../../../../domain/ledger.ts'
import { say, words } from '../../../../words/index.ts'
import { processNamed } from '../catalogue.ts'
import { Cancelled, exits, WrongUsage, type Exit } from '../exits.ts'
import { asideTable } from '../mailText.ts'
import { follow } from '../jobs.ts'
import { printPages, withPages, type PageOptions } from '../pages.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import type { Session } from '../session.ts'

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
    .argument('[id]')
    .option('--process <process>', 'all mail that waited for this process: its path, name or id')
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

async function process(
  run: Run,
  id: string | undefined,
  options: { readonly anyway?: boolean; readonly process?: string },
): Promise<Exit> {
  if ((id === undefined) === (options.process === undefined) || (options.process !== undefined && options.anyway))
    throw new WrongUsage(words['cli.aside-process-what']())
  const session = await run.session()
  const { client } = session
  if (id === undefined) return processWaiting(run, session, options.process ?? '')
  const answer = await asked(client.aside.process({ id, anyway: options.anyway === true }))
  const became =
    answer.items.length > 0
      ? words['cli.aside-became']({ items: answer.items.join(', ') })
      : words['cli.aside-stays']({ why: answer.row === null ? '' : say(answer.row.what) })
  run.out.done(answer, became)
  return answer.items.length > 0 ? exits.well : exits.found
}

/** I13: what waited for a process that is live by now. */
async function processWaiting(run: Run, session: Session, wanted: string): Promise<Exit> {
  const { id } = await processNamed(session, wanted)
  const job = await follow(session, asked(session.client.aside.processWaiting({ processId: id })), {
    signal: run.signal,
  })
  run.out.done(job, job.note === null ? words['cli.nothing-listed']() : say(job.note))
  if (job.state === 'cancelled') throw new Cancelled()
  if (job.failure?.code === 'vault-locked') return exits.unavailable
  const left = await asked(session.client.aside.waiting({ processId: id, limit: 1 }))
  return left.total === 0 ? exits.well : exits.found
}

async function fetch(run: Run, id: string): Promise<Exit> {
  const session = await run.session()
  const job = await follow(session, asked(session.client.aside.fetch({ id })), { signal: run.signal })
  if (job.state === 'cancelled') throw new Cancelled()
  run.out.done(job, job.note === null ? words['cli.not-fetched']() : say(job.note))
  if (job.failure?.code === 'vault-locked') return exits.unavailable
  return job.results.length > 0 ? exits.well : exits.found
}
