import { hkdfSync, scrypt } from 'node:crypto'
import { keyBytes, sealBytes, unsealBytes, type Random, type SealedFor } from './sealing.ts'

/** The vault key in the OS keychain of one OS user. It stands there as it is: the keychain is what guards it. */
export interface KeychainSlot {
  readonly kind: 'keychain'
  readonly id: string
  readonly user: string
  readonly account: string
}

/** The vault key sealed under a key derived from what a person types. */
export interface TypedSlot {
  readonly kind: 'passphrase' | 'recovery-key'
  readonly id: string
  readonly scrypt: ScryptCost & { readonly salt: string }
  readonly wrapped: string
}

/** The vault key sealed under a key derived from a file or a systemd credential. */
export interface KeyFileSlot {
  readonly kind: 'key-file'
  readonly id: string
  readonly salt: string
  readonly wrapped: string
}

export type WrappingSlot = TypedSlot | KeyFileSlot
export type Slot = KeychainSlot | WrappingSlot
export type SlotKind = Slot['kind']

interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

// OWASP Password Storage Cheat Sheet: scrypt with N=2^17, r=8, p=1 (128 MiB, about 0.4 s). Kept with every slot, so that
// a later version can ask for more.
const cost: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }

/** Code points; NIST SP 800-63B asks for at least 8. */
export const shortestPassphrase = 8

/** Bytes; a key file is not stretched, so it must hold a whole key's worth of randomness. */
export const shortestKeyFile = 32

/** Where a slot belongs: its wrapped key opens in no other workspace, vault or slot. */
export interface SlotPlace {
  readonly workspaceId: string
  readonly vaultId: string
}

/** What opens a slot: what was typed, or the content of the key file. */
export type SlotOpener =
  | { readonly kind: 'passphrase' | 'recovery-key'; readonly typed: string }
  | { readonly kind: 'key-file'; readonly content: Uint8Array }

/** Wraps the vault key into a new slot. */
export async function makeSlot(
  place: SlotPlace,
  opener: SlotOpener,
  vaultKey: Uint8Array,
  random: Random,
): Promise<WrappingSlot> {
  const id = Buffer.from(random(8)).toString('hex')
  const salt = Buffer.from(random(16)).toString('base64')
  const unwrapped: WrappingSlot =
    opener.kind === 'key-file'
      ? { kind: opener.kind, id, salt, wrapped: '' }
      : { kind: opener.kind, id, scrypt: { ...cost, salt }, wrapped: '' }
  const slotKey = await deriveSlotKey(unwrapped, opener)
  if (!slotKey) throw new RangeError('The slot was made with a cost that it would not open with.')
  const wrapped = sealBytes(slotKey, place.vaultId, purposeOf(place, unwrapped), vaultKey, random)
  slotKey.fill(0)
  return { ...unwrapped, wrapped: Buffer.from(wrapped).toString('base64') }
}

/** The vault key, or undefined if this does not open the slot. */
export async function openSlot(place: SlotPlace, slot: WrappingSlot, opener: SlotOpener): Promise<Buffer | undefined> {
  const slotKey = await deriveSlotKey(slot, opener)
  if (!slotKey) return undefined
  const vaultKey = unsealBytes(slotKey, purposeOf(place, slot), Buffer.from(slot.wrapped, 'base64'))
  slotKey.fill(0)
  return vaultKey
}

function purposeOf(place: SlotPlace, slot: WrappingSlot): SealedFor {
  return ['slot', place.workspaceId, place.vaultId, slot.id, slot.kind]
}

async function deriveSlotKey(slot: WrappingSlot, opener: SlotOpener): Promise<Buffer | undefined> {
  if (slot.kind === 'key-file') {
    if (opener.kind !== 'key-file') return undefined
    return Buffer.from(
      hkdfSync('sha256', opener.content, Buffer.from(slot.salt, 'base64'), 'waypost key file slot', keyBytes),
    )
  }
  if (opener.kind === 'key-file') return undefined
  const { N, r, p, salt } = slot.scrypt
  // A damaged or planted record must not make the app ask for the whole machine's memory (128 · N · r bytes).
  if (N > 2 ** 20 || r > 16 || p > 4) return undefined
  // The same text may reach us composed or decomposed, by keyboard and platform (RFC 8265 4.2.2 asks for NFC).
  const typed = Buffer.from(opener.typed.normalize('NFC'))
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  scrypt(typed, Buffer.from(salt, 'base64'), keyBytes, { N, r, p, maxmem: 256 * N * r }, (failure, key) =>
    failure ? reject(failure) : resolve(key),
  )
  try {
    return await promise
  } finally {
    typed.fill(0)
  }
}
