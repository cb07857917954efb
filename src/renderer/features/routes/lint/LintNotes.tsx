import { Info, TriangleAlert } from 'lucide-react'
import { say } from '../../../../words/index.ts'
import { Banner } from '../../../ui/index.ts'
import { everything } from '../store.ts'
import { lintFindings } from './store.ts'

/** R14: all that lint says of one route, with the mends, where the route is edited. */
export function LintNotes({ routeId }: { readonly routeId: string }) {
  const rows = lintFindings.use(everything).value?.rows ?? []
  return rows
    .filter((finding) => finding.routeId === routeId)
    .map(({ kind, severity, word, mend }) => (
      <Banner
        key={kind}
        tone={severity === 'hint' ? 'info' : 'warning'}
        icon={severity === 'hint' ? Info : TriangleAlert}
      >
        {say(word)} {say(mend)}
      </Banner>
    ))
}
