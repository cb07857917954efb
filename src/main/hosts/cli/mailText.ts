import type { AsideRow, ItemRow, ItemView, OutboxRow } from '../../../contract/mail.ts'
import { say, words } from '../../../words/index.ts'
import type { Paint } from './output.ts'
import { facts, printable, table } from './table.ts'

/** How mail and work items look in a terminal. */

export const itemsTable = (rows: readonly ItemRow[]): string =>
  table(
    [
      { title: words['cli.column.item'](), of: (row) => row.id },
      { title: words['cli.column.state'](), of: (row) => words[`items.state.${row.state}`]() },
      {
        title: words['cli.column.subject'](),
        of: (row) => (row.test ? `[${words['cli.test-mark']()}] ${row.subject}` : row.subject),
      },
      { title: words['cli.column.requester'](), of: (row) => row.requester },
      { title: words['cli.column.process'](), of: (row) => row.processPath },
      { title: words['cli.column.mails'](), of: (row) => row.mails, align: 'right' },
      { title: words['cli.column.changed'](), of: (row) => row.changedAt },
    ],
    rows,
  )

export function itemText(item: ItemView, paint: Paint): string {
  const head = facts([
    [words['cli.column.state'](), words[`items.state.${item.state}`]()],
    [words['cli.column.requester'](), item.requester],
    [words['cli.column.process'](), item.processPath],
    [words['cli.column.category'](), item.category],
    [words['cli.fact.for-attention'](), item.forAttention],
    [words['cli.column.from'](), item.fromAddress],
    [words['cli.column.connector'](), item.connector?.name],
    [words['cli.fact.route'](), item.route?.name],
  ])
  const thread = item.thread.map((mail) =>
    [
      paint.strong(`${mail.direction === 'in' ? '←' : '→'} ${printable(mail.from)}  ${mail.at}`),
      paint.dim(`  ${words['cli.to']({ to: printable([...mail.to, ...mail.cc].join(', ')) })}`),
      ...(mail.outbox === null ? [] : [paint.dim(`  ${words[`outbox.state.${mail.outbox}`]()}`)]),
      ...mail.attachments.map(({ fileName, size }) => `  📎 ${printable(fileName ?? '–')} (${size})`),
      '',
      mail.removedAt !== null
        ? paint.dim(words['retention.removed-one']({ at: mail.removedAt }))
        : mail.text === null
          ? paint.dim(words['cli.no-text']())
          : printable(mail.text, 'many').trimEnd(),
    ].join('\n'),
  )
  const removed = item.thread.flatMap(({ removedAt }) => removedAt ?? []).toSorted()
  const says =
    removed.length === 0
      ? []
      : [words['retention.removed']({ at: removed.at(-1)!, mails: removed.length, of: item.thread.length })]
  return [`${paint.strong(`${item.id}  ${printable(item.subject)}`)}\n${head}`, ...says, ...thread].join('\n\n')
}

export const outboxTable = (rows: readonly OutboxRow[]): string =>
  table(
    [
      { title: words['cli.fact.id'](), of: (row) => row.id },
      { title: words['cli.column.state'](), of: (row) => words[`outbox.state.${row.state}`]() },
      { title: words['cli.column.from'](), of: (row) => row.from },
      { title: words['cli.column.to'](), of: (row) => row.to.join(', ') },
      { title: words['cli.column.subject'](), of: (row) => row.subject },
      { title: words['cli.column.item'](), of: (row) => row.itemId },
      { title: words['cli.column.why'](), of: (row) => row.why && say(row.why) },
    ],
    rows,
  )

export const asideTable = (rows: readonly AsideRow[]): string =>
  table(
    [
      { title: words['cli.fact.id'](), of: (row) => row.id },
      { title: words['cli.column.outcome'](), of: (row) => words[`cli.mail.${row.outcome}`]() },
      { title: words['cli.column.from'](), of: (row) => row.from },
      { title: words['cli.column.subject'](), of: (row) => row.subject },
      { title: words['cli.column.received'](), of: (row) => row.receivedAt },
      { title: words['cli.column.why'](), of: (row) => say(row.what) },
    ],
    rows,
  )
