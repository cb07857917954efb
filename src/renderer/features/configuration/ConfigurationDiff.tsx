import { CircleCheck, KeyRound } from 'lucide-react'
import { words } from '../../../words/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { Banner, Chip, DataTable, EmptyState, Panel, TextLink, VirtualTable, type Column } from '../../ui/index.ts'
import { connectors } from '../stores.ts'
import type { ImportReport } from './ConfigurationScreen.tsx'

type Change = ImportReport['changes'][number]
type Missing = ImportReport['missingSecrets'][number]

/** One line of the diff: a value that changes, or an object that is made or moved. */
interface Line {
  readonly key: string
  readonly change: Change
  readonly field: string
  readonly from: string
  readonly to: string
}

const rowHeight = 36

/** The file's paths as a person reads them. */
const fieldText = (field: string): string => field.replace(/^(settings|rules)\./, '').replaceAll('.', ' › ')

const linesOf = (report: ImportReport): readonly Line[] =>
  report.changes.flatMap((change, at): readonly Line[] => {
    if (change.action === 'same') return []
    if (change.action === 'create') {
      const to = change.differences
        .filter((each) => each.field !== 'name' && each.to !== '' && each.to !== 'false')
        .map((each) => (each.to === 'true' ? fieldText(each.field) : each.to))
        .join(' · ')
      return [{ key: String(at), change, field: '', from: '', to }]
    }
    const told = new Set(change.differences.map(({ field }) => field.split('.')[0]))
    return [
      ...change.differences.map((each) => ({
        key: `${at} ${each.field}`,
        change,
        field: fieldText(each.field),
        from: each.from ?? '',
        to: each.to,
      })),
      // An order of routes has no value of its own.
      ...change.fields
        .filter((field) => !told.has(field))
        .map((field) => ({ key: `${at} ${field}`, change, field, from: '', to: '' })),
    ]
  })

/** Cut where the column ends; whole under the pointer. */
const Whole = ({ children }: { readonly children: string }) => <span title={children}>{children}</span>

const columns: readonly Column<Line>[] = [
  {
    id: 'action',
    header: words['sheets.action'](),
    width: '100px',
    cell: ({ change }) => (
      <Chip tone={change.action === 'create' ? 'ok' : 'info'}>
        {words[change.action === 'create' ? 'sheets.creates' : 'sheets.changes']()}
      </Chip>
    ),
  },
  {
    id: 'kind',
    header: words['activity.kind'](),
    width: '140px',
    cell: ({ change }) => words[`activity.kind.${change.kind}`](),
  },
  {
    id: 'name',
    header: words['sheets.name'](),
    width: 'minmax(160px, 2fr)',
    cell: ({ change }) => <Whole>{change.name}</Whole>,
    primary: true,
  },
  {
    id: 'field',
    header: words['configuration.field'](),
    width: 'minmax(130px, 1.5fr)',
    cell: ({ field }) => <Whole>{field}</Whole>,
  },
  {
    id: 'from',
    header: words['sheets.from'](),
    width: 'minmax(110px, 1.5fr)',
    cell: ({ from }) => <Whole>{from}</Whole>,
  },
  { id: 'to', header: words['sheets.to'](), width: 'minmax(160px, 3fr)', cell: ({ to }) => <Whole>{to}</Whole> },
]

/** What a configuration would change, value by value, and which secrets would be missing (S2). */
export function ConfigurationDiff({ report }: { readonly report: ImportReport }) {
  const lines = linesOf(report)
  const count = (action: Change['action']) => report.changes.filter((change) => change.action === action).length
  return (
    <>
      {lines.length === 0 ? (
        <Panel>
          <EmptyState icon={CircleCheck} sentence={words['configuration.nothing']()}>
            {words['configuration.nothing-means']({ same: count('same') })}
          </EmptyState>
        </Panel>
      ) : (
        <>
          <p role="status">
            {words['configuration.does']({ create: count('create'), change: count('change'), same: count('same') })}
          </p>
          <Panel padding="none">
            <VirtualTable
              label={words['sheets.lines-label']()}
              columns={columns}
              rows={lines}
              rowKey={({ key }) => key}
              height={`min(${(lines.length + 1) * rowHeight + 8}px, 50vh)`}
            />
          </Panel>
        </>
      )}
      {report.missingSecrets.length > 0 && <MissingSecrets rows={report.missingSecrets} />}
    </>
  )
}

/** Where its password is entered, once it is there. */
function ConnectorLink({ name }: { readonly name: string }) {
  const row = connectors.use({}).value?.rows.find((each) => each.name === name)
  return row === undefined ? name : <TextLink href={hrefTo(['connectors', row.id])}>{name}</TextLink>
}

const missingColumns: readonly Column<Missing>[] = [
  {
    id: 'connector',
    header: words['sheets.connector'](),
    primary: true,
    cell: ({ connector }) =>
      connector === null ? (
        <TextLink href={hrefTo(['settings'])}>{words['configuration.secret.workspace']()}</TextLink>
      ) : (
        <ConnectorLink name={connector} />
      ),
  },
  {
    id: 'secret',
    header: words['configuration.secret'](),
    cell: ({ secret }) => words[`configuration.secret.${secret}`](),
  },
]

const MissingSecrets = ({ rows }: { readonly rows: readonly Missing[] }) => (
  <Panel title={words['configuration.missing']()} padding="none">
    <div style={{ padding: '0 16px 8px' }}>
      <Banner tone="info" icon={KeyRound}>
        {words['configuration.missing-says']()}
      </Banner>
    </div>
    <DataTable
      label={words['configuration.missing']()}
      columns={missingColumns}
      rows={rows}
      rowKey={({ connector, secret }) => `${connector} ${secret}`}
    />
  </Panel>
)
