import { inTurns } from '../breathing.ts'
import type { KeychainClosed } from '../ports/keychain.ts'
import { newRecoveryKey, readRecoveryKey } from './recoveryKey.ts'
import type { VaultOnRecord, VaultRecord } from './records.ts'
import {
  checkValueOf,
  keyBytes,
  keyFits,
  newVaultId,
  sealBytes,
  sealedByVault,
  sealing,
  unsealBytes,
  unsealing,
} from './sealing.ts'
import type { Sealed, SealedFor } from './sealing.ts'
import { makeSlot, openSlot, shortestKeyFile, shortestPassphrase } from './slots.ts'
import type { KeychainSlot, Slot, SlotOpener } from './slots.ts'
import type {
  SecretName,
  SlotChoice,
  SlotSummary,
  UnlockBy,
  UnsealRefused,
  UnsealResult,
  Vault,
  VaultChoice,
  VaultDone,
  VaultPorts,
  VaultRefusal,
  VaultRefused,
  VaultState,
} from './vault.ts'

interface Keys {
  readonly vaultId: string
  readonly key: Buffer
  /** Undefined where the record's wrapped data key is damaged: secrets still open, stored mail does not. */
  readonly dataKey: Buffer | undefined
  readonly wrappedDataKey: string
}

/** The vault of one workspace, closed: nothing is read before {@link Vault.open}. */
export function createVault(ports: VaultPorts): Vault {
  const { keychain, records, random, workspaceId, machineUser } = ports
  const listeners = new Set<(state: VaultState) => void>()
  const retiredKeys = new Map<string, Keys>()
  let current: VaultState = { state: 'absent' }
  let keys: Keys | undefined
  let queue: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work)
    queue = turn.catch(() => undefined)
    return turn
  }

  function enter(next: VaultState): VaultState {
    const changed = JSON.stringify(next) !== JSON.stringify(current)
    current = next
    if (changed) for (const listener of listeners) listener(next)
    return next
  }

  function forget(): void {
    for (const held of [...retiredKeys.values(), ...(keys ? [keys] : [])]) zero(held)
    retiredKeys.clear()
    keys = undefined
  }

  const dataKeyPurpose = (vaultId: string): SealedFor => ['data-key', workspaceId, vaultId]

  function keysOf(vault: VaultOnRecord, key: Buffer): Keys | undefined {
    if (!keyFits(key, vault.id, vault.checkValue)) return undefined
    const { id: vaultId, wrappedDataKey } = vault
    const dataKey = unsealBytes(key, dataKeyPurpose(vaultId), Buffer.from(wrappedDataKey, 'base64'))
    return { vaultId, key, dataKey, wrappedDataKey }
  }

  /** The vault that was open until now stays readable for this session: its values may be wanted in the new one. */
  function hold(found: Keys): void {
    if (keys === found) return
    const again = keys?.vaultId === found.vaultId ? keys : retiredKeys.get(found.vaultId)
    if (keys && keys !== again) retiredKeys.set(keys.vaultId, keys)
    retiredKeys.delete(found.vaultId)
    if (again && again !== found) zero(again)
    keys = found
  }

  function opened(record: VaultOnRecord, found: Keys): VaultState {
    hold(found)
    return enter({ state: 'open', vaultId: record.id, slots: record.slots.map(summary), persistence: 'kept' })
  }

  function newKeys(): Keys {
    const vaultId = newVaultId(random)
    const key = asBuffer(random(keyBytes))
    const dataKey = asBuffer(random(keyBytes))
    const wrapped = sealBytes(key, vaultId, dataKeyPurpose(vaultId), dataKey, random)
    return { vaultId, key, dataKey, wrappedDataKey: Buffer.from(wrapped).toString('base64') }
  }

  /** The vault id is part of the account, so that a new vault never overwrites the key of the one it retires. */
  function accountOf(vaultId: string): string {
    return `${workspaceId}/${vaultId}/${machineUser}`
  }

  async function slotFor(choice: SlotChoice, held: Keys): Promise<Slot | VaultRefused> {
    switch (choice.slot) {
      case 'keychain': {
        const account = accountOf(held.vaultId)
        const written = await keychain.write(account, held.key.toString('base64'))
        if (written.answer !== 'done') return keychainRefusal(written)
        return { kind: 'keychain', id: Buffer.from(random(8)).toString('hex'), user: machineUser, account }
      }
      case 'passphrase':
        if ([...choice.passphrase].length < shortestPassphrase) return { ok: false, code: 'passphrase-too-short' }
        return makeSlot(placeOf(held), { kind: 'passphrase', typed: choice.passphrase }, held.key, random)
      case 'key-file':
        if (choice.content.length < shortestKeyFile) return { ok: false, code: 'key-file-too-short' }
        return makeSlot(placeOf(held), { kind: 'key-file', content: choice.content }, held.key, random)
    }
  }

  const placeOf = (held: Keys) => ({ workspaceId, vaultId: held.vaultId })

  /** Writes the vault with one more slot. The vault that the records held before, if it was another, is retired. */
  async function keep(held: Keys, slot: Slot): Promise<VaultDone> {
    const before = await records.load()
    const record: VaultRecord =
      before?.id === held.vaultId
        ? { ...before, slots: [...before.slots.filter((other) => !replaces(slot, other)), slot] }
        : {
            id: held.vaultId,
            checkValue: checkValueOf(held.key, held.vaultId),
            slots: [slot],
            wrappedDataKey: held.wrappedDataKey,
            retired: before ? [...before.retired, onRecord(before)] : [],
          }
    await records.save(record)
    return { ok: true, state: opened(record, held) }
  }

  async function make(choice: VaultChoice): Promise<VaultDone> {
    const held = newKeys()
    if (choice.slot === 'session') {
      hold(held)
      return { ok: true, state: enter({ state: 'open', vaultId: held.vaultId, slots: [], persistence: 'session' }) }
    }
    const slot = await slotFor(choice, held)
    if ('ok' in slot) {
      zero(held)
      return slot
    }
    try {
      return await keep(held, slot)
    } catch (failure) {
      // Not on record, so nothing would ever look for this key in the keychain again.
      if (slot.kind === 'keychain') await keychain.remove(slot.account)
      zero(held)
      throw failure
    }
  }

  async function openAlone(record: VaultRecord): Promise<VaultState> {
    const slots = record.slots.map(summary)
    const content = record.slots.some((slot) => slot.kind === 'key-file') ? await ports.serviceKey?.() : undefined
    const byFile = content && (await keysBy(record, { kind: 'key-file', content }))
    if (byFile) return opened(record, byFile)

    const own = record.slots.find((slot): slot is KeychainSlot => slot.kind === 'keychain' && slot.user === machineUser)
    if (!own) {
      const byHand = record.slots.some((slot) => slot.kind !== 'keychain')
      return enter({ state: 'locked', reason: byHand ? 'by-hand' : 'not-let-in', slots })
    }
    const found = await keychain.read(own.account)
    switch (found.answer) {
      case 'locked':
        return enter({ state: 'locked', reason: 'keychain-locked', detail: found.detail, slots })
      case 'unavailable':
        return enter({ state: 'locked', reason: 'keychain-unavailable', detail: found.detail, slots })
      case 'absent':
        return enter({ state: 'needs-secrets', reason: 'key-missing', slots })
      case 'found': {
        const held = keysOf(record, Buffer.from(found.value, 'base64'))
        return held ? opened(record, held) : enter({ state: 'needs-secrets', reason: 'key-does-not-fit', slots })
      }
    }
  }

  async function keysBy(vault: VaultOnRecord, opener: SlotOpener): Promise<Keys | undefined> {
    for (const slot of vault.slots) {
      if (slot.kind === 'keychain' || slot.kind !== opener.kind) continue
      const key = await openSlot({ workspaceId, vaultId: vault.id }, slot, opener)
      const held = key && keysOf(vault, key)
      if (held) return held
    }
    return undefined
  }

  async function unlockVault(vault: VaultOnRecord, by: UnlockBy): Promise<Keys | VaultRefused> {
    const opener = openerOf(by)
    if (!opener) return { ok: false, code: 'mistyped-recovery-key' }
    if (!vault.slots.some((slot) => slot.kind === opener.kind)) return { ok: false, code: 'no-such-slot' }
    return (await keysBy(vault, opener)) ?? { ok: false, code: wrongOpener[opener.kind] }
  }

  const secretPurpose = ({ secretId, version }: SecretName): SealedFor => [
    'secret',
    workspaceId,
    secretId,
    String(version),
  ]
  const mailPurpose = (sha256: string): SealedFor => ['mail', workspaceId, sha256]

  /** The key that a sealed value names, or why it cannot be had. */
  function keyOf(pick: (held: Keys) => Buffer | undefined, sealed: Sealed): Buffer | UnsealRefused['code'] {
    if (!keys) return 'vault-locked'
    const by = sealedByVault(sealed)
    const held = by === keys.vaultId ? keys : retiredKeys.get(by)
    return held ? (pick(held) ?? 'tampered') : 'other-vault'
  }
  const unsealed = (plain: Buffer | undefined): UnsealResult =>
    plain ? { ok: true, plain } : { ok: false, code: 'tampered' }

  return {
    state: () => current,

    open: () =>
      inTurn(async () => {
        if (current.state === 'open') return current
        const record = await records.load()
        return record ? openAlone(record) : enter({ state: 'absent' })
      }),

    create: (choice) =>
      inTurn(async () => {
        if (keys || (await records.load())) return { ok: false, code: 'vault-exists' }
        return make(choice)
      }),

    unlock: (by, also) =>
      inTurn(async () => {
        const record = await records.load()
        if (!record) return { ok: false, code: 'no-vault' }
        const held = await unlockVault(record, by)
        if ('ok' in held) return held
        const state = opened(record, held)
        if (!also?.keepInKeychain) return { ok: true, state }
        const slot = await slotFor({ slot: 'keychain' }, held)
        if ('ok' in slot) {
          const answer = slot.code === 'keychain-unavailable' ? 'unavailable' : 'locked'
          return { ok: true, state, keychain: { answer, detail: slot.detail ?? '' } }
        }
        const kept = await keep(held, slot)
        return kept.ok ? { ...kept, keychain: 'kept' } : kept
      }),

    addSlot: (choice) =>
      inTurn(async () => {
        if (!keys) return { ok: false, code: 'vault-locked' }
        const slot = await slotFor(choice, keys)
        return 'ok' in slot ? slot : keep(keys, slot)
      }),

    removeSlot: (slotId) =>
      inTurn(async () => {
        const record = await records.load()
        if (!keys) return { ok: false, code: 'vault-locked' }
        if (!record || record.id !== keys.vaultId) return { ok: false, code: 'session-only' }
        const slot = record.slots.find(({ id }) => id === slotId)
        if (!slot) return { ok: false, code: 'no-such-slot' }
        if (record.slots.length === 1) return { ok: false, code: 'last-slot' }
        // Another user's keychain is out of reach; without the slot the key in it is not looked for any more.
        if (slot.kind === 'keychain' && slot.user === machineUser) {
          const removed = await keychain.remove(slot.account)
          if (removed.answer !== 'done') return keychainRefusal(removed)
        }
        const next = { ...record, slots: record.slots.filter(({ id }) => id !== slotId) }
        await records.save(next)
        return { ok: true, state: opened(next, keys) }
      }),

    createRecoveryKey: () =>
      inTurn(async () => {
        if (!keys) return { ok: false, code: 'vault-locked' }
        if (current.state === 'open' && current.persistence === 'session') return { ok: false, code: 'session-only' }
        const { shown, typed } = newRecoveryKey(random)
        const slot = await makeSlot(placeOf(keys), { kind: 'recovery-key', typed }, keys.key, random)
        const kept = await keep(keys, slot)
        return kept.ok ? { ok: true, recoveryKey: shown, slotId: slot.id } : kept
      }),

    startNew: (choice) =>
      inTurn(async () => {
        if (!(await records.load())) return { ok: false, code: 'no-vault' }
        return make(choice)
      }),

    unlockRetired: (vaultId, by) =>
      inTurn(async () => {
        const record = await records.load()
        // A session's vault leaves the records as they are, so the vault on record may be the one to be opened here.
        const vault = (record ? [record, ...record.retired] : []).find(({ id }) => id === vaultId)
        if (!vault) return { ok: false, code: 'no-vault' }
        const held = await unlockVault(vault, by)
        if ('ok' in held) return held
        if (vaultId !== keys?.vaultId) retiredKeys.set(vaultId, held)
        return { ok: true, state: current }
      }),

    seal: (name, plain) =>
      keys
        ? { ok: true, sealed: sealBytes(keys.key, keys.vaultId, secretPurpose(name), plain, random) }
        : { ok: false, code: 'vault-locked' },
    unseal: (name, sealed) => {
      const key = keyOf((held) => held.key, sealed)
      return typeof key === 'string'
        ? { ok: false, code: key }
        : unsealed(unsealBytes(key, secretPurpose(name), sealed))
    },

    sealMail: async (sha256, raw) => {
      if (!keys) return { ok: false, code: 'vault-locked' }
      if (!keys.dataKey) return { ok: false, code: 'data-key-damaged' }
      if (current.state === 'open' && current.persistence === 'session') return { ok: false, code: 'session-only' }
      const { dataKey, vaultId } = keys
      return { ok: true, sealed: await inTurns(sealing(dataKey, vaultId, mailPurpose(sha256), raw, random)) }
    },
    unsealMail: async (sha256, sealed) => {
      const key = keyOf((held) => held.dataKey, sealed)
      return typeof key === 'string'
        ? { ok: false, code: key }
        : unsealed(await inTurns(unsealing(key, mailPurpose(sha256), sealed)))
    },

    // In turn, so that no key is zeroed while a slot is being made from it.
    close: () =>
      inTurn(async () => {
        forget()
        if (current.state !== 'open') return
        enter(
          current.persistence === 'session'
            ? { state: 'absent' }
            : { state: 'locked', reason: 'closed', slots: current.slots },
        )
      }),

    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const wrongOpener = {
  passphrase: 'wrong-passphrase',
  'recovery-key': 'wrong-recovery-key',
  'key-file': 'wrong-key-file',
} as const satisfies Record<SlotOpener['kind'], VaultRefusal>

/** The same memory, not a copy that nobody would zero. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

function zero(held: Keys): void {
  held.key.fill(0)
  held.dataKey?.fill(0)
}

function openerOf(by: UnlockBy): SlotOpener | undefined {
  if ('passphrase' in by) return { kind: 'passphrase', typed: by.passphrase }
  if ('keyFile' in by) return { kind: 'key-file', content: by.keyFile }
  const typed = readRecoveryKey(by.recoveryKey)
  return typed === undefined ? undefined : { kind: 'recovery-key', typed }
}

function keychainRefusal({ answer, detail }: KeychainClosed): VaultRefused {
  return { ok: false, code: answer === 'locked' ? 'keychain-locked' : 'keychain-unavailable', detail }
}

/** One keychain slot an OS user, one passphrase; recovery keys and key files may be several. */
function replaces(next: Slot, other: Slot): boolean {
  if (next.kind === 'keychain') return other.kind === 'keychain' && other.user === next.user
  return next.kind === 'passphrase' && other.kind === 'passphrase'
}

function summary(slot: Slot): SlotSummary {
  return slot.kind === 'keychain' ? { id: slot.id, kind: slot.kind, user: slot.user } : { id: slot.id, kind: slot.kind }
}

function onRecord({ id, checkValue, slots, wrappedDataKey }: VaultRecord): VaultOnRecord {
  return { id, checkValue, slots, wrappedDataKey }
}
