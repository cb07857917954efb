import type { RouteEdit } from '../../../contract/proving.ts'
import { classOfAddress } from '../../../domain/routeProblems.ts'
import type { Context } from '../context.ts'
import type { IncomingRouteRecord } from '../ports/records.ts'
import { readRouting, type Routing } from '../receiving/routing.ts'

/** How the edited route that is not saved yet is called among the others. */
export const newRouteId = 'new-route'

/** The routes of a workspace as they would be after an edit. What saving never changes stays: class, order, the fallback's address (R5, R6). */
function withEdit(
  routes: readonly IncomingRouteRecord[],
  connectorId: string,
  { id, settings }: RouteEdit,
): readonly IncomingRouteRecord[] {
  const existing = routes.find((route) => route.id === id && route.connectorId === connectorId)
  if (existing) {
    const fixed = existing.class === 'fallback' ? { emailAddress: existing.emailAddress, enabled: true } : {}
    const edited: IncomingRouteRecord = { ...existing, ...settings, ...fixed }
    return routes.map((route) => (route === existing ? edited : route))
  }
  const of = classOfAddress(settings.emailAddress)
  const positions = routes.filter((route) => route.connectorId === connectorId && route.class === of)
  return [
    ...routes,
    {
      ...settings,
      id: newRouteId,
      connectorId,
      class: of,
      position: Math.max(0, ...positions.map(({ position }) => position)) + 1,
      revision: 0,
      deletedAt: null,
    },
  ]
}

/** The compiled configuration, with routes as they stand in an editor. */
export const routingWith = (context: Context, connectorId: string, edits: readonly RouteEdit[]): Promise<Routing> =>
  edits.length === 0
    ? context.routing()
    : readRouting(context, (routes) => edits.reduce((all, edit) => withEdit(all, connectorId, edit), routes))
