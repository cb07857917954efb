import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { certificateFileLimit, type ClientCertificateFacts } from '../../../domain/clientCertificate.ts'
import { altNameEntries } from '../../../domain/diagnosis/certificateName.ts'
import type { CertificateFiles, CertificateReading } from '../../engine/ports/certificates.ts'
import type { ClientIdentity, Trust } from '../../engine/ports/conversation.ts'
import { commonName, issues, rootOf } from '../tls/roots.ts'
import { openPkcs12 } from './contents.ts'
import { Unreadable } from './unreadable.ts'

/** Reads PKCS #12 files, old and new. Key and certificates are checked to be of use before they are given back. */
export const createCertificateFiles = (): CertificateFiles => ({
  async read(file, password, trust): Promise<CertificateReading> {
    try {
      return { ok: true, ...(await opened(Buffer.from(file.buffer, file.byteOffset, file.length), password, trust)) }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      return { ok: false, problem: { code: error.code, refuses: true, params: error.params } }
    }
  },
})

async function opened(
  file: Buffer,
  password: string,
  trust: Trust,
): Promise<{ readonly facts: ClientCertificateFacts; readonly identity: ClientIdentity }> {
  if (file.length > certificateFileLimit)
    throw new Unreadable('too-large', { octets: file.length, limit: certificateFileLimit })
  if (file.subarray(0, 200).includes('-----BEGIN')) throw new Unreadable('pem-file')
  // A `.cer` is what people have at hand when a `.pfx` is asked for.
  if (certificateFrom(file)) throw new Unreadable('no-private-key')
  const contents = await openPkcs12(file, password)
  if (contents.keys.length === 0) throw new Unreadable('no-private-key')
  const keys = new Map(contents.keys.map(keyFrom).map((key) => [pemOf(key), key]))
  const [first, second] = keys
  if (first === undefined) throw new Unreadable('no-private-key')
  if (second !== undefined) throw new Unreadable('several-private-keys', { count: keys.size })
  const [pem, key] = first
  const certificates = contents.certificates.flatMap((der) => certificateFrom(der) ?? [])
  // One that was renewed under the same key stands beside the old one.
  const leaf = certificates
    .filter((certificate) => fits(certificate, key))
    .toSorted((a, b) => Date.parse(b.validTo) - Date.parse(a.validTo))[0]
  if (!leaf) throw new Unreadable('no-certificate')
  const { chain, missing } = chainOf(leaf, certificates, trust)
  const identity = { key: pem, chain: chain.map((certificate) => certificate.toString()).join('') }
  if (!isUsable(identity)) throw new Unreadable('key-unusable', keyFacts(leaf))
  return { facts: factsOf(leaf, { length: chain.length, missing }, contents.encryption), identity }
}

function certificateFrom(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

function keyFrom(der: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } catch {
    throw new Unreadable('key-unusable', { type: '', bits: 0 })
  }
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

function fits(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.checkPrivateKey(key)
  } catch {
    return false
  }
}

// TLS itself says whether it would show it: keys that are too short, kinds that it does not know.
function isUsable({ key, chain }: ClientIdentity): boolean {
  try {
    createSecureContext({ key, cert: chain })
    return true
  } catch {
    return false
  }
}

/**
 * From the certificate up, signature by signature, as far as the file goes; a root is left out, since whoever asks has it. The chain is whole where it
 * ends at a root: of the file, of Mozilla's list, or of the organisation.
 */
function chainOf(
  leaf: X509Certificate,
  others: readonly X509Certificate[],
  trust: Trust,
): { readonly chain: readonly X509Certificate[]; readonly missing: string | null } {
  const chain = [leaf]
  for (;;) {
    const last = chain.at(-1)!
    const isKnown = rootOf(last, 'public', trust) !== undefined || rootOf(last, 'organisation', trust) !== undefined
    if (isKnown || isSelfSigned(last)) return { chain, missing: null }
    const issuer = others.find((each) => !chain.includes(each) && issues(each, last))
    if (issuer === undefined) return { chain, missing: commonName(last.issuer) ?? inOneLine(last.issuer) }
    if (isSelfSigned(issuer)) return { chain, missing: null }
    chain.push(issuer)
  }
}

const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer && certificate.checkIssued(certificate)

const inOneLine = (name: string): string => name.replaceAll('\n', ', ')

function keyFacts(certificate: X509Certificate): { readonly type: string; readonly bits: number } {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
  return { type: asymmetricKeyType ?? '', bits: asymmetricKeyDetails?.modulusLength ?? 0 }
}

const factsOf = (
  certificate: X509Certificate,
  chain: ClientCertificateFacts['chain'],
  encryption: readonly string[],
): ClientCertificateFacts => {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
  const purposes: readonly string[] | undefined = certificate.keyUsage
  return {
    subject: inOneLine(certificate.subject ?? ''),
    commonName: commonName(certificate.subject ?? ''),
    names: altNameEntries(certificate.subjectAltName).map(({ value }) => value),
    issuer: inOneLine(certificate.issuer),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    fingerprint256: certificate.fingerprint256,
    key: {
      type: asymmetricKeyType ?? 'unknown',
      bits: asymmetricKeyDetails?.modulusLength ?? null,
      curve: asymmetricKeyDetails?.namedCurve ?? null,
    },
    purposes: purposes === undefined ? null : [...purposes],
    chain,
    encryption: [...encryption],
  }
}
