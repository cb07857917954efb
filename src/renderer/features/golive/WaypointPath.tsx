import { styled } from '@mui/material/styles'
import { Circle, CircleCheckBig, CircleDot } from 'lucide-react'
import type { ChecklistRow } from '../../../contract/golive.ts'
import { words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { Glyph, Hidden } from '../../ui/index.ts'

const Path = styled('ol')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '6px 0',
  margin: 0,
  padding: 0,
  listStyle: 'none',
})
const Stop = styled('li')({
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  fontSize: 12.5,
  lineHeight: '18px',
  '& + &::before': { content: '""', width: 28, height: 0, margin: '0 8px', borderTop: `2px solid ${token.hairline}` },
  '&[data-reached="true"] + &[data-reached="true"]::before': { borderTopColor: token.accent },
})

/** Where a connector is on its way to its mail: what is reached, what comes next, what is ahead. */
export function WaypointPath({ path }: { readonly path: ChecklistRow['path'] }) {
  const next = path.findIndex(({ reached }) => !reached)
  return (
    <Path aria-label={words['golive.path']()}>
      {path.map(({ waypoint, reached }, at) => (
        <Stop key={waypoint} data-reached={reached} {...(at === next && { 'aria-current': 'step' })}>
          <span style={{ display: 'inline-flex', color: reached || at === next ? token.accent : token.ink3 }}>
            <Glyph icon={reached ? CircleCheckBig : at === next ? CircleDot : Circle} />
          </span>
          {words[`golive.waypoint.${waypoint}`]()}
          <Hidden>{reached ? words['golive.path.reached']() : words['golive.path.ahead']()}</Hidden>
        </Stop>
      ))}
    </Path>
  )
}
