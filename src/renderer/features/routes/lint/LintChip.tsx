import { Info, TriangleAlert } from 'lucide-react'
import type { LintFinding } from '../../../../contract/routes.ts'
import { say, words } from '../../../../words/index.ts'
import { Chip, Hidden } from '../../../ui/index.ts'
import { useFindings } from './inSight.ts'

/** The cell of the process says these in place. */
const saidByProcess: ReadonlySet<LintFinding['kind']> = new Set(['no-process', 'process-deleted', 'process-draft'])

/** R14: what lint says of a route, to stand behind its rules: the gravest in a few words, and how many more there are. */
export function LintChip({ routeId }: { readonly routeId: string }) {
  const findings = useFindings(routeId).filter(({ kind }) => !saidByProcess.has(kind))
  const [first] = findings
  if (first === undefined) return null
  const all = findings.map(({ word, mend }) => `${say(word)} ${say(mend)}`).join('\n')
  return (
    <span title={all} className="lint">
      <Chip
        tone={first.severity === 'hint' ? 'info' : 'warning'}
        icon={first.severity === 'hint' ? Info : TriangleAlert}
      >
        <span aria-hidden="true" className="lint-text">
          {say(first.chip)}
          {findings.length > 1 && ` ${words['lint.more']({ count: findings.length - 1 })}`}
        </span>
        <Hidden>{all}</Hidden>
      </Chip>
    </span>
  )
}
