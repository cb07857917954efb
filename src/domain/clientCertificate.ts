import { z } from './schema.ts'

/** What is known of a client certificate beside its key (C11): nothing of it is secret. Dates are ISO 8601, UTC. */
export const clientCertificateSchema = z.strictObject({
  /** The distinguished name in one line, such as `CN=relay.contoso.com, O=Contoso`. */
  subject: z.string(),
  commonName: z.string().nullable(),
  /** Alternative names of every kind: host names, mail addresses, IP addresses. */
  names: z.array(z.string()),
  issuer: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  /** SHA-256 over the certificate, as pairs of hexadecimal digits with colons. */
  fingerprint256: z.string(),
  key: z.strictObject({ type: z.string(), bits: z.number().int().nullable(), curve: z.string().nullable() }),
  /** Object identifiers of its extended key usage (RFC 5280 4.2.1.12); null: it names none and serves for everything. */
  purposes: z.array(z.string()).nullable(),
  /** Certificates that are shown, its own included, and the issuer that is in nobody's hands; null: the chain is whole. */
  chain: z.strictObject({ length: z.number().int(), missing: z.string().nullable() }),
  /** How the file was encrypted, each way once, such as `AES-256-CBC` or `RC2-40`; empty: it was not. */
  encryption: z.array(z.string()),
})
export type ClientCertificateFacts = z.infer<typeof clientCertificateSchema>

/** The largest file that is read; octets. One with a long chain takes about 20 kB. */
export const certificateFileLimit = 256 * 1024

/** What keeps a file from becoming a client certificate at all. */
export const unreadableCodes = [
  'too-large',
  'not-a-pfx',
  'pem-file',
  'wrong-password',
  'encryption-unknown',
  'too-much-work',
  'no-private-key',
  'several-private-keys',
  'no-certificate',
  'key-unusable',
] as const
export type UnreadableCode = (typeof unreadableCodes)[number]

export const certificateRemarks = [
  'expired',
  'not-yet-valid',
  'chain-incomplete',
  'no-client-authentication',
  'legacy-encryption',
] as const

export interface CertificateProblem {
  readonly code: UnreadableCode | (typeof certificateRemarks)[number]
  /** Whether the certificate is not taken; else it is, and this is said. */
  readonly refuses: boolean
  readonly params: Readonly<Record<string, string | number>>
}

/** Ways of encrypting a file that are broken or nearly so: RFC 8018 and RFC 9579 leave them to old files. */
const legacy = /^(RC2|RC4|3DES)/

// RFC 5280 4.2.1.12: id-kp-clientAuth, and anyExtendedKeyUsage.
const clientPurposes: readonly string[] = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']

/**
 * What a server says against a client certificate in the handshake, by the name that TLS libraries give the alert (RFC 8446 6.2); null for any other
 * end. `required`: it asks for one, and was shown none or none that it knows.
 */
export function refusalByAlert(errorCode: string): 'unknown-issuer' | 'expired' | 'required' | 'refused' | null {
  if (/UNKNOWN_CA/.test(errorCode)) return 'unknown-issuer'
  if (/CERTIFICATE_EXPIRED/.test(errorCode)) return 'expired'
  if (/CERTIFICATE_REQUIRED/.test(errorCode)) return 'required'
  return /(BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(REVOKED|UNKNOWN)|ALERT_(ACCESS_DENIED|DECRYPT_ERROR)/.test(
    errorCode,
  )
    ? 'refused'
    : null
}

const dayOf = (iso: string): string => iso.slice(0, 10)

/** The name by which a certificate is spoken of. */
export const certificateName = ({ commonName, names, subject }: ClientCertificateFacts): string =>
  commonName ?? names[0] ?? subject

/**
 * What is wrong or remarkable with a certificate that could be read, judged by what a server does with it. `now` in milliseconds since 1970.
 * Only an end that has passed refuses: a server that looks at the certificate at all turns it away from then on. One for a later day is prepared in
 * time; issuers and purposes are known to some servers and asked for by others; and the way the file was packed never reaches a server.
 */
export function certificateProblems(facts: ClientCertificateFacts, now: number): readonly CertificateProblem[] {
  const problems: CertificateProblem[] = []
  const params = { name: certificateName(facts), from: dayOf(facts.notBefore), until: dayOf(facts.notAfter) }
  const say = (code: CertificateProblem['code'], more: CertificateProblem['params'] = {}) =>
    problems.push({ code, refuses: code === 'expired', params: { ...params, ...more } })
  if (Date.parse(facts.notAfter) <= now) say('expired')
  if (Date.parse(facts.notBefore) > now) say('not-yet-valid')
  if (facts.chain.missing !== null) say('chain-incomplete', { issuer: facts.chain.missing })
  if (facts.purposes !== null && !facts.purposes.some((purpose) => clientPurposes.includes(purpose)))
    say('no-client-authentication')
  const old = facts.encryption.filter((name) => legacy.test(name))
  if (old.length > 0) say('legacy-encryption', { encryption: old.join(', ') })
  return problems
}
