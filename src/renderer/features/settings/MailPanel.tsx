import { words } from '../../../words/index.ts'
import { FormRow, Panel, SelectInput, TextInput } from '../../ui/index.ts'
import type { SettingsForm } from './form.ts'
import { RetentionRow } from './RetentionRow.tsx'

interface MailPanelProps {
  readonly form: SettingsForm
  readonly errors: Readonly<Record<string, string>>
  readonly onForm: (form: SettingsForm) => void
}

/** How incoming mail is decided: copies, blocked senders, plus addresses, replies to closed work. */
export function MailPanel({ form, errors, onForm }: MailPanelProps) {
  const set = (change: Partial<SettingsForm>) => onForm({ ...form, ...change })
  return (
    <Panel title={words['settings.mail']()}>
      <FormRow label={words['settings.deduplication']()} hint={words['settings.deduplication-hint']()}>
        <SelectInput
          width={320}
          value={form.deduplication}
          onValue={(deduplication) => set({ deduplication })}
          choices={(['workspace', 'connector'] as const).map((value) => ({
            value,
            label: words[`settings.deduplication.${value}`](),
          }))}
        />
      </FormRow>
      <FormRow label={words['settings.plus']()} hint={words[`settings.plus-hint.${form.plusAddressing}`]()}>
        <SelectInput
          width={320}
          value={form.plusAddressing}
          onValue={(plusAddressing) => set({ plusAddressing })}
          choices={(['off', 'mixed', 'only'] as const).map((value) => ({
            value,
            label: words[`settings.plus.${value}`](),
          }))}
        />
      </FormRow>
      <FormRow label={words['settings.own-address']()} hint={words['settings.own-address-hint']()}>
        <SelectInput
          width={320}
          value={form.ownAddressMail}
          onValue={(ownAddressMail) => set({ ownAddressMail })}
          choices={(['route', 'ignore'] as const).map((value) => ({
            value,
            label: words[`settings.own-address.${value}`](),
          }))}
        />
      </FormRow>
      <FormRow label={words['settings.reopen']()} hint={words['settings.reopen-hint']()} error={errors['reopenDays']}>
        <TextInput
          width={120}
          inputMode="numeric"
          value={form.reopenDays}
          onValue={(reopenDays) => set({ reopenDays })}
        />
      </FormRow>
      <RetentionRow form={form} error={errors['retentionDays']} onForm={onForm} />
      <FormRow
        label={words['settings.blocked']()}
        hint={words['settings.blocked-hint']()}
        error={errors['blockedAddresses']}
      >
        <TextInput rows={4} value={form.blockedAddresses} onValue={(blockedAddresses) => set({ blockedAddresses })} />
      </FormRow>
    </Panel>
  )
}
