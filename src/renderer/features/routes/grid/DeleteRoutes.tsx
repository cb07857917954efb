import { styled } from '@mui/material/styles'
import type { IncomingRouteView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { Button, Dialog } from '../../../ui/index.ts'
import { focusTitle } from '../../answers/index.ts'
import { removeMany } from './moves.ts'

const Stops = styled('ul')({
  '&&': { listStyle: 'disc', paddingLeft: 18, margin: '8px 0 0' },
  maxHeight: 260,
  overflowY: 'auto',
})

/** Of how many the dialog shows a line; ten thousand of them nobody reads. */
const named = 200

/** Deletes several routes at once; lists the mail of each that takes another way then. */
export function DeleteRoutes({
  routes,
  onClose,
}: {
  readonly routes: readonly IncomingRouteView[]
  readonly onClose: () => void
}) {
  const more = routes.length - named
  return (
    <Dialog
      open
      width={600}
      title={words['routes.delete-many-title']({ count: routes.length })}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose} autoFocus>
            {words['answer.cancel']()}
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              onClose()
              void removeMany(routes).then(focusTitle)
            }}
          >
            {words['routes.delete-many-confirm']({ count: routes.length })}
          </Button>
        </>
      }
    >
      <p>{words['routes.delete-many-means']()}</p>
      <Stops tabIndex={routes.length > 8 ? 0 : undefined} aria-label={words['routes.selection']()}>
        {routes.slice(0, named).map((route) => (
          <li key={route.id}>
            {words['routes.delete-many-line']({
              route: route.name,
              address: route.emailAddress,
              hits: route.hits30Days,
            })}
          </li>
        ))}
        {more > 0 && <li>{words['routes.left-out-more']({ count: more })}</li>}
      </Stops>
    </Dialog>
  )
}
