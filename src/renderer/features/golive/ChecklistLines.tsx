import { CircleCheck, CircleDashed, Info, TriangleAlert } from 'lucide-react'
import type { ChecklistLineView } from '../../../contract/golive.ts'
import { say, words } from '../../../words/index.ts'
import { Line, Lines } from '../../ui/index.ts'
import { MendButton, type MendButtonProps } from './MendButton.tsx'

const looks = {
  danger: { tone: 'failed', icon: TriangleAlert },
  'to-do': { tone: 'warning', icon: CircleDashed },
  note: { tone: 'neutral', icon: Info },
  done: { tone: 'ok', icon: CircleCheck },
} as const

export interface ChecklistLinesProps extends Omit<MendButtonProps, 'line'> {
  readonly label: string
  readonly lines: readonly ChecklistLineView[]
}

/** The lines of a checklist, each with the button that mends it; what is to be done stands out. */
export const ChecklistLines = ({ label, lines, ...mending }: ChecklistLinesProps) => (
  <Lines aria-label={label}>
    {lines.map((line) => (
      <Line
        key={line.id}
        {...looks[line.state]}
        toneWord={words[`golive.state.${line.state}`]()}
        action={<MendButton line={line} {...mending} />}
      >
        {line.state === 'danger' || line.state === 'to-do' ? <strong>{say(line.title)}</strong> : say(line.title)}{' '}
        {line.says !== null && say(line.says)}
      </Line>
    ))}
  </Lines>
)
