import type { RouteEdit, RoutesChange } from '../../../contract/proving.ts'
import { classOfAddress } from '../../../domain/routeProblems.ts'
import { reordered } from '../../../domain/routing/order.ts'
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

/** The compiled configuration as it would be after a change. What the change would be refused for stays as it is: the fallback (R5). */
export const routingAfter = (context: Context, connectorId: string, change: RoutesChange): Promise<Routing> =>
  change.what === 'edit'
    ? routingWith(context, connectorId, [change.route])
    : readRouting(context, (routes) => {
        const named = new Set(change.ids)
        const isMeant = (route: IncomingRouteRecord) =>
          route.connectorId === connectorId && route.class !== 'fallback' && named.has(route.id)
        switch (change.what) {
          case 'remove':
            return routes.filter((route) => !isMeant(route))
          case 'switch':
            return routes.map((route) => (isMeant(route) ? { ...route, enabled: change.enabled } : route))
          case 'move':
            return moved(routes, routes.filter(isMeant), change.to)
        }
      })

/** As moving them does it: they keep their order among themselves, and only those of the first one's class go. */
function moved(
  routes: readonly IncomingRouteRecord[],
  going: readonly IncomingRouteRecord[],
  to: number,
): readonly IncomingRouteRecord[] {
  const [first] = going.toSorted(byPosition)
  if (!first) return routes
  const inClass = (route: IncomingRouteRecord) => route.connectorId === first.connectorId && route.class === first.class
  const idsOf = (some: readonly IncomingRouteRecord[]) =>
    some
      .filter(inClass)
      .toSorted(byPosition)
      .map(({ id }) => id)
  const order = reordered(idsOf(routes), idsOf(going), to)
  const place = new Map(order?.map((id, at) => [id, at]))
  return routes.map((route) => ({ ...route, position: place.get(route.id) ?? route.position }))
}

const byPosition = (a: IncomingRouteRecord, b: IncomingRouteRecord): number => a.position - b.position
