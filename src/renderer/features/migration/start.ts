import type { MigrationView } from '../../../contract/migration.ts'
import { api } from '../../api/index.ts'
import { useAct } from '../answers/index.ts'
import { take } from './store.ts'

/** Starts a migration, and shows it. */
export function useStart() {
  const act = useAct()
  const start = async () => {
    const view: MigrationView | null = await act.run(() => api.migration.start({}))
    if (view !== null) take(view)
  }
  return { act, start }
}
