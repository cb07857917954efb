import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { word } from '../../../words/index.ts'
import { answer, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { Change } from '../ports/store.ts'
import { several } from './several.ts'

/** Acts on many incoming routes: one transaction, each route with its own line of history; what cannot be done to one does not hold up the others. */
export function createBulkActs(
  context: Context,
): Pick<Handlers<WaypostContract>['routes'], 'setEnabledMany' | 'removeMany'> {
  const { store } = context
  return {
    async setEnabledMany({ rows, enabled }, actor) {
      const { routes, refused } = await several(context, rows)
      const processes = new Set(
        (await store.processes()).filter((process) => process.deletedAt === null).map(({ id }) => id),
      )
      const lost = enabled
        ? routes.filter(({ processId }) => processId === null || !processes.has(processId))
        : ([] as const)
      for (const { id, name } of lost) refused.push({ id, name, word: word('refusal.process-gone') })
      const left = new Set(refused.map(({ id }) => id))
      const able = routes.filter(({ id }) => !left.has(id))
      const changing = able.filter((route) => route.enabled !== enabled)
      if (changing.length > 0) {
        const committed = await context.commit(
          changing.flatMap((route): readonly Change[] => [
            { expect: 'incomingRoute', id: route.id, revision: route.revision },
            { put: 'incomingRoute', row: { ...route, enabled, revision: route.revision + 1 } },
            context.history(
              actor,
              { kind: 'incoming-route', id: route.id, name: route.name },
              enabled ? 'enabled' : 'disabled',
              [{ field: 'enabled', from: String(route.enabled), to: String(enabled) }],
            ),
          ]),
        )
        if (!committed.ok) return refuseCommit(committed, changing[0]!.name)
        context.events.changed('routes')
      }
      return answer({
        changed: able.map(({ id, revision, enabled: was }) => ({
          id,
          revision: was === enabled ? revision : revision + 1,
        })),
        refused,
      })
    },

    async removeMany({ rows }, actor) {
      const { routes, refused } = await several(context, rows)
      if (routes.length > 0) {
        const deletedAt = context.now()
        const committed = await context.commit(
          routes.flatMap((route): readonly Change[] => [
            { expect: 'incomingRoute', id: route.id, revision: route.revision },
            { put: 'incomingRoute', row: { ...route, revision: route.revision + 1, enabled: false, deletedAt } },
            context.history(actor, { kind: 'incoming-route', id: route.id, name: route.name }, 'deleted'),
          ]),
        )
        if (!committed.ok) return refuseCommit(committed, routes[0]!.name)
        context.events.changed('routes', 'connectors', 'processes')
      }
      return answer({ removed: routes.map(({ id }) => id), refused })
    },
  }
}
