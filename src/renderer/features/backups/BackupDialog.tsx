import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import { CircleCheck, CircleX, DatabaseBackup, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { say, words } from '../../../words/index.ts'
import { api, noteJob, useJob } from '../../api/index.ts'
import { Banner, Button, Dialog, FormRow, ProgressLine, TextInput } from '../../ui/index.ts'
import { RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { cancelJob } from '../connectors/store.ts'
import type { backups } from './store.ts'

interface BackupDialogProps {
  readonly known: NonNullable<ReturnType<typeof backups.known>>
  readonly onClose: () => void
}

/** Copies the workspace into a file; everything goes on meanwhile, and the dialog may be left. */
export function BackupDialog({ known, onClose }: BackupDialogProps) {
  const [to, setTo] = useState(known.proposed)
  const [allTheSame, setAllTheSame] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const act = useAct()
  const viewer = useViewerReason()
  const running = job?.state === 'running'
  const done = job?.state === 'done'
  const asks = known.onlyHere !== null
  const start = async () => {
    const started = await act.run(() => api.backups.make({ to: to.trim(), withoutSecondSlot: allTheSame }))
    if (started === null) return
    noteJob(started)
    setJobId(started.id)
  }
  const slip = act.refusal?.fields?.find(({ path }) => path === 'to')
  const notYet =
    viewer ??
    (to.trim() === '' ? words['backup.path-needed']() : asks && !allTheSame ? words['backup.asks']() : undefined)
  return (
    <Dialog
      open
      width={680}
      title={words['backup.dialog']()}
      onClose={onClose}
      actions={
        <>
          {!done && (
            <Button variant="quiet" onClick={onClose}>
              {words['app.close']()}
            </Button>
          )}
          {/* One element all along: a button that went away would take the focus with it, and Esc would be lost. */}
          {running ? (
            <Button onClick={() => void cancelJob(job.id)}>{words['backup.cancel']()}</Button>
          ) : done ? (
            <Button variant="primary" onClick={onClose}>
              {words['app.close']()}
            </Button>
          ) : (
            <Button variant="primary" icon={DatabaseBackup} disabledReason={notYet} onClick={() => void start()}>
              {words['backup.do']()}
            </Button>
          )}
        </>
      }
    >
      <ProgressLine
        active={running}
        label={words['backup.progress']()}
        {...(job?.progress != null && { done: job.progress })}
      />
      {!done && (
        <FormRow label={words['backup.to']()} hint={words['backup.to-hint']()} error={slip && say(slip.word)} required>
          <TextInput mono value={to} onValue={setTo} autoFocus />
        </FormRow>
      )}
      {known.onlyHere !== null && !done && (
        <>
          <Banner tone="warning" icon={TriangleAlert}>
            {say(known.onlyHere)}
          </Banner>
          <FormControlLabel
            control={<Checkbox checked={allTheSame} onChange={(event) => setAllTheSame(event.target.checked)} />}
            label={words['backup.all-the-same']()}
          />
        </>
      )}
      {slip === undefined && <RefusalLine refusal={act.refusal} />}
      <div role="status">
        {job !== null && job.state !== 'running' && (
          <Banner tone={done ? 'ok' : job.state === 'failed' ? 'failed' : 'info'} icon={done ? CircleCheck : CircleX}>
            {job.state === 'cancelled'
              ? words['cli.backup-cancelled']()
              : job.note === null
                ? words['answer.to-do']()
                : say(job.note)}
          </Banner>
        )}
      </div>
    </Dialog>
  )
}
