import type { ProcessView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { showRefusal } from '../../refused.ts'
import { navigate } from '../../shell/location.ts'
import { focusTitle, notify } from '../answers/index.ts'
import { everything, keepDraft, processList } from './store.ts'

type Rows = readonly { readonly id: string; readonly revision: number }[]

export const revised = (processes: readonly ProcessView[]) => processes.map(({ id, revision }) => ({ id, revision }))

/** Says what was deleted, with the way back: each arrives as a draft, with its routes. */
export function tellDeleted(name: string, deleted: readonly ProcessView[], removed: Rows): void {
  for (const { id } of deleted) keepDraft(id, undefined)
  navigate(['processes'], {}, 'replace')
  void processList.read(everything)
  focusTitle()
  notify({
    message: words['processes.deleted']({ name, count: deleted.length }),
    actionLabel: words['processes.undo'](),
    onAction: () => void bringBack(name, removed),
  })
}

async function bringBack(name: string, rows: Rows): Promise<void> {
  const answer = await api.processes.restoreMany({ rows: [...rows] })
  if (!answer.ok) return showRefusal(answer.refusal)
  await processList.read(everything)
  const [only] = answer.value.restored
  if (only !== undefined && rows.length === 1) navigate(['processes', only.id], {}, 'replace')
  notify({ message: words['processes.brought-back']({ name, count: rows.length }) })
}
