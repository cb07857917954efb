import type { ProcessView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { ConfirmByName } from '../../ui/index.ts'
import { focusTitle, notify, RefusalLine, useAct } from '../answers/index.ts'
import { everything, keepDraft, linkedRoutes, processList } from './store.ts'

export interface DeleteProcessProps {
  readonly process: ProcessView
  readonly onClose: () => void
}

/** P4: says which routes lead to it, and that their mail becomes unhandled. */
export function DeleteProcess({ process, onClose }: DeleteProcessProps) {
  const act = useAct()
  const { value } = linkedRoutes.use(everything)
  const linked = (value?.groups ?? []).flatMap((group) =>
    (group.incoming ?? [])
      .filter((route) => route.processId === process.id)
      .map((route) => words['processes.route-of']({ route: route.name, connector: group.connectorName })),
  )
  const remove = async () => {
    const done = await act.run(() => api.processes.remove({ id: process.id, revision: process.revision }))
    if (done === null) return
    keepDraft(process.id, undefined)
    onClose()
    notify({ message: words['processes.deleted']({ process: process.name }) })
    navigate(['processes'], {}, 'replace')
    void processList.read(everything)
    focusTitle()
  }
  return (
    <ConfirmByName
      open
      title={words['processes.delete-title']({ process: process.name })}
      consequence={
        <>
          {words['processes.delete-means']({ routes: Math.max(process.linkedRoutes, linked.length) })}
          <RefusalLine refusal={act.refusal} />
        </>
      }
      stops={linked}
      name={process.name}
      nameLabel={words['processes.delete-name']()}
      nameHint={words['processes.delete-name-hint']({ name: process.name })}
      confirmLabel={words['processes.delete-confirm']()}
      cancelLabel={words['processes.keep']()}
      notYet={words['processes.delete-not-yet']()}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
