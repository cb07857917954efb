import { create } from 'zustand'

interface VaultDialogState {
  readonly open: boolean
  readonly purpose: 'mend' | 'add-passphrase' | 'start-new'
  /** What was stopped by the vault, and goes on when it is open. */
  readonly afterwards: (() => void) | null
}

/** The one dialog that makes, unlocks or keeps the vault. */
export const useVaultDialog = create<VaultDialogState>()(() => ({ open: false, purpose: 'mend', afterwards: null }))

/** Opens it as the vault's state asks for; `afterwards` is tried again when the vault is open. */
export const openVaultDialog = (afterwards?: () => void): void =>
  useVaultDialog.setState({ open: true, purpose: 'mend', afterwards: afterwards ?? null })

export const addPassphraseDialog = (): void =>
  useVaultDialog.setState({ open: true, purpose: 'add-passphrase', afterwards: null })

/** After the act was confirmed by hand: how the new key is kept. */
export const startNewDialog = (): void =>
  useVaultDialog.setState({ open: true, purpose: 'start-new', afterwards: null })

export const closeVaultDialog = (): void => useVaultDialog.setState({ open: false, afterwards: null })
