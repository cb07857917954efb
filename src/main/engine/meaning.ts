import type { Failure } from '../../domain/failure.ts'
import { explainFailure, type ExplainContext } from '../../domain/replies/explain.ts'
import { say } from '../../words/index.ts'

/** The likeliest meaning of a failure, in one sentence. */
export function meaningOf(failure: Failure, about: ExplainContext): string {
  const [first] = explainFailure(failure, about)
  return first ? say(first.meaning) : (failure.reply ?? failure.code)
}
