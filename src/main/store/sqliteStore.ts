import { existsSync, statSync } from 'node:fs'
import { StoreFailed, type Change, type Committed, type Conflict, type Store } from '../engine/ports/store.ts'
import { tableOf } from './columns.ts'
import { configurationReads } from './configurationReads.ts'
import { groupedCommits } from './groupedCommits.ts'
import { mailReads } from './mailReads.ts'
import { openDatabase, storeFailure } from './open.ts'
import { readsOf } from './reads.ts'
import { retentionReads } from './retentionReads.ts'
import { rowsOf } from './rows.ts'
import { runReads } from './runReads.ts'
import { workReads } from './workReads.ts'

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

  const retire = ({ retire: sha256, at, mails, sent }: Extract<Change, { retire: string }>): void => {
    const ids = JSON.stringify(mails.map(({ id }) => id))
    const gone = rows.run(
      `delete from source where sha256 = ? and not exists (select 1 from route_test where sha256 = ?)
         and not exists (select 1 from mail where sha256 = ? and dismissed_at is null and passed_over = 0
           and id not in (select value from json_each(?)))
         and not exists (select 1 from outbox where sha256 = ? and id not in (select value from json_each(?)))`,
      sha256,
      sha256,
      sha256,
      ids,
      sha256,
      JSON.stringify(sent),
    )
    if (gone === 0) throw new Stale()
    for (const { id, header } of mails)
      rows.run(
        'update mail set source_removed_at = ?, kept_header = coalesce(?, kept_header) where id = ?',
        at,
        header === null ? null : JSON.stringify(header),
        id,
      )
    for (const id of sent) rows.run('update outbox set source_removed_at = ? where id = ?', at, id)
  }

  const apply = (change: Change): void => {
    if ('put' in change) rows.put(change.put, change.row)
    else if ('expect' in change) {
      const found = rows.ask(`select revision from ${tableOf(change.expect)} where id = ?`, change.id)[0]
      if (!found || found['revision'] !== change.revision) throw new Stale()
    } else if ('expectWaiting' in change) {
      const waiting = rows.ask(
        `select 1 from recipient where outbox_id = ? and state in ('queued', 'deferred') and address in (select value from json_each(?)) limit 1`,
        change.expectWaiting,
        JSON.stringify(change.addresses),
      )
      if (waiting.length === 0) throw new Stale()
    } else if ('expectSecret' in change) {
      if (rows.ask('select 1 from secret where id = ?', change.expectSecret).length === 0) throw new Stale()
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
    else if ('rehome' in change) {
      const { from, to } = change
      for (const table of ['incoming_route', 'epoch', 'item', 'poll', 'go_live', 'route_test'])
        rows.run(`update ${table} set connector_id = ? where connector_id = ?`, to, from)
      // N27: that a mailbox's own copy was taken is written under the name of its connector.
      rows.run(
        'update mail set connector_id = ?, served = replace(served, ?, ?) where connector_id = ?',
        to,
        JSON.stringify(`own:${from}`),
        JSON.stringify(`own:${to}`),
        from,
      )
      for (const noted of ['reach', 'held', 'anew', 'rewrites'])
        rows.run('update or replace setting set key = ? where key = ?', `${noted}:${to}`, `${noted}:${from}`)
    } else if ('order' in change) {
      for (const { id, position } of change.places)
        rows.run('update incoming_route set position = ? where id = ?', position, id)
    } else if ('retire' in change) retire(change)
    else if (change.forget === 'secret') rows.run('delete from secret where id = ?', change.id)
    else if (change.forget === 'routeTest') rows.run('delete from route_test where id = ?', change.id)
    else if (change.forget === 'item') {
      rows.run('delete from item_mail where item_id = ?', change.id)
      rows.run('delete from item where id = ?', change.id)
    } else {
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
  // Immediate: a writer that finds the database busy fails at the beginning, not in the middle. Inside another one it is a savepoint.
  const transaction = database.transaction((changes: readonly Change[]) => changes.forEach(apply)).immediate
  /** Throws what is no refusal. */
  const commit = (changes: readonly Change[]): Committed => {
    try {
      transaction(changes)
      return { ok: true }
    } catch (error) {
      if (error instanceof Stale) return { ok: false, why: 'stale' }
      const conflict = conflictOf(error)
      if (conflict) return { ok: false, why: 'conflict', conflict }
      throw error instanceof StoreFailed ? error : storeFailure(error)
    }
  }
  const together = database.transaction((group: readonly (readonly Change[])[]) => group.map(commit)).immediate
  const commits = groupedCommits({
    alone(changes) {
      stillThere()
      return commit(changes)
    },
    together(group) {
      stillThere()
      return together(group)
    },
  })

  const reads = readsOf(rows)

  return {
    commit: commits.commit,

    ...configurationReads(reads),
    ...mailReads(reads),
    ...workReads(reads),
    ...runReads(reads),
    ...retentionReads(reads),
    checkpoint: async () => {
      stillThere()
      // Waiting for another program's reader would hold everything up; the next time will do.
      database.pragma('busy_timeout = 0')
      try {
        const [row] = database.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[]
        return row?.busy === 0
      } catch (error) {
        throw storeFailure(error)
      } finally {
        database.pragma('busy_timeout = 2000')
      }
    },
    copyTo: async (file, progress) => {
      stillThere()
      await database.backup(file, {
        progress({ totalPages, remainingPages }) {
          progress(1 - remainingPages / totalPages)
          // 4 MB at a time: a breath of a millisecond or two between polls.
          return 1000
        },
      })
    },
    close: async () => {
      commits.flush()
      database.close()
    },
  }
}
