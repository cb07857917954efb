import type { AsideOutcome } from '../../../domain/ledger.ts'
import { api, reading } from '../../api/index.ts'
import { pagesOf } from '../answers/index.ts'

export interface AsideAsked {
  readonly outcome: AsideOutcome | null
  readonly pages: number
}

const pageSize = 200

export const asideList = reading(['aside'], ({ outcome, pages }: AsideAsked) =>
  pagesOf(pages, (cursor) => api.aside.list({ outcome, cursor, limit: pageSize })),
)
export const asideMail = reading(['aside', 'vault'], (id: string) => api.aside.get({ id }))
