import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { forcedColors, token } from '../theme/tokens.ts'
import { WithReason } from './Button.tsx'
import { useField } from './Field.tsx'

// The input itself is the 32 × 24 target; the track and the thumb are drawn in it.
const Input = styled('input')({
  appearance: 'none',
  position: 'relative',
  flexShrink: 0,
  width: 32,
  height: 24,
  margin: 0,
  borderRadius: 12,
  cursor: 'pointer',
  '&::before': {
    content: '""',
    position: 'absolute',
    inset: '4px 2px',
    boxSizing: 'border-box',
    border: `1.5px solid ${token.control}`,
    borderRadius: 8,
    backgroundColor: token.surface,
    transition: 'background-color 100ms, border-color 100ms',
  },
  '&::after': {
    content: '""',
    position: 'absolute',
    top: 7,
    left: 5,
    width: 10,
    height: 10,
    borderRadius: 5,
    backgroundColor: token.control,
    transition: 'transform 100ms, background-color 100ms',
  },
  '&:hover::before': { borderColor: token.ink2 },
  '&:checked::before': { borderColor: token.accent, backgroundColor: token.accent },
  '&:checked::after': { transform: 'translateX(12px)', backgroundColor: token.onAccent },
  '&[aria-disabled="true"]': { cursor: 'not-allowed', opacity: 0.6 },
  '&:focus-visible': { outlineOffset: -1 },
  [forcedColors]: {
    '&::before': { borderColor: 'ButtonText' },
    '&::after': { backgroundColor: 'ButtonText' },
    '&:checked::before': { borderColor: 'Highlight', backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
    '&:checked::after': { backgroundColor: 'HighlightText', forcedColorAdjust: 'none' },
  },
})
const Label = styled('label')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 8,
  minHeight: 24,
  color: token.ink2,
  cursor: 'pointer',
})

export interface SwitchProps {
  readonly checked: boolean
  readonly onChecked: (checked: boolean) => void
  /** Text beside it. */
  readonly children?: ReactNode
  /** Its name where there is no text: "Outage, important is enabled". */
  readonly label?: string
  readonly name?: string
  readonly disabledReason?: string | undefined
  /** Inside a grid, whose keys lead to it. */
  readonly tabIndex?: 0 | -1
}

/** On or off, effective at once. */
export function Switch({ checked, onChecked, children, label, name, disabledReason, tabIndex }: SwitchProps) {
  const field = useField()
  const input = (reasonId?: string) => (
    <Input
      type="checkbox"
      role="switch"
      name={name}
      tabIndex={tabIndex}
      id={field.controlId}
      checked={checked}
      aria-checked={checked}
      aria-label={label}
      aria-disabled={reasonId === undefined ? undefined : true}
      aria-describedby={[reasonId, field.describedBy].filter(Boolean).join(' ') || undefined}
      onChange={(event) => {
        if (reasonId === undefined) onChecked(event.target.checked)
      }}
    />
  )
  const control = <WithReason reason={disabledReason}>{input}</WithReason>
  return children === undefined ? (
    control
  ) : (
    <Label>
      {control}
      <span>{children}</span>
    </Label>
  )
}
