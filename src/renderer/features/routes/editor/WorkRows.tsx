import type { ProcessView } from '../../../../contract/routes.ts'
import { needsCategory } from '../../../../domain/routeProblems.ts'
import { words } from '../../../../words/index.ts'
import { Combobox, FormRow, SelectInput, SuggestInput, Switch } from '../../../ui/index.ts'
import type { RouteRows } from './form.ts'

export interface WorkRowsProps extends RouteRows {
  readonly processes: readonly ProcessView[]
  readonly process: ProcessView | null
  /** What was written there before. */
  readonly attention: readonly string[]
}

/** R1: which work it becomes, and for whom. */
export function WorkRows({ settings, errorOf, set, processes, process, attention }: WorkRowsProps) {
  return (
    <>
      <FormRow
        label={words['route.field.process']()}
        required
        error={errorOf('processId')}
        hint={words['route.field.process-hint']()}
      >
        <Combobox<ProcessView>
          value={process}
          onValue={(chosen) => set({ processId: chosen?.id ?? null, ticketCategory: null })}
          options={processes}
          optionKey={(each) => each.id}
          optionLabel={(each) => `${each.path} · ${words[`processes.kind.${each.kind}`]()}`}
          optionNote={(each) => (each.live ? undefined : words['route.field.process-draft']())}
          groupOf={(each) => `${each.customer} / ${each.contract} / ${each.service}`}
          noOptionsText={words['route.field.process-none']()}
          clearable={false}
        />
      </FormRow>
      {process !== null && needsCategory(process) && (
        <FormRow label={words['route.field.category']()} required error={errorOf('ticketCategory')}>
          <SelectInput
            value={process.ticketCategories.includes(settings.ticketCategory ?? '') ? settings.ticketCategory! : ''}
            onValue={(ticketCategory) => set({ ticketCategory })}
            placeholder={words['route.field.category-pick']()}
            choices={process.ticketCategories.map((category) => ({ value: category, label: category }))}
          />
        </FormRow>
      )}
      <FormRow
        label={words['route.field.attention']()}
        error={errorOf('forAttention')}
        hint={words['route.field.attention-hint']()}
      >
        <SuggestInput
          value={settings.forAttention ?? ''}
          onValue={(text) => {
            // The field reports its first value too; only what a person typed is a change.
            if (text !== (settings.forAttention ?? '')) set({ forAttention: text === '' ? null : text })
          }}
          suggestions={attention}
        />
      </FormRow>
    </>
  )
}

/** R1: whether the sender is answered, whether it is for testing, and whether it is at work. */
export function StandingRows({ settings, of, errorOf, set }: RouteRows) {
  return (
    <>
      <FormRow group label={words['route.field.automated']()}>
        <Switch
          checked={settings.sendAutomatedEmails}
          onChecked={(on) => set({ sendAutomatedEmails: on, answerCc: on && settings.answerCc })}
        >
          {words['route.field.automated-does']()}
        </Switch>
        <Switch
          checked={settings.answerCc}
          onChecked={(answerCc) => set({ answerCc })}
          disabledReason={settings.sendAutomatedEmails ? undefined : words['route.field.answer-cc-first']()}
        >
          {words['route.field.answer-cc']()}
        </Switch>
      </FormRow>
      <FormRow group label={words['route.field.test']()}>
        <Switch checked={settings.testMode} onChecked={(testMode) => set({ testMode })}>
          {words['route.field.test-does']()}
        </Switch>
      </FormRow>
      <FormRow group label={words['route.field.enabled']()} error={errorOf('enabled')}>
        <Switch
          checked={settings.enabled}
          onChecked={(enabled) => set({ enabled })}
          disabledReason={of === 'fallback' ? words['route.field.enabled-always']() : undefined}
        >
          {words['route.field.enabled-does']()}
        </Switch>
      </FormRow>
    </>
  )
}
