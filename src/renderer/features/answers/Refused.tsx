import { CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Refusal } from '../../../contract/define.ts'
import { say, words } from '../../../words/index.ts'
import { Banner, Button, ErrorState } from '../../ui/index.ts'
import { openVaultDialog } from '../settings/vaultDialog.ts'

export interface NotShownProps {
  /** What cannot be shown: "The routes". */
  readonly what: string
  readonly refusal: Refusal
  readonly again: () => void
}

/** Instead of content that could not be read: what happened, what it means, what to do. */
export const NotShown = ({ what, refusal, again }: NotShownProps) => (
  <ErrorState
    happened={words['answer.not-shown']({ what })}
    means={say(refusal.word)}
    toDo={words['answer.to-do']()}
    action={<Button onClick={again}>{words['answer.again']()}</Button>}
  />
)

export interface RefusalLineProps {
  readonly refusal: Refusal | null
  /** The button that mends it; a locked vault brings its own. */
  readonly action?: ReactNode
}

/** Why an act was not done, in place. The live region stands before its words. */
export const RefusalLine = ({ refusal, action }: RefusalLineProps) => (
  <div role="alert" style={refusal === null ? { display: 'contents' } : undefined}>
    {refusal !== null && (
      <Banner
        tone="failed"
        icon={CircleX}
        action={
          refusal.code === 'vault-locked' ? (
            <Button onClick={() => openVaultDialog()}>{words['answer.unlock']()}</Button>
          ) : (
            action
          )
        }
      >
        {say(refusal.word)}
      </Banner>
    )}
  </div>
)
