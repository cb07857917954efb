import { createCipheriv, createDecipheriv, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { atOnce, piecesOf } from '../breathing.ts'

/** Fills `n` bytes from the system's random source; a port, so that a rehearsal can be repeated. */
export type Random = (n: number) => Uint8Array

/** Format 1 · vault id (16) · nonce (12) · ciphertext · tag (16). Fit for a database column; nothing in it is secret. */
export type Sealed = Uint8Array

/** What a value is, so that it opens nowhere else: its kind, the workspace, and what names it there. */
export type SealedFor = readonly [kind: 'secret' | 'mail' | 'data-key' | 'slot', workspaceId: string, ...name: string[]]

export const keyBytes = 32

const algorithm = 'aes-256-gcm'
/** Given octets a cipher makes a key object of them itself, which takes three times as long. */
const keyOf = createSecretKey
const format = 1
const vaultIdBytes = 16
// NIST SP 800-38D 8.3: with random 96-bit nonces one key seals up to 2^32 values; a workspace has some millions of mails.
const nonceBytes = 12
const tagBytes = 16
const headerBytes = 1 + vaultIdBytes + nonceBytes

export function newVaultId(random: Random): string {
  return Buffer.from(random(vaultIdBytes)).toString('hex')
}

/** AES-256-GCM; the header and what the value is for are authenticated with it. */
export const sealBytes = (...of: Parameters<typeof sealing>): Sealed => atOnce(sealing(...of))

/** The same with a pause behind each piece. */
export function* sealing(
  key: Uint8Array,
  vaultId: string,
  purpose: SealedFor,
  plain: Uint8Array,
  random: Random,
): Generator<undefined, Sealed> {
  const header = Buffer.concat([Buffer.from([format]), Buffer.from(vaultId, 'hex'), random(nonceBytes)])
  const cipher = createCipheriv(algorithm, keyOf(key), header.subarray(-nonceBytes), { authTagLength: tagBytes })
  cipher.setAAD(authenticated(header, purpose))
  // GCM adds nothing to the length.
  const sealed = Buffer.allocUnsafe(header.length + plain.length + tagBytes)
  sealed.set(header)
  let at = header.length
  for (const piece of piecesOf(plain)) {
    if (at > header.length) yield
    sealed.set(cipher.update(piece), at)
    at += piece.length
  }
  cipher.final()
  sealed.set(cipher.getAuthTag(), at)
  return sealed
}

/** Undefined if one bit of the value, its key or its purpose differs. */
export const unsealBytes = (...of: Parameters<typeof unsealing>): Buffer | undefined => atOnce(unsealing(...of))

/** The same with a pause behind each piece. */
export function* unsealing(
  key: Uint8Array,
  purpose: SealedFor,
  sealed: Sealed,
): Generator<undefined, Buffer | undefined> {
  if (sealed.length < headerBytes + tagBytes || sealed[0] !== format) return undefined
  const header = sealed.subarray(0, headerBytes)
  const decipher = createDecipheriv(algorithm, keyOf(key), header.subarray(-nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(authenticated(header, purpose))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = Buffer.allocUnsafe(sealed.length - headerBytes - tagBytes)
  let at = 0
  for (const piece of piecesOf(sealed.subarray(headerBytes, -tagBytes))) {
    if (at > 0) yield
    plain.set(decipher.update(piece), at)
    at += piece.length
  }
  try {
    decipher.final()
    return plain
  } catch {
    plain.fill(0)
    return undefined
  }
}

/** Which vault sealed it, as the value says itself; believed only after it has opened. */
export function sealedByVault(sealed: Sealed): string {
  return Buffer.from(sealed.subarray(1, 1 + vaultIdBytes)).toString('hex')
}

// JSON keeps the parts apart whatever is in them: ['a', 'b1'] is never ['ab', '1'].
function authenticated(header: Uint8Array, purpose: SealedFor): Buffer {
  return Buffer.concat([header, Buffer.from(JSON.stringify(purpose))])
}

/** Kept beside the vault to tell a key that does not fit. An HMAC commits to the key, which a GCM tag would not. */
export function checkValueOf(key: Uint8Array, vaultId: string): string {
  return createHmac('sha256', key).update(`waypost vault check ${vaultId}`).digest('base64')
}

export function keyFits(key: Uint8Array, vaultId: string, checkValue: string): boolean {
  const wanted = Buffer.from(checkValue, 'base64')
  const seen = Buffer.from(checkValueOf(key, vaultId), 'base64')
  return key.length === keyBytes && wanted.length === seen.length && timingSafeEqual(wanted, seen)
}
