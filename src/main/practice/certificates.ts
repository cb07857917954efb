import { generateKeyPair, randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import forge from 'node-forge'

/** What a certificate shall say. Times default to yesterday and one year from now. */
export interface CertificateRequest {
  /** Host names or IP addresses; the first is the common name as well. */
  readonly names: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly purpose?: 'server' | 'client'
  /** RSA modulus length; 2048 unless a weak key is wanted. */
  readonly bits?: number
  /** An existing private key (PEM) instead of a new one. */
  readonly key?: string
  /** `leaf-only` leaves the intermediates out, as misconfigured servers do. */
  readonly chain?: 'complete' | 'leaf-only'
}

export interface IssuedCertificate {
  /** Private key, PKCS#8 PEM. */
  readonly key: string
  /** The certificate and its intermediates (never the root), PEM. */
  readonly certificate: string
}

export interface Authority {
  readonly name: string
  /** The authority's own certificate, PEM. */
  readonly certificate: string
  /** The authority's private key, PEM. */
  readonly key: string
  issue(request: CertificateRequest): Promise<IssuedCertificate>
  /** An authority below this one; what it issues carries its certificate along. */
  intermediate(name: string, life?: Pick<CertificateRequest, 'notBefore' | 'notAfter'>): Promise<Authority>
}

type Life = Pick<CertificateRequest, 'notBefore' | 'notAfter'>

const day = 24 * 60 * 60 * 1000
const makeKeyPair = promisify(generateKeyPair)

async function newKey(bits = 2048): Promise<string> {
  const { privateKey } = await makeKeyPair('rsa', { modulusLength: bits })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** Makes a private certificate authority for practice and tests. */
export async function createAuthority(name: string, life: Life = {}): Promise<Authority> {
  const key = await newKey()
  const certificate = sign({
    subject: name,
    subjectKey: key,
    issuer: undefined,
    life: { notAfter: new Date(Date.now() + 3650 * day), ...life },
    extensions: authorityExtensions,
  })
  return restoreAuthority({ key, certificate })
}

/** Takes up an authority again from its stored key and certificate. */
export function restoreAuthority(stored: IssuedCertificate, chain: readonly string[] = []): Authority {
  const name = String(forge.pki.certificateFromPem(stored.certificate).subject.getField('CN')?.value ?? '')
  return {
    name,
    certificate: stored.certificate,
    key: stored.key,
    async issue(request) {
      const key = request.key ?? (await newKey(request.bits))
      const leaf = sign({
        subject: request.names[0] ?? '',
        subjectKey: key,
        issuer: stored,
        life: request,
        extensions: leafExtensions(request),
      })
      return { key, certificate: request.chain === 'leaf-only' ? leaf : [leaf, ...chain].join('') }
    },
    async intermediate(below, life = {}) {
      const key = await newKey()
      const certificate = sign({
        subject: below,
        subjectKey: key,
        issuer: stored,
        life: { notAfter: new Date(Date.now() + 1825 * day), ...life },
        extensions: authorityExtensions,
      })
      return restoreAuthority({ key, certificate }, [certificate, ...chain])
    },
  }
}

/** A certificate that nobody but itself vouches for. */
export async function selfSigned(request: CertificateRequest): Promise<IssuedCertificate> {
  const key = request.key ?? (await newKey(request.bits))
  const certificate = sign({
    subject: request.names[0] ?? '',
    subjectKey: key,
    issuer: undefined,
    life: request,
    extensions: leafExtensions(request),
  })
  return { key, certificate }
}

type Extension = Readonly<Record<string, unknown>>

const authorityExtensions: readonly Extension[] = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
]

function leafExtensions(request: CertificateRequest): readonly Extension[] {
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', ...(request.purpose === 'client' ? { clientAuth: true } : { serverAuth: true }) },
    // RFC 5280 4.2.1.6: 1 is rfc822Name, 2 dNSName, 7 iPAddress.
    {
      name: 'subjectAltName',
      altNames: request.names.map((name) =>
        isIP(name) !== 0 ? { type: 7, ip: name } : { type: name.includes('@') ? 1 : 2, value: name },
      ),
    },
  ]
}

interface ToBeSigned {
  readonly subject: string
  readonly subjectKey: string
  /** Undefined: signed by its own key. */
  readonly issuer: IssuedCertificate | undefined
  readonly life: Life
  readonly extensions: readonly Extension[]
}

function sign(request: ToBeSigned): string {
  const subjectKey = forge.pki.privateKeyFromPem(request.subjectKey)
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.setRsaPublicKey(subjectKey.n, subjectKey.e)
  // RFC 5280 4.1.2.2: positive, at most 20 octets; the leading 01 keeps it positive and free of leading zeros.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`
  certificate.validity.notBefore = request.life.notBefore ?? new Date(Date.now() - day)
  certificate.validity.notAfter = request.life.notAfter ?? new Date(Date.now() + 365 * day)
  const subject = [{ name: 'commonName', value: request.subject }]
  const issuer = request.issuer === undefined ? undefined : forge.pki.certificateFromPem(request.issuer.certificate)
  certificate.setSubject(subject)
  certificate.setIssuer(issuer?.subject.attributes ?? subject)
  const authorityKeyIdentifier = (issuer ?? certificate).generateSubjectKeyIdentifier().getBytes()
  certificate.setExtensions([
    ...request.extensions,
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: authorityKeyIdentifier },
  ])
  const signingKey = request.issuer === undefined ? subjectKey : forge.pki.privateKeyFromPem(request.issuer.key)
  certificate.sign(signingKey, forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n')
}
