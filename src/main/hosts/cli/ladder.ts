import type { Side } from '../../../domain/connector.ts'
import type { StepResult } from '../../../domain/diagnosis/proof.ts'
import type { Failure } from '../../../domain/failure.ts'
import { say, words } from '../../../words/index.ts'
import type { Paint } from './output.ts'
import { printable } from './table.ts'

const marks: Readonly<Record<StepResult['verdict'], string>> = {
  passed: '✓',
  warning: '!',
  failed: '✗',
  'not-run': '·',
}

/** One step of a test as lines: what was seen; where it did not pass, the server's words, what it means, what to do and who (T8). */
export function stepLines(step: StepResult, paint: Paint): readonly string[] {
  const colour = { passed: paint.ok, warning: paint.warning, failed: paint.failed, 'not-run': paint.dim }[step.verdict]
  const title = say({ key: `step.${step.step}`, params: {} })
  const duration = step.durationMs === null ? '' : paint.dim(`  ${Math.round(step.durationMs)} ms`)
  const seen = printable(say(step.finding))
  const first = `  ${colour(marks[step.verdict])} ${title.padEnd(20)} ${step.verdict === 'not-run' ? paint.dim(seen) : seen}${duration}`
  if (step.verdict === 'passed' || step.verdict === 'not-run') return [first]
  return [
    first,
    ...(step.reply === null ? [] : [`      ${words['cli.server-said']({ reply: printable(step.reply) })}`]),
    ...step.causes.flatMap(({ meaning, remedies, who }) => [
      `      ${printable(say(meaning))}`,
      ...remedies.map((remedy) => `      → ${printable(say(remedy))}`),
      paint.dim(`        ${words['cli.who']({ who: say({ key: `who.${who}`, params: {} }) })}`),
    ]),
  ]
}

export const sideTitle = (side: Side): string => words[`cli.side.${side}`]()

/** One sentence for a failure that no step explains. */
export function failureSentence(failure: Failure): string {
  const where =
    failure.host === undefined ? '' : `${failure.host}${failure.port === undefined ? '' : `:${failure.port}`}`
  return words['cli.failure']({
    code: failure.code,
    stage: failure.stage,
    where,
    said: printable(failure.reply ?? failure.detail ?? ''),
  })
}
