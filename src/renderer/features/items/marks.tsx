import { CircleCheck, CircleDashed, CircleDot, Hourglass, PencilLine } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ItemRow } from '../../../contract/mail.ts'
import type { WorkState } from '../../../domain/workItem.ts'
import { words } from '../../../words/index.ts'
import { Mark, StateMark } from '../../ui/index.ts'
import type { Tone } from '../../ui/index.ts'

const looks: Readonly<Record<WorkState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  draft: { tone: 'neutral', icon: PencilLine },
  'to-do': { tone: 'warning', icon: CircleDashed },
  'in-progress': { tone: 'info', icon: CircleDot },
  waiting: { tone: 'neutral', icon: Hourglass },
  closed: { tone: 'ok', icon: CircleCheck },
}

/** The state of a work item as icon and word. */
export const WorkMark = ({ state }: { readonly state: WorkState }) => (
  <Mark {...looks[state]}>{words[`items.state.${state}`]()}</Mark>
)

/** Work of a route in test mode, kept apart from live work (I12). */
export const TestMark = () => <StateMark state="test">{words['items.test']()}</StateMark>

/** Lists show state, and test under it. */
export const marksOf = (item: ItemRow) => [
  { side: '', mark: <WorkMark state={item.state} /> },
  ...(item.test ? [{ side: '', mark: <TestMark /> }] : []),
]
