import { useEffect, useState } from 'react'
import type { Answer, Output } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Dialog, ProgressLine } from '../../ui/index.ts'
import { CancelOr, RefusalLine } from '../answers/index.ts'

type Removing = Output<WaypostContract['settings']['retention']>

interface RetentionDialogProps {
  readonly days: number
  readonly onClose: () => void
  readonly onSave: () => void
}

/** V3: what would go now, counted before anything is saved. */
export function RetentionDialog({ days, onClose, onSave }: RetentionDialogProps) {
  const [asked, setAsked] = useState<Answer<Removing> | null>(null)
  useEffect(() => {
    let gone = false
    void api.settings.retention({ days }).then((answer) => {
      if (!gone) setAsked(answer)
    })
    return () => {
      gone = true
    }
  }, [days])
  const found = asked?.ok === true ? asked.value : null
  return (
    <Dialog
      open
      title={words['retention.dialog']({ days })}
      onClose={onClose}
      actions={
        <CancelOr
          onCancel={onClose}
          cancel={words['retention.keep']()}
          danger
          onAct={onSave}
          disabledReason={found === null ? words['retention.counting']() : undefined}
        >
          {words['retention.do']({ mails: found?.mails ?? 1 })}
        </CancelOr>
      }
    >
      <div style={{ display: 'grid', gap: 10, minHeight: 132, alignContent: 'start' }} role="status">
        <ProgressLine active={asked === null} label={words['retention.counting']()} />
        {found !== null && (
          <>
            <p>
              <strong>{words['retention.now'](found)}</strong>
            </p>
            <p>{words['retention.then']({ days })}</p>
            <p>{words['retention.stays']()}</p>
          </>
        )}
        <RefusalLine refusal={asked?.ok === false ? asked.refusal : null} />
      </div>
    </Dialog>
  )
}
