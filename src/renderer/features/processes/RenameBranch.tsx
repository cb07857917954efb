import type { ProcessView } from '../../../contract/routes.ts'
import { branchLevels } from '../../../domain/process.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { notify, RenameDialog } from '../answers/index.ts'
import { revised } from './deleting.ts'

export interface RenameBranchProps {
  readonly path: readonly string[]
  readonly processes: readonly ProcessView[]
  readonly onClose: () => void
}

/** A new name of a customer, contract or service, for all processes in it at once. */
export function RenameBranch({ path, processes, onClose }: RenameBranchProps) {
  const name = path.at(-1)!
  const level = branchLevels[path.length - 1]!
  return (
    <RenameDialog
      name={name}
      hint={words['processes.rename-means']()}
      action={words['processes.rename-do']({ count: processes.length })}
      rename={(to) => api.processes.rename({ rows: revised(processes), level, to })}
      onRenamed={async ({ renamed }, to) => {
        // It may have joined one that is spelled otherwise.
        const now = await api.processes.get({ id: processes[0]!.id })
        if (now.ok) {
          const place = branchLevels.slice(0, path.length).map((each) => now.value[each])
          navigate(['processes', 'in', ...place], {}, 'replace')
        }
        notify({ message: words['processes.renamed']({ from: name, to, count: renamed.length }) })
      }}
      onClose={onClose}
    />
  )
}
