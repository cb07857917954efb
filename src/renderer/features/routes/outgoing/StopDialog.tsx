import type { OutgoingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { Dialog } from '../../../ui/index.ts'
import { CancelOr, focusTitle, notify, RefusalLine, useAct } from '../../answers/index.ts'
import { everything, routeGroups } from '../store.ts'
import { Stopping } from './Stopping.tsx'
import { consequences } from './store.ts'

export interface StopDialogProps {
  readonly route: OutgoingRouteView
  readonly act: 'disable' | 'delete'
  readonly onClose: () => void
}

/** P3: lists what stops before a From address is switched off or deleted. */
export function StopDialog({ route, act: what, onClose }: StopDialogProps) {
  const stops = consequences.use({ id: route.id }).value
  const act = useAct()
  const stop = async () => {
    const { id, revision, connectorId, name, description, emailAddress } = route
    const done = await act.run<unknown>(() =>
      what === 'delete'
        ? api.routes.removeOutgoing({ id, revision })
        : api.routes.saveOutgoing({
            id,
            revision,
            connectorId,
            settings: { name, description, emailAddress },
            enabled: false,
          }),
    )
    if (done === null) return
    notify({
      message:
        what === 'delete'
          ? words['routes.deleted']({ route: name })
          : words['routes.switched']({ route: name, on: words['answer.off']().toLowerCase() }),
    })
    void routeGroups.read(everything)
    onClose()
    if (what === 'delete') focusTitle()
  }
  return (
    <Dialog
      open
      title={words[what === 'delete' ? 'routes.delete-title' : 'routes.disable-title']({ route: route.name })}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          danger
          onAct={() => void stop()}
          disabledReason={stops === null || act.busy ? words['answer.busy']() : undefined}
        >
          {words[what === 'delete' ? 'routes.delete-confirm' : 'routes.disable-confirm']()}
        </CancelOr>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <p style={{ marginBottom: 8 }}>
        {words[what === 'delete' ? 'routes.delete-outgoing-means' : 'routes.disable-means']({
          address: stops?.address ?? route.emailAddress,
        })}
      </p>
      {stops !== null && <Stopping stops={stops} />}
    </Dialog>
  )
}
