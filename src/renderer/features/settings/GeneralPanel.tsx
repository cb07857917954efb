import { workspaceColours } from '../../../contract/workspace.ts'
import { words } from '../../../words/index.ts'
import { FormRow, Panel, Segmented, SelectInput, SuggestInput, TextInput } from '../../ui/index.ts'
import { everything, senders } from '../outbox/store.ts'
import { FromPicker, type FromAddresses } from '../processes/FromPicker.tsx'
import type { SettingsForm } from './form.ts'

interface GeneralPanelProps {
  readonly form: SettingsForm
  readonly errors: Readonly<Record<string, string>>
  readonly onForm: (form: SettingsForm) => void
}

const zones = Intl.supportedValuesOf('timeZone')

/** O3: why nothing would be mailed, said where it is asked for. */
function alertsWarning(form: SettingsForm, addresses: FromAddresses | null): string | undefined {
  const address = form.unmonitoredAddress.trim()
  if (form.alertsTo.trim() === '' || addresses === null) return undefined
  if (address === '') return words['settings.alerts-to-no-address']()
  const isCarried = addresses.offered.some((offer) => offer.address.toLowerCase() === address.toLowerCase())
  return isCarried ? undefined : words['settings.alerts-to-not-carried']({ address })
}

/** Name, look, intervals and limits. */
export function GeneralPanel({ form, errors, onForm }: GeneralPanelProps) {
  const addresses = senders.use(everything).value
  const set = (change: Partial<SettingsForm>) => onForm({ ...form, ...change })
  return (
    <Panel title={words['settings.general']()}>
      <FormRow label={words['settings.name']()} error={errors['workspaceName']} required>
        <TextInput value={form.workspaceName} onValue={(workspaceName) => set({ workspaceName })} />
      </FormRow>
      <FormRow label={words['settings.colour']()} hint={words['settings.colour-hint']()}>
        <SelectInput
          width={180}
          value={form.colour}
          onValue={(colour) => set({ colour })}
          choices={workspaceColours.map((value) => ({ value, label: words[`settings.colour.${value}`]() }))}
        />
      </FormRow>
      <FormRow label={words['settings.theme']()}>
        <Segmented
          value={form.theme}
          onValue={(theme) => set({ theme })}
          choices={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: words[`settings.theme.${value}`](),
          }))}
        />
      </FormRow>
      <FormRow label={words['language.label']()} group>
        <p>{words['language.english']()}</p>
      </FormRow>
      <FormRow
        label={words['settings.unmonitored']()}
        hint={words['settings.unmonitored-hint']()}
        error={errors['unmonitoredAddress']}
      >
        <FromPicker
          value={form.unmonitoredAddress}
          onValue={(unmonitoredAddress) => set({ unmonitoredAddress })}
          addresses={addresses}
        />
      </FormRow>
      <FormRow
        label={words['settings.poll']()}
        hint={words['settings.poll-hint']()}
        error={errors['pollIntervalSeconds']}
      >
        <TextInput
          width={120}
          inputMode="numeric"
          value={form.pollInterval}
          onValue={(pollInterval) => set({ pollInterval })}
        />
      </FormRow>
      <FormRow label={words['settings.size']()} hint={words['settings.size-hint']()} error={errors['sizeLimitBytes']}>
        <TextInput width={120} inputMode="numeric" value={form.sizeLimit} onValue={(sizeLimit) => set({ sizeLimit })} />
      </FormRow>
      <FormRow
        label={words['settings.alert']()}
        hint={words['settings.alert-hint']()}
        error={errors['alertAfterFailures']}
      >
        <TextInput
          width={120}
          inputMode="numeric"
          value={form.alertAfter}
          onValue={(alertAfter) => set({ alertAfter })}
        />
      </FormRow>
      <FormRow
        label={words['settings.alerts-to']()}
        hint={words['settings.alerts-to-hint']()}
        error={errors['mailAlertsTo']}
        warning={alertsWarning(form, addresses)}
      >
        <TextInput value={form.alertsTo} onValue={(alertsTo) => set({ alertsTo })} />
      </FormRow>
      <FormRow label={words['settings.zone']()} hint={words['settings.zone-hint']()} error={errors['timeZone']}>
        <SuggestInput width={320} value={form.timeZone} onValue={(timeZone) => set({ timeZone })} suggestions={zones} />
      </FormRow>
    </Panel>
  )
}
