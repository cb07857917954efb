import { useState } from 'react'
import type { Answer } from '../../../contract/define.ts'
import type { Entry } from '../../api/index.ts'

/** The first pages of a list, put together. */
export interface Paged<T> {
  readonly rows: readonly T[]
  readonly total: number
  /** Whether there are more behind. */
  readonly more: boolean
}

interface Page<T> {
  readonly rows: readonly T[]
  readonly next: string | null
  readonly total: number
}

/** Reads so many pages one after the other, from the newest on: a list that is read again shows as much as before. */
export async function pagesOf<T>(
  count: number,
  ask: (cursor: string | null) => Promise<Answer<Page<T>>>,
): Promise<Answer<Paged<T>>> {
  const rows: T[] = []
  let cursor: string | null = null
  let total = 0
  for (let page = 0; page < count; page++) {
    // oxlint-disable-next-line no-await-in-loop -- each page gives the cursor of the next
    const answer: Answer<Page<T>> = await ask(cursor)
    if (!answer.ok) return answer
    rows.push(...answer.value.rows)
    total = answer.value.total
    cursor = answer.value.next
    if (cursor === null) break
  }
  return { ok: true, value: { rows, total, more: cursor !== null } }
}

/** Keeps the last value in sight while another page or another search is read, so that nothing flashes. */
export function useKept<T>(entry: Entry<T>): Entry<T> {
  const [kept, setKept] = useState(entry.value)
  if (entry.value !== null && entry.value !== kept) setKept(entry.value)
  return entry.value === null && !entry.settled && kept !== null ? { ...entry, value: kept } : entry
}
