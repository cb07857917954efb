import type { ConnectorView } from '../../../../contract/connectors.ts'
import { words } from '../../../../words/index.ts'
import { api, reading } from '../../../api/index.ts'
import { setUnsaved } from '../../../leaving.ts'
import { showRefusal } from '../../../refused.ts'
import { navigate } from '../../../shell/location.ts'
import { ConfirmByName } from '../../../ui/index.ts'
import { notify } from '../../answers/index.ts'
import { connectors } from '../../stores.ts'
import { dropEdit } from '../editor/edits.ts'
import { liveCount, sendingStops } from './StopDialog.tsx'

const consequences = reading(['connectors', 'routes', 'processes', 'outbox'], api.connectors.consequences)

/** C18: what stops, and the name to be typed. */
export function DeleteDialog({ view, onClose }: { readonly view: ConnectorView; readonly onClose: () => void }) {
  const { value } = consequences.use({ id: view.id })
  if (value === null) return null
  const remove = async () => {
    const answer = await api.connectors.remove({ id: view.id, revision: view.revision, typedName: view.name })
    onClose()
    if (!answer.ok) return showRefusal(answer.refusal)
    setUnsaved(null)
    dropEdit(view.id)
    notify({ message: words['connectors.delete.done']({ name: view.name }) })
    await connectors.read({})
    navigate(['connectors'], {}, 'replace')
  }
  return (
    <ConfirmByName
      open
      title={words['connectors.delete.title']({ name: view.name })}
      consequence={words['connectors.delete.consequence']({ live: liveCount(value) })}
      stops={[
        ...sendingStops(value),
        ...value.incomingRoutes.map((route) => words['connectors.delete.route']({ route })),
      ]}
      name={view.name}
      nameLabel={words['connectors.delete.name']()}
      nameHint={words['connectors.delete.hint']({ name: view.name })}
      confirmLabel={words['connectors.delete.do']()}
      cancelLabel={words['answer.cancel']()}
      notYet={words['connectors.delete.not-yet']()}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
