import { addressKey } from '../address.ts'
import type { AsideReason } from '../ledger.ts'
import type { Message } from '../message.ts'
import type { WorkKind } from '../process.ts'
import type { IncomingRoute } from '../route.ts'

/** What the decision knows of a process. */
export interface ProcessStanding {
  readonly id: string
  readonly kind: WorkKind
  readonly live: boolean
  readonly deleted: boolean
  readonly hasCategories: boolean
}

/** The state that a decision needs, given as an argument: the function reads nothing by itself. */
export interface PlanState {
  /** Routes of the receiving connector only (N1), in their order. */
  readonly routes: readonly IncomingRoute[]
  readonly primaryAddress: string
  readonly process: (id: string) => ProcessStanding | undefined
}

/** Why a route did not take a mail. */
export type Refusal = 'disabled' | 'other-address' | 'not-asked'

export interface RouteTrace {
  readonly routeId: string
  readonly took: boolean
  readonly refusal: Refusal | null
}

/** One part of a decision: a work item to create, or the reason why there is none. */
export type PlannedPart =
  | {
      readonly kind: 'create'
      readonly routeId: string
      readonly processId: string
      readonly work: WorkKind
      readonly recipient: string | null
      readonly test: boolean
    }
  | {
      readonly kind: 'unhandled'
      readonly reason: AsideReason
      readonly routeId: string | null
      readonly recipient: string | null
    }

export interface Plan {
  readonly parts: readonly PlannedPart[]
  readonly trace: readonly { readonly recipient: string | null; readonly routes: readonly RouteTrace[] }[]
}

const classOrder = { normal: 0, wildcard: 1, fallback: 2 } as const

/** Strict order (R7). */
export const inOrder = (routes: readonly IncomingRoute[]): readonly IncomingRoute[] =>
  routes.toSorted((a, b) => classOrder[a.class] - classOrder[b.class] || a.position - b.position)

/** To before Cc, each once, invalid entries passed over (I5, N4, N5). */
export function recipientsOf(
  message: Pick<Message, 'to' | 'cc'>,
): readonly { readonly key: string; readonly address: string }[] {
  const seen = new Map<string, string>()
  for (const { address } of [...message.to, ...message.cc]) {
    const key = addressKey(address)
    if (key && !seen.has(key)) seen.set(key, address)
  }
  return [...seen].map(([key, address]) => ({ key, address }))
}

/**
 * Decides what a mail becomes, and says of every route asked why it did or did not take it.
 * One function acts and explains: what the administrator is shown cannot differ from what is done.
 */
export function planWorkItems(message: Message, state: PlanState): Plan {
  const sender = message.from.find((from) => addressKey(from.address))
  if (!sender)
    return { parts: [{ kind: 'unhandled', reason: 'no-valid-sender', routeId: null, recipient: null }], trace: [] }

  const routes = inOrder(state.routes)
  const normal = routes.filter((route) => route.class === 'normal')
  const parts: PlannedPart[] = []
  const trace: { recipient: string | null; routes: RouteTrace[] }[] = []

  for (const recipient of recipientsOf(message)) {
    const asked: RouteTrace[] = []
    let taken: IncomingRoute | undefined
    for (const route of normal) {
      const refusal: Refusal | null = taken
        ? 'not-asked'
        : addressKey(route.emailAddress) !== recipient.key
          ? 'other-address'
          : route.enabled
            ? null
            : 'disabled'
      if (refusal === null) taken = route
      asked.push({ routeId: route.id, took: refusal === null, refusal })
    }
    trace.push({ recipient: recipient.address, routes: asked })
    if (taken) parts.push(partOf(taken, recipient.address, state))
  }
  if (parts.length > 0) return { parts, trace }

  const fallback = routes.find((route) => route.class === 'fallback')
  trace.push({ recipient: null, routes: fallback ? [{ routeId: fallback.id, took: true, refusal: null }] : [] })
  return {
    parts: [
      fallback
        ? partOf(fallback, state.primaryAddress, state)
        : { kind: 'unhandled', reason: 'no-fallback', routeId: null, recipient: null },
    ],
    trace,
  }
}

// N7: the first route whose rules hold takes the mail even if its process is draft or deleted; that part is then unhandled, never passed on.
function partOf(route: IncomingRoute, recipient: string, state: PlanState): PlannedPart {
  const unhandled = (reason: AsideReason): PlannedPart => ({ kind: 'unhandled', reason, routeId: route.id, recipient })
  if (route.processId === null) return unhandled('no-process')
  const process = state.process(route.processId)
  if (!process || process.deleted) return unhandled('process-deleted')
  if (!process.live) return unhandled('process-draft')
  return {
    kind: 'create',
    routeId: route.id,
    processId: process.id,
    work: process.kind,
    recipient,
    test: route.testMode,
  }
}
