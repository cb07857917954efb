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
