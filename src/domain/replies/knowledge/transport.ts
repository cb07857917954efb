import { because, rowsOf, sources } from './row.ts'

/** What OpenSSL and Node say about certificates and handshakes. */
export const tlsErrors = rowsOf('tls', {
  'tls.self-signed': {
    says: /DEPTH_ZERO_SELF_SIGNED_CERT/,
    causes: [
      because('reply.tls.self-signed', 'mail-server-admin', 'remedy.public-certificate', 'remedy.organisation-ca'),
    ],
    source: sources.nodeTls,
    example: 'DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate',
  },
  'tls.private-root': {
    says: /SELF_SIGNED_CERT_IN_CHAIN/,
    causes: [
      because('reply.tls.private-root', 'mail-server-admin', 'remedy.public-certificate', 'remedy.organisation-ca'),
      because('reply.tls.intercepted', 'network-team', 'remedy.exempt-from-inspection'),
    ],
    source: sources.nodeTls,
    example: 'SELF_SIGNED_CERT_IN_CHAIN: self-signed certificate in certificate chain',
  },
  'tls.intermediate-missing': {
    says: /UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT/,
    causes: [
      because('reply.tls.intermediate-missing', 'mail-server-admin', 'remedy.install-full-chain'),
      because('reply.tls.private-root', 'mail-server-admin', 'remedy.public-certificate', 'remedy.organisation-ca'),
    ],
    source: sources.nodeTls,
    example: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE: unable to verify the first certificate',
  },
  'tls.dates': {
    says: /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/,
    causes: [
      because('reply.tls.dates', 'mail-server-admin', 'remedy.renew-certificate'),
      because('reply.tls.clock', 'you', 'remedy.set-clock'),
    ],
    source: sources.nodeTls,
    example: 'CERT_HAS_EXPIRED: certificate has expired',
  },
  'tls.wrong-name': {
    says: /HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID/,
    causes: [because('reply.tls.wrong-name', 'you', 'remedy.use-certificate-name', 'remedy.reissue-for-name')],
    source: sources.nodeTls,
    example: "ERR_TLS_CERT_ALTNAME_INVALID: Hostname/IP does not match certificate's altnames",
  },
  'tls.as-named': {
    says: /CERT_REVOKED|INVALID_PURPOSE|INVALID_CA|PATH_LENGTH_EXCEEDED|CERT_CHAIN_TOO_LONG|CERT_UNTRUSTED|CERT_REJECTED|CERT_SIGNATURE_FAILURE|KEY_TOO_(SMALL|WEAK)|MD_TOO_WEAK/,
    causes: [because('reply.tls.as-named', 'mail-server-admin', 'remedy.replace-certificate')],
    source: sources.nodeTls,
    example: 'INVALID_PURPOSE: unsuitable certificate purpose',
  },
  'tls.clear-text-port': {
    says: /wrong version number|WRONG_VERSION_NUMBER|1408F10B|0A00010B|PACKET_LENGTH_TOO_LONG/i,
    causes: [because('reply.tls.clear-text-port', 'you', 'remedy.choose-starttls', 'remedy.choose-tls-port')],
    source: 'https://www.rfc-editor.org/rfc/rfc8314#section-3',
    example: 'ERR_SSL_WRONG_VERSION_NUMBER: error:0A00010B:SSL routines:ssl3_get_record:wrong version number',
  },
  'tls.client-certificate': {
    says: /alert certificate required|CERTIFICATE_REQUIRED|handshake failure:.*client certificate/i,
    causes: [
      because(
        'reply.tls.client-certificate',
        'mail-server-admin',
        'remedy.no-client-certificate-port',
        'remedy.use-certificate-authentication',
      ),
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2.4',
    example: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: tlsv13 alert certificate required',
  },
  'tls.client-issuer-unknown': {
    says: /ALERT_UNKNOWN_CA/,
    causes: [
      because(
        'reply.tls.client-issuer-unknown',
        'mail-server-admin',
        'remedy.trust-client-issuer',
        'remedy.send-full-chain',
      ),
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc8446#section-6.2',
    example: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: tlsv1 alert unknown ca',
  },
  'tls.client-certificate-expired': {
    says: /ALERT_CERTIFICATE_EXPIRED/,
    causes: [because('reply.tls.client-certificate-expired', 'you', 'remedy.renew-client-certificate')],
    source: 'https://www.rfc-editor.org/rfc/rfc8446#section-6.2',
    example: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: sslv3 alert certificate expired',
  },
  'tls.client-certificate-refused': {
    says: /ALERT_((BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(REVOKED|UNKNOWN)|ACCESS_DENIED|DECRYPT_ERROR)/,
    causes: [
      because(
        'reply.tls.client-certificate-refused',
        'mail-server-admin',
        'remedy.allow-client-certificate',
        'remedy.read-server-log',
      ),
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc8446#section-6.2',
    example: 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: sslv3 alert bad certificate',
  },
  'tls.too-old': {
    says: /unsupported protocol|no shared cipher|dh key too small|handshake failure|protocol version|UNSUPPORTED_PROTOCOL|HANDSHAKE_FAILURE|no protocols available/i,
    causes: [because('reply.tls.too-old', 'mail-server-admin', 'remedy.upgrade-tls')],
    source: 'https://www.rfc-editor.org/rfc/rfc8996',
    verified: 'unverified',
    example: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: tlsv1 alert protocol version',
  },
  'tls.no-sni': {
    says: /invalid2\.invalid|No SNI provided/i,
    causes: [because('reply.tls.no-sni', 'you', 'remedy.use-host-name')],
    source: 'https://github.com/freescout-help-desk/freescout/issues/269',
    example: 'CN=invalid2.invalid, OU="No SNI provided; please fix your client."',
  },
})

/** What the operating system and the name service say. */
export const networkErrors = rowsOf('network', {
  'network.name-not-found': {
    says: /\b(ENOTFOUND|ENODATA|EBADNAME)\b/,
    causes: [because('reply.network.name-not-found', 'you', 'remedy.check-host-spelling', 'remedy.publish-name')],
    source: sources.nodeErrors,
    example: 'ENOTFOUND: getaddrinfo ENOTFOUND imap.northwind.exmaple',
  },
  'network.resolver-down': {
    says: /\b(EAI_AGAIN|EAI_FAIL|ESERVFAIL|EREFUSED|ETIMEOUT|EDNS)\b/,
    causes: [because('reply.network.resolver-down', 'network-team', 'remedy.check-dns', 'remedy.check-own-network')],
    transient: true,
    source: sources.nodeErrors,
    example: 'EAI_AGAIN: getaddrinfo EAI_AGAIN imap.northwind.example',
  },
  'network.refused': {
    says: /\bECONNREFUSED\b/,
    causes: [
      because('reply.network.refused', 'you', 'remedy.check-port'),
      because('reply.network.server-down', 'mail-server-admin', 'remedy.start-service'),
    ],
    source: sources.nodeErrors,
    example: 'ECONNREFUSED: connect ECONNREFUSED 203.0.113.24:993',
  },
  'network.timed-out': {
    says: /\b(ETIMEDOUT|CONNECT_TIMEOUT)\b/,
    causes: [
      because('reply.network.timed-out', 'network-team', 'remedy.open-firewall', 'remedy.port-25-blocked'),
      because('reply.network.server-down', 'mail-server-admin', 'remedy.start-service'),
    ],
    transient: true,
    source: sources.nodeErrors,
    example: 'ETIMEDOUT: connect ETIMEDOUT 203.0.113.24:25',
  },
  'network.unreachable': {
    says: /\b(ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL|ENETDOWN)\b/,
    causes: [because('reply.network.unreachable', 'network-team', 'remedy.check-own-network', 'remedy.prefer-ipv4')],
    transient: true,
    source: sources.nodeErrors,
    example: 'ENETUNREACH: connect ENETUNREACH 2001:db8::24:993',
  },
  'network.reset': {
    says: /\b(ECONNRESET|ECONNABORTED|EPIPE)\b/,
    causes: [
      because('reply.network.reset', 'network-team', 'remedy.open-firewall'),
      because(
        'reply.network.refuses-this-computer',
        'mail-server-admin',
        'remedy.allow-list-computer',
        'remedy.read-server-log',
      ),
    ],
    transient: true,
    source: sources.nodeErrors,
    example: 'ECONNRESET: read ECONNRESET',
  },
})
