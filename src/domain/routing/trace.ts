import type { RuleName } from '../route.ts'
import type { MailFacts, Recipient } from './facts.ts'
import { rulesHold, type CompiledRoute } from './judge.ts'
import type { Decision } from './plan.ts'
import type { PlanState } from './planState.ts'
import { firstTaker } from './routeIndex.ts'

/** One rule of a route, as it was asked of a mail (K5). */
export interface RuleTrace {
  readonly rule: RuleName
  readonly holds: boolean
  readonly wanted: readonly string[]
  /** Which of what it wants the mail shows. */
  readonly met: readonly string[]
  readonly saw: readonly string[]
}

/** What a route answered. */
export const routeVerdicts = ['took', 'rules', 'disabled', 'not-asked'] as const

/** A route that was asked, or why it was not. */
export interface RouteTrace {
  readonly routeId: string
  readonly verdict: (typeof routeVerdicts)[number]
  /** Whether its rules hold, also where it is switched off. */
  readonly wouldTake: boolean
  readonly rules: readonly RuleTrace[]
}

/** Who was asked for one recipient; for the mail as a whole (wildcard, fallback) the recipient is null. */
export interface RecipientTrace {
  readonly recipient: string | null
  readonly routes: readonly RouteTrace[]
}

/** The addresses that a recipient counts as: as it stands, then without its tag (N19). */
export const keysOf = (
  { key, plus }: Recipient,
  { plusAddressing }: Pick<PlanState, 'plusAddressing'>,
): readonly string[] => (plusAddressing === 'off' || plus === null ? [key] : [key, plus.baseKey])

/** The normal route that takes a recipient. */
export function takerOf(
  recipient: Recipient,
  facts: MailFacts,
  state: PlanState,
): { readonly route: CompiledRoute; readonly key: string } | undefined {
  for (const key of keysOf(recipient, state)) {
    const shelf = state.routes.normal.get(key)
    const route = shelf && firstTaker(shelf, facts)
    if (route) return { route, key }
  }
  return undefined
}

/** Says of every route that could be asked what it answered. The decision is given: the trace follows it. */
export function traceOf(facts: MailFacts, state: PlanState, decision: Decision): readonly RecipientTrace[] {
  const took = new Set((decision.parts ?? []).flatMap((part) => ('routeId' in part ? (part.routeId ?? []) : [])))
  // Joined, ignored, blocked, a copy: no route was asked, or only for the addresses that a reply added.
  const wereAsked = took.size > 0 || decision.reason === 'no-fallback'
  const answers = (routes: readonly CompiledRoute[], taker: CompiledRoute | undefined): readonly RouteTrace[] =>
    wereAsked && (taker === undefined || took.has(taker.route.id))
      ? asked(routes, facts, taker)
      : routes.map((each) => ({ ...traced(each, facts), verdict: 'not-asked' }))
  const normal = facts.recipients.map((recipient): RecipientTrace => {
    const taker = takerOf(recipient, facts, state)?.route
    const shelves = keysOf(recipient, state).flatMap((key) => state.routes.normal.get(key) ?? [])
    return {
      recipient: recipient.address,
      routes: answers(
        shelves.flatMap(({ routes }) => routes),
        taker,
      ),
    }
  })
  const { wildcard, fallback } = state.routes
  const rest = [...wildcard.routes, ...(fallback ? [fallback] : [])]
  const last = rest.find(({ route }) => took.has(route.id))
  return [
    ...normal,
    {
      recipient: null,
      routes: last
        ? asked(rest, facts, last)
        : rest.map((each): RouteTrace => ({ ...traced(each, facts), verdict: 'not-asked' })),
    },
  ]
}

/** The routes of a shelf up to the one that took, and the others as not asked. */
function asked(
  routes: readonly CompiledRoute[],
  facts: MailFacts,
  taker: CompiledRoute | undefined,
): readonly RouteTrace[] {
  let taken = false
  return routes.map((each): RouteTrace => {
    const answer = traced(each, facts)
    if (taken) return { ...answer, verdict: 'not-asked' }
    if (each === taker) {
      taken = true
      return { ...answer, verdict: 'took' }
    }
    return { ...answer, verdict: each.route.enabled ? 'rules' : 'disabled' }
  })
}

const traced = (each: CompiledRoute, facts: MailFacts): Omit<RouteTrace, 'verdict'> => ({
  routeId: each.route.id,
  wouldTake: rulesHold(each, facts),
  rules: each.rules.map((rule) => ({
    rule: rule.name,
    holds: rule.holds(facts),
    wanted: rule.wanted,
    met: rule.met(facts),
    saw: rule.saw(facts),
  })),
})
