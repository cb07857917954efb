import type { ConnectorView } from '../../../contract/connectors.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Versions } from '../activity/index.ts'
import { notify } from '../answers/index.ts'
import { connector } from './store.ts'

/** R12: who changed which field of this connector, from what to what; settings that are had back are a draft. */
export const ActivityTab = ({ view }: { readonly view: ConnectorView }) => (
  <Versions
    objectId={view.id}
    label={words['activity.versions-of']({ name: view.name })}
    blocked={undefined}
    restore={(historyId) => api.connectors.restore({ id: view.id, revision: view.revision, historyId })}
    onRestored={(restored) => {
      connector.put({ id: restored.id }, restored)
      notify({ message: words['connectors.restored']({ connector: restored.name }) })
    }}
    onStale={() => void connector.read({ id: view.id })}
  />
)
