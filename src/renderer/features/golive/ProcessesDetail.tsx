import { ChevronDown, ChevronRight } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { ProcessChecklistRow } from '../../../contract/golive.ts'
import { words } from '../../../words/index.ts'
import { navigate } from '../../shell/location.ts'
import { Button, Page, Panel, StateMark, VirtualTable, type Column } from '../../ui/index.ts'
import { DebouncedSearch, RefusalLine, ShowMore, useAct, useViewerReason } from '../answers/index.ts'
import { ChecklistLines } from './ChecklistLines.tsx'

/** As many as are looked at in one go; more are asked for. */
const atFirst = 30

const columns: readonly Column<ProcessChecklistRow>[] = [
  {
    id: 'path',
    header: words['golive.processes.process'](),
    width: 'minmax(200px, 4fr)',
    primary: true,
    cell: ({ path }) => path,
  },
  {
    id: 'state',
    header: words['processes.state'](),
    width: '110px',
    cell: ({ live }) => (
      <StateMark state={live ? 'live' : 'draft'}>{words[live ? 'state.live' : 'state.draft']()}</StateMark>
    ),
  },
]

/** G4: every process. Those that need somebody come first, each with its lines; the well ones are folded. */
export function ProcessesDetail({ processes }: { readonly processes: readonly ProcessChecklistRow[] }) {
  const viewer = useViewerReason()
  const act = useAct()
  const [{ search, shown }, setLook] = useState({ search: '', shown: atFirst })
  const look = useCallback((text: string) => setLook({ search: text, shown: atFirst }), [])
  const [unfolded, setUnfolded] = useState(false)
  const wanted = search.trim().toLowerCase()
  const found = processes.filter(({ path }) => path.toLowerCase().includes(wanted))
  const open = found.filter(({ standing }) => standing !== 'well')
  const visible = open.slice(0, shown)
  const well = found.filter(({ standing }) => standing === 'well')
  const all = processes.filter(({ standing }) => standing !== 'well').length
  return (
    <Page
      title={words['golive.processes']()}
      sub={words['golive.processes.summary']({ open: all, of: processes.length })}
      focusTitle={false}
    >
      {processes.length > 8 && (
        <div>
          <DebouncedSearch
            label={words['golive.processes.search']()}
            placeholder={words['golive.processes.search']()}
            value={search}
            onValue={look}
            width={320}
          />
        </div>
      )}
      <RefusalLine refusal={act.refusal} />
      {found.length === 0 && <p role="status">{words['golive.processes.none']({ search: search.trim() })}</p>}
      {visible.map((row) => (
        <Panel key={row.processId} title={row.path} padding="none" divided>
          <ChecklistLines
            label={words['golive.lines']({ name: row.path })}
            lines={row.lines}
            connector={null}
            run={act.run}
            viewer={viewer}
          />
        </Panel>
      ))}
      <ShowMore
        list={{ rows: visible, total: open.length, more: visible.length < open.length }}
        onMore={() => setLook({ search, shown: shown + atFirst })}
      />
      {well.length > 0 && (
        <Panel padding="none">
          <Button
            variant="quiet"
            icon={unfolded ? ChevronDown : ChevronRight}
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {words['golive.processes.well']({ count: well.length })}
          </Button>
          {unfolded && (
            <VirtualTable
              label={words['golive.processes.well']({ count: well.length })}
              columns={columns}
              rows={well}
              rowKey={({ processId }) => processId}
              onOpen={({ processId }) => navigate(['processes', processId])}
              height={`min(${well.length * 36 + 44}px, 64vh)`}
            />
          )}
        </Panel>
      )}
    </Page>
  )
}
