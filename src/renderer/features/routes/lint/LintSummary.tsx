import { TriangleAlert } from 'lucide-react'
import { words } from '../../../../words/index.ts'
import { Mark } from '../../../ui/index.ts'
import { useLinted } from './LintReading.tsx'

/** R14: in the head of a connector's incoming routes, how many of them can never fire, make no work, or are worth a look. */
export function LintSummary({ connectorId }: { readonly connectorId: string }) {
  const counts = useLinted().ofConnector.get(connectorId)
  return (
    counts &&
    (['never-fires', 'no-work', 'other'] as const)
      .filter((consequence) => counts[consequence] > 0)
      .map((consequence) => (
        <Mark key={consequence} tone="warning" icon={TriangleAlert}>
          {words[`lint.count.${consequence}`]({ count: counts[consequence] })}
        </Mark>
      ))
  )
}
