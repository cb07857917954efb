import { outboxStates, type OutboxState } from '../../domain/outbox.ts'
import type { Store } from '../engine/ports/store.ts'
import type { Reads } from './reads.ts'

/** Work items with their threads, and mail that goes out. */
export const workReads = ({ rows, reading, page, numbers }: Reads) =>
  ({
    items: ({ state, search, ...asked }) =>
      reading(() => {
        const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
        const found = page(
          'item',
          asked,
          'seq',
          `(? is null or state = ?) and (? = '' or subject like ? escape '\\' or requester like ? escape '\\' or id like ? escape '\\')`,
          state,
          state,
          search,
          pattern,
          pattern,
          pattern,
        )
        const mails = numbers(
          'select i.item_id as k, count(*) as n from json_each(?) as j join item_mail i on i.item_id = j.value group by 1',
          JSON.stringify(found.rows.map((row) => row.id)),
        )
        return { ...found, rows: found.rows.map((row) => ({ ...row, mails: mails.get(row.id) ?? 0 })) }
      }),
    item: (id) => reading(() => rows.one('item', 'where id = ?', id)),
    itemMails: (itemId) => reading(() => rows.all('itemMail', 'where item_id = ? order by at, id', itemId)),
    itemsOfThread: (root) => reading(() => rows.all('item', 'where id = ? or linked_to = ? order by seq', root, root)),
    bounces: (outboxId) => reading(() => rows.all('bounce', 'where outbox_id = ? order by at, id', outboxId)),
    itemsOfMail: (mailId) =>
      reading(() => rows.all('itemMail', 'where mail_id = ? order by at', mailId).map((row) => row.itemId)),
    openItemCounts: () =>
      reading(() => numbers(`select process_id as k, count(*) as n from item where state <> 'closed' group by 1`)),
    highestNumber: (kind) =>
      reading(
        () =>
          rows.ask(
            `select coalesce(max(number), 0) as n
               from (select number from item where kind = ? union all select number from withdrawn where kind = ?)`,
            kind,
            kind,
          )[0]!['n'] as number,
      ),
    highestSeq: (table) =>
      reading(() => {
        // G5: what was withdrawn had its number all the same.
        const from = table === 'item' ? '(select seq from item union all select seq from withdrawn)' : table
        return rows.ask(`select coalesce(max(seq), 0) as n from ${from}`)[0]!['n'] as number
      }),

    outboxPage: ({ state, ...asked }) =>
      reading(() => (state === null ? page('outbox', asked, 'seq') : page('outbox', asked, 'seq', 'state = ?', state))),
    outbox: (id) => reading(() => rows.one('outbox', 'where id = ?', id)),
    recipients: (outboxId) => reading(() => rows.all('recipient', 'where outbox_id = ? order by id', outboxId)),
    journey: (outboxId) => reading(() => rows.all('journey', 'where outbox_id = ? order by at, id', outboxId)),
    due: (now, limit) =>
      reading(() =>
        rows.all(
          'outbox',
          // The plus keeps it to the index of due times, where the first few are found without sorting everything that waits.
          `where next_try_at <= ? and parked = 0 and +state in ('queued', 'deferred') order by next_try_at, seq limit ?`,
          now,
          limit,
        ),
      ),
    nextDue: () =>
      reading(
        () =>
          (rows.ask(
            `select min(next_try_at) as t from outbox where parked = 0 and state in ('queued', 'deferred')`,
          )[0]?.['t'] as string | null) ?? null,
      ),
    handingOver: () => reading(() => rows.all('recipient', `where state = 'sending'`)),
    outboxCounts: (since) =>
      reading(() => {
        const found = numbers(
          `select state as k, count(*) as n from outbox where state not in ('sent', 'failed') or changed_at >= ? group by state`,
          since,
        )
        return Object.fromEntries(outboxStates.map((state) => [state, found.get(state) ?? 0])) as Record<
          OutboxState,
          number
        >
      }),
    refusedSenders: () =>
      reading(
        () =>
          rows.ask(
            `select sender as address, json_extract(why, '$.params.connector') as connector, count(*) as waiting, min(created_at) as since
               from outbox where state = 'deferred' and json_extract(why, '$.key') = 'sending.sender-refused'
               group by sender_key order by sender_key`,
          ) as unknown as Awaited<ReturnType<Store['refusedSenders']>>,
      ),
    outboxWaiting: (addressKeys) =>
      reading(() => {
        const found = numbers(
          `select state as k, count(*) as n from outbox where state in ('parked', 'unknown')
           and sender_key in (select value from json_each(?)) group by state`,
          JSON.stringify(addressKeys),
        )
        return { parked: found.get('parked') ?? 0, unknown: found.get('unknown') ?? 0 }
      }),
    outboxByMessageId: (messageId) => reading(() => rows.one('outbox', 'where message_id = ?', messageId)),
  }) satisfies Partial<Store>
