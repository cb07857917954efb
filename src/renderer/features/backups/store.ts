import { api, reading } from '../../api/index.ts'

/** Where a backup would go, what is in its way, and what lies beside the workspace. */
export const backups = reading(['backups', 'vault', 'workspace'], api.backups.get)
