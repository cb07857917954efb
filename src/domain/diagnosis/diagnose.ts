import type { Side } from '../connector.ts'
import { failureAt } from '../replies/where.ts'
import type { Check } from './defineCheck.ts'
import type { Facts } from './facts.ts'
import { ladderOf } from './ladder.ts'
import type { StepName, StepResult } from './proof.ts'
import { checkOf } from './registry.ts'
import { stageOf } from './trouble.ts'
import { word } from './word.ts'

/** How far the probing is. What has no facts yet is *still to come* while it runs, and *not run* afterwards. */
export interface DiagnoseContext {
  readonly ended: 'no' | 'completed' | 'cancelled'
}

const notRun = (check: Check, facts: Facts, missing: StepName): StepResult => ({
  step: check.step,
  verdict: 'not-run',
  required: check.required(facts.asked),
  durationMs: null,
  finding: word('diagnosis.not-run', { missing }),
  reply: null,
  causes: [],
  failure: null,
})

/** A check that crashed is our own failure; it says nothing about the server. */
const broken = (check: Check, facts: Facts, error: unknown): StepResult => ({
  step: check.step,
  verdict: 'failed',
  required: check.required(facts.asked),
  durationMs: null,
  finding: word('diagnosis.internal', { step: check.step }),
  reply: null,
  causes: [{ meaning: word('reply.internal'), remedies: [word('remedy.report-to-support')], who: 'you' }],
  failure: failureAt(stageOf(check.step), 'internal', false, facts.asked, {
    detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  }),
})

function judged(check: Check, facts: Facts, now: number): StepResult | null {
  try {
    const judgement = check.judge(facts, now)
    if (!judgement) return null
    const { durationMs, verdict, finding, reply, causes, failure } = judgement
    const stopped = failure?.code === 'cancelled'
    return {
      step: check.step,
      verdict: stopped ? 'not-run' : verdict,
      required: check.required(facts.asked),
      durationMs: Math.round(durationMs),
      finding: stopped ? word('diagnosis.cancelled', { step: check.step }) : finding,
      reply: reply ?? null,
      causes: stopped
        ? []
        : (causes ?? []).map(({ meaning, remedies, who }) => ({ meaning, remedies: [...remedies], who })),
      failure: failure ?? null,
    }
  } catch (error) {
    return broken(check, facts, error)
  }
}

/**
 * Judges facts: the steps of the ladder in their order, as far as they are decided. A step whose need failed is not run and names the
 * step at the root; with `ended` other than `no` every step of the ladder is answered. `now` is milliseconds since 1970.
 */
export function diagnose(side: Side, facts: Facts, context: DiagnoseContext, now: number): readonly StepResult[] {
  const results: StepResult[] = []
  /** For a step that did not pass: the failed step that is to blame. */
  const blame = new Map<StepName, StepName>()
  for (const step of ladderOf({ ...facts.asked, side })) {
    const check = checkOf(step)
    if (!check) continue
    const culprit = check.needs.map((need) => blame.get(need)).find((found) => found !== undefined)
    if (culprit !== undefined) {
      blame.set(step, culprit)
      results.push(notRun(check, facts, culprit))
      continue
    }
    const result = judged(check, facts, now)
    if (result) {
      if (result.verdict === 'failed' || result.verdict === 'not-run') blame.set(step, step)
      results.push(result)
      continue
    }
    if (context.ended === 'no') return results
    blame.set(step, step)
    results.push(
      context.ended === 'cancelled'
        ? {
            ...notRun(check, facts, step),
            finding: word('diagnosis.cancelled', { step }),
            failure: failureAt(stageOf(step), 'cancelled', true, facts.asked),
          }
        : broken(check, facts, new Error('no facts')),
    )
  }
  return results
}

/** C13: credentials go out only when every step up to and with the certificate has passed. */
export const mayProceed = (steps: readonly StepResult[]): boolean =>
  steps.every(({ verdict }) => verdict === 'passed' || verdict === 'warning')
