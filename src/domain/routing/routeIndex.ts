import type { Company } from '../company.ts'
import type { IncomingRoute, RuleName } from '../route.ts'
import type { MailFacts } from './facts.ts'
import { compileRoute, rulesHold, type CompiledRoute } from './judge.ts'
import { emptyKeyWordIndex, fileKeyWord, meetContained, type KeyWordIndex } from './keyWordIndex.ts'

const classOrder = { normal: 0, wildcard: 1, fallback: 2 } as const

/** Strict order (R7): normal routes, wildcard routes, the fallback; inside a class the administrator's. */
export const inOrder = <T extends Pick<IncomingRoute, 'class' | 'position'>>(routes: readonly T[]): readonly T[] =>
  routes.toSorted((a, b) => classOrder[a.class] - classOrder[b.class] || a.position - b.position)

/** Ascending places of routes in their shelf, by something a mail may show. */
type Postings = ReadonlyMap<string, number[]>

const nowhere: Postings = new Map()
/** Most shelves hold one route with a rule or none: what they do not file under costs ten thousand of them nothing. */
const nothingFiled = {
  senders: nowhere,
  senderDomains: nowhere,
  recipients: nowhere,
  recipientDomains: nowhere,
  endings: nowhere,
}
const noKeyWords = emptyKeyWordIndex()

/**
 * Routes that are asked one after the other for the same address, filed under what their rules want: so that a mail meets those that can hold
 * and not the thousands that cannot. Filing narrows only; `rulesHold` decides.
 */
export interface Shelf {
  readonly routes: readonly CompiledRoute[]
  /** Routes that no rule narrows. */
  readonly always: readonly number[]
  readonly important: readonly number[]
  readonly senders: Postings
  readonly senderDomains: Postings
  readonly recipients: Postings
  readonly recipientDomains: Postings
  readonly endings: Postings
  readonly keyWords: KeyWordIndex
}

/** The routes of one connector, compiled. */
export interface RouteIndex {
  readonly byId: ReadonlyMap<string, CompiledRoute>
  readonly normal: ReadonlyMap<string, Shelf>
  readonly wildcard: Shelf
  readonly fallback: CompiledRoute | null
}

/** Compiles the routes of one connector. Cost is linear in the routes; a decision's is not. */
export function compileRoutes(routes: readonly IncomingRoute[], companies: readonly Company[]): RouteIndex {
  const byCompany = new Map(companies.map((company) => [company.id, company]))
  const compiled = inOrder(routes).map((route) => compileRoute(route, byCompany))
  const normal = Map.groupBy(
    compiled.filter(({ route, key }) => route.class === 'normal' && key !== null),
    ({ key }) => key!,
  )
  return {
    byId: new Map(compiled.map((each) => [each.route.id, each])),
    normal: new Map([...normal].map(([key, group]) => [key, shelve(group)])),
    wildcard: shelve(compiled.filter(({ route }) => route.class === 'wildcard')),
    fallback: compiled.find(({ route }) => route.class === 'fallback') ?? null,
  }
}

function shelve(routes: readonly CompiledRoute[]): Shelf {
  const always: number[] = []
  const important: number[] = []
  const filed: Partial<Record<keyof typeof nothingFiled, Map<string, number[]>>> = {}
  let words: KeyWordIndex | undefined
  const post = (name: keyof typeof nothingFiled, keys: Iterable<string>, place: number) => {
    for (const key of new Set(keys)) {
      const places = filed[name]?.get(key)
      if (places) places.push(place)
      else (filed[name] ??= new Map()).set(key, [place])
    }
  }
  const file = (rule: RuleName, { lists }: CompiledRoute, place: number): void => {
    switch (rule) {
      case 'senders':
      case 'companies':
        post('senders', lists[rule].addresses, place)
        return post('senderDomains', lists[rule].domains, place)
      case 'recipients':
        post('recipients', lists.recipients.addresses, place)
        return post('recipientDomains', lists.recipients.domains, place)
      case 'attachmentTypes':
        return post('endings', lists.endings, place)
      case 'keyWords':
        words ??= emptyKeyWordIndex()
        for (const word of lists.keyWords) fileKeyWord(words, word, place)
        return
      case 'important':
        important.push(place)
    }
  }
  for (const [place, compiled] of routes.entries()) {
    const { route, rules } = compiled
    if (!route.enabled) continue
    const set = new Set(rules.map(({ name }) => name))
    // Any: under each of its rules. All: under the one that fewest mails show.
    const chosen =
      route.match === 'any' && route.class !== 'wildcard'
        ? [...set]
        : (['senders', 'companies', 'attachmentTypes', 'recipients', 'keyWords', 'important'] as const)
            .filter((name) => set.has(name))
            .slice(0, 1)
    if (chosen.length === 0) always.push(place)
    for (const name of chosen) file(name, compiled, place)
  }
  return { routes, always, important, ...nothingFiled, ...filed, keyWords: words ?? noKeyWords }
}

/** The first enabled route of a shelf whose rules hold, in the administrator's order. */
export function firstTaker(shelf: Shelf, facts: MailFacts): CompiledRoute | undefined {
  const lists: (readonly number[])[] = []
  const meet = (places: readonly number[] | undefined) => {
    if (places !== undefined && places.length > 0) lists.push(places)
  }
  meet(shelf.always)
  if (facts.important) meet(shelf.important)
  if (facts.sender !== null) {
    meet(shelf.senders.get(facts.sender.key))
    meet(shelf.senderDomains.get(facts.sender.domain))
  }
  if (shelf.recipients.size > 0) for (const key of facts.recipientKeys) meet(shelf.recipients.get(key))
  if (shelf.recipientDomains.size > 0)
    for (const domain of facts.recipientDomains) meet(shelf.recipientDomains.get(domain))
  if (shelf.endings.size > 0) for (const ending of facts.endings) meet(shelf.endings.get(ending))
  meetContained(shelf.keyWords, facts.subject, meet)

  // All lists ascend: merged from the front, so that the first that holds ends the search.
  const at = lists.map(() => 0)
  for (;;) {
    let place = Infinity
    for (const [list, places] of lists.entries()) place = Math.min(place, places[at[list]!] ?? Infinity)
    if (place === Infinity) return undefined
    const candidate = shelf.routes[place]!
    if (rulesHold(candidate, facts)) return candidate
    for (const [list, places] of lists.entries()) if (places[at[list]!] === place) at[list]! += 1
  }
}
