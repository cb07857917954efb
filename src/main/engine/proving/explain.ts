import type { ProvenMail, ProvenPart, ProvenRecipient, ProvenRoute } from '../../../contract/proving.ts'
import { addressKey } from '../../../domain/address.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import type { Message } from '../../../domain/message.ts'
import { deliveredTo, deliveriesOf } from '../../../domain/routing/delivered.ts'
import { factsOf, isImportant, senderOf, type Recipient } from '../../../domain/routing/facts.ts'
import type { Plan } from '../../../domain/routing/plan.ts'
import type { PlanState } from '../../../domain/routing/planState.ts'
import { keysOf, type RecipientTrace, type RouteTrace, type RuleTrace } from '../../../domain/routing/trace.ts'
import { say, word } from '../../../words/index.ts'
import type { Routing } from '../receiving/routing.ts'
import { newRouteId } from './edits.ts'

/** Routes of one recipient that are shown; what stands behind is counted. */
const mostRoutes = 200
/** Entries of a rule's list that are shown, and that are said in its sentence. */
const mostEntries = 50
const mostSaid = 3

/** A decision with what it was made in. */
export interface Explained {
  readonly message: Message
  readonly plan: Plan
  readonly state: PlanState
  readonly parts: readonly ProvenPart[]
  readonly routing: Routing
  readonly size: { readonly limit: number }
}

const quoted = (values: readonly string[], left: string, right: string): string =>
  [
    ...values.slice(0, mostSaid).map((value) => `${left}${value.slice(0, 80)}${right}`),
    ...(values.length > mostSaid ? [`${values.length - mostSaid} more`] : []),
  ].join(', ')

const ruleWord = ({ rule, holds, wanted, met, saw }: RuleTrace): string => {
  const [left, right] = rule === 'keyWords' ? ['“', '”'] : ['', '']
  const about = { wanted: quoted(holds ? met : wanted, left, right), saw: quoted(saw, left, right) }
  return say(word(`proving.rule.${rule}.${holds ? 'holds' : 'fails'}`, about))
}

/** Who took the mail before a route could be asked. */
interface Before {
  readonly taker: string | null
  readonly otherwise: Word
}

function routeWord(trace: RouteTrace, route: { class: string; match: string }, before: Before): Word {
  const said = (holds: boolean) =>
    trace.rules
      .filter((rule) => rule.holds === holds)
      .map(ruleWord)
      .join(' ')
  switch (trace.verdict) {
    case 'took':
      if (route.class === 'fallback') return word('proving.route.took-last')
      return word(route.match === 'any' && trace.rules.length > 1 ? 'proving.route.took-any' : 'proving.route.took', {
        rules: said(true),
      })
    case 'rules':
      return word(route.match === 'any' && trace.rules.length > 1 ? 'proving.route.rules-any' : 'proving.route.rules', {
        rules: said(false),
      })
    case 'disabled':
      return trace.wouldTake ? word('proving.route.off-would') : word('proving.route.off', { rules: said(false) })
    case 'not-asked':
      return before.taker === null ? before.otherwise : word('proving.route.behind', { route: before.taker })
  }
}

/** Says of every recipient which route takes it, and of every route asked why it did not (K5). */
export function explainRecipients(explained: Explained): readonly ProvenRecipient[] {
  const { message, plan, state, routing } = explained
  const { recipients } = factsOf(message, deliveredTo(message, state.deliveryHeader))
  const index = state.routes
  const order = new Map<string, number>()
  const counts = { normal: 0, wildcard: 0, fallback: 0 }
  for (const { route } of index.byId.values()) order.set(route.id, (counts[route.class] += 1))
  const left = new Set(explained.parts.filter((part) => part.kind === 'create' || part.kind === 'unhandled'))
  const wholeTaken = plan.trace.at(-1)?.routes.some(({ verdict }) => verdict === 'took') === true

  return plan.trace.map((trace, at): ProvenRecipient => {
    const recipient = recipients[at]
    const taker = trace.routes.find(({ verdict }) => verdict === 'took')
    const part = [...left].find(
      (each) =>
        each.routeId === (taker?.routeId ?? null) &&
        (trace.recipient === null || matches(each.recipient, recipient, state)) &&
        (taker !== undefined || (trace.recipient === null && plan.reason === 'no-fallback')),
    )
    if (part) left.delete(part)
    const standing = standingOf(explained, trace, recipient, part, taker, wholeTaken)
    const behind: Before = { taker: null, otherwise: standing.notAsked }
    let named: string | null = null
    const routes = trace.routes.map((each): ProvenRoute => {
      const compiled = index.byId.get(each.routeId)!
      const { route } = compiled
      const shown: ProvenRoute = {
        routeId: route.id === newRouteId ? null : route.id,
        name: route.name,
        class: route.class,
        order: order.get(route.id) ?? 0,
        verdict: each.verdict,
        wouldTake: each.wouldTake,
        match: route.match,
        rules: each.rules.map((rule) => ({
          rule: rule.rule,
          holds: rule.holds,
          wanted: rule.wanted.slice(0, mostEntries),
          wantedCount: rule.wanted.length,
          met: rule.met.slice(0, mostEntries),
          saw: rule.saw.slice(0, mostEntries),
        })),
        says: routeWord(each, route, { ...behind, taker: named }),
      }
      if (each.verdict === 'took') named = route.name
      return shown
    })
    // The one that took it is always among those shown.
    const end = Math.max(mostRoutes, routes.findIndex(({ verdict }) => verdict === 'took') + 1)
    const kept = routes.slice(0, mostRoutes)
    if (end > mostRoutes) kept.push(routes[end - 1]!)
    return {
      recipient: trace.recipient,
      routes: kept,
      left: routes.length - kept.length,
      part: part ?? null,
      says: standing.says,
    }
  })

  function matches(address: string | null, recipient: Recipient | undefined, { plusAddressing }: PlanState): boolean {
    const key = address === null ? undefined : addressKey(address)
    return key !== undefined && recipient !== undefined && keysOf(recipient, { plusAddressing }).includes(key)
  }

  function standingOf(
    { parts }: Explained,
    trace: RecipientTrace,
    recipient: Recipient | undefined,
    part: ProvenPart | undefined,
    taker: RouteTrace | undefined,
    whole: boolean,
  ): { readonly says: Word; readonly notAsked: Word } {
    const joins = parts.some(({ kind }) => kind === 'join')
    const works = parts.length > 0
    const notAsked = joins
      ? word('proving.route.joined')
      : works
        ? word('proving.route.other-recipient')
        : plan.outcome === 'duplicate'
          ? word('proving.route.served')
          : word('proving.route.no-need')
    const stands = (says: Word) => ({ says, notAsked })
    if (part?.kind === 'create')
      return stands(
        word('proving.recipient.created', {
          work: say(word(`proving.${part.test ? 'test-' : ''}${part.work}` as 'proving.ticket')),
          process: part.processPath,
        }),
      )
    if (part?.kind === 'unhandled') return stands(word(`aside.why.${part.reason}`))
    if (recipient === undefined)
      return stands(word(works && !joins ? 'proving.recipient.whole-unused' : 'proving.recipient.whole-decided'))
    if (taker) {
      const address = routing.route(taker.routeId)?.emailAddress ?? recipient.address
      return stands(word('proving.recipient.same-as', { address }))
    }
    const keys = keysOf(recipient, state)
    const served = new Set(state.knowledge.copies.flatMap((copy) => copy.served))
    if (keys.some((key) => served.has(key)))
      return { says: word('proving.recipient.served'), notAsked: word('proving.route.served') }
    if (joins) return stands(word('proving.recipient.joined'))
    if (!works) return stands(word('proving.recipient.decided'))
    if (whole) return stands(word('proving.recipient.left'))
    if (keys.includes(addressKey(state.primaryAddress) ?? '')) return stands(word('proving.recipient.primary'))
    return stands(word(trace.routes.length === 0 ? 'proving.recipient.no-route' : 'proving.recipient.not-taken'))
  }
}

/** What an administrator would not see from the routes alone (I6, N2). */
export function hintsOf({ message, plan, state, parts }: Explained): readonly Word[] {
  const hints: Word[] = []
  const named = ['from', 'to', 'date', 'message-id', 'received']
  if (!message.headers.some(({ name }) => named.includes(name.toLowerCase()))) hints.push(word('proving.hint.no-mail'))
  if (plan.deliveredTo !== null && state.deliveryHeader !== null)
    hints.push(word('proving.hint.delivered', { address: plan.deliveredTo, header: state.deliveryHeader }))
  const { recipientKeys } = factsOf(message, deliveredTo(message, state.deliveryHeader))
  for (const address of new Set(deliveriesOf(message).map((delivery) => delivery.address))) {
    if (recipientKeys.has(addressKey(address) ?? '')) continue
    const route = state.routes.normal.get(addressKey(address) ?? '')?.routes.find((each) => each.route.enabled)
    if (route) hints.push(word('proving.hint.rewritten', { address, route: route.route.name }))
  }
  const primary = addressKey(state.primaryAddress)
  const isTaken = parts.some((part) => part.kind === 'create' && addressKey(part.recipient) === primary)
  const tookNormal = parts.some(
    (part) => part.kind === 'create' && state.routes.byId.get(part.routeId)?.route.class === 'normal',
  )
  if (primary !== undefined && recipientKeys.has(primary) && plan.outcome === 'created' && tookNormal && !isTaken)
    hints.push(word('proving.hint.primary', { address: state.primaryAddress }))
  return hints
}

type Verdict = ProvenMail['verdicts'][number]

/** The checks of N30 in their order, as far as they were asked. */
export function verdictsOf({ plan, size }: Pick<Explained, 'plan' | 'size'>): readonly Verdict[] {
  const { verdicts } = plan
  const all: Verdict[] = [sizeVerdict('within', size.limit)]
  const add = (check: Verdict['check'], is: string, tone: Verdict['tone']) => {
    if (is === 'not-asked') return
    all.push({ check, is, tone, says: { key: `proving.check.${check}.${is}`, params: {} } })
  }
  const yes = (is: boolean | 'not-asked') => (is === 'not-asked' ? is : is ? 'yes' : 'no')
  const fine = (is: string, otherwise: Verdict['tone']) => (is === 'none' ? 'ok' : otherwise)
  add('loop', verdicts.loop, fine(verdicts.loop, verdicts.loop === 'own-address' ? 'info' : 'warning'))
  add('report', verdicts.report, fine(verdicts.report, 'info'))
  add('blocked', yes(verdicts.blocked), verdicts.blocked === true ? 'warning' : 'ok')
  add('sender', verdicts.sender, verdicts.sender === 'valid' ? 'ok' : 'failed')
  add('copy', verdicts.copy, fine(verdicts.copy, 'warning'))
  add('automatic', verdicts.automatic, fine(verdicts.automatic, 'info'))
  add('reply', verdicts.reply, fine(verdicts.reply, 'info'))
  return all
}

export const sizeVerdict = (is: 'within' | 'over', limit: number): Verdict => ({
  check: 'size',
  is,
  tone: is === 'within' ? 'ok' : 'failed',
  says: is === 'within' ? word('proving.check.size.within') : word('proving.check.size.over', { limit }),
})

/** What stands above the decision. */
export const headOf = (message: Message): NonNullable<ProvenMail['head']> => ({
  subject: message.subject,
  from: senderOf(message),
  to: message.to.map(({ address }) => address),
  cc: message.cc.map(({ address }) => address),
  date: message.date,
  messageId: message.messageId,
  important: isImportant(message.headers),
  attachments: message.attachments.flatMap(({ fileName }) => fileName ?? []),
})
