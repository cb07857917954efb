import { X509Certificate } from 'node:crypto'
import tls from 'node:tls'
import type { Trust } from '../../engine/ports/conversation.ts'

/** Where a root comes from: Mozilla's list, the workspace's own CAs, or the computer's (which explains and never counts, C13). */
export type RootKind = 'public' | 'organisation' | 'this-computer'

/** Roots by subject, read once for each list. */
const indexes = new Map<string, ReadonlyMap<string, readonly X509Certificate[]>>()

function indexOf(name: string, pems: () => readonly string[]): ReadonlyMap<string, readonly X509Certificate[]> {
  const known = indexes.get(name)
  if (known) return known
  const index = new Map<string, X509Certificate[]>()
  for (const pem of pems()) {
    for (const one of pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []) {
      try {
        const certificate = new X509Certificate(one)
        index.set(certificate.subject, [...(index.get(certificate.subject) ?? []), certificate])
      } catch {
        // A root that cannot be read vouches for nobody.
      }
    }
  }
  indexes.set(name, index)
  return index
}

/** Whether one certificate signed the other, or is it. */
export function issues(root: X509Certificate, certificate: X509Certificate): boolean {
  if (root.fingerprint256 === certificate.fingerprint256) return true
  try {
    return certificate.checkIssued(root) && certificate.verify(root.publicKey)
  } catch {
    return false
  }
}

/** The root of a list that issued a certificate. */
export function rootOf(certificate: X509Certificate, kind: RootKind, trust: Trust): X509Certificate | undefined {
  const organisation = trust.organisationCas.join('\n')
  const index =
    kind === 'public'
      ? indexOf('bundled', () => tls.getCACertificates('bundled'))
      : kind === 'organisation'
        ? indexOf(`organisation ${organisation}`, () => trust.organisationCas)
        : indexOf('system', () => tls.getCACertificates('system'))
  return index.get(certificate.issuer)?.find((root) => issues(root, certificate))
}

/** The common name of a distinguished name as Node writes it, a part a line. */
export const commonName = (name: string): string | null => /(?:^|\n)CN=([^\n]+)/.exec(name)?.[1] ?? null
