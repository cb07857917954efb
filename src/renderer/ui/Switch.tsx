import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { token } from '../theme/tokens.ts'
import { WithReason } from './Button.tsx'
import { useField } from './Field.tsx'
import { switchLook } from './looks.ts'

const Input = styled('input')(switchLook)
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
