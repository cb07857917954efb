import type { Answer, Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { usesSide } from '../../../domain/connector.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { IncomingRouteRecord, ProofRecord } from '../ports/records.ts'
import { takingTurns } from '../turns.ts'
import { createBulkActs } from './bulk.ts'
import { restoreIncomingRoute, saveIncomingRoute } from './incoming.ts'
import { lintCounts, lintFindings } from './lint.ts'
import { createOrdering } from './ordering.ts'
import { createOutgoing } from './outgoing.ts'
import { createOutgoingBulk } from './outgoingBulk.ts'
import { outgoingViews } from './outgoingViews.ts'
import { createProving } from './proving.ts'
import { incomingView, incomingViews, reading } from './views.ts'

export function createRoutes(
  context: Context,
  onProved: (proof: ProofRecord) => Promise<void>,
): Handlers<WaypostContract>['routes'] {
  const { store } = context
  const inTurn = takingTurns()
  const shown = async (saved: Answer<IncomingRouteRecord>) => {
    if (!saved.ok) return saved
    const { connectorId, class: of } = saved.value
    const place = (await store.routeOrder(connectorId, of)).findIndex(({ id }) => id === saved.value.id) + 1
    return answer(incomingView(saved.value, place, await reading(context)))
  }

  return {
    ...createOrdering(context),
    ...createBulkActs(context),
    async list({ connectorId }) {
      const read = await reading(context)
      const [incoming, outgoing] = await Promise.all([
        store.incomingRoutes(connectorId),
        store.outgoingRoutes(connectorId),
      ])
      const incomingOf = Map.groupBy(incoming, (route) => route.connectorId)
      const outgoingOf = Map.groupBy(outgoing, (route) => route.connectorId)
      const groups = []
      for (const connector of read.connectors) {
        if (connectorId !== null && connector.id !== connectorId) continue
        const draft = (await store.version(connector.draftId))!
        groups.push({
          connectorId: connector.id,
          connectorName: connector.name,
          enabled: connector.enabled,
          incoming: usesSide(draft.settings.useFor, 'incoming')
            ? incomingViews(incomingOf.get(connector.id) ?? [], read)
            : null,
          outgoing: usesSide(draft.settings.useFor, 'outgoing')
            ? await outgoingViews(context, connector, outgoingOf.get(connector.id) ?? [], read)
            : null,
        })
      }
      return answer({ groups })
    },

    lint: async (asked) => answer({ rows: [...(await lintFindings(context, asked))] }),
    lintCounts: async () => answer({ rows: [...(await lintCounts(context))] }),

    saveIncoming: (input, actor) => inTurn(async () => shown(await saveIncomingRoute(context, input, actor))),
    restoreIncoming: (input, actor) => inTurn(async () => shown(await restoreIncomingRoute(context, input, actor))),
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
    ...createOutgoing(context),
    ...createOutgoingBulk(context),
    ...createProving(context, onProved),
  }
}
