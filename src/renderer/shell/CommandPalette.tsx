import MuiDialog from '@mui/material/Dialog'
import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { Search } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useEffect, useId, useMemo, useState } from 'react'
import { forcedColors, radius, token } from '../theme/tokens.ts'
import { Glyph } from '../ui/icon.tsx'
import { Hidden } from '../ui/Hidden.tsx'
import { KeyHint } from '../ui/KeyHint.tsx'
import { roveTo } from '../ui/roving.ts'
import { rank } from './fuzzy.ts'

export interface Command {
  readonly id: string
  readonly title: string
  /** What kind or where: "Connector · support@northwind.example". Searched too. */
  readonly note?: string
  readonly icon?: LucideIcon
  readonly keys?: string
  readonly run: () => void
}

export interface CommandPaletteProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly commands: readonly Command[]
  /** Name of the dialog and of its field: "Search or run a command". */
  readonly label: string
  /** "Nothing is called “xyz”." */
  readonly nothing: (typed: string) => string
  /** "12 found" */
  readonly found: (count: number) => string
}

const Field = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  padding: '0 14px',
  borderBottom: `1px solid ${token.hairline}`,
  '&:focus-within': { boxShadow: `inset 0 -1px 0 ${token.accent}` },
})
const Input = styled('input')({
  flex: 1,
  minWidth: 0,
  height: 46,
  padding: 0,
  border: 0,
  font: 'inherit',
  fontSize: 15,
  color: token.ink1,
  background: 'none',
  '&:focus-visible': { outline: 'none' },
  '&::placeholder': { color: token.ink3, opacity: 1 },
})
const List = styled('div')({ maxHeight: 'min(420px, 60vh)', overflowY: 'auto', padding: 6 })
const Option = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  minHeight: 34,
  padding: '0 10px',
  borderRadius: radius.control,
  color: token.ink2,
  cursor: 'pointer',
  '& > svg': { flexShrink: 0 },
  '&[aria-selected="true"]': { backgroundColor: token.accentSoft, color: token.ink1 },
  [forcedColors]: { '&[aria-selected="true"]': { outline: '2px solid Highlight', outlineOffset: -2 } },
})
const Title = styled('span')({
  color: token.ink1,
  fontWeight: 550,
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
})
const Note = styled('span')({
  flex: 1,
  minWidth: 0,
  fontSize: 12.5,
  color: token.ink2,
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
})
const Nothing = styled('p')({ padding: '14px 10px', color: token.ink2 })

/** Opens with Ctrl+K or Cmd+K, from everywhere. */
export function usePaletteKey(onOpen: () => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      onOpen()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [onOpen])
}

/** Every object and action by name. Letters in order are enough; arrows pick, Enter runs, Esc closes. */
export function CommandPalette(props: CommandPaletteProps) {
  const id = useId()
  return (
    <MuiDialog
      open={props.open}
      onClose={props.onClose}
      aria-labelledby={id}
      transitionDuration={0}
      slotProps={{
        container: { sx: { alignItems: 'flex-start' } },
        paper: { sx: { width: 620, maxWidth: 'calc(100% - 32px)', margin: '9vh 16px 16px' } },
      }}
    >
      <Hidden id={id}>{props.label}</Hidden>
      <Palette {...props} />
    </MuiDialog>
  )
}

const keepInSight = (option: HTMLElement | null): void => option?.scrollIntoView({ block: 'nearest' })

function Palette({ onClose, commands, label, nothing, found }: CommandPaletteProps) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const hits = useMemo(
    () => rank(typed, commands, (command) => `${command.title} ${command.note ?? ''}`, 50),
    [typed, commands],
  )
  const active = Math.min(at, hits.length - 1)

  const run = (command: Command | undefined) => {
    if (command === undefined) return
    onClose()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault()
      run(hits[active])
      return
    }
    if (event.key === 'Home' || event.key === 'End') return
    const to = roveTo(event, active, hits.length, event.key.startsWith('Page') ? 'stop' : 'wrap')
    if (to === null || event.key === 'ArrowLeft' || event.key === 'ArrowRight') return
    event.preventDefault()
    setAt(to)
  }
  return (
    <>
      <Field>
        <Glyph icon={Search} />
        <Input
          autoFocus
          role="combobox"
          aria-label={label}
          aria-expanded={hits.length > 0}
          aria-controls={hits.length > 0 ? `${id}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          placeholder={label}
          spellCheck={false}
          autoComplete="off"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
        <KeyHint keys="Esc" />
      </Field>
      {hits.length === 0 ? (
        <Nothing>{nothing(typed)}</Nothing>
      ) : (
        <List role="listbox" id={`${id}-list`} aria-label={label}>
          {hits.map((command, index) => (
            <Option
              key={command.id}
              id={`${id}-${index}`}
              role="option"
              ref={index === active ? keepInSight : undefined}
              aria-selected={index === active}
              onMouseMove={() => index !== active && setAt(index)}
              onClick={() => run(command)}
            >
              {command.icon && <Glyph icon={command.icon} />}
              <Title>{command.title}</Title>
              <Note>{command.note}</Note>
              {command.keys !== undefined && <KeyHint keys={command.keys} />}
            </Option>
          ))}
        </List>
      )}
      <Hidden role="status">{typed === '' ? '' : hits.length === 0 ? nothing(typed) : found(hits.length)}</Hidden>
    </>
  )
}
