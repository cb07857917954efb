import { useState } from 'react'
import type { RouteTestResult } from '../../../contract/proving.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Dialog, FormRow, TextInput } from '../../ui/index.ts'
import { CancelOr, notify, RefusalLine, useAct } from '../answers/index.ts'
import { routeTests } from './store.ts'

export interface RenameTestProps {
  readonly test: RouteTestResult
  readonly onClose: () => void
}

/** Another name for a route test; what it expects stays. */
export function RenameTest({ test: { id, revision, name }, onClose }: RenameTestProps) {
  const act = useAct()
  const [to, setTo] = useState(name)
  const reason =
    to.trim() === ''
      ? words['processes.rename-empty']()
      : to.trim() === name
        ? words['processes.rename-same']()
        : undefined
  const rename = async () => {
    if (reason !== undefined) return
    const done = await act.run(() => api.proving.renameTest({ id, revision, name: to }))
    if (done === null) return
    await routeTests.read({})
    onClose()
    notify({ message: words['proving.tests.renamed']({ from: name, to: done.name }) })
  }
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
          {words['proving.tests.rename-do']()}
        </CancelOr>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void rename()
        }}
      >
        <FormRow label={words['processes.rename-name']()}>
          <TextInput value={to} onValue={setTo} autoFocus autoComplete="off" />
        </FormRow>
      </form>
    </Dialog>
  )
}
