import { ScrollText } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { words } from '../../../../words/index.ts'
import { Button, Chip, CopyButton, Dialog, Ladder, Mono, Panel, TimeText } from '../../../ui/index.ts'
import type { LadderStep, Tone } from '../../../ui/index.ts'
import { shapeOf } from '../running/shapeOf.ts'
import { countsOf, stepStates } from './steps.ts'

const chips = [
  ['passed', 'ok'],
  ['warning', 'warning'],
  ['failed', 'failed'],
  ['not-run', 'neutral'],
] as const satisfies readonly (readonly [string, Tone])[]

interface LadderPanelProps {
  readonly title: ReactNode
  readonly label: string
  readonly steps: readonly LadderStep[]
  readonly at: string | null
  readonly running: boolean
  /** Null while there is none yet. */
  readonly transcript: string | null
  readonly fileName: string
}

/** The proof ladder with its counts, its time and its transcript. */
export function LadderPanel({ title, label, steps, at, running, transcript, fileName }: LadderPanelProps) {
  const [reading, setReading] = useState(false)
  const counts = countsOf(steps)
  const shown = chips.filter(([state]) => counts[state] > 0)
  const summary = shown.map(([state]) => words[`connectors.test.${state}`]({ count: counts[state] })).join(', ')
  return (
    <Panel
      divided
      padding="none"
      title={title}
      aside={
        <>
          {shown.map(([state, tone]) => (
            <Chip key={state} tone={tone}>
              {words[`connectors.test.${state}`]({ count: counts[state] })}
            </Chip>
          ))}
          {at !== null && <TimeText iso={at} shape={shapeOf(at)} />}
          {transcript !== null && (
            <Button variant="quiet" icon={ScrollText} onClick={() => setReading(true)}>
              {words['connectors.test.transcript']()}
            </Button>
          )}
        </>
      }
    >
      <Ladder
        label={label}
        steps={steps}
        stateWords={stepStates}
        summary={running ? words['connectors.test.running']() : summary}
      />
      {reading && transcript !== null && (
        <TranscriptDialog transcript={transcript} fileName={fileName} onClose={() => setReading(false)} />
      )}
    </Panel>
  )
}

interface TranscriptDialogProps {
  readonly transcript: string
  readonly fileName: string
  readonly onClose: () => void
}

function TranscriptDialog({ transcript, fileName, onClose }: TranscriptDialogProps) {
  const save = () => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([transcript], { type: 'text/plain' }))
    link.download = `${fileName.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.txt`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <Dialog
      open
      width={760}
      title={words['connectors.test.transcript']()}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {words['app.close']()}
          </Button>
          <Button onClick={save}>{words['connectors.test.transcript-save']()}</Button>
          <CopyButton
            text={transcript}
            label={words['connectors.test.transcript-copy']()}
            copiedLabel={words['app.copied']()}
            failedLabel={words['app.not-copied']()}
          />
        </>
      }
    >
      <p style={{ marginBottom: 8 }}>{words['connectors.test.transcript-says']()}</p>
      <Mono maxHeight={440} label={words['connectors.test.transcript']()}>
        {transcript === '' ? words['connectors.test.transcript-none']() : transcript}
      </Mono>
    </Dialog>
  )
}
