import type { Store } from '../engine/ports/store.ts'
import type { Reads } from './reads.ts'

/** Polls, conditions, history, settings, and what is counted of a day. */
export const runReads = ({ rows, reading, page, numbers }: Reads) =>
  ({
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
    lastGoLive: (connectorId) =>
      reading(() => rows.one('goLive', 'where connector_id = ? order by at desc, id desc limit 1', connectorId)),
    goLives: () =>
      reading(() =>
        rows.all(
          'goLive',
          'where at = (select max(at) from go_live other where other.connector_id = go_live.connector_id) order by at',
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
  }) satisfies Partial<Store>
