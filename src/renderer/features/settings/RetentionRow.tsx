import { words } from '../../../words/index.ts'
import { api, reading } from '../../api/index.ts'
import { FormRow, Segmented, TextInput } from '../../ui/index.ts'
import { usePolicy } from '../answers/index.ts'
import type { SettingsForm } from './form.ts'

const lastRemoved = reading(['settings'], () => api.settings.retention({ days: null }))

interface RetentionRowProps {
  readonly form: SettingsForm
  readonly error: string | undefined
  readonly onForm: (form: SettingsForm) => void
}

/** V3: how long raw mail is kept, and what was removed last. */
export function RetentionRow({ form, error, onForm }: RetentionRowProps) {
  const policy = usePolicy()
  const last = lastRemoved.use({}).value?.last ?? null
  const { retentionDays: days } = form
  return (
    <FormRow
      group
      label={words['retention.label']()}
      error={error}
      hint={[
        words[days === null ? 'retention.hint.ever' : 'retention.hint.days'](),
        ...(last === null ? [] : [words['retention.last'](last)]),
      ].join(' ')}
    >
      <Segmented
        label={words['retention.label']()}
        value={days === null ? 'ever' : 'days'}
        onValue={(kind) => onForm({ ...form, retentionDays: kind === 'ever' ? null : (days ?? '365') })}
        choices={(['ever', 'days'] as const).map((value) => ({
          value,
          label: words[`retention.${value}`](),
          disabledReason: value === 'days' ? policy.retention : undefined,
        }))}
      />
      {days !== null && (
        <TextInput
          label={words['retention.days-label']()}
          width={84}
          inputMode="numeric"
          value={days}
          onValue={(retentionDays) => onForm({ ...form, retentionDays })}
        />
      )}
    </FormRow>
  )
}
