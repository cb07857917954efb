import type { ProcessView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { ConfirmByName } from '../../ui/index.ts'
import { RefusalLine, useAct } from '../answers/index.ts'
import { revised, tellDeleted } from './deleting.ts'
import { heldUpBy } from './heldUp.ts'
import { consequences } from './store.ts'

export interface DeleteProcessesProps {
  /** Of the process, or of the customer, contract or service that holds them. */
  readonly name: string
  readonly processes: readonly ProcessView[]
  readonly onClose: () => void
}

/** P4: says which routes lead there, and that their mail becomes unhandled; then asks for the name. */
export function DeleteProcesses({ name, processes, onClose }: DeleteProcessesProps) {
  const act = useAct()
  const { value } = consequences.use({ ids: processes.map(({ id }) => id) })
  if (value === null) return null
  const remove = async () => {
    const done = await act.run(() => api.processes.removeMany({ rows: revised(processes) }))
    if (done === null) return
    onClose()
    tellDeleted(name, processes, done.removed)
  }
  return (
    <ConfirmByName
      open
      title={words['processes.delete-title']({ name })}
      consequence={
        <>
          {words['processes.delete-means']({
            processes: value.processes,
            live: value.live,
            routes: value.routes.length,
          })}
          <RefusalLine refusal={act.refusal} />
        </>
      }
      stops={heldUpBy(value, 'delete')}
      name={name}
      nameLabel={words['processes.delete-name']()}
      nameHint={words['processes.delete-name-hint']({ name })}
      confirmLabel={words['processes.delete-confirm']({ count: processes.length })}
      cancelLabel={words['processes.keep']()}
      notYet={words['processes.delete-not-yet']()}
      onConfirm={() => void remove()}
      onClose={onClose}
    />
  )
}
