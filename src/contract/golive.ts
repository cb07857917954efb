import { observedSchema } from '../domain/golive/observed.ts'
import { asideReasons, mailOutcomes } from '../domain/ledger.ts'
import { query } from './define.ts'
import { id, instant, page, pageOf, z } from './shapes.ts'

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

export const golive = {
  /** I15: what was observed, mail by mail, the newest first. */
  observed: query(
    z.strictObject({ connectorId: id, ...page }),
    pageOf(observedMail).extend({ figures: observedFigures.nullable() }),
  ),
}
