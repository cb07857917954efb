import { Mail, Radio, SendHorizontal } from 'lucide-react'
import type { ProcessView } from '../../../contract/routes.ts'
import { say, words } from '../../../words/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { Banner, Button, Panel } from '../../ui/index.ts'
import { MarkOf } from '../answers/index.ts'

export interface StandingProps {
  readonly process: ProcessView
  /** Why Draft and Live cannot be changed now. */
  readonly blocked: string | undefined
  readonly onLive: () => void
  readonly onDraft: () => void
  readonly onWaiting: () => void
}

/** What keeps a process from sending, sentence by sentence: by itself, and in its actions (P2). */
const cutSentences = ({ fromProblem, actionProblems }: ProcessView): readonly string[] => [
  ...(fromProblem === null ? [] : [say(fromProblem)]),
  ...actionProblems.map(({ action, word }) => words['processes.action.problem']({ action, problem: say(word) })),
]

/** Draft, Live, or Live, cannot send; what is missing for it; and the mail that waits. */
export function Standing({ process, blocked, onLive, onDraft, onWaiting }: StandingProps) {
  const cut = cutSentences(process)
  const reason = blocked ?? (cut.length === 0 ? undefined : cut.join(' '))
  return (
    <>
      <Panel
        title={<MarkOf mark={process.mark} />}
        aside={
          process.live ? (
            <Button onClick={onDraft} disabledReason={blocked}>
              {words[process.linkedRoutes > 0 ? 'processes.set-draft-ask' : 'processes.set-draft']()}
            </Button>
          ) : (
            <Button variant="primary" icon={Radio} onClick={onLive} disabledReason={reason}>
              {words['processes.set-live']()}
            </Button>
          )
        }
      >
        {words[process.live ? 'processes.live-says' : 'processes.draft-says']({ routes: process.linkedRoutes })}
        {!process.live && cut.length > 0 && (
          <>
            {' '}
            {words['processes.not-live-yet']()}
            <ul>
              {cut.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </>
        )}
      </Panel>
      {process.live && cut.length > 0 && (
        <Banner tone="failed" icon={SendHorizontal}>
          {cut.join(' ')} {words['processes.cannot-send']()}
        </Banner>
      )}
      {process.waitingMail > 0 && (
        <Banner
          tone="info"
          icon={Mail}
          action={
            process.live ? (
              <Button onClick={onWaiting}>{words['processes.process-waiting']()}</Button>
            ) : (
              <Button href={hrefTo(['aside'], { outcome: 'unhandled' })}>{words['processes.show-waiting']()}</Button>
            )
          }
        >
          {words['processes.waiting']({ count: process.waitingMail })}
        </Banner>
      )}
    </>
  )
}
