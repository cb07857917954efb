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

/** What a mail of ours is: an answer by a person, an acknowledgement (I11), a test message (O7), a test's own message (T6), an alert (I18). */
export const outboxKinds = ['reply', 'acknowledgement', 'test-message', 'probe', 'alert'] as const
export type OutboxKind = (typeof outboxKinds)[number]

/** O7: how a test message arrived in a mailbox of this workspace. */
export interface Arrival {
  readonly at: string
  readonly connectorId: string
  /** The From it arrived with. */
  readonly from: string
  readonly fromUnchanged: boolean
  /** The `To` it arrived with (I6). */
  readonly to: readonly string[]
  /** Who vouches for the results: the authserv-id of the topmost Authentication-Results header; null where there is none. */
  readonly reportedBy: string | null
  /** SPF, DKIM and DMARC results as the receiving server reported them (RFC 8601), in its words. */
  readonly results: readonly { readonly method: string; readonly result: string; readonly detail: string }[]
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}
