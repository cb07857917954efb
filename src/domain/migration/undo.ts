import { z } from '../schema.ts'

/** M5: for how long a migration can be undone as a whole; milliseconds. */
export const undoLifetime = 7 * 24 * 3600_000

/** What Apply wrote, so that it can be taken back: ids with the revision that they had then. */
export const appliedSchema = z.strictObject({
  connectorId: z.string(),
  revision: z.number().int(),
  draftId: z.string(),
  /** The unmonitored address as it was set then (O3). */
  unmonitored: z.string(),
  /** Routes of the new connector, its default route among them. */
  created: z.array(z.strictObject({ id: z.string(), revision: z.number().int(), address: z.string() })),
  /** Routes of other connectors that were switched off because the new one took their address over. */
  moved: z.array(
    z.strictObject({ id: z.string(), revision: z.number().int(), address: z.string(), connector: z.string() }),
  ),
})
export type Applied = z.infer<typeof appliedSchema>

interface Row {
  readonly id: string
  readonly revision: number
  readonly name: string
}

/** The workspace as it is now, as far as it was built on the migration. */
export interface UndoStanding {
  readonly appliedAt: string
  /** Milliseconds since 1970. */
  readonly now: number
  readonly connector: (Row & { readonly draftId: string }) | null
  /** All routes of the new connector that are there. */
  readonly routes: readonly Row[]
  /** The routes that the new connector took the place of, with another connector that carries the address by now. */
  readonly elsewhere: readonly (Row & { readonly carriedBy: string | null })[]
  /** It was set since to an address that only this migration carries (O3). */
  readonly unmonitoredIsMigrated: boolean
}

export type UndoBlocker =
  | { readonly code: 'too-late' }
  | { readonly code: 'connector-gone' }
  | { readonly code: 'connector-changed'; readonly name: string }
  | { readonly code: 'route-changed'; readonly name: string }
  | { readonly code: 'route-gone'; readonly name: string }
  | { readonly code: 'route-added'; readonly name: string }
  | { readonly code: 'moved-changed'; readonly name: string }
  | { readonly code: 'moved-carried'; readonly name: string; readonly connector: string }
  | { readonly code: 'unmonitored' }

/** Why a migration cannot be taken back as a whole: something that was built on it changed since, or the seven days are over. */
export function undoBlockers(applied: Applied, standing: UndoStanding): readonly UndoBlocker[] {
  const blockers: UndoBlocker[] = []
  if (standing.now - Date.parse(standing.appliedAt) > undoLifetime) blockers.push({ code: 'too-late' })
  const { connector } = standing
  if (connector === null) return [...blockers, { code: 'connector-gone' }]
  if (connector.revision !== applied.revision || connector.draftId !== applied.draftId)
    blockers.push({ code: 'connector-changed', name: connector.name })
  const now = new Map(standing.routes.map((route) => [route.id, route]))
  for (const { id, revision, address } of applied.created) {
    const route = now.get(id)
    if (route === undefined) blockers.push({ code: 'route-gone', name: address })
    else if (route.revision !== revision) blockers.push({ code: 'route-changed', name: route.name })
  }
  const made = new Set(applied.created.map(({ id }) => id))
  for (const route of standing.routes) if (!made.has(route.id)) blockers.push({ code: 'route-added', name: route.name })
  const elsewhere = new Map(standing.elsewhere.map((route) => [route.id, route]))
  for (const { id, revision, address } of applied.moved) {
    const route = elsewhere.get(id)
    if (route === undefined) blockers.push({ code: 'moved-changed', name: address })
    else if (route.revision !== revision) blockers.push({ code: 'moved-changed', name: route.name })
    else if (route.carriedBy !== null)
      blockers.push({ code: 'moved-carried', name: route.name, connector: route.carriedBy })
  }
  if (standing.unmonitoredIsMigrated) blockers.push({ code: 'unmonitored' })
  return blockers
}
