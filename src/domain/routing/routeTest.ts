import { z } from '../schema.ts'
import { workKinds } from '../process.ts'
import type { Plan } from './plan.ts'

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

/** What a plan comes to, as a route test expects it: which routes make which work. Work items that it joins have no name that lasts. */
export const expectedOf = ({ outcome, parts }: Pick<Plan, 'outcome' | 'parts'>): ExpectedOutcome => ({
  outcome,
  parts: parts.flatMap((part) =>
    part.kind === 'create' || part.kind === 'unhandled'
      ? { recipient: part.recipient, routeId: part.routeId, work: part.kind === 'create' ? part.work : null }
      : [],
  ),
})

/** Whether a mail ends as expected; the order of its recipients does not count. */
export function isAsExpected(expected: ExpectedOutcome, now: ExpectedOutcome): boolean {
  const parts = ({ parts }: ExpectedOutcome) =>
    parts.map(({ recipient, routeId, work }) => JSON.stringify([recipient, routeId, work])).toSorted()
  return expected.outcome === now.outcome && parts(expected).join() === parts(now).join()
}
