import { CircleCheck, CircleMinus, CircleX, History } from 'lucide-react'
import type { ConnectorView } from '../../../contract/connectors.ts'
import { say, words } from '../../../words/index.ts'
import { navigate } from '../../shell/location.ts'
import { Button, DataTable, EmptyState, Mark, Panel, SkeletonRows, TimeText } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { NotShown } from '../answers/index.ts'
import { history } from './store.ts'
import { ProvedLadder } from './test/TestTab.tsx'

type ProofRow = NonNullable<ReturnType<typeof history.known>>['rows'][number]

const looks = {
  passed: { tone: 'ok', icon: CircleCheck },
  failed: { tone: 'failed', icon: CircleX },
  cancelled: { tone: 'neutral', icon: CircleMinus },
} as const

const columns: readonly Column<ProofRow>[] = [
  {
    id: 'when',
    header: words['connectors.history.when'](),
    primary: true,
    width: '160px',
    cell: (proof) => <TimeText iso={proof.startedAt} />,
  },
  {
    id: 'side',
    header: words['connectors.history.side'](),
    width: 'minmax(110px, 200px)',
    cell: (proof) => proof.fromAddress ?? words[`connectors.direction.${proof.side}`](),
  },
  {
    id: 'outcome',
    header: words['connectors.history.outcome'](),
    width: '120px',
    cell: (proof) => <Mark {...looks[proof.outcome]}>{words[`connectors.history.outcome.${proof.outcome}`]()}</Mark>,
  },
  {
    id: 'sentence',
    header: words['connectors.history.sentence'](),
    cell: (proof) => `${say(proof.verdict.title)}${proof.current ? ` (${words['connectors.history.current']()})` : ''}`,
  },
]

/** T9: every result of this connector; one opens in the same ladder. */
export function HistoryTab({ view, open }: { readonly view: ConnectorView; readonly open: string | undefined }) {
  const input = { connectorId: view.id, limit: 200 }
  const { value, refusal } = history.use(input)
  if (open !== undefined)
    return (
      <>
        <div>
          <Button onClick={() => navigate(['connectors', view.id, 'history'])}>
            {words['connectors.history.back']()}
          </Button>
        </div>
        <ProvedLadder
          title={words['connectors.tab.test']()}
          label={words['connectors.tab.test']()}
          proofId={open}
          fileName={view.name}
        />
      </>
    )
  return (
    <Panel padding="none">
      {value === null ? (
        refusal === null ? (
          <SkeletonRows label={words['connectors.reading']()} rows={4} />
        ) : (
          <NotShown what={words['connectors.tab.history']()} refusal={refusal} again={() => void history.read(input)} />
        )
      ) : (
        <DataTable
          label={words['connectors.history.label']()}
          rows={value.rows}
          rowKey={(proof) => proof.id}
          onOpen={(proof) => navigate(['connectors', view.id, 'history', proof.id])}
          instead={
            value.rows.length === 0 ? (
              <EmptyState icon={History} sentence={words['connectors.history.empty']()}>
                {words['connectors.test.never-says']()}
              </EmptyState>
            ) : undefined
          }
          columns={columns}
        />
      )}
    </Panel>
  )
}
