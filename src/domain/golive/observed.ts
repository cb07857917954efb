import { asideReasons, mailOutcomes } from '../ledger.ts'
import type { Plan } from '../routing/plan.ts'
import { z } from '../schema.ts'

/** I15: what a mail would have become, had receiving been on. It decides nothing (N29). */
export const observedSchema = z.strictObject({
  outcome: z.enum(mailOutcomes),
  reason: z.enum(asideReasons).nullable(),
  /** The routes that would have taken it, by id. */
  routes: z.array(z.string()),
  /** Acknowledgements that would have gone out. */
  acknowledgements: z.number().int(),
})
export type Observed = z.infer<typeof observedSchema>

/** A plan of the routes, as what is written down of an observed mail. */
export const observedOf = (plan: Plan): Observed => ({
  outcome: plan.outcome,
  reason: plan.reason,
  routes: [
    ...new Set(
      plan.parts.flatMap((part) =>
        (part.kind === 'create' || part.kind === 'unhandled') && part.routeId !== null ? [part.routeId] : [],
      ),
    ),
  ],
  acknowledgements: plan.parts.filter((part) => part.kind === 'create' && part.acknowledgement.kind !== 'none').length,
})

/** What could not be read would be quarantined. */
export const observedUnread = (reason: 'too-large' | 'gone' | 'unreadable'): Observed => ({
  outcome: 'quarantined',
  reason,
  routes: [],
  acknowledgements: 0,
})
