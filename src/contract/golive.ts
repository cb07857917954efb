import { observedSchema } from '../domain/golive/observed.ts'
import { asideReasons, mailOutcomes } from '../domain/ledger.ts'
import { receivingStates } from '../domain/connector.ts'
import { workStates } from '../domain/workItem.ts'
import { command, query } from './define.ts'
import { byId, id, instant, jobSchema, page, pageOf, revised, z } from './shapes.ts'

/** I15: what observing found out about the mail of a connector. */
export const observedFigures = z.strictObject({
  mails: z.number().int(),
  since: instant,
  last: instant,
  /** By what it would have become. */
  outcomes: z.array(z.strictObject({ outcome: z.enum(mailOutcomes), mails: z.number().int() })),
  acknowledgements: z.number().int(),
})

const observedMail = z.strictObject({
  id,
  subject: z.string(),
  sender: z.string(),
  receivedAt: instant.nullable(),
  firstSeenAt: instant,
  /** Null while it was not looked at yet. */
  outcome: observedSchema.shape.outcome.nullable(),
  reason: z.enum(asideReasons).nullable(),
  /** Names of the routes that would have taken it. */
  routes: z.array(z.string()),
  acknowledgements: z.number().int(),
  /** Whether it can be tried in the proving ground. */
  stored: z.boolean(),
})
export type ObservedMail = z.infer<typeof observedMail>

const putBackPreview = z.strictObject({
  since: instant,
  until: instant,
  /** It was begun and did not come to its end: it goes on where it stopped. */
  begun: z.boolean(),
  kind: z.enum(['receiving', 'holding-folder']),
  /** What receiving is set to. */
  receiving: z.enum(receivingStates),
  folder: z.string(),
  pop3: z.boolean(),
  /** Mails that are decided anew one day; those that were taken out are put in again. */
  mails: z.number().int(),
  /** Mails that POP3 removed. */
  gone: z.number().int(),
  /** Ids of work items that nobody worked on. */
  withdrawn: z.array(z.string()),
  /** Work items that somebody worked on, or that were there before. */
  staying: z.array(z.strictObject({ id: z.string(), subject: z.string(), state: z.enum(workStates) })),
  acknowledgements: z.strictObject({ sent: z.number().int(), waiting: z.number().int() }),
})
export type PutBackPreview = z.infer<typeof putBackPreview>

export const golive = {
  /** I15: what was observed, mail by mail, the newest first. */
  observed: query(
    z.strictObject({ connectorId: id, ...page }),
    pageOf(observedMail).extend({ figures: observedFigures.nullable() }),
  ),
  /** G5: what *Put back* can return, and what not. Refused once its hour is over. */
  putBackPreview: query(byId, putBackPreview),
  /** G5: stops receiving at once, then returns the mail and withdraws what became of it. */
  putBack: command(revised, jobSchema),
}
