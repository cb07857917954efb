import OutlinedInput from '@mui/material/OutlinedInput'
import type { LucideIcon } from 'lucide-react'
import { Eye, EyeOff } from 'lucide-react'
import type { ChangeEventHandler, FocusEventHandler, KeyboardEventHandler, ReactNode, Ref } from 'react'
import { useState } from 'react'
import { monoFont } from '../theme/tokens.ts'
import { IconButton } from './Button.tsx'
import { useField } from './Field.tsx'
import { Glyph } from './icon.tsx'

export interface TextInputProps {
  /** Names the control where no FormRow does, or where a group row holds several. */
  readonly label?: string
  readonly name?: string
  readonly value?: string
  readonly defaultValue?: string
  readonly onValue?: (value: string) => void
  readonly onChange?: ChangeEventHandler<HTMLInputElement | HTMLTextAreaElement>
  readonly onBlur?: FocusEventHandler<HTMLInputElement | HTMLTextAreaElement>
  readonly onKeyDown?: KeyboardEventHandler<HTMLInputElement | HTMLTextAreaElement>
  /** The input element, as react-hook-form's `register` gives and wants it. */
  readonly ref?: Ref<HTMLInputElement>
  readonly type?: 'text' | 'email' | 'search' | 'number' | 'password' | 'date' | 'datetime-local' | 'time'
  readonly inputMode?: 'text' | 'numeric' | 'email' | 'search'
  readonly autoComplete?: string
  readonly autoFocus?: boolean
  readonly placeholder?: string | undefined
  /** In a group row: whether the row's error is about this control. */
  readonly invalid?: boolean
  readonly readOnly?: boolean
  readonly icon?: LucideIcon
  /** Inside the field, right: a TextButton or IconButton. */
  readonly end?: ReactNode
  /** More than one line. */
  readonly rows?: number
  /** It grows up to so many lines, and scrolls from there on. */
  readonly maxRows?: number
  readonly mono?: boolean
  /** px or any CSS width; fills its row otherwise. */
  readonly width?: number | string
  readonly size?: 'normal' | 'small'
}

/** One line of text (or several with `rows`). Inside a FormRow it takes over label, description and error. */
export function TextInput(props: TextInputProps) {
  const {
    label,
    onValue,
    onChange,
    ref,
    type = 'text',
    inputMode,
    icon,
    end,
    rows,
    maxRows,
    mono,
    width,
    invalid,
    size = 'normal',
    ...rest
  } = props
  const field = useField()
  return (
    <OutlinedInput
      {...rest}
      id={field.controlId}
      type={type}
      error={invalid ?? field.invalid}
      multiline={rows !== undefined}
      minRows={rows}
      maxRows={maxRows}
      inputRef={ref}
      onChange={(event) => {
        onChange?.(event)
        onValue?.(event.target.value)
      }}
      startAdornment={icon && <Glyph icon={icon} />}
      endAdornment={end}
      slotProps={{
        input: {
          inputMode,
          'aria-label': label,
          'aria-describedby': field.describedBy,
          'aria-required': field.required || undefined,
          spellCheck: false,
        },
      }}
      sx={{
        flex: width === undefined ? '1 1 160px' : `0 1 ${typeof width === 'number' ? `${width}px` : width}`,
        minWidth: width === undefined ? 120 : 0,
        ...(mono === true && {
          '& .MuiOutlinedInput-input': { fontFamily: monoFont, fontSize: 12, lineHeight: '18px' },
        }),
        ...(rows !== undefined && { alignItems: 'flex-start' }),
        ...(size === 'small' && {
          minHeight: 26,
          '& .MuiOutlinedInput-input': { padding: '3px 8px', fontSize: 12.5, lineHeight: '18px' },
        }),
      }}
    />
  )
}

export interface PasswordInputProps extends Omit<TextInputProps, 'type' | 'end' | 'icon' | 'rows' | 'mono'> {
  readonly showLabel: string
  readonly hideLabel: string
}

/** A secret that is being typed, with an eye to look at it. Never fill it with a stored one. */
export function PasswordInput({ showLabel, hideLabel, ...rest }: PasswordInputProps) {
  const [shown, setShown] = useState(false)
  return (
    <TextInput
      autoComplete="off"
      {...rest}
      type={shown ? 'text' : 'password'}
      end={
        <IconButton
          edge="field"
          icon={shown ? EyeOff : Eye}
          label={shown ? hideLabel : showLabel}
          onClick={() => setShown(!shown)}
        />
      }
    />
  )
}
