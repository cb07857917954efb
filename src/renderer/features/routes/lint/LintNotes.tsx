import { styled } from '@mui/material/styles'
import { Info, TriangleAlert } from 'lucide-react'
import { say } from '../../../../words/index.ts'
import { Banner } from '../../../ui/index.ts'
import { lintFindings } from './store.ts'

const Notes = styled('div')({ display: 'grid', gap: 8 })

/** R14: all that lint says of one route, with the mends, where the route is edited. */
export function LintNotes({ routeId }: { readonly routeId: string }) {
  const own = lintFindings.use({ routeIds: [routeId] }).value?.rows ?? []
  if (own.length === 0) return null
  return (
    <Notes>
      {own.map(({ kind, severity, word, mend }) => (
        <Banner
          key={kind}
          tone={severity === 'hint' ? 'info' : 'warning'}
          icon={severity === 'hint' ? Info : TriangleAlert}
        >
          {say(word)} {say(mend)}
        </Banner>
      ))}
    </Notes>
  )
}
