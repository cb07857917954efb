import { PencilLine, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ProcessView } from '../../../contract/routes.ts'
import { branchLevels } from '../../../domain/process.ts'
import { words } from '../../../words/index.ts'
import { navigate } from '../../shell/location.ts'
import { Button, MenuButton, Page, Panel, VirtualTable, type Column } from '../../ui/index.ts'
import { MarkOf, useViewerReason } from '../answers/index.ts'
import { DeleteProcesses } from './DeleteProcesses.tsx'
import { RenameBranch } from './RenameBranch.tsx'
import { emptyProcess, keepDraft, newProcess } from './store.ts'
import { isCut } from './tree.ts'

const columns: readonly Column<ProcessView>[] = [
  {
    id: 'name',
    header: words['processes.field.name'](),
    width: 'minmax(120px, 2fr)',
    primary: true,
    cell: (row) => row.name,
  },
  {
    id: 'within',
    header: words['processes.within'](),
    width: 'minmax(110px, 2fr)',
    cell: (row) => `${row.contract} / ${row.service}`,
  },
  {
    id: 'kind',
    header: words['processes.field.kind'](),
    width: '72px',
    cell: (row) => words[`processes.kind.${row.kind}`](),
  },
  {
    id: 'state',
    header: words['processes.state'](),
    width: 'minmax(100px, 1.5fr)',
    cell: (row) => <MarkOf mark={row.mark} />,
  },
  { id: 'from', header: words['processes.field.from'](), width: 'minmax(150px, 2fr)', cell: (row) => row.fromAddress },
  { id: 'routes', header: words['processes.routes'](), width: '70px', align: 'right', cell: (row) => row.linkedRoutes },
]

export interface BranchViewProps {
  /** Customer; customer and contract; or customer, contract and service. */
  readonly path: readonly string[]
  readonly processes: readonly ProcessView[]
}

/** A customer, contract or service: what is in it, and what is done to all of it at once. */
export function BranchView({ path, processes }: BranchViewProps) {
  const viewer = useViewerReason()
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null)
  const level = branchLevels[path.length - 1]!
  const name = path.at(-1)!
  const close = () => setAsking(null)
  const add = () => {
    const place = Object.fromEntries(branchLevels.map((each, at) => [each, path[at] ?? '']))
    keepDraft(newProcess, { ...emptyProcess, ...place })
    navigate(['processes', newProcess])
  }
  return (
    <Page
      width="wide"
      focusTitle={false}
      title={name}
      sub={words['processes.branch-sub']({
        level: words[`processes.field.${level}`](),
        count: processes.length,
        live: processes.filter(({ live }) => live).length,
        cut: processes.filter(isCut).length,
      })}
      actions={
        <>
          <Button icon={Plus} onClick={add} disabledReason={viewer}>
            {words['processes.add-here']()}
          </Button>
          <MenuButton
            label={words['processes.more']({ process: name })}
            entries={[
              {
                id: 'rename',
                label: words['processes.rename'](),
                icon: PencilLine,
                disabledReason: viewer,
                onSelect: () => setAsking('rename'),
              },
              {
                id: 'delete',
                label: words['processes.delete'](),
                icon: Trash2,
                danger: true,
                apart: true,
                disabledReason: viewer,
                onSelect: () => setAsking('delete'),
              },
            ]}
          />
        </>
      }
    >
      <Panel padding="none">
        <VirtualTable
          label={words['processes.in-branch']({ name })}
          columns={columns.filter(({ id }) => id !== 'within' || level !== 'service')}
          rows={processes}
          rowKey={(row) => row.id}
          onOpen={(row) => navigate(['processes', row.id])}
          height={`min(${processes.length * 36 + 44}px, 64vh)`}
        />
      </Panel>
      {asking === 'rename' && <RenameBranch path={path} processes={processes} onClose={close} />}
      {asking === 'delete' && <DeleteProcesses name={name} processes={processes} onClose={close} />}
    </Page>
  )
}
