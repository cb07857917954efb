import { create } from 'zustand'
import type { WorkspaceInfo } from '../contract/workspace.ts'
import { api, reading } from './api/index.ts'
import { showRefusal } from './refused.ts'

/** What the frame shows of the workspace: name, colour, engine, marks. */
export const workspaceInfo = reading(
  ['workspace', 'settings', 'connectors', 'polls', 'aside', 'outbox', 'vault', 'proofs'],
  api.workspace.info,
)

/** The colour that tells a workspace from others; it carries no other meaning. */
export const workspaceColour: Readonly<Record<WorkspaceInfo['colour'], string>> = {
  rust: '#b4531f',
  teal: '#0b6b62',
  blue: '#2b5fb3',
  violet: '#6a45b0',
  green: '#166f41',
  slate: '#5c6866',
}

/** A workspace that this host knows by itself, or a file. */
type Which = 'default' | 'practice' | { readonly path: string; readonly make?: boolean }

/** Which workspace is being opened; null while none is. */
export const useOpening = create<{ readonly which: 'default' | 'practice' | null }>()(() => ({ which: null }))

/** Shows another workspace. The page is loaded again: nothing of the one before may stay on it. */
export async function openWorkspace(which: Which): Promise<void> {
  useOpening.setState({ which: which === 'practice' ? which : 'default' })
  const answer = await api.host.open(typeof which === 'string' ? { which } : { which: 'path', ...which })
  if (!answer.ok) {
    useOpening.setState({ which: null })
    showRefusal(answer.refusal)
    return
  }
  history.replaceState(null, '', '#/')
  window.location.reload()
}
