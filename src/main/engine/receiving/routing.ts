import { addressKey } from '../../../domain/address.ts'
import { usesSide } from '../../../domain/connector.ts'
import { isHolding } from '../../../domain/golive/planned.ts'
import { addressSet } from '../../../domain/routing/judge.ts'
import { lintRoutes, type Finding, type LintState } from '../../../domain/routing/lint/lint.ts'
import type { Knowledge, PlanState, ProcessStanding } from '../../../domain/routing/planState.ts'
import { compileRoutes, firstTaker, type RouteIndex } from '../../../domain/routing/routeIndex.ts'
import type { Context } from '../context.ts'
import type { IncomingRouteRecord, ProcessRecord } from '../ports/records.ts'

/** What decisions are made with, compiled once for every state of the configuration. */
export interface Routing {
  readonly routes: ReadonlyMap<string, RouteIndex>
  readonly processes: ReadonlyMap<string, ProcessRecord>
  /** A route's settings, for what is made of a mail that it took. */
  readonly route: (id: string) => IncomingRouteRecord | undefined
  /** What lint says of the routes of connectors that receive (R14); looked for when it is first asked for. */
  readonly lint: () => readonly Finding[]
  /** Which place a normal route has among those of its connector, from 1; 0 for any other. */
  readonly placeOf: (routeId: string) => number
  /** The state that a mail of one connector is decided in. */
  stateFor(
    connector: { readonly id: string; readonly deliveryHeader: string | null },
    primaryAddress: string,
    knowledge: Knowledge,
  ): PlanState
}

/** Reads the configuration that routing depends on, and compiles it. `edit`: the incoming routes as they would be after an edit. */
export async function readRouting(
  context: Context,
  edit: (routes: readonly IncomingRouteRecord[]) => readonly IncomingRouteRecord[] = (routes) => routes,
): Promise<Routing> {
  const { store } = context
  const [connectors, saved, outgoing, processes, companies] = await Promise.all([
    store.connectors(),
    store.incomingRoutes(null),
    store.outgoingRoutes(null),
    store.processes(),
    store.companies(),
  ])
  const incoming = edit(saved)
  const byConnector = Map.groupBy(incoming, (route) => route.connectorId)
  const routes = new Map([...byConnector].map(([id, group]) => [id, compileRoutes(group, companies)]))
  const byProcess = new Map(processes.map((process) => [process.id, process]))
  const byRoute = new Map(incoming.map((route) => [route.id, route]))
  const effective = new Set(outgoing.flatMap((route) => route.effectiveKey ?? []))

  const own = new Set(outgoing.flatMap((route) => route.addressKey ?? []))
  const routed = new Set([...routes.values()].flatMap(({ byId }) => [...byId.values()].flatMap(({ key }) => key ?? [])))
  const processStanding = (id: string): ProcessStanding | undefined => {
    const process = byProcess.get(id)
    return (
      process && {
        id,
        kind: process.kind,
        live: process.live,
        deleted: process.deletedAt !== null,
        hasCategories: process.ticketCategories.length > 0,
        canSend: effective.has(addressKey(process.fromAddress) ?? ''),
      }
    )
  }
  const linted: LintState['connectors'][number][] = []
  const receiving: { readonly id: string; readonly primaryKey: string | undefined; readonly index: RouteIndex }[] = []
  for (const connector of connectors) {
    const version = await store.version(connector.runningId ?? connector.draftId)
    if (!version) continue
    const { settings } = version
    for (const address of [settings.primaryAddress, ...connector.furtherAddresses]) {
      const key = addressKey(address)
      if (key) own.add(key)
    }
    const index = routes.get(connector.id)
    if (!index || !usesSide(settings.useFor, 'incoming')) continue
    const { id, furtherAddresses } = connector
    linted.push({ id, primaryAddress: settings.primaryAddress, furtherAddresses, routes: index })
    // One that waits in its holding folder takes nothing, whatever its switch says: its address is nobody's yet.
    if (connector.enabled && connector.receiving === 'on' && !isHolding(connector.holding, settings))
      receiving.push({ id, primaryKey: addressKey(settings.primaryAddress), index })
  }

  let findings: readonly Finding[] | undefined
  let places: ReadonlyMap<string, number> | undefined
  return {
    routes,
    processes: byProcess,
    route: (id) => byRoute.get(id),
    placeOf: (id) => (places ??= placesIn(routes.values())).get(id) ?? 0,
    lint: () => (findings ??= lintRoutes({ connectors: linted, process: processStanding })),
    stateFor(connector, primaryAddress, knowledge) {
      const settings = context.settings()
      return {
        workspaceId: context.identity.id,
        connectorId: connector.id,
        primaryAddress,
        routes: routes.get(connector.id) ?? compileRoutes([], []),
        process: processStanding,
        routedElsewhere: (key, facts) =>
          settings.deduplication === 'workspace' &&
          receiving.some(({ id, primaryKey, index }) => {
            if (id === connector.id) return false
            const shelf = index.normal.get(key)
            return (
              (primaryKey === key && index.fallback !== null) ||
              (shelf !== undefined && firstTaker(shelf, facts) !== undefined)
            )
          }),
        isOwnAddress: (key) => own.has(key),
        isRouted: (key) => routed.has(key),
        plusAddressing: settings.plusAddressing,
        ownAddressMail: settings.ownAddressMail,
        blocked: addressSet(settings.blockedAddresses),
        reopenDays: settings.reopenDays,
        tagCheck: context.tagCheck,
        deliveryHeader: connector.deliveryHeader,
        knowledge,
        now: context.clock.now(),
      }
    },
  }
}

function placesIn(indexes: Iterable<RouteIndex>): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  for (const { byId } of indexes) {
    let place = 0
    for (const [id, { route }] of byId) if (route.class === 'normal') places.set(id, (place += 1))
  }
  return places
}
