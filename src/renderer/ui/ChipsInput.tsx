import { styled } from '@mui/material/styles'
import { CircleX, X } from 'lucide-react'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import { useEffect, useId, useRef, useState } from 'react'
import { forcedColors, height, radius, toneInk, toneSoft, token } from '../theme/tokens.ts'
import { TextButton, useField } from './Field.tsx'
import { Hidden } from './Hidden.tsx'
import { Glyph } from './icon.tsx'

const Root = styled('div')({ flex: '1 1 100%', minWidth: 0, position: 'relative' })
const Box = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 4,
  minHeight: height.control,
  boxSizing: 'border-box',
  padding: '2px 4px',
  border: `1px solid ${token.control}`,
  borderRadius: radius.control,
  backgroundColor: token.surface,
  cursor: 'text',
  '&:hover': { borderColor: token.ink2 },
  '&:has(input:focus)': { borderColor: token.accent, outline: `2px solid ${token.accent}`, outlineOffset: 1 },
  '&[data-invalid]': { borderColor: token.failed },
})
const Entries = styled('ul')({ display: 'contents' })
const Entry = styled('li')({
  display: 'inline-flex',
  alignItems: 'center',
  maxWidth: '100%',
  minHeight: 24,
  boxSizing: 'border-box',
  border: '1px solid transparent',
  borderRadius: radius.chip,
  fontSize: 12.5,
  lineHeight: '18px',
  fontWeight: 550,
  [forcedColors]: { borderColor: 'CanvasText' },
})
const Press = styled('button')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 4,
  minWidth: 24,
  minHeight: 22,
  padding: '0 2px 0 6px',
  border: 0,
  borderRadius: radius.chip,
  font: 'inherit',
  color: 'inherit',
  background: 'none',
  cursor: 'pointer',
  overflow: 'hidden',
  '&:focus-visible': { outlineOffset: -2 },
})
const Remove = styled(Press)({ justifyContent: 'center', width: 24, padding: 0, flexShrink: 0 })
const Text = styled('span')({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' })
const Typed = styled('input')({
  flex: '1 1 120px',
  minWidth: 60,
  height: 24,
  padding: '0 6px',
  border: 0,
  font: 'inherit',
  color: token.ink1,
  background: 'none',
  // The box has the ring.
  '&:focus-visible': { outline: 'none' },
  '&::placeholder': { color: token.ink3, opacity: 1 },
})
const Problem = styled('li')({
  display: 'flex',
  alignItems: 'flex-start',
  gap: 6,
  marginTop: 4,
  fontSize: 12.5,
  lineHeight: '18px',
  color: token.failed,
  overflowWrap: 'anywhere',
  '& > svg': { flexShrink: 0, marginTop: 2 },
})

export interface ChipsWords {
  readonly remove: (p: { readonly entry: string }) => string
  readonly edit: (p: { readonly entry: string }) => string
  /** The one press that mends: "Use *@example.com". */
  readonly use: (p: { readonly entry: string }) => string
  readonly added: (p: { readonly entries: string }) => string
  readonly removed: (p: { readonly entry: string }) => string
  readonly twice: (p: { readonly entry: string }) => string
  /** How the keys lead to the entries, for screen readers. */
  readonly keys: () => string
}

export interface ChipsInputProps {
  /** Names the field where no FormRow does. */
  readonly label?: string
  /** In the written order; entries that are none stay in it until they are mended. */
  readonly value: readonly string[]
  readonly onValue: (value: readonly string[]) => void
  /** The entries of what was typed or pasted; several at once after a paste. */
  readonly split: (text: string) => readonly string[]
  /** The form in which an entry is kept. */
  readonly keep?: (entry: string) => string
  /** The same for two entries that mean the same: the second one is not added. */
  readonly meaning?: (entry: string) => string
  /** Why an entry is none, with the form that would be one. */
  readonly problemOf?: (entry: string) => { readonly sentence: string; readonly offer: string | null } | undefined
  readonly placeholder?: string
  readonly words: ChipsWords
}

const itself = (entry: string): string => entry

/**
 * A list of short entries as chips. Enter, `;` and leaving the field add what is typed; a pasted list becomes several. An entry that
 * is none stays, marked and editable, with its sentence below and one press that mends it where a right form is known.
 */
export function ChipsInput({
  label,
  value,
  onValue,
  split,
  keep = itself,
  meaning = itself,
  problemOf = () => undefined,
  placeholder,
  words,
}: ChipsInputProps) {
  const field = useField()
  const id = useId()
  const [typed, setTyped] = useState('')
  /** The entry that is taken up to be edited, and its place. */
  const [taken, setTaken] = useState<{ readonly at: number; readonly entry: string } | null>(null)
  const [said, setSaid] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const toFocus = useRef<number | null>(null)
  const problems = value.map(problemOf)
  const isInvalid = field.invalid || problems.some((problem) => problem !== undefined)

  const focusEntry = (index: number): void => {
    const press = list.current?.querySelectorAll<HTMLElement>('[data-entry]')[index]
    ;(press ?? input.current)?.focus()
  }
  // After the list was drawn without the entry that is gone.
  useEffect(() => {
    if (toFocus.current === null) return
    focusEntry(toFocus.current)
    toFocus.current = null
  })

  const add = (text: string): void => {
    const at = taken?.at ?? value.length
    const met = new Set(value.map(meaning))
    const entries = split(text).map(keep)
    const fresh = entries.filter((entry) => !met.has(meaning(entry)) && met.add(meaning(entry)))
    const twice = entries.find((entry) => !fresh.includes(entry))
    setTyped('')
    setTaken(null)
    if (fresh.length > 0) onValue([...value.slice(0, at), ...fresh, ...value.slice(at)])
    setSaid(
      [
        fresh.length > 0 ? words.added({ entries: fresh.join('; ') }) : '',
        ...fresh.map((entry) => problemOf(entry)?.sentence ?? ''),
        twice === undefined ? '' : words.twice({ entry: twice }),
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    )
  }
  const remove = (index: number, focus: number | null): void => {
    toFocus.current = focus
    onValue(value.filter((_, at) => at !== index))
    setSaid(words.removed({ entry: value[index]! }))
    if (focus === null) input.current?.focus()
  }
  const takeUp = (index: number): void => {
    const entry = value[index]!
    onValue(value.filter((_, at) => at !== index))
    setTaken({ at: index, entry })
    setTyped(entry)
    input.current?.focus()
  }
  const putBack = (): void => {
    if (taken !== null) onValue([...value.slice(0, taken.at), taken.entry, ...value.slice(taken.at)])
    setTaken(null)
    setTyped('')
  }
  const mend = (index: number, offer: string): void => {
    const others = value.filter((_, at) => at !== index)
    const isThere = others.some((entry) => meaning(entry) === meaning(offer))
    onValue(isThere ? others : value.map((entry, at) => (at === index ? offer : entry)))
    setSaid(isThere ? words.twice({ entry: offer }) : words.added({ entries: offer }))
    input.current?.focus()
  }

  const onInputKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return
    const isAtStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0
    if (event.key === ';' || (event.key === 'Enter' && typed.trim() !== '')) {
      event.preventDefault()
      add(typed)
    } else if (event.key === 'Escape' && (typed !== '' || taken !== null)) {
      event.preventDefault()
      event.stopPropagation()
      putBack()
    } else if (event.key === 'Backspace' && typed === '' && value.length > 0) {
      event.preventDefault()
      takeUp(value.length - 1)
    } else if (event.key === 'ArrowLeft' && isAtStart && value.length > 0) {
      event.preventDefault()
      focusEntry(value.length - 1)
    }
  }
  const onEntryKey = (event: KeyboardEvent<HTMLElement>, index: number): void => {
    const to = { ArrowLeft: Math.max(0, index - 1), ArrowRight: index + 1, Home: 0, End: value.length }[event.key]
    if (to !== undefined) focusEntry(to)
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(index, Math.min(index, value.length - 2))
    else if (event.key === 'F2') takeUp(index)
    else return
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const pasted = event.clipboardData.getData('text')
    if (!/[;\n]/.test(pasted)) return
    event.preventDefault()
    const { selectionStart, selectionEnd } = event.currentTarget
    add(typed.slice(0, selectionStart ?? typed.length) + pasted + typed.slice(selectionEnd ?? typed.length))
  }

  const describedBy = [
    field.describedBy,
    value.length > 0 ? `${id}-keys` : undefined,
    problems.some((problem) => problem !== undefined) ? `${id}-problems` : undefined,
  ].filter((part) => part !== undefined)
  return (
    <Root>
      <Box
        data-invalid={isInvalid || undefined}
        role="presentation"
        onMouseDown={(event) => {
          if (event.target !== event.currentTarget) return
          event.preventDefault()
          input.current?.focus()
        }}
      >
        {value.length > 0 && (
          <Entries ref={list} aria-label={label} aria-labelledby={label === undefined ? field.labelId : undefined}>
            {value.map((entry, index) => {
              const tone = problems[index] === undefined ? 'neutral' : 'failed'
              return (
                <Entry
                  key={meaning(entry)}
                  style={{
                    color: tone === 'failed' ? toneInk(tone) : token.ink1,
                    backgroundColor: toneSoft(tone),
                    ...(tone === 'failed' && { borderColor: toneInk(tone) }),
                  }}
                >
                  <Press
                    type="button"
                    tabIndex={-1}
                    data-entry=""
                    title={entry}
                    aria-label={words.edit({ entry })}
                    aria-describedby={tone === 'failed' ? `${id}-problem-${index}` : undefined}
                    onClick={() => takeUp(index)}
                    onKeyDown={(event) => onEntryKey(event, index)}
                  >
                    {tone === 'failed' && <Glyph icon={CircleX} size={13} />}
                    <Text>{entry}</Text>
                  </Press>
                  <Remove
                    type="button"
                    tabIndex={-1}
                    aria-label={words.remove({ entry })}
                    onClick={() => remove(index, null)}
                  >
                    <Glyph icon={X} size={13} />
                  </Remove>
                </Entry>
              )
            })}
          </Entries>
        )}
        <Typed
          ref={input}
          id={field.controlId}
          value={typed}
          placeholder={value.length === 0 ? placeholder : undefined}
          aria-label={label}
          aria-invalid={isInvalid || undefined}
          aria-required={field.required || undefined}
          aria-describedby={describedBy.length > 0 ? describedBy.join(' ') : undefined}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onInputKey}
          onPaste={onPaste}
          onBlur={() => {
            if (typed.trim() !== '' || taken !== null) add(typed)
          }}
        />
      </Box>
      {problems.some((problem) => problem !== undefined) && (
        <ul id={`${id}-problems`}>
          {problems.map(
            (problem, index) =>
              problem !== undefined && (
                <Problem key={meaning(value[index]!)} id={`${id}-problem-${index}`}>
                  <Glyph icon={CircleX} size={14} />
                  <span>
                    {problem.sentence}{' '}
                    {problem.offer !== null && (
                      <TextButton onClick={() => mend(index, problem.offer!)}>
                        {words.use({ entry: problem.offer })}
                      </TextButton>
                    )}
                  </span>
                </Problem>
              ),
          )}
        </ul>
      )}
      <Hidden id={`${id}-keys`}>{words.keys()}</Hidden>
      <Hidden role="status">{said}</Hidden>
    </Root>
  )
}
