import { addressKey, parseAddress } from '../address.ts'
import type { Message } from '../message.ts'
import { noRules, type IncomingRouteSettings } from '../route.ts'
import { factsOf } from './facts.ts'
import type { PlanState } from './planState.ts'
import { deliveredTo } from './delivered.ts'

const nameLength = 80

/**
 * I13: a route for mail like this one, to be looked over by a person: the first recipient of ours that has no route yet, else the primary
 * address, and the sender as the one rule. An address in the primary's domain counts as ours: it brought the mail here. No process is proposed.
 */
export function routeProposal(
  message: Message,
  state: Pick<PlanState, 'primaryAddress' | 'routes' | 'isOwnAddress' | 'deliveryHeader'>,
): IncomingRouteSettings {
  const facts = factsOf(message, deliveredTo(message, state.deliveryHeader))
  const primary = parseAddress(state.primaryAddress)
  const isOurs = (key: string) => state.isOwnAddress(key) || domainOf(key) === domainOf(primary?.key ?? '')
  const missing = facts.recipients.find(
    ({ key }) => key !== primary?.key && isOurs(key) && !state.routes.normal.has(key),
  )
  const emailAddress = missing?.address ?? state.primaryAddress
  return {
    name: nameOf(message) || emailAddress || 'Route',
    emailAddress,
    processId: null,
    ticketCategory: null,
    forAttention: null,
    sendAutomatedEmails: false,
    answerCc: false,
    testMode: false,
    enabled: true,
    match: 'all',
    rules: { ...noRules, senders: facts.sender ? [facts.sender.address] : [] },
  }
}

const domainOf = (key: string): string => key.slice(key.lastIndexOf('@') + 1)

/** The subject without what answers and forwards put before it; without a subject, who wrote. */
function nameOf({ subject, from }: Message): string {
  const plain = subject.replace(/^(\s*(re|aw|sv|fw|fwd|wg)\s*:\s*)+/i, '').trim()
  const [sender] = from.filter(({ address }) => addressKey(address) !== undefined)
  return Array.from(plain || sender?.name.trim() || sender?.address || '')
    .slice(0, nameLength)
    .join('')
    .trim()
}
