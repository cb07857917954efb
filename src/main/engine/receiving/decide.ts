import type { AfterMail } from '../../../domain/connector.ts'
import type { Message } from '../../../domain/message.ts'
import { planWorkItems, type Plan, type PlanState } from '../../../domain/routing/plan.ts'
import { workItemId } from '../../../domain/workItem.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, MailRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

/** What decisions about one connector's mail are made with; read anew for each batch, so that edits count at once. */
export async function planStateOf(
  context: Context,
  connector: Pick<ConnectorRecord, 'id'>,
  primaryAddress: string,
): Promise<PlanState> {
  const [routes, processes] = await Promise.all([context.store.incomingRoutes(connector.id), context.store.processes()])
  const byId = new Map(processes.map((process) => [process.id, process]))
  return {
    routes,
    primaryAddress,
    process: (id) => {
      const process = byId.get(id)
      return (
        process && {
          id,
          kind: process.kind,
          live: process.live,
          deleted: process.deletedAt !== null,
          hasCategories: process.ticketCategories.length > 0,
        }
      )
    },
  }
}

/** What a decision changes: work items with their mail, and the mail's outcome. Nothing outside of the database. */
export function decisionChanges(
  context: Context,
  mail: MailRecord,
  message: Message,
  state: PlanState,
  after: AfterMail,
  stored: boolean,
): {
  readonly changes: readonly Change[]
  readonly plan: Plan
  readonly items: readonly string[]
  readonly mail: MailRecord
} {
  const plan = planWorkItems(message, state)
  const now = context.now()
  const changes: Change[] = []
  const items: string[] = []
  for (const part of plan.parts) {
    if (part.kind !== 'create') continue
    const route = state.routes.find((each) => each.id === part.routeId)!
    const number = context.nextNumber(part.work)
    const id = workItemId(part.work, number)
    items.push(id)
    changes.push(
      {
        put: 'item',
        row: {
          id,
          seq: context.next('item'),
          revision: 1,
          kind: part.work,
          number,
          subject: message.subject,
          requester: message.from[0]?.address ?? '',
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
          linkedTo: null,
          closedAt: null,
        },
      },
      {
        put: 'itemMail',
        row: { id: context.random.id(), itemId: id, mailId: mail.id, outboxId: null, at: now, mark: null },
      },
    )
  }
  const refused = plan.parts.find((part) => part.kind === 'unhandled')
  const decided: MailRecord = {
    ...mail,
    ...headOf(message),
    // N8: one mail, several outcomes: the ledger counts it once.
    outcome: items.length > 0 ? 'created' : 'unhandled',
    reason: items.length > 0 ? null : (refused?.reason ?? 'no-fallback'),
    decidedAt: now,
    ...settleOf(after, stored, context.clock.now()),
  }
  return { changes: [...changes, { put: 'mail', row: decided }], plan, items, mail: decided }
}

/** What lists need of a mail; it is kept readable beside the sealed source (V3). */
export const headOf = (message: Message): Pick<MailRecord, 'messageId' | 'subject' | 'sender' | 'date'> => ({
  messageId: message.messageId,
  subject: message.subject,
  sender: message.from[0]?.address ?? '',
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
