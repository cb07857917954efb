import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleOff,
  CirclePause,
  CircleX,
  ClockAlert,
  Eye,
  FlaskConical,
  FolderClosed,
  Hourglass,
  KeyRound,
  LockKeyhole,
  Minus,
  PauseIcon,
  PencilLine,
  RefreshCw,
  SendHorizontal,
  TriangleAlert,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { toneInk } from '../theme/tokens.ts'
import type { Tone } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'

/** Every state the product names, with the icon and tone it has everywhere. The word comes from the words catalogue. */
export const stateLooks = {
  draft: { tone: 'neutral', icon: PencilLine },
  'not-tested': { tone: 'neutral', icon: CircleDashed },
  proved: { tone: 'ok', icon: CircleCheck },
  'proved-long-ago': { tone: 'warning', icon: ClockAlert },
  'test-failed': { tone: 'failed', icon: CircleX },
  'needs-new-test': { tone: 'warning', icon: RefreshCw },
  'carried-over': { tone: 'warning', icon: CircleAlert },
  on: { tone: 'ok', icon: CircleCheck },
  held: { tone: 'info', icon: PauseIcon },
  'holding-folder': { tone: 'info', icon: FolderClosed },
  observing: { tone: 'info', icon: Eye },
  'running-older': { tone: 'info', icon: PencilLine },
  'backing-off': { tone: 'warning', icon: Hourglass },
  stopped: { tone: 'failed', icon: Ban },
  'needs-secret': { tone: 'warning', icon: KeyRound },
  'vault-locked': { tone: 'warning', icon: LockKeyhole },
  paused: { tone: 'neutral', icon: CirclePause },
  off: { tone: 'off', icon: CircleOff },
  none: { tone: 'off', icon: Minus },
  live: { tone: 'ok', icon: CircleCheck },
  'cannot-send': { tone: 'failed', icon: SendHorizontal },
  test: { tone: 'test', icon: FlaskConical },
  ready: { tone: 'ok', icon: CircleCheck },
  'to-do': { tone: 'warning', icon: CircleDashed },
  danger: { tone: 'failed', icon: TriangleAlert },
} as const satisfies Record<string, { readonly tone: Tone; readonly icon: LucideIcon }>

export type StateName = keyof typeof stateLooks

const Root = styled('span')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 5,
  minWidth: 0,
  maxWidth: '100%',
  fontSize: 12.5,
  lineHeight: '18px',
  fontWeight: 600,
  whiteSpace: 'nowrap',
  verticalAlign: 'middle',
  '& > svg': { flexShrink: 0 },
})
const Word = styled('span')({ overflow: 'hidden', textOverflow: 'ellipsis' })

export interface StateMarkProps {
  readonly state: StateName
  /** The word of the state. Required: colour never stands alone. */
  readonly children: ReactNode
}

/** A state as icon and word, the same everywhere. */
export function StateMark({ state, children }: StateMarkProps) {
  const { tone, icon } = stateLooks[state]
  return (
    <Mark tone={tone} icon={icon}>
      {children}
    </Mark>
  )
}

export interface MarkProps {
  readonly tone: Tone
  readonly icon: LucideIcon
  readonly children: ReactNode
}

/** Icon and word in a tone, for outcomes that are not a state ("Joins T-000412", "1 ticket"). */
export function Mark({ tone, icon, children }: MarkProps) {
  return (
    <Root style={{ color: toneInk(tone) }}>
      <Glyph icon={icon} />
      <Word title={typeof children === 'string' ? children : undefined}>{children}</Word>
    </Root>
  )
}

/** "No such side": a dash on screen, the word for screen readers. */
export function NoState({ word }: { readonly word: string }) {
  return (
    <Root style={{ color: toneInk('off') }}>
      <Glyph icon={Minus} label={word} />
    </Root>
  )
}
