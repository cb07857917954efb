import { styled } from '@mui/material/styles'
import { TriangleAlert } from 'lucide-react'
import { words } from '../../../../words/index.ts'
import { token } from '../../../theme/tokens.ts'
import { Banner } from '../../../ui/index.ts'
import { stopsSomething } from './store.ts'
import type { Consequences } from './store.ts'

const Stops = styled('ul')({
  '&&': { listStyle: 'disc', paddingLeft: 18, margin: '6px 0 0' },
  maxHeight: 180,
  overflowY: 'auto',
  '& > li::marker': { color: token.failed },
})

/** P3: the processes that can send no more, the mail that then waits, the unmonitored address. Nothing where nothing stops. */
export function Stopping({ stops }: { readonly stops: Consequences }) {
  if (!stopsSomething(stops)) return null
  return (
    <Banner tone="warning" icon={TriangleAlert}>
      {stops.address === undefined ? words['routes.stops-many']() : words['routes.stops']({ address: stops.address })}
      <Stops
        tabIndex={stops.liveProcesses.length + stops.liveActions.length > 8 ? 0 : undefined}
        aria-label={words['routes.stops-list']()}
      >
        {stops.liveProcesses.map((process) => (
          <li key={process}>{words['connectors.delete.process']({ process })}</li>
        ))}
        {stops.liveActions.map((each) => (
          <li key={`${each.process} ${each.action}`}>{words['connectors.delete.action'](each)}</li>
        ))}
        {stops.queued > 0 && <li>{words['connectors.delete.queued']({ count: stops.queued })}</li>}
        {stops.unmonitored && <li>{words['routes.stops-unmonitored']()}</li>}
      </Stops>
    </Banner>
  )
}
