import type { Actor, Answer, Parsed } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { addressKey, parseAddress } from '../../../domain/address.ts'
import { usesSide } from '../../../domain/connector.ts'
import { roomBetween } from '../../../domain/routing/order.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, FieldChange, IncomingRouteRecord } from '../ports/records.ts'

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
      Math.max(0, ...routes.filter((route) => route.class === 'normal').map((route) => route.position)) + roomBetween,
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
