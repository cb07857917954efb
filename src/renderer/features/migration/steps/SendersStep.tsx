import { useState } from 'react'
import type { MigrationView } from '../../../../contract/migration.ts'
import { addressKey } from '../../../../domain/address.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { Button, FormRow, Panel, TextInput } from '../../../ui/index.ts'
import { FilesPanel } from '../FilesPanel.tsx'
import { StepHeading } from '../StepHeading.tsx'
import { change } from '../store.ts'

const entriesOf = (text: string): readonly string[] =>
  text
    .split(/[\n;,]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

/** M2: who sends through the gateway: logs, and addresses that are typed or pasted. The catalogue is looked through by itself. */
export function SendersStep({ view }: { readonly view: MigrationView }) {
  const [text, setText] = useState(view.typed.join('\n'))
  const entries = entriesOf(text)
  const wrong = entries.filter((entry) => addressKey(entry) === undefined).length
  const save = () => change((which) => api.migration.saveAddresses({ ...which, addresses: [...entries] }))
  const found = view.plan?.rows.filter((row) => row.sources.includes('catalogue')).length ?? 0
  return (
    <>
      <StepHeading title={words['migration.senders.title']()} says={words['migration.senders.says']()} />
      <FilesPanel view={view} of="logs" />
      <Panel title={words['migration.senders.typed']()}>
        <FormRow
          label={words['migration.senders.addresses']()}
          hint={words['migration.senders.hint']({ count: entries.length })}
          {...(wrong > 0 && { warning: words['migration.senders.wrong']({ count: wrong }) })}
        >
          <TextInput
            mono
            rows={6}
            maxRows={14}
            name="addresses"
            value={text}
            onValue={setText}
            onBlur={() => void save()}
          />
        </FormRow>
        <FormRow label={words['migration.senders.catalogue']()} group>
          <span>{words['migration.senders.found']({ count: found })}</span>
          {text.trim() !== '' && (
            <Button
              variant="quiet"
              onClick={() => {
                setText('')
                void change((which) => api.migration.saveAddresses({ ...which, addresses: [] }))
              }}
            >
              {words['migration.senders.clear']()}
            </Button>
          )}
        </FormRow>
      </Panel>
    </>
  )
}
