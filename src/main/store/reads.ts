import type { TableName, Tables } from '../engine/ports/tables.ts'
import { StoreFailed, type PageAsked, type PageOf } from '../engine/ports/store.ts'
import { tableOf } from './columns.ts'
import { storeFailure } from './open.ts'
import type { Rows } from './rows.ts'

/** What every group of reads is made with. */
export type Reads = ReturnType<typeof readsOf>

export function readsOf(rows: Rows) {
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

  return { rows, reading, page, numbers }
}
