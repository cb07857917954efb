import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { usesSide } from '../../../domain/connector.ts'
import { inOrder } from '../../../domain/routing/routeIndex.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ProofRecord } from '../ports/records.ts'
import { saveIncomingRoute } from './incoming.ts'
import { lintFindings } from './lint.ts'
import { createOutgoing } from './outgoing.ts'
import { outgoingViews } from './outgoingViews.ts'
import { createProving } from './proving.ts'
import { incomingView, reading } from './views.ts'

export function createRoutes(
  context: Context,
  onProved: (proof: ProofRecord) => Promise<void>,
): Handlers<WaypostContract>['routes'] {
  const { store } = context

  return {
    async list({ connectorId }) {
      const read = await reading(context)
      const groups = []
      for (const connector of read.connectors) {
        if (connectorId !== null && connector.id !== connectorId) continue
        const draft = (await store.version(connector.draftId))!
        const incoming = inOrder(await store.incomingRoutes(connector.id))
        const outgoing = await store.outgoingRoutes(connector.id)
        groups.push({
          connectorId: connector.id,
          connectorName: connector.name,
          enabled: connector.enabled,
          incoming: usesSide(draft.settings.useFor, 'incoming')
            ? incoming.map((route) => incomingView(route, read))
            : null,
          outgoing: usesSide(draft.settings.useFor, 'outgoing')
            ? await outgoingViews(context, connector, outgoing, read)
            : null,
        })
      }
      return answer({ groups })
    },

    async lint({ connectorId }) {
      return answer({ rows: [...(await lintFindings(context, connectorId))] })
    },

    async saveIncoming(input, actor) {
      const saved = await saveIncomingRoute(context, input, actor)
      return saved.ok ? answer(incomingView(saved.value, await reading(context))) : saved
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
    ...createOutgoing(context),
    ...createProving(context, onProved),
  }
}
