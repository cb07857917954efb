import { api, reading } from '../api/index.ts'

/** Every connector with its states, for lists, palette and badges. */
export const connectors = reading(['connectors', 'proofs', 'polls', 'outbox', 'vault'], api.connectors.list)

/** The workspace's settings with their revision. */
export const settings = reading(['settings', 'workspace'], api.settings.get)

/** Where secrets live, and whether they can be read now (V1). */
export const vault = reading(['vault'], api.vault.get)
