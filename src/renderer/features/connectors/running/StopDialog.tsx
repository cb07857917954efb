import { styled } from '@mui/material/styles'
import { useState, type ReactNode } from 'react'
import type { WaypostContract } from '../../../../contract/contract.ts'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { Output } from '../../../../contract/define.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { showRefusal } from '../../../refused.ts'
import { token } from '../../../theme/tokens.ts'
import { Dialog } from '../../../ui/index.ts'
import { CancelOr } from '../../answers/index.ts'

type Stops = Pick<
  Output<WaypostContract['connectors']['consequences']>,
  'liveProcesses' | 'liveActions' | 'queued' | 'unmonitored'
>

const List = styled('ul')({
  '&&': { listStyle: 'disc', paddingLeft: 18, margin: '8px 0 0' },
  maxHeight: 220,
  overflowY: 'auto',
  '& > li::marker': { color: token.failed },
})

/** P3: line by line, what can send no more without a connector. */
export const sendingStops = ({ liveProcesses, liveActions, queued, unmonitored }: Stops): readonly string[] => [
  ...liveProcesses.map((process) => words['connectors.delete.process']({ process })),
  ...liveActions.map((each) => words['connectors.delete.action'](each)),
  ...(queued > 0 ? [words['connectors.delete.queued']({ count: queued })] : []),
  ...(unmonitored ? [words['connectors.delete.unmonitored']()] : []),
]

/** The same as a list. */
export const Stopping = ({ stops }: { readonly stops: Stops }) => (
  <List tabIndex={sendingStops(stops).length > 8 ? 0 : undefined} aria-label={words['routes.stops-list']()}>
    {sendingStops(stops).map((line) => (
      <li key={line}>{line}</li>
    ))}
  </List>
)

/** The live processes that send from it, by themselves or by an action. */
export const liveCount = ({ liveProcesses, liveActions }: Stops): number =>
  new Set([...liveProcesses, ...liveActions.map(({ process }) => process)]).size

/** Asks before sending stops for live processes or queued mail; where nothing stops, it is done at once. `open` stands in the page. */
export function useStopping(
  view: ConnectorView,
  what: 'disable' | 'sending-off',
  act: () => Promise<unknown>,
): { readonly ask: () => Promise<void>; readonly open: ReactNode } {
  const [stops, setStops] = useState<Stops | null>(null)
  const close = () => setStops(null)
  const ask = async () => {
    const answer = await api.connectors.consequences({ id: view.id })
    if (!answer.ok) return showRefusal(answer.refusal)
    if (!view.sending || sendingStops(answer.value).length === 0) await act()
    else setStops(answer.value)
  }
  const open = stops && (
    <Dialog
      open
      title={words[`connectors.stop.${what}`]({ name: view.name })}
      onClose={close}
      actions={
        <CancelOr
          onCancel={close}
          danger
          onAct={() => {
            close()
            void act()
          }}
        >
          {words[`connectors.stop.${what}-do`]()}
        </CancelOr>
      }
    >
      <p>{words['connectors.stop.means']({ live: liveCount(stops) })}</p>
      <Stopping stops={stops} />
    </Dialog>
  )
  return { ask, open }
}
