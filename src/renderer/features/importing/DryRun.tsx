import { CircleCheck, CircleX, KeyRound } from 'lucide-react'
import { useMemo } from 'react'
import type { SheetProblem, SheetReport } from '../../../contract/transfer.ts'
import { say, words } from '../../../words/index.ts'
import { Banner, Chip, EmptyState, Panel, VirtualTable, type Column } from '../../ui/index.ts'
import { linesOf, type Line } from './lines.ts'

const rowHeight = 36
const heightFor = (rows: number): string => `min(${Math.max(2, rows + 1) * rowHeight + 8}px, 60vh)`

const problemColumns: readonly Column<SheetProblem>[] = [
  { id: 'row', header: words['sheets.row'](), align: 'right', width: '70px', cell: ({ row }) => row, primary: true },
  { id: 'column', header: words['sheets.column'](), width: 'minmax(160px, 1fr)', cell: ({ column }) => column },
  {
    id: 'wrong',
    header: words['sheets.wrong'](),
    width: 'minmax(320px, 4fr)',
    cell: ({ word }) => <Whole>{say(word)}</Whole>,
  },
]

const lineColumns: readonly Column<Line>[] = [
  { id: 'row', header: words['sheets.row'](), align: 'right', width: '70px', cell: ({ row }) => row.row },
  {
    id: 'action',
    header: words['sheets.action'](),
    width: '100px',
    cell: ({ row }) => (
      <Chip tone={row.action === 'create' ? 'ok' : 'info'}>
        {words[row.action === 'create' ? 'sheets.creates' : 'sheets.changes']()}
      </Chip>
    ),
  },
  {
    id: 'connector',
    header: words['sheets.connector'](),
    width: 'minmax(120px, 1fr)',
    cell: ({ row }) => row.connector,
  },
  {
    id: 'name',
    header: words['sheets.name'](),
    width: 'minmax(140px, 1.5fr)',
    cell: ({ row }) => row.name,
    primary: true,
  },
  { id: 'column', header: words['sheets.column'](), width: 'minmax(130px, 1fr)', cell: ({ column }) => column },
  {
    id: 'from',
    header: words['sheets.from'](),
    width: 'minmax(120px, 1.5fr)',
    cell: ({ from }) => <Whole>{from}</Whole>,
  },
  { id: 'to', header: words['sheets.to'](), width: 'minmax(180px, 3fr)', cell: ({ to }) => <Whole>{to}</Whole> },
]

/** A process has its whole path for a name. */
const withoutConnector = lineColumns
  .filter(({ id }) => id !== 'connector')
  .map((column) => (column.id === 'name' ? { ...column, width: 'minmax(240px, 3fr)' } : column))

/** Cut where the column ends; whole under the pointer. */
const Whole = ({ children }: { readonly children: string }) => <span title={children}>{children}</span>

/** What a file would change, field by field, or what is wrong in it, by row and column. */
export function DryRun({ report }: { readonly report: SheetReport }) {
  const lines = useMemo(() => linesOf(report), [report])
  const { create, change, same } = report.counts
  if (report.problemCount > 0)
    return (
      <>
        <Banner tone="failed" icon={CircleX}>
          {words['sheets.problems']({ count: report.problemCount, shown: report.problems.length })}
        </Banner>
        <Panel padding="none">
          <VirtualTable
            label={words['sheets.problems-label']()}
            columns={problemColumns}
            rows={report.problems}
            rowKey={({ row, column, word }) => `${row} ${column ?? ''} ${say(word)}`}
            height={heightFor(report.problems.length)}
          />
        </Panel>
      </>
    )
  if (create + change === 0)
    return (
      <Panel>
        <EmptyState icon={CircleCheck} sentence={words['sheets.nothing']()}>
          {words['sheets.nothing-means']({ same })}
        </EmptyState>
      </Panel>
    )
  return (
    <>
      <p role="status">{words['sheets.does']({ create, change, same })}</p>
      {report.missingSecrets.length > 0 && (
        <Banner tone="info" icon={KeyRound}>
          {words['sheets.secrets']({ connectors: report.missingSecrets.map(({ connector }) => connector).join(', ') })}
        </Banner>
      )}
      <Panel padding="none">
        <VirtualTable
          label={words['sheets.lines-label']()}
          columns={report.rows.some(({ connector }) => connector !== null) ? lineColumns : withoutConnector}
          rows={lines}
          rowKey={({ key }) => key}
          height={heightFor(lines.length)}
        />
      </Panel>
    </>
  )
}
