import { addressKey } from '../address.ts'
import type { Message } from '../message.ts'
import type { RuleName } from '../route.ts'
import { deliveriesOf, isDeliveryHeader } from './delivered.ts'
import { addressSet } from './judge.ts'
import { planWorkItems } from './plan.ts'
import { nothingKnown, type PlanState } from './planState.ts'

/** I6: what becomes of a mail to an alias that arrived as this test message did. */
export interface AliasVerdict {
  /** Whether the alias still stands in To or Cc. */
  readonly unchanged: boolean
  /** Whether any route has the alias as its Email Address. */
  readonly hasRoute: boolean
  /** The route that takes it; null: nobody. */
  readonly takenBy: string | null
  /** Whether that is a route of the alias. */
  readonly reached: boolean
  /** The first route of the alias that is asked and does not take this very message, with the rules that do not hold for it. */
  readonly refusedBy: {
    readonly routeId: string
    readonly disabled: boolean
    readonly rules: readonly RuleName[]
  } | null
  /** A header that is not trusted, and by which a route of the alias would take it. */
  readonly trust: string | null
}

/** Asks the planner with the test message. That it is automatic, ours and unknown to every thread is left out: it stands for mail of others. */
export function aliasVerdict(message: Message, alias: string, given: PlanState): AliasVerdict {
  const state: PlanState = {
    ...given,
    workspaceId: '',
    ownAddressMail: 'route',
    blocked: addressSet([]),
    routedElsewhere: () => false,
    knowledge: nothingKnown,
  }
  const key = addressKey(alias)
  const isAlias = (address: string) => addressKey(address) === key
  const ofAlias = new Set(key === undefined ? [] : state.routes.normal.get(key)?.routes.map(({ route }) => route.id))
  const takenUnder = (deliveryHeader: string | null): string | null => {
    const { parts } = planWorkItems(message, { ...state, deliveryHeader })
    return parts.map((part) => ('routeId' in part ? part.routeId : null)).find((id) => id !== null) ?? null
  }
  const takenBy = takenUnder(state.deliveryHeader)
  const reached = takenBy !== null && ofAlias.has(takenBy)
  const unchanged = [...message.to, ...message.cc].some(({ address }) => isAlias(address))
  const asked = planWorkItems(message, state, 'explain')
    .trace.filter(({ recipient }) => recipient !== null && isAlias(recipient))
    .flatMap(({ routes }) => routes)
    .find(({ routeId, verdict }) => ofAlias.has(routeId) && (verdict === 'rules' || verdict === 'disabled'))
  const trust = reached
    ? undefined
    : deliveriesOf(message).find(({ header, address }) => {
        if (!isAlias(address) || !isDeliveryHeader(header)) return false
        const would = takenUnder(header)
        return would !== null && ofAlias.has(would)
      })
  return {
    unchanged,
    hasRoute: ofAlias.size > 0,
    takenBy,
    reached,
    refusedBy:
      reached || asked === undefined
        ? null
        : {
            routeId: asked.routeId,
            disabled: asked.verdict === 'disabled',
            rules: asked.rules.flatMap(({ rule, holds }) => (holds ? [] : [rule])),
          },
    trust: trust?.header ?? null,
  }
}
