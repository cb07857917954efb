import type { Topic } from '../../../../contract/events.ts'
import { api, reading } from '../../../api/index.ts'

/** A hit takes a hint away, so polls count too. */
export const lintTopics: readonly Topic[] = ['routes', 'connectors', 'processes', 'polls']

const drawn = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))

/** How many routes of each connector lint has something to say of. Asked for when the routes themselves are on the screen. */
export const lintCounts = reading(lintTopics, () => drawn().then(() => api.routes.lintCounts({})))

/** What lint says of a few routes. */
export const lintFindings = reading(lintTopics, (of: { readonly routeIds: string[] }) => api.routes.lint(of))
