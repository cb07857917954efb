import { words } from '../../../words/index.ts'
import { api, reading } from '../../api/index.ts'

/** The workspace and who looks at it; read once for all views that ask. */
export const workspaceInfo = reading(['workspace', 'settings'], () => api.workspace.info({}))
const everything = {}

/** Why nothing can be changed here, while the app is locked to viewing (S4); undefined for the Administrator. */
export function useViewerReason(): string | undefined {
  const { value } = workspaceInfo.use(everything)
  return value?.role === 'viewer' ? words['answer.viewer']() : undefined
}
