import { tokenRefusals } from './exchangeTokens.ts'
import { because, only, rowsOf, sources } from './row.ts'

/** What SMTP servers of any make say. */
export const smtpReplies = rowsOf('smtp', {
  'smtp.client-certificate': {
    says: /client certificate not trusted|no client certificate presented/i,
    causes: [
      because(
        'reply.tls.client-certificate-refused',
        'mail-server-admin',
        'remedy.trust-client-issuer',
        'remedy.send-full-chain',
      ),
    ],
    source: 'https://www.postfix.org/postconf.5.html#smtpd_tls_req_ccert',
    example: '421 4.7.1 mail.lab.test Error: Client certificate not trusted',
  },
  'postfix.sender-login': {
    says: /not owned by user|sender address rejected: not (owned|logged in)/i,
    causes: [
      because('reply.sender-not-owned', 'mail-server-admin', 'remedy.allow-sender-postfix', 'remedy.use-own-address'),
    ],
    source: 'https://www.postfix.org/postconf.5.html#reject_sender_login_mismatch',
    example: '553 5.7.1 <support@northwind.example>: Sender address rejected: not owned by user svc-waypost',
  },
  'smtp.sender-domain': {
    says: /sender address rejected: domain not found|domain of sender address/i,
    causes: [because('reply.sender-domain', 'network-team', 'remedy.publish-sender-domain', 'remedy.check-sender')],
    source: 'https://www.postfix.org/postconf.5.html#reject_unknown_sender_domain',
    example: '450 4.1.8 <support@nowhere.example>: Sender address rejected: Domain not found',
  },
  'smtp.sender-refused': {
    says: /sender (address )?(rejected|denied|not allowed|verify failed)|5\.1\.[78]\b|send as/i,
    at: ['sender', 'recipient', 'data', 'final-reply'],
    causes: [because('reply.sender-not-allowed', 'mail-server-admin', 'remedy.allow-sender', 'remedy.use-own-address')],
    source: sources.rfc3463,
    example: '550 5.1.7 Sender address rejected',
  },
  'smtp.relay-denied': {
    says: /relay(ing)? (access )?(is )?(denied|not permitted|prohibited|not allowed)|unable to relay/i,
    causes: [
      because('reply.relay-denied', 'you', 'remedy.set-sign-in'),
      because('reply.relay-not-final', 'mail-server-admin', 'remedy.allow-relay'),
    ],
    source: sources.ndr,
    example: '554 5.7.1 <anna@contoso.example>: Relay access denied',
  },
  'smtp.greylisted': {
    says: /gr[ae]y-?list/i,
    causes: [because('reply.greylisted', 'you', 'remedy.wait', 'remedy.allow-list-computer')],
    transient: true,
    source: 'https://www.rfc-editor.org/rfc/rfc6647',
    example: '450 4.2.0 <support@northwind.example>: Recipient address rejected: Greylisted',
  },
  'smtp.helo-refused': {
    says: /helo command rejected|bad helo|invalid (ehlo|helo)/i,
    causes: [because('reply.helo-refused', 'you', 'remedy.set-ehlo-name')],
    source: 'https://www.postfix.org/postconf.5.html#smtpd_helo_restrictions',
    example: '504 5.5.2 <workstation>: Helo command rejected: need fully-qualified hostname',
  },
  'smtp.block-list': {
    says: /blocked using|spamhaus|listed (at|by|in)|dnsbl|rbl\b|blacklist|blocklist/i,
    causes: [because('reply.block-list', 'network-team', 'remedy.use-sign-in-port', 'remedy.delist-ip')],
    source: 'https://www.spamhaus.org/faqs/dnsbl-usage/',
    verified: 'unverified',
    example: '554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using zen.spamhaus.org',
  },
  'smtp.unknown-recipient': {
    says: /user unknown|unknown (user|recipient)|no such (user|recipient|mailbox)|5\.1\.1\b|mailbox (unavailable|not found)/i,
    at: ['recipient', 'sender', 'delivery', 'final-reply'],
    causes: [
      because('reply.unknown-recipient', 'mail-server-admin', 'remedy.check-recipient', 'remedy.create-mailbox'),
    ],
    source: sources.rfc3463,
    example: '550 5.1.1 <support@northwind.example>: Recipient address rejected: User unknown in virtual mailbox table',
  },
  'smtp.mailbox-full': {
    says: /[45]\.2\.2\b|mailbox (is )?full|over ?quota/i,
    causes: [because('reply.mailbox-full', 'mail-server-admin', 'remedy.empty-mailbox', 'remedy.raise-quota')],
    source: sources.rfc3463,
    example: '552 5.2.2 Mailbox full',
  },
  'smtp.tls-required': {
    says: /must issue a STARTTLS|5\.7\.0 .*STARTTLS|encryption required|538\b/i,
    causes: [because('reply.imap.privacyrequired', 'you', 'remedy.use-tls')],
    source: 'https://www.rfc-editor.org/rfc/rfc3207#section-4',
    example: '530 5.7.0 Must issue a STARTTLS command first',
  },
  'smtp.sign-in-needed': {
    says: /authentication required|^530\b|5\.7\.0 authentication/i,
    at: ['sender', 'recipient', 'data'],
    causes: [because('reply.sign-in-needed', 'you', 'remedy.set-sign-in')],
    source: 'https://www.rfc-editor.org/rfc/rfc4954#section-6',
    example: '530 5.7.0 Authentication required',
  },
  'smtp.sign-in-refused': {
    says: /^53[45]\b/m,
    at: ['sign-in'],
    causes: [
      only(
        ['password'],
        because('reply.imap.authenticationfailed', 'you', 'remedy.check-password', 'remedy.check-username'),
      ),
      ...tokenRefusals,
      because('reply.sign-in-not-for-smtp', 'mail-server-admin', 'remedy.allow-smtp-sign-in'),
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc4954#section-6',
    example: '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6',
  },
  'smtp.sign-in-later': {
    says: /^454\b|^432\b/m,
    at: ['sign-in'],
    causes: [because('reply.imap.unavailable', 'mail-server-admin', 'remedy.wait', 'remedy.check-service-status')],
    transient: true,
    source: 'https://www.rfc-editor.org/rfc/rfc4954#section-6',
    example: '454 4.7.0 Temporary authentication failure: Connection lost to authentication server',
  },
  'smtp.busy': {
    says: /^421\b|too many (connections|errors)|rate limit/im,
    causes: [because('reply.server-busy', 'mail-server-admin', 'remedy.wait', 'remedy.raise-connection-limit')],
    transient: true,
    source: sources.rfc5321,
    example: '421 4.7.0 mail.northwind.example Error: too many connections from 203.0.113.7',
  },
})
