import { styled } from '@mui/material/styles'
import { say, words } from '../../../../words/index.ts'
import type { OutgoingRouteView } from '../../../../contract/routes.ts'
import type { Job } from '../../../../contract/shapes.ts'
import { CopyButton, FormRow, Mono, Segmented, TextInput, Verdicts } from '../../../ui/index.ts'
import { connector, result } from '../../connectors/store.ts'
import { LadderPanel } from '../../connectors/test/LadderPanel.tsx'
import { Judged } from '../../connectors/test/SideVerdict.tsx'
import { finishedSteps, runningSteps } from '../../connectors/test/steps.ts'

/** Where a real message goes, if one is asked for (T6). */
export interface RoundTrip {
  readonly to: 'nowhere' | 'workspace' | 'address'
  readonly address: string
}

interface AddressTestProps {
  readonly connectorId: string
  /** The saved route; null while the form was never saved. */
  readonly route: OutgoingRouteView | null
  /** Whether the typed address is another one than the tested. */
  readonly edited: boolean
  readonly job: Job | null
  readonly roundTrip: RoundTrip
  readonly onRoundTrip: (roundTrip: RoundTrip) => void
}

/** T6: the outgoing ladder for one From address, live while it is climbed. */
export function AddressTest({ connectorId, route, edited, job, roundTrip, onRoundTrip }: AddressTestProps) {
  const view = connector.use({ id: connectorId }).value
  const running = job?.state === 'running'
  const proofId = (running ? null : (job?.results[0] ?? route?.lastTest?.proofId)) ?? null
  const steps =
    view === null
      ? []
      : runningSteps(
          'outgoing',
          view.running ?? view.draft,
          roundTrip.to !== 'nowhere',
          running ? job.steps.outgoing : [],
          running,
        )
  const ladder = { title: words['routes.ladder'](), label: words['routes.ladder'](), transcript: null, fileName: '' }
  return (
    <>
      <FormRow group label={words['connectors.test.round-trip']()} hint={words['connectors.test.round-trip-hint']()}>
        <Segmented
          label={words['connectors.test.round-trip']()}
          value={roundTrip.to}
          onValue={(to) => onRoundTrip({ ...roundTrip, to })}
          choices={(['nowhere', 'workspace', 'address'] as const).map((value) => ({
            value,
            label: words[`connectors.test.round-trip.${value}`](),
          }))}
        />
        {roundTrip.to === 'address' && (
          <TextInput
            type="email"
            label={words['connectors.test.round-trip-label']()}
            placeholder={words['connectors.test.round-trip-label']()}
            value={roundTrip.address}
            onValue={(address) => onRoundTrip({ ...roundTrip, address })}
          />
        )}
      </FormRow>
      <Gap />
      {proofId === null || edited ? (
        <LadderPanel {...ladder} running={running} steps={steps} at={running ? (job?.startedAt ?? null) : null} />
      ) : (
        <Finished key={proofId} proofId={proofId} ladder={ladder} />
      )}
    </>
  )
}

const Gap = styled('div')({ height: 10 })

interface FinishedProps {
  readonly proofId: string
  readonly ladder: Pick<Parameters<typeof LadderPanel>[0], 'title' | 'label' | 'transcript' | 'fileName'>
}

function Finished({ proofId, ladder }: FinishedProps) {
  const { value, refusal } = result.use({ id: proofId })
  if (value === null) return refusal === null ? null : <p>{say(refusal.word)}</p>
  return (
    <>
      <Verdicts>
        <Judged proof={value} />
      </Verdicts>
      <Gap />
      <LadderPanel {...ladder} running={false} steps={finishedSteps(value.steps)} at={value.finishedAt} />
      <details style={{ marginTop: 8 }}>
        <summary style={{ cursor: 'pointer', width: 'fit-content' }}>{words['connectors.test.transcript']()}</summary>
        <p style={{ margin: '6px 0' }}>{words['connectors.test.transcript-says']()}</p>
        <Mono maxHeight={280} label={words['connectors.test.transcript']()}>
          {value.transcript === '' ? words['connectors.test.transcript-none']() : value.transcript}
        </Mono>
        <CopyButton
          text={value.transcript}
          label={words['connectors.test.transcript-copy']()}
          copiedLabel={words['app.copied']()}
          failedLabel={words['app.not-copied']()}
        />
      </details>
    </>
  )
}
