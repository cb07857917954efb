import { connectorSettingsSchema } from '../domain/connector.ts'
import { aliasProbeAsked, aliasProbeSchema } from './aliasProbe.ts'
import { command, query } from './define.ts'
import { byId, id, jobSchema, nothing, page, pageOf, proofSchema, roundTripAsked, z } from './shapes.ts'

export const diagnosis = {
  /** Tests a saved draft (T2). Both sides in use unless named. */
  start: command(
    z.strictObject({
      connectorId: id,
      sides: z
        .array(z.enum(['incoming', 'outgoing']))
        .nullable()
        .default(null),
      roundTrip: roundTripAsked.default({ to: 'nowhere' }),
      proveRemovalInFolder: z.boolean().default(false),
    }),
    jobSchema,
  ),
  /** T11: every connector that is enabled, or each of these; one job with a row for each. */
  startAll: command(z.strictObject({ ids: z.array(id).max(1000).nullable().default(null) }), jobSchema),
  /** A diagnosis of settings that are kept nowhere. */
  adHoc: command(z.strictObject({ settings: connectorSettingsSchema, password: z.string().nullable() }), jobSchema),
  /** The finished steps of an ad hoc diagnosis or of any other: by proof id. */
  result: query(byId, proofSchema.extend({ transcript: z.string() })),
  history: query(z.strictObject({ connectorId: id, ...page }), pageOf(proofSchema.omit({ steps: true }))),
  /** T6: a message at an address that cannot be read here: seen by a person, unchanged or not. */
  confirmDelivered: command(z.strictObject({ proofId: id, unchanged: z.boolean() }), proofSchema),
  /** I6: sends a test message to an alias and waits for it; the job ends with the message's id in the outbox. */
  probeAlias: command(aliasProbeAsked, jobSchema),
  /** What a probe came to, judged by the routes as they are now. */
  aliasProbe: query(byId, aliasProbeSchema),
  /** T8: the mail to the person who can mend it. */
  request: query(byId, z.strictObject({ subject: z.string(), body: z.string() })),
}

export const jobs = {
  list: query(nothing, z.strictObject({ rows: z.array(jobSchema) })),
  get: query(byId, jobSchema),
  cancel: command(byId, nothing),
}
