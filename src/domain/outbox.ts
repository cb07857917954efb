/** O5. */
export const outboxStates = ['queued', 'parked', 'sending', 'sent', 'deferred', 'failed', 'unknown'] as const
export type OutboxState = (typeof outboxStates)[number]

/** State and retry are per recipient: who was accepted is never sent to again. */
export const recipientStates = ['queued', 'sending', 'sent', 'deferred', 'failed', 'unknown'] as const
export type RecipientState = (typeof recipientStates)[number]

/** The mail's state, read off its recipients. What needs a person outranks what goes on by itself. */
export function outboxStateOf(recipients: readonly RecipientState[], parked: boolean): OutboxState {
  if (recipients.includes('sending')) return 'sending'
  if (recipients.includes('unknown')) return 'unknown'
  if (parked && recipients.some((state) => state === 'queued' || state === 'deferred')) return 'parked'
  if (recipients.includes('queued')) return 'queued'
  if (recipients.includes('deferred')) return 'deferred'
  if (recipients.includes('failed')) return 'failed'
  return 'sent'
}
