import { describe, expect, test } from 'vitest'
import { headOf } from '../../src/main/engine/receiving/decide.ts'
import { decideRow, readRow, said } from './aTable.ts'
import { tables } from './rows/index.ts'

describe.each(tables)('$id ($source)', (table) => {
  test.each(table.rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    expect(said(await decideRow(table, row))).toEqual(row.becomes)
  })
})

const everyRow = tables.flatMap((table) => table.rows.map((row) => ({ table, row })))

test('what is not decided for good serves nobody: its copies are decided anew (N29)', async () => {
  for (const { table, row } of everyRow) {
    const plan = await decideRow(table, row)
    if (plan.outcome === 'unhandled') expect([row.name, plan.served]).toEqual([row.name, []])
  }
})

test('what is explained is what was decided, and every route that made work says that it took', async () => {
  for (const { table, row } of everyRow) {
    const decided = await decideRow(table, row)
    const { trace, ...explained } = await decideRow(table, row, 'explain')
    expect({ ...explained, trace: [] }, row.name).toEqual(decided)
    const took = trace.flatMap(({ routes }) => routes).filter(({ verdict }) => verdict === 'took')
    for (const { wouldTake } of took) expect(wouldTake, row.name).toBe(true)
    const working = explained.parts.flatMap((part) =>
      (part.kind === 'create' || part.kind === 'unhandled') && part.routeId !== null ? [part.routeId] : [],
    )
    // Two recipients may have been served by one route.
    expect(new Set(took.map(({ routeId }) => routeId)), row.name).toEqual(new Set(working))
  }
})

test.each([
  ['Anna, anna@customer.example', 'anna@customer.example'],
  ['anna@customer.example, bob@customer.example', 'anna@customer.example'],
  ['Anna', 'Anna'],
])('a mail from %s is listed, and its work item asked for, by %s', async (from, sender) => {
  expect(headOf(await readRow({ mail: `From: ${from}\nTo: info@example.com` })).sender).toBe(sender)
})

test('no two rows of a table have one name', () => {
  for (const { id, rows } of tables) expect([id, new Set(rows.map(({ name }) => name)).size]).toEqual([id, rows.length])
})
