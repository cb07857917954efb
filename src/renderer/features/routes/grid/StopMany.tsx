import { styled } from '@mui/material/styles'
import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { Dialog } from '../../../ui/index.ts'
import { CancelOr, focusTitle } from '../../answers/index.ts'
import { WhatChanges } from '../../proving/index.ts'
import { Stopping } from '../outgoing/Stopping.tsx'
import { consequencesOfMany } from '../outgoing/store.ts'
import { removeMany, setEnabledMany } from './moves.ts'
import { everything, routeGroups } from '../store.ts'
import { incomingOf, outgoingOf } from './sides.ts'

const Stops = styled('ul')({
  '&&': { listStyle: 'disc', paddingLeft: 18, margin: '8px 0 12px' },
  maxHeight: 260,
  overflowY: 'auto',
})

/** Of how many the dialog shows a line; ten thousand of them nobody reads. */
const named = 200

const idsOf = (routes: readonly IncomingRouteView[]): string[] => routes.map(({ id }) => id)

export interface StopManyProps {
  readonly routes: readonly (IncomingRouteView | OutgoingRouteView)[]
  readonly act: 'disable' | 'delete'
  readonly onClose: () => void
}

/** Switches several routes off, or deletes them; lists the mail that takes another way then, and what can send no more (P3). */
export function StopMany({ routes, act, onClose }: StopManyProps) {
  const count = routes.length
  const more = count - named
  const groups = routeGroups.use(everything).value?.groups ?? []
  const connectorName = (id: string) => groups.find(({ connectorId }) => connectorId === id)?.connectorName
  const byConnector = Map.groupBy(incomingOf(routes), ({ connectorId }) => connectorId)
  const stops = consequencesOfMany.use({ ids: outgoingOf(routes).map(({ id }) => id) }).value
  return (
    <Dialog
      open
      width={720}
      title={words[`routes.${act}-many-title`]({ count })}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          danger
          disabledReason={stops === null ? words['answer.busy']() : undefined}
          onAct={() => {
            onClose()
            void (act === 'delete' ? removeMany(routes).then(focusTitle) : setEnabledMany(routes, false))
          }}
        >
          {words[`routes.${act}-many-confirm`]({ count })}
        </CancelOr>
      }
    >
      <p>
        {incomingOf(routes).length > 0 && `${words['routes.stop-many-incoming']()} `}
        {outgoingOf(routes).length > 0 && `${words['routes.stop-many-outgoing']()} `}
        {act === 'delete' && words['routes.delete-many-final']()}
      </p>
      <Stops tabIndex={count > 8 ? 0 : undefined} aria-label={words['routes.selection']()}>
        {routes.slice(0, named).map((route) => (
          <li key={route.id}>
            {'isDefault' in route
              ? words['routes.stop-many-from']({
                  route: route.name,
                  address: route.emailAddress,
                  sent: route.sent30Days,
                })
              : words['routes.delete-many-line']({
                  route: route.name,
                  address: route.emailAddress,
                  hits: route.hits30Days,
                })}
          </li>
        ))}
        {more > 0 && <li>{words['routes.left-out-more']({ count: more })}</li>}
      </Stops>
      {stops !== null && <Stopping stops={stops} />}
      {[...byConnector].map(([connectorId, some]) => (
        <section key={connectorId}>
          {byConnector.size > 1 && <strong>{connectorName(connectorId)}</strong>}
          <WhatChanges
            connectorId={connectorId}
            change={
              act === 'delete'
                ? { what: 'remove', ids: idsOf(some) }
                : { what: 'switch', ids: idsOf(some), enabled: false }
            }
          />
        </section>
      ))}
    </Dialog>
  )
}
