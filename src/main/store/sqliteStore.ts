import { existsSync, statSync } from 'node:fs'
import { noCounts, type Counts } from '../../domain/ledger.ts'
import { outboxStates, type OutboxState } from '../../domain/outbox.ts'
import type { RouteProof, TableName, Tables } from '../engine/ports/records.ts'
import {
  StoreFailed,
  type Change,
  type Committed,
  type Conflict,
  type PageAsked,
  type PageOf,
  type RoutePlace,
  type Store,
} from '../engine/ports/store.ts'
import { tableOf } from './columns.ts'
import { knowledgeIn } from './knowledge.ts'
import { openDatabase, storeFailure } from './open.ts'
import { rowsOf } from './rows.ts'

class Stale extends Error {}

/** Which rule a violated constraint stands for. */
function conflictOf(error: unknown): Conflict | undefined {
  const { code, message } = error as { code?: string; message?: string }
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') return undefined
  if (message?.includes('connector.name_key') || message?.includes('company.name_key')) return 'name-taken'
  if (message?.includes('connector.mailbox_key')) return 'mailbox-taken'
  if (message?.includes('outgoing_route.effective_key')) return 'address-carried'
  return 'already-there'
}

/** The workspace database in SQLite: WAL, every commit durable (`synchronous=FULL`). Throws as `openDatabase` does. */
export function openSqliteStore(path: string): Store {
  const database = openDatabase(path)
  const rows = rowsOf(database)
  const inode = path === ':memory:' ? undefined : statSync(path).ino

  // SQLite goes on writing into a file that was deleted or replaced under it; what is committed there is lost.
  const stillThere = () => {
    if (inode !== undefined && (!existsSync(path) || statSync(path).ino !== inode)) {
      throw new StoreFailed('gone', `${path} was deleted or replaced while Waypost was running.`)
    }
  }

  const apply = (change: Change): void => {
    if ('put' in change) rows.put(change.put, change.row)
    else if ('expect' in change) {
      const found = rows.ask(`select revision from ${tableOf(change.expect)} where id = ?`, change.id)[0]
      if (!found || found['revision'] !== change.revision) throw new Stale()
    } else if ('count' in change) {
      const { seen = 0, settled = 0, changedOutcome = 0 } = change.add
      rows.run(
        'update poll set seen = seen + ?, settled = settled + ?, changed_outcome = changed_outcome + ? where id = ?',
        seen,
        settled,
        changedOutcome,
        change.id,
      )
    } else if ('joined' in change) {
      rows.run(
        `update item set revision = revision + 1, changed_at = ?, state = iif(?, 'to-do', state), waiting_reason = iif(?, null, waiting_reason)
           where id = ?`,
        change.at,
        change.toDo ? 1 : 0,
        change.toDo ? 1 : 0,
        change.joined,
      )
    } else if ('arrived' in change)
      rows.run('update outbox set arrival = ? where id = ?', JSON.stringify(change.arrival), change.arrived)
    else if ('settled' in change) rows.run('update mail set settled_at = ? where id = ?', change.at, change.settled)
    else if ('order' in change) {
      for (const { id, position } of change.places)
        rows.run('update incoming_route set position = ? where id = ?', position, id)
    } else if (change.forget === 'secret') rows.run('delete from secret where id = ?', change.id)
    else if (change.forget === 'routeTest') rows.run('delete from route_test where id = ?', change.id)
    else {
      rows.run(
        `delete from source where sha256 = ? and not exists (select 1 from mail where sha256 = ? and dismissed_at is null)
           and not exists (select 1 from outbox where sha256 = ?) and not exists (select 1 from route_test where sha256 = ?)`,
        change.sha256,
        change.sha256,
        change.sha256,
        change.sha256,
      )
    }
  }
  // Immediate: a writer that finds the database busy fails at the beginning, not in the middle.
  const transaction = database.transaction((changes: readonly Change[]) => changes.forEach(apply)).immediate

  const reading = async <T>(read: () => T): Promise<T> => {
    try {
      return read()
    } catch (error) {
      throw error instanceof StoreFailed ? error : storeFailure(error)
    }
  }

  // Tests of two sides may end in the same millisecond: their order goes on with the id.
  const page = <T extends TableName>(
    table: T,
    asked: PageAsked,
    order: 'seq' | 'finished_at',
    where = '1 = 1',
    ...params: readonly unknown[]
  ): PageOf<Tables[T]> => {
    const key = order === 'seq' ? 'seq' : `finished_at || ' ' || id`
    const behind = asked.cursor === null ? '1 = 1' : `${key} < ?`
    const cursor = asked.cursor === null ? [] : [order === 'seq' ? Number(asked.cursor) : asked.cursor]
    const sorted = order === 'seq' ? 'seq desc' : 'finished_at desc, id desc'
    const found = rows.all(
      table,
      `where ${where} and ${behind} order by ${sorted} limit ?`,
      ...params,
      ...cursor,
      asked.limit + 1,
    )
    const total = rows.ask(`select count(*) as n from ${tableOf(table)} where ${where}`, ...params)[0]!['n'] as number
    const shown = found.slice(0, asked.limit)
    const last = shown.at(-1) as Record<string, unknown> | undefined
    return {
      rows: shown,
      total,
      next:
        found.length > asked.limit && last
          ? order === 'seq'
            ? String(last['seq'])
            : `${String(last['finishedAt'])} ${String(last['id'])}`
          : null,
    }
  }
  const numbers = (sql: string, ...params: readonly unknown[]): ReadonlyMap<string, number> =>
    new Map(rows.ask(sql, ...params).map((row) => [row['k'] as string, row['n'] as number]))

  return {
    commit: async (changes): Promise<Committed> => {
      try {
        stillThere()
        transaction(changes)
        return { ok: true }
      } catch (error) {
        if (error instanceof Stale) return { ok: false, why: 'stale' }
        if (error instanceof StoreFailed) throw error
        const conflict = conflictOf(error)
        if (conflict) return { ok: false, why: 'conflict', conflict }
        throw storeFailure(error)
      }
    },

    connectors: () => reading(() => rows.all('connector', 'where deleted_at is null order by name_key')),
    connector: (id) => reading(() => rows.one('connector', 'where id = ?', id)),
    version: (id) => reading(() => rows.one('settingsVersion', 'where id = ?', id)),
    secret: (id, version) => reading(() => rows.one('secret', 'where secret_id = ? and version = ?', id, version)),
    highestSecretVersion: (connectorId) =>
      reading(
        () =>
          rows.ask(
            `select coalesce(max(json_extract(password, '$.version')), 0) as n from settings_version where connector_id = ?`,
            connectorId,
          )[0]!['n'] as number,
      ),
    wasTested: (connectorId) =>
      reading(
        () =>
          rows.ask('select 1 from proof where connector_id = ? and route_id is null limit 1', connectorId).length > 0,
      ),
    proofs: (connectorId, asked) => reading(() => page('proof', asked, 'finished_at', 'connector_id = ?', connectorId)),
    proof: (id) => reading(() => rows.one('proof', 'where id = ?', id)),
    newestProof: (connectorId, fingerprint) =>
      reading(() =>
        rows.one(
          'proof',
          `where connector_id = ? and fingerprint = ? and outcome <> 'cancelled' order by finished_at desc, id desc limit 1`,
          connectorId,
          fingerprint,
        ),
      ),

    routeProofs: (connectorId) =>
      reading(() =>
        rows
          .ask(
            `select id, route_id, fingerprint, outcome, finished_at, max(finished_at || ' ' || id) as newest from proof
               where route_id is not null and outcome <> 'cancelled' and (? is null or connector_id = ?)
               group by route_id, fingerprint order by newest`,
            connectorId,
            connectorId,
          )
          .map((row) => ({
            id: row['id'] as string,
            routeId: row['route_id'] as string,
            fingerprint: row['fingerprint'] as string,
            outcome: row['outcome'] as RouteProof['outcome'],
            finishedAt: row['finished_at'] as string,
          })),
      ),

    incomingRoutes: (connectorId) =>
      reading(() =>
        connectorId === null
          ? rows.all('incomingRoute', 'where deleted_at is null order by connector_id, position')
          : rows.all('incomingRoute', 'where connector_id = ? and deleted_at is null order by position', connectorId),
      ),
    incomingRoutesById: (ids) =>
      reading(() =>
        rows.all(
          'incomingRoute',
          'where id in (select value from json_each(?)) and deleted_at is null',
          JSON.stringify(ids),
        ),
      ),
    routeOrder: (connectorId, of) =>
      reading(
        () =>
          rows.ask(
            'select id, position from incoming_route where connector_id = ? and class = ? and deleted_at is null order by position',
            connectorId,
            of,
          ) as unknown as readonly RoutePlace[],
      ),
    outgoingRoutes: (connectorId) =>
      reading(() =>
        connectorId === null
          ? rows.all('outgoingRoute', 'where deleted_at is null order by connector_id, is_default desc, name')
          : rows.all(
              'outgoingRoute',
              'where connector_id = ? and deleted_at is null order by is_default desc, name',
              connectorId,
            ),
      ),
    effectiveRoute: (key) => reading(() => rows.one('outgoingRoute', 'where effective_key = ?', key)),
    processes: () => reading(() => rows.all('process', 'order by customer, contract, service, name')),
    companies: () => reading(() => rows.all('company', 'where deleted_at is null order by name_key')),

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
            'select identity from mail where epoch_id = ? and folder = ? order by seq desc limit 1',
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
          `where epoch_id = ? and folder = ? and outcome = 'skipped' and (? is null or received_at is null or received_at >= ?) order by seq`,
          epochId,
          folder,
          since,
          since,
        ),
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
          `waits_for <> '[]' and outcome = 'unhandled' and dismissed_at is null
             and exists (select 1 from json_each(mail.waits_for) where value = ?)`,
          processId,
        ),
      ),
    waitingCounts: () =>
      reading(() =>
        numbers(
          `select each.value as k, count(*) as n from mail, json_each(mail.waits_for) as each
             where waits_for <> '[]' and outcome = 'unhandled' and dismissed_at is null group by 1`,
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
    routeTests: (connectorId) =>
      reading(() =>
        rows.all('routeTest', 'where ? is null or connector_id = ? order by name, id', connectorId, connectorId),
      ),
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
    highestNumber: (kind) =>
      reading(() => rows.ask('select coalesce(max(number), 0) as n from item where kind = ?', kind)[0]!['n'] as number),
    highestSeq: (table) =>
      reading(() => rows.ask(`select coalesce(max(seq), 0) as n from ${table}`)[0]!['n'] as number),

    outboxPage: ({ state, ...asked }) =>
      reading(() => (state === null ? page('outbox', asked, 'seq') : page('outbox', asked, 'seq', 'state = ?', state))),
    outbox: (id) => reading(() => rows.one('outbox', 'where id = ?', id)),
    recipients: (outboxId) => reading(() => rows.all('recipient', 'where outbox_id = ? order by id', outboxId)),
    journey: (outboxId) => reading(() => rows.all('journey', 'where outbox_id = ? order by at, id', outboxId)),
    due: (now, limit) =>
      reading(() =>
        rows.all(
          'outbox',
          `where next_try_at <= ? and parked = 0 and state in ('queued', 'deferred') order by next_try_at, seq limit ?`,
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

    polls: (connectorId, asked) =>
      reading(() =>
        connectorId === null ? page('poll', asked, 'seq') : page('poll', asked, 'seq', 'connector_id = ?', connectorId),
      ),
    lastPoll: (connectorId) =>
      reading(() =>
        rows.one('poll', `where connector_id = ? and outcome <> 'running' order by seq desc limit 1`, connectorId),
      ),
    missed: (since) =>
      reading(
        () =>
          new Map(
            rows
              .ask(
                `select connector_id as k, sum(missed) as mails, count(*) as polls, min(started_at) as since, max(started_at) as last
                 from poll where started_at >= ? and missed > 0 group by 1`,
                since,
              )
              .map((row) => [
                row['k'] as string,
                {
                  mails: row['mails'] as number,
                  polls: row['polls'] as number,
                  since: row['since'] as string,
                  last: row['last'] as string,
                },
              ]),
          ),
      ),
    conditions: () => reading(() => rows.all('condition')),
    history: (objectId, asked) =>
      reading(() =>
        objectId === null ? page('history', asked, 'seq') : page('history', asked, 'seq', 'object_id = ?', objectId),
      ),
    historyEntry: (id) => reading(() => rows.one('history', 'where id = ?', id)),
    setting: (key) => reading(() => rows.one('setting', 'where key = ?', key)?.value),

    routeHits: (since) =>
      reading(() =>
        numbers(
          'select route_id as k, count(*) as n from item where created_at >= ? and route_id is not null group by 1',
          since,
        ),
      ),
    sentUnder: (since) =>
      reading(() =>
        numbers(
          `select sender_key as k, count(*) as n from outbox where state = 'sent' and changed_at >= ? group by 1`,
          since,
        ),
      ),
    counts: (today) =>
      reading(() => {
        const one = (sql: string, ...params: readonly unknown[]) => rows.ask(sql, ...params)[0]!['n'] as number
        return {
          inToday: numbers(
            `select connector_id as k, count(*) as n from mail where first_seen_at >= ? and passed_over = 0 and outcome not in ('skipped') group by 1`,
            today,
          ),
          outToday: numbers(
            `select carrier_id as k, count(*) as n from outbox where state = 'sent' and changed_at >= ? and carrier_id is not null group by 1`,
            today,
          ),
          aside: one(
            `select count(*) as n from mail where outcome in ('duplicate', 'ignored', 'blocked', 'unhandled', 'quarantined') and dismissed_at is null`,
          ),
          outboxOpen: one(`select count(*) as n from outbox where state in ('parked', 'failed', 'unknown')`),
          testItems: one('select count(*) as n from item where test = 1 and created_at >= ?', today),
          lastMailAt: rows.ask(
            `select max(first_seen_at) as t from mail where passed_over = 0 and outcome <> 'skipped'`,
          )[0]!['t'] as string | null,
        }
      }),
    close: async () => {
      database.close()
    },
  }
}
