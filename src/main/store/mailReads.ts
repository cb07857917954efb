import { noCounts, type Counts, type MailOutcome } from '../../domain/ledger.ts'
import type { ObservedFigures, Store } from '../engine/ports/store.ts'
import { knowledgeIn } from './knowledge.ts'
import type { Reads } from './reads.ts'

interface ObservedRow {
  readonly k: string
  readonly outcome: MailOutcome | null
  readonly n: number
  readonly since: string
  readonly last: string
  readonly acknowledgements: number
}

/** Mail that came in: identities, what is to be decided or settled, what is known of it, the ledger. */
export const mailReads = ({ rows, reading, page, numbers }: Reads) =>
  ({
    epochs: (connectorId) => reading(() => rows.all('epoch', 'where connector_id = ? order by number', connectorId)),
    knownIdentities: (epochId, folder, identities) =>
      reading(
        () =>
          new Set(
            rows
              .ask(
                `select m.identity from json_each(?) as j join mail m on m.epoch_id = ? and m.folder = ? and m.identity = j.value`,
                JSON.stringify(identities),
                epochId,
                folder,
              )
              .map((row) => row['identity'] as string),
          ),
      ),
    lastIdentity: (epochId, folder) =>
      reading(
        () =>
          (rows.ask(
            `select identity from mail where epoch_id = ? and folder = ? and identity not like 'withdrawn:%' order by seq desc limit 1`,
            epochId,
            folder,
          )[0]?.['identity'] as string) ?? null,
      ),
    mailToDecide: (epochId, folder, limit) =>
      reading(() =>
        rows.all(
          'mail',
          `where epoch_id = ? and folder = ? and outcome = 'pending' and passed_over = 0 order by seq limit ?`,
          epochId,
          folder,
          limit,
        ),
      ),
    mailToSettle: (epochId, folder, now, limit) =>
      reading(() =>
        rows.all(
          'mail',
          `where epoch_id = ? and folder = ? and settle <> 'none' and settled_at is null and (settle_from is null or settle_from <= ?) order by seq limit ?`,
          epochId,
          folder,
          now,
          limit,
        ),
      ),
    mailSkipped: (epochId, folder, since) =>
      reading(() =>
        rows.all(
          'mail',
          `where epoch_id = ? and folder = ? and outcome = 'skipped' and passed_over = 0
             and (? is null or received_at is null or received_at >= ?) order by seq`,
          epochId,
          folder,
          since,
          since,
        ),
      ),
    mailToObserve: (epochId, folder, limit) =>
      reading(() =>
        rows.all(
          'mail',
          `where epoch_id = ? and folder = ? and outcome = 'observed' and observed is null and passed_over = 0 order by seq limit ?`,
          epochId,
          folder,
          limit,
        ),
      ),
    mailObserved: (epochId, folder) =>
      reading(() =>
        rows.all(
          'mail',
          `where epoch_id = ? and folder = ? and outcome = 'observed' and passed_over = 0 order by seq`,
          epochId,
          folder,
        ),
      ),
    observed: (connectorId, asked) =>
      reading(() =>
        page('mail', asked, 'seq', `connector_id = ? and outcome = 'observed' and passed_over = 0`, connectorId),
      ),
    observedFigures: () =>
      reading(() => {
        const found = new Map<string, ObservedFigures & { outcomes: Map<MailOutcome, number> }>()
        for (const row of rows.ask(
          `select connector_id as k, json_extract(observed, '$.outcome') as outcome, count(*) as n, min(first_seen_at) as since,
             max(first_seen_at) as last, coalesce(sum(json_extract(observed, '$.acknowledgements')), 0) as acknowledgements
             from mail where outcome = 'observed' and passed_over = 0 group by 1, 2`,
        ) as unknown as readonly ObservedRow[]) {
          const before = found.get(row.k)
          const outcomes = before?.outcomes ?? new Map<MailOutcome, number>()
          if (row.outcome !== null) outcomes.set(row.outcome, row.n)
          found.set(row.k, {
            mails: (before?.mails ?? 0) + row.n,
            since: before && before.since < row.since ? before.since : row.since,
            last: before && before.last > row.last ? before.last : row.last,
            outcomes,
            acknowledgements: (before?.acknowledgements ?? 0) + row.acknowledgements,
          })
        }
        return found
      }),
    mailDecidedSince: (connectorId, since) =>
      reading(() =>
        rows.all(
          'mail',
          `where connector_id = ? and decided_at >= ? and passed_over = 0 and outcome not in ('skipped', 'observed', 'pending') order by seq`,
          connectorId,
          since,
        ),
      ),
    mailPending: (connectorId) =>
      reading(() =>
        rows.all(
          'mail',
          `where connector_id = ? and outcome = 'pending' and passed_over = 0 order by seq`,
          connectorId,
        ),
      ),
    receivedBefore: (epochId, folder) =>
      reading(
        () =>
          rows.ask(
            `select 1 from mail where epoch_id = ? and folder = ? and outcome <> 'observed' and passed_over = 0 limit 1`,
            epochId,
            folder,
          ).length > 0,
      ),
    knowledge: (asked) => reading(() => knowledgeIn(rows, asked)),
    mail: (id) => reading(() => rows.one('mail', 'where id = ?', id)),
    itemsOfCopies: ({ sha256, contentKey, headerKey }) =>
      reading(() =>
        rows
          .ask(
            `select distinct i.item_id as k from mail m join item_mail i on i.mail_id = m.id
               where m.sha256 = ? or m.content_key = ? or m.header_key = ? order by 1`,
            sha256,
            contentKey,
            headerKey,
          )
          .map((row) => row['k'] as string),
      ),
    aside: (outcome, asked) =>
      reading(() =>
        outcome === null
          ? page(
              'mail',
              asked,
              'seq',
              `outcome in ('duplicate', 'ignored', 'blocked', 'unhandled', 'quarantined') and dismissed_at is null`,
            )
          : page('mail', asked, 'seq', 'outcome = ? and dismissed_at is null', outcome),
      ),
    waiting: (processId, asked) =>
      reading(() =>
        page(
          'mail',
          asked,
          'seq',
          `waits_for <> '[]' and outcome in ('unhandled', 'created', 'joined') and dismissed_at is null
             and exists (select 1 from json_each(mail.waits_for) where value = ?)`,
          processId,
        ),
      ),
    waitingCounts: () =>
      reading(() =>
        numbers(
          `select each.value as k, count(*) as n from mail, json_each(mail.waits_for) as each
             where waits_for <> '[]' and outcome in ('unhandled', 'created', 'joined') and dismissed_at is null group by 1`,
        ),
      ),
    newestMail: (connectorId) =>
      reading(
        () =>
          rows.one('mail', 'where connector_id = ? and passed_over = 0 order by seq desc limit 1', connectorId) ?? null,
      ),
    storedMail: ({ connectorId, search, ...asked }) =>
      reading(() => {
        const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
        return page(
          'mail',
          asked,
          'seq',
          `(? is null or connector_id = ?) and dismissed_at is null and passed_over = 0
             and exists (select 1 from source where source.sha256 = mail.sha256)
             and (? = '' or subject like ? escape '\\' or sender like ? escape '\\')`,
          connectorId,
          connectorId,
          search,
          pattern,
          pattern,
        )
      }),
    source: (sha256) => reading(() => rows.one('source', 'where sha256 = ?', sha256)),
    ledger: (of) =>
      reading(() => {
        const where = ['1 = 1']
        const params: unknown[] = []
        const limit = (sql: string, value: unknown) => {
          if (value === undefined || value === null) return
          where.push(sql)
          params.push(value)
        }
        limit('p.connector_id = ?', of.connectorId)
        limit('p.id = ?', of.pollId)
        limit('p.started_at >= ?', of.since)
        limit('p.started_at < ?', of.until)
        const filter = where.join(' and ')
        const seen = rows.ask(`select coalesce(sum(p.seen), 0) as n from poll p where ${filter}`, ...params)[0]![
          'n'
        ] as number
        const counts: Record<string, number> = { ...noCounts }
        for (const row of rows.ask(
          `select m.outcome as k, count(*) as n from poll p join mail m on m.poll_id = p.id where ${filter} and m.passed_over = 0 group by m.outcome`,
          ...params,
        )) {
          counts[row['k'] as string] = row['n'] as number
        }
        return { seen, counts: counts as Counts }
      }),
  }) satisfies Partial<Store>
