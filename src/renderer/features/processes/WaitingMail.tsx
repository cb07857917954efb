import { CircleX, Play } from 'lucide-react'
import type { ProcessView } from '../../../contract/routes.ts'
import { say, words } from '../../../words/index.ts'
import { api, noteJob, reading, useJobOf } from '../../api/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { Button, DataTable, Dialog, ProgressLine, SkeletonRows, TextLink, TimeText } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import type { AsideRow } from '../../../contract/mail.ts'
import { RefusalLine, useAct, useViewerReason } from '../answers/index.ts'

const waiting = reading(['aside', 'processes'], api.aside.waiting)
/** Mails that are named; of more, only their number is said. */
const named = 100

const columns: readonly Column<AsideRow>[] = [
  {
    id: 'subject',
    header: words['processes.waiting-subject'](),
    primary: true,
    cell: (row) => (
      <TextLink href={hrefTo(['aside', row.id])}>
        {row.subject === '' ? words['aside.no-subject']() : row.subject}
      </TextLink>
    ),
  },
  { id: 'from', header: words['aside.from'](), cell: (row) => row.from || words['aside.no-sender']() },
  { id: 'received', header: words['aside.received'](), cell: (row) => <TimeText iso={row.receivedAt} /> },
]

/** I13: the mail that waited for a process, and its way into work, now that the process is live. */
export function WaitingMail({ process, onClose }: { readonly process: ProcessView; readonly onClose: () => void }) {
  const act = useAct()
  const viewer = useViewerReason()
  const { value } = waiting.use({ processId: process.id, limit: named })
  const job = useJobOf('process', process.id)
  const isRunning = job?.state === 'running'
  const total = value?.total ?? process.waitingMail
  const start = async () => {
    const started = await act.run(() => api.aside.processWaiting({ processId: process.id }))
    if (started !== null) noteJob(started)
  }
  return (
    <Dialog
      open
      width={720}
      title={words['processes.waited']({ count: total, process: process.name })}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {words[total === 0 ? 'processes.waiting-close' : 'processes.waiting-later']()}
          </Button>
          {isRunning ? (
            <Button icon={CircleX} onClick={() => void act.run(() => api.jobs.cancel({ id: job.id }))}>
              {words['processes.waiting-stop']()}
            </Button>
          ) : (
            total > 0 && (
              <Button
                variant="primary"
                icon={Play}
                autoFocus
                onClick={() => void start()}
                disabledReason={viewer ?? (act.busy ? words['answer.busy']() : undefined)}
              >
                {words['processes.waiting-do']()}
              </Button>
            )
          )}
        </>
      }
    >
      <RefusalLine refusal={act.refusal} />
      <div role="status">
        {isRunning && (
          <ProgressLine
            active
            label={words['processes.waiting-doing']()}
            {...(job.progress !== null && { done: job.progress })}
          />
        )}
        {job !== null && !isRunning && job.note !== null && <p style={{ marginBottom: 12 }}>{say(job.note)}</p>}
      </div>
      {total > 0 && <p style={{ marginBottom: 12 }}>{words['processes.waiting-means']()}</p>}
      {value === null ? (
        <SkeletonRows label={words['aside.reading']()} rows={3} />
      ) : (
        value.rows.length > 0 && (
          <DataTable
            label={words['processes.waited']({ count: total, process: process.name })}
            columns={columns}
            rows={value.rows}
            rowKey={(row) => row.id}
          />
        )
      )}
      {value !== null && total > value.rows.length && (
        <p style={{ marginTop: 8 }}>{words['processes.waiting-more']({ count: total - value.rows.length })}</p>
      )}
    </Dialog>
  )
}
