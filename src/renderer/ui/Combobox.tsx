import Autocomplete from '@mui/material/Autocomplete'
import type { AutocompleteRenderInputParams } from '@mui/material/Autocomplete'
import OutlinedInput from '@mui/material/OutlinedInput'
import { styled } from '@mui/material/styles'
import { ChevronsUpDown, X } from 'lucide-react'
import { radius, token } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'
import { Chip } from './Chip.tsx'
import { useField } from './Field.tsx'
import { Glyph } from './icon.tsx'

const Text = styled('span')({ display: 'block', minWidth: 0, overflowWrap: 'anywhere' })
const Note = styled('span')({ display: 'block', fontSize: 12.5, lineHeight: '18px', color: token.ink3 })

interface Picking<T> {
  readonly label?: string
  readonly options: readonly T[]
  readonly optionKey: (option: T) => string
  readonly optionLabel: (option: T) => string
  /** A second line. */
  readonly optionNote?: (option: T) => string | undefined
  /** Why it cannot be picked; it is listed with the reason, so that nobody searches for it. */
  readonly disabledReason?: (option: T) => string | undefined
  readonly groupOf?: (option: T) => string
  readonly placeholder?: string
  readonly noOptionsText: string
  readonly openLabel?: string
  readonly clearLabel?: string
  readonly width?: number | string
}

export interface ComboboxProps<T> extends Picking<T> {
  readonly value: T | null
  readonly onValue: (value: T | null) => void
  readonly clearable?: boolean
}

/** Pick one of many by typing. */
export function Combobox<T>({ value, onValue, clearable = true, ...picking }: ComboboxProps<T>) {
  const input = useComboboxInput(picking)
  return (
    <Autocomplete<T, false, boolean>
      {...shared(picking)}
      value={value}
      disableClearable={!clearable}
      onChange={(_event, chosen) => onValue(chosen)}
      renderInput={input}
    />
  )
}

export interface ComboboxManyProps<T> extends Picking<T> {
  readonly value: readonly T[]
  readonly onValue: (value: readonly T[]) => void
  readonly removeLabel: (option: T) => string
  readonly toneOf?: (option: T) => Tone
}

/** Pick several of many by typing; what is picked stands before the cursor, each with its own remove. */
export function ComboboxMany<T>({ value, onValue, removeLabel, toneOf, ...picking }: ComboboxManyProps<T>) {
  const input = useComboboxInput(picking)
  return (
    <Autocomplete<T, true, false, false>
      {...shared(picking)}
      multiple
      filterSelectedOptions
      value={[...value]}
      onChange={(_event, chosen) => onValue(chosen)}
      renderInput={input}
      renderValue={(chosen, itemProps) =>
        chosen.map((option, index) => {
          const { key: _, onDelete, disabled: _disabled, ...item } = itemProps({ index })
          return (
            <Picked key={picking.optionKey(option)} {...item}>
              <Chip tone={toneOf?.(option)} removeLabel={removeLabel(option)} onRemove={() => onDelete(null)}>
                {picking.optionLabel(option)}
              </Chip>
            </Picked>
          )
        })
      }
    />
  )
}
const Picked = styled('span')({ display: 'inline-flex', maxWidth: '100%', borderRadius: radius.chip })

export interface SuggestInputProps {
  readonly label?: string
  readonly value: string
  readonly onValue: (value: string) => void
  /** Earlier values that are proposed; any text is allowed. */
  readonly suggestions: readonly string[]
  readonly placeholder?: string
  readonly width?: number | string
}

/** Free text with earlier values proposed: For Attention, ticket category. */
export function SuggestInput({ value, onValue, suggestions, ...rest }: SuggestInputProps) {
  const input = useComboboxInput(rest)
  return (
    <Autocomplete<string, false, true, true>
      freeSolo
      disableClearable
      options={[...suggestions]}
      inputValue={value}
      onInputChange={(_event, text) => onValue(text)}
      sx={widthOf(rest.width)}
      renderInput={input}
    />
  )
}

const widthOf = (width: number | string | undefined) => ({
  flex: width === undefined ? '1 1 160px' : `0 1 ${typeof width === 'number' ? `${width}px` : width}`,
  minWidth: 0,
})

function shared<T>(picking: Picking<T>) {
  const reason = (option: T) => picking.disabledReason?.(option)
  return {
    options: [...picking.options],
    getOptionLabel: picking.optionLabel,
    getOptionKey: picking.optionKey,
    groupBy: picking.groupOf,
    isOptionEqualToValue: (a: T, b: T) => picking.optionKey(a) === picking.optionKey(b),
    getOptionDisabled: (option: T) => reason(option) !== undefined,
    noOptionsText: picking.noOptionsText,
    openText: picking.openLabel ?? 'Open',
    clearText: picking.clearLabel ?? 'Clear',
    autoHighlight: true,
    popupIcon: <Glyph icon={ChevronsUpDown} />,
    clearIcon: <Glyph icon={X} size={14} />,
    sx: widthOf(picking.width),
    renderOption: ({ key, ...props }: React.HTMLAttributes<HTMLLIElement> & { key: React.Key }, option: T) => {
      const note = reason(option) ?? picking.optionNote?.(option)
      return (
        <li key={key} {...props}>
          <Text>
            {picking.optionLabel(option)}
            {note !== undefined && <Note>{note}</Note>}
          </Text>
        </li>
      )
    },
  }
}

function useComboboxInput(named: { readonly label?: string; readonly placeholder?: string }) {
  const field = useField()
  return (params: AutocompleteRenderInputParams) => (
    <OutlinedInput
      {...params.slotProps.input}
      fullWidth
      error={field.invalid}
      slotProps={{
        input: {
          ...params.slotProps.htmlInput,
          'aria-label': field.group || field.labelId === undefined ? named.label : undefined,
          'aria-labelledby': field.group ? undefined : field.labelId,
          'aria-describedby': field.describedBy,
          placeholder: named.placeholder,
        },
      }}
    />
  )
}
