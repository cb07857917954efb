import { z } from '../schema.ts'

/** How a conflict is solved, or an address treated otherwise than proposed (M3). */
export const decisionSchema = z.discriminatedUnion('choice', [
  /** It stays with the connector that carries it now. */
  z.strictObject({ choice: z.literal('keep') }),
  /** The new connector takes it over; the route that carries it now is switched off. */
  z.strictObject({ choice: z.literal('use') }),
  /** It does not become a route. */
  z.strictObject({ choice: z.literal('leave-out') }),
  /** Another address is meant. */
  z.strictObject({ choice: z.literal('correct'), address: z.string().trim().max(320) }),
  /** It looks odd, and is right. */
  z.strictObject({ choice: z.literal('as-is') }),
])
export type Decision = z.infer<typeof decisionSchema>
export type Choice = Decision['choice']

/** By the key of the address as it was found. */
export type Decisions = Readonly<Record<string, Decision>>
