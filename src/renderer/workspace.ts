import { create } from 'zustand'
import { api, reading } from './api/index.ts'
import { showRefusal } from './refused.ts'

/** What the frame shows of the workspace: name, colour, engine, marks. */
export const workspaceInfo = reading(
  ['workspace', 'settings', 'connectors', 'polls', 'aside', 'outbox', 'vault', 'proofs'],
  api.workspace.info,
)

/** Which workspace is being opened; null while none is. */
export const useOpening = create<{ readonly which: 'default' | 'practice' | null }>()(() => ({ which: null }))

/** Shows another workspace. The page is loaded again: nothing of the one before may stay on it. */
export async function openWorkspace(which: 'default' | 'practice'): Promise<void> {
  useOpening.setState({ which })
  const answer = await api.host.open({ which })
  if (!answer.ok) {
    useOpening.setState({ which: null })
    showRefusal(answer.refusal)
    return
  }
  history.replaceState(null, '', '#/')
  window.location.reload()
}
