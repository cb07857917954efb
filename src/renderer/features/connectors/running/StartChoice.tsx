import Radio from '@mui/material/Radio'
import { styled } from '@mui/material/styles'
import { useId } from 'react'
import type { connectors } from '../../../../contract/connectors.ts'
import type { Input } from '../../../../contract/define.ts'
import { words } from '../../../../words/index.ts'
import { token } from '../../../theme/tokens.ts'
import { TextInput } from '../../../ui/index.ts'

export type Start = NonNullable<Input<typeof connectors.enable>['start']>
export type From = Start['from']

const Choice = styled('label')({
  display: 'grid',
  gridTemplateColumns: '28px minmax(0, 1fr)',
  alignItems: 'start',
  padding: '4px 0',
  cursor: 'pointer',
})
const Choices = styled('fieldset')({ margin: 0, padding: 0, border: 0 })
const Legend = styled('legend')({ padding: 0, fontWeight: 600 })
const starts = ['now', 'date', 'all', 'hold'] as const

/** A day is meant as it begins here. */
export const startFrom = (from: From, date: string): Start =>
  from === 'date' ? { from, date: new Date(`${date}T00:00`).toISOString() } : { from }

export interface StartChoiceProps {
  readonly legend: string
  /** What a choice means. */
  readonly note: (from: From) => string
  readonly from: From
  readonly onFrom: (from: From) => void
  readonly date: string
  readonly onDate: (date: string) => void
}

/** Which of the mail that waits becomes work (I15). */
export function StartChoice({ legend, note, from, onFrom, date, onDate }: StartChoiceProps) {
  const name = useId()
  return (
    <Choices>
      <Legend>{legend}</Legend>
      {starts.map((value) => (
        <div key={value}>
          <Choice>
            <Radio
              size="small"
              sx={{ padding: '0 8px 0 0' }}
              name={name}
              checked={from === value}
              onChange={() => onFrom(value)}
            />
            <span>
              {words[`connectors.enable.start.${value}`]()} <span style={{ color: token.ink2 }}>{note(value)}</span>
            </span>
          </Choice>
          {value === 'date' && from === 'date' && (
            <div style={{ paddingLeft: 28, display: 'flex' }}>
              <TextInput
                type="date"
                width={180}
                label={words['connectors.enable.start.date-label']()}
                value={date}
                onValue={onDate}
              />
            </div>
          )}
        </div>
      ))}
    </Choices>
  )
}
