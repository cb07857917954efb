import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { radius, toneInk, toneSoft, token } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'
import { Hidden } from './Hidden.tsx'
import { chipLook } from './looks.ts'

const ChipRoot = styled('span')(chipLook)
const ChipText = styled('span')({ overflow: 'hidden', textOverflow: 'ellipsis' })
const Remove = styled('button')({
  display: 'inline-grid',
  placeItems: 'center',
  width: 24,
  height: 24,
  margin: '-4px -8px -4px -3px',
  padding: 0,
  border: 0,
  borderRadius: radius.chip,
  color: 'inherit',
  background: 'none',
  cursor: 'pointer',
  '&:hover': { color: token.ink1 },
  '&:focus-visible': { outlineOffset: -2 },
})

export interface ChipProps {
  readonly tone?: Tone | undefined
  readonly icon?: LucideIcon
  readonly children: ReactNode
  readonly onRemove?: () => void
  readonly removeLabel?: string
}

/** A short fact: a rule, a count with its word, a kind. */
export function Chip({ tone = 'neutral', icon, children, onRemove, removeLabel = 'Remove' }: ChipProps) {
  return (
    <ChipRoot style={{ color: toneInk(tone), backgroundColor: toneSoft(tone) }}>
      {icon && <Glyph icon={icon} size={14} />}
      <ChipText>{children}</ChipText>
      {onRemove && (
        <Remove type="button" aria-label={removeLabel} onClick={onRemove}>
          <Glyph icon={X} size={13} />
        </Remove>
      )}
    </ChipRoot>
  )
}

const BadgeRoot = styled('span')({
  display: 'inline-grid',
  placeItems: 'center',
  minWidth: 18,
  height: 18,
  padding: '0 6px',
  border: '1px solid transparent',
  borderRadius: 9,
  fontSize: 11.5,
  lineHeight: '16px',
  fontWeight: 650,
})

export interface BadgeProps {
  readonly count: number
  /** What it counts, with the number: "4 lines are not done". */
  readonly meaning: string
  readonly tone?: Tone
}

/** A number that says what it counts, on hover and to screen readers. */
export function Badge({ count, meaning, tone = 'neutral' }: BadgeProps) {
  return (
    <BadgeRoot style={{ color: toneInk(tone), backgroundColor: toneSoft(tone) }} title={meaning}>
      <span aria-hidden="true">{count > 999 ? '999+' : count}</span>
      <Hidden>{meaning}</Hidden>
    </BadgeRoot>
  )
}
