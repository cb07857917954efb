import { CircleCheck, CircleHelp, CirclePause, CircleX, Clock, Hourglass, SendHorizontal } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { OutboxState } from '../../../domain/outbox.ts'
import { words } from '../../../words/index.ts'
import { Mark } from '../../ui/index.ts'
import type { Tone } from '../../ui/index.ts'

const looks: Readonly<Record<OutboxState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  queued: { tone: 'info', icon: Clock },
  parked: { tone: 'warning', icon: CirclePause },
  sending: { tone: 'info', icon: SendHorizontal },
  sent: { tone: 'ok', icon: CircleCheck },
  deferred: { tone: 'warning', icon: Hourglass },
  failed: { tone: 'failed', icon: CircleX },
  unknown: { tone: 'warning', icon: CircleHelp },
}

/** The tone of an outbox state, for what is said about it. */
export const toneOf = (state: OutboxState): Tone => looks[state].tone
export const iconOf = (state: OutboxState): LucideIcon => looks[state].icon

/** Where a mail, or one recipient of it, stands in the outbox. */
export const OutboxMark = ({ state }: { readonly state: OutboxState }) => (
  <Mark {...looks[state]}>{words[`outbox.state.${state}`]()}</Mark>
)
