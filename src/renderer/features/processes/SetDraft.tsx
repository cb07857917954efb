import { styled } from '@mui/material/styles'
import type { ProcessView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { Dialog } from '../../ui/index.ts'
import { heldUpBy, type Consequences } from './heldUp.ts'
import { CancelOr } from '../answers/index.ts'

const Stops = styled('ul')({
  '&&': { listStyle: 'disc', paddingLeft: 18, margin: '8px 0 0' },
  maxHeight: 220,
  overflowY: 'auto',
  '& > li::marker': { color: token.failed },
})

export interface SetDraftProps {
  readonly process: ProcessView
  readonly stops: Consequences
  readonly onDraft: () => void
  readonly onClose: () => void
}

/** Lists the routes whose mail is set aside from then on. */
export function SetDraft({ process, stops, onDraft, onClose }: SetDraftProps) {
  return (
    <Dialog
      open
      title={words['processes.draft-title']({ process: process.name })}
      onClose={onClose}
      actions={
        <CancelOr onCancel={onClose} cancel={words['processes.keep-live']()} danger onAct={onDraft}>
          {words['processes.set-draft']()}
        </CancelOr>
      }
    >
      <p>{words['processes.draft-means']({ routes: stops.routes.length })}</p>
      <Stops tabIndex={stops.routes.length > 8 ? 0 : undefined} aria-label={words['processes.linked']()}>
        {heldUpBy(stops, 'draft').map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </Stops>
    </Dialog>
  )
}
