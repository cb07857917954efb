import type { IncomingRouteView } from '../../../contract/routes.ts'
import { addressKey } from '../../../domain/address.ts'
import { processPath, sendersOf } from '../../../domain/process.ts'
import { inOrder } from '../../../domain/routing/routeIndex.ts'
import { words } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { IncomingRouteRecord, ProcessRecord } from '../ports/records.ts'

const thirtyDays = 30 * 24 * 3600_000

/** What rows are shown with, read once for all of them: 10,000 routes cost as many questions as one. */
export async function reading(context: Context) {
  const { store } = context
  const since = new Date(context.clock.now() - thirtyDays).toISOString()
  const [processes, companies, hits, sent, connectors, routeProofs] = await Promise.all([
    store.processes(),
    store.companies(),
    store.routeHits(since),
    store.sentUnder(since),
    store.connectors(),
    store.routeProofs(null),
  ])
  const alive = processes.filter((process) => process.deletedAt === null)
  return {
    processes: new Map(
      processes.map((process) => [
        process.id,
        { path: processPath(process), live: process.live && process.deletedAt === null },
      ]),
    ),
    /** Paths of the processes under a From address, and their actions, by its key. */
    users: new Map(
      [...Map.groupBy(alive.flatMap(usersOf), ({ key }) => key)].map(([key, users]) => [
        key,
        users.map(({ name }) => name),
      ]),
    ),
    companies: new Map(companies.map(({ id, name }) => [id, name])),
    hits,
    sent,
    connectors,
    proofsOf: Map.groupBy(routeProofs, (proof) => proof.routeId),
  }
}
const usersOf = (process: ProcessRecord) =>
  sendersOf(process).map(({ action, address }) => ({
    key: addressKey(address),
    name:
      action === null ? processPath(process) : words['processes.action-of']({ process: processPath(process), action }),
  }))
export type Reading = Awaited<ReturnType<typeof reading>>

/** The incoming routes of one connector in the order in which they are asked (R7). */
export const incomingViews = (routes: readonly IncomingRouteRecord[], read: Reading): IncomingRouteView[] => {
  const places = { normal: 0, wildcard: 0, fallback: 0 }
  return inOrder(routes).map((route) => incomingView(route, ++places[route.class], read))
}

/** An incoming route as screens and commands show it; `place` counts inside its class. */
export const incomingView = (
  route: IncomingRouteRecord,
  place: number,
  { processes, companies, hits }: Reading,
): IncomingRouteView => {
  const process = route.processId === null ? undefined : processes.get(route.processId)
  const { deletedAt: _, ...shown } = route
  return {
    ...shown,
    position: place,
    processPath: process?.path ?? null,
    processLive: process?.live ?? false,
    companyNames: route.rules.companies.flatMap((id) => companies.get(id) ?? []),
    hits30Days: hits.get(route.id) ?? 0,
  }
}
