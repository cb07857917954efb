import { hash as hashOf, pbkdf2 } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'

export type Digest = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** Octets of output and of a block, of each digest. */
const sizes: Readonly<Record<Digest, readonly [output: number, block: number]>> = {
  sha1: [20, 64],
  sha256: [32, 64],
  sha384: [48, 128],
  sha512: [64, 128],
}

export type Purpose = 'key' | 'iv' | 'mac'
const marks: Readonly<Record<Purpose, number>> = { key: 1, iv: 2, mac: 3 }

/** Rounds between which others have their turn: about two milliseconds. */
const slice = 1_000

/**
 * RFC 7292 appendix B.2: what PKCS #12 derives keys by. Its rounds are ours to do, so they are done in slices: a file that asks for many takes longer,
 * and holds up nobody.
 */
export async function derivePkcs12(
  digest: Digest,
  password: Buffer,
  salt: Buffer,
  purpose: Purpose,
  rounds: number,
  length: number,
): Promise<Buffer> {
  const [output, block] = sizes[digest]
  const filled = (source: Buffer): Buffer =>
    source.length === 0 ? Buffer.alloc(0) : Buffer.alloc(block * Math.ceil(source.length / block), source)
  const diversifier = Buffer.alloc(block, marks[purpose])
  const input = Buffer.concat([filled(salt), filled(password)])
  const derived: Buffer[] = []
  for (let have = 0; have < length; have += output) {
    let hash = hashOf(digest, Buffer.concat([diversifier, input]), 'buffer')
    for (let round = 1; round < rounds; round += 1) {
      hash = hashOf(digest, hash, 'buffer')
      // oxlint-disable-next-line no-await-in-loop -- each round is made of the one before
      if (round % slice === 0) await turn()
    }
    derived.push(hash)
    const addend = Buffer.alloc(block, hash)
    for (let at = 0; at < input.length; at += block) add(input.subarray(at, at + block), addend)
  }
  return Buffer.concat(derived).subarray(0, length)
}

/** `block = block + addend + 1`, as one large number. */
function add(block: Buffer, addend: Buffer): void {
  let carry = 1
  for (let at = block.length - 1; at >= 0; at -= 1) {
    carry += block[at]! + addend[at]!
    block[at] = carry & 0xff
    carry >>= 8
  }
}

/** RFC 8018 5.2, in a thread of Node's own. */
export const derivePbkdf2: (
  password: Buffer,
  salt: Buffer,
  rounds: number,
  length: number,
  digest: Digest,
) => Promise<Buffer> = promisify(pbkdf2)

/** RFC 7292 B.1: two octets a character and an end. An empty password stands in files in two ways: with that end, and as nothing at all. */
export function passwordForms(password: string): readonly Buffer[] {
  const wide = Buffer.from(`${password}\0`, 'utf16le').swap16()
  return password === '' ? [wide, Buffer.alloc(0)] : [wide]
}
