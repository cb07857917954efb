import { TriangleAlert } from 'lucide-react'
import type { LintFinding } from '../../../../contract/routes.ts'
import { consequenceOf } from '../../../../domain/routing/lint/lint.ts'
import { words } from '../../../../words/index.ts'
import { Mark } from '../../../ui/index.ts'
import { useLinted } from './LintReading.tsx'

/** Routes, not findings: a route may have several. */
const routesWith = (findings: readonly LintFinding[], wanted: (finding: LintFinding) => boolean): number =>
  new Set(findings.filter(wanted).map(({ routeId }) => routeId)).size

/** R14: in the head of a connector's incoming routes, how many of them can never fire, make no work, or are worth a look. */
export function LintSummary({ connectorId }: { readonly connectorId: string }) {
  const findings = useLinted().ofConnector.get(connectorId) ?? []
  const counts = {
    'never-fires': routesWith(findings, ({ kind }) => consequenceOf(kind) === 'never-fires'),
    'no-work': routesWith(findings, ({ kind }) => consequenceOf(kind) === 'no-work'),
    other: routesWith(findings, ({ kind, severity }) => severity === 'warning' && kind !== 'process-draft'),
  }
  return (['never-fires', 'no-work', 'other'] as const)
    .filter((consequence) => counts[consequence] > 0)
    .map((consequence) => (
      <Mark key={consequence} tone="warning" icon={TriangleAlert}>
        {words[`lint.count.${consequence}`]({ count: counts[consequence] })}
      </Mark>
    ))
}
