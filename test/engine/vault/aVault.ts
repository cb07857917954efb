import { randomBytes } from 'node:crypto'
import { memoryKeychain } from '../../../src/main/adapters/keychain/memoryKeychain.ts'
import { createVault } from '../../../src/main/engine/vault/createVault.ts'
import { memoryRecords } from '../../../src/main/engine/vault/records.ts'
import type { Vault, VaultPorts } from '../../../src/main/engine/vault/vault.ts'

/** A workspace's keychain and records, and as many starts of the app upon them as a test needs. */
export function aWorkspace(more: Partial<VaultPorts> = {}) {
  const keychain = memoryKeychain()
  const records = memoryRecords()
  const start = (other: Partial<VaultPorts> = {}): Vault =>
    createVault({
      keychain,
      records,
      random: (n) => randomBytes(n),
      workspaceId: 'w-1',
      machineUser: 'ada',
      ...more,
      ...other,
    })
  return { keychain, records, start }
}

export const password = { secretId: 's-1', version: 1 }
export const bytes = (text: string) => new TextEncoder().encode(text)

export function sealed(vault: Vault, text: string, name = password): Uint8Array {
  const result = vault.seal(name, bytes(text))
  if (!result.ok) throw new Error(result.code)
  return result.sealed
}

export function unsealed(vault: Vault, value: Uint8Array, name = password): string {
  const result = vault.unseal(name, value)
  return result.ok ? new TextDecoder().decode(result.plain) : result.code
}
