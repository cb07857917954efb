import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { Circle, CircleCheck, CircleMinus, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { toneInk, token } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'
import { Hidden } from './Hidden.tsx'
import { Mono } from './Mono.tsx'

export type StepState = 'passed' | 'warning' | 'failed' | 'not-run' | 'running' | 'pending'

const looks: Record<StepState, { readonly tone: Tone; readonly icon: LucideIcon }> = {
  passed: { tone: 'ok', icon: CircleCheck },
  warning: { tone: 'warning', icon: TriangleAlert },
  failed: { tone: 'failed', icon: CircleX },
  'not-run': { tone: 'off', icon: CircleMinus },
  running: { tone: 'accent', icon: LoaderCircle },
  pending: { tone: 'off', icon: Circle },
}

export interface LadderStep {
  readonly id: string
  readonly name: string
  readonly state: StepState
  /** What was seen, or why it was not run. */
  readonly evidence?: ReactNode
  /** The server's own words, redacted. */
  readonly serverWords?: string
  /** With its unit: "12 ms". */
  readonly duration?: string
}

export interface LadderProps {
  readonly label: string
  /** Every step from the start, those to come as `pending`: places are reserved and nothing jumps. */
  readonly steps: readonly LadderStep[]
  readonly stateWords: Readonly<Record<StepState, string>>
  /** Said politely when it changes: "5 passed, 1 failed". Keep it rare, one for a state of the whole. */
  readonly summary?: string
}

// By its own width, not the window's: it also stands beside a list.
const tight = '@container (max-width: 560px)'

const List = styled('ol')({ '&&': { padding: '6px 0' }, containerType: 'inline-size' })
const Step = styled('li')({
  position: 'relative',
  display: 'grid',
  gridTemplateColumns: '16px minmax(110px, 184px) minmax(0, 1fr) auto',
  columnGap: 6,
  padding: '5px 16px',
  minHeight: 30,
  boxSizing: 'border-box',
  // The rail from this icon to the next; a border, so that forced colours keep it.
  '&:not(:last-of-type)::before': {
    content: '""',
    position: 'absolute',
    top: 26,
    bottom: -4,
    left: 23.5,
    borderLeft: `1px solid ${token.control}`,
    opacity: 0.7,
  },
  [tight]: { gridTemplateColumns: '16px minmax(0, 1fr) auto' },
})
const Icon = styled('span')({ display: 'inline-flex', paddingTop: 2 })
const Name = styled('span')({ fontWeight: 600, overflowWrap: 'anywhere' })
const Seen = styled('div')({
  color: token.ink2,
  overflowWrap: 'anywhere',
  maxWidth: '72ch',
  '& > pre': { margin: '4px 0 4px' },
  [tight]: { gridColumn: '2 / 4', gridRow: 2 },
})
const Took = styled('span')({
  color: token.ink2,
  textAlign: 'right',
  whiteSpace: 'nowrap',
  minWidth: 56,
  fontVariantNumeric: 'tabular-nums',
})
const Spin = styled('span')({
  display: 'inline-flex',
  height: 16,
  '@keyframes turn': { to: { transform: 'rotate(1turn)' } },
  animation: 'turn 900ms linear infinite',
})

/** The proof ladder: each step with its icon, what was seen, the server's words, how long it took. */
export function Ladder({ label, steps, stateWords, summary }: LadderProps) {
  return (
    <>
      <List aria-label={label}>
        {steps.map((step) => {
          const { tone, icon } = looks[step.state]
          const glyph = <Glyph icon={icon} label={stateWords[step.state]} />
          return (
            <Step key={step.id} data-state={step.state} aria-current={step.state === 'running' ? 'step' : undefined}>
              <Icon style={{ color: toneInk(tone) }}>{step.state === 'running' ? <Spin>{glyph}</Spin> : glyph}</Icon>
              <Name style={step.state === 'pending' ? { color: token.ink3, fontWeight: 500 } : undefined}>
                {step.name}
              </Name>
              <Seen>
                {step.evidence}
                {step.serverWords !== undefined && <Mono>{step.serverWords}</Mono>}
              </Seen>
              <Took>{step.duration}</Took>
            </Step>
          )
        })}
      </List>
      <Hidden role="status">{summary ?? ''}</Hidden>
    </>
  )
}

export interface WaypointsProps {
  readonly label: string
  readonly steps: readonly {
    readonly id: string
    readonly name: string
    readonly state: 'done' | 'current' | 'to-come'
  }[]
  readonly stateWords: Readonly<Record<'done' | 'current' | 'to-come', string>>
}

const Path = styled('ol')({ display: 'flex', flexWrap: 'wrap', gap: '6px 0', padding: '12px 16px' })
const Point = styled('li')({
  display: 'flex',
  alignItems: 'center',
  gap: 7,
  fontSize: 12.5,
  lineHeight: '18px',
  color: token.ink2,
  '&:not(:last-of-type)': { flex: '1 1 auto' },
  '&:not(:last-of-type)::after': {
    content: '""',
    flex: '1 1 24px',
    minWidth: 24,
    margin: '0 10px 0 3px',
    borderTop: `2px solid ${token.hairline}`,
  },
  '&[data-state="done"]::after': { borderTopColor: token.accent },
  '&[data-state="done"], &[data-state="current"]': { color: token.ink1 },
  '&[data-state="current"]': { fontWeight: 600 },
})
const Dot = styled('span')({
  width: 13,
  height: 13,
  boxSizing: 'border-box',
  border: `2px solid ${token.control}`,
  borderRadius: '50%',
  '[data-state="current"] > &': { borderColor: token.accent },
  '[data-state="done"] > &': { borderColor: token.accent, backgroundColor: token.accent },
})

/** The way to go-live or through a wizard: what is done, where one stands, what comes. */
export function Waypoints({ label, steps, stateWords }: WaypointsProps) {
  return (
    <Path aria-label={label}>
      {steps.map((step) => (
        <Point key={step.id} data-state={step.state} aria-current={step.state === 'current' ? 'step' : undefined}>
          <Dot aria-hidden="true" />
          <span>
            {step.name}
            <Hidden> ({stateWords[step.state]})</Hidden>
          </span>
        </Point>
      ))}
    </Path>
  )
}
