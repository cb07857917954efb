import type { KnowledgeAsked, KnowledgeFound } from '../engine/ports/store.ts'
import { fromColumn } from './columns.ts'
import type { Rows } from './rows.ts'

type ItemRow = KnowledgeFound['items'][number]
type MailRow = KnowledgeFound['mails'][number]

/** What a batch of mails may be known by (I4, N21, N38), each question by an index of its own. */
export function knowledgeIn(rows: Rows, asked: KnowledgeAsked): KnowledgeFound {
  const list = (values: readonly string[]) => JSON.stringify([...new Set(values)])
  const messageIds = list(asked.messageIds)
  const mails = rows
    .ask(
      `select m.message_id as messageId, m.id as mailId, i.item_id as itemId, null as outboxId, null as kind
         from json_each(?) j join mail m on m.message_id = j.value join item_mail i on i.mail_id = m.id
       union
       select o.message_id, null, coalesce(i.item_id, o.item_id), o.id, o.kind
         from json_each(?) j join outbox o on o.message_id = j.value left join item_mail i on i.outbox_id = o.id`,
      messageIds,
      messageIds,
    )
    .map((row) => row as unknown as MailRow)

  // The thread of an item is its root with all that is linked to it.
  const items = rows
    .ask(
      `with named as (select i.id, coalesce(i.linked_to, i.id) as root from json_each(?) j join item i on i.id = j.value)
       select i.id, i.state, i.waiting_reason as waitingReason, i.closed_at as closedAt, i.recipient, i.linked_to as linkedTo
         from item i where i.id in (select root from named) or i.linked_to in (select root from named)`,
      list([...asked.itemIds, ...mails.flatMap(({ itemId }) => itemId ?? [])]),
    )
    .map((row) => row as unknown as ItemRow)

  const copy = (column: 'sha256' | 'content_key' | 'header_key', keys: readonly string[]) =>
    rows
      .ask(
        `select m.id, m.sha256, m.content_key as contentKey, m.header_key as headerKey, m.served from json_each(?) j
           join mail m on m.${column} = j.value where m.served <> '[]' and (? is null or m.connector_id = ?)`,
        list(keys),
        asked.copiesOf,
        asked.copiesOf,
      )
      .map(
        (row) => ({ ...row, served: fromColumn('json', row['served']) }) as unknown as KnowledgeFound['copies'][number],
      )
  const counted = (sql: string, values: readonly string[], since: string): ReadonlyMap<string, number> =>
    new Map(
      values.length === 0
        ? []
        : rows.ask(sql, list(values), since).map((row) => [row['k'] as string, row['n'] as number]),
    )
  return {
    mails,
    items,
    copies: [
      ...copy('sha256', asked.sha256s),
      ...copy('content_key', asked.contentKeys),
      ...copy('header_key', asked.headerKeys),
    ],
    acknowledged: counted(
      `select lower(r.address) as k, count(*) as n from json_each(?) j join recipient r on lower(r.address) = j.value
         join outbox o on o.id = r.outbox_id where o.kind = 'acknowledgement' and o.created_at >= ? group by 1`,
      asked.acknowledged.addresses,
      asked.acknowledged.since,
    ),
    written: counted(
      `select m.sender as k, count(*) as n from json_each(?) j join mail m on m.sender = j.value where m.first_seen_at >= ? group by 1`,
      asked.written.senders,
      asked.written.since,
    ),
  }
}
