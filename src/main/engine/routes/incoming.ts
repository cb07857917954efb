import type { Actor, Answer, Parsed } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { usesSide } from '../../../domain/connector.ts'
import { incomingRouteSettingsSchema, type IncomingRouteSettings } from '../../../domain/route.ts'
import { classOfAddress, keptRoute, routeProblems, type RouteProblem } from '../../../domain/routeProblems.ts'
import { roomBetween } from '../../../domain/routing/order.ts'
import { word } from '../../../words/index.ts'
import { routeProblem } from '../../../words/problems.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, IncomingRouteRecord } from '../ports/records.ts'
import { readNames, routeHistory, type Names } from './history.ts'

export const receives = async (context: Context, connector: ConnectorRecord): Promise<boolean> => {
  const versions = await Promise.all(
    [connector.draftId, connector.runningId].map(async (each) =>
      each === null ? undefined : context.store.version(each),
    ),
  )
  return versions.some((version) => version && usesSide(version.settings.useFor, 'incoming'))
}

interface Saving {
  /** P4: what is imported may lack its process: it takes its mail, which is unhandled. */
  readonly needs?: 'a process' | 'process may be missing'
  /** What the history calls it. */
  readonly as?: 'edited' | 'restored'
}

/** Saves an incoming route of a connector, with its history and what it can be restored from (R12). */
export async function saveIncomingRoute(
  context: Context,
  { id, revision, connectorId, settings }: Parsed<WaypostContract['routes']['saveIncoming']>,
  actor: Actor,
  { needs = 'a process', as = 'edited' }: Saving = {},
): Promise<Answer<IncomingRouteRecord>> {
  const { store } = context
  const connector = await store.connector(connectorId)
  if (!connector || connector.deletedAt !== null) return notFound('This connector')
  const routes = await store.incomingRoutes(connectorId)
  const existing = id === null ? undefined : routes.find((route) => route.id === id)
  if (id !== null && !existing) return notFound('This route')
  if (existing === undefined && needs === 'a process' && !(await receives(context, connector)))
    return refuse('refused', word('refusal.side-not-used', { connector: connector.name }))
  const names = await readNames(context)
  const judged = judgedRoute(context, settings, { connectorId, existing: existing ?? null, routes, names, needs })
  if (!judged.ok) return refuseProblems(judged.problems)
  const { row } = judged
  const line = routeHistory(context, actor, existing ?? null, row, existing ? as : 'created', names)
  if (line === null) return answer(existing ?? row)
  const committed = await context.commit([
    ...(existing ? [{ expect: 'incomingRoute', id: existing.id, revision: revision ?? -1 } as const] : []),
    { put: 'incomingRoute', row },
    line,
  ])
  if (!committed.ok) return refuseCommit(committed, row.name)
  context.events.changed('routes', 'connectors', 'processes')
  return answer(row)
}

/** What the settings of a route are judged and placed by. */
interface Beside extends Required<Pick<Saving, 'needs'>> {
  readonly connectorId: string
  readonly existing: IncomingRouteRecord | null
  /** Those of its connector: a new one goes behind them. */
  readonly routes: readonly IncomingRouteRecord[]
  readonly names: Names
}

/** The row that settings become, or every problem that they have. */
export function judgedRoute(
  context: Context,
  settings: IncomingRouteSettings,
  { connectorId, existing, routes, names, needs }: Beside,
):
  | { readonly ok: true; readonly row: IncomingRouteRecord }
  | { readonly ok: false; readonly problems: readonly RouteProblem[] } {
  const named = settings.processId === null ? undefined : names.process.get(settings.processId)
  const process = named?.deletedAt === null ? named : undefined
  const problems = routeProblems(settings, {
    saved: existing,
    process,
    companies: new Set(names.company.keys()),
    mayLackProcess: needs === 'process may be missing',
  })
  if (problems.length > 0) return { ok: false, problems }
  const kept = keptRoute(settings, process)
  const of = existing?.class ?? classOfAddress(kept.emailAddress)
  return {
    ok: true,
    row: {
      ...kept,
      // R5: the fallback's address is the connector's, as it is written there.
      ...(existing?.class === 'fallback' && { emailAddress: existing.emailAddress, match: 'all' }),
      id: existing?.id ?? context.random.id(),
      connectorId,
      class: of,
      position:
        existing?.position ??
        routes.reduce((last, route) => (route.class === of ? Math.max(last, route.position) : last), 0) + roomBetween,
      revision: (existing?.revision ?? 0) + 1,
      deletedAt: null,
    },
  }
}

/** R12: a route becomes again what it was after a change of its history; itself an edit that can be restored. */
export async function restoreIncomingRoute(
  context: Context,
  { id, revision, historyId }: Parsed<WaypostContract['routes']['restoreIncoming']>,
  actor: Actor,
): Promise<Answer<IncomingRouteRecord>> {
  const route = (await context.store.incomingRoutes(null)).find((each) => each.id === id)
  if (!route) return notFound('This route')
  const entry = await context.store.historyEntry(historyId)
  const was = incomingRouteSettingsSchema.safeParse(entry?.objectId === id ? entry.snapshot : null)
  if (!was.success) return refuse('refused', word('refusal.not-restorable'))
  const settings: IncomingRouteSettings =
    route.class === 'fallback' ? { ...was.data, emailAddress: route.emailAddress } : was.data
  return saveIncomingRoute(context, { id, revision, connectorId: route.connectorId, settings }, actor, {
    as: 'restored',
  })
}

// What can never be changed comes before what can be mended.
function refuseProblems(problems: readonly RouteProblem[]) {
  const isFixed = ({ code }: RouteProblem) => code.endsWith('-fixed')
  const [first, ...rest] = [...problems.filter(isFixed), ...problems.filter((problem) => !isFixed(problem))]
  return refuse(isFixed(first!) ? 'refused' : 'invalid-input', routeProblem(first!), {
    fields: [first!, ...rest].map((problem) => ({ path: `settings.${problem.field}`, word: routeProblem(problem) })),
  })
}
