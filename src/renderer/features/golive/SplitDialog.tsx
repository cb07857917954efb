import { useState } from 'react'
import type { ChecklistRow } from '../../../contract/golive.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { Dialog, FormRow, TextInput } from '../../ui/index.ts'
import { CancelOr, notify, RefusalLine, useAct } from '../answers/index.ts'
import { connectors } from '../stores.ts'
import { checklists } from './store.ts'

export interface SplitDialogProps {
  readonly row: ChecklistRow
  readonly onClose: () => void
}

/** G3, B: one connector that sends, one that receives, with everything that was received. */
export function SplitDialog({ row, onClose }: SplitDialogProps) {
  const [name, setName] = useState(words['golive.split.proposed']({ name: row.name }))
  const act = useAct()
  const wrong = act.refusal?.fields?.find(({ path }) => path === 'name')
  const split = async () => {
    const made = await act.run(() => api.golive.split({ id: row.connectorId, revision: row.revision, name }))
    if (made === null) return
    notify({ message: words['golive.split.done']({ name: row.name, incoming: made.incoming.name }) })
    await Promise.all([checklists.read({}), connectors.read({})])
    onClose()
    navigate(['checklist', made.incoming.id])
  }
  return (
    <Dialog
      open
      title={words['golive.split.title']({ name: row.name })}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          disabledReason={name.trim() === '' ? words['golive.split.missing']() : undefined}
          onAct={() => void split()}
        >
          {words['golive.split.confirm']()}
        </CancelOr>
      }
    >
      <div style={{ display: 'grid', gap: 12 }}>
        <p>{words['golive.split.says']({ name: row.name })}</p>
        <FormRow label={words['golive.split.name']()} error={wrong && say(wrong.word)}>
          <TextInput value={name} onValue={setName} />
        </FormRow>
        {wrong === undefined && <RefusalLine refusal={act.refusal} />}
      </div>
    </Dialog>
  )
}
