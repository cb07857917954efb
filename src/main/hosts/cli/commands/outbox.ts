import { Option, type Command } from 'commander'
import { outboxStates, type OutboxState } from '../../../../domain/outbox.ts'
import { say, words } from '../../../../words/index.ts'
import { exits, type Exit } from '../exits.ts'
import { outboxTable } from '../mailText.ts'
import { printPages, withPages, type PageOptions } from '../pages.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import { facts, printable, table } from '../table.ts'

export function define(command: Command, perform: Perform): void {
  withPages(
    command
      .command('list')
      .description('list mail on its way out')
      .addOption(new Option('--state <state>', 'only mail in this state').choices(outboxStates)),
  ).action(perform(list))
  command.command('show').description('show one mail and its journey').argument('<id>').action(perform(show))
}

async function list(run: Run, options: PageOptions & { readonly state?: OutboxState }): Promise<Exit> {
  const { client } = await run.session()
  await printPages(
    run,
    options,
    (page) => asked(client.outbox.list({ state: options.state ?? null, ...page })),
    outboxTable,
  )
  return exits.well
}

async function show(run: Run, id: string): Promise<Exit> {
  const { client } = await run.session()
  const mail = await asked(client.outbox.get({ id }))
  run.out.answer(mail, () =>
    [
      facts([
        [words['cli.column.state'](), words[`outbox.state.${mail.state}`]()],
        [words['cli.column.from'](), mail.from],
        [words['cli.column.to'](), mail.to.join(', ')],
        [words['cli.column.subject'](), mail.subject],
        [words['cli.fact.message-id'](), mail.messageId],
        [words['cli.column.item'](), mail.itemId],
        [words['cli.fact.carrier'](), mail.carrier],
        [words['cli.column.why'](), mail.why && say(mail.why)],
      ]),
      table(
        [
          { title: words['cli.column.recipient'](), of: (row) => row.address },
          { title: words['cli.column.state'](), of: (row) => words[`outbox.state.${row.state}`]() },
          { title: words['cli.column.tries'](), of: (row) => row.tries, align: 'right' },
          { title: words['cli.column.reply'](), of: (row) => row.reply },
        ],
        mail.recipients,
      ),
      mail.journey
        .map(
          ({ at, word, reply }) =>
            `${at}  ${say(word)}${reply === null ? '' : `  ${words['cli.server-said']({ reply: printable(reply) })}`}`,
        )
        .join('\n'),
      ...(mail.text === null ? [] : [printable(mail.text, 'many').trimEnd()]),
    ].join('\n\n'),
  )
  return exits.well
}
