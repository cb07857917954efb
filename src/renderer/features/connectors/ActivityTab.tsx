import { History } from 'lucide-react'
import type { ConnectorView } from '../../../contract/connectors.ts'
import type { HistoryRow } from '../../../contract/workspace.ts'
import { words } from '../../../words/index.ts'
import { DataTable, EmptyState, Panel, SkeletonRows, TimeText } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { actionText, NotShown, valueText } from '../answers/index.ts'
import { labelOf, valueOf } from './editor/form.ts'
import { activity } from './store.ts'

const columns: readonly Column<HistoryRow>[] = [
  {
    id: 'when',
    header: words['connectors.activity.when'](),
    width: '160px',
    cell: (row) => <TimeText iso={row.at} />,
  },
  { id: 'who', header: words['connectors.activity.who'](), width: '140px', cell: (row) => row.actor },
  {
    id: 'what',
    header: words['connectors.activity.what'](),
    cell: (row) => (
      <>
        <strong>{actionText(row.action)}</strong>
        <ul>
          {row.changes.map((change) => (
            <li key={change.field}>
              {words['connectors.activity.change']({
                field: labelOf(change.field),
                from: change.from === null || change.from === '' ? '' : valueText(change.from),
                to: valueOf(change.field, change.to === null ? null : valueText(change.to)),
              })}
            </li>
          ))}
        </ul>
      </>
    ),
  },
]

/** R12: who changed which field of this connector, from what to what. */
export function ActivityTab({ view }: { readonly view: ConnectorView }) {
  const input = { objectId: view.id, limit: 200 }
  const { value: page, refusal } = activity.use(input)
  return (
    <Panel padding="none">
      {page === null ? (
        refusal === null ? (
          <SkeletonRows label={words['connectors.reading']()} rows={4} />
        ) : (
          <NotShown
            what={words['connectors.tab.activity']()}
            refusal={refusal}
            again={() => void activity.read(input)}
          />
        )
      ) : (
        <DataTable
          label={words['connectors.activity.label']()}
          rows={page.rows}
          rowKey={(row) => row.id}
          instead={
            page.rows.length === 0 ? (
              <EmptyState icon={History} sentence={words['connectors.activity.empty']()} />
            ) : undefined
          }
          columns={columns}
        />
      )}
    </Panel>
  )
}
