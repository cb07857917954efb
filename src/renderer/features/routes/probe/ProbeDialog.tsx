import { CircleX, Send } from 'lucide-react'
import { useState } from 'react'
import { addressKey } from '../../../../domain/address.ts'
import { say, words } from '../../../../words/index.ts'
import { api, noteJob, reading, useJobOf } from '../../../api/index.ts'
import { token } from '../../../theme/tokens.ts'
import { Button, Dialog, FormRow, ProgressLine, SelectInput, Verdict } from '../../../ui/index.ts'
import { Facts, RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { TrustButton } from '../../connectors/rewrites/TrustButton.tsx'

const aliasProbe = reading(['outbox', 'routes', 'connectors', 'processes'], api.diagnosis.aliasProbe)
const fromAddresses = reading(['connectors', 'routes', 'proofs'], () => api.processes.fromAddresses({}))
const everything = {}

export interface ProbeDialogProps {
  /** In whose mailbox the test message is looked for. */
  readonly connectorId: string
  /** Where it goes: the Email Address of a route. */
  readonly address: string
  readonly onClose: () => void
}

/** I6: sends a test message to an address, waits for it, and says how its `To` arrived and which route takes such mail. */
export function ProbeDialog({ connectorId, address, onClose }: ProbeDialogProps) {
  const act = useAct()
  const viewer = useViewerReason()
  const offered = fromAddresses.use(everything).value?.offered ?? []
  const [from, setFrom] = useState('')
  const job = useJobOf('probe', `${connectorId} ${addressKey(address) ?? ''}`)
  const isRunning = job?.state === 'running'
  const result = isRunning ? undefined : job?.results[0]
  const start = async () => {
    const started = await act.run(() =>
      api.diagnosis.probeAlias({ connectorId, address, from: from === '' ? null : from }),
    )
    if (started !== null) noteJob(started)
  }
  return (
    <Dialog
      open
      width={620}
      title={words['probe.title']({ address })}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {words['probe.close']()}
          </Button>
          {isRunning ? (
            <Button icon={CircleX} onClick={() => void act.run(() => api.jobs.cancel({ id: job.id }))}>
              {words['probe.stop']()}
            </Button>
          ) : (
            <Button
              variant="primary"
              icon={Send}
              onClick={() => void start()}
              disabledReason={viewer ?? (act.busy ? words['answer.busy']() : undefined)}
            >
              {words[job === null ? 'probe.start' : 'probe.again']()}
            </Button>
          )}
        </>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <p style={{ color: token.ink2, marginBottom: 12 }}>{words['probe.means']()}</p>
      <FormRow label={words['probe.from']()} hint={words['probe.from-hint']()}>
        <SelectInput
          value={from}
          onValue={setFrom}
          choices={[
            { value: '', label: words['probe.from-proposed'](), note: words['probe.from-proposed-note']() },
            ...offered.map((each) => ({ value: each.address, label: each.address, note: each.connectorName })),
          ]}
        />
      </FormRow>
      <div role="status">
        {isRunning && (
          <>
            <ProgressLine active label={words['probe.title']({ address })} />
            <p>{job.note === null ? words['probe.beginning']() : say(job.note)}</p>
          </>
        )}
        {job?.state === 'cancelled' && <p>{words['probe.cancelled']()}</p>}
        {job?.state === 'failed' && result === undefined && (
          <p>{words['probe.failed']({ why: job.failure?.reply ?? job.failure?.detail ?? job.failure?.code ?? '' })}</p>
        )}
        {result !== undefined && job?.state !== 'cancelled' && <Result id={result} />}
      </div>
    </Dialog>
  )
}

function Result({ id }: { readonly id: string }) {
  const { value } = aliasProbe.use({ id })
  if (value === null) return null
  const { verdict, arrival, trust } = value
  return (
    <>
      <Verdict
        tone={verdict.tone}
        toneWord={words[`connectors.test.tone.${verdict.tone}`]()}
        sentence={say(verdict.sentence)}
        evidence={verdict.evidence.map(say).join(' ')}
        remedies={verdict.remedies.map(say)}
        action={trust !== null && <TrustButton connectorId={value.connectorId} header={trust} />}
      />
      {arrival !== null && (
        <div style={{ marginTop: 12 }}>
          <Facts
            facts={[
              { id: 'from', name: words['aside.from'](), value: value.from },
              { id: 'to', name: words['probe.to'](), value: arrival.to.join(', ') },
              {
                id: 'deliveries',
                name: words['probe.deliveries'](),
                value:
                  arrival.deliveries.length === 0
                    ? words['probe.no-deliveries']()
                    : arrival.deliveries.map(({ header, address }, at) => (
                        <span key={at} style={{ display: 'block' }}>
                          {header}: {address}
                        </span>
                      )),
              },
            ]}
          />
        </div>
      )}
    </>
  )
}
