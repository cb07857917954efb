import { asideOutcomes, asideReasons, mailOutcomes } from '../domain/ledger.ts'
import { outboxKinds, outboxStates, recipientStates } from '../domain/outbox.ts'
import { workKinds } from '../domain/process.ts'
import { incomingRouteSettingsSchema } from '../domain/route.ts'
import { itemMailMarks, waitingReasons, workStates } from '../domain/workItem.ts'
import { command, query } from './define.ts'
import { byId, failureSchema, id, instant, jobSchema, nothing, page, pageOf, wordSchema, z } from './shapes.ts'

const counts = z.strictObject(
  Object.fromEntries(mailOutcomes.map((outcome) => [outcome, z.number().int()])) as Record<
    (typeof mailOutcomes)[number],
    z.ZodNumber
  >,
)

/** I14: the identities met, and what became of them. `imbalance` other than zero is an alarm. */
export const ledgerSchema = z.strictObject({ seen: z.number().int(), counts, imbalance: z.number().int() })

export const pollRow = z.strictObject({
  id,
  connectorId: id,
  connectorName: z.string(),
  startedAt: instant,
  durationMs: z.number(),
  outcome: z.enum(['done', 'failed', 'cancelled']),
  ledger: ledgerSchema,
  broughtForward: z.number().int(),
  changedOutcome: z.number().int(),
  waiting: z.number().int(),
  settled: z.number().int(),
  /** I14: UIDs that the folder gave out since the poll before and that are gone: another client took their mail before it was seen. */
  missed: z.number().int(),
  failure: failureSchema.nullable(),
})
export type PollRow = z.infer<typeof pollRow>

export const receiving = {
  /** Poll now; the job ends with the poll's id. */
  poll: command(z.strictObject({ connectorId: id }), jobSchema),
  polls: query(z.strictObject({ connectorId: id.nullable().default(null), ...page }), pageOf(pollRow)),
  ledger: query(
    z.strictObject({ connectorId: id.nullable().default(null), day: z.string().nullable().default(null) }),
    ledgerSchema,
  ),
}

export const itemRow = z.strictObject({
  id: z.string(),
  kind: z.enum(workKinds),
  subject: z.string(),
  requester: z.string(),
  processPath: z.string(),
  category: z.string().nullable(),
  state: z.enum(workStates),
  waitingReason: z.enum(waitingReasons).nullable(),
  test: z.boolean(),
  forAttention: z.string().nullable(),
  createdAt: instant,
  changedAt: instant,
  mails: z.number().int(),
})
export type ItemRow = z.infer<typeof itemRow>

export const threadMail = z.strictObject({
  id,
  direction: z.enum(['in', 'out']),
  /** What a mail is to its item that did not make it, and what a mail of ours is. */
  mark: z.enum(itemMailMarks).nullable(),
  kind: z.enum(outboxKinds).nullable(),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  subject: z.string(),
  at: instant,
  messageId: z.string().nullable(),
  /** Plain text; null while the vault is locked, and when retention removed it. */
  text: z.string().nullable(),
  attachments: z.array(
    z.strictObject({ fileName: z.string().nullable(), mediaType: z.string(), size: z.number().int() }),
  ),
  /** For sent mail: where it stands in the outbox. */
  outbox: z.enum(outboxStates).nullable(),
  /** V3: when retention removed its source; what it said is not here any more. */
  removedAt: instant.nullable(),
})

export const itemView = itemRow.extend({
  revision: z.number().int(),
  route: z.strictObject({ id, name: z.string() }).nullable(),
  connector: z.strictObject({ id, name: z.string() }).nullable(),
  fromAddress: z.string(),
  /** Why it cannot be answered now, or null. */
  cannotSend: wordSchema.nullable(),
  /** P1: the actions of its case process that take part, in their order: what it may be answered as instead. */
  actions: z.array(z.strictObject({ name: z.string(), fromAddress: z.string(), cannotSend: wordSchema.nullable() })),
  replyTo: z.array(z.string()),
  /** The other items of its thread: made for addresses that a reply added, or after it was closed. */
  linked: z.array(z.strictObject({ id: z.string(), subject: z.string(), state: z.enum(workStates) })),
  thread: z.array(threadMail),
})
export type ItemView = z.infer<typeof itemView>

export const items = {
  list: query(
    z.strictObject({
      state: z.enum(workStates).nullable().default(null),
      search: z.string().max(200).default(''),
      ...page,
    }),
    pageOf(itemRow),
  ),
  get: query(z.strictObject({ id: z.string() }), itemView),
  reply: command(
    z.strictObject({
      id: z.string(),
      revision: z.number().int(),
      text: z.string().min(1).max(1_000_000),
      /** The action of its process, by name, under whose From address it leaves; null: the process's own. */
      action: z.string().max(200).nullable().default(null),
    }),
    itemView,
  ),
  setState: command(
    z.strictObject({
      id: z.string(),
      revision: z.number().int(),
      state: z.enum(workStates),
      waitingReason: z.enum(waitingReasons).nullable().default(null),
    }),
    itemView,
  ),
}

export const asideRow = z.strictObject({
  id,
  connectorId: id,
  connectorName: z.string(),
  outcome: z.enum(asideOutcomes),
  reason: z.enum(asideReasons).nullable(),
  subject: z.string(),
  from: z.string(),
  size: z.number().int(),
  receivedAt: instant,
  /** Whether the whole source is stored here. */
  stored: z.boolean(),
  /** I17: whether it was set aside unread and can be fetched from its mailbox by hand. */
  fetchable: z.boolean(),
  what: wordSchema,
})
export type AsideRow = z.infer<typeof asideRow>

export const aside = {
  list: query(z.strictObject({ outcome: z.enum(asideOutcomes).nullable().default(null), ...page }), pageOf(asideRow)),
  get: query(
    byId,
    asideRow.extend({
      text: z.string().nullable(),
      headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
      /** Of a duplicate: the work items that its earlier copies became. */
      copiesIn: z.array(z.string()),
    }),
  ),
  /** Decides again, against the routes as they are now; with `anyway`, by the fallback if nothing else takes it. */
  process: command(
    z.strictObject({ id, anyway: z.boolean().default(false) }),
    z.strictObject({ items: z.array(z.string()), row: asideRow.nullable() }),
  ),
  /** I13: mail that routes gave to a process while it was a draft. */
  waiting: query(z.strictObject({ processId: id, ...page }), pageOf(asideRow)),
  /** I13: decides all of it again, each mail in a transaction of its own; the job's results are the work items. */
  processWaiting: command(z.strictObject({ processId: id }), jobSchema),
  /** I13: a route for mail like this one, of its connector, to be looked over and completed. Also of mail that became work. */
  routeProposal: query(byId, incomingRouteSettingsSchema),
  /** Joins it to a work item that a person names, such as that of its earlier copy (N29). */
  join: command(
    z.strictObject({ id, itemId: z.string().max(20) }),
    z.strictObject({ items: z.array(z.string()), row: asideRow.nullable() }),
  ),
  /** I17: fetches a mail that was set aside unread, whatever the size limit, and decides it; the job's results are its work items. */
  fetch: command(byId, jobSchema),
  remove: command(byId, nothing),
  /** The raw source as base64, to save as .eml. */
  source: command(byId, z.strictObject({ fileName: z.string(), base64: z.string() })),
}

export const outboxRow = z.strictObject({
  id,
  state: z.enum(outboxStates),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  createdAt: instant,
  changedAt: instant,
  messageId: z.string(),
  itemId: z.string().nullable(),
  kind: z.enum(outboxKinds),
  carrier: z.string().nullable(),
  nextTryAt: instant.nullable(),
  /** Why it waits or failed, one sentence. */
  why: wordSchema.nullable(),
})
export type OutboxRow = z.infer<typeof outboxRow>

/** O7: how a test message arrived in a mailbox of this workspace. */
export const arrivalSchema = z.strictObject({
  at: instant,
  connectorId: id,
  connectorName: z.string(),
  from: z.string(),
  fromUnchanged: z.boolean(),
  to: z.array(z.string()),
  reportedBy: z.string().nullable(),
  results: z.array(z.strictObject({ method: z.string(), result: z.string(), detail: z.string() })),
  headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
})

export const outbox = {
  list: query(z.strictObject({ state: z.enum(outboxStates).nullable().default(null), ...page }), pageOf(outboxRow)),
  get: query(
    byId,
    outboxRow.extend({
      recipients: z.array(
        z.strictObject({
          address: z.string(),
          state: z.enum(recipientStates),
          tries: z.number().int(),
          reply: z.string().nullable(),
          nextTryAt: instant.nullable(),
          failure: failureSchema.nullable(),
        }),
      ),
      journey: z.array(z.strictObject({ at: instant, word: wordSchema, reply: z.string().nullable() })),
      /** Delivery reports that came back about it (N35), in the servers' words. */
      reports: z.array(
        z.strictObject({
          at: instant,
          recipients: z.array(
            z.strictObject({
              address: z.string(),
              action: z.enum(['failed', 'delayed', 'delivered', 'relayed', 'expanded', 'unknown']),
              status: z.string(),
              diagnostic: z.string(),
            }),
          ),
        }),
      ),
      text: z.string().nullable(),
      /** V3: when retention removed its source. */
      removedAt: instant.nullable(),
      arrival: arrivalSchema.nullable(),
      /** Why a test message shows no arrival yet, one sentence; null where nothing is to be said. */
      notArrived: wordSchema.nullable(),
    }),
  ),
  compose: command(
    z.strictObject({
      from: z.string().max(320),
      to: z.array(z.string().max(320)).min(1).max(100),
      subject: z.string().max(998),
      text: z.string().max(1_000_000),
    }),
    outboxRow,
  ),
  /** The raw source as base64, to save as .eml. */
  source: command(byId, z.strictObject({ fileName: z.string(), base64: z.string() })),
  /** For parked and unknown mail, by a person: send it (again). Recipients who were accepted are left out. */
  release: command(byId, outboxRow),
  /** Ends the tries for those who have not got it. */
  cancel: command(byId, outboxRow),
}
