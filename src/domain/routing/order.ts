import type { IncomingRoute } from '../route.ts'

/** Where routes go inside their class: positions count from 1. */
export type Place = number | { readonly before: string } | { readonly after: string }

/** Each to a position of its own: how a move of several is taken back. */
export interface Places {
  readonly each: readonly number[]
}

type Placed = Pick<IncomingRoute, 'connectorId' | 'class'>

/** Why a route cannot stand beside another one (R7, R8). */
export type OrderProblem = 'fallback-moves' | 'other-connector' | 'other-class'

/** R8: routes move inside their own connector and class only, and the fallback is always the last. */
export function orderProblem(moved: Placed, beside: Placed): OrderProblem | null {
  if (moved.class === 'fallback') return 'fallback-moves'
  if (moved.connectorId !== beside.connectorId) return 'other-connector'
  return moved.class === beside.class ? null : 'other-class'
}

/**
 * The order of a class after some of its routes, in the order in which they are given, were put elsewhere.
 * Undefined where the place is none: a position that is not there, or a neighbour of another class.
 */
export function reordered(
  order: readonly string[],
  moved: readonly string[],
  to: Place | Places,
): readonly string[] | undefined {
  const going = new Set(moved)
  const rest = order.filter((id) => !going.has(id))
  const isPosition = (position: number) => Number.isInteger(position) && position >= 1 && position <= order.length
  if (typeof to === 'object' && 'each' in to) {
    if (to.each.length !== moved.length || !to.each.every(isPosition)) return undefined
    const places = moved.map((id, at) => ({ id, position: to.each[at] ?? 0 }))
    // From the first position on: each one then finds what stands before it already in its place.
    for (const { id, position } of places.toSorted((a, b) => a.position - b.position)) rest.splice(position - 1, 0, id)
    return rest
  }
  const at = typeof to === 'number' ? (isPosition(to) ? Math.min(to - 1, rest.length) : undefined) : beside(rest, to)
  if (at !== undefined) return rest.toSpliced(at, 0, ...moved)
  // Beside one of those that move: they stay as they are.
  return typeof to === 'object' && going.has('before' in to ? to.before : to.after) ? order : undefined
}

function beside(rest: readonly string[], to: Exclude<Place, number>): number | undefined {
  const at = rest.indexOf('before' in to ? to.before : to.after)
  return at < 0 ? undefined : 'before' in to ? at : at + 1
}

/** Between the order keys of two neighbours, so that a route put between them moves none of the others. */
export const roomBetween = 1024

interface Keyed {
  readonly id: string
  readonly position: number
}

/**
 * Order keys for a class in its new order, of which `moved` left their places: those keys that are not as they were. Usually only the
 * moved ones; where two neighbours leave no room, as many around them as are needed to make some, twice as many each time.
 */
export function orderKeys(order: readonly Keyed[], moved: ReadonlySet<string>): readonly Keyed[] {
  const keys = order.map(({ id, position }) => (moved.has(id) ? null : position))
  for (let from = 0; from < keys.length; from++) {
    if (keys[from] !== null) continue
    let to = from
    while (to < keys.length && keys[to] === null) to++
    let start = from
    for (let more = to - from; !fits(keys[start - 1], keys[to], to - start); more *= 2) {
      start = Math.max(0, start - more)
      to = Math.min(keys.length, to + more)
      // What stands behind may have left its place as well.
      while (to < keys.length && keys[to] === null) to++
    }
    fill(keys, start, to)
  }
  return order.flatMap(({ id, position }, at) => (keys[at] === position ? [] : [{ id, position: keys[at] ?? 0 }]))
}

type Keys = (number | null)[]

// At the ends there is always room. Elsewhere every key needs a free one beside it, or the next move would have to make room again.
const fits = (low: number | null | undefined, high: number | null | undefined, count: number): boolean =>
  low == null || high == null || high - low >= 2 * (count + 1)

function fill(keys: Keys, start: number, end: number): void {
  const low = keys[start - 1]
  const high = keys[end]
  const count = end - start
  for (let at = 0; at < count; at++)
    keys[start + at] =
      low == null
        ? (high ?? (count + 1) * roomBetween) - (count - at) * roomBetween
        : high == null
          ? low + (at + 1) * roomBetween
          : low + Math.floor(((high - low) * (at + 1)) / (count + 1))
}
