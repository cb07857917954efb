import type { IncomingRouteView, OutgoingRouteView } from '../../../contract/routes.ts'
import { addressKey } from '../../../domain/address.ts'
import { fingerprint } from '../../../domain/connector.ts'
import { isFresh } from '../../../domain/connectorState.ts'
import { processPath } from '../../../domain/process.ts'
import { inOrder } from '../../../domain/routing/routeIndex.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type {
  ConnectorRecord,
  IncomingRouteRecord,
  OutgoingRouteRecord,
  ProofRecord,
  SettingsVersionRecord,
} from '../ports/records.ts'

const thirtyDays = 30 * 24 * 3600_000

/** What rows are shown with, read once for all of them: 10,000 routes cost as many questions as one. */
export async function reading(context: Context) {
  const { store } = context
  const since = new Date(context.clock.now() - thirtyDays).toISOString()
  const [processes, companies, hits, sent, connectors] = await Promise.all([
    store.processes(),
    store.companies(),
    store.routeHits(since),
    store.sentUnder(since),
    store.connectors(),
  ])
  const alive = processes.filter((process) => process.deletedAt === null)
  return {
    processes: new Map(
      processes.map((process) => [
        process.id,
        { path: processPath(process), live: process.live && process.deletedAt === null },
      ]),
    ),
    /** Paths of the processes under a From address, by its key. */
    users: new Map(
      [...Map.groupBy(alive, ({ fromAddress }) => addressKey(fromAddress))].map(([key, users]) => [
        key,
        users.map(processPath),
      ]),
    ),
    companies: new Map(companies.map(({ id, name }) => [id, name])),
    hits,
    sent,
    connectors,
  }
}
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

/** From addresses of one connector as screens and commands show them, with their proof. */
export async function outgoingViews(
  context: Context,
  connector: ConnectorRecord,
  draft: SettingsVersionRecord,
  routes: readonly OutgoingRouteRecord[],
  { users, sent }: Reading,
): Promise<OutgoingRouteView[]> {
  const print = fingerprint('outgoing', draft.settings, draft.password, context.surroundings())
  const proof = proofMark((await context.store.newestProof(connector.id, print)) ?? null, context.clock.now())
  return routes.map((route) => ({
    id: route.id,
    connectorId: route.connectorId,
    name: route.name,
    description: route.description,
    emailAddress: route.emailAddress,
    isDefault: route.isDefault,
    enabled: route.enabled,
    effective: route.effectiveKey !== null,
    revision: route.revision,
    proof,
    sent30Days: sent.get(route.addressKey ?? '') ?? 0,
    usedBy: users.get(route.addressKey ?? undefined) ?? [],
  }))
}

const proofMark = (proof: ProofRecord | null, now: number): OutgoingRouteView['proof'] =>
  proof === null
    ? { tone: 'neutral', word: word('state.not-tested') }
    : proof.outcome !== 'passed'
      ? { tone: 'failed', word: word('state.test-failed') }
      : isFresh(proof, now)
        ? { tone: 'ok', word: word('state.proved') }
        : { tone: 'warning', word: word('state.needs-test') }
