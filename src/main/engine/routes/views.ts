import type { IncomingRouteView, OutgoingRouteView } from '../../../contract/routes.ts'
import { addressKey } from '../../../domain/address.ts'
import { isFresh } from '../../../domain/connectorState.ts'
import { processPath } from '../../../domain/process.ts'
import { word } from '../../../words/index.ts'
import { standingOf, surroundingOf } from '../connectors/view.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, IncomingRouteRecord, OutgoingRouteRecord, ProcessRecord } from '../ports/records.ts'

const thirtyDays = 30 * 24 * 3600_000

/** What rows are shown with, read once for all of them. */
export async function reading(context: Context) {
  const { store } = context
  const since = new Date(context.clock.now() - thirtyDays).toISOString()
  const [processes, hits, sent, connectors] = await Promise.all([
    store.processes(),
    store.routeHits(since),
    store.sentUnder(since),
    store.connectors(),
  ])
  return {
    processes: new Map(processes.map((process) => [process.id, process])),
    hits,
    sent,
    connectors,
    around: await surroundingOf(context),
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
/** A From address as screens and commands show it, with its proof. */
export const outgoingView = async (
  context: Context,
  route: OutgoingRouteRecord,
  connector: ConnectorRecord,
  { processes, sent, around }: Reading,
): Promise<OutgoingRouteView> => {
  const standing = await standingOf(context, connector, around)
  const proof = standing.proofs.outgoing
  const users = [...processes.values()].filter(
    (process: ProcessRecord) => process.deletedAt === null && addressKey(process.fromAddress) === route.addressKey,
  )
  return {
    id: route.id,
    connectorId: route.connectorId,
    name: route.name,
    description: route.description,
    emailAddress: route.emailAddress,
    isDefault: route.isDefault,
    enabled: route.enabled,
    effective: route.effectiveKey !== null,
    revision: route.revision,
    proof:
      proof === null
        ? { tone: 'neutral', word: word('state.not-tested') }
        : proof.outcome !== 'passed'
          ? { tone: 'failed', word: word('state.test-failed') }
          : isFresh(proof, context.clock.now())
            ? { tone: 'ok', word: word('state.proved') }
            : { tone: 'warning', word: word('state.needs-test') },
    sent30Days: sent.get(route.addressKey ?? '') ?? 0,
    usedBy: users.map(processPath),
  }
}
