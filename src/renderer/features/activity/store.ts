import { topics } from '../../../contract/events.ts'
import { api, reading } from '../../api/index.ts'
import { pagesOf } from '../answers/index.ts'

export interface ActivityAsked {
  readonly objectId: string | null
  readonly pages: number
}

const pageSize = 100

/** Every change is written to the history, so any topic makes it longer; polls and tests are not changes. */
const written = topics.filter((topic) => topic !== 'polls' && topic !== 'practice')

export const history = reading(written, ({ objectId, pages }: ActivityAsked) =>
  pagesOf(pages, (cursor) => api.activity.list({ objectId, cursor, limit: pageSize })),
)

export const processes = reading(['processes'], () => api.processes.list({}))

/** Reads without parameters share this one input. */
export const everything = {}
