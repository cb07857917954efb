import type { AfterMail } from '../../../domain/connector.ts'
import type { Message } from '../../../domain/message.ts'
import { senderOf } from '../../../domain/routing/facts.ts'
import { planWorkItems, type Plan, type PlannedPart } from '../../../domain/routing/plan.ts'
import type { PlanState } from '../../../domain/routing/planState.ts'
import { workItemId } from '../../../domain/workItem.ts'
import type { Context } from '../context.ts'
import type { MailRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { acknowledge } from '../sending/acknowledge.ts'
import type { Digests } from './knowledge.ts'
import type { Routing } from './routing.ts'

/** A decision as a list of changes: nothing outside of the database. */
export interface Decided {
  readonly changes: readonly Change[]
  readonly plan: Plan
  /** The work items it makes, in the order of the *create* parts. */
  readonly items: readonly string[]
  readonly mail: MailRecord
  /** Whether something waits in the outbox now. */
  readonly queued: boolean
}

type Create = Extract<PlannedPart, { kind: 'create' }>

/** What a decision changes: work items with their mail, acknowledgements, the mail's outcome. */
export async function decisionChanges(
  context: Context,
  routing: Routing,
  mail: MailRecord,
  message: Message,
  digests: Digests,
  state: PlanState,
  after: AfterMail,
): Promise<Decided> {
  const plan = planWorkItems(message, state)
  const now = context.now()
  const changes: Change[] = []
  const items: string[] = []
  let queued = false
  for (const part of plan.parts) {
    switch (part.kind) {
      case 'create': {
        const made = itemChanges(context, routing, mail, message, part)
        items.push(made.id)
        changes.push(...made.changes)
        const answered = await acknowledge(context, routing, part, made.id, mail, message)
        queued ||= answered.length > 0
        changes.push(...answered)
        break
      }
      case 'join':
        changes.push(
          { joined: part.itemId, at: now, toDo: part.state === 'to-do' },
          {
            put: 'itemMail',
            row: {
              id: context.random.id(),
              itemId: part.itemId,
              mailId: mail.id,
              outboxId: null,
              at: now,
              mark: part.mark,
            },
          },
        )
        break
      case 'report':
        changes.push({
          put: 'bounce',
          row: {
            id: context.random.id(),
            outboxId: part.outboxId,
            mailId: mail.id,
            at: now,
            recipients: message.report?.recipients ?? [],
          },
        })
        break
      case 'unhandled':
        break
    }
  }
  const decided: MailRecord = {
    ...mail,
    ...headOf(message),
    contentKey: digests.contentKey,
    headerKey: digests.headerKey,
    // N8: one mail, several outcomes: the ledger counts it once.
    outcome: plan.outcome,
    reason: plan.reason,
    served: plan.served,
    decidedFor: plan.deliveredTo,
    waitsFor: idleProcessesOf(routing, plan),
    decidedAt: now,
    ...settleOf(after, true, context.clock.now()),
  }
  return { changes: [...changes, { put: 'mail', row: decided }], plan, items, mail: decided, queued }
}

/** I13: which processes kept parts of a mail from becoming work, because they are drafts or deleted: one that is brought back finds its mail. */
const idleProcessesOf = (routing: Routing, { parts }: Plan): readonly string[] => [
  ...new Set(
    parts.flatMap((part) =>
      part.kind === 'unhandled' &&
      (part.reason === 'process-draft' || part.reason === 'process-deleted') &&
      part.routeId !== null
        ? (routing.route(part.routeId)?.processId ?? [])
        : [],
    ),
  ),
]

function itemChanges(
  context: Context,
  routing: Routing,
  mail: MailRecord,
  message: Message,
  part: Create,
): { readonly id: string; readonly changes: readonly Change[] } {
  const route = routing.route(part.routeId)!
  const now = context.now()
  const number = context.nextNumber(part.work)
  const id = workItemId(part.work, number)
  return {
    id,
    changes: [
      {
        put: 'item',
        row: {
          id,
          seq: context.next('item'),
          revision: 1,
          kind: part.work,
          number,
          subject: message.subject,
          requester: senderOf(message),
          processId: part.processId,
          category: part.work === 'ticket' ? route.ticketCategory : null,
          forAttention: route.forAttention,
          state: 'to-do',
          waitingReason: null,
          test: part.test,
          routeId: part.routeId,
          connectorId: mail.connectorId,
          recipient: part.recipient,
          createdAt: now,
          changedAt: now,
          linkedTo: part.linkedTo,
          closedAt: null,
        },
      },
      {
        put: 'itemMail',
        row: { id: context.random.id(), itemId: id, mailId: mail.id, outboxId: null, at: now, mark: null },
      },
    ],
  }
}

/** What lists need of a mail; it is kept readable beside the sealed source (V3). */
export const headOf = (message: Message): Pick<MailRecord, 'messageId' | 'subject' | 'sender' | 'date'> => ({
  messageId: message.messageId,
  subject: message.subject,
  sender: senderOf(message),
  date: message.date,
})

const day = 24 * 3600_000

/**
 * I2: what remains to be done in the mailbox is fixed with the decision, and only where the raw source is stored.
 * *Keep* for N days is a removal that waits. `now` in milliseconds since 1970.
 */
export function settleOf(
  after: AfterMail,
  stored: boolean,
  now: number,
): Pick<MailRecord, 'settle' | 'settleFolder' | 'settleFrom' | 'settledAt'> {
  const nothing = { settle: 'none', settleFolder: null, settleFrom: null, settledAt: null } as const
  if (!stored) return nothing
  switch (after.kind) {
    case 'remove':
      return { ...nothing, settle: 'remove' }
    case 'move':
      return { ...nothing, settle: 'move', settleFolder: after.folder }
    case 'keep':
      return after.days === null
        ? nothing
        : { ...nothing, settle: 'remove', settleFrom: new Date(now + after.days * day).toISOString() }
  }
}
