import { createDecipheriv } from 'node:crypto'
import forge from 'node-forge'
import { isInteger, isSequence, numberOf, octetsOf, oidOf, partOf, partsOf } from './asn1.ts'
import { derivePbkdf2, derivePkcs12, passwordForms, type Digest } from './derive.ts'
import { Unreadable, type Work } from './unreadable.ts'

type Node = forge.asn1.Asn1

/** By object identifier. Sources: RFC 7292 appendix C, RFC 8018 appendix B and C. */
const pkcs12Ciphers: Readonly<Record<string, { readonly name: string; readonly key: number; readonly rc2?: number }>> =
  {
    '1.2.840.113549.1.12.1.3': { name: '3DES-CBC', key: 24 },
    '1.2.840.113549.1.12.1.4': { name: '3DES-CBC', key: 16 },
    '1.2.840.113549.1.12.1.5': { name: 'RC2-128', key: 16, rc2: 128 },
    '1.2.840.113549.1.12.1.6': { name: 'RC2-40', key: 5, rc2: 40 },
  }
const blockCiphers: Readonly<
  Record<string, { readonly name: string; readonly algorithm: string; readonly key: number }>
> = {
  '2.16.840.1.101.3.4.1.2': { name: 'AES-128-CBC', algorithm: 'aes-128-cbc', key: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'AES-192-CBC', algorithm: 'aes-192-cbc', key: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'AES-256-CBC', algorithm: 'aes-256-cbc', key: 32 },
  '1.2.840.113549.3.7': { name: '3DES-CBC', algorithm: 'des-ede3-cbc', key: 24 },
}
const keyedDigests: Readonly<Record<string, Digest>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
const pbes2 = '1.2.840.113549.1.5.13'
const pbkdf2 = '1.2.840.113549.1.5.12'

/** Opens what a file holds encrypted, and notes in which ways it was. */
export interface Opener {
  open(algorithm: Node, sealed: Buffer): Promise<Buffer>
  readonly ways: ReadonlySet<string>
}

/** `password` as it is typed. The rounds that the file asks for are counted before they are done. */
export function createOpener(password: string, work: Work): Opener {
  const ways = new Set<string>()
  const unknown = (oid: string) => new Unreadable('encryption-unknown', { oid })

  async function byPbes2(parameters: Node, sealed: Buffer): Promise<Buffer> {
    const derivation = partOf(parameters, 0)
    const scheme = partOf(parameters, 1)
    if (oidOf(partOf(derivation, 0)) !== pbkdf2) throw unknown(oidOf(partOf(derivation, 0)))
    const cipher = blockCiphers[oidOf(partOf(scheme, 0))]
    if (!cipher) throw unknown(oidOf(partOf(scheme, 0)))
    const [salt, count, ...more] = partsOf(partOf(derivation, 1))
    if (salt === undefined || count === undefined) throw new Unreadable('not-a-pfx')
    // A length of the key may stand between; the cipher's own counts.
    const named = more.find((part) => isSequence(part))
    const digest = named === undefined ? 'sha1' : keyedDigests[oidOf(partOf(named, 0))]
    if (digest === undefined) throw unknown(named === undefined ? '' : oidOf(partOf(named, 0)))
    ways.add(cipher.name)
    const rounds = numberOf(count)
    work.spend(rounds)
    const key = await derivePbkdf2(Buffer.from(password, 'utf8'), octetsOf(salt), rounds, cipher.key, digest)
    return deciphered(cipher.algorithm, key, octetsOf(partOf(scheme, 1)), sealed)
  }

  async function byPkcs12(oid: string, parameters: Node, sealed: Buffer): Promise<Buffer> {
    const cipher = pkcs12Ciphers[oid]
    if (!cipher) throw unknown(oid)
    ways.add(cipher.name)
    const salt = octetsOf(partOf(parameters, 0))
    const rounds = isInteger(partOf(parameters, 1)) ? numberOf(partOf(parameters, 1)) : 1
    let last: unknown = new Unreadable('wrong-password')
    for (const form of passwordForms(password)) {
      // One for each block of 20 octets, and one for the initialisation vector.
      work.spend(rounds * (Math.ceil(cipher.key / 20) + 1))
      try {
        const key = await derivePkcs12('sha1', form, salt, 'key', rounds, cipher.key)
        const iv = await derivePkcs12('sha1', form, salt, 'iv', rounds, 8)
        if (cipher.rc2 !== undefined) return decipheredRc2(key, cipher.rc2, iv, sealed)
        // With two keys the first one is used again as the third.
        return deciphered(
          'des-ede3-cbc',
          cipher.key === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key,
          iv,
          sealed,
        )
      } catch (error) {
        last = error
      }
    }
    throw last
  }

  return {
    ways,
    open(algorithm, sealed) {
      const oid = oidOf(partOf(algorithm, 0))
      return oid === pbes2 ? byPbes2(partOf(algorithm, 1), sealed) : byPkcs12(oid, partOf(algorithm, 1), sealed)
    },
  }
}

/** A wrong key shows as wrong padding, at 255 of 256 times; the rest is no ASN.1. */
function deciphered(algorithm: string, key: Buffer, iv: Buffer, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(algorithm, key, iv)
    return Buffer.concat([decipher.update(sealed), decipher.final()])
  } catch {
    throw new Unreadable('wrong-password')
  }
}

// OpenSSL 3 and BoringSSL have no RC2 any more; files of ten years ago have nothing else around their certificates.
function decipheredRc2(key: Buffer, bits: number, iv: Buffer, sealed: Buffer): Buffer {
  const decipher = forge.rc2.createDecryptionCipher(key.toString('binary'), bits)
  decipher.start(forge.util.createBuffer(iv.toString('binary')))
  decipher.update(forge.util.createBuffer(sealed.toString('binary')))
  if (!decipher.finish()) throw new Unreadable('wrong-password')
  return Buffer.from(decipher.output.getBytes(), 'binary')
}
