import type { CompiledRoute } from '../judge.ts'
import { emptyKeyWordIndex, fileKeyWord, meetContained } from '../keyWordIndex.ts'
import {
  implies,
  isContradiction,
  partsOf,
  waysToMeet,
  type Condition,
  type Parts,
  type PartName,
} from './condition.ts'

/** A route that can never fire, because an earlier one takes every mail that it would. */
export interface Shadow {
  readonly route: CompiledRoute
  readonly by: CompiledRoute
  /** Both take the same mail. */
  readonly alike: boolean
  readonly condition: Condition
  readonly byCondition: Condition
}

interface Earlier {
  readonly route: CompiledRoute
  readonly condition: Condition
}

/** What a part is filed under: any one of these, in any wider condition, is met by the part. */
function* markedBy(parts: Parts, name: PartName): Iterable<string> {
  switch (name) {
    case 'important':
      return yield 'important'
    case 'endings':
      for (const ending of parts.endings!) yield `ending ${ending}`
      return
    case 'keyWords':
      for (const word of parts.keyWords!) yield `word ${word}`
      return
    case 'recipients':
    case 'sender':
      for (const key of parts[name]!.addresses) yield `${name} ${key}`
      for (const domain of parts[name]!.domains) yield `${name} @${domain}`
  }
}

/** Where a wider condition may be filed: whatever is wider covers every member of a part, so the first one leads to it. */
function* leadsOf(parts: Parts, name: PartName): Iterable<string> {
  switch (name) {
    case 'important':
      return yield 'important'
    case 'endings': {
      const [first] = parts.endings!
      if (first === undefined) return
      for (let dot = 0; dot >= 0; dot = first.indexOf('.', dot + 1)) yield `ending ${first.slice(dot)}`
      return
    }
    case 'recipients':
    case 'sender': {
      const [address] = parts[name]!.addresses
      const [domain] = parts[name]!.domains
      if (address !== undefined) {
        yield `${name} ${address}`
        yield `${name} @${address.slice(address.lastIndexOf('@') + 1)}`
      } else if (domain !== undefined) yield `${name} @${domain}`
      return
    }
    case 'keyWords':
      // Key words have an index of their own.
      return
  }
}

const shortest = (words: readonly string[]): string =>
  words.reduce((least, word) => (word.length < least.length ? word : least))

/**
 * Finds the routes of one shelf that an earlier enabled one shadows, in nearly linear time: earlier routes are filed under the part that
 * fewest others share, so that a route is compared with those only that could be wider.
 */
export function shadowsIn(
  routes: readonly CompiledRoute[],
  conditionOf: (route: CompiledRoute) => Condition,
): readonly Shadow[] {
  if (routes.length < 2) return []
  const enabled: Earlier[] = []
  for (const route of routes) {
    const condition = conditionOf(route)
    if (route.route.enabled && !isContradiction(condition)) enabled.push({ route, condition })
  }
  const shared = new Map<string, number>()
  // Where no route has a choice, nothing has to be counted.
  if (enabled.some(({ condition }) => condition.match === 'all' && partsOf(condition.parts).length > 1))
    for (const { condition } of enabled)
      for (const name of partsOf(condition.parts))
        for (const mark of markedBy(condition.parts, name)) shared.set(mark, (shared.get(mark) ?? 0) + 1)
  const mostShared = (parts: Parts, name: PartName): number => {
    let most = 0
    for (const mark of markedBy(parts, name)) most = Math.max(most, shared.get(mark)!)
    return most
  }

  const filed = new Map<string, number[]>()
  const words = emptyKeyWordIndex()
  /** The first route that takes every mail: it shadows all behind it. */
  let all: number | undefined
  const file = ({ condition: { match, parts } }: Earlier, place: number) => {
    const names = partsOf(parts)
    if (names.length === 0) all = place
    const under =
      match === 'any' || names.length === 1
        ? names
        : names
            .map((name) => ({ name, most: mostShared(parts, name) }))
            .toSorted((a, b) => a.most - b.most)
            .slice(0, 1)
            .map(({ name }) => name)
    for (const name of under) {
      if (name === 'keyWords') for (const word of parts.keyWords!) fileKeyWord(words, word, place)
      else
        for (const mark of markedBy(parts, name)) {
          const places = filed.get(mark)
          if (places) places.push(place)
          else filed.set(mark, [place])
        }
    }
  }
  const firstWider = ({ condition }: Earlier): number | undefined => {
    const [way = {}] = waysToMeet(condition)
    const candidates = new Set<number>()
    const meet = (places: readonly number[]) => {
      for (const place of places) candidates.add(place)
    }
    for (const name of partsOf(way)) {
      if (name === 'keyWords') meetContained(words, shortest(way.keyWords!), meet)
      else for (const mark of leadsOf(way, name)) meet(filed.get(mark) ?? [])
    }
    if (all !== undefined) candidates.add(all)
    return [...candidates].toSorted((a, b) => a - b).find((place) => implies(condition, enabled[place]!.condition))
  }

  const shadows: Shadow[] = []
  for (const [place, each] of enabled.entries()) {
    const wider = firstWider(each)
    // What a shadowed route would take, the one before it takes: it shadows nothing that is not shadowed already.
    if (wider === undefined) file(each, place)
    else {
      const by = enabled[wider]!
      shadows.push({
        route: each.route,
        by: by.route,
        alike: implies(by.condition, each.condition),
        condition: each.condition,
        byCondition: by.condition,
      })
    }
  }
  return shadows
}
