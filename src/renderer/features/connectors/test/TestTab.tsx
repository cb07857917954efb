import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { Job } from '../../../../contract/shapes.ts'
import type { Side } from '../../../../domain/connector.ts'
import { sidesOf } from '../../../../domain/connector.ts'
import { say, words } from '../../../../words/index.ts'
import { useJobOf } from '../../../api/index.ts'
import { navigate, useLocation } from '../../../shell/location.ts'
import { FormRow, Panel, ProgressLine, Segmented, Switch, TextInput, Verdicts } from '../../../ui/index.ts'
import type { LadderStep } from '../../../ui/index.ts'
import { result } from '../store.ts'
import { LadderPanel } from './LadderPanel.tsx'
import { setTestOptions, useTestOptions } from './options.ts'
import { SideVerdict } from './SideVerdict.tsx'
import { finishedSteps, runningSteps } from './steps.ts'

/** Two verdicts on top, the ladder below, live while a test runs. */
export function TestTab({ view }: { readonly view: ConnectorView }) {
  const job = useJobOf('test', view.id)
  const running = job !== null && job.state === 'running'
  const { query } = useLocation()
  const sides = sidesOf(view.draft.useFor)
  const wanted = sides.find((side) => side === query['side'])
  const side = wanted ?? sideToShow(view, sides, running ? job : null)
  return (
    <>
      <div style={{ margin: '-14px 0 -2px' }}>
        <ProgressLine
          active={running}
          label={words['connectors.test.running']()}
          {...(job?.progress != null && { done: job.progress })}
        />
      </div>
      <Verdicts>
        {sides.map((each) => (
          <SideVerdict key={each} side={each} proof={view[each].proof} running={running && tests(job, each, view)} />
        ))}
      </Verdicts>
      <SideLadder view={view} side={side} sides={sides} running={running} job={job} />
      <Options view={view} />
    </>
  )
}

/** A job that tests one side only never gets steps of the other; until the first step both may be meant. */
const tests = (job: Job, side: Side, view: ConnectorView): boolean =>
  job.steps[side].length > 0 ||
  (job.steps.incoming.length === 0 && job.steps.outgoing.length === 0) ||
  view.draft.useFor === 'both'

function sideToShow(view: ConnectorView, sides: readonly Side[], job: Job | null): Side {
  const first = sides[0] ?? 'incoming'
  // Both sides are climbed at once, so the view stays with the first; a test of sending alone has steps of sending only.
  if (job !== null) return job.steps[first].length === 0 && job.steps.outgoing.length > 2 ? 'outgoing' : first
  return sides.find((side) => view[side].proof?.outcome === 'failed') ?? first
}

interface SideLadderProps {
  readonly view: ConnectorView
  readonly side: Side
  readonly sides: readonly Side[]
  readonly running: boolean
  /** The test that runs, or the last one. */
  readonly job: Job | null
}

function SideLadder({ view, side, sides, running, job }: SideLadderProps) {
  const roundTrip = useTestOptions(view.id).roundTrip !== 'nowhere'
  const proof = view[side].proof
  const title =
    sides.length > 1 ? (
      <Segmented
        label={words['connectors.test.side']()}
        value={side}
        onValue={(value) => navigate(['connectors', view.id, 'test'], { side: value }, 'replace')}
        choices={sides.map((value) => ({ value, label: words[`connectors.direction.${value}`]() }))}
      />
    ) : (
      words[`connectors.direction.${side}`]()
    )
  const label = words[`connectors.direction.${side}`]()
  const fileName = `${view.name}-${side}`
  const steps = runningSteps(side, view.draft, roundTrip, job?.steps[side] ?? [], running)
  if (job !== null && running)
    return (
      <LadderPanel
        title={title}
        label={label}
        running
        steps={steps}
        at={job.startedAt}
        transcript={null}
        fileName={fileName}
      />
    )
  return proof === null ? (
    <LadderPanel
      title={title}
      label={label}
      running={false}
      steps={runningSteps(side, view.draft, roundTrip, [], false)}
      at={null}
      transcript={null}
      fileName={fileName}
    />
  ) : (
    <ProvedLadder title={title} label={label} proofId={proof.id} fileName={fileName} meanwhile={steps} />
  )
}

interface ProvedLadderProps {
  readonly title: React.ReactNode
  readonly label: string
  readonly proofId: string
  readonly fileName: string
  /** Shown until the result is read, so that the ladder of a test that just ended never leaves its place. */
  readonly meanwhile?: readonly LadderStep[]
}

/** The ladder of one finished test. */
export function ProvedLadder({ title, label, proofId, fileName, meanwhile = [] }: ProvedLadderProps) {
  const { value, refusal } = result.use({ id: proofId })
  if (value === null && refusal !== null) return <p>{say(refusal.word)}</p>
  if (value === null)
    return (
      <LadderPanel
        title={title}
        label={label}
        running={false}
        steps={meanwhile}
        at={null}
        transcript={null}
        fileName={fileName}
      />
    )
  return (
    <LadderPanel
      title={title}
      label={label}
      running={false}
      steps={finishedSteps(value.steps)}
      at={value.finishedAt}
      transcript={value.transcript}
      fileName={fileName}
    />
  )
}

/** T5, T6: what is tried only when it is asked for. */
function Options({ view }: { readonly view: ConnectorView }) {
  const options = useTestOptions(view.id)
  const set = (change: Partial<typeof options>) => setTestOptions(view.id, { ...options, ...change })
  const sides = sidesOf(view.draft.useFor)
  return (
    <Panel title={words['connectors.test.options']()}>
      {sides.includes('outgoing') && (
        <FormRow group label={words['connectors.test.round-trip']()} hint={words['connectors.test.round-trip-hint']()}>
          <Segmented
            label={words['connectors.test.round-trip']()}
            value={options.roundTrip}
            onValue={(roundTrip) => set({ roundTrip })}
            choices={(['nowhere', 'workspace', 'address'] as const).map((value) => ({
              value,
              label: words[`connectors.test.round-trip.${value}`](),
            }))}
          />
          {options.roundTrip === 'address' && (
            <TextInput
              type="email"
              label={words['connectors.test.round-trip-label']()}
              placeholder={words['connectors.test.round-trip-label']()}
              value={options.address}
              onValue={(address) => set({ address })}
            />
          )}
        </FormRow>
      )}
      {sides.includes('incoming') && (
        <FormRow label={words['connectors.test.removal']()} hint={words['connectors.test.removal-hint']()}>
          <Switch checked={options.proveRemoval} onChecked={(proveRemoval) => set({ proveRemoval })} />
        </FormRow>
      )}
    </Panel>
  )
}
