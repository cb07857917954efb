import type { IncomingRouteView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Versions } from '../activity/index.ts'
import { notify } from '../answers/index.ts'
import { everything, routeGroups } from './store.ts'

export interface RouteActivityProps {
  readonly route: IncomingRouteView
  /** Why nothing can be restored now. */
  readonly blocked: string | undefined
}

/** R12: the changes of an incoming route; a version that is had back holds for the next mail. */
export const RouteActivity = ({ route, blocked }: RouteActivityProps) => (
  <Versions
    objectId={route.id}
    label={words['activity.versions-of']({ name: route.name })}
    blocked={blocked}
    restore={(historyId) => api.routes.restoreIncoming({ id: route.id, revision: route.revision, historyId })}
    onRestored={({ name }) => {
      notify({ message: words['route.restored']({ route: name }) })
      void routeGroups.read(everything)
    }}
    onStale={() => void routeGroups.read(everything)}
  />
)
