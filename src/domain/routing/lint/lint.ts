import { addressKey } from '../../address.ts'
import type { IncomingRoute } from '../../route.ts'
import type { CompiledRoute } from '../judge.ts'
import type { ProcessStanding } from '../planState.ts'
import type { RouteIndex } from '../routeIndex.ts'
import { conditionOf, inBoth, isContradiction, isEmpty, type Condition } from './condition.ts'
import { shadowsIn, type Shadow } from './shadows.ts'

/** Error: the route can never fire, or its mail cannot become work. Hint: it may be meant so. */
export const lintSeverities = ['error', 'warning', 'hint'] as const
export type LintSeverity = (typeof lintSeverities)[number]

export const lintKinds = [
  'shadowed',
  'duplicate',
  'no-common-sender',
  'no-company',
  'no-senders',
  'no-usable-entry',
  'no-address',
  'no-process',
  'process-deleted',
  'process-draft',
  'no-category',
  'cannot-answer',
  'test-answers',
  'short-key-words',
  'companies-gone',
  'not-received',
] as const
export type LintKind = (typeof lintKinds)[number]

/** What a finding comes to: no mail ever takes the route; what takes it becomes no work; or neither. */
export function consequenceOf(kind: LintKind): 'never-fires' | 'no-work' | 'other' {
  switch (kind) {
    case 'shadowed':
    case 'no-common-sender':
    case 'no-company':
    case 'no-senders':
    case 'no-usable-entry':
    case 'no-address':
      return 'never-fires'
    case 'no-process':
    case 'process-deleted':
    case 'no-category':
      return 'no-work'
    default:
      return 'other'
  }
}

/** What lint found about a route (R14). */
export type Finding = {
  readonly severity: LintSeverity
  readonly connectorId: string
  readonly route: IncomingRoute
} & (
  | { readonly kind: 'shadowed'; readonly by: IncomingRoute; readonly takes: Takes; readonly alike: boolean }
  | { readonly kind: 'duplicate'; readonly by: IncomingRoute }
  | { readonly kind: 'short-key-words'; readonly words: readonly string[] }
  | { readonly kind: Exclude<LintKind, 'shadowed' | 'duplicate' | 'short-key-words'> }
)

/** What the route in front takes, in a few words: all mail, all from a domain, all with a word in the subject; else all that this one would. */
export type Takes =
  | { readonly what: 'everything' }
  | { readonly what: 'domain'; readonly domain: string }
  | { readonly what: 'key-word'; readonly word: string }
  | { readonly what: 'same' }

/** What lint looks at: configuration alone, so that it can be found again and again without a question to anyone. */
export interface LintState {
  readonly connectors: readonly {
    readonly id: string
    readonly primaryAddress: string
    /** Further addresses of the mailbox (C6). */
    readonly furtherAddresses: readonly string[]
    readonly routes: RouteIndex
  }[]
  readonly process: (id: string) => ProcessStanding | undefined
}

/** Key words shorter than this are in nearly every subject (R14). */
const fewestLetters = 3

/**
 * Looks over all incoming routes (R14). What it says of a route that can never fire is proved, never guessed. A route that is switched off
 * is left in peace: it neither takes mail nor keeps any from another. Findings come connector by connector, errors first.
 *
 * `not-received` holds for a route that no mail has taken yet; who knows of such mail leaves it out.
 */
export function lintRoutes({ connectors, process }: LintState): readonly Finding[] {
  return connectors.flatMap(({ id, primaryAddress, furtherAddresses, routes }) => {
    const received = new Set([primaryAddress, ...furtherAddresses].flatMap((address) => addressKey(address) ?? []))
    const found: Record<LintSeverity, Finding[]> = { error: [], warning: [], hint: [] }
    const conditions = new Map<CompiledRoute, Condition>()
    for (const each of routes.byId.values()) conditions.set(each, conditionOf(each))
    const condition = (each: CompiledRoute) => conditions.get(each)!
    const shelves = [...[...routes.normal.values()].map((shelf) => shelf.routes), routes.wildcard.routes]
    const shadows = new Map(
      shelves.flatMap((shelf) => shadowsIn(shelf, condition)).map((shadow) => [shadow.route, shadow]),
    )
    for (const each of routes.byId.values()) {
      if (!each.route.enabled && each.route.class !== 'fallback') continue
      const shadow = shadows.get(each)
      if (shadow) {
        const finding = { connectorId: id, ...shadowFinding(shadow) }
        found[finding.severity].push(finding)
      }
      for (const said of [
        ...aboutRules(each, condition(each)),
        ...aboutAddress(each, received),
        ...aboutWork(each.route, process),
      ])
        found[said.severity].push({ connectorId: id, route: each.route, ...said })
    }
    return lintSeverities.flatMap((severity) => found[severity])
  })
}

type Said = { readonly severity: LintSeverity } & (
  | { readonly kind: 'short-key-words'; readonly words: readonly string[] }
  | { readonly kind: Exclude<LintKind, 'shadowed' | 'duplicate' | 'short-key-words'> }
)

const target = (route: IncomingRoute): string =>
  JSON.stringify([
    route.processId,
    route.ticketCategory,
    route.forAttention,
    route.testMode,
    route.sendAutomatedEmails,
    route.sendAutomatedEmails && route.answerCc,
  ])

function shadowFinding({ route: { route }, by: { route: by }, alike, condition, byCondition }: Shadow) {
  return alike && target(route) === target(by)
    ? ({ kind: 'duplicate', severity: 'warning', route, by } as const)
    : ({ kind: 'shadowed', severity: 'error', route, by, alike, takes: takesOf(byCondition, condition) } as const)
}

function takesOf({ match, parts }: Condition, { parts: narrow }: Condition): Takes {
  const { sender, keyWords } = parts
  const asked = Object.keys(parts).length
  if (asked === 0) return { what: 'everything' }
  if (asked > 1 && match === 'all') return { what: 'same' }
  if (sender && narrow.sender) {
    const domains = new Set([
      ...narrow.sender.domains,
      ...[...narrow.sender.addresses].map((key) => key.slice(key.lastIndexOf('@') + 1)),
    ])
    const [domain] = domains
    if (domain !== undefined && domains.size === 1 && sender.domains.has(domain)) return { what: 'domain', domain }
  }
  const word = keyWords?.find((each) => narrow.keyWords?.every((longer) => longer.includes(each)))
  return word === undefined ? { what: 'same' } : { what: 'key-word', word }
}

function aboutRules(compiled: CompiledRoute, condition: Condition): readonly Said[] {
  const { route, rules, lists } = compiled
  if (route.class === 'fallback') return []
  const asks = (name: (typeof rules)[number]['name']) => rules.some((rule) => rule.name === name)
  const said: Said[] = []
  const nobody = asks('companies') && isEmpty(lists.companies)
  if (isContradiction(condition)) said.push({ severity: 'error', kind: whyNever(compiled, nobody) })
  else if (nobody) said.push({ severity: 'warning', kind: 'companies-gone' })
  const words = lists.keyWords.filter((word) => Array.from(word).length < fewestLetters)
  if (words.length > 0) said.push({ severity: 'warning', kind: 'short-key-words', words })
  return said
}

function whyNever({ route, lists }: CompiledRoute, nobody: boolean) {
  if (route.class === 'wildcard' && route.rules.senders.length === 0) return 'no-senders'
  if (nobody) return 'no-company'
  const { senders, companies } = lists
  return !isEmpty(senders) && !isEmpty(companies) && isEmpty(inBoth(senders, companies))
    ? 'no-common-sender'
    : 'no-usable-entry'
}

function aboutAddress({ route, key }: CompiledRoute, received: ReadonlySet<string>): readonly Said[] {
  if (route.class !== 'normal') return []
  if (key === null) return [{ severity: 'error', kind: 'no-address' }]
  // A tag may be part of the address: then the mailbox is the one without it.
  const untagged = key.replace(/\+[^+@"]*(?=@[^@]*$)/, '')
  return received.has(key) || received.has(untagged) ? [] : [{ severity: 'hint', kind: 'not-received' }]
}

function aboutWork(route: IncomingRoute, processOf: LintState['process']): readonly Said[] {
  const said: Said[] = []
  const process = route.processId === null ? undefined : processOf(route.processId)
  if (route.processId === null) said.push({ severity: 'error', kind: 'no-process' })
  else if (!process || process.deleted) said.push({ severity: 'error', kind: 'process-deleted' })
  else {
    if (!process.live) said.push({ severity: 'warning', kind: 'process-draft' })
    // N18: a process that got categories later.
    if (process.kind === 'ticket' && process.hasCategories && route.ticketCategory === null)
      said.push({ severity: 'error', kind: 'no-category' })
    // P2: a draft says so itself before it can be live.
    if (route.sendAutomatedEmails && process.live && !process.canSend)
      said.push({ severity: 'warning', kind: 'cannot-answer' })
  }
  if (route.testMode && route.sendAutomatedEmails) said.push({ severity: 'warning', kind: 'test-answers' })
  return said
}
