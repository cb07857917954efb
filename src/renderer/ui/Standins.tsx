import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { radius, token } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'
import { Hidden } from './Hidden.tsx'

const Middle = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  gap: 6,
  maxWidth: 520,
  margin: '0 auto',
  padding: '40px 20px',
  textAlign: 'center',
  boxSizing: 'border-box',
})
const Disc = styled('span')({
  display: 'grid',
  placeItems: 'center',
  width: 40,
  height: 40,
  marginBottom: 6,
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.surface + 2,
  color: token.accent,
  backgroundColor: token.accentSoft,
})
const Sentence = styled('p')({ fontSize: 15, lineHeight: '22px', fontWeight: 600, textWrap: 'balance' })
const Soft = styled('div')({ color: token.ink2, textWrap: 'pretty' })
const Acts = styled('div')({ display: 'flex', flexWrap: 'wrap', justifyContent: 'center', gap: 8, marginTop: 10 })

export interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly sentence: string
  readonly children?: ReactNode
  /** The first step. */
  readonly action?: ReactNode
}

/** Nothing here yet, and the first step out of it. */
export function EmptyState({ icon, sentence, children, action }: EmptyStateProps) {
  return (
    <Middle>
      <Disc>
        <Glyph icon={icon} size={20} />
      </Disc>
      <Sentence>{sentence}</Sentence>
      {children !== undefined && <Soft>{children}</Soft>}
      {action !== undefined && <Acts>{action}</Acts>}
    </Middle>
  )
}

const Failed = styled('div')({
  display: 'grid',
  gridTemplateColumns: '20px minmax(0, 1fr)',
  columnGap: 12,
  maxWidth: 720,
  padding: '20px 16px',
})
const Parts = styled('div')({ display: 'grid', gap: 3, overflowWrap: 'anywhere' })

export interface ErrorStateProps {
  readonly happened: string
  readonly means: ReactNode
  readonly toDo: ReactNode
  readonly who?: ReactNode
  readonly action?: ReactNode
}

/** Something could not be shown: what happened, what it means, what to do and who. */
export function ErrorState({ happened, means, toDo, who, action }: ErrorStateProps) {
  return (
    <Failed role="alert">
      <span style={{ color: token.failed }}>
        <Glyph icon={CircleX} size={20} />
      </span>
      <Parts>
        <Sentence>{happened}</Sentence>
        <Soft>{means}</Soft>
        <div>{toDo}</div>
        {who !== undefined && <Soft>{who}</Soft>}
        {action !== undefined && <Acts style={{ justifyContent: 'flex-start' }}>{action}</Acts>}
      </Parts>
    </Failed>
  )
}

const Bone = styled('span')({
  display: 'block',
  height: 10,
  borderRadius: 5,
  backgroundColor: `color-mix(in srgb, ${token.hairline} 80%, ${token.sunken})`,
})
const BoneRow = styled('div')({
  display: 'grid',
  gridTemplateColumns: '16px 2fr 3fr 1fr',
  alignItems: 'center',
  gap: 16,
  padding: '0 14px',
  boxSizing: 'border-box',
  '& + &': { borderTop: `1px solid ${token.hairline}` },
})
// Quick answers never flash bones.
const Late = styled('div')({
  '@keyframes bones': { from: { visibility: 'hidden' }, to: { visibility: 'visible' } },
  animation: 'bones 1ms 250ms both',
})
const widths = ['82%', '64%', '74%', '58%', '90%']

export interface SkeletonRowsProps {
  readonly rows?: number
  /** px: 36 in tables, 61 in list panes. */
  readonly height?: number
  /** "Connectors are being read" */
  readonly label: string
}

/** The shape of what is being read, in the places it will have. */
export function SkeletonRows({ rows = 6, height = 36, label }: SkeletonRowsProps) {
  return (
    <Late role="status">
      <Hidden>{label}</Hidden>
      {Array.from({ length: rows }, (_, index) => (
        <BoneRow key={index} style={{ height }} aria-hidden="true">
          <Bone style={{ height: 14 }} />
          <Bone style={{ width: widths[index % 5] }} />
          <Bone style={{ width: widths[(index + 2) % 5] }} />
          <Bone />
        </BoneRow>
      ))}
    </Late>
  )
}

const Track = styled('div')({ position: 'relative', height: 2, overflow: 'hidden', borderRadius: 1 })
const Done = styled('div')({
  height: '100%',
  backgroundColor: token.accent,
  '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
})
const Sliding = styled(Done)({
  width: '30%',
  '@keyframes slide': { from: { transform: 'translateX(-100%)' }, to: { transform: 'translateX(360%)' } },
  animation: 'slide 1.4s ease-in-out infinite',
  '@media (prefers-reduced-motion: reduce)': { width: '100%', opacity: 0.5, animation: 'none' },
})

export interface ProgressLineProps {
  readonly label: string
  /** 0 to 1 where it is known. */
  readonly done?: number
  readonly active: boolean
}

/** A line at the top of what is being worked on, from 300 ms on. Its place is always kept. */
export function ProgressLine({ label, done, active }: ProgressLineProps) {
  if (!active) return <Track />
  return (
    <Late style={{ animationDelay: '300ms' }}>
      <Track
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={done === undefined ? undefined : Math.round(done * 100)}
        style={{ backgroundColor: token.hairline }}
      >
        {done === undefined ? <Sliding /> : <Done style={{ width: `${done * 100}%` }} />}
      </Track>
    </Late>
  )
}
