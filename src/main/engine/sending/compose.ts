import type { Actor } from '../../../contract/define.ts'
import { addressKey, domainToAscii, parseAddress } from '../../../domain/address.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { word } from '../../../words/index.ts'
import { refuse } from '../answers.ts'
import type { Context } from '../context.ts'
import type { Draft } from '../ports/mime.ts'
import type { OutboxRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { sourceRecord } from '../sources.ts'

/** A mail of ours before it has its Message-ID and date. */
export type NewMail = Omit<Draft, 'messageId' | 'date' | 'headers'> & {
  readonly headers?: Draft['headers']
  readonly itemId: string | null
  readonly kind: OutboxRecord['kind']
  /** The received mail that it acknowledges. */
  readonly mailId?: string | null
  /** Why it waits for a person from the start. */
  readonly held?: Word | null
}

/**
 * A mail as the outbox keeps it: composed and stored before anything is tried, its Message-ID fixed (O5). For somebody's transaction; its
 * addresses are checked by then. Undefined while the vault is locked.
 */
export async function composeMail(
  context: Context,
  { itemId, kind, mailId = null, held = null, ...mail }: NewMail,
): Promise<{ readonly row: OutboxRecord; readonly changes: readonly Change[] } | undefined> {
  const recipients = new Map([...mail.to, ...(mail.cc ?? [])].map((address) => [addressKey(address)!, address.trim()]))
  const id = context.random.id()
  const now = context.now()
  const messageId = messageIdOf(id, mail.from.address)
  const raw = await context.mime.compose({ ...mail, messageId, date: now, headers: mail.headers ?? [] })
  const source = await sourceRecord(context, raw)
  if (!source) return undefined
  const row: OutboxRecord = {
    id,
    seq: context.next('outbox'),
    messageId,
    sender: mail.from.address.trim(),
    senderKey: addressKey(mail.from.address)!,
    subject: mail.subject,
    sha256: source.sha256,
    itemId,
    kind,
    createdAt: now,
    changedAt: now,
    parked: held !== null,
    carrierId: null,
    state: held === null ? 'queued' : 'parked',
    nextTryAt: now,
    why: held,
    mailId,
    arrival: null,
    sourceRemovedAt: null,
  }
  return {
    row,
    changes: [
      { put: 'source', row: source },
      { put: 'outbox', row },
      ...[...recipients.values()].map((address): Change => ({
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
        row: { id: context.random.id(), outboxId: id, at: now, word: held ?? word('sending.queued'), reply: null },
      },
    ],
  }
}

/**
 * Puts a mail that a person wrote into the outbox.
 * An address that nobody carries is refused with the reason: there is no fallback gateway (O2).
 */
export async function queueMail(
  context: Context,
  actor: Actor,
  mail: NewMail,
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
  const composed = await composeMail(context, { ...mail, to })
  if (!composed) return refuse('vault-locked', word('refusal.vault-locked'))
  const { row, changes } = composed
  const committed = await context.commit([
    ...changes,
    ...more(row.id),
    context.history(actor, { kind: 'outbox', id: row.id, name: mail.subject }, 'queued', [
      { field: 'from', from: null, to: row.sender },
      { field: 'to', from: null, to: to.join(', ') },
    ]),
  ])
  return { ok: true as const, committed, row, to }
}

/** RFC 5322 3.6.4: unique for ever, and ASCII whatever the address is written in. */
export const messageIdOf = (id: string, address: string): string =>
  `<${id}@${domainToAscii(parseAddress(address)?.domain ?? 'localhost.invalid')}>`
