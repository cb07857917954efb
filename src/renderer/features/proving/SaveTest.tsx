import { useState } from 'react'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { Dialog, FormRow, TextInput } from '../../ui/index.ts'
import { CancelOr, notify, RefusalLine, useAct } from '../answers/index.ts'
import type { MailToTry } from './files.ts'

/** Keeps a mail as a route test. */
export function SaveTest({
  mail,
  connectorId,
  proposal,
  onClose,
}: {
  readonly mail: MailToTry['mail']
  readonly connectorId: string
  /** Its name, unless another one is typed. */
  readonly proposal: string
  readonly onClose: () => void
}) {
  const act = useAct()
  const [name, setName] = useState(proposal.slice(0, 200))
  const save = async () => {
    const saved = await act.run(() => api.proving.addTest({ name, connectorId, mail }))
    if (saved === null) return
    onClose()
    notify({
      message: words['proving.saved']({ name: saved.name }),
      actionLabel: words['proving.show-tests'](),
      onAction: () => navigate(['proving', 'tests']),
    })
  }
  return (
    <Dialog
      open
      title={words['proving.save-title']()}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          cancel={words['proving.save-cancel']()}
          onAct={() => void save()}
          disabledReason={act.busy ? words['answer.busy']() : undefined}
        >
          {words['proving.save-do']()}
        </CancelOr>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <FormRow label={words['proving.save-name']()}>
        <TextInput value={name} onValue={setName} autoFocus />
      </FormRow>
      <p>{words['proving.save-means']()}</p>
    </Dialog>
  )
}
