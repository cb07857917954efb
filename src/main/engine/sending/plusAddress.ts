import { addressKey, parseAddress } from '../../../domain/address.ts'
import { tagOf } from '../../../domain/routing/replies.ts'
import type { Context } from '../context.ts'

/**
 * N20: where answers about a work item are to go: its address with the item behind a `+`, such as `info+T-000123-k7f2qx@example.com`.
 * Null where plus addressing is off, or the address can carry no tag (a quoted local part, or one that is longer than RFC 5321 allows).
 */
export function answerAddress(context: Context, itemId: string, recipient: string | null): string | null {
  if (context.settings().plusAddressing === 'off' || recipient === null) return null
  const at = recipient.lastIndexOf('@')
  if (!parseAddress(recipient) || recipient.startsWith('"')) return null
  const tagged = `${recipient.slice(0, at).replace(/\+.*$/, '')}+${tagOf(itemId, context)}${recipient.slice(at)}`
  return addressKey(tagged) === undefined ? null : tagged
}
