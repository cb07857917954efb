import type { Failure } from '../failure.ts'
import type { Asked, Facts } from './facts.ts'
import type { StepName, Word } from './proof.ts'
import type { Cause } from './word.ts'

/** What a check says about facts; step, duration and requirement are added by the registry. */
export interface Judgement {
  readonly verdict: 'passed' | 'warning' | 'failed'
  readonly finding: Word
  readonly reply?: string | null
  readonly causes?: readonly Cause[]
  readonly failure?: Failure | null
}

/** One rung of the ladder: when it can be judged, what it says, and the page that explains it. */
export interface Check {
  readonly step: StepName
  /** Earlier steps that must not have failed; those that a ladder does not have are passed over. */
  readonly needs: readonly StepName[]
  readonly required: (asked: Asked) => boolean
  /** Markdown for the documentation: what is tried, what passes, what fails. */
  readonly explain: string
  /** Null while its facts are not there yet. */
  readonly judge: (facts: Facts, now: number) => (Judgement & { readonly durationMs: number }) | null
}

export const always = (): boolean => true

/** Defines one check. `now` is milliseconds since 1970, for dates in certificates. */
export const defineCheck = (check: Check): Check => check
