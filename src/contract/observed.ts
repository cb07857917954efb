import { mailOutcomes } from '../domain/ledger.ts'
import { instant, z } from './shapes.ts'

/** I15: what observing found out about the mail of a connector. */
export const observedFigures = z.strictObject({
  mails: z.number().int(),
  since: instant,
  last: instant,
  /** By what it would have become. */
  outcomes: z.array(z.strictObject({ outcome: z.enum(mailOutcomes), mails: z.number().int() })),
  acknowledgements: z.number().int(),
})
