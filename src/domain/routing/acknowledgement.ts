import { parseAddress } from '../address.ts'
import type { Message } from '../message.ts'
import type { IncomingRoute } from '../route.ts'
import { suppressesAnswer } from './automatic.ts'
import { recipientsIn, type Recipient } from './facts.ts'
import type { PlanState, ProcessStanding } from './planState.ts'
import { keysOf } from './trace.ts'

/** Why there is none. */
export const acknowledgementReasons = [
  'off',
  'linked',
  'automatic',
  'own-address',
  'suppressed',
  'answers-ourselves',
  'limit',
  'cannot-send',
] as const
export type NoAcknowledgement = (typeof acknowledgementReasons)[number]

/** I11, N38: whom an acknowledgement goes to, or why there is none. */
export type Acknowledgement =
  | { readonly kind: 'send'; readonly to: string; readonly cc: readonly string[] }
  /** I8: the conversation grows faster than a person types; a person decides. */
  | { readonly kind: 'hold'; readonly to: string; readonly cc: readonly string[] }
  | { readonly kind: 'none'; readonly why: NoAcknowledgement }

/** N38: acknowledgements to one address in 24 hours. */
export const acknowledgementLimit = 5
/** I8: mails of one sender in ten minutes that no person types. */
const typedByNobody = 10

export function acknowledgementOf(
  message: Message,
  route: Pick<IncomingRoute, 'sendAutomatedEmails' | 'answerCc'>,
  process: ProcessStanding,
  answer: 'asked' | 'linked' | 'automatic' | 'own-address',
  state: PlanState,
): Acknowledgement {
  const none = (why: NoAcknowledgement): Acknowledgement => ({ kind: 'none', why })
  if (!route.sendAutomatedEmails) return none('off')
  if (answer !== 'asked') return none(answer)
  if (suppressesAnswer(message.headers)) return none('suppressed')
  const replyTo = recipientsIn(message.replyTo)
  const [to] = replyTo.length === 1 ? replyTo : recipientsIn(message.from)
  // With a tag it is ours too, where tags count (N19).
  const isOurs = (recipient: Recipient) =>
    keysOf(recipient, state).some((key) => state.isOwnAddress(key) || state.isRouted(key))
  if (!to || isOurs(to)) return none('answers-ourselves')
  if (!process.canSend) return none('cannot-send')
  const cc = route.answerCc
    ? recipientsIn(message.cc)
        .filter((recipient) => recipient.key !== to.key && !isOurs(recipient))
        .map(({ address }) => address)
    : []
  return {
    kind: state.knowledge.recentFromSender >= typedByNobody ? 'hold' : 'send',
    to: parseAddress(to.address)!.written,
    cc,
  }
}
