import type { Actor, Answer, Handlers, Parsed } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { OutgoingRouteView } from '../../../contract/routes.ts'
import { addressKey } from '../../../domain/address.ts'
import { usesSide } from '../../../domain/connector.ts'
import { isFresh } from '../../../domain/connectorState.ts'
import { fromFingerprint } from '../../../domain/fromProof.ts'
import { addressInUse, outgoingRouteSettingsSchema } from '../../../domain/route.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import { refuseCarried } from '../connectors/enabling.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, OutgoingRouteRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { consequencesFor } from './consequences.ts'
import { outgoingDifferences, outgoingDraft, outgoingVersion } from './outgoingDraft.ts'
import { newestTest, outgoingViews, provableBy } from './outgoingViews.ts'
import { reading } from './views.ts'

type Outgoing = Pick<
  Handlers<WaypostContract>['routes'],
  'saveOutgoing' | 'restoreOutgoing' | 'discardOutgoing' | 'removeOutgoing' | 'consequences'
>
type Save = Parsed<WaypostContract['routes']['saveOutgoing']>

/** R13: what is effective follows from route and connector; the database keeps it unique. */
export function settled(route: OutgoingRouteRecord, connector: ConnectorRecord): OutgoingRouteRecord {
  const key = addressKey(addressInUse(route)) ?? null
  return {
    ...route,
    addressKey: key,
    effectiveKey: route.enabled && connector.enabled && connector.sending ? key : null,
  }
}

/** A From address as it is from now on, with its line of Activity, for one transaction. */
export const outgoingPut = (
  context: Context,
  actor: Actor,
  before: OutgoingRouteRecord | null,
  /** The revision that was read (S8). */
  revision: number,
  after: OutgoingRouteRecord,
  action: string,
): readonly Change[] => [
  ...(before ? [{ expect: 'outgoingRoute', id: before.id, revision } as const] : []),
  { put: 'outgoingRoute', row: after },
  context.history(
    actor,
    { kind: 'outgoing-route', id: after.id, name: after.name },
    action,
    outgoingDifferences(before, after),
    outgoingVersion(before, after),
  ),
]

/** Writes a From address; a second effective one of the same address is refused by name (R13). */
async function commitRoute(
  context: Context,
  actor: Actor,
  before: { readonly route: OutgoingRouteRecord; readonly revision: number } | null,
  after: OutgoingRouteRecord,
  action: string,
): Promise<Answer<OutgoingRouteRecord>> {
  const committed = await context.commit(
    outgoingPut(context, actor, before?.route ?? null, before?.revision ?? 0, after, action),
  )
  if (!committed.ok) {
    return committed.why === 'conflict' && committed.conflict === 'address-carried'
      ? refuseCarried(context, [after], after.name)
      : refuseCommit(committed, after.name)
  }
  context.events.changed('routes', 'connectors', 'processes', 'outbox', 'settings')
  return answer(after)
}

/** T1, T4, R10: why an address cannot be enabled: it needs a passed, fresh proof under an enabled connector. What it reads, it reads once a connector. */
export function createUnproved(context: Context) {
  const once = new Map<string, ReturnType<typeof readFor>>()
  async function readFor(connector: ConnectorRecord) {
    const [provable, tested] = await Promise.all([
      provableBy(context, connector),
      context.store.routeProofs(connector.id),
    ])
    return { provable, proofsOf: Map.groupBy(tested, (proof) => proof.routeId) }
  }
  return async (route: OutgoingRouteRecord, connector: ConnectorRecord): Promise<Word | null> => {
    let reading = once.get(connector.id)
    if (!reading) once.set(connector.id, (reading = readFor(connector)))
    const { provable, proofsOf } = await reading
    if (provable.running === null) return provable.why
    const fingerprint = fromFingerprint(provable.running, route.emailAddress, context.surroundings())
    return isFresh(await newestTest(context, route, fingerprint, proofsOf.get(route.id) ?? []), context.clock.now())
      ? null
      : word('refusal.route-not-proved', { address: route.emailAddress })
  }
}

const sendsAtAll = async (context: Context, connector: ConnectorRecord): Promise<boolean> => {
  const versions = await Promise.all(
    [connector.draftId, connector.runningId].map(async (each) =>
      each === null ? undefined : context.store.version(each),
    ),
  )
  return versions.some((version) => version && usesSide(version.settings.useFor, 'outgoing'))
}

/** R10: a From address is drafted any time; name and description are effective at once, its address when it is enabled. */
export async function saveOutgoingRoute(
  context: Context,
  { id, revision, connectorId, settings, enabled }: Save,
  actor: Actor,
  as: 'saved' | 'restored' = 'saved',
): Promise<Answer<OutgoingRouteRecord>> {
  const { store } = context
  const existing = id === null ? undefined : (await store.outgoingRoutes(null)).find((route) => route.id === id)
  if (id !== null && !existing) return notFound('This route')
  const connector = await store.connector(existing?.connectorId ?? connectorId)
  if (!connector || connector.deletedAt !== null) return notFound('This connector')
  if (existing && revision !== existing.revision) return refuse('stale', word('refusal.stale', { what: existing.name }))
  if (!existing && !(await sendsAtAll(context, connector)))
    return refuse('refused', word('refusal.side-not-used', { connector: connector.name }))
  const made = outgoingDraft(context, connector.id, existing ?? null, settings)
  if (!made.ok)
    return made.fixed
      ? refuse('refused', made.word)
      : refuse('invalid-input', made.word, { fields: [{ path: `settings.${made.field}`, word: made.word }] })
  const draft = made.row
  if (draft.isDefault && enabled !== null && enabled !== draft.enabled)
    return refuse('refused', word('refusal.default-route-fixed'))
  const key = addressKey(draft.emailAddress)
  // What runs already goes on running: a test that failed since blocks enabling only (T4).
  const runsAnew = enabled === true && !(existing?.enabled && addressKey(existing.runningAddress ?? '') === key)
  if (runsAnew) {
    const unproved = await createUnproved(context)(draft, connector)
    if (unproved) return refuse('refused', unproved)
  }
  const after = settled(
    {
      ...draft,
      enabled: enabled ?? draft.enabled,
      runningAddress: enabled === true ? draft.emailAddress : draft.runningAddress,
    },
    connector,
  )
  if (existing && outgoingDifferences(existing, after).length === 0) return answer(existing)
  const action = !existing
    ? 'created'
    : as === 'restored'
      ? 'restored'
      : after.enabled === existing.enabled
        ? 'edited'
        : after.enabled
          ? 'enabled'
          : 'disabled'
  return commitRoute(context, actor, existing ? { route: existing, revision: existing.revision } : null, after, action)
}

/** R12: the draft becomes again what it was after a change of its history; what runs goes on running. */
async function restoreOutgoingRoute(
  context: Context,
  { id, revision, historyId }: Parsed<WaypostContract['routes']['restoreOutgoing']>,
  actor: Actor,
): Promise<Answer<OutgoingRouteRecord>> {
  const route = (await context.store.outgoingRoutes(null)).find((each) => each.id === id)
  if (!route) return notFound('This route')
  const entry = await context.store.historyEntry(historyId)
  const was = outgoingRouteSettingsSchema.safeParse(entry?.objectId === id ? entry.snapshot : null)
  if (!was.success) return refuse('refused', word('refusal.not-restorable'))
  // R11: the address of the default route is its connector's.
  const settings = route.isDefault ? { ...was.data, emailAddress: route.emailAddress } : was.data
  return saveOutgoingRoute(
    context,
    { id, revision, connectorId: route.connectorId, settings, enabled: null },
    actor,
    'restored',
  )
}

/** The part of the contract that keeps From addresses (R10, R11, R13). */
export function createOutgoing(context: Context): Outgoing {
  const { store } = context
  const find = async (id: string) => (await store.outgoingRoutes(null)).find((route) => route.id === id)
  const viewed = async (saved: Answer<OutgoingRouteRecord>): Promise<Answer<OutgoingRouteView>> => {
    if (!saved.ok) return saved
    const connector = (await store.connector(saved.value.connectorId))!
    const [view] = await outgoingViews(context, connector, [saved.value], await reading(context))
    return answer(view!)
  }

  return {
    saveOutgoing: async (input, actor) => viewed(await saveOutgoingRoute(context, input, actor)),
    restoreOutgoing: async (input, actor) => viewed(await restoreOutgoingRoute(context, input, actor)),
    async discardOutgoing({ id, revision }, actor) {
      const route = await find(id)
      const connector = route && (await store.connector(route.connectorId))
      if (!route || !connector) return notFound('This route')
      if (route.runningAddress === null || route.runningAddress === route.emailAddress) return viewed(answer(route))
      const after = settled({ ...route, emailAddress: route.runningAddress, revision: revision + 1 }, connector)
      return viewed(await commitRoute(context, actor, { route, revision }, after, 'draft discarded'))
    },
    async removeOutgoing({ id, revision }, actor) {
      const route = await find(id)
      if (!route) return notFound('This route')
      if (route.isDefault) return refuse('refused', word('refusal.default-route-fixed'))
      const after = {
        ...route,
        revision: revision + 1,
        enabled: false,
        effectiveKey: null,
        deletedAt: context.now(),
      }
      const removed = await commitRoute(context, actor, { route, revision }, after, 'deleted')
      return removed.ok ? answer({}) : removed
    },
    async consequences({ id }) {
      const route = await find(id)
      return route
        ? answer({ name: route.name, address: addressInUse(route), ...(await consequencesFor(context, [route])) })
        : notFound('This route')
    },
  }
}
