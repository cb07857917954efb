import type { Answer, Refusal } from '../../../../contract/define.ts'
import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { orderProblem, reordered, type Place, type Places } from '../../../../domain/routing/order.ts'
import { say, word, words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { notify } from '../../answers/index.ts'
import { everything, routeGroups } from '../store.ts'
import { isSearched, type IncomingGroup } from './model.ts'
import { incomingOf, outgoingOf } from './sides.ts'
import { clearSelection, showInOrder } from './view.ts'

type Route = IncomingRouteView

const incomingRoutesOf = (connectorId: string): readonly Route[] =>
  routeGroups.known(everything)?.groups.find((group) => group.connectorId === connectorId)?.incoming ?? []

/** The routes beside which one can stand: those of its connector and class, in their order. */
export const classOf = (route: Pick<Route, 'connectorId' | 'class'>): readonly Route[] =>
  incomingRoutesOf(route.connectorId).filter((each) => each.class === route.class)

/** Whether these can be moved now: R8 wants the list in priority order, nothing hidden, and no viewer lock. Says why not. */
export function mayMove(routes: readonly Route[], group: IncomingGroup, viewer: string | undefined): boolean {
  const refusal = whyNot(routes, group, viewer)
  if (refusal) notify(refusal)
  return refusal === null
}

function whyNot(routes: readonly Route[], group: IncomingGroup, viewer: string | undefined) {
  const connector = group.connectorName
  const mend = { actionLabel: words['routes.order-sort'](), onAction: () => showInOrder(group.connectorId) }
  if (viewer !== undefined) return { message: viewer }
  const [first] = routes
  if (first && routes.some((route) => orderProblem(route, first) !== null && route.class !== 'fallback'))
    return { message: words['routes.order-mixed']() }
  const fallback = routes.find((route) => route.class === 'fallback')
  if (fallback) return { message: words['refusal.route-fallback-moves']({ route: fallback.name }) }
  if (group.sort.column !== 'order' || group.sort.direction !== 'ascending')
    return { message: words['routes.order-sorted']({ connector }), ...mend }
  if (isSearched(group))
    return {
      message: words['routes.order-searched']({ connector }),
      ...mend,
      actionLabel: words['routes.clear-search'](),
    }
  return null
}

/** One step up or down in the class. */
export function moveBy(step: -1 | 1, route: Route): void {
  const to = route.position + step
  if (to < 1) notify({ message: words['routes.order-first']({ route: route.name }) })
  else if (to > classOf(route).length) notify({ message: words['routes.order-last']({ route: route.name }) })
  else moveRoutes([route], to)
}

/** A drop: beside another route of its connector and class, or back to where it was, with the reason. */
export function dropBeside(routes: readonly Route[], target: Route | null, edge: 'before' | 'after'): void {
  const [first] = routes
  if (!first) return
  if (!target) return notify({ message: words['routes.dropped-outside']({ route: first.name }) })
  const problem = orderProblem(first, target)
  if (problem) return notify({ message: say(word(`refusal.route-${problem}`, { route: first.name })) })
  moveRoutes(routes, edge === 'before' ? { before: target.id } : { after: target.id })
}

let last: Promise<unknown> = Promise.resolve()

/** Shows the move at once, and has it done after those that were asked for before: each knows the revisions that the last one left. */
export function moveRoutes(routes: readonly Route[], to: Place | Places, how: 'moved' | 'back' = 'moved'): void {
  const [first] = routes
  if (!first) return
  const ids = routes.map(({ id }) => id)
  const before = classOf(first).map(({ id }) => id)
  const after = reordered(before, ids, to)
  if (after?.every((id, at) => id === before[at]) === true) return
  if (after) showOrder(first, after)
  last = last.then(() => commit(first, ids, to, how)).catch(() => undefined)
}

async function commit(first: Route, ids: readonly string[], to: Place | Places, how: 'moved' | 'back'): Promise<void> {
  const revisions = new Map(incomingRoutesOf(first.connectorId).map(({ id, revision }) => [id, revision]))
  const rows = ids.map((id) => ({ id, revision: revisions.get(id) ?? -1 }))
  performance.mark('routes-move-asked')
  const answer = await api.routes.moveMany({
    rows,
    to: typeof to === 'object' && 'each' in to ? { each: [...to.each] } : to,
  })
  performance.measure('routes-move', 'routes-move-asked')
  if (!answer.ok) {
    notify({ message: say(answer.refusal.word) })
    return routeGroups.read(everything)
  }
  const { moved, refused, of } = answer.value
  const now = new Map(moved.map(({ id, revision }) => [id, revision]))
  patch(first.connectorId, (route) => {
    const revision = now.get(route.id) ?? route.revision
    return revision === route.revision ? route : { ...route, revision }
  })
  const [one] = moved
  if (refused.length > 0) void routeGroups.read(everything)
  if (!one) return notify({ message: leftOut('', refused) })
  const done =
    moved.length > 1
      ? how === 'back'
        ? words['routes.moved-back-many']({ count: moved.length })
        : words['routes.moved-many']({ count: moved.length, to: one.to, of })
      : words[how === 'back' ? 'routes.moved-back' : 'routes.moved']({ route: first.name, to: one.to, of })
  notify({
    message: leftOut(done, refused),
    ...(how === 'moved' && {
      actionLabel: words['routes.undo'](),
      onAction: () => {
        const known = new Map(incomingRoutesOf(first.connectorId).map((route) => [route.id, route]))
        const there = moved.flatMap(({ id, from }) => {
          const route = known.get(id)
          return route ? [{ route, from }] : []
        })
        moveRoutes(
          there.map(({ route }) => route),
          { each: there.map(({ from }) => from) },
          'back',
        )
      },
    }),
  })
}

const patch = (connectorId: string, change: (route: Route) => Route): void => {
  const value = routeGroups.known(everything)
  if (!value) return
  routeGroups.put(everything, {
    groups: value.groups.map((group) =>
      group.connectorId === connectorId && group.incoming ? { ...group, incoming: group.incoming.map(change) } : group,
    ),
  })
}

function showOrder({ connectorId, class: of }: Route, ids: readonly string[]): void {
  const value = routeGroups.known(everything)
  if (!value) return
  const places = new Map(ids.map((id, at) => [id, at + 1]))
  routeGroups.put(everything, {
    groups: value.groups.map((group) => {
      if (group.connectorId !== connectorId || !group.incoming) return group
      const inClass = new Map(group.incoming.flatMap((route) => (route.class === of ? [[route.id, route]] : [])))
      const queue = ids.flatMap((id) => inClass.get(id) ?? [])
      let next = 0
      // What stands in the class is replaced place by place: the other classes stay before and behind it.
      const incoming = group.incoming.map((route) => {
        const put = route.class === of ? (queue[next++] ?? route) : route
        const position = (put.class === of ? places.get(put.id) : undefined) ?? put.position
        // A route that stays where it is stays the same object, and its row is not drawn again.
        return position === put.position ? put : { ...put, position }
      })
      return { ...group, incoming }
    }),
  })
}

const rowsOf = (routes: readonly Stored[]) => routes.map(({ id, revision }) => ({ id, revision }))
type Stored = Pick<Route, 'id' | 'revision'>
type Many = readonly (Route | OutgoingRouteView)[]

/** An act on both sides, of which each is one transaction: what it did, and what it left. The first refusal of a whole side ends it. */
async function onBothSides<T>(
  routes: Many,
  incoming: (rows: readonly Stored[]) => Promise<Answer<T>>,
  outgoing: (rows: readonly Stored[]) => Promise<Answer<T>>,
): Promise<readonly T[] | Refusal> {
  const done: T[] = []
  for (const [side, act] of [
    [incomingOf(routes), incoming],
    [outgoingOf(routes), outgoing],
  ] as const) {
    if (side.length === 0) continue
    const answer = await act(rowsOf(side))
    if (!answer.ok) return answer.refusal
    done.push(answer.value)
  }
  return done
}
const isRefusal = (done: readonly unknown[] | Refusal): done is Refusal => 'code' in done

const switchBoth = (routes: Many, enabled: boolean) =>
  onBothSides(
    routes,
    (rows) => api.routes.setEnabledMany({ rows: [...rows], enabled }),
    (rows) => api.routes.setOutgoingEnabledMany({ rows: [...rows], enabled }),
  )

/** Switches several on or off; the notice offers the reverse. */
export async function setEnabledMany(routes: Many, enabled: boolean): Promise<void> {
  const answers = await switchBoth(routes, enabled)
  await routeGroups.read(everything)
  if (isRefusal(answers)) return notify({ message: say(answers.word) })
  const changed = new Map(answers.flatMap((answer) => answer.changed).map(({ id, revision }) => [id, revision]))
  const back = routes.flatMap((route) => {
    const revision = changed.get(route.id)
    return revision === undefined || route.enabled === enabled ? [] : [{ ...route, revision }]
  })
  const done = words['routes.switched-many']({ count: changed.size, enabled })
  notify({
    message: leftOut(
      changed.size > 0 ? done : '',
      answers.flatMap(({ refused }) => refused),
    ),
    ...(back.length > 0 && {
      actionLabel: words['routes.undo'](),
      onAction: () => {
        void switchBoth(back, !enabled).then((undone) => {
          void routeGroups.read(everything)
          notify({
            message: isRefusal(undone)
              ? say(undone.word)
              : leftOut(
                  words['routes.switched-many']({
                    count: undone.reduce((sum, each) => sum + each.changed.length, 0),
                    enabled: !enabled,
                  }),
                  undone.flatMap(({ refused }) => refused),
                ),
          })
        })
      },
    }),
  })
}

/** Deletes several, after the dialog that lists what stops. */
export async function removeMany(routes: Many): Promise<void> {
  const answers = await onBothSides(
    routes,
    (rows) => api.routes.removeMany({ rows: [...rows] }),
    (rows) => api.routes.removeOutgoingMany({ rows: [...rows] }),
  )
  await routeGroups.read(everything)
  if (isRefusal(answers)) return notify({ message: say(answers.word) })
  const count = answers.reduce((sum, { removed }) => sum + removed.length, 0)
  clearSelection()
  notify({
    message: leftOut(
      count > 0 ? words['routes.deleted-many']({ count }) : '',
      answers.flatMap(({ refused }) => refused),
    ),
  })
}

/** What was done, and what was left as it is with its reason; more than two are counted. */
function leftOut(
  done: string,
  refused: readonly { readonly name: string; readonly word: Parameters<typeof say>[0] }[],
): string {
  if (refused.length === 0) return done
  const named = refused
    .slice(0, 2)
    .map((route) => words['routes.left-out-one']({ route: route.name, why: say(route.word) }))
  const more = refused.length > 2 ? [words['routes.left-out-more']({ count: refused.length - 2 })] : []
  return words['routes.left-out']({ done, refused: [...named, ...more].join(' ') })
}
