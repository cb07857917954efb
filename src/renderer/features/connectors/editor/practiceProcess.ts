import type { ProcessView } from '../../../../contract/routes.ts'
import { words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { processes } from '../store.ts'

/** The process for practice mail: one that is there, or a new draft. Null where none could be made; it can be chosen by hand. */
export async function practiceProcess(fromAddress: string): Promise<ProcessView | null> {
  const found = await api.processes.list({})
  if (!found.ok) return null
  const [first] = found.value.rows
  if (first !== undefined) return first
  const made = await api.processes.save({
    id: null,
    revision: null,
    settings: {
      customer: words['connectors.practice.customer'](),
      contract: words['connectors.practice.contract'](),
      service: words['connectors.practice.service'](),
      name: words['connectors.practice.process'](),
      kind: 'ticket',
      fromAddress,
      ticketCategories: [],
    },
  })
  if (!made.ok) return null
  await processes.read({})
  return made.value
}
