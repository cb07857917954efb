import { styled } from '@mui/material/styles'
import { BookmarkPlus, CircleCheck, FlaskConical, PencilLine, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { RouteTestResult } from '../../../contract/proving.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { Button, DataTable, EmptyState, MenuButton, Page, Panel, SkeletonRows } from '../../ui/index.ts'
import type { Column } from '../../ui/index.ts'
import { NotShown, notify, RefusalLine, Still, useAct, useViewerReason } from '../answers/index.ts'
import { nextKey } from './files.ts'
import { TestMark } from './marks.tsx'
import { RenameTest } from './RenameTest.tsx'
import { addMails, groundTrial, routeTests, useReceiver } from './store.ts'

const Sub = styled('div')({ color: token.ink2, fontSize: 12.5, lineHeight: '18px', fontWeight: 400 })
const all = {}

/** Every route test with its result: what an edit of the routes must not break. */
export function TestsPage() {
  const { value, refusal } = routeTests.use(all)
  const act = useAct()
  const viewer = useViewerReason()
  const reason = viewer ?? (act.busy ? words['answer.busy']() : undefined)
  const rows = value?.rows ?? []
  const [renaming, setRenaming] = useState<string | null>(null)
  const renamed = rows.find(({ id }) => id === renaming)
  const notRun = rows.filter(({ result }) => result === 'not-run').length

  const open = (test: RouteTestResult) => {
    useReceiver.setState({ connectorId: test.connectorId })
    addMails(groundTrial, [{ key: nextKey(), mail: { testId: test.id } }])
    navigate(['proving'])
  }
  const accept = async ({ id, revision, name }: RouteTestResult) => {
    if ((await act.run(() => api.proving.acceptTest({ id, revision }))) === null) return
    await routeTests.read(all)
    notify({ message: words['proving.tests.accepted']({ name }) })
  }
  const remove = async ({ id, revision, name }: RouteTestResult) => {
    if ((await act.run(() => api.proving.removeTest({ id, revision }))) === null) return
    await routeTests.read(all)
    notify({ message: words['proving.tests.deleted']({ name }) })
  }

  const says =
    value === null || rows.length === 0
      ? undefined
      : [
          value.failed === 0 && notRun < rows.length
            ? words['proving.tests.all-pass']({ count: value.passed })
            : words['proving.tests.fail']({ failed: value.failed, of: rows.length }),
          ...(notRun === 0 ? [] : [words['proving.tests.some-not-run']({ count: notRun })]),
        ].join(' ')
  return (
    <Page
      title={words['proving.tab.tests']()}
      sub={says}
      actions={
        <>
          <Button icon={FlaskConical} href={hrefTo(['proving'])}>
            {words['proving.tab.try']()}
          </Button>
          {rows.length > 0 && (
            <Button variant="primary" icon={RefreshCw} onClick={() => void routeTests.read(all)}>
              {words['proving.tests.run']()}
            </Button>
          )}
        </>
      }
    >
      <RefusalLine refusal={act.refusal} />
      {value === null ? (
        refusal === null ? (
          <SkeletonRows label={words['proving.tests.reading']()} />
        ) : (
          <NotShown what={words['proving.tests.what']()} refusal={refusal} again={() => void routeTests.read(all)} />
        )
      ) : rows.length === 0 ? (
        <EmptyState
          icon={BookmarkPlus}
          sentence={words['proving.tests.empty']()}
          action={<Button href={hrefTo(['proving'])}>{words['proving.tests.try']()}</Button>}
        >
          {words['proving.tests.empty-means']()}
        </EmptyState>
      ) : (
        <Panel padding="none">
          <DataTable
            label={words['proving.tests.what']()}
            rows={rows}
            rowKey={({ id }) => id}
            onOpen={open}
            columns={columnsOf({ open, accept, rename: ({ id }) => setRenaming(id), remove, reason })}
          />
        </Panel>
      )}
      {renamed !== undefined && <RenameTest test={renamed} onClose={() => setRenaming(null)} />}
    </Page>
  )
}

interface Acts {
  readonly open: (test: RouteTestResult) => void
  readonly accept: (test: RouteTestResult) => Promise<void>
  readonly rename: (test: RouteTestResult) => void
  readonly remove: (test: RouteTestResult) => Promise<void>
  /** Why nothing can be changed now. */
  readonly reason: string | undefined
}

const columnsOf = (acts: Acts): readonly Column<RouteTestResult>[] => [
  {
    id: 'name',
    header: words['proving.tests.column.name'](),
    primary: true,
    cell: (row) => row.name,
  },
  {
    id: 'connector',
    header: words['proving.tests.column.connector'](),
    cell: (row) => row.connectorName,
  },
  {
    id: 'result',
    header: words['proving.tests.column.result'](),
    cell: (row) => <TestMark result={row.result} />,
  },
  {
    id: 'says',
    header: words['proving.tests.column.says'](),
    cell: (row) => (
      <>
        {say(row.says)}
        <Sub>{row.from || words['proving.no-sender']()}</Sub>
      </>
    ),
  },
  {
    id: 'acts',
    header: words['proving.tests.column.acts'](),
    width: '72px',
    cell: (row) => (
      <Still>
        <MenuButton
          label={words['proving.tests.more']({ name: row.name })}
          entries={[
            {
              id: 'open',
              label: words['proving.tests.open'](),
              icon: FlaskConical,
              onSelect: () => acts.open(row),
            },
            {
              id: 'accept',
              label: words['proving.tests.accept'](),
              icon: CircleCheck,
              disabledReason: acts.reason ?? (row.result === 'failed' ? undefined : say(row.says)),
              onSelect: () => void acts.accept(row),
            },
            {
              id: 'rename',
              label: words['processes.rename'](),
              icon: PencilLine,
              disabledReason: acts.reason,
              onSelect: () => acts.rename(row),
            },
            {
              id: 'delete',
              label: words['proving.tests.delete'](),
              icon: Trash2,
              danger: true,
              apart: true,
              disabledReason: acts.reason,
              onSelect: () => void acts.remove(row),
            },
          ]}
        />
      </Still>
    ),
  },
]
