import { useState } from 'react'
import type { ProcessView } from '../../../contract/routes.ts'
import { branchLevels } from '../../../domain/process.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { Dialog, FormRow, TextInput } from '../../ui/index.ts'
import { CancelOr, notify, RefusalLine, useAct } from '../answers/index.ts'
import { revised } from './deleting.ts'

export interface RenameBranchProps {
  readonly path: readonly string[]
  readonly processes: readonly ProcessView[]
  readonly onClose: () => void
}

/** A new name of a customer, contract or service, for all processes in it at once. */
export function RenameBranch({ path, processes, onClose }: RenameBranchProps) {
  const act = useAct()
  const name = path.at(-1)!
  const level = branchLevels[path.length - 1]!
  const [to, setTo] = useState(name)
  const reason =
    to.trim() === ''
      ? words['processes.rename-empty']()
      : to.trim() === name
        ? words['processes.rename-same']()
        : undefined
  const rename = async () => {
    if (reason !== undefined) return
    const done = await act.run(() => api.processes.rename({ rows: revised(processes), level, to }))
    if (done === null) return
    // It may have joined one that is spelled otherwise.
    const now = await api.processes.get({ id: processes[0]!.id })
    onClose()
    if (now.ok)
      navigate(['processes', 'in', ...branchLevels.slice(0, path.length).map((each) => now.value[each])], {}, 'replace')
    notify({ message: words['processes.renamed']({ from: name, to: to.trim(), count: done.renamed.length }) })
  }
  const refused = act.refusal?.fields?.find((field) => field.path === 'to')
  return (
    <Dialog
      open
      title={words['processes.rename-title']({ name })}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          onAct={() => void rename()}
          disabledReason={reason ?? (act.busy ? words['answer.busy']() : undefined)}
        >
          {words['processes.rename-do']({ count: processes.length })}
        </CancelOr>
      }
    >
      {refused === undefined && <RefusalLine refusal={act.refusal} />}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void rename()
        }}
      >
        <FormRow
          label={words['processes.rename-name']()}
          hint={words['processes.rename-means']()}
          error={refused && say(refused.word)}
        >
          <TextInput value={to} onValue={setTo} autoFocus autoComplete="off" />
        </FormRow>
      </form>
    </Dialog>
  )
}
