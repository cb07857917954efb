import { styled } from '@mui/material/styles'
import { useRef } from 'react'
import { forcedColors, height, radius, token } from '../theme/tokens.ts'
import { WithReason } from './Button.tsx'
import { useField } from './Field.tsx'
import type { Choice } from './SelectInput.tsx'
import { roveTo } from './roving.ts'

const Group = styled('div')({
  display: 'inline-flex',
  maxWidth: '100%',
  height: height.control,
  border: `1px solid ${token.control}`,
  borderRadius: radius.control,
  backgroundColor: token.surface,
})
const Option = styled('button')({
  minWidth: 0,
  padding: '0 14px',
  border: 0,
  font: 'inherit',
  fontWeight: 550,
  color: token.ink2,
  background: 'none',
  cursor: 'pointer',
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  '&:first-of-type': { borderRadius: '5px 0 0 5px' },
  '&:last-of-type': { borderRadius: '0 5px 5px 0' },
  '& ~ &': { borderLeft: `1px solid ${token.hairline}` },
  '&:hover': { color: token.ink1, backgroundColor: token.sunken },
  '&[aria-checked="true"]': { color: token.ink1, fontWeight: 600, backgroundColor: token.accentSoft },
  '&[aria-disabled="true"]': {
    color: `color-mix(in srgb, ${token.ink3} 66%, ${token.surface})`,
    backgroundColor: 'transparent',
    cursor: 'not-allowed',
  },
  '&:focus-visible': { position: 'relative', zIndex: 1, borderRadius: radius.control },
  [forcedColors]: {
    '&[aria-checked="true"]': { color: 'HighlightText', backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
  },
})

export interface SegmentedProps<V extends string> {
  readonly label?: string
  readonly value: V | null
  readonly choices: readonly Choice<V>[]
  readonly onValue: (value: V) => void
}

/** Two to five short choices side by side: a radio group. A choice that cannot be taken can be focused, and says why. */
export function Segmented<V extends string>({ label, value, choices, onValue }: SegmentedProps<V>) {
  const field = useField()
  const options = useRef<(HTMLButtonElement | null)[]>([])
  const chosen = choices.findIndex((choice) => choice.value === value)
  return (
    <Group
      role="radiogroup"
      aria-label={field.group || field.labelId === undefined ? label : undefined}
      aria-labelledby={field.group ? undefined : field.labelId}
      aria-describedby={field.describedBy}
      aria-invalid={field.invalid || undefined}
    >
      {choices.map((choice, index) => (
        <WithReason key={choice.value} reason={choice.disabledReason}>
          {(reasonId) => (
            <Option
              ref={(element) => {
                options.current[index] = element
              }}
              type="button"
              role="radio"
              aria-checked={choice.value === value}
              aria-disabled={reasonId === undefined ? undefined : true}
              aria-describedby={reasonId}
              tabIndex={index === Math.max(0, chosen) ? 0 : -1}
              onClick={() => reasonId === undefined && choice.value !== value && onValue(choice.value)}
              onKeyDown={(event) => {
                const to = roveTo(event, index, choices.length, 'wrap')
                const next = to === null ? undefined : choices[to]
                if (to === null || next === undefined) return
                event.preventDefault()
                options.current[to]?.focus()
                if (next.disabledReason === undefined) onValue(next.value)
              }}
            >
              {choice.label}
            </Option>
          )}
        </WithReason>
      ))}
    </Group>
  )
}
