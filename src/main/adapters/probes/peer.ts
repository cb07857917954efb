import { X509Certificate } from 'node:crypto'
import tls from 'node:tls'
import type { Socket } from 'node:net'
import { altNameEntries, readAltNames } from '../../../domain/diagnosis/certificateName.ts'
import type { Asked, CertificateFact, CertificateFacts, TlsFacts } from '../../../domain/diagnosis/facts.ts'
import type { ClientIdentity, Trust } from '../../engine/ports/conversation.ts'
import { commonName, issues, rootOf } from '../tls/roots.ts'
import { tlsOptions } from '../tls/trust.ts'
import { systemTrouble, within, type Budget } from './dialogue.ts'

/** Does the handshake and judges nothing: the certificate is looked at afterwards, before any credential is sent. */
export const handshake = (
  raw: Socket,
  host: string,
  trust: Trust,
  budget: Budget,
  ms: number,
  identity: ClientIdentity | null = null,
): Promise<tls.TLSSocket> =>
  within<tls.TLSSocket>(budget, ms, (settle, fail) => {
    const secured = tls.connect({ ...tlsOptions(host, trust, identity), socket: raw, rejectUnauthorized: false })
    // The conversation listens for errors later; one that comes in between must not end the process.
    secured.on('error', () => undefined)
    secured.once('secureConnect', () => {
      secured.off('error', onError)
      secured.off('close', onClose)
      settle(secured)
    })
    const onError = (error: Error) => fail(systemTrouble(error))
    const onClose = () => fail({ kind: 'closed', reply: null })
    secured.on('error', onError)
    secured.on('close', onClose)
    return () => void secured.destroy()
  })

/** `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384` as people say it: `AES-256-GCM`. */
const cipherName = (standardName: string): string =>
  standardName
    .replace(/^TLS_/, '')
    .replace(/^.*_WITH_/, '')
    .replace(/_SHA\d*$/, '')
    .replaceAll('_', '-')

export function tlsFactsOf(socket: tls.TLSSocket, durationMs: number): TlsFacts {
  const key: { readonly name?: string } | null = socket.getEphemeralKeyInfo()
  return {
    durationMs,
    trouble: null,
    version: socket.getProtocol()?.replace('TLSv', 'TLS ') ?? null,
    cipher: cipherName(socket.getCipher().standardName),
    group: key?.name ?? null,
    plainGreeting: null,
    injected: 0,
    asksCertificate: asksCertificate(socket),
  }
}

/**
 * Whether the server asked for a client certificate. A request names the signatures that it takes (RFC 8446 4.3.2, RFC 5246 7.4.4), and OpenSSL keeps
 * those that both sides know; a client meets such a list nowhere else. BoringSSL keeps none: there it cannot be told.
 */
const asksCertificate = (socket: tls.TLSSocket): boolean | null =>
  process.versions['electron'] === undefined ? socket.getSharedSigalgs().length > 0 : null

/** The certificates as the server sent them, the leaf first; Node links them by issuer and adds a root that it knows. */
function sentBy(socket: tls.TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = []
  let detailed: tls.DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  const seen = new Set<string>()
  while (detailed?.raw && !seen.has(detailed.fingerprint256) && chain.length < 12) {
    seen.add(detailed.fingerprint256)
    chain.push(new X509Certificate(detailed.raw))
    detailed = detailed.issuerCertificate
  }
  return chain
}

function keyOf(certificate: X509Certificate): CertificateFact['key'] {
  try {
    const key = certificate.publicKey
    return { type: key.asymmetricKeyType ?? 'unknown', bits: key.asymmetricKeyDetails?.modulusLength ?? null }
  } catch {
    return { type: 'unknown', bits: null }
  }
}

/** What a client certificate is called in sentences and transcripts. */
export function nameOfIdentity({ chain }: ClientIdentity): NonNullable<Asked['clientCertificate']> {
  const leaf = new X509Certificate(chain)
  const [name] = altNameEntries(leaf.subjectAltName)
  return {
    name: commonName(leaf.subject) ?? name?.value ?? leaf.subject.replaceAll('\n', ', '),
    fingerprint256: leaf.fingerprint256,
  }
}

const iso = (text: string): string => {
  const time = Date.parse(text)
  return Number.isNaN(time) ? text : new Date(time).toISOString()
}

const factOf = (certificate: X509Certificate): CertificateFact => ({
  subject: certificate.subject,
  commonName: commonName(certificate.subject),
  issuer: certificate.issuer,
  ...readAltNames(certificate.subjectAltName),
  notBefore: iso(certificate.validFrom),
  notAfter: iso(certificate.validTo),
  fingerprint256: certificate.fingerprint256,
  key: keyOf(certificate),
  selfIssued: certificate.subject === certificate.issuer && issues(certificate, certificate),
  namesPublicIssuer: /CA Issuers - URI:https?:\/\/[^/\s:]+\.[a-z]{2,}/i.test(certificate.infoAccess ?? ''),
})

/**
 * Follows the chain signature by signature to a root: Mozilla's, the organisation's, or one that only this computer knows (which explains
 * and never counts). The chain ends where the first root vouches, so that an old cross-signature behind it does no harm.
 */
export function certificateFactsOf(socket: tls.TLSSocket, trust: Trust): CertificateFacts {
  const began = performance.now()
  const sent = sentBy(socket)
  const linked = sent.findIndex((certificate, index) => {
    const issuer = sent[index + 1]
    return issuer === undefined || !issues(issuer, certificate)
  })
  const chain = sent.slice(0, linked + 1)
  let anchor: CertificateFacts['anchor'] = { kind: 'none', name: null }
  let used = chain
  for (const kind of ['public', 'organisation', 'this-computer'] as const) {
    const at = chain.findIndex((certificate) => rootOf(certificate, kind, trust) !== undefined)
    const certificate = chain[at]
    if (!certificate) continue
    const root = rootOf(certificate, kind, trust)
    anchor = { kind, name: root ? (commonName(root.subject) ?? root.subject.replaceAll('\n', ', ')) : null }
    // A root that was sent along is no part of what the server has to answer for.
    used = chain.slice(0, at > 0 && root?.fingerprint256 === certificate.fingerprint256 ? at : at + 1)
    break
  }
  const error: unknown = socket.authorizationError
  return {
    durationMs: performance.now() - began,
    trouble: null,
    chain: used.map(factOf),
    anchor,
    authorized: socket.authorized,
    authorizationError:
      error == null
        ? null
        : error instanceof Error
          ? ((error as NodeJS.ErrnoException).code ?? error.message)
          : typeof error === 'string'
            ? error
            : JSON.stringify(error),
  }
}
