import { z } from '../schema.ts'
import { workKinds } from '../process.ts'

/** R15: what is expected of a kept mail: how it ends, and which routes make which work. */
export const expectedOutcomeSchema = z.strictObject({
  outcome: z.enum(['created', 'joined', 'duplicate', 'ignored', 'blocked', 'unhandled']),
  parts: z.array(
    z.strictObject({
      recipient: z.string().nullable(),
      routeId: z.string().nullable(),
      work: z.enum(workKinds).nullable(),
    }),
  ),
})
export type ExpectedOutcome = z.infer<typeof expectedOutcomeSchema>
