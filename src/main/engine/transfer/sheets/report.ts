import { createHash } from 'node:crypto'
import type { Answer } from '../../../../contract/define.ts'
import type { SheetProblem, SheetReport } from '../../../../contract/transfer.ts'
import { say, word } from '../../../../words/index.ts'
import { answer, refuse, refuseCommit } from '../../answers.ts'
import type { Context } from '../../context.ts'
import type { Planned } from './sheet.ts'

const shown = 100

/** What an import would do, as it crosses the border: of the problems the first hundred, in the order of the file. */
export function reported({ rows, problems, missingSecrets = [] }: Planned): SheetReport {
  const count = (action: SheetReport['rows'][number]['action']) => rows.filter((row) => row.action === action).length
  const sorted = problems.toSorted((a, b) => a.row - b.row)
  return {
    rows: [...rows],
    counts: { create: count('create'), change: count('change'), same: count('same') },
    problems: sorted.slice(0, shown),
    problemCount: problems.length,
    missingSecrets: [...missingSecrets],
    basis: createHash('sha256').update(JSON.stringify(rows)).digest('hex'),
  }
}

/** Does what a sheet asks for, in one transaction, where it has no problem and does what was shown. `then`: once something was written. */
export async function importPlanned(
  context: Context,
  plan: Planned,
  basis: string | null,
  then: () => void,
): Promise<Answer<SheetReport>> {
  const report = reported(plan)
  const refused = refusedSheet(report, basis)
  if (refused) return refused
  if (plan.changes.length === 0) return answer(report)
  const committed = await context.commit(plan.changes)
  if (!committed.ok) return refuseCommit(committed, context.settings().workspaceName)
  then()
  return answer(report)
}

/** Why a file is not imported: it has problems, or would do something else by now than what was shown. */
function refusedSheet(report: SheetReport, basis: string | null) {
  const [first] = report.problems
  if (first)
    return refuse('invalid-input', word('refusal.sheet', { problem: at(first), count: report.problemCount }), {
      fields: report.problems.map((problem) => ({ path: placeOf(problem), word: problem.word })),
    })
  return basis !== null && basis !== report.basis ? refuse('stale', word('refusal.sheet-stale')) : undefined
}

const placeOf = ({ row, column }: SheetProblem): string =>
  say(column === null ? word('sheet.at-row', { row }) : word('sheet.at-cell', { row, column }))
const at = (problem: SheetProblem): string => `${placeOf(problem)}: ${say(problem.word)}`
