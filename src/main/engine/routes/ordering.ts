import type { Actor, Answer, Handlers, Output } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { orderKeys, orderProblem, reordered, type Place, type Places } from '../../../domain/routing/order.ts'
import { word } from '../../../words/index.ts'
import { answer, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { Change, RoutePlace } from '../ports/store.ts'
import { takingTurns } from '../turns.ts'
import { several, type Asked } from './several.ts'

type Moved = Output<WaypostContract['routes']['moveMany']>

/**
 * R7, R8: the order of the routes of a connector, class by class. A move is one transaction with its history; it raises the revision of
 * the routes that were moved, and of none of those that made room.
 */
export function createOrdering(context: Context): Pick<Handlers<WaypostContract>['routes'], 'move' | 'moveMany'> {
  const { store } = context
  // One after the other: a move that was worked out from an order which another one has changed since would undo that one.
  const inTurn = takingTurns()

  async function move(rows: readonly Asked[], to: Place | Places, actor: Actor): Promise<Answer<Moved>> {
    const { routes, refused } = await several(context, rows)
    const [first] = routes
    if (!first) return answer({ moved: [], refused, of: 0 })
    const strangers = routes.map((route) => ({ route, why: orderProblem(route, first) })).filter(({ why }) => why)
    for (const { route, why } of strangers)
      refused.push({ id: route.id, name: route.name, word: word(`refusal.route-${why!}`, { route: route.name }) })
    const moving = routes.filter((route) => orderProblem(route, first) === null)
    const places = await store.routeOrder(first.connectorId, first.class)
    const order = places.map(({ id }) => id)
    if (typeof to === 'object' && !('each' in to)) {
      const beside = (await store.incomingRoutesById(['before' in to ? to.before : to.after]))[0]
      const why = beside ? orderProblem(first, beside) : null
      if (why) return refuse('refused', word(`refusal.route-${why}`, { route: first.name }))
    }
    const ids = reordered(
      order,
      moving.map(({ id }) => id),
      typeof to === 'object' && 'each' in to ? { each: placesOf(rows, moving, to) } : to,
    )
    if (!ids) return refuse('invalid-input', word('refusal.route-position', { of: order.length }))
    const was = placesIn(order)
    const is = placesIn(ids)
    const changed = moving.filter(({ id }) => was.get(id) !== is.get(id))
    const moved = moving.map(({ id, revision }) => ({
      id,
      revision: was.get(id) === is.get(id) ? revision : revision + 1,
      from: was.get(id)!,
      to: is.get(id)!,
    }))
    if (changed.length > 0) {
      const committed = await context.commit([
        ...changed.flatMap((route): readonly Change[] => [
          { expect: 'incomingRoute', id: route.id, revision: route.revision },
          { put: 'incomingRoute', row: { ...route, revision: route.revision + 1 } },
          context.history(actor, { kind: 'incoming-route', id: route.id, name: route.name }, 'moved', [
            { field: 'position', from: String(was.get(route.id)), to: String(is.get(route.id)) },
          ]),
        ]),
        { order: 'incomingRoute', places: orderKeys(inOrderOf(ids, places), new Set(changed.map(({ id }) => id))) },
      ])
      if (!committed.ok) return refuseCommit(committed, first.name)
      context.events.changed('routes')
    }
    return answer({ moved, refused, of: order.length })
  }

  return {
    moveMany: ({ rows, to }, actor) => inTurn(() => move(rows, to, actor)),
    move: ({ id, revision, to }, actor) =>
      inTurn(async () => {
        const { refused, code } = await several(context, [{ id, revision }])
        if (refused[0]) return refuse(code, refused[0].word)
        const done = await move([{ id, revision }], to, actor)
        return done.ok ? answer({ ...done.value.moved[0]!, of: done.value.of }) : done
      }),
  }
}

const inOrderOf = (ids: readonly string[], places: readonly RoutePlace[]): readonly RoutePlace[] => {
  const byId = new Map(places.map((place) => [place.id, place]))
  return ids.map((id) => byId.get(id)!)
}

const placesIn = (order: readonly string[]): ReadonlyMap<string, number> =>
  new Map(order.map((id, index) => [id, index + 1]))

/** The positions that were asked for, of those that move. */
const placesOf = (rows: readonly Asked[], moving: readonly Asked[], { each }: Places): readonly number[] => {
  const asked = new Map(rows.map(({ id }, index) => [id, each[index] ?? 0]))
  return moving.map(({ id }) => asked.get(id) ?? 0)
}
