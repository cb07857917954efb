import type { ReactNode } from 'react'
import { words } from '../../../words/index.ts'
import { Button } from '../../ui/index.ts'

export interface CancelOrProps {
  readonly onCancel: () => void
  /** The way back in other words: "Keep it live". */
  readonly cancel?: string
  readonly onAct: () => void
  /** Why it cannot be done now. */
  readonly disabledReason?: string | undefined
  /** It stops or ends something: the way back has the focus. */
  readonly danger?: boolean
  /** What it does, in a word or three. */
  readonly children: ReactNode
}

/** The foot of a dialog: the way back first, then its one act. */
export const CancelOr = ({ onCancel, cancel, onAct, disabledReason, danger = false, children }: CancelOrProps) => (
  <>
    <Button variant="quiet" onClick={onCancel} autoFocus={danger}>
      {cancel ?? words['answer.cancel']()}
    </Button>
    <Button variant={danger ? 'danger' : 'primary'} onClick={onAct} disabledReason={disabledReason}>
      {children}
    </Button>
  </>
)
