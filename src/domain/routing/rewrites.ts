import { addressKey } from '../address.ts'
import type { Message } from '../message.ts'
import type { IncomingRoute } from '../route.ts'
import { deliveriesOf } from './delivered.ts'
import { factsOf } from './facts.ts'
import type { Plan } from './plan.ts'
import type { PlanState } from './planState.ts'

/** An alias that a mail was delivered to and does not name any more. */
export interface LikelyRewrite {
  readonly key: string
  readonly address: string
  /** Which header says so. */
  readonly header: string
  /** The own address that stands in To or Cc instead. */
  readonly arrivedAs: string
}

/**
 * I6: addresses that a delivery header names, that have an enabled normal route here and stand in neither To nor Cc, in a mail to another
 * address of ours that the wildcard or fallback took: the server probably rewrote `To`. Without an address of ours the mail came by BCC or
 * a list, and its `To` is as it was written.
 */
export function likelyRewrites(message: Message, plan: Plan, state: PlanState): readonly LikelyRewrite[] {
  const isOther = plan.parts.some((part) => {
    if (part.kind === 'unhandled' && part.reason === 'no-fallback') return true
    const routeId = part.kind === 'create' || part.kind === 'unhandled' ? part.routeId : null
    return routeId !== null && state.routes.byId.get(routeId)?.route.class !== 'normal'
  })
  if (!isOther) return []
  const facts = factsOf(message)
  const arrivedAs = facts.recipients.find(({ key }) => state.isOwnAddress(key))?.address
  if (arrivedAs === undefined) return []
  const found = new Map<string, LikelyRewrite>()
  for (const { header, address } of deliveriesOf(message)) {
    const key = addressKey(address)
    if (key === undefined || found.has(key) || facts.recipientKeys.has(key)) continue
    if (state.routes.normal.get(key)?.routes.some(({ route }) => route.enabled))
      found.set(key, { key, address, header, arrivedAs })
  }
  return [...found.values()]
}

/**
 * I6: normal routes that ask for nothing but their address and took no mail while others of their mailbox did. `hits`: work items by route,
 * in the time that is looked at.
 */
export function untakenRoutes<R extends Pick<IncomingRoute, 'id' | 'class' | 'enabled' | 'emailAddress' | 'rules'>>(
  routes: readonly R[],
  hits: ReadonlyMap<string, number>,
  primaryAddress: string,
): { readonly untaken: readonly R[]; readonly primaryHits: number } {
  const primary = addressKey(primaryAddress)
  const isPrimary = (route: R) => route.class === 'fallback' || addressKey(route.emailAddress) === primary
  const primaryHits = routes.filter(isPrimary).reduce((sum, { id }) => sum + (hits.get(id) ?? 0), 0)
  const asksNothing = ({ rules }: R) =>
    !rules.important &&
    [rules.attachmentTypes, rules.keyWords, rules.recipients, rules.senders, rules.companies].every(
      (list) => list.length === 0,
    )
  const untaken = routes.filter(
    (route) =>
      route.class === 'normal' && route.enabled && !isPrimary(route) && asksNothing(route) && !hits.get(route.id),
  )
  return { untaken: primaryHits === 0 ? [] : untaken, primaryHits }
}
