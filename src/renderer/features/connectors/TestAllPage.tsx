import { CircleX, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { words } from '../../../words/index.ts'
import { api, noteJob, useJob } from '../../api/index.ts'
import { Button, EmptyState, Page } from '../../ui/index.ts'
import { RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { JobTable } from '../golive/JobTable.tsx'
import { cancelJob } from './store.ts'

/** T11: every enabled connector is tested, a few at a time, with a row for each. */
export function TestAllPage() {
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const act = useAct()
  const viewer = useViewerReason()
  const start = async () => {
    const started = await act.run(() => api.diagnosis.startAll({}))
    if (started === null) return
    noteJob(started)
    setJobId(started.id)
  }
  return (
    <Page
      title={words['test-all.title']()}
      focusTitle={false}
      actions={
        job?.state === 'running' ? (
          <Button icon={CircleX} onClick={() => void cancelJob(job.id)}>
            {words['connectors.test.cancel']()}
          </Button>
        ) : (
          <Button variant="primary" icon={RefreshCw} disabledReason={viewer} onClick={() => void start()}>
            {job === null ? words['test-all.do']() : words['connectors.test.again']()}
          </Button>
        )
      }
    >
      <RefusalLine refusal={act.refusal} />
      {job === null ? (
        <EmptyState icon={RefreshCw} sentence={words['test-all.sentence']()}>
          {words['test-all.says']()}
        </EmptyState>
      ) : (
        <JobTable job={job} label={words['test-all.title']()} />
      )}
    </Page>
  )
}
