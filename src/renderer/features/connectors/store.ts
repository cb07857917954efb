import type { Input } from '../../../contract/define.ts'
import type { ConnectorView } from '../../../contract/connectors.ts'
import type { diagnosis } from '../../../contract/diagnosis.ts'
import type { Job } from '../../../contract/shapes.ts'
import { api, noteJob, reading } from '../../api/index.ts'
import { showRefusal } from '../../refused.ts'
import { openVaultDialog } from '../settings/vaultDialog.ts'
import { connectors } from '../stores.ts'

/** One connector with its draft, what runs, and its states. */
export const connector = reading(
  ['connectors', 'proofs', 'polls', 'routes', 'outbox', 'vault', 'settings'],
  api.connectors.get,
)
/** One test with its steps and transcript. */
export const result = reading(['proofs'], api.diagnosis.result)
/** The mail to the person who can mend it. */
export const request = reading(['proofs'], api.diagnosis.request)
export const history = reading(['proofs'], api.diagnosis.history)
export const processes = reading(['processes', 'connectors'], api.processes.list)

/** Takes in what a command answered, and lets the lists read again. */
export function take(view: ConnectorView): void {
  connector.put({ id: view.id }, view)
  void connectors.read({})
}

/** Starts a test of the saved draft. Null where it was refused, which is said. */
export async function startTest(input: Input<typeof diagnosis.start>): Promise<Job | null> {
  const answer = await api.diagnosis.start(input)
  if (answer.ok) {
    noteJob(answer.value)
    return answer.value
  }
  if (answer.refusal.code === 'vault-locked') openVaultDialog(() => void startTest(input))
  else showRefusal(answer.refusal)
  return null
}

export async function cancelJob(id: string): Promise<void> {
  const answer = await api.jobs.cancel({ id })
  if (!answer.ok) showRefusal(answer.refusal)
}
