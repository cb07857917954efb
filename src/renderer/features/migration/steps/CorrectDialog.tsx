import { useState, type FormEvent } from 'react'
import type { MigrationRow } from '../../../../contract/migration.ts'
import { addressKey } from '../../../../domain/address.ts'
import { words } from '../../../../words/index.ts'
import { Dialog, FormRow, TextButton, TextInput } from '../../../ui/index.ts'
import { decide } from './planColumns.tsx'
import { CancelOr } from '../../answers/index.ts'

/** The address that is meant instead of one that is none, or of a domain that looks like a slip. */
export function CorrectDialog({ row, onClose }: { readonly row: MigrationRow; readonly onClose: () => void }) {
  const at = row.address.lastIndexOf('@')
  const proposed = row.similarTo === null || at < 0 ? null : `${row.address.slice(0, at)}@${row.similarTo}`
  const [address, setAddress] = useState(row.address)
  const isAddress = addressKey(address) !== undefined
  const save = async () => {
    if (!isAddress) return
    await decide([{ key: row.key, decision: { choice: 'correct', address: address.trim() } }])
    onClose()
  }
  return (
    <Dialog
      open
      title={words['migration.correct.title']({ address: row.address })}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          cancel={words['migration.cancel']()}
          onAct={() => void save()}
          disabledReason={isAddress ? undefined : words['migration.correct.not-yet']()}
        >
          {words['migration.correct.save']()}
        </CancelOr>
      }
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void save()
        }}
      >
        <FormRow
          label={words['migration.column.address']()}
          {...(proposed !== null &&
            proposed !== address && {
              warning: (
                <TextButton onClick={() => setAddress(proposed)}>
                  {words['migration.plan.use-address']({ address: proposed })}
                </TextButton>
              ),
            })}
        >
          <TextInput type="email" value={address} onValue={setAddress} autoFocus />
        </FormRow>
      </form>
    </Dialog>
  )
}
