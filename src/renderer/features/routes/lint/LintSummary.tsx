import { TriangleAlert } from 'lucide-react'
import { words } from '../../../../words/index.ts'
import { Mark } from '../../../ui/index.ts'
import { everything } from '../store.ts'
import { lintCounts } from './store.ts'

/** R14: in the head of a connector's incoming routes, how many of them can never fire, make no work, or are worth a look. */
export function LintSummary({ connectorId }: { readonly connectorId: string }) {
  const counts = lintCounts.use(everything).value?.rows.find((row) => row.connectorId === connectorId)
  if (!counts) return null
  const shown = [
    ['never-fires', counts.neverFires],
    ['no-work', counts.noWork],
    ['other', counts.worthALook],
  ] as const
  return shown
    .filter(([, count]) => count > 0)
    .map(([consequence, count]) => (
      <Mark key={consequence} tone="warning" icon={TriangleAlert}>
        {words[`lint.count.${consequence}`]({ count })}
      </Mark>
    ))
}
