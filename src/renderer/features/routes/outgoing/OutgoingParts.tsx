import { MailCheck, Plus } from 'lucide-react'
import type { OutgoingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { Button } from '../../../ui/index.ts'
import { useViewerReason } from '../../answers/index.ts'
import type { RouteGroup, RoutesPlace } from '../store.ts'
import { OutgoingDialog } from './OutgoingDialog.tsx'
import { ProveAll } from './ProveAll.tsx'
import { StopDialog } from './StopDialog.tsx'

/** A From address that is to be switched off or deleted. */
export interface Stop {
  readonly route: OutgoingRouteView
  readonly act: 'disable' | 'delete'
}

export interface OutgoingActsProps {
  readonly group: RouteGroup
  readonly onAdd: () => void
  readonly onProve: () => void
}

/** R9: what the head of an outgoing group offers. */
export function OutgoingActs({ group, onAdd, onProve }: OutgoingActsProps) {
  const viewer = useViewerReason()
  const connector = group.connectorName
  return (
    <span style={{ display: 'inline-flex', gap: 6, marginLeft: 'auto', fontWeight: 400 }}>
      <Button
        variant="quiet"
        icon={MailCheck}
        onClick={onProve}
        disabledReason={viewer}
        aria-label={words['routes.prove-to']({ connector })}
      >
        {words['routes.prove']()}
      </Button>
      <Button
        variant="quiet"
        icon={Plus}
        onClick={onAdd}
        disabledReason={viewer}
        aria-label={words['routes.add-outgoing-to']({ connector })}
      >
        {words['routes.add-outgoing']()}
      </Button>
    </span>
  )
}

export interface OutgoingPartsProps {
  readonly groups: readonly RouteGroup[]
  readonly place: RoutesPlace
  readonly stopping: Stop | null
  readonly onClose: () => void
  readonly onStop: (stop: Stop | null) => void
}

/** The dialogs over From addresses that the address bar, or a switch, asks for. */
export function OutgoingParts({ groups, place, stopping, onClose, onStop }: OutgoingPartsProps) {
  const editedIn = groups.find((group) => group.outgoing?.some((route) => route.id === place.edit))
  const group = editedIn ?? groups.find((each) => each.outgoing !== null && each.connectorId === place.from)
  const route = editedIn?.outgoing?.find((each) => each.id === place.edit) ?? null
  const proving = groups.find((each) => each.outgoing !== null && each.connectorId === place.prove)
  return (
    <>
      {group && (
        <OutgoingDialog
          key={route?.id ?? group.connectorId}
          connectorId={group.connectorId}
          connectorName={group.connectorName}
          route={route}
          shows={place.view === 'activity' ? 'activity' : 'settings'}
          onClose={onClose}
          onDelete={(deleted) => {
            onClose()
            onStop({ route: deleted, act: 'delete' })
          }}
        />
      )}
      {proving && <ProveAll key={proving.connectorId} group={proving} onClose={onClose} />}
      {stopping && <StopDialog {...stopping} onClose={() => onStop(null)} />}
    </>
  )
}
