import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { addressKey } from '../../../domain/address.ts'
import { usesSide } from '../../../domain/connector.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { FieldChange, OutgoingRouteRecord } from '../ports/records.ts'
import { createBulkActs } from './bulk.ts'
import { saveIncomingRoute } from './incoming.ts'
import { createOrdering } from './ordering.ts'
import { incomingView, incomingViews, outgoingViews, reading } from './views.ts'

export function createRoutes(context: Context): Handlers<WaypostContract>['routes'] {
  const { store } = context

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
            ? await outgoingViews(context, connector, draft, outgoingOf.get(connector.id) ?? [], read)
            : null,
        })
      }
      return answer({ groups })
    },

    async saveIncoming(input, actor) {
      const saved = await saveIncomingRoute(context, input, actor)
      if (!saved.ok) return saved
      const { connectorId, class: of } = saved.value
      const place = (await store.routeOrder(connectorId, of)).findIndex(({ id }) => id === saved.value.id) + 1
      return answer(incomingView(saved.value, place, await reading(context)))
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
      const connector = (await store.connector(row.connectorId))!
      const draft = (await store.version(connector.draftId))!
      const [view] = await outgoingViews(context, connector, draft, [row], await reading(context))
      return answer(view!)
    },
    async removeOutgoing({ id }) {
      const route = (await store.outgoingRoutes(null)).find((each) => each.id === id)
      return route ? refuse('refused', word('refusal.default-route-fixed')) : notFound('This route')
    },
  }
}
