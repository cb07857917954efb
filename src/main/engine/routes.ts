import type { Actor, Answer, Handlers, Parsed } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { IncomingRouteView, OutgoingRouteView } from '../../contract/routes.ts'
import { parseAddress } from '../../domain/address.ts'
import { usesSide } from '../../domain/connector.ts'
import { isFresh } from '../../domain/connectorState.ts'
import { processPath } from '../../domain/process.ts'
import { inOrder } from '../../domain/routing/plan.ts'
import { addressKey } from '../../domain/address.ts'
import { word } from '../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from './answers.ts'
import { standingOf, surroundingOf } from './connectors/view.ts'
import type { Context } from './context.ts'
import type {
  ConnectorRecord,
  FieldChange,
  IncomingRouteRecord,
  OutgoingRouteRecord,
  ProcessRecord,
} from './ports/records.ts'

const thirtyDays = 30 * 24 * 3600_000

export function createRoutes(context: Context): Handlers<WaypostContract>['routes'] {
  const { store } = context

  async function reading() {
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
  type Reading = Awaited<ReturnType<typeof reading>>

  const incomingView = (route: IncomingRouteRecord, { processes, hits }: Reading): IncomingRouteView => {
    const process = route.processId === null ? undefined : processes.get(route.processId)
    const { deletedAt: _, ...shown } = route
    return {
      ...shown,
      processPath: process ? processPath(process) : null,
      processLive: process !== undefined && process.live && process.deletedAt === null,
      hits30Days: hits.get(route.id) ?? 0,
    }
  }
  const outgoingView = async (
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

  return {
    async list({ connectorId }) {
      const read = await reading()
      const groups = []
      for (const connector of read.connectors) {
        if (connectorId !== null && connector.id !== connectorId) continue
        const draft = (await store.version(connector.draftId))!
        const incoming = inOrder(await store.incomingRoutes(connector.id)) as readonly IncomingRouteRecord[]
        const outgoing = await store.outgoingRoutes(connector.id)
        groups.push({
          connectorId: connector.id,
          connectorName: connector.name,
          enabled: connector.enabled,
          incoming: usesSide(draft.settings.useFor, 'incoming')
            ? incoming.map((route) => incomingView(route, read))
            : null,
          outgoing: usesSide(draft.settings.useFor, 'outgoing')
            ? await Promise.all(outgoing.map((route) => outgoingView(route, connector, read)))
            : null,
        })
      }
      return answer({ groups })
    },

    async saveIncoming(input, actor) {
      const saved = await saveIncomingRoute(context, input, actor)
      return saved.ok ? answer(incomingView(saved.value, await reading())) : saved
    },
    async removeIncoming({ id, revision }, actor) {
      const route = (await store.incomingRoutes(null)).find((each) => each.id === id)
      if (!route) return notFound('This route')
      if (route.class === 'fallback') return refuse('refused', word('refusal.fallback-fixed'))
      const committed = await context.commit([
        { expect: 'incomingRoute', id, revision },
        { put: 'incomingRoute', row: { ...route, revision: revision + 1, enabled: false, deletedAt: context.now() } },
        context.history(actor, { kind: 'incoming-route', id, name: route.name }, 'deleted'),
      ])
      if (!committed.ok) return refuseCommit(committed, route.name)
      context.events.changed('routes', 'connectors', 'processes')
      return answer({})
    },

    async saveOutgoing({ id, revision, settings }, actor) {
      const existing = id === null ? undefined : (await store.outgoingRoutes(null)).find((route) => route.id === id)
      if (id !== null && !existing) return notFound('This route')
      if (!existing) return refuse('not-available', word('refusal.alias-not-built'))
      if (addressKey(settings.emailAddress) !== existing.addressKey)
        return refuse('refused', word('refusal.default-route-fixed'))
      const row: OutgoingRouteRecord = {
        ...existing,
        name: settings.name,
        description: settings.description,
        revision: existing.revision + 1,
      }
      const changes = (['name', 'description'] as const)
        .filter((name) => existing[name] !== row[name])
        .map((name): FieldChange => ({ field: name, from: existing[name], to: row[name] }))
      const committed = await context.commit([
        { expect: 'outgoingRoute', id: existing.id, revision: revision ?? -1 },
        { put: 'outgoingRoute', row },
        context.history(actor, { kind: 'outgoing-route', id: row.id, name: row.name }, 'edited', changes),
      ])
      if (!committed.ok) return refuseCommit(committed, row.name)
      context.events.changed('routes')
      return answer(await outgoingView(row, (await store.connector(row.connectorId))!, await reading()))
    },
    async removeOutgoing({ id }) {
      const route = (await store.outgoingRoutes(null)).find((each) => each.id === id)
      return route ? refuse('refused', word('refusal.default-route-fixed')) : notFound('This route')
    },
  }
}

const receives = async (context: Context, connector: ConnectorRecord): Promise<boolean> => {
  const versions = await Promise.all(
    [connector.draftId, connector.runningId].map(async (each) =>
      each === null ? undefined : context.store.version(each),
    ),
  )
  return versions.some((version) => version && usesSide(version.settings.useFor, 'incoming'))
}

/** Saves an incoming route of a connector. Only what is imported may lack its process: it takes its mail, which is unhandled (P4). */
export async function saveIncomingRoute(
  context: Context,
  { id, revision, connectorId, settings }: Parsed<WaypostContract['routes']['saveIncoming']>,
  actor: Actor,
  needs: 'a process' | 'process may be missing' = 'a process',
): Promise<Answer<IncomingRouteRecord>> {
  const { store } = context
  const connector = await store.connector(connectorId)
  if (!connector || connector.deletedAt !== null) return notFound('This connector')
  const routes = await store.incomingRoutes(connectorId)
  const existing = id === null ? undefined : routes.find((route) => route.id === id)
  if (id !== null && !existing) return notFound('This route')
  const isFallback = existing?.class === 'fallback'
  const field = (path: string, why: ReturnType<typeof word>) =>
    refuse('invalid-input', why, { fields: [{ path: `settings.${path}`, word: why }] })
  if (settings.emailAddress.trim() === '*') return refuse('not-available', word('refusal.wildcard-not-built'))
  if (existing === undefined && needs === 'a process' && !(await receives(context, connector)))
    return refuse('refused', word('refusal.side-not-used', { connector: connector.name }))
  // R3: star forms belong into lists of senders and recipients only.
  if (!isFallback && (settings.emailAddress.trim().startsWith('*') || !parseAddress(settings.emailAddress)))
    return field('emailAddress', word('refusal.route-address', { address: settings.emailAddress }))
  if (isFallback && (!settings.enabled || addressKey(settings.emailAddress) !== addressKey(existing.emailAddress))) {
    return refuse('refused', word('refusal.fallback-fixed'))
  }
  const process = (await store.processes()).find((each) => each.id === settings.processId && each.deletedAt === null)
  if (!process && (settings.processId !== null || needs === 'a process'))
    return field('processId', word('refusal.process-gone'))
  // N18: a ticket route needs a category if its process has categories.
  if (process?.kind === 'ticket' && process.ticketCategories.length > 0) {
    if (settings.ticketCategory === null) return field('ticketCategory', word('refusal.category-missing'))
    if (!process.ticketCategories.includes(settings.ticketCategory)) {
      return field('ticketCategory', word('refusal.category-unknown', { category: settings.ticketCategory }))
    }
  }
  const row: IncomingRouteRecord = {
    ...settings,
    emailAddress: settings.emailAddress.trim(),
    ticketCategory: process?.kind !== 'case' ? settings.ticketCategory : null,
    id: existing?.id ?? context.random.id(),
    connectorId,
    class: existing?.class ?? 'normal',
    position:
      existing?.position ??
      Math.max(0, ...routes.filter((route) => route.class === 'normal').map((route) => route.position)) + 1,
    revision: (existing?.revision ?? 0) + 1,
    deletedAt: null,
  }
  const changes: FieldChange[] = (Object.keys(settings) as (keyof typeof settings)[])
    .map((name) => ({ field: name, from: existing ? String(existing[name] ?? '') : null, to: String(row[name] ?? '') }))
    .filter((change) => (change.from ?? '') !== change.to)
  if (existing && changes.length === 0) return answer(existing)
  const committed = await context.commit([
    ...(existing ? [{ expect: 'incomingRoute', id: existing.id, revision: revision ?? -1 } as const] : []),
    { put: 'incomingRoute', row },
    context.history(
      actor,
      { kind: 'incoming-route', id: row.id, name: row.name },
      existing ? 'edited' : 'created',
      changes,
    ),
  ])
  if (!committed.ok) return refuseCommit(committed, row.name)
  context.events.changed('routes', 'connectors', 'processes')
  return answer(row)
}
