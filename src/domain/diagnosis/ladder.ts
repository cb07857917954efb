import type { Asked } from './facts.ts'
import { incomingSteps, type StepName } from './proof.ts'

/**
 * The steps of one test in the order in which they happen, without *delivered unchanged*, which is the engine's. Under STARTTLS the
 * greeting comes before TLS, and the handshake is part of the STARTTLS step.
 */
export function ladderOf(
  asked: Pick<Asked, 'side' | 'security' | 'protocol' | 'authentication' | 'additionalMailbox'>,
): readonly StepName[] {
  const ladder: StepName[] = ['name', 'connect']
  const hello: readonly StepName[] = asked.side === 'incoming' ? ['greeting', 'capabilities'] : ['greeting']
  if (asked.security === 'tls') ladder.push('tls', 'certificate', ...hello)
  else if (asked.security === 'starttls') ladder.push(...hello, 'starttls', 'certificate')
  else ladder.push(...hello)
  if (asked.authentication === 'oauth') ladder.push('token')
  if (asked.authentication !== 'none') ladder.push('sign-in')
  const rest: readonly StepName[] =
    asked.side === 'incoming' ? incomingSteps.slice(incomingSteps.indexOf('mailbox')) : ['sender']
  return [...ladder, ...rest.filter((step) => step !== 'additional-mailbox' || asked.additionalMailbox !== null)]
}
