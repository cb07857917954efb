import { addressKey } from '../../../domain/address.ts'
import type { Message } from '../../../domain/message.ts'
import type { Plan } from '../../../domain/routing/plan.ts'
import type { PlanState } from '../../../domain/routing/planState.ts'
import { likelyRewrites, untakenRoutes } from '../../../domain/routing/rewrites.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

/** I6: what was seen of one alias. */
export interface SeenRewrite {
  readonly address: string
  readonly header: string
  readonly arrivedAs: string
  readonly mails: number
  readonly since: string
  readonly last: string
}
type Seen = Readonly<Record<string, SeenRewrite>>

/** How long a sign of a rewrite is shown, and how long a route has to stand unused; milliseconds. */
const shownFor = 30 * 24 * 3600_000
/** Aliases of a mailbox that are kept in mind: whoever writes a thousand delivery headers fills nothing up. */
const keptInMind = 50
/** Unused routes whose age is looked up. */
const lookedUp = 20

const key = (connectorId: string): string => `rewrites:${connectorId}`
const seenOf = async (context: Context, connectorId: string): Promise<Seen> =>
  ((await context.store.setting(key(connectorId))) ?? {}) as Seen

/** Another header is trusted, or none: what was seen before says nothing any more. */
export const forgetRewrites = (connectorId: string): Change => ({
  put: 'setting',
  row: { key: key(connectorId), value: {} },
})

/** I6: notes which of the mails decided now probably had their `To` rewritten, for the transaction of their decisions. */
export async function noticeRewrites(
  context: Context,
  connectorId: string,
  decided: readonly { readonly message: Message; readonly plan: Plan; readonly state: PlanState }[],
): Promise<readonly Change[]> {
  const found = decided.flatMap(({ message, plan, state }) => likelyRewrites(message, plan, state))
  if (found.length === 0) return []
  const now = context.now()
  const seen = new Map(Object.entries(await seenOf(context, connectorId)))
  for (const { key: alias, ...what } of found) {
    const before = seen.get(alias)
    if (before === undefined && seen.size >= keptInMind) continue
    seen.set(alias, { ...what, mails: (before?.mails ?? 0) + 1, since: before?.since ?? now, last: now })
  }
  return [{ put: 'setting', row: { key: key(connectorId), value: Object.fromEntries(seen) } }]
}

/** I6: the rewrites of the last 30 days that still matter: the alias has an enabled route, and its header is not trusted yet. */
export async function rewritesOf(context: Context, connector: ConnectorRecord): Promise<readonly SeenRewrite[]> {
  const seen = Object.entries(await seenOf(context, connector.id))
  if (seen.length === 0) return []
  const routed = new Set(
    (await context.store.incomingRoutes(connector.id)).flatMap((route) =>
      route.class === 'normal' && route.enabled ? (addressKey(route.emailAddress) ?? []) : [],
    ),
  )
  const trusted = connector.deliveryHeader?.toLowerCase()
  const from = new Date(context.clock.now() - shownFor).toISOString()
  return seen.flatMap(([alias, each]) =>
    routed.has(alias) && each.last >= from && each.header.toLowerCase() !== trusted ? [each] : [],
  )
}

/** I6: an alias route of at least 30 days that took nothing while the primary address took mail. */
export async function untakenOf(
  context: Context,
  connector: ConnectorRecord,
): Promise<
  readonly { readonly routeId: string; readonly name: string; readonly address: string; readonly primaryHits: number }[]
> {
  const from = new Date(context.clock.now() - shownFor).toISOString()
  const { store } = context
  if (connector.receiving !== 'on' || connector.runningSince === null || connector.runningSince > from) return []
  const version = await store.version(connector.runningId ?? connector.draftId)
  if (!version) return []
  const { untaken, primaryHits } = untakenRoutes(
    await store.incomingRoutes(connector.id),
    await store.routeHits(from),
    version.settings.primaryAddress,
  )
  const aged = await Promise.all(
    untaken.slice(0, lookedUp).map(async (route) => {
      const changes = await store.history(route.id, { cursor: null, limit: 500 })
      const oldest = changes.rows.at(-1)
      return oldest !== undefined && (changes.next !== null || oldest.at <= from) ? [route] : []
    }),
  )
  return aged.flat().map(({ id, name, emailAddress }) => ({ routeId: id, name, address: emailAddress, primaryHits }))
}
