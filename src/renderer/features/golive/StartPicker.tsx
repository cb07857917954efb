import type { PlannedStart } from '../../../domain/golive/planned.ts'
import { words } from '../../../words/index.ts'
import { FormRow, SelectInput, TextInput } from '../../ui/index.ts'

export interface Picked {
  readonly from: PlannedStart['from']
  /** `2026-12-01`; empty while none is typed. */
  readonly date: string
}

/** Null while the day is missing. A day is meant as it begins here. */
export const startOf = ({ from, date }: Picked): PlannedStart | null =>
  from !== 'date' ? { from } : date === '' ? null : { from, date: new Date(`${date}T00:00`).toISOString() }

export const pickedOf = (start: PlannedStart | null): Picked => {
  if (start === null) return { from: 'now', date: '' }
  if (start.from !== 'date') return { from: start.from, date: '' }
  const day = new Date(start.date)
  const two = (part: number) => String(part).padStart(2, '0')
  return { from: 'date', date: `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}` }
}

export interface StartPickerProps {
  readonly legend: string
  readonly picked: Picked
  readonly onPicked: (picked: Picked) => void
}

/** I15: which of the mail that waits becomes work when receiving starts. */
export function StartPicker({ legend, picked, onPicked }: StartPickerProps) {
  return (
    <>
      <FormRow label={legend} hint={words[`golive.start.${picked.from}-hint`]()}>
        <SelectInput
          value={picked.from}
          choices={(['now', 'date', 'all'] as const).map((value) => ({
            value,
            label: words[`connectors.enable.start.${value}`](),
          }))}
          onValue={(from) => onPicked({ ...picked, from })}
        />
      </FormRow>
      {picked.from === 'date' && (
        <FormRow label={words['connectors.enable.start.date-label']()}>
          <TextInput type="date" width={180} value={picked.date} onValue={(date) => onPicked({ ...picked, date })} />
        </FormRow>
      )}
    </>
  )
}
