import tls from 'node:tls'
import { domainToAscii } from '../../../domain/address.ts'
import { isIpAddress, nameMatch, readAltNames } from '../../../domain/diagnosis/certificateName.ts'
import type { ClientIdentity, Trust } from '../../engine/ports/conversation.ts'

const contexts = new Map<string, tls.SecureContext>()

/** The roots of every connection (C13): those of Mozilla's list as Node bundles it, and the workspace's own CAs; never the computer's. */
export const trustedRoots = (trust: Trust): readonly string[] => [
  ...tls.getCACertificates('bundled'),
  ...trust.organisationCas,
]

const minVersionOf = (trust: Trust) => (trust.minimumTls === '1.3' ? 'TLSv1.3' : 'TLSv1.2')

/** One context of its own: a key is kept no longer than the connection that it is for. */
const contextWith = (trust: Trust, { key, chain }: ClientIdentity): tls.SecureContext =>
  tls.createSecureContext({ ca: [...trustedRoots(trust)], minVersion: minVersionOf(trust), key, cert: chain })

// Reading 120 roots takes milliseconds; a test of 200 connectors would do it 200 times.
function contextFor(trust: Trust): tls.SecureContext {
  const minVersion = minVersionOf(trust)
  const key = [minVersion, ...trust.organisationCas].join('\n')
  const known = contexts.get(key)
  if (known) return known
  const context = tls.createSecureContext({ ca: [...trustedRoots(trust)], minVersion })
  if (contexts.size >= 20) contexts.clear()
  contexts.set(key, context)
  return context
}

/** The host as certificates and SNI name it: an A-label without the final dot, or an IP address without brackets. */
export const tlsHost = (host: string): string => {
  const plain = host
    .trim()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
  return isIpAddress(plain) ? plain : domainToAscii(plain)
}

/**
 * The TLS options of every connection: TLS 1.2 or newer (newer still where the policy demands it), publicly trusted roots and the organisation's, the name checked by our rule and
 * by Node's own. Connect to a resolved address with `{ ...tlsOptions(host, trust), host: address, port }`. `identity` is shown to a server that asks
 * for a certificate, and to no other.
 */
export function tlsOptions(host: string, trust: Trust, identity: ClientIdentity | null = null): tls.ConnectionOptions {
  const name = tlsHost(host)
  const ip = isIpAddress(name)
  return {
    // RFC 6066 3: an IP address is no server name. An empty one keeps Node from making one up.
    servername: ip ? '' : name,
    secureContext: identity === null ? contextFor(trust) : contextWith(trust, identity),
    minVersion: minVersionOf(trust),
    rejectUnauthorized: true,
    checkServerIdentity: (_servername, certificate) => {
      // Node falls back to the common name and takes partial wildcards; C13 does neither.
      const nodes = tls.checkServerIdentity(name, certificate)
      if (nodes) return nodes
      if (nameMatch(name, readAltNames(certificate.subjectaltname)) !== null) return undefined
      return Object.assign(new Error(`The certificate does not name ${name}.`), {
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      })
    },
  }
}
