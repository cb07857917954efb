import { useEffect, useState } from 'react'
import type { Answer } from '../../../contract/define.ts'
import type { ChecklistRow, PutBackPreview } from '../../../contract/golive.ts'
import { say, words } from '../../../words/index.ts'
import { api, noteJob, useJob } from '../../api/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { Button, Dialog, ProgressLine, TextLink } from '../../ui/index.ts'
import { CancelOr, RefusalLine, useAct } from '../answers/index.ts'
import { checklists } from './store.ts'

export interface PutBackDialogProps {
  readonly row: ChecklistRow
  readonly onClose: () => void
}

/** G5: what *Put back* can return and what not, said before it does it. */
export function PutBackDialog({ row, onClose }: PutBackDialogProps) {
  const [asked, setAsked] = useState<Answer<PutBackPreview> | null>(null)
  const [jobId, setJobId] = useState<string | null>(null)
  const job = useJob(jobId)
  const act = useAct()
  const id = row.connectorId
  useEffect(() => {
    let gone = false
    void api.golive.putBackPreview({ id }).then((answer) => {
      if (!gone) setAsked(answer)
    })
    return () => {
      gone = true
    }
  }, [id])
  const begin = async () => {
    const started = await act.run(() => api.golive.putBack({ id, revision: row.revision }))
    if (started === null) return
    noteJob(started)
    setJobId(started.id)
  }
  const close = () => {
    void checklists.read({})
    onClose()
  }
  return (
    <Dialog
      open
      title={words['golive.put-back.title']({ name: row.name })}
      onClose={close}
      actions={
        jobId === null ? (
          <CancelOr
            onCancel={close}
            disabledReason={
              asked === null
                ? words['golive.put-back.asking']()
                : asked.ok
                  ? undefined
                  : words['golive.put-back.in-vain']()
            }
            onAct={() => void begin()}
          >
            {words['golive.put-back.do']()}
          </CancelOr>
        ) : (
          <Button
            variant="primary"
            disabledReason={job?.state === 'running' ? words['golive.put-back.under-way']() : undefined}
            onClick={close}
          >
            {words['golive.close']()}
          </Button>
        )
      }
    >
      <div style={{ display: 'grid', gap: 10 }} role="status">
        <ProgressLine
          active={asked === null || job?.state === 'running'}
          label={words['golive.put-back.under-way']()}
          {...(job?.progress != null && { done: job.progress })}
        />
        {asked === null && <p>{words['golive.put-back.asking']()}</p>}
        {jobId === null && asked?.ok === true && <Says preview={asked.value} />}
        {asked?.ok === false && <RefusalLine refusal={asked.refusal} />}
        {job?.note != null && <p>{say(job.note)}</p>}
        {job?.failure != null && (
          <p>{words['golive.put-back.broke-off']({ why: job.failure.reply ?? job.failure.code })}</p>
        )}
        <RefusalLine refusal={act.refusal} />
      </div>
    </Dialog>
  )
}

function Says({ preview }: { readonly preview: PutBackPreview }) {
  const { mails, folder, gone, withdrawn, staying, acknowledgements } = preview
  return (
    <>
      <p>
        {preview.kind === 'holding-folder'
          ? words['golive.put-back.to-holding']()
          : words['golive.put-back.to']({ receiving: words[`connectors.switch.${preview.receiving}`]() })}{' '}
        {words['golive.put-back.returns']({ mails, folder })}{' '}
        {words['golive.put-back.withdraws']({ items: withdrawn.length })}
      </p>
      {gone > 0 && <p>{words[preview.pop3 ? 'golive.put-back.gone' : 'golive.put-back.elsewhere']({ mails: gone })}</p>}
      {acknowledgements.sent > 0 && <p>{words['golive.put-back.sent']({ count: acknowledgements.sent })}</p>}
      {acknowledgements.waiting > 0 && <p>{words['golive.put-back.unsent']({ count: acknowledgements.waiting })}</p>}
      {staying.length > 0 && (
        <>
          <p>{words['golive.put-back.staying']()}</p>
          <ul>
            {staying.map((item) => (
              <li key={item.id}>
                <TextLink href={hrefTo(['items', item.id])}>{item.id}</TextLink> {item.subject}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
