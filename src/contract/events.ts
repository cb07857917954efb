import type { Job } from './shapes.ts'

/** What a change is about: a view that shows it reads again. */
export const topics = [
  'connectors',
  'routes',
  'processes',
  'items',
  'aside',
  'outbox',
  'polls',
  'proofs',
  'settings',
  'vault',
  'practice',
  'workspace',
  'route-tests',
  'migration',
  'backups',
] as const
export type Topic = (typeof topics)[number]

/** Events are numbered without gaps. Whoever misses a number, or meets `resync`, reads everything again. */
export type WaypostEvent = { readonly seq: number } & (
  | { readonly kind: 'changed'; readonly topics: readonly Topic[] }
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'resync' }
)
