import type { ProcessView } from '../../../contract/routes.ts'
import { branchLevels, pathParts } from '../../../domain/process.ts'

/** One line of the catalogue: a customer, contract or service, or a process in it. */
export interface Branch {
  readonly key: string
  readonly parent: string
  readonly name: string
  /** From 1. */
  readonly level: number
  /** Its names from the customer on. */
  readonly path: readonly string[]
  /** Null for one that holds others. */
  readonly process: ProcessView | null
  /** The processes in it. */
  readonly processes: readonly ProcessView[]
  /** Its place among those beside it, from 1, and how many they are. */
  readonly position: number
  readonly siblings: number
}

/** The key of a customer, contract or service by its names. */
export const branchKey = (path: readonly string[]): string =>
  path.map((name) => `/${encodeURIComponent(name)}`).join('')
const keyOf = (process: ProcessView): string => `${branchKey(placeOf(process))}/ ${process.id}`
const placeOf = (process: ProcessView): readonly string[] => branchLevels.map((level) => process[level])

const collator = new Intl.Collator(undefined, { numeric: true })
const byPath = (a: ProcessView, b: ProcessView): number => {
  for (const part of pathParts) {
    const order = collator.compare(a[part], b[part])
    if (order !== 0) return order
  }
  return 0
}

/** Customer > Contract > Service > Process, line by line, in alphabetical order. */
export function branchesOf(processes: readonly ProcessView[]): readonly Branch[] {
  type Growing = { -readonly [F in keyof Branch]: Branch[F] } & { processes: ProcessView[] }
  const branches: Growing[] = []
  const known = new Map<string, Growing>()
  const children = new Map<string, number>()
  const grow = (branch: Omit<Growing, 'position' | 'siblings'>) => {
    const position = (children.get(branch.parent) ?? 0) + 1
    children.set(branch.parent, position)
    const grown = { ...branch, position, siblings: 0 }
    branches.push(grown)
    known.set(branch.key, grown)
    return grown
  }
  for (const process of processes.toSorted(byPath)) {
    let parent = ''
    const place = placeOf(process)
    for (const [at, name] of place.entries()) {
      const path = place.slice(0, at + 1)
      const key = branchKey(path)
      const branch = known.get(key) ?? grow({ key, parent, name, level: at + 1, path, process: null, processes: [] })
      branch.processes.push(process)
      parent = key
    }
    grow({ key: keyOf(process), parent, name: process.name, level: 4, path: place, process, processes: [process] })
  }
  for (const branch of branches) branch.siblings = children.get(branch.parent) ?? 1
  return branches
}

/** Those that are in sight while these are folded. */
export function unfolded(branches: readonly Branch[], folded: ReadonlySet<string>): readonly Branch[] {
  const hidden = new Set<string>()
  return branches.filter(({ key, parent }) => {
    const isHidden = hidden.has(parent) || folded.has(parent)
    if (isHidden) hidden.add(key)
    return !isHidden
  })
}

/** Whether it, or one of its actions, cannot send although it is live (P2). */
export const isCut = ({ live, fromProblem, actionProblems }: ProcessView): boolean =>
  live && (fromProblem !== null || actionProblems.length > 0)

/** Above this, customers come folded: a long catalogue opens where it is looked at. */
const foldedFrom = 200

export function firstFolds(branches: readonly Branch[], selected: string | null): ReadonlySet<string> {
  if (branches.length <= foldedFrom) return new Set()
  return new Set(
    branches.filter(({ level, key }) => level === 1 && !(selected ?? '').startsWith(`${key}/`)).map(({ key }) => key),
  )
}

/** The key of what is picked: a process by its id, or a branch by its path. */
export function selectedKey(processes: readonly ProcessView[], picked: readonly string[]): string | null {
  const [first, ...rest] = picked
  if (first === undefined) return null
  if (first === 'in') return branchKey(rest)
  const process = processes.find(({ id }) => id === first)
  return process ? keyOf(process) : null
}
