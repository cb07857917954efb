import { describe, expect, test } from 'vitest'
import { decideRow, said } from './aTable.ts'
import { tables } from './rows/index.ts'

describe.each(tables)('$id ($source)', (table) => {
  test.each(table.rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    expect(said(await decideRow(table, row))).toEqual(row.becomes)
  })
})

test('no two rows of a table have one name', () => {
  for (const { id, rows } of tables) expect([id, new Set(rows.map(({ name }) => name)).size]).toEqual([id, rows.length])
})
