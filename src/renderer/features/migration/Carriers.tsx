import { Ban, CircleCheck } from 'lucide-react'
import { words } from '../../../words/index.ts'
import { hrefTo } from '../../shell/location.ts'
import {
  DataTable,
  EmptyState,
  Mark,
  Panel,
  SkeletonRows,
  TextLink,
  VirtualTable,
  type Column,
} from '../../ui/index.ts'
import { NotShown } from '../answers/index.ts'
import { carriers, everything } from './store.ts'

type Row = NonNullable<ReturnType<typeof carriers.known>>['rows'][number]

const virtualFrom = 200

const columns: readonly Column<Row>[] = [
  {
    id: 'address',
    header: words['migration.column.address'](),
    primary: true,
    width: 'minmax(220px, 2fr)',
    cell: (row) => row.address,
  },
  {
    id: 'carrier',
    header: words['migration.column.carrier'](),
    width: 'minmax(200px, 2fr)',
    cell: (row) =>
      row.connector === null ? (
        <Mark tone="failed" icon={Ban}>
          {words['migration.carriers.nobody']()}
        </Mark>
      ) : (
        <Mark tone="ok" icon={CircleCheck}>
          <TextLink href={hrefTo(['connectors', row.connectorId ?? ''])}>{row.connector}</TextLink>
          {row.isDefault && ` · ${words['migration.carriers.default']()}`}
        </Mark>
      ),
  },
  {
    id: 'used-by',
    header: words['migration.column.used-by'](),
    width: 'minmax(160px, 3fr)',
    cell: (row) =>
      [...row.usedBy, ...(row.unmonitored ? [words['migration.carriers.unmonitored']()] : [])].join(', ') || '–',
  },
]

/** M7: with no fallback gateway, who carries each From address of the workspace now. */
export function Carriers() {
  const { value, refusal } = carriers.use(everything)
  const rows = value?.rows ?? []
  const table = {
    label: words['migration.carriers.title'](),
    columns,
    rows,
    rowKey: (row: Row) => row.address,
    ...(value !== null &&
      rows.length === 0 && {
        instead: <EmptyState icon={CircleCheck} sentence={words['migration.carriers.empty']()} />,
      }),
  }
  return (
    <Panel
      padding="none"
      divided
      title={words['migration.carriers.title']()}
      aside={
        value !== null &&
        rows.length > 0 &&
        words['migration.carriers.count']({ all: rows.length, none: value.uncarried })
      }
    >
      {value === null && refusal !== null ? (
        <NotShown
          what={words['migration.carriers.title']()}
          refusal={refusal}
          again={() => void carriers.read(everything)}
        />
      ) : value === null ? (
        <SkeletonRows label={words['migration.loading']()} />
      ) : rows.length > virtualFrom ? (
        <VirtualTable {...table} height="50vh" />
      ) : (
        <DataTable {...table} />
      )}
    </Panel>
  )
}
