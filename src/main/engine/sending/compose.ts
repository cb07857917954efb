import type { Actor } from '../../../contract/define.ts'
import { addressKey, domainToAscii, parseAddress } from '../../../domain/address.ts'
import { word } from '../../../words/index.ts'
import { refuse } from '../answers.ts'
import type { Context } from '../context.ts'
import type { Draft } from '../ports/mime.ts'
import type { OutboxRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { sourceRecord } from '../sources.ts'

/**
 * Puts a mail into the outbox: composed and stored before anything is tried, its Message-ID fixed (O5).
 * An address that nobody carries is refused with the reason: there is no fallback gateway (O2).
 */
export async function queueMail(
  context: Context,
  actor: Actor,
  mail: Omit<Draft, 'messageId' | 'date' | 'headers'> & {
    readonly itemId: string | null
    readonly kind: OutboxRecord['kind']
  },
  more: (outboxId: string) => readonly Change[],
) {
  const senderKey = addressKey(mail.from.address)
  if (!senderKey || !(await context.store.effectiveRoute(senderKey))) {
    return refuse('refused', word('refusal.from-refused', { address: mail.from.address || '—' }), {
      fields: [{ path: 'from', word: word('refusal.from-refused', { address: mail.from.address || '—' }) }],
    })
  }
  const wrong = mail.to.find((address) => !addressKey(address))
  if (wrong !== undefined) {
    return refuse('invalid-input', word('refusal.recipient', { address: wrong || '—' }), {
      fields: [{ path: 'to', word: word('refusal.recipient', { address: wrong || '—' }) }],
    })
  }
  const to = [...new Map(mail.to.map((address) => [addressKey(address)!, address.trim()])).values()]
  const id = context.random.id()
  const now = context.now()
  const messageId = messageIdOf(id, mail.from.address)
  const raw = await context.mime.compose({ ...mail, to, messageId, date: now, headers: [] })
  const source = sourceRecord(context, raw)
  if (!source) return refuse('vault-locked', word('refusal.vault-locked'))
  const row: OutboxRecord = {
    id,
    seq: context.next('outbox'),
    messageId,
    sender: mail.from.address.trim(),
    senderKey,
    subject: mail.subject,
    sha256: source.sha256,
    itemId: mail.itemId,
    kind: mail.kind,
    createdAt: now,
    changedAt: now,
    parked: false,
    carrierId: null,
    state: 'queued',
    nextTryAt: now,
    why: null,
    mailId: null,
    arrival: null,
  }
  const committed = await context.commit([
    { put: 'source', row: source },
    { put: 'outbox', row },
    ...to.map((address): Change => ({
      put: 'recipient',
      row: {
        id: context.random.id(),
        outboxId: id,
        address,
        state: 'queued',
        tries: 0,
        reply: null,
        nextTryAt: now,
        failure: null,
      },
    })),
    {
      put: 'journey',
      row: { id: context.random.id(), outboxId: id, at: now, word: word('sending.queued'), reply: null },
    },
    ...more(id),
    context.history(actor, { kind: 'outbox', id, name: mail.subject }, 'queued', [
      { field: 'from', from: null, to: row.sender },
      { field: 'to', from: null, to: to.join(', ') },
    ]),
  ])
  return { ok: true as const, committed, row }
}

/** RFC 5322 3.6.4: unique for ever, and ASCII whatever the address is written in. */
export const messageIdOf = (id: string, address: string): string =>
  `<${id}@${domainToAscii(parseAddress(address)?.domain ?? 'localhost.invalid')}>`
