import { styled } from '@mui/material/styles'
import { CircleX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { createContext, useContext, useId } from 'react'
import { token, wide } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'

interface FieldPlace {
  readonly controlId?: string
  readonly labelId?: string
  readonly describedBy?: string
  readonly invalid: boolean
  readonly required: boolean
  readonly group: boolean
}
const FieldContext = createContext<FieldPlace>({ invalid: false, required: false, group: false })

/** What a control inside a FormRow takes over from it: id, label, description, invalid. */
export const useField = (): FieldPlace => useContext(FieldContext)

const Row = styled('div')({
  display: 'grid',
  gap: '4px 16px',
  padding: '5px 0',
  [wide]: { gridTemplateColumns: 'min(190px, 32%) minmax(0, 1fr)' },
})
const Label = styled('label')({ paddingTop: 5, fontWeight: 550, color: token.ink1, overflowWrap: 'anywhere' })
const Controls = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8, minHeight: 30 })
const Note = styled('div')({
  display: 'flex',
  alignItems: 'flex-start',
  gap: 6,
  marginTop: 4,
  fontSize: 12.5,
  lineHeight: '18px',
  '& > svg': { flexShrink: 0, marginTop: 2 },
})

export interface FormRowProps {
  readonly label: string
  /** Several controls under one label: each then names itself with its own `label`. */
  readonly group?: boolean
  readonly hint?: ReactNode
  /** What is wrong with the value. */
  readonly error?: ReactNode
  /** The one act that mends the error, as a TextButton or link. */
  readonly mend?: ReactNode
  /** What is unusual about it; links inside offer the usual values. Does not block. */
  readonly warning?: ReactNode
  readonly required?: boolean
  readonly children: ReactNode
}

/** Label left (from 900 px on), control right, hint, error with its mend, and warning under it. */
export function FormRow({
  label,
  group = false,
  hint,
  error,
  mend,
  warning,
  required = false,
  children,
}: FormRowProps) {
  const id = useId()
  const parts = [error && `${id}-error`, warning && `${id}-warning`, hint && `${id}-hint`].filter(Boolean)
  const place: FieldPlace = {
    labelId: `${id}-label`,
    describedBy: parts.length > 0 ? parts.join(' ') : undefined,
    controlId: group ? undefined : `${id}-control`,
    invalid: Boolean(error),
    required,
    group,
  }
  return (
    <Row role={group ? 'group' : undefined} aria-labelledby={group ? place.labelId : undefined}>
      <Label as={group ? 'span' : 'label'} id={place.labelId} htmlFor={group ? undefined : place.controlId}>
        {label}
      </Label>
      <div>
        <Controls>
          <FieldContext value={place}>{children}</FieldContext>
        </Controls>
        {error && (
          <Note id={`${id}-error`} style={{ color: token.failed }}>
            <Glyph icon={CircleX} size={14} />
            <span>
              {error} {mend}
            </span>
          </Note>
        )}
        {warning && (
          <Note id={`${id}-warning`} style={{ color: token.warning }}>
            <Glyph icon={TriangleAlert} size={14} />
            <span>{warning}</span>
          </Note>
        )}
        {hint && (
          <Note id={`${id}-hint`} style={{ color: token.ink3 }}>
            <span>{hint}</span>
          </Note>
        )}
      </div>
    </Row>
  )
}

const LinkLike = styled('button')({
  padding: 0,
  border: 0,
  borderRadius: 3,
  font: 'inherit',
  color: token.info,
  background: 'none',
  cursor: 'pointer',
  textAlign: 'left',
  '&:hover': { textDecoration: 'underline', textUnderlineOffset: 2 },
})

export interface TextButtonProps {
  readonly onClick: () => void
  readonly children: ReactNode
}

/** An act inside a sentence: "Use TLS". */
export function TextButton({ onClick, children }: TextButtonProps) {
  return (
    <LinkLike type="button" onClick={onClick}>
      {children}
    </LinkLike>
  )
}

const Anchor = styled('a')({
  color: token.info,
  textDecoration: 'none',
  borderRadius: 3,
  '&:hover': { textDecoration: 'underline', textUnderlineOffset: 2 },
})

/** A link inside the app (`#/…`). Inside running prose it is underlined, so that it is not told by colour alone. */
export function TextLink({
  href,
  underlined = false,
  children,
}: {
  readonly href: string
  readonly underlined?: boolean
  readonly children: ReactNode
}) {
  return (
    <Anchor href={href} sx={underlined ? { textDecoration: 'underline', textUnderlineOffset: '2px' } : undefined}>
      {children}
    </Anchor>
  )
}
