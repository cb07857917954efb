import { History, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { IncomingRouteView } from '../../../contract/routes.ts'
import type { HistoryRow } from '../../../contract/workspace.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { Button, DataTable, EmptyState, Panel, SkeletonRows, TimeText } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { ChangeList, history } from '../activity/index.ts'
import {
  actionText,
  NotShown,
  notify,
  RefusalLine,
  ShowMore,
  useAct,
  useKept,
  useViewerReason,
} from '../answers/index.ts'
import { everything, routeGroups } from './store.ts'

export interface RouteActivityProps {
  readonly route: IncomingRouteView
  /** Why nothing can be restored now. */
  readonly blocked: string | undefined
}

interface Acts {
  readonly onRestore: (row: HistoryRow) => void
  readonly whyNot: (row: HistoryRow) => string | undefined
}

const columnsOf = ({ onRestore, whyNot }: Acts): readonly Column<HistoryRow>[] => [
  {
    id: 'when',
    header: words['activity.column.when'](),
    width: '150px',
    cell: (row) => <TimeText iso={row.at} />,
  },
  {
    id: 'who',
    header: words['activity.column.who'](),
    width: '140px',
    cell: (row) => `${row.actor} ${words[`activity.via.${row.via}`]()}`,
  },
  {
    id: 'what',
    header: words['activity.column.action'](),
    width: '100px',
    primary: true,
    cell: (row) => actionText(row.action),
  },
  {
    id: 'fields',
    header: words['activity.column.fields'](),
    cell: (row) => <ChangeList changes={row.changes} />,
  },
  {
    id: 'restore',
    header: words['route.activity.version'](),
    width: '190px',
    cell: (row) =>
      row.restorable && (
        <Button variant="quiet" icon={RotateCcw} onClick={() => onRestore(row)} disabledReason={whyNot(row)}>
          {words['route.activity.restore']()}
        </Button>
      ),
  },
]

/** R12: who made the route what it is, change by change; each version can be had back, which is a change like any other. */
export function RouteActivity({ route, blocked }: RouteActivityProps) {
  const [pages, setPages] = useState(1)
  const asked = { objectId: route.id, pages }
  const { value: list, refusal } = useKept(history.use(asked))
  const act = useAct()
  const viewer = useViewerReason()
  const newest = list?.rows.find((row) => row.restorable)?.id

  const restore = async (row: HistoryRow) => {
    const view = await act.run(() =>
      api.routes.restoreIncoming({ id: route.id, revision: route.revision, historyId: row.id }),
    )
    if (view === null) return
    notify({ message: words['route.activity.restored']({ route: view.name }) })
    await Promise.all([routeGroups.read(everything), history.read(asked)])
  }
  const columns = columnsOf({
    onRestore: (row) => void restore(row),
    whyNot: (row) =>
      row.id === newest
        ? words['route.activity.newest']()
        : (viewer ?? blocked ?? (act.busy ? words['answer.busy']() : undefined)),
  })
  return (
    <>
      <RefusalLine
        refusal={act.refusal}
        action={
          act.refusal?.code === 'stale' && (
            <Button
              onClick={() => {
                act.clear()
                void routeGroups.read(everything)
              }}
            >
              {words['answer.stale']()}
            </Button>
          )
        }
      />
      <Panel padding="none">
        {list === null ? (
          refusal === null ? (
            <SkeletonRows label={words['activity.reading']()} rows={4} />
          ) : (
            <NotShown what={words['activity.what']()} refusal={refusal} again={() => void history.read(asked)} />
          )
        ) : (
          <DataTable
            label={words['route.activity.label']()}
            rows={list.rows}
            rowKey={(row) => row.id}
            columns={columns}
            instead={
              list.rows.length === 0 ? (
                <EmptyState icon={History} sentence={words['route.activity.empty']()} />
              ) : undefined
            }
          />
        )}
        <ShowMore list={list} onMore={() => setPages(pages + 1)} />
      </Panel>
    </>
  )
}
