import type { Keychain, KeychainClosed } from '../ports/keychain.ts'
import type { VaultRecords } from './records.ts'
import type { Random, Sealed } from './sealing.ts'
import type { SlotKind } from './slots.ts'

export interface SlotSummary {
  readonly id: string
  readonly kind: SlotKind
  /** The OS user whose keychain it is. */
  readonly user?: string
}

export type VaultState =
  /** The database has no vault yet. */
  | { readonly state: 'absent' }
  | {
      readonly state: 'open'
      readonly vaultId: string
      readonly slots: readonly SlotSummary[]
      /** session: nothing is written, and the secrets are gone when the app ends. */
      readonly persistence: 'kept' | 'session'
    }
  /** *Vault locked*: there is a key, and it cannot be had now. */
  | {
      readonly state: 'locked'
      /**
       * keychain-…: as the keychain answers. by-hand: a passphrase, recovery key or key file opens it. not-let-in: it has
       * slots of other OS users only. closed: {@link Vault.close} was called.
       */
      readonly reason: 'keychain-locked' | 'keychain-unavailable' | 'by-hand' | 'not-let-in' | 'closed'
      readonly detail?: string
      readonly slots: readonly SlotSummary[]
    }
  /** *Secrets must be entered again*, unless one of the slots opens it. */
  | {
      readonly state: 'needs-secrets'
      readonly reason: 'key-missing' | 'key-does-not-fit'
      readonly slots: readonly SlotSummary[]
    }

/** How the key of a new vault is kept; `session`: not at all. */
export type VaultChoice = SlotChoice | { readonly slot: 'session' }

export type SlotChoice =
  | { readonly slot: 'keychain' }
  | { readonly slot: 'passphrase'; readonly passphrase: string }
  | { readonly slot: 'key-file'; readonly content: Uint8Array }

export type UnlockBy =
  | { readonly passphrase: string }
  | { readonly recoveryKey: string }
  | { readonly keyFile: Uint8Array }

export type VaultRefusal =
  | 'vault-exists'
  | 'no-vault'
  | 'vault-locked'
  | 'session-only'
  | 'keychain-locked'
  | 'keychain-unavailable'
  | 'passphrase-too-short'
  | 'key-file-too-short'
  | 'no-such-slot'
  | 'last-slot'
  | 'wrong-passphrase'
  | 'wrong-recovery-key'
  | 'mistyped-recovery-key'
  | 'wrong-key-file'

export interface VaultRefused {
  readonly ok: false
  readonly code: VaultRefusal
  /** The keychain's own sentence, where it gave one. */
  readonly detail?: string
}

export type VaultDone = { readonly ok: true; readonly state: VaultState } | VaultRefused

/** After an unlock that was asked to keep the key in the keychain as well: whether it did. */
export type Unlocked =
  | { readonly ok: true; readonly state: VaultState; readonly keychain?: 'kept' | KeychainClosed }
  | VaultRefused

export type SealResult =
  | { readonly ok: true; readonly sealed: Sealed }
  | { readonly ok: false; readonly code: 'vault-locked' | 'session-only' | 'data-key-damaged' }

/** other-vault: sealed by a vault that is not open here, such as a retired one or a session's that is over. */
export interface UnsealRefused {
  readonly ok: false
  readonly code: 'vault-locked' | 'other-vault' | 'tampered'
}
export type UnsealResult = { readonly ok: true; readonly plain: Uint8Array } | UnsealRefused

export interface SecretName {
  readonly secretId: string
  readonly version: number
}

/** The one owner of a workspace's secrets (V1). Asynchronous calls take turns; none waits for a prompt. */
export interface Vault {
  state(): VaultState
  /** Tries what opens without anybody: the service's key file, then this OS user's keychain. Never makes a key. */
  open(): Promise<VaultState>
  /** Makes the vault key. Refused with `vault-exists` if the records hold a vault or one is open. */
  create(choice: VaultChoice): Promise<VaultDone>
  /** `keepInKeychain` also (re-)makes this OS user's keychain slot; that it failed does not undo the unlock. */
  unlock(by: UnlockBy, also?: { readonly keepInKeychain: boolean }): Promise<Unlocked>
  /** On a vault of this session only it makes the vault last, with every secret that was entered. */
  addSlot(choice: SlotChoice): Promise<VaultDone>
  /** Never the last one. It takes away a way in; a key that somebody has read stays known to them. */
  removeSlot(slotId: string): Promise<VaultDone>
  /** A further slot; the text is shown once and kept nowhere. */
  createRecoveryKey(): Promise<
    { readonly ok: true; readonly recoveryKey: string; readonly slotId: string } | VaultRefused
  >
  /** A new key in place of the old vault, which is kept as retired. The caller has had it confirmed by hand. */
  startNew(choice: VaultChoice): Promise<VaultDone>
  /** Opens a retired vault by one of its own slots, so that values that it sealed can be unsealed again. */
  unlockRetired(vaultId: string, by: UnlockBy): Promise<VaultDone>
  seal(name: SecretName, plain: Uint8Array): SealResult
  unseal(name: SecretName, sealed: Sealed): UnsealResult
  /** Stored mail, under the data key (V3); refused with `session-only`, since it could never be read again. */
  sealMail(sha256: string, raw: Uint8Array): Promise<SealResult>
  unsealMail(sha256: string, sealed: Sealed): Promise<UnsealResult>
  /** Zeroes every key in memory, after what is under way; a vault of this session only is then gone for good. */
  close(): Promise<void>
  /** After every change of the state; returns the way to stop. */
  onChange(listener: (state: VaultState) => void): () => void
}

export interface VaultPorts {
  readonly keychain: Keychain
  readonly records: VaultRecords
  readonly random: Random
  readonly workspaceId: string
  readonly machineUser: string
  /** The key file of a service, where it was given one. */
  readonly serviceKey?: () => Promise<Uint8Array | undefined>
}
