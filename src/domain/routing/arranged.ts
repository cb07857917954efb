/**
 * The order of a class after some of its routes were given places, counted from 1; `behind` are new ones without a place. The others keep
 * their order and fill what is left. A place behind the last one is the last.
 */
export function arrangedByPlaces(
  order: readonly string[],
  places: ReadonlyMap<string, number>,
  behind: readonly string[],
): readonly string[] {
  const arranged = [...order, ...behind].filter((id) => !places.has(id))
  // From the first place on: each one then finds what stands before it already there.
  for (const [id, place] of [...places].toSorted(([, a], [, b]) => a - b)) arranged.splice(place - 1, 0, id)
  return arranged
}

/**
 * The order of a class after a file listed some of its routes: those take the places that they had among them in the order of the file.
 * A new one stands behind the one listed before it, or before the first that is listed; at the end where none of the others is.
 */
export function arrangedAsListed(order: readonly string[], listed: readonly string[]): readonly string[] {
  const known = new Set(order)
  const named = new Set(listed)
  const again = listed.filter((id) => known.has(id)).values()
  const behind = new Map<string | null, string[]>()
  let last: string | null = null
  for (const id of listed) {
    if (known.has(id)) last = id
    else behind.set(last, [...(behind.get(last) ?? []), id])
  }
  const first = behind.get(null) ?? []
  let met = false
  const arranged = order.flatMap((id) => {
    if (!named.has(id)) return [id]
    const taken = again.next().value ?? id
    const before = met ? [] : first
    met = true
    return [...before, taken, ...(behind.get(taken) ?? [])]
  })
  return met ? arranged : [...arranged, ...first]
}

/** Positions for a class in its new order, for those that do not have theirs already; at the end there is always room. */
export function positionsFor(order: readonly string[], was: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const changed = new Map<string, number>()
  let last = 0
  for (const id of order) {
    const before = was.get(id)
    if (before !== undefined && before > last) last = before
    else changed.set(id, (last += 1))
  }
  return changed
}
