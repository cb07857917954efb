import { useState } from 'react'
import type { ChecklistRow } from '../../../contract/golive.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Dialog, FormRow, SuggestInput, Switch, TextInput } from '../../ui/index.ts'
import { CancelOr, RefusalLine, useAct } from '../answers/index.ts'
import { pickedOf, startOf, StartPicker } from './StartPicker.tsx'
import { checklists } from './store.ts'

export interface PlanDialogProps {
  readonly row: ChecklistRow
  /** The day and who does it, or which mail becomes work. */
  readonly about: 'plan' | 'start'
  readonly onClose: () => void
}

const zoneHere = new Intl.DateTimeFormat().resolvedOptions().timeZone
const zones: readonly string[] = Intl.supportedValuesOf('timeZone')

/** G5: day, zone, owner, and which mail becomes work then. Effective at once; nothing is switched. */
export function PlanDialog({ row, about, onClose }: PlanDialogProps) {
  const [local, setLocal] = useState(row.planned?.local ?? '')
  const [zone, setZone] = useState(row.planned?.zone ?? zoneHere)
  const [owner, setOwner] = useState(row.owner)
  const [decided, setDecided] = useState(row.planned?.start != null || about === 'start')
  const [picked, setPicked] = useState(pickedOf(row.planned?.start ?? null))
  const act = useAct()
  const start = decided ? startOf(picked) : null
  const save = async () => {
    const saved = await act.run(() =>
      api.golive.plan({
        id: row.connectorId,
        revision: row.revision,
        owner,
        planned: local === '' && start === null ? null : { local: local === '' ? null : local, zone, start },
      }),
    )
    if (saved === null) return
    void checklists.read({})
    onClose()
  }
  const wrong = (path: string) => act.refusal?.fields?.some((field) => field.path === path) === true
  return (
    <Dialog
      open
      title={words[about === 'plan' ? 'golive.plan.title' : 'golive.start-title']({ name: row.name })}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          disabledReason={decided && start === null ? words['connectors.enable.start.date-missing']() : undefined}
          onAct={() => void save()}
        >
          {words['golive.plan.save']()}
        </CancelOr>
      }
    >
      <div style={{ display: 'grid', gap: 12 }}>
        {about === 'plan' && (
          <>
            <FormRow label={words['golive.plan.local']()} error={wrong('planned.local') ? ' ' : undefined}>
              <TextInput type="datetime-local" width={220} value={local} onValue={setLocal} />
            </FormRow>
            <FormRow label={words['golive.plan.zone-label']()} error={wrong('planned.zone') ? ' ' : undefined}>
              <SuggestInput value={zone} onValue={setZone} suggestions={zones} />
            </FormRow>
            <FormRow label={words['golive.plan.owner']()} hint={words['golive.plan.owner-hint']()}>
              <TextInput value={owner} onValue={setOwner} />
            </FormRow>
            <FormRow label={words['golive.plan.decide']()}>
              <Switch checked={decided} onChecked={setDecided} label={words['golive.plan.decide']()} />
            </FormRow>
          </>
        )}
        {decided && <StartPicker legend={words['golive.start-picker']()} picked={picked} onPicked={setPicked} />}
        <RefusalLine refusal={act.refusal} />
      </div>
    </Dialog>
  )
}
