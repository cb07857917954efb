import type { Answer, Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { addressInUse } from '../../../domain/route.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { word } from '../../../words/index.ts'
import { answer, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { OutgoingRouteRecord } from '../ports/records.ts'
import { consequencesFor } from './consequences.ts'
import { createUnproved, outgoingPut, settled } from './outgoing.ts'
import type { Asked, RefusedRoute } from './several.ts'

type Acts = Pick<
  Handlers<WaypostContract>['routes'],
  'setOutgoingEnabledMany' | 'removeOutgoingMany' | 'consequencesOfMany'
>

/** Acts on many From addresses: one transaction, each with its own line of history; what cannot be done to one does not hold up the others. */
export function createOutgoingBulk(context: Context): Acts {
  const { store } = context

  /** Those it can be done to, in the order asked for, and the others with the reason. */
  async function several(rows: readonly Asked[]) {
    const all = await store.outgoingRoutes(null)
    const found = new Map(all.map((route) => [route.id, route]))
    const refused: RefusedRoute[] = []
    const routes = new Map<string, OutgoingRouteRecord>()
    for (const { id, revision } of rows) {
      const route = found.get(id)
      const why = !route
        ? word('refusal.not-found', { what: 'This route' })
        : route.isDefault
          ? word('refusal.default-route-fixed')
          : route.revision !== revision
            ? word('refusal.stale', { what: route.name })
            : null
      if (why) refused.push({ id, name: route?.name ?? '', word: why })
      else routes.set(id, route!)
    }
    return { all, routes: [...routes.values()], refused }
  }

  /** R13: why an address cannot leave by this route too; each address has one carrier, also among those that are enabled together. */
  function carriers(all: readonly OutgoingRouteRecord[], names: ReadonlyMap<string, string>) {
    const carried = new Map(all.flatMap((route) => (route.effectiveKey === null ? [] : [[route.effectiveKey, route]])))
    return (route: OutgoingRouteRecord): Word | null => {
      const carrier = route.effectiveKey === null ? undefined : carried.get(route.effectiveKey)
      if (route.effectiveKey !== null && (carrier === undefined || carrier.id === route.id)) {
        carried.set(route.effectiveKey, route)
        return null
      }
      return carrier
        ? word('refusal.address-carried', {
            address: addressInUse(route),
            route: carrier.name,
            connector: names.get(carrier.connectorId) ?? '',
          })
        : null
    }
  }

  async function commit(
    pairs: readonly (readonly [OutgoingRouteRecord, OutgoingRouteRecord])[],
    action: string,
    actor: Parameters<Acts['removeOutgoingMany']>[1],
  ): Promise<Answer<null>> {
    const [first] = pairs
    if (!first) return answer(null)
    const committed = await context.commit(
      pairs.flatMap(([before, after]) => outgoingPut(context, actor, before, before.revision, after, action)),
    )
    if (!committed.ok) return refuseCommit(committed, first[0].name)
    context.events.changed('routes', 'connectors', 'processes', 'outbox', 'settings')
    return answer(null)
  }

  return {
    async setOutgoingEnabledMany({ rows, enabled }, actor) {
      const { all, routes, refused } = await several(rows)
      const connectors = new Map((await store.connectors()).map((each) => [each.id, each]))
      const unproved = createUnproved(context)
      const carriedBy = carriers(all, new Map([...connectors.values()].map(({ id, name }) => [id, name])))
      const pairs: (readonly [OutgoingRouteRecord, OutgoingRouteRecord])[] = []
      const changed: { id: string; revision: number }[] = []
      for (const route of routes) {
        const connector = connectors.get(route.connectorId)!
        const runs = route.enabled && route.runningAddress === route.emailAddress
        if (enabled ? runs : !route.enabled) {
          changed.push({ id: route.id, revision: route.revision })
          continue
        }
        const wanted = enabled ? { enabled, runningAddress: route.emailAddress } : { enabled }
        const after = settled({ ...route, ...wanted, revision: route.revision + 1 }, connector)
        const why = enabled ? ((await unproved(route, connector)) ?? carriedBy(after)) : null
        if (why) refused.push({ id: route.id, name: route.name, word: why })
        else {
          pairs.push([route, after])
          changed.push({ id: route.id, revision: after.revision })
        }
      }
      const done = await commit(pairs, enabled ? 'enabled' : 'disabled', actor)
      return done.ok ? answer({ changed, refused }) : done
    },

    async removeOutgoingMany({ rows }, actor) {
      const { routes, refused } = await several(rows)
      const deletedAt = context.now()
      const done = await commit(
        routes.map((route) => [
          route,
          { ...route, revision: route.revision + 1, enabled: false, effectiveKey: null, deletedAt },
        ]),
        'deleted',
        actor,
      )
      return done.ok ? answer({ removed: routes.map(({ id }) => id), refused }) : done
    },

    async consequencesOfMany({ ids }) {
      const asked = new Set(ids)
      const routes = (await store.outgoingRoutes(null)).filter(({ id }) => asked.has(id))
      return answer(await consequencesFor(context, routes))
    },
  }
}
