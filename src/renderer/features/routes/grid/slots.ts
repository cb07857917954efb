interface InSight {
  /** Of the line. */
  readonly key: string
  /** Whether its row is built like the others, and may take the elements of one that has left. */
  readonly alike: boolean
}

/** A line and the key by which React knows its row. */
interface Drawn<T> {
  readonly of: T
  readonly slot: string | number
}

/**
 * Which row each line is drawn in, and in which order the rows stand in the page. A line that comes into sight takes the slot, and so the elements, of
 * one that has left: making elements is what scrolling costs most. A line keeps its slot for as long as it is drawn. Moving an element costs as
 * much as making it, so while the list is scrolled each stays where it is; at rest they stand as they are read.
 */
export function createSlots(): <T extends InSight>(lines: readonly T[], scrolling: boolean) => readonly Drawn<T>[] {
  let taken: ReadonlyMap<string, number> = new Map()
  let standing: readonly (string | number)[] = []
  return (lines, scrolling) => {
    taken = slotsOf(
      taken,
      lines.filter(({ alike }) => alike).map(({ key }) => key),
    )
    const drawn = new Map(lines.map((line) => [taken.get(line.key) ?? line.key, line]))
    const read = [...drawn.keys()]
    const stood = new Set(standing)
    standing = scrolling
      ? [...standing.filter((slot) => drawn.has(slot)), ...read.filter((slot) => !stood.has(slot))]
      : read
    return standing.map((slot) => ({ slot, of: drawn.get(slot)! }))
  }
}

function slotsOf(taken: ReadonlyMap<string, number>, keys: readonly string[]): ReadonlyMap<string, number> {
  const next = new Map<string, number>()
  for (const key of keys) {
    const slot = taken.get(key)
    if (slot !== undefined) next.set(key, slot)
  }
  if (next.size === keys.length) return next
  const used = new Set(next.values())
  let slot = 0
  for (const key of keys) {
    if (next.has(key)) continue
    while (used.has(slot)) slot += 1
    next.set(key, slot)
    slot += 1
  }
  return next
}
