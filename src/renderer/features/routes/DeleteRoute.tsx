import type { IncomingRouteView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Dialog } from '../../ui/index.ts'
import { CancelOr, focusTitle, notify, RefusalLine, useAct } from '../answers/index.ts'
import { WhatChanges } from '../proving/index.ts'
import { everything, routeGroups } from './store.ts'

export interface DeleteRouteProps {
  readonly route: IncomingRouteView
  readonly onClose: () => void
  readonly onDeleted?: () => void
}

/** Says what becomes of the mail of the route. */
export function DeleteRoute({ route, onClose, onDeleted }: DeleteRouteProps) {
  const act = useAct()
  const remove = async () => {
    const done = await act.run(() => api.routes.removeIncoming({ id: route.id, revision: route.revision }))
    if (done === null) return
    notify({ message: words['routes.deleted']({ route: route.name }) })
    void routeGroups.read(everything)
    onClose()
    onDeleted?.()
    focusTitle()
  }
  return (
    <Dialog
      open
      width={720}
      title={words['routes.delete-title']({ route: route.name })}
      onClose={onClose}
      actions={
        <CancelOr onCancel={onClose} danger onAct={() => void remove()}>
          {words['routes.delete-confirm']()}
        </CancelOr>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <p>{words['routes.delete-means']({ address: route.emailAddress })}</p>
      <WhatChanges connectorId={route.connectorId} change={{ what: 'remove', ids: [route.id] }} />
    </Dialog>
  )
}
