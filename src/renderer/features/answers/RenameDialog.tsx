import { useState } from 'react'
import type { Answer } from '../../../contract/define.ts'
import { say, words } from '../../../words/index.ts'
import { Dialog, FormRow, TextInput } from '../../ui/index.ts'
import { useAct } from './act.ts'
import { CancelOr } from './CancelOr.tsx'
import { RefusalLine } from './Refused.tsx'

export interface RenameDialogProps<T> {
  /** What it is called now. */
  readonly name: string
  /** What else the new name changes. */
  readonly hint?: string | undefined
  /** On the button. */
  readonly action: string
  readonly rename: (to: string) => Promise<Answer<T>>
  /** The dialog closes when it is done with what was answered. */
  readonly onRenamed: (done: T, to: string) => void | Promise<void>
  readonly onClose: () => void
}

/** Asks for another name. One that is refused is said at the field. */
export function RenameDialog<T>({ name, hint, action, rename, onRenamed, onClose }: RenameDialogProps<T>) {
  const act = useAct()
  const [typed, setTyped] = useState(name)
  const to = typed.trim()
  const reason = to === '' ? words['rename.empty']() : to === name ? words['rename.same']() : undefined
  const submit = async () => {
    if (reason !== undefined) return
    const done = await act.run(() => rename(to))
    if (done === null) return
    await onRenamed(done, to)
    onClose()
  }
  const refused = act.refusal?.fields?.find(({ path }) => path === 'to' || path === 'name')
  return (
    <Dialog
      open
      title={words['rename.title']({ name })}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          onAct={() => void submit()}
          disabledReason={reason ?? (act.busy ? words['answer.busy']() : undefined)}
        >
          {action}
        </CancelOr>
      }
    >
      {refused === undefined && <RefusalLine refusal={act.refusal} />}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <FormRow label={words['rename.name']()} hint={hint} error={refused && say(refused.word)}>
          <TextInput value={typed} onValue={setTyped} autoFocus autoComplete="off" />
        </FormRow>
      </form>
    </Dialog>
  )
}
