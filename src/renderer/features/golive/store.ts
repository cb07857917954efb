import { create } from 'zustand'
import { api, reading } from '../../api/index.ts'

/** I15: what was observed of a connector, mail by mail. */
export const observed = reading(['polls', 'connectors'], api.golive.observed)

/** G4: the checklist of every connector. */
export const checklists = reading(
  ['connectors', 'proofs', 'polls', 'routes', 'processes', 'aside', 'settings', 'vault'],
  api.golive.checklist,
)

/** Where the checklist shows the processes. */
export const processesPlace = ['checklist', 'processes'] as const

/** G6: what will stop a connector. */
export const expiry = reading(['connectors', 'proofs', 'routes', 'processes'], api.golive.expiry)

/** The one dialog that is open on the checklist; one at a time. */
type Open =
  | { readonly dialog: 'switch'; readonly ids: readonly string[] }
  | { readonly dialog: 'plan' | 'start' | 'holding' | 'put-back' | 'split'; readonly id: string }

export const useDialog = create<{ readonly open: Open | null }>()(() => ({ open: null }))
export const openDialog = (open: Open): void => useDialog.setState({ open })
export const closeDialog = (): void => useDialog.setState({ open: null })
