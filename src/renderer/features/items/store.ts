import { create } from 'zustand'
import type { WorkState } from '../../../domain/workItem.ts'
import { api, reading } from '../../api/index.ts'
import { pagesOf } from '../answers/index.ts'

export interface ItemsAsked {
  readonly state: WorkState | null
  readonly search: string
  /** How many pages are shown. */
  readonly pages: number
}

const pageSize = 200

export const itemList = reading(['items'], ({ state, search, pages }: ItemsAsked) =>
  pagesOf(pages, (cursor) => api.items.list({ state, search, cursor, limit: pageSize })),
)
export const itemOf = reading(['items', 'outbox', 'connectors', 'processes', 'vault'], (id: string) =>
  api.items.get({ id }),
)

/** Replies that are written and not sent, by work item; they outlive a look at another one. */
const useReplies = create<Readonly<Record<string, string>>>()(() => ({}))

export const useReply = (id: string): string => useReplies((all) => all[id] ?? '')
export const keepReply = (id: string, text: string): void => useReplies.setState({ [id]: text })
