import { words } from '../../../words/index.ts'
import { WrongUsage } from './exits.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** The one that is meant by an id or a name; letter case decides only between names that differ in nothing else. */
export function named<T extends Named>(rows: readonly T[], wanted: string, what: string): T {
  const found =
    rows.find(({ id }) => id === wanted) ??
    only(rows.filter(({ name }) => name === wanted)) ??
    only(rows.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase()))
  if (found !== undefined) return found
  const same = rows.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (same.length > 1) {
    throw new WrongUsage(words['cli.ambiguous']({ what, name: wanted, ids: same.map(({ id }) => id).join(', ') }))
  }
  const near = nearest(
    wanted,
    rows.map(({ name }) => name),
  )
  throw new WrongUsage(words['cli.not-there']({ what, name: wanted, near: near ?? '' }))
}

const only = <T>(rows: readonly T[]): T | undefined => (rows.length === 1 ? rows[0] : undefined)

/** The nearest of several names, where it is near enough to be a slip of the fingers. */
export function nearest(wanted: string, names: readonly string[]): string | undefined {
  const measured = names
    .map((name) => ({ name, distance: distance(wanted.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)
  const begun = names.filter((name) => wanted.length > 2 && name.toLowerCase().startsWith(wanted.toLowerCase()))
  const best = measured[0]
  if (begun.length === 1) return begun[0]
  return best !== undefined && best.distance <= Math.max(2, Math.floor(wanted.length / 3)) ? best.name : undefined
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [i, left] of Array.from(a).entries()) {
    const next = [i + 1]
    for (const [j, right] of Array.from(b).entries()) {
      next.push(Math.min((row[j] ?? 0) + (left === right ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
