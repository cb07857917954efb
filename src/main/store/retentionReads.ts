import type { SourceOfClosedWork, Store } from '../engine/ports/store.ts'
import { fromColumn } from './columns.ts'
import type { Reads } from './reads.ts'

type Mail = SourceOfClosedWork['mails'][number] & { readonly sha256: string }
type Sent = SourceOfClosedWork['sent'][number] & { readonly sha256: string }
interface Work {
  readonly mailId: string | null
  readonly outboxId: string | null
  readonly since: string
  readonly id: string
  readonly revision: number
  readonly state: SourceOfClosedWork['works'][number]['item']['state']
  readonly closedAt: string
  readonly sending: number
}

// Closed before closings were noted: its last change is no earlier.
const work = (column: 'mail_id' | 'outbox_id') =>
  `select link.mail_id as mailId, link.outbox_id as outboxId, link.at as since, i.id, i.revision, i.state,
     coalesce(i.closed_at, i.changed_at) as closedAt,
     exists (select 1 from item_mail other join outbox o on o.id = other.outbox_id
       where other.item_id = i.id and o.state not in ('sent', 'failed')) as sending
     from json_each(?) j join item_mail link on link.${column} = j.value join item i on i.id = link.item_id`

/** What retention decides by (V3). */
export const retentionReads = ({ rows, reading }: Reads) =>
  ({
    sourcesOfClosedWork: (after, limit) =>
      reading(() => {
        const items = rows.ask(
          `select id, seq from item where state = 'closed' and seq > ? order by seq limit ?`,
          after,
          limit,
        ) as unknown as readonly { readonly id: string; readonly seq: number }[]
        const ids = JSON.stringify(items.map(({ id }) => id))
        const found = rows.ask(
          `select s.sha256, s.size from (
             select m.sha256 from json_each(?) j join item_mail l on l.item_id = j.value join mail m on m.id = l.mail_id
             union select o.sha256 from json_each(?) j join item_mail l on l.item_id = j.value join outbox o on o.id = l.outbox_id
           ) as of join source s on s.sha256 = of.sha256`,
          ids,
          ids,
        ) as unknown as readonly Pick<SourceOfClosedWork, 'sha256' | 'size'>[]
        const keys = JSON.stringify(found.map(({ sha256 }) => sha256))
        const mails = Map.groupBy(
          rows
            .ask(
              `select m.sha256, m.id, m.connector_id as connectorId, m.outcome, m.decided_at as decidedAt, m.dismissed_at as dismissedAt,
                 m.waits_for as waitsFor from json_each(?) j join mail m on m.sha256 = j.value where m.passed_over = 0`,
              keys,
            )
            .map((row) => ({ ...row, waitsFor: fromColumn('json', row['waitsFor']) }) as unknown as Mail),
          ({ sha256 }) => sha256,
        )
        const sent = Map.groupBy(
          rows.ask(
            'select o.sha256, o.id, o.state from json_each(?) j join outbox o on o.sha256 = j.value',
            keys,
          ) as unknown as readonly Sent[],
          ({ sha256 }) => sha256,
        )
        const tested = new Set(
          rows
            .ask('select sha256 from route_test where sha256 in (select value from json_each(?))', keys)
            .map((row) => row['sha256'] as string),
        )
        const worksOf = (column: 'mail_id' | 'outbox_id', of: readonly { readonly id: string }[]) =>
          (rows.ask(work(column), JSON.stringify(of.map(({ id }) => id))) as unknown as readonly Work[]).map(
            ({ mailId, outboxId, since, id, revision, state, closedAt, sending }) => ({
              mailId,
              outboxId,
              since,
              item: { id, revision, state, closedAt },
              sending: sending === 1,
            }),
          )
        const works = Map.groupBy(
          [...worksOf('mail_id', [...mails.values()].flat()), ...worksOf('outbox_id', [...sent.values()].flat())],
          ({ mailId, outboxId }) => mailId ?? outboxId,
        )
        return {
          last: items.at(-1)?.seq ?? null,
          sources: found.map(({ sha256, size }) => {
            const received = mails.get(sha256) ?? []
            const ours = sent.get(sha256) ?? []
            return {
              sha256,
              size,
              mails: received,
              sent: ours,
              routeTest: tested.has(sha256),
              works: [...received, ...ours].flatMap(({ id }) => works.get(id) ?? []),
            }
          }),
        }
      }),
    removedMail: (connectorId) =>
      reading(
        () =>
          rows.ask(
            `select count(*) as n from mail where source_removed_at is not null and (? is null or connector_id = ?)
               and not exists (select 1 from source where source.sha256 = mail.sha256)`,
            connectorId,
            connectorId,
          )[0]!['n'] as number,
      ),
  }) satisfies Partial<Store>
