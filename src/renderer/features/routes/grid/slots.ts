/**
 * Gives each line that is drawn a slot, by which its row is known to React: a row that comes into sight takes the slot, and so the
 * elements, of one that has left. Making elements is what scrolling costs most. A line keeps its slot for as long as it is drawn.
 */
export function createSlots(): (keys: readonly string[]) => ReadonlyMap<string, number> {
  let taken: ReadonlyMap<string, number> = new Map()
  return (keys) => {
    const next = new Map<string, number>()
    for (const key of keys) {
      const slot = taken.get(key)
      if (slot !== undefined) next.set(key, slot)
    }
    if (next.size < keys.length) {
      const used = new Set(next.values())
      let slot = 0
      for (const key of keys) {
        if (next.has(key)) continue
        while (used.has(slot)) slot += 1
        next.set(key, slot)
        slot += 1
      }
    }
    taken = next
    return next
  }
}
