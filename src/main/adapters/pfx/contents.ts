import { createHmac, timingSafeEqual } from 'node:crypto'
import type forge from 'node-forge'
import { bytesOf, isInteger, numberOf, octetsOf, oidOf, parse, partOf, partsOf } from './asn1.ts'
import { createOpener } from './decrypt.ts'
import { derivePkcs12, passwordForms, type Digest } from './derive.ts'
import { createWork, Unreadable } from './unreadable.ts'

type Node = forge.asn1.Asn1

/** What a PKCS #12 file holds, in its order: keys as PKCS #8, certificates as X.509, both as DER. */
export interface Contents {
  readonly keys: readonly Buffer[]
  readonly certificates: readonly Buffer[]
  /** How they were encrypted, each way once. */
  readonly encryption: readonly string[]
}

const data = '1.2.840.113549.1.7.1'
const encryptedData = '1.2.840.113549.1.7.6'
const bags = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  nested: '1.2.840.113549.1.12.10.1.6',
}
const x509 = '1.2.840.113549.1.9.22.1'
const digests: Readonly<Record<string, Digest>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

/**
 * Opens a file by RFC 7292. Its mark of integrity tells a wrong password before anything is decrypted; without one the padding does. Throws
 * Unreadable.
 */
export async function openPkcs12(file: Buffer, password: string): Promise<Contents> {
  const work = createWork()
  const opener = createOpener(password, work)
  const pfx = parse(file)
  const [version, authSafe, mac] = partsOf(pfx)
  // RFC 7292 4: version 3. A certificate alone and a PKCS #7 collection begin otherwise.
  if (!isInteger(version) || numberOf(version) !== 3 || oidOf(partOf(authSafe, 0)) !== data)
    throw new Unreadable('not-a-pfx')
  const safe = octetsOf(partOf(partOf(authSafe, 1), 0))
  if (mac !== undefined) await checkMac(mac, safe)

  const keys: Buffer[] = []
  const certificates: Buffer[] = []
  for (const content of partsOf(parse(safe))) {
    const kind = oidOf(partOf(content, 0))
    const inside = partOf(partOf(content, 1), 0)
    // oxlint-disable-next-line no-await-in-loop -- the rounds are counted over the whole file
    if (kind === encryptedData) await take(opened(await openEncrypted(inside)))
    // oxlint-disable-next-line no-await-in-loop
    else if (kind === data) await take(parse(octetsOf(inside)))
  }
  return { keys, certificates, encryption: [...opener.ways] }

  async function checkMac(node: Node, over: Buffer): Promise<void> {
    const [info, salt, count] = partsOf(node)
    if (info === undefined || salt === undefined) throw new Unreadable('not-a-pfx')
    const oid = oidOf(partOf(partOf(info, 0), 0))
    const digest = digests[oid]
    if (digest === undefined) throw new Unreadable('encryption-unknown', { oid })
    const wanted = octetsOf(partOf(info, 1))
    const rounds = count === undefined ? 1 : numberOf(count)
    for (const form of passwordForms(password)) {
      work.spend(rounds)
      // oxlint-disable-next-line no-await-in-loop -- the second form is for the case that the first does not fit
      const key = await derivePkcs12(digest, form, octetsOf(salt), 'mac', rounds, wanted.length)
      const found = createHmac(digest, key).update(over).digest()
      if (found.length === wanted.length && timingSafeEqual(found, wanted)) return
    }
    throw new Unreadable('wrong-password')
  }

  function openEncrypted(node: Node): Promise<Buffer> {
    // RFC 5652 6.1 and 8: version, and the content with its type, algorithm and octets.
    const [, algorithm, sealed] = partsOf(partOf(node, 1))
    if (algorithm === undefined || sealed === undefined) throw new Unreadable('not-a-pfx')
    return opener.open(algorithm, octetsOf(sealed))
  }

  /** What was decrypted by a key that only seemed to fit is no ASN.1. */
  function opened(plain: Buffer): Node {
    try {
      return parse(plain)
    } catch {
      throw new Unreadable('wrong-password')
    }
  }

  async function take(contents: Node): Promise<void> {
    for (const bag of partsOf(contents)) {
      const kind = oidOf(partOf(bag, 0))
      const value = partOf(partOf(bag, 1), 0)
      if (kind === bags.certificate && oidOf(partOf(value, 0)) === x509)
        certificates.push(octetsOf(partOf(partOf(value, 1), 0)))
      // An EC key too: what stands in the bag is PKCS #8 whatever its kind.
      else if (kind === bags.key) keys.push(bytesOf(value))
      else if (kind === bags.shroudedKey) {
        // oxlint-disable-next-line no-await-in-loop -- the rounds are counted over the whole file
        const key = await opener.open(partOf(value, 0), octetsOf(partOf(value, 1)))
        opened(key)
        keys.push(key)
      }
      // oxlint-disable-next-line no-await-in-loop
      else if (kind === bags.nested) await take(value)
    }
  }
}
