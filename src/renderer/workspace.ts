import { api, reading } from './api/index.ts'
import { showRefusal } from './refused.ts'

/** What the frame shows of the workspace: name, colour, engine, marks. */
export const workspaceInfo = reading(
  ['workspace', 'settings', 'connectors', 'polls', 'aside', 'outbox', 'vault', 'proofs'],
  api.workspace.info,
)

/** The host's own words: its version, its keychain, the workspaces it knows. */
export const hostInfo = reading(['workspace'], api.host.info)

/** Shows another workspace. The page is loaded again: nothing of the one before may stay on it. */
export async function openWorkspace(which: 'default' | 'practice'): Promise<void> {
  const answer = await api.host.open({ which })
  if (!answer.ok) {
    showRefusal(answer.refusal)
    return
  }
  history.replaceState(null, '', '#/')
  window.location.reload()
}
