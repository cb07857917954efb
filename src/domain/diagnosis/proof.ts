import { failureSchema } from '../failure.ts'
import { z } from '../schema.ts'

/** The steps of the incoming ladder (T5), in their order under TLS from the first byte. */
export const incomingSteps = [
  'name',
  'connect',
  'tls',
  'certificate',
  'greeting',
  'capabilities',
  'starttls',
  'token',
  'sign-in',
  'mailbox',
  'additional-mailbox',
  'folder',
  'remove',
] as const

/** All steps of both ladders (T5, T6); `ladderOf` says which of them a connector has, and in which order. */
export const stepNames = [
  'name',
  'connect',
  'greeting',
  'capabilities',
  'starttls',
  'tls',
  'certificate',
  'token',
  'sign-in',
  'mailbox',
  'additional-mailbox',
  'folder',
  'remove',
  'sender',
  'delivered-unchanged',
] as const
export type StepName = (typeof stepNames)[number]

/** Who can mend it (T8). */
export const responsibles = ['you', 'mail-server-admin', 'entra-admin', 'network-team'] as const
export type Responsible = (typeof responsibles)[number]

/** A word of the catalogue with its parameters; the sentence is made where it is read. */
export const wordSchema = z.strictObject({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Word = z.infer<typeof wordSchema>

export const stepResultSchema = z.strictObject({
  step: z.enum(stepNames),
  verdict: z.enum(['passed', 'warning', 'failed', 'not-run']),
  /** Whether Enable needs it. */
  required: z.boolean(),
  /** Milliseconds; null for a step that did not run. */
  durationMs: z.number().nullable(),
  /** What was seen, one sentence. For not-run: which earlier step is missing. */
  finding: wordSchema,
  /** The server's own words, redacted. */
  reply: z.string().nullable(),
  /** Ranked: the likeliest first. */
  causes: z.array(z.strictObject({ meaning: wordSchema, remedies: z.array(wordSchema), who: z.enum(responsibles) })),
  failure: failureSchema.nullable(),
})
export type StepResult = z.infer<typeof stepResultSchema>

export const proofOutcomes = ['passed', 'failed', 'cancelled'] as const
export type ProofOutcome = (typeof proofOutcomes)[number]

/** T4: passed means that no required step failed or did not run; warnings pass. */
export function outcomeOf(steps: readonly StepResult[], cancelled: boolean): ProofOutcome {
  if (cancelled) return 'cancelled'
  return steps.length > 0 &&
    steps.every((step) => !step.required || step.verdict === 'passed' || step.verdict === 'warning')
    ? 'passed'
    : 'failed'
}

/** T4, T9: a proof is fresh for 30 days, in milliseconds. */
export const proofLifetime = 30 * 24 * 3600_000
