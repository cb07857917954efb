import { addressKey } from '../../../domain/address.ts'
import type { Message } from '../../../domain/message.ts'
import type { PlannedPart } from '../../../domain/routing/plan.ts'
import { loopHeader } from '../../../domain/routing/automatic.ts'
import { senderOf } from '../../../domain/routing/facts.ts'
import { say, word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { MailRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import type { Routing } from '../receiving/routing.ts'
import { composeMail } from './compose.ts'
import { answerAddress } from './plusAddress.ts'

/**
 * I11: the acknowledgement of a new work item, for the transaction that makes it: marked as automatic (RFC 3834 5) and with our loop header (N31).
 * None where none is wanted, and none while the vault is locked: the item is made all the same.
 */
export async function acknowledge(
  context: Context,
  routing: Routing,
  part: Extract<PlannedPart, { kind: 'create' }>,
  itemId: string,
  mail: Pick<MailRecord, 'id'>,
  message: Message,
): Promise<readonly Change[]> {
  const { acknowledgement } = part
  const from = routing.processes.get(part.processId)?.fromAddress
  if (acknowledgement.kind === 'none' || from === undefined || !addressKey(from)) return []
  const composed = await composeMail(context, {
    from: { name: '', address: from },
    to: [acknowledgement.to, ...acknowledgement.cc],
    subject: say(word('acknowledgement.subject', { item: itemId, subject: message.subject })),
    text: `${say(word('acknowledgement.arrived', { item: itemId, subject: message.subject }))}\n\n${say(word('acknowledgement.answer'))}\n`,
    inReplyTo: message.messageId,
    references: message.messageId === null ? [] : [...message.references, message.messageId],
    replyTo: answerAddress(context, itemId, part.recipient),
    headers: [
      { name: 'Auto-Submitted', value: 'auto-replied' },
      { name: loopHeader, value: context.identity.id },
    ],
    itemId,
    mailId: mail.id,
    kind: 'acknowledgement',
    held: acknowledgement.kind === 'hold' ? word('sending.held-growing', { sender: senderOf(message) }) : null,
  })
  return composed
    ? [
        ...composed.changes,
        {
          put: 'itemMail',
          row: {
            id: context.random.id(),
            itemId,
            mailId: null,
            outboxId: composed.row.id,
            at: context.now(),
            mark: 'automatic',
          },
        },
      ]
    : []
}
