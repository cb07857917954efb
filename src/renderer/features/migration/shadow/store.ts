import { api, reading } from '../../../api/index.ts'

/** What a shadow run can be about, and the newest one. It follows the workspace, and the plan. */
export const shadow = reading(
  ['migration', 'connectors', 'routes', 'proofs', 'vault', 'settings'],
  api.migration.shadow,
)
export const shadowHeaders = reading(['migration'], api.migration.shadowHeaders)
