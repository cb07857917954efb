import { FileUp } from 'lucide-react'
import { useRef } from 'react'
import { words } from '../../../words/index.ts'
import { Button, FormRow, Panel, TextInput, TimeText, token } from '../../ui/index.ts'
import type { settings } from '../stores.ts'
import type { SettingsForm } from './form.ts'

type KnownCas = NonNullable<ReturnType<typeof settings.known>>['organisationCas']

interface OrganisationCaPanelProps {
  readonly form: SettingsForm
  readonly error: string | undefined
  readonly known: KnownCas
  readonly onForm: (form: SettingsForm) => void
}

/** The organisation's own certificate authority (C13): off by default, shown wherever it is used. */
export function OrganisationCaPanel({ form, error, known, onForm }: OrganisationCaPanelProps) {
  const file = useRef<HTMLInputElement>(null)
  const choose = async (chosen: File | undefined) => {
    if (chosen !== undefined) onForm({ ...form, organisationCa: await chosen.text() })
  }
  return (
    <Panel title={words['settings.ca']()}>
      <p style={{ color: token.ink2, marginBottom: 6 }}>{words['settings.ca-says']()}</p>
      <FormRow
        label={words['settings.ca-pem']()}
        hint={`${words['settings.ca-pem-hint']()} ${words['settings.ca-proofs']()}`}
        error={error}
      >
        <TextInput
          mono
          rows={4}
          value={form.organisationCa}
          onValue={(organisationCa) => onForm({ ...form, organisationCa })}
        />
        <Button icon={FileUp} onClick={() => file.current?.click()}>
          {words['settings.ca-file']()}
        </Button>
        <input
          ref={file}
          type="file"
          accept=".pem,.crt,.cer"
          hidden
          tabIndex={-1}
          onChange={(event) => {
            void choose(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </FormRow>
      {known.length > 0 && (
        <FormRow label={words['settings.ca-known']()} group>
          <ul>
            {known.map((ca) => (
              <li key={ca.fingerprint}>
                {ca.subject} · {words['settings.ca-until']()} <TimeText iso={ca.notAfter} shape="date" />
              </li>
            ))}
          </ul>
        </FormRow>
      )}
    </Panel>
  )
}
