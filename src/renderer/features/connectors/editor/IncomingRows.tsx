import { useState } from 'react'
import { protocolOf } from '../../../../domain/connector.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { Combobox, FormRow, Segmented, SelectInput, Switch, TextButton, TextInput } from '../../../ui/index.ts'
import { usePolicy } from '../../answers/index.ts'
import { processes } from '../store.ts'
import { FolderChooser } from './FolderChooser.tsx'
import { fallbackOf, settingsOf } from './form.ts'
import type { ConnectorForm, Fallback } from './form.ts'
import { NewProcess } from './NewProcess.tsx'
import type { RowsProps } from './ServerRows.tsx'

interface IncomingRowsProps extends RowsProps {
  readonly connectorId: string | null
}

/** With the settings as they are typed, saved or not. */
const foldersOf = (form: ConnectorForm, connectorId: string | null) =>
  api.connectors.folders({ settings: settingsOf(form), password: form.password, connectorId })

/** C8: the folder that is read. POP3 has none. */
export function FolderRow({ form, errors, onForm, connectorId }: IncomingRowsProps) {
  const [choosing, setChoosing] = useState(false)
  if (protocolOf(form.incoming.service) === 'pop3') return null
  const set = (folder: string) =>
    onForm({ ...form, incoming: { ...form.incoming, folder: folder === '' ? null : folder } })
  return (
    <>
      <FormRow
        label={words['connectors.field.incoming.folder']()}
        error={errors['incoming.folder']}
        hint={words['connectors.folder.hint']()}
      >
        <TextInput
          value={form.incoming.folder ?? ''}
          onValue={set}
          placeholder={words['connectors.folder.inbox']()}
          end={
            <span style={{ paddingRight: 10, whiteSpace: 'nowrap' }}>
              <TextButton onClick={() => setChoosing(true)}>{words['connectors.folder.choose']()}</TextButton>
            </span>
          }
        />
      </FormRow>
      {choosing && (
        <FolderChooser
          title={words['connectors.folder.title']()}
          ask={() => foldersOf(form, connectorId)}
          onClose={() => setChoosing(false)}
          onPick={(path) => {
            setChoosing(false)
            set(path.toUpperCase() === 'INBOX' ? '' : path)
          }}
        />
      )}
    </>
  )
}

/** R5: the route that takes every mail that no other took. */
export function FallbackRows({ form, errors, onForm }: RowsProps) {
  const rows = processes.use({}).value?.rows ?? []
  const [making, setMaking] = useState(false)
  const { fallback } = form
  const chosen = rows.find((process) => process.id === fallback?.processId) ?? null
  const set = (change: Partial<Fallback>) => {
    if (fallback !== null) onForm({ ...form, fallback: { ...fallback, ...change } })
  }
  return (
    <>
      <FormRow
        label={words['connectors.field.fallback']()}
        error={errors['fallback']}
        hint={
          <>
            {words['connectors.fallback.hint']()}{' '}
            {!making && <TextButton onClick={() => setMaking(true)}>{words['connectors.fallback.new']()}</TextButton>}
          </>
        }
      >
        <Combobox
          value={chosen}
          onValue={(process) => onForm({ ...form, fallback: process === null ? null : fallbackOf(process, fallback) })}
          options={rows}
          optionKey={(process) => process.id}
          optionLabel={(process) => words['connectors.fallback.label']({ path: process.path, kind: process.kind })}
          optionNote={(process) =>
            process.live ? words['connectors.fallback.live']() : words['connectors.fallback.draft']()
          }
          placeholder={words['connectors.fallback.placeholder']()}
          noOptionsText={words['connectors.fallback.none']()}
        />
      </FormRow>
      {making && (
        <NewProcess
          address={form.primaryAddress}
          onClose={() => setMaking(false)}
          onMade={(process) => {
            setMaking(false)
            onForm({ ...form, fallback: fallbackOf(process, fallback) })
          }}
        />
      )}
      {fallback !== null && chosen !== null && (
        <FormRow group label={words['connectors.field.fallback.switches']()}>
          {chosen.kind === 'ticket' && chosen.ticketCategories.length > 0 && (
            <SelectInput
              label={words['connectors.field.fallback.ticketCategory']()}
              value={fallback.ticketCategory ?? ''}
              placeholder={words['connectors.fallback.no-category']()}
              onValue={(ticketCategory) => set({ ticketCategory })}
              choices={chosen.ticketCategories.map((value) => ({ value, label: value }))}
              width={180}
            />
          )}
          <TextInput
            label={words['connectors.field.fallback.forAttention']()}
            placeholder={words['connectors.field.fallback.forAttention']()}
            value={fallback.forAttention ?? ''}
            onValue={(value) => set({ forAttention: value === '' ? null : value })}
            width={180}
          />
          <Switch checked={fallback.testMode} onChecked={(testMode) => set({ testMode })}>
            {words['connectors.fallback.test-mode']()}
          </Switch>
        </FormRow>
      )}
    </>
  )
}

/** I2: what happens in the mailbox to mail that became work. */
export function AfterMailRow({ form, errors, onForm, connectorId }: IncomingRowsProps) {
  const [choosing, setChoosing] = useState(false)
  const pop3 = protocolOf(form.incoming.service) === 'pop3'
  const policy = usePolicy()
  const says =
    form.afterKind === 'remove'
      ? words['connectors.after.says-remove']()
      : form.afterKind === 'move'
        ? words['connectors.after.says-move']()
        : form.afterDays.trim() === ''
          ? words['connectors.after.says-keep']()
          : words['connectors.after.says-keep-days']({ days: form.afterDays.trim() })
  return (
    <>
      <FormRow
        group
        label={words['connectors.field.afterMail']()}
        error={errors['afterMail']}
        hint={form.afterKind === 'keep' ? `${says} ${words['connectors.after.days-hint']()}` : says}
      >
        <Segmented
          label={words['connectors.field.afterMail']()}
          value={form.afterKind}
          onValue={(afterKind) => onForm({ ...form, afterKind })}
          choices={(['remove', 'move', 'keep'] as const).map((value) => ({
            value,
            label: words[`connectors.after.${value}`](),
            disabledReason:
              value === 'remove'
                ? policy.removal
                : value === 'move' && pop3
                  ? words['connectors.after.pop3']()
                  : undefined,
          }))}
        />
        {form.afterKind === 'keep' && (
          <TextInput
            label={words['connectors.after.days']()}
            placeholder={words['connectors.after.days']()}
            inputMode="numeric"
            value={form.afterDays}
            onValue={(afterDays) => onForm({ ...form, afterDays })}
            width={84}
          />
        )}
        {form.afterKind === 'move' && (
          <TextInput
            label={words['connectors.after.folder']()}
            value={form.afterFolder}
            onValue={(afterFolder) => onForm({ ...form, afterFolder })}
            end={
              <span style={{ paddingRight: 10, whiteSpace: 'nowrap' }}>
                <TextButton onClick={() => setChoosing(true)}>{words['connectors.folder.choose']()}</TextButton>
              </span>
            }
          />
        )}
      </FormRow>
      {choosing && (
        <FolderChooser
          title={words['connectors.folder.title-after']()}
          ask={() => foldersOf(form, connectorId)}
          onClose={() => setChoosing(false)}
          onPick={(afterFolder) => {
            setChoosing(false)
            onForm({ ...form, afterFolder })
          }}
        />
      )}
    </>
  )
}
