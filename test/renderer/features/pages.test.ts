import { expect, test } from 'vitest'
import type { Answer } from '../../../src/contract/define.ts'
import { pagesOf } from '../../../src/renderer/features/answers/pages.ts'
import { word } from '../../../src/words/index.ts'

const rows = Array.from({ length: 25 }, (_, index) => index)
const ask = async (cursor: string | null) => {
  const from = Number(cursor ?? 0)
  const to = from + 10
  return {
    ok: true as const,
    value: { rows: rows.slice(from, to), next: to < rows.length ? String(to) : null, total: rows.length },
  }
}

test('a list is read page by page, as far as it was shown', async () => {
  expect(await pagesOf(2, ask)).toEqual({ ok: true, value: { rows: rows.slice(0, 20), total: 25, more: true } })
})

test('at the end there is no more', async () => {
  expect(await pagesOf(9, ask)).toEqual({ ok: true, value: { rows, total: 25, more: false } })
})

test('a refused page refuses the list', async () => {
  const refused: Answer<never> = { ok: false, refusal: { code: 'failed', word: word('refusal.internal') } }
  expect(await pagesOf(2, async (cursor) => (cursor === null ? ask(cursor) : refused))).toEqual(refused)
})
