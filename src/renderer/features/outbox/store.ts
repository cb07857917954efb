import type { OutboxState } from '../../../domain/outbox.ts'
import { api, reading } from '../../api/index.ts'
import { pagesOf } from '../answers/index.ts'

export interface OutboxAsked {
  readonly state: OutboxState | null
  readonly pages: number
}

const pageSize = 200

export const outboxList = reading(['outbox'], ({ state, pages }: OutboxAsked) =>
  pagesOf(pages, (cursor) => api.outbox.list({ state, cursor, limit: pageSize })),
)
export const outboxMail = reading(['outbox', 'vault'], (id: string) => api.outbox.get({ id }))
export const senders = reading(['connectors', 'routes', 'proofs'], () => api.processes.fromAddresses({}))

/** Reads without parameters share this one input. */
export const everything = {}
