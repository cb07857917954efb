import type { RouteTestResult } from '../../../contract/proving.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { notify, RenameDialog } from '../answers/index.ts'
import { routeTests } from './store.ts'

export interface RenameTestProps {
  readonly test: RouteTestResult
  readonly onClose: () => void
}

/** Another name for a route test; what it expects stays. */
export const RenameTest = ({ test: { id, revision, name }, onClose }: RenameTestProps) => (
  <RenameDialog
    name={name}
    action={words['proving.tests.rename-do']()}
    rename={(to) => api.proving.renameTest({ id, revision, name: to })}
    onRenamed={async (done) => {
      await routeTests.read({})
      notify({ message: words['proving.tests.renamed']({ from: name, to: done.name }) })
    }}
    onClose={onClose}
  />
)
