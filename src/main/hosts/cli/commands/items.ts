import { Option, type Command } from 'commander'
import { workStates, type WorkState } from '../../../../domain/workItem.ts'
import { words } from '../../../../words/index.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { itemsTable, itemText } from '../mailText.ts'
import { printPages, withPages, type PageOptions } from '../pages.ts'
import type { Perform, Run } from '../run.ts'
import { sentOrNot } from '../sending.ts'
import { asked } from '../asked.ts'

export function define(command: Command, perform: Perform): void {
  withPages(
    command
      .command('list')
      .description('list work items')
      .addOption(new Option('--state <state>', 'only items in this state').choices(workStates))
      .option('--search <text>', 'only items with this text'),
  ).action(perform(list))
  command.command('show').description('show a work item with its mails').argument('<id>').action(perform(show))
  command
    .command('reply')
    .description('answer under the process’s From address, and wait until the mail left')
    .argument('<id>')
    .option('--text-stdin', 'read the text from standard input')
    .option('--action <name>', 'answer as this action of its case process, under its From address')
    .option('--no-wait', 'leave the mail in the outbox')
    .action(perform(reply))
}

async function list(
  run: Run,
  options: PageOptions & { readonly state?: WorkState; readonly search?: string },
): Promise<Exit> {
  const { client } = await run.session()
  await printPages(
    run,
    options,
    (page) => asked(client.items.list({ state: options.state ?? null, search: options.search ?? '', ...page })),
    itemsTable,
  )
  return exits.well
}

async function show(run: Run, id: string): Promise<Exit> {
  const { client } = await run.session()
  const item = await asked(client.items.get({ id }))
  run.out.answer(item, () => itemText(item, run.out.answerPaint))
  return exits.well
}

async function reply(
  run: Run,
  id: string,
  options: { readonly textStdin?: boolean; readonly action?: string; readonly wait: boolean },
): Promise<Exit> {
  if (!options.textStdin) throw new WrongUsage(words['cli.option-needed']({ option: '--text-stdin' }))
  const text = await run.input.text('--text-stdin')
  const session = await run.session(options.wait ? 'runs' : 'rests')
  const before = await asked(session.client.items.get({ id }))
  const known = new Set(before.thread.map((mail) => mail.id))
  const item = await asked(
    session.client.items.reply({ id, revision: before.revision, text, action: options.action ?? null }),
  )
  const sent = item.thread.find((mail) => mail.direction === 'out' && !known.has(mail.id))
  const rows =
    options.wait && sent?.messageId ? await sentOrNot(run, session, (row) => row.messageId === sent.messageId) : []
  const after = options.wait ? await asked(session.client.items.get({ id })) : item
  run.out.done(
    after,
    words['cli.replied']({
      id,
      state: rows[0] ? words[`outbox.state.${rows[0].state}`]() : words['outbox.state.queued'](),
    }),
  )
  return rows.every(({ state }) => state === 'sent') ? exits.well : exits.found
}
