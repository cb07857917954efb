import Database from 'better-sqlite3'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql as firstSchema } from '../../src/main/store/migrations/0001.ts'
import { migrations } from '../../src/main/store/migrations/index.ts'
import { backupName, openDatabase } from '../../src/main/store/open.ts'
import { openSqliteStore } from '../../src/main/store/sqliteStore.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waypost-migration-'))
  path = join(folder, 'workspace.waypost')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = '2026-11-20T08:00:00.000Z'
/** A value that fits a column of the first schema, as its type and name say. */
function sample(
  table: string,
  column: { readonly name: string; readonly type: string; readonly notnull: number },
  row: number,
) {
  switch (column.name) {
    case 'id':
    case 'sha256':
    case 'key':
      return `${table}-${row}`
    case 'seq':
    case 'number':
      return row + 1
    case 'connector_id':
      return 'connector-0'
    case 'outbox_id':
      return table === 'item_mail' ? null : 'outbox-0'
    case 'item_id':
      return 'item-0'
    case 'epoch_id':
      return 'epoch-0'
    case 'deleted_at':
      return row === 0 ? null : at
    case 'draft_id':
      return 'settings_version-0'
    case 'enabled':
      return 1
    case 'after_mail':
      return '{"kind":"keep","days":null}'
    case 'settings':
    case 'subject':
      return '{}'
    case 'outcome':
      return ['created', 'unhandled'][row]
    case 'name_key':
    case 'effective_key':
    case 'address_key':
    case 'email_address':
      return `${table}-${row}@example.com`
    case 'further_addresses':
    case 'ticket_categories':
    case 'steps':
    case 'changes':
      return '[]'
    case 'value':
      return '"x"'
  }
  switch (column.type) {
    case 'INTEGER':
      return row
    case 'REAL':
      return 1.5
    case 'BLOB':
      return Buffer.from([0, 255, row])
    default:
      return column.name.endsWith('_at') ? at : `${column.name} ${row} ä`
  }
}

type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>

const columnsOf = (database: Database.Database, table: string) =>
  database.pragma(`table_info(${table})`) as {
    readonly name: string
    readonly type: string
    readonly notnull: number
  }[]

const tablesOf = (database: Database.Database): readonly string[] =>
  database
    .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`)
    .pluck()
    .all() as string[]

/** A workspace as the first release left it: two rows of each kind. */
function firstRelease(): Rows {
  const database = new Database(path)
  database.exec(firstSchema)
  database.pragma('user_version = 1')
  const write = database.transaction(() => {
    for (const table of tablesOf(database)) {
      const columns = columnsOf(database, table)
      const insert = database.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`)
      for (const row of [0, 1]) insert.run(columns.map((column) => sample(table, column, row)))
    }
  })
  write()
  const rows = rowsOf(database, columnsIn(database))
  database.close()
  return rows
}

const columnsIn = (database: Database.Database): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(tablesOf(database).map((table) => [table, columnsOf(database, table).map(({ name }) => name)]))

const rowsOf = (database: Database.Database, columns: Readonly<Record<string, readonly string[]>>): Rows =>
  Object.fromEntries(
    Object.entries(columns).map(([table, names]) => [
      table,
      database.prepare(`select ${names.join(', ')} from ${table} order by rowid`).all() as Record<string, unknown>[],
    ]),
  )

/** Settings say since the ninth schema that no side of theirs signs in by OAuth 2.0. */
const withoutOAuth = (versions: Rows[string]): Rows[string] =>
  versions.map((row) => ({ ...row, settings: JSON.stringify({ ...JSON.parse(String(row['settings'])), oauth: null }) }))

test('a workspace of the first release opens with every row as it was, and its backup is what it was', () => {
  const before = firstRelease()
  expect(Object.values(before).every((rows) => rows.length === 2)).toBe(true)
  const columns = Object.fromEntries(Object.entries(before).map(([table, rows]) => [table, Object.keys(rows[0]!)]))

  const database = openDatabase(path)
  expect(database.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(rowsOf(database, columns)).toEqual({ ...before, settings_version: withoutOAuth(before['settings_version']!) })
  expect(database.pragma('foreign_key_check')).toEqual([])
  database.close()

  const backup = new Database(backupName(path, 1), { readonly: true })
  expect(backup.pragma('user_version', { simple: true })).toBe(1)
  expect(rowsOf(backup, columns)).toEqual(before)
  expect(backup.pragma('integrity_check', { simple: true })).toBe('ok')
  backup.close()
})

test('what the second schema adds says of old rows what was true of them', () => {
  firstRelease()
  const database = openDatabase(path)
  const all = (sql: string) => database.prepare(sql).pluck().all()
  // Mail that made work served its own mailbox; what was unhandled served nobody (N29).
  expect(all('select served from mail order by seq')).toEqual(['["own:connector-0"]', '[]'])
  expect(all('select distinct match from incoming_route')).toEqual(['all'])
  expect(all("select count(*) from incoming_route where json_extract(rules, '$.important') = 0")).toEqual([2])
  // An enabled From address ran under the address that it has.
  expect(all('select running_address from outgoing_route order by id')).toEqual([
    'outgoing_route-0@example.com',
    'outgoing_route-1@example.com',
  ])
  expect(all('select count(*) from item where linked_to is null and closed_at is null')).toEqual([2])
  database.close()
})

test('a process of an older schema has no actions', async () => {
  firstRelease()
  const store = openSqliteStore(path)
  expect((await store.processes()).map(({ actions }) => actions)).toEqual([[], []])
  await store.close()
})

test('the migrated workspace is read by the store, and opened again nothing is done twice', async () => {
  firstRelease()
  for (const _ of [1, 2]) {
    const store = openSqliteStore(path)
    expect((await store.connectors()).map(({ id }) => id)).toContain('connector-0')
    expect((await store.incomingRoutes(null)).map(({ match }) => match)).toEqual(expect.arrayContaining(['all']))
    expect((await store.mail('mail-0'))?.served).toEqual(['own:connector-0'])
    await store.close()
  }
})
