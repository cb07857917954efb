import { id, instant, tones, wordSchema, z } from './shapes.ts'

/** I6: where a test message goes, and under which address of ours it leaves; null: the one that is proposed. */
export const aliasProbeAsked = z.strictObject({
  connectorId: id,
  address: z.string().max(320),
  from: z.string().max(320).nullable().default(null),
})

/** I6: how the `To` of a test message to an alias arrived, and which route takes such mail. */
export const aliasProbeSchema = z.strictObject({
  /** The test message in the outbox. */
  id,
  connectorId: id,
  address: z.string(),
  from: z.string(),
  sentAt: instant,
  /** Null while it did not arrive. */
  arrival: z
    .strictObject({
      at: instant,
      to: z.array(z.string()),
      unchanged: z.boolean(),
      /** The headers in which servers noted whom they delivered to. */
      deliveries: z.array(z.strictObject({ header: z.string(), address: z.string() })),
      /** Who takes it by the routes as they are now; null: nobody. */
      route: z.strictObject({ id, name: z.string() }).nullable(),
    })
    .nullable(),
  verdict: z.strictObject({
    tone: z.enum(tones),
    sentence: wordSchema,
    evidence: z.array(wordSchema),
    remedies: z.array(wordSchema),
  }),
  /** The header by which the alias would be recognised, once it is trusted. */
  trust: z.string().nullable(),
})
export type AliasProbe = z.infer<typeof aliasProbeSchema>
