import { createHash } from 'node:crypto'
import type { Random } from './sealing.ts'

// Crockford's base32 (https://www.crockford.com/base32.html): no I, L, O, U; what is typed for them is understood.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

// 160 bits are out of reach of any guessing, and 32 letters of base32 without a remainder; 256 bits would be 52 letters to
// type and no safer. The slot stretches it by scrypt like a passphrase, so that there is one way to derive a slot's key.
const recoveryBytes = 20
const keyLetters = 32
// 20 bits: a typing slip is told from a key of another vault before the slow derivation.
const checkLetters = 4

/** A new recovery key: as it is shown once (nine groups of four, the last one the check), and as its slot derives from it. */
export function newRecoveryKey(random: Random): { readonly shown: string; readonly typed: string } {
  const typed = toBase32(random(recoveryBytes))
  return { shown: (typed + checkOf(typed)).replace(/(.{4})(?=.)/g, '$1-'), typed }
}

/**
 * What was typed, brought back to the 32 letters; any letter case, blanks, dashes, and O I L for 0 1 1.
 * Undefined if it is mistyped or cut.
 */
export function readRecoveryKey(typed: string): string | undefined {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  const key = letters.slice(0, keyLetters)
  return letters.length === keyLetters + checkLetters && checkOf(key) === letters.slice(keyLetters) ? key : undefined
}

function checkOf(letters: string): string {
  return toBase32(createHash('sha256').update(`waypost recovery key ${letters}`).digest()).slice(0, checkLetters)
}

function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from(bits.match(/.{5}/g) ?? [], (five) => alphabet[Number.parseInt(five, 2)]).join('')
}
