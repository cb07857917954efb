import type { Actor, Answer } from '../../../contract/define.ts'
import { addressKey } from '../../../domain/address.ts'
import {
  mailboxKey,
  sidesOf,
  usesSide,
  type Receiving,
  type SettingsVersion,
  type Side,
} from '../../../domain/connector.ts'
import { isFresh } from '../../../domain/connectorState.ts'
import { holdingText, isHolding } from '../../../domain/golive/planned.ts'
import { addressInUse } from '../../../domain/route.ts'
import { word } from '../../../words/index.ts'
import { answer, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type {
  ConditionRecord,
  ConnectorRecord,
  FieldChange,
  OutgoingRouteRecord,
  SettingsVersionRecord,
} from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { forgetReach } from '../receiving/gaps.ts'
import { consequencesFor } from '../routes/consequences.ts'
import type { Standing } from './view.ts'

/** Which sides a connector would run after a change of its switches. */
export interface Switches {
  readonly enabled: boolean
  readonly sending: boolean
  readonly receiving: Receiving
}

/**
 * The outgoing routes as they are after a change: effective while route and connector send (R13).
 * The default route follows the running version's primary address (R11).
 */
export function routesAfter(
  routes: readonly OutgoingRouteRecord[],
  running: Pick<SettingsVersion, 'settings'>,
  switches: Switches,
): readonly OutgoingRouteRecord[] {
  const sends = switches.enabled && switches.sending && usesSide(running.settings.useFor, 'outgoing')
  return routes.map((route) => {
    const { primaryAddress } = running.settings
    const own = route.isDefault
      ? { emailAddress: primaryAddress, runningAddress: primaryAddress, enabled: sends }
      : { emailAddress: route.emailAddress, runningAddress: route.runningAddress, enabled: route.enabled }
    const key = addressKey(addressInUse(own)) ?? null
    return { ...route, ...own, addressKey: key, effectiveKey: sends && own.enabled ? key : null }
  })
}

/** P3: the From addresses that leave with the settings that run now, when newer ones take their place, and what stops with them. */
export async function enablingStops(
  context: Context,
  record: ConnectorRecord,
  draft: SettingsVersionRecord,
  sending: boolean,
) {
  const now = await context.store.outgoingRoutes(record.id)
  const after = routesAfter(now, draft, { enabled: true, sending, receiving: record.receiving })
  const kept = new Set(after.map(({ effectiveKey }) => effectiveKey))
  const leaving = now.filter(({ effectiveKey }) => effectiveKey !== null && !kept.has(effectiveKey))
  return { addresses: leaving.map(addressInUse), ...(await consequencesFor(context, leaving)) }
}

/** T1, T4: a proof for every side that is switched on; the first side that lacks one. */
export function unprovedSide(standing: Standing, switches: Switches, now: number): Side | undefined {
  return sidesOf(standing.draft.settings.useFor).find((side) => {
    const on = side === 'incoming' ? switches.receiving !== 'off' : switches.sending
    return on && !isFresh(standing.proofs[side], now)
  })
}

/** Writes a connector with its switches and everything that follows from them, in one transaction. */
export async function commitSwitches(
  context: Context,
  actor: Actor,
  revision: number,
  next: ConnectorRecord,
  running: SettingsVersionRecord,
  action: string,
  more: readonly Change[] = [],
): Promise<Answer<ConnectorRecord>> {
  const reads = next.enabled && next.receiving !== 'off' && usesSide(running.settings.useFor, 'incoming')
  const record: ConnectorRecord = {
    ...next,
    revision: revision + 1,
    mailboxKey: reads ? mailboxKey(running.settings) : null,
    wasEnabledForSending:
      next.wasEnabledForSending || (next.enabled && next.sending && usesSide(running.settings.useFor, 'outgoing')),
  }
  const before = (await context.store.connector(record.id))!
  const routes = routesAfter(await context.store.outgoingRoutes(record.id), running, record)
  const start = await goLiveOf(context, before, record, running)
  const committed = await context.commit([
    { expect: 'connector', id: record.id, revision },
    { put: 'connector', row: record },
    ...routes.map((row): Change => ({ put: 'outgoingRoute', row })),
    // I14: what went through a mailbox while nobody looked was not taken from us.
    ...(record.receiving === 'on' && before.receiving !== 'on' ? [forgetReach(record.id)] : []),
    ...start,
    ...more,
    context.history(
      actor,
      { kind: 'connector', id: record.id, name: record.name },
      action,
      switchChanges(before, record),
    ),
  ])
  if (!committed.ok) {
    if (committed.why === 'conflict' && committed.conflict === 'address-carried')
      return refuseCarried(context, routes, record.name)
    if (committed.why === 'conflict' && committed.conflict === 'mailbox-taken') {
      const other = (await context.store.connectors()).find(
        (each) => each.mailboxKey === record.mailboxKey && each.id !== record.id,
      )
      return refuse('refused', word('refusal.mailbox-taken', { connector: other?.name ?? '' }))
    }
    return refuseCommit(committed, record.name)
  }
  context.events.changed('connectors', 'routes', 'processes', 'outbox', 'workspace')
  return answer(record)
}

/** G5: when a connector begins to take mail, what it takes to put that back is written down with it. */
async function goLiveOf(
  context: Context,
  before: ConnectorRecord,
  after: ConnectorRecord,
  running: SettingsVersionRecord,
): Promise<readonly Change[]> {
  const ranWith = before.runningId === null ? undefined : await context.store.version(before.runningId)
  const takes = (record: ConnectorRecord, version: SettingsVersionRecord | undefined) =>
    record.enabled &&
    record.receiving === 'on' &&
    version !== undefined &&
    usesSide(version.settings.useFor, 'incoming') &&
    !isHolding(record.holding, version.settings)
  if (!takes(after, running) || takes(before, ranWith)) return []
  const fromHolding = before.enabled && ranWith !== undefined && isHolding(before.holding, ranWith.settings)
  return [
    {
      put: 'goLive',
      row: {
        id: context.random.id(),
        connectorId: after.id,
        at: context.now(),
        kind: fromHolding ? 'holding-folder' : 'receiving',
        // A connector that was not enabled goes back to the state in which nothing is read.
        receivingBefore: before.enabled ? before.receiving : 'held',
        startFromBefore: before.startFrom,
        runningBefore: before.runningId,
        runningSinceBefore: before.runningSince,
        putBackBegunAt: null,
        putBackAt: null,
      },
    },
  ]
}

/** What the history says of a change of switches. */
function switchChanges(before: ConnectorRecord, after: ConnectorRecord): readonly FieldChange[] {
  return [
    ...(['enabled', 'sending', 'receiving'] as const).map((field) => ({
      field,
      from: String(before[field]),
      to: String(after[field]),
    })),
    ...(before.runningId === after.runningId
      ? []
      : [{ field: 'running settings', from: before.runningSince, to: after.runningSince }]),
    { field: 'holding', from: holdingText(before.holding), to: holdingText(after.holding) },
    { field: 'waits to be resumed', from: before.heldSince, to: after.heldSince },
  ].filter(({ from, to }) => from !== to)
}

/** R13: the refusal names the route that carries the address already; of these routes, or of another connector. */
export async function refuseCarried(context: Context, routes: readonly OutgoingRouteRecord[], what: string) {
  const own = new Set(routes.map((route) => route.id))
  const first = new Map<string, OutgoingRouteRecord>()
  for (const route of routes) {
    if (route.effectiveKey === null) continue
    const twin = first.get(route.effectiveKey)
    first.set(route.effectiveKey, twin ?? route)
    const effective = await context.store.effectiveRoute(route.effectiveKey)
    const carrier = twin ?? (effective && !own.has(effective.id) ? effective : undefined)
    if (!carrier) continue
    const connector = await context.store.connector(carrier.connectorId)
    return refuse(
      'refused',
      word('refusal.address-carried', {
        address: addressInUse(route),
        route: carrier.name,
        connector: connector?.name ?? '',
      }),
    )
  }
  return refuse('refused', word('refusal.conflict.address-carried', { what }))
}

/** A side that starts anew has no failures behind it: a passed test lifts the stop (T4). */
export const freshCondition = (connectorId: string, side: Side, previous?: ConditionRecord): ConditionRecord => ({
  id: `${connectorId}:${side}`,
  connectorId,
  side,
  failures: 0,
  since: null,
  failure: null,
  nextTryAt: null,
  stopped: false,
  refusals: 0,
  lastSuccessAt: previous?.lastSuccessAt ?? null,
  lastSecret: previous?.lastSecret ?? null,
})
