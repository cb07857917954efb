import { MailCheck } from 'lucide-react'
import { useState } from 'react'
import { say, words } from '../../../../words/index.ts'
import { api, noteJob, useJob } from '../../../api/index.ts'
import { Button, DataTable, Dialog, FormRow, ProgressLine, Segmented, VirtualTable } from '../../../ui/index.ts'
import type { Column } from '../../../ui/index.ts'
import { MarkOf, RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { cancelJob } from '../../connectors/store.ts'
import type { RouteGroup } from '../store.ts'
import { useProofRows } from './store.ts'
import type { ProofRow } from './store.ts'

const virtualFrom = 200

const columns: readonly Column<ProofRow>[] = [
  {
    id: 'address',
    header: words['routes.column.address'](),
    primary: true,
    width: 'minmax(180px, 180fr)',
    cell: (row) => row.address,
  },
  {
    id: 'outcome',
    header: words['routes.column.result'](),
    width: 'minmax(120px, 110fr)',
    cell: ({ proof }) => (
      <MarkOf
        mark={
          proof.outcome === 'passed'
            ? { tone: proof.verdict.tone, word: { key: 'state.proved', params: {} } }
            : {
                tone: proof.verdict.tone,
                word: { key: proof.outcome === 'failed' ? 'state.test-failed' : 'routes.result.cancelled', params: {} },
              }
        }
      />
    ),
  },
  {
    id: 'seen',
    header: words['routes.column.seen'](),
    width: 'minmax(280px, 420fr)',
    cell: ({ proof }) => say(proof.verdict.title),
  },
]

export interface ProveAllProps {
  readonly group: RouteGroup
  readonly onClose: () => void
}

/** Proves the From addresses of a connector, a few at once, with a row for each. */
export function ProveAll({ group, onClose }: ProveAllProps) {
  const [which, setWhich] = useState<'all' | 'unproved'>('all')
  const [roundTrip, setRoundTrip] = useState<'nowhere' | 'workspace'>('nowhere')
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const running = job?.state === 'running'
  const rows = useProofRows(job?.results ?? [])
  const act = useAct()
  const viewer = useViewerReason()
  const all = group.outgoing ?? []
  const chosen = which === 'all' ? all : all.filter((route) => !route.proved)
  const start = async () => {
    const started = await act.run(() =>
      api.routes.proveOutgoing({
        connectorId: group.connectorId,
        ids: chosen.map((route) => route.id),
        roundTrip: { to: roundTrip },
      }),
    )
    if (started === null) return
    noteJob(started)
    setJobId(started.id)
  }
  const untestable = all[0]?.untestable ?? null
  const table = {
    label: words['routes.prove-table']({ connector: group.connectorName }),
    columns,
    rows,
    rowKey: (row: ProofRow) => row.proof.id,
  }
  return (
    <Dialog
      open
      width={860}
      title={words['routes.prove-title']({ connector: group.connectorName })}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {words['app.close']()}
          </Button>
          {running ? (
            <Button onClick={() => void cancelJob(job.id)}>{words['routes.prove-cancel']()}</Button>
          ) : (
            <Button
              variant="primary"
              icon={MailCheck}
              onClick={() => void start()}
              disabledReason={
                viewer ??
                (untestable === null
                  ? chosen.length === 0
                    ? words['routes.prove-none']()
                    : undefined
                  : say(untestable))
              }
            >
              {words['routes.prove-start']({ count: chosen.length })}
            </Button>
          )}
        </>
      }
    >
      <ProgressLine
        active={running}
        label={words['routes.testing']()}
        {...(job?.progress != null && { done: job.progress })}
      />
      <RefusalLine refusal={act.refusal} />
      <FormRow group label={words['routes.prove-which']()} hint={words['routes.prove-hint']()}>
        <Segmented
          label={words['routes.prove-which']()}
          value={which}
          onValue={setWhich}
          choices={(['all', 'unproved'] as const).map((value) => ({ value, label: words[`routes.prove-${value}`]() }))}
        />
      </FormRow>
      <FormRow group label={words['connectors.test.round-trip']()} hint={words['connectors.test.round-trip-hint']()}>
        <Segmented
          label={words['connectors.test.round-trip']()}
          value={roundTrip}
          onValue={setRoundTrip}
          choices={(['nowhere', 'workspace'] as const).map((value) => ({
            value,
            label: words[`connectors.test.round-trip.${value}`](),
          }))}
        />
      </FormRow>
      {job !== null && (
        <>
          <p role="status" style={{ margin: '8px 0' }}>
            {job.note === null ? words['routes.testing']() : say(job.note)}
            {job.state === 'cancelled' && ` ${words['routes.prove-cancelled']()}`}
          </p>
          {rows.length > virtualFrom ? <VirtualTable {...table} height="40vh" /> : <DataTable {...table} />}
        </>
      )}
    </Dialog>
  )
}
