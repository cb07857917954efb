import MenuItem from '@mui/material/MenuItem'
import Select from '@mui/material/Select'
import { styled } from '@mui/material/styles'
import { ChevronsUpDown } from 'lucide-react'
import { token } from '../theme/tokens.ts'
import { useField } from './Field.tsx'

export interface Choice<V extends string> {
  readonly value: V
  readonly label: string
  /** A second line in the menu. */
  readonly note?: string | undefined
  /** Why it cannot be chosen now. Shown in its place. */
  readonly disabledReason?: string | undefined
}

export interface SelectInputProps<V extends string> {
  readonly label?: string
  readonly name?: string
  readonly value: V | ''
  readonly choices: readonly Choice<V>[]
  readonly onValue: (value: V) => void
  readonly onBlur?: () => void
  readonly placeholder?: string
  readonly readOnly?: boolean
  /** In a group row: whether the row's error is about this control. */
  readonly invalid?: boolean
  readonly width?: number | string
  readonly size?: 'normal' | 'small'
}

const Note = styled('span')({
  display: 'block',
  fontSize: 12.5,
  lineHeight: '18px',
  color: token.ink3,
  whiteSpace: 'normal',
})
const Chevrons = (props: { readonly className?: string }) => (
  <ChevronsUpDown {...props} size={16} strokeWidth={1.75} aria-hidden="true" />
)

/** One of a few known choices. More than about fifteen: Combobox. Two to four short ones: Segmented. */
export function SelectInput<V extends string>({
  label,
  value,
  choices,
  onValue,
  placeholder,
  width,
  size,
  invalid,
  ...rest
}: SelectInputProps<V>) {
  const field = useField()
  const wrong = invalid ?? field.invalid
  return (
    <Select<V | ''>
      {...rest}
      value={value}
      displayEmpty
      error={wrong}
      labelId={field.group ? undefined : field.labelId}
      IconComponent={Chevrons}
      onChange={(event) => {
        if (event.target.value !== '') onValue(event.target.value as V)
      }}
      renderValue={(chosen) => choices.find((choice) => choice.value === chosen)?.label ?? placeholder ?? ''}
      SelectDisplayProps={{
        'aria-label': field.group || field.labelId === undefined ? label : undefined,
        'aria-describedby': field.describedBy,
        'aria-invalid': wrong || undefined,
        'aria-required': field.required || undefined,
      }}
      sx={{
        flex: width === undefined ? '1 1 160px' : `0 1 ${typeof width === 'number' ? `${width}px` : width}`,
        minWidth: 0,
        ...(value === '' && { '& .MuiSelect-select': { color: token.ink3 } }),
        ...(size === 'small' && {
          minHeight: 26,
          '& .MuiSelect-select.MuiOutlinedInput-input': {
            padding: '3px 28px 3px 8px',
            fontSize: 12.5,
            lineHeight: '18px',
          },
        }),
      }}
    >
      {choices.map((choice) => (
        <MenuItem key={choice.value} value={choice.value} disabled={choice.disabledReason !== undefined}>
          <span>
            {choice.label}
            {(choice.disabledReason ?? choice.note) !== undefined && (
              <Note>{choice.disabledReason ?? choice.note}</Note>
            )}
          </span>
        </MenuItem>
      ))}
    </Select>
  )
}
