import { useMemo, useState } from 'react'
import type { MigrationRow, MigrationView } from '../../../../contract/migration.ts'
import { searchFor } from '../../../../domain/routing/search.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { Button, EmptyState, Figures, Panel, SelectInput, VirtualTable } from '../../../ui/index.ts'
import { DebouncedSearch, Fixed, notify, useViewerReason } from '../../answers/index.ts'
import { MailSearch } from 'lucide-react'
import { StepHeading } from '../StepHeading.tsx'
import { change } from '../store.ts'
import { CorrectDialog } from './CorrectDialog.tsx'
import { NewConnectorPanel } from './NewConnectorPanel.tsx'
import { decide, planColumns } from './planColumns.tsx'

const filters = ['all', 'decide', 'look', 'routes', 'out'] as const
type Filter = (typeof filters)[number]

const fits: Readonly<Record<Filter, (row: MigrationRow) => boolean>> = {
  all: () => true,
  decide: (row) => row.undecided,
  look: (row) => row.look,
  routes: (row) => row.state === 'migrates' || row.state === 'primary',
  out: (row) => row.state === 'left-out' || row.state === 'kept',
}
/** Rows that need nothing and are shown before the rest is folded. */
const unfolded = 5

/** M3: what Apply would do, decisions first, the rest folded. */
export function PlanStep({ view }: { readonly view: MigrationView }) {
  const viewer = useViewerReason()
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const [all, setAll] = useState(false)
  const [correcting, setCorrecting] = useState<MigrationRow | null>(null)
  const plan = view.plan!
  const { counts, rows } = plan
  const found = useMemo(() => {
    const matches = searchFor(search)
    return rows.filter((row) => fits[filter](row) && matches(row.address))
  }, [rows, search, filter])
  const first = counts.toDecide + counts.toLookAt + unfolded
  const folds = filter === 'all' && search === '' && !all && found.length > first + 1
  const shown = folds ? found.slice(0, first) : found
  const columns = useMemo(
    () => planColumns({ connectorName: plan.connectorName, onCorrect: setCorrecting }),
    [plan.connectorName],
  )
  const unused = rows.filter((row) => row.state === 'migrates' && row.usedBy.length === 0 && row.decision === null)
  const leaveOut = async () => {
    const keys = unused.map(({ key }) => key)
    const decisions = keys.map((key) => ({ key, decision: { choice: 'leave-out' as const } }))
    if (!(await change((which) => api.migration.decide({ ...which, decisions })))) return
    notify({
      message: words['migration.plan.left-out']({ count: keys.length }),
      actionLabel: words['migration.undo-this'](),
      onAction: () => void decide(keys.map((key) => ({ key, decision: null }))),
    })
  }
  return (
    <>
      <StepHeading title={words['migration.plan.title']()} says={words['migration.plan.says']()} />
      <Panel padding="none">
        <Figures
          figures={[
            {
              id: 'decide',
              what: words['migration.plan.to-decide'](),
              value: counts.toDecide,
              tone: 'warning',
              onOpen: () => setFilter('decide'),
            },
            {
              id: 'look',
              what: words['migration.plan.to-look'](),
              value: counts.toLookAt,
              tone: 'warning',
              onOpen: () => setFilter('look'),
            },
            {
              id: 'routes',
              what: words['migration.plan.routes'](),
              value: counts.routes,
              onOpen: () => setFilter('routes'),
            },
            {
              id: 'out',
              what: words['migration.plan.stay'](),
              value: counts.leftOut + counts.kept,
              onOpen: () => setFilter('out'),
            },
            { id: 'defaults', what: words['migration.plan.defaults'](), value: counts.defaults },
          ]}
          foot={words['migration.plan.used']({ used: counts.used, unused: counts.unused })}
        />
      </Panel>
      <NewConnectorPanel view={view} />
      <Panel
        padding="none"
        divided
        aside={
          <>
            <Fixed width={230}>
              <DebouncedSearch
                label={words['migration.plan.search']()}
                placeholder={words['migration.plan.search']()}
                value={search}
                onValue={setSearch}
              />
            </Fixed>
            <Fixed width={190}>
              <SelectInput<Filter>
                label={words['migration.plan.filter']()}
                value={filter}
                onValue={setFilter}
                choices={filters.map((value) => ({
                  value,
                  label: words[`migration.filter.${value}`]({ count: rows.filter(fits[value]).length }),
                }))}
              />
            </Fixed>
            <span style={{ flex: 1 }} />
            <Button
              onClick={() => void leaveOut()}
              disabledReason={viewer ?? (unused.length === 0 ? words['migration.plan.all-used']() : undefined)}
            >
              {words['migration.plan.leave-out-unused']({ count: unused.length })}
            </Button>
          </>
        }
      >
        <VirtualTable
          label={words['migration.plan.table']()}
          columns={columns}
          rows={shown}
          rowKey={(row) => row.key}
          height={`min(${Math.max(shown.length, 5) * 36 + 48}px, 56vh)`}
          {...(shown.length === 0 && {
            instead: (
              <EmptyState
                icon={MailSearch}
                sentence={words[rows.length === 0 ? 'migration.plan.empty' : 'migration.plan.none-found']()}
              />
            ),
          })}
        />
        {folds && (
          <div style={{ padding: '6px 8px' }}>
            <Button variant="quiet" onClick={() => setAll(true)}>
              {words['migration.plan.more']({ count: found.length - shown.length })}
            </Button>
          </div>
        )}
      </Panel>
      {correcting !== null && <CorrectDialog row={correcting} onClose={() => setCorrecting(null)} />}
    </>
  )
}
