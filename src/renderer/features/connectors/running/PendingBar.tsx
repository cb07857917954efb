import { PencilLine } from 'lucide-react'
import { useState } from 'react'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { navigate } from '../../../shell/location.ts'
import { Banner, Button, DataTable, Panel, TextButton, TimeText } from '../../../ui/index.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { dropEdit } from '../editor/edits.ts'
import { labelOf, valueOf } from '../editor/form.ts'
import { startTest, take } from '../store.ts'
import { openEnable } from './enabling.ts'
import { provedForEnable } from './proved.ts'
import { shapeOf } from './shapeOf.ts'

/** T2: while draft and running differ. */
export function PendingBar({ view }: { readonly view: ConnectorView }) {
  const [shown, setShown] = useState(false)
  const act = useAct()
  const viewer = useViewerReason()
  if (!view.enabled || view.pending.length === 0 || view.runningSince === null) return null
  const fields = view.pending.map((change) => labelOf(change.field))
  const discard = async () => {
    const next = await act.run(() => api.connectors.discardDraft({ id: view.id, revision: view.revision }))
    if (next === null) return
    dropEdit(view.id)
    take(next)
    notify({ message: words['connectors.pending.discarded']() })
  }
  const proved = provedForEnable(view)
  return (
    <>
      <Banner
        tone="info"
        icon={PencilLine}
        action={
          <>
            <TextButton onClick={() => setShown(!shown)}>
              {shown ? words['connectors.pending.hide']() : words['connectors.pending.show']()}
            </TextButton>
            <Button
              disabledReason={viewer}
              onClick={() => {
                if (proved) return openEnable(view.id)
                navigate(['connectors', view.id, 'test'])
                void startTest({ connectorId: view.id })
              }}
            >
              {proved ? words['connectors.pending.enable']() : words['connectors.pending.test']()}
            </Button>
            <Button variant="quiet" disabledReason={viewer} onClick={() => void discard()}>
              {words['connectors.pending.discard']()}
            </Button>
          </>
        }
      >
        {words['connectors.pending']()} <TimeText iso={view.runningSince} shape={shapeOf(view.runningSince)} />.{' '}
        {words['connectors.pending.changes']({ count: fields.length, fields: fields.join(', ') })}
      </Banner>
      {shown && (
        <Panel padding="none">
          <DataTable
            label={words['connectors.pending.show']()}
            rows={view.pending}
            rowKey={(change) => change.field}
            columns={[
              {
                id: 'field',
                header: words['connectors.pending.field'](),
                primary: true,
                cell: (change) => labelOf(change.field),
              },
              {
                id: 'from',
                header: words['connectors.pending.from'](),
                cell: (change) => valueOf(change.field, change.from),
              },
              {
                id: 'to',
                header: words['connectors.pending.to'](),
                cell: (change) => valueOf(change.field, change.to),
              },
            ]}
          />
        </Panel>
      )}
      <RefusalLine refusal={act.refusal} />
    </>
  )
}
