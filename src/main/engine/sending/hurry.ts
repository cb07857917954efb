import type { Context } from '../context.ts'
import { settleOutbox } from './deliver.ts'

/** Reasons to wait that have nothing to do with the mail: its carrier, its secret, the vault. */
const carrierReasons: ReadonlySet<string> = new Set([
  'sending.carrier-held',
  'sending.carrier-stopped',
  'sending.carrier-waits',
  'sending.server-refused',
  'sending.no-token',
  'sending.vault-locked',
  'sending.secret-missing',
  'sending.proxy-secret-missing',
  'sending.sender-refused',
])

/** Mail that waits for its carrier only is due at once when the carrier can send again: after a passed test, an unlock, a new password. */
export async function hurryWaitingMail(context: Context): Promise<void> {
  let cursor: string | null = null
  do {
    const page = await context.store.outboxPage({ state: 'deferred', cursor, limit: 500 })
    for (const mail of page.rows) {
      if (!mail.why || !carrierReasons.has(mail.why.key)) continue
      const now = context.now()
      const recipients = await context.store.recipients(mail.id)
      await settleOutbox(
        context,
        mail,
        recipients.map((each) =>
          each.state === 'deferred' && each.reply === null ? { ...each, nextTryAt: now } : each,
        ),
        null,
      )
    }
    cursor = page.next
  } while (cursor !== null)
}
