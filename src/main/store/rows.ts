import type Database from 'better-sqlite3'
import type { TableName, Tables } from '../engine/ports/tables.ts'
import { fieldsOf, fromColumn, keyOf, tableOf, toColumn } from './columns.ts'

type Raw = Record<string, unknown>

/** Reads and writes rows of the tables by their columns; statements are prepared once. */
export interface Rows {
  /** Of a route that is there the position stays: whoever saves one has read it before others were moved (R7). */
  put<T extends TableName>(table: T, row: Tables[T]): void
  all<T extends TableName>(table: T, rest?: string, ...params: readonly unknown[]): Tables[T][]
  one<T extends TableName>(table: T, rest: string, ...params: readonly unknown[]): Tables[T] | undefined
  /** Any other question. */
  ask(sql: string, ...params: readonly unknown[]): Raw[]
  run(sql: string, ...params: readonly unknown[]): number
}

/** Columns that have a change of their own: a row that was read before it never takes it back. */
const ownWriter: ReadonlySet<string> = new Set([
  'outbox.arrival',
  'outbox.source_removed_at',
  'mail.source_removed_at',
  'mail.kept_header',
  'incoming_route.position',
])

export function rowsOf(database: Database.Database): Rows {
  const prepared = new Map<string, Database.Statement<unknown[]>>()
  const prepare = (sql: string): Database.Statement<unknown[]> => {
    const known = prepared.get(sql)
    if (known) return known
    const statement = database.prepare<unknown[]>(sql)
    prepared.set(sql, statement)
    return statement
  }
  const read = <T extends TableName>(table: T, raw: Raw): Tables[T] =>
    Object.fromEntries(
      fieldsOf(table).map(([field, column, kind]) => [field, fromColumn(kind, raw[column])]),
    ) as unknown as Tables[T]
  const selecting = (table: TableName, rest: string) => `select ${tableOf(table)}.* from ${tableOf(table)} ${rest}`

  const putting = new Map<TableName, string>()
  const putSql = (table: TableName): string => {
    const key = keyOf(table)
    const columns = fieldsOf(table).map(([, column]) => column)
    const updates = columns
      .filter((column) => column !== key && !ownWriter.has(`${tableOf(table)}.${column}`))
      .map((column) => `${column} = excluded.${column}`)
    return `insert into ${tableOf(table)} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
        on conflict (${key}) do ${table === 'source' || table === 'history' ? 'nothing' : `update set ${updates.join(', ')}`}`
  }

  return {
    put(table, row) {
      const sql = putting.get(table) ?? putSql(table)
      putting.set(table, sql)
      const values = row as unknown as Raw
      prepare(sql).run(...fieldsOf(table).map(([field, , kind]) => toColumn(kind, values[field])))
    },
    all: (table, rest = '', ...params) =>
      prepare(selecting(table, rest))
        .all(...params)
        .map((raw) => read(table, raw as Raw)),
    one: (table, rest, ...params) => {
      const raw = prepare(selecting(table, rest)).get(...params)
      return raw === undefined ? undefined : read(table, raw as Raw)
    },
    ask: (sql, ...params) => prepare(sql).all(...params) as Raw[],
    run: (sql, ...params) => prepare(sql).run(...params).changes,
  }
}
