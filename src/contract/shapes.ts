import { wordSchema, stepResultSchema, proofOutcomes } from '../domain/diagnosis/proof.ts'
import { failureSchema } from '../domain/failure.ts'
import { z } from '../domain/schema.ts'

/** Shapes that several groups share. */
export const nothing = z.strictObject({})
export const id = z.string().min(1).max(64)
export const instant = z.iso.datetime()
export const byId = z.strictObject({ id })
export const revised = z.strictObject({ id, revision: z.number().int() })

/** Every list is read page by page: the cursor of the next page, or null at the end. */
export const page = {
  cursor: z.string().nullable().default(null),
  limit: z.number().int().min(1).max(500).default(100),
}
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.strictObject({ rows: z.array(row), next: z.string().nullable(), total: z.number().int() })

export const tones = ['ok', 'warning', 'failed', 'info', 'test', 'neutral', 'off'] as const

/** A state as it is shown everywhere: its name gives icon and word (the state words of the catalogue). */
export const stateMark = z.strictObject({ tone: z.enum(tones), word: wordSchema })
export type StateMarkShape = z.infer<typeof stateMark>

/** *Delivered unchanged* (T6): not asked for, found by ourselves in a mailbox of the workspace, or at a named address. */
export const roundTripAsked = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('nowhere') }),
  z.strictObject({ to: z.literal('workspace') }),
  z.strictObject({ to: z.literal('address'), address: z.string().max(320) }),
])

export const proofSchema = z.strictObject({
  id,
  connectorId: z.string().nullable(),
  side: z.enum(['incoming', 'outgoing']),
  /** The From address that it is the proof of (R10); null: the connector's own. */
  fromAddress: z.string().nullable(),
  outcome: z.enum(proofOutcomes),
  startedAt: instant,
  finishedAt: instant,
  /** Whether it was about the settings that are saved now. */
  current: z.boolean(),
  verdict: z.strictObject({
    tone: z.enum(tones),
    title: wordSchema,
    evidence: z.array(wordSchema),
    causes: stepResultSchema.shape.causes,
  }),
  steps: z.array(stepResultSchema),
})
export type Proof = z.infer<typeof proofSchema>

/** One of several things that a job works on, with its own steps and end. */
export const jobRow = z.strictObject({
  /** Of the connector. */
  id,
  name: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  steps: z.array(z.strictObject({ word: wordSchema, state: z.enum(['running', 'done', 'failed', 'undone']) })),
  /** What came of it. */
  word: wordSchema.nullable(),
})
export type JobRow = z.infer<typeof jobRow>

export const jobSchema = z.strictObject({
  id,
  kind: z.enum([
    'test',
    'prove',
    'poll',
    'fetch',
    'probe',
    'process',
    'send',
    'folders',
    'question',
    'compare',
    'test-all',
    'go-live',
    'put-back',
    'backup',
    'shadow',
    'proxy',
    'update',
    'sign-in',
  ]),
  subject: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  startedAt: instant,
  /** 0 to 1, or null where it cannot be known. */
  progress: z.number().min(0).max(1).nullable(),
  /** What goes on, or what came of it, in a sentence. */
  note: wordSchema.nullable(),
  /** Steps of a running test so far, per side. */
  steps: z.strictObject({ incoming: z.array(stepResultSchema), outgoing: z.array(stepResultSchema) }),
  /** Where it works on several things at once, or one after the other. */
  rows: z.array(jobRow),
  /** Ids of what came of it: proofs, polls, work items. */
  results: z.array(z.string()),
  failure: failureSchema.nullable(),
})
export type Job = z.infer<typeof jobSchema>

export { failureSchema, stepResultSchema, wordSchema, z }
