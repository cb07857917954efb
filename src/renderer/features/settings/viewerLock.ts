import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { showRefusal } from '../../refused.ts'
import { notify, workspaceInfo } from '../answers/index.ts'

/** Locks the workspace to viewing, or unlocks it, and says so. */
export async function setViewerLock(act: 'lock' | 'unlock') {
  const answer = await api.workspace[act]({})
  if (answer.ok) {
    workspaceInfo.put({}, answer.value)
    notify({ message: words[act === 'lock' ? 'viewer.locked-now' : 'viewer.unlocked-now']() })
  }
  return answer
}

/** The same from a menu or the palette, where a refusal has no place of its own. */
export async function toggleViewerLock(act: 'lock' | 'unlock'): Promise<void> {
  const answer = await setViewerLock(act)
  if (!answer.ok) showRefusal(answer.refusal)
}
