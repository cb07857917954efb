import { createHash } from 'node:crypto'
import type { SheetProblem, SheetReport } from '../../../../contract/transfer.ts'
import { say, word } from '../../../../words/index.ts'
import { refuse } from '../../answers.ts'
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

/** Why a file is not imported: it has problems, or would do something else by now than what was shown. */
export function refusedSheet(report: SheetReport, basis: string | null) {
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
