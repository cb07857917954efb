import { useState } from 'react'
import type { ChecklistRow } from '../../../contract/golive.ts'
import type { PlannedStart } from '../../../domain/golive/planned.ts'
import { words } from '../../../words/index.ts'
import { api, noteJob, useJob } from '../../api/index.ts'
import { Button, Dialog, FormRow, Switch } from '../../ui/index.ts'
import { CancelOr, RefusalLine, useAct } from '../answers/index.ts'
import { cancelJob } from '../connectors/store.ts'
import { JobTable } from './JobTable.tsx'
import { StartPicker, startOf, type Picked } from './StartPicker.tsx'

export interface SwitchDialogProps {
  readonly rows: readonly ChecklistRow[]
  readonly onClose: () => void
}

/** G3, G5: starts receiving, one connector or many, each step shown; what fails stays as it was. */
export function SwitchDialog({ rows, onClose }: SwitchDialogProps) {
  // What is switched is said at the beginning: the list behind goes on changing.
  const [chosen] = useState(rows)
  const [picked, setPicked] = useState<Picked>({ from: 'now', date: '' })
  const [goOn, setGoOn] = useState(false)
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const act = useAct()
  const open = chosen.filter(({ planned }) => planned?.start == null)
  const start: PlannedStart | null = startOf(picked)
  const begin = async () => {
    const started = await act.run(() =>
      api.golive.switch({
        ids: chosen.map(({ connectorId }) => connectorId),
        start,
        ...(goOn && { withoutSecondSlot: true }),
      }),
    )
    if (started === null) return
    noteJob(started)
    setJobId(started.id)
  }
  const title =
    chosen.length === 1
      ? words['golive.switch.title']({ name: chosen[0]!.name })
      : words['golive.switch.title-many']({ count: chosen.length })
  return (
    <Dialog
      open
      width={job === null ? 560 : 900}
      title={title}
      onClose={onClose}
      actions={
        job === null ? (
          <CancelOr
            onCancel={onClose}
            disabledReason={
              open.length > 0 && start === null ? words['connectors.enable.start.date-missing']() : undefined
            }
            onAct={() => void begin()}
          >
            {words['golive.switch.do']()}
          </CancelOr>
        ) : job.state === 'running' ? (
          <Button onClick={() => void cancelJob(job.id)}>{words['golive.switch.cancel']()}</Button>
        ) : (
          <Button variant="primary" onClick={onClose}>
            {words['golive.close']()}
          </Button>
        )
      }
    >
      <div style={{ display: 'grid', gap: 12 }}>
        {job === null ? (
          <>
            <p>{words['golive.switch.says']({ count: chosen.length })}</p>
            {open.length > 0 && (
              <StartPicker
                legend={
                  open.length === chosen.length
                    ? words['golive.start-picker']()
                    : words['golive.start-picker.open']({ names: open.map(({ name }) => name).join(', ') })
                }
                picked={picked}
                onPicked={setPicked}
              />
            )}
            <FormRow label={words['golive.second-slot']()} hint={words['golive.second-slot.hint']()}>
              <Switch checked={goOn} onChecked={setGoOn} label={words['golive.second-slot']()} />
            </FormRow>
            <p>{words['golive.switch.undo']()}</p>
          </>
        ) : (
          <JobTable job={job} label={title} />
        )}
        <RefusalLine refusal={act.refusal} />
      </div>
    </Dialog>
  )
}
