import type { IncomingRouteView } from '../../../contract/routes.ts'
import { processPath } from '../../../domain/process.ts'
import type { Context } from '../context.ts'
import type { IncomingRouteRecord } from '../ports/records.ts'

const thirtyDays = 30 * 24 * 3600_000

/** What rows are shown with, read once for all of them. */
export async function reading(context: Context) {
  const { store } = context
  const since = new Date(context.clock.now() - thirtyDays).toISOString()
  const [processes, hits, sent, connectors, routeProofs] = await Promise.all([
    store.processes(),
    store.routeHits(since),
    store.sentUnder(since),
    store.connectors(),
    store.routeProofs(null),
  ])
  return {
    processes: new Map(processes.map((process) => [process.id, process])),
    hits,
    sent,
    connectors,
    proofsOf: Map.groupBy(routeProofs, (proof) => proof.routeId),
  }
}
export type Reading = Awaited<ReturnType<typeof reading>>

/** An incoming route as screens and commands show it. */
export const incomingView = (route: IncomingRouteRecord, { processes, hits }: Reading): IncomingRouteView => {
  const process = route.processId === null ? undefined : processes.get(route.processId)
  const { deletedAt: _, ...shown } = route
  return {
    ...shown,
    processPath: process ? processPath(process) : null,
    processLive: process !== undefined && process.live && process.deletedAt === null,
    hits30Days: hits.get(route.id) ?? 0,
  }
}
