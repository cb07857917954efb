import { History, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import type { Answer } from '../../../contract/define.ts'
import type { HistoryRow } from '../../../contract/workspace.ts'
import { words } from '../../../words/index.ts'
import { Button, DataTable, EmptyState, Panel, SkeletonRows, TimeText } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { actionText, NotShown, RefusalLine, ShowMore, useAct, useKept, useViewerReason } from '../answers/index.ts'
import { ChangeList } from './ChangeList.tsx'
import { history } from './store.ts'

export interface VersionsProps<T> {
  readonly objectId: string
  /** "Changes of Support EU" */
  readonly label: string
  /** Why nothing can be restored now. */
  readonly blocked: string | undefined
  readonly restore: (historyId: string) => Promise<Answer<T>>
  /** It is again what it was: takes the answer in, says so. */
  readonly onRestored: (restored: T) => void
  /** Someone else changed it meanwhile: reads it again. */
  readonly onStale: () => void
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
    header: words['activity.version'](),
    width: '190px',
    cell: (row) =>
      row.restorable && (
        <Button variant="quiet" icon={RotateCcw} onClick={() => onRestore(row)} disabledReason={whyNot(row)}>
          {words['activity.restore']()}
        </Button>
      ),
  },
]

/** The version that it has now: the newest one, unless what was written then was discarded since. */
function currentOf(rows: readonly HistoryRow[]): string | undefined {
  const last = rows.find((row) => row.restorable || row.action === 'draft discarded')
  return last?.restorable ? last.id : undefined
}

/** R12: who made it what it is, change by change; each version can be had back, which is a change like any other. */
export function Versions<T>({ objectId, label, blocked, restore, onRestored, onStale }: VersionsProps<T>) {
  const [pages, setPages] = useState(1)
  const asked = { objectId, pages }
  const { value: list, refusal } = useKept(history.use(asked))
  const act = useAct()
  const viewer = useViewerReason()
  const current = currentOf(list?.rows ?? [])

  const bringBack = async (row: HistoryRow) => {
    const restored = await act.run(() => restore(row.id))
    if (restored === null) return
    onRestored(restored)
    await history.read(asked)
  }
  const columns = columnsOf({
    onRestore: (row) => void bringBack(row),
    whyNot: (row) =>
      row.id === current
        ? words['activity.version-current']()
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
                onStale()
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
            label={label}
            rows={list.rows}
            rowKey={(row) => row.id}
            columns={columns}
            instead={
              list.rows.length === 0 ? (
                <EmptyState icon={History} sentence={words['activity.versions-empty']()} />
              ) : undefined
            }
          />
        )}
        <ShowMore list={list} onMore={() => setPages(pages + 1)} />
      </Panel>
    </>
  )
}
