import { addressKey } from '../address.ts'
import type { AsideReason } from '../ledger.ts'
import type { Message } from '../message.ts'
import type { WorkKind } from '../process.ts'
import type { ItemMailMark } from '../workItem.ts'
import { acknowledgementLimit, acknowledgementOf, type Acknowledgement } from './acknowledgement.ts'
import { automaticSign, loopMarks, type AutomaticSign } from './automatic.ts'
import { deliveredTo } from './delivered.ts'
import { factsOf, type MailFacts, type Recipient } from './facts.ts'
import { includes, type CompiledRoute } from './judge.ts'
import { ownMark, threadMark, type CopySign, type ItemStanding, type PlanState } from './planState.ts'
import { answeredBy, isTooOld, repliesOf, type Replies } from './replies.ts'
import { firstTaker } from './routeIndex.ts'
import { keysOf, takerOf, traceOf, type RecipientTrace } from './trace.ts'

/** One part of a decision. */
export type PlannedPart =
  | {
      readonly kind: 'create'
      readonly routeId: string
      readonly processId: string
      readonly work: WorkKind
      readonly recipient: string
      readonly test: boolean
      /** The first work item of the thread that it grows from. */
      readonly linkedTo: string | null
      readonly acknowledgement: Acknowledgement
    }
  | {
      readonly kind: 'join'
      readonly itemId: string
      readonly mark: ItemMailMark
      /** What becomes of its state (I7, N25, N35). */
      readonly state: 'to-do' | 'unchanged'
    }
  | {
      readonly kind: 'unhandled'
      readonly reason: AsideReason
      readonly routeId: string | null
      readonly recipient: string | null
    }
  /** N35: a report about a mail of ours, shown on it. */
  | { readonly kind: 'report'; readonly outboxId: string }

/** What each check of N30 found, in its order; `not-asked` behind the one that decided. */
export interface Verdicts {
  readonly loop: 'none' | 'own-loop' | 'own-mail' | 'own-address'
  readonly report: 'none' | 'about-ours' | 'about-unknown' | 'not-asked'
  readonly blocked: boolean | 'not-asked'
  readonly sender: 'valid' | 'none' | 'not-asked'
  readonly copy: CopySign | 'routed-elsewhere' | 'none' | 'not-asked'
  readonly automatic: AutomaticSign | 'none' | 'not-asked'
  readonly reply: 'none' | 'by-tag' | 'by-header' | 'too-old' | 'not-asked'
}

export interface Plan {
  /** N8: the strongest of its parts. */
  readonly outcome: 'created' | 'joined' | 'unhandled' | 'duplicate' | 'ignored' | 'blocked'
  /** Why it is set aside; of a mail that made work, why another part of it did not. */
  readonly reason: AsideReason | null
  readonly parts: readonly PlannedPart[]
  readonly verdicts: Verdicts
  /** Whom the mail served, for the copies to come (N27); empty without a final decision. */
  readonly served: readonly string[]
  /** The recipient that a trusted delivery header added (I6). */
  readonly deliveredTo: string | null
  /** Empty unless it was asked for. */
  readonly trace: readonly RecipientTrace[]
}

const notAsked: Verdicts = {
  loop: 'none',
  report: 'not-asked',
  blocked: 'not-asked',
  sender: 'not-asked',
  copy: 'not-asked',
  automatic: 'not-asked',
  reply: 'not-asked',
}

/**
 * Decides what a mail becomes, in the order of N30: loop, bounce, blocked, valid sender, copies, automatic mail, replies, routes.
 * With `explain` it also says of every route asked why it did or did not take the mail. One function acts and explains: what an
 * administrator is shown cannot differ from what is done.
 */
export function planWorkItems(message: Message, state: PlanState, how: 'decide' | 'explain' = 'decide'): Plan {
  const delivered = deliveredTo(message, state.deliveryHeader)
  const facts = factsOf(message, delivered)
  const decision = decide(message, facts, state)
  return {
    reason: null,
    parts: [],
    served: [],
    ...decision,
    deliveredTo: delivered[0]?.address ?? null,
    trace: how === 'explain' ? traceOf(facts, state, decision) : [],
  }
}

export type Decision = Pick<Plan, 'outcome' | 'verdicts'> & Partial<Pick<Plan, 'reason' | 'parts' | 'served'>>

function decide(message: Message, facts: MailFacts, state: PlanState): Decision {
  const { knowledge } = state
  const own = ownMark(state.connectorId)
  const served = new Set(knowledge.copies.flatMap((copy) => copy.served))
  const copySign = knowledge.copies.find((copy) => copy.served.length > 0)?.sign ?? null

  // I8, N31: only automatic mail of ours carries our mark.
  if (loopMarks(message.headers).includes(state.workspaceId))
    return { outcome: 'ignored', reason: 'own-loop', verdicts: { ...notAsked, loop: 'own-loop' } }
  const sent = message.messageId === null ? undefined : knowledge.mails.get(message.messageId)
  if (sent?.sent && sent.items.length > 0) {
    const verdicts: Verdicts = { ...notAsked, loop: 'own-mail' }
    const parts =
      sent.sent.kind === 'acknowledgement'
        ? []
        : newlyRouted(message, facts, state, { items: standings(sent.items, state), answer: 'own-address', served })
    return parts.length > 0
      ? finished(parts, verdicts, [...servedBy(parts), own, threadMark], state)
      : { outcome: 'ignored', reason: 'own-mail', verdicts, served: [own, threadMark] }
  }

  // N35: always joined, whoever it is from.
  const report = message.report
  const about = report?.messageId ? knowledge.mails.get(report.messageId) : undefined
  if (report && about?.sent) {
    const verdicts: Verdicts = { ...notAsked, report: 'about-ours' }
    if (copySign !== null && served.has(threadMark))
      return { outcome: 'duplicate', reason: copySign, verdicts: { ...verdicts, copy: copySign } }
    const failed = report.recipients.length === 0 || report.recipients.some(({ action }) => isFailure(action))
    return {
      outcome: 'joined',
      verdicts,
      parts: [
        ...standings(about.items, state).map((item): PlannedPart => ({
          kind: 'join',
          itemId: item.id,
          mark: failed ? 'bounce' : 'automatic',
          state: failed && item.state === 'waiting' ? 'to-do' : 'unchanged',
        })),
        { kind: 'report', outboxId: about.sent.outboxId },
      ],
      served: [own, threadMark],
    }
  }

  let verdicts: Verdicts = { ...notAsked, report: report ? 'about-unknown' : 'none' }
  if (facts.sender && includes(state.blocked, facts.sender.key))
    return { outcome: 'blocked', reason: 'blocked', verdicts: { ...verdicts, blocked: true } }
  verdicts = { ...verdicts, blocked: false, sender: facts.sender ? 'valid' : 'none' }
  if (!facts.sender)
    return { outcome: 'unhandled', reason: 'no-valid-sender', verdicts, parts: [unhandled('no-valid-sender')] }
  const isOwn = state.isOwnAddress(facts.sender.key)
  if (isOwn && state.ownAddressMail === 'ignore')
    return { outcome: 'ignored', reason: 'own-address', verdicts: { ...verdicts, loop: 'own-address' } }
  if (isOwn) verdicts = { ...verdicts, loop: 'own-address' }

  verdicts = { ...verdicts, copy: 'none', automatic: automaticSign(message, state.workspaceId) ?? 'none' }
  const duplicate = (sign: CopySign | 'routed-elsewhere'): Decision => ({
    outcome: 'duplicate',
    reason: sign,
    verdicts: { ...verdicts, copy: sign },
  })
  const answer = verdicts.automatic === 'none' ? (isOwn ? 'own-address' : 'asked') : 'automatic'
  const replies = repliesOf(message, facts, state, verdicts.automatic === 'none' ? 'person' : 'automatic')

  if (verdicts.automatic !== 'none') {
    // I9: two machines would go on for ever.
    if (answeredBy(message, state)?.sent?.kind === 'acknowledgement')
      return { outcome: 'ignored', reason: 'answers-automatic', verdicts }
    if (replies.items.length > 0) {
      if (copySign !== null && served.has(threadMark)) return duplicate(copySign)
      return {
        outcome: 'joined',
        verdicts: { ...verdicts, reply: replies.by },
        parts: replies.items.map((item) => ({ kind: 'join', itemId: item.id, mark: 'automatic', state: 'unchanged' })),
        served: [own, threadMark],
      }
    }
  }

  const open = replies.items.filter((item) => !isTooOld(item, state))
  if (open.length > 0) {
    verdicts = { ...verdicts, reply: replies.by }
    const joins = copySign !== null && served.has(threadMark) ? [] : open.map(joinOf)
    const parts = [...joins, ...newlyRouted(message, facts, state, { items: open, answer, served, replies })]
    if (parts.length === 0) return duplicate(copySign!)
    return finished(parts, verdicts, [...servedBy(parts), own, threadMark], state)
  }
  const linkedTo = replies.items[0]?.root ?? null
  verdicts = { ...verdicts, reply: linkedTo === null ? 'none' : 'too-old' }

  const takers = takersOf(facts, state)
  const fresh = takers.filter(({ key }) => !served.has(key))
  if (fresh.length > 0) {
    const parts = fresh.map((taker) => partOf(message, taker, state, linkedTo, answer))
    return finished(parts, verdicts, [...servedBy(parts), own], state)
  }
  if (takers.length > 0 || served.has(own)) return duplicate(copySign ?? 'same-bytes')

  // N27: a primary address in To or Cc is the fallback's own; else the copy belongs to whoever takes one of its addresses.
  const primaryKey = addressKey(state.primaryAddress)
  const isForPrimary =
    primaryKey !== undefined && facts.recipients.some((recipient) => keysOf(recipient, state).includes(primaryKey))
  if (!isForPrimary || served.has(primaryKey)) {
    if (facts.recipients.some((recipient) => keysOf(recipient, state).some((key) => served.has(key))))
      return duplicate(copySign!)
    const elsewhere = facts.recipients.some((recipient) =>
      keysOf(recipient, state).some((key) => state.routedElsewhere(key, facts)),
    )
    if (elsewhere) return duplicate('routed-elsewhere')
  }
  const route = firstTaker(state.routes.wildcard, facts) ?? state.routes.fallback
  if (!route) return { outcome: 'unhandled', reason: 'no-fallback', verdicts, parts: [unhandled('no-fallback')] }
  const part = partOf(message, { route, address: state.primaryAddress }, state, linkedTo, answer)
  return finished([part], verdicts, [...(isForPrimary ? [primaryKey] : []), own], state)
}

const isFailure = (action: string): boolean => action === 'failed' || action === 'unknown'

const unhandled = (reason: AsideReason): PlannedPart => ({ kind: 'unhandled', reason, routeId: null, recipient: null })

const standings = (ids: readonly string[], state: PlanState): readonly ItemStanding[] =>
  ids.flatMap((id) => state.knowledge.items.get(id) ?? [])

/** N38 counts within one mail too: each item that it makes would answer the same sender. */
function withinLimit(parts: readonly PlannedPart[], { knowledge }: PlanState): readonly PlannedPart[] {
  const counts = new Map<string, number>()
  return parts.map((part) => {
    if (part.kind !== 'create' || part.acknowledgement.kind === 'none') return part
    const key = addressKey(part.acknowledgement.to) ?? ''
    const count = counts.get(key) ?? knowledge.acknowledged.get(key) ?? 0
    counts.set(key, count + 1)
    return count < acknowledgementLimit ? part : { ...part, acknowledgement: { kind: 'none', why: 'limit' } }
  })
}

/** N8: joined > created > unhandled. */
function outcomeOf(made: readonly PlannedPart[], state: PlanState): Pick<Decision, 'outcome' | 'reason' | 'parts'> {
  const parts = withinLimit(made, state)
  const kinds = new Set(parts.map(({ kind }) => kind))
  const left = parts.find((part) => part.kind === 'unhandled')
  return {
    outcome: kinds.has('join') ? 'joined' : kinds.has('create') ? 'created' : 'unhandled',
    reason: left?.reason ?? null,
    parts,
  }
}

// N29: what was not decided for good serves nobody.
const finished = (
  parts: readonly PlannedPart[],
  verdicts: Verdicts,
  served: readonly string[],
  state: PlanState,
): Decision => {
  const said = outcomeOf(parts, state)
  return { ...said, verdicts, served: said.outcome === 'unhandled' ? [] : served }
}

const servedBy = (parts: readonly PlannedPart[]): readonly string[] =>
  parts.flatMap((part) => (part.kind === 'create' ? (addressKey(part.recipient) ?? []) : []))

/** I7, N25: what was waited for is there; a closed item is open again. */
const joinOf = (item: ItemStanding): PlannedPart => ({
  kind: 'join',
  itemId: item.id,
  mark: 'new-information',
  state:
    item.state === 'closed' || (item.state === 'waiting' && item.waitingReason === 'more-information')
      ? 'to-do'
      : 'unchanged',
})

interface Taker {
  readonly route: CompiledRoute
  readonly recipient: Recipient
  /** What the recipient counts as: itself, or the route's address where its tag was left out (N19). */
  readonly key: string
  readonly address: string
}

/** I5: for every address in order, the first enabled normal route whose rules hold; one for each address that has a route. */
function takersOf(facts: MailFacts, state: PlanState): readonly Taker[] {
  const takers = new Map<string, Taker>()
  for (const recipient of facts.recipients) {
    const taker = takerOf(recipient, facts, state)
    if (!taker || takers.has(taker.key)) continue
    const address = taker.key === recipient.key ? recipient.address : taker.route.route.emailAddress
    takers.set(taker.key, { ...taker, recipient, address })
  }
  return [...takers.values()]
}

type Answer = Parameters<typeof acknowledgementOf>[3]

/** N23: an address that a reply adds, and that no item of its thread has yet, gets a linked item. */
function newlyRouted(
  message: Message,
  facts: MailFacts,
  state: PlanState,
  thread: {
    readonly items: readonly ItemStanding[]
    readonly answer: Answer
    readonly served: ReadonlySet<string>
    readonly replies?: Replies
  },
): readonly PlannedPart[] {
  const { items, answer, served, replies } = thread
  const known = new Set(items.flatMap((item) => [...item.threadKeys, ...(item.addressKey ? [item.addressKey] : [])]))
  return takersOf(facts, state)
    .filter(({ key, recipient }) => !known.has(key) && !served.has(key) && !replies?.tagged.has(recipient.key))
    .map((taker) => partOf(message, taker, state, items[0]?.root ?? null, answer))
}

// N7: the first route whose rules hold takes the mail even if its process is draft or deleted; that part is then unhandled, never passed on.
function partOf(
  message: Message,
  { route: { route }, address: recipient }: Pick<Taker, 'route' | 'address'>,
  state: PlanState,
  linkedTo: string | null,
  answer: Answer,
): PlannedPart {
  const refused = (reason: AsideReason): PlannedPart => ({ kind: 'unhandled', reason, routeId: route.id, recipient })
  if (route.processId === null) return refused('no-process')
  const process = state.process(route.processId)
  if (!process || process.deleted) return refused('process-deleted')
  if (!process.live) return refused('process-draft')
  // N18: a process that got categories later.
  if (process.kind === 'ticket' && process.hasCategories && route.ticketCategory === null) return refused('no-category')
  return {
    kind: 'create',
    routeId: route.id,
    processId: process.id,
    work: process.kind,
    recipient,
    test: route.testMode,
    linkedTo,
    acknowledgement: acknowledgementOf(message, route, process, linkedTo === null ? answer : 'linked', state),
  }
}
