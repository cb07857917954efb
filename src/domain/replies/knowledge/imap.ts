import { tokenRefusals } from './exchangeTokens.ts'
import { because, only, rowsOf, sources } from './row.ts'

const code = (name: string): RegExp => new RegExp(`\\[${name}\\b`, 'i')

/** What IMAP servers of any make say: products first, then RFC 5530's response codes. */
export const imapReplies = rowsOf('imap', {
  'dovecot.connections': {
    says: /mail_max_userip_connections/i,
    causes: [
      because(
        'reply.dovecot.connections',
        'mail-server-admin',
        'remedy.fewer-connections',
        'remedy.raise-connection-limit',
      ),
    ],
    transient: true,
    source: 'https://doc.dovecot.org/settings/core/#core_setting-mail_max_userip_connections',
    example: 'a1 NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)',
  },
  'imap.authenticationfailed': {
    says: code('AUTHENTICATIONFAILED'),
    causes: [
      only(
        ['password'],
        because('reply.imap.authenticationfailed', 'you', 'remedy.check-password', 'remedy.check-username'),
      ),
      ...tokenRefusals,
      because('reply.additional-mailbox-refused', 'mail-server-admin', 'remedy.allow-additional-mailbox'),
    ],
    source: sources.rfc5530,
    example: 'a1 NO [AUTHENTICATIONFAILED] Authentication failed.',
  },
  'imap.authorizationfailed': {
    says: code('AUTHORIZATIONFAILED'),
    causes: [because('reply.imap.authorizationfailed', 'mail-server-admin', 'remedy.allow-additional-mailbox')],
    source: sources.rfc5530,
    example: 'a1 NO [AUTHORIZATIONFAILED] Not allowed to act for team@northwind.example',
  },
  'imap.expired': {
    says: code('EXPIRED'),
    causes: [because('reply.imap.expired', 'you', 'remedy.renew-password')],
    source: sources.rfc5530,
    example: 'a1 NO [EXPIRED] The password has expired.',
  },
  'imap.privacyrequired': {
    says: code('PRIVACYREQUIRED'),
    causes: [because('reply.imap.privacyrequired', 'you', 'remedy.use-tls')],
    source: sources.rfc5530,
    example: 'a1 NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.',
  },
  'imap.contactadmin': {
    says: code('CONTACTADMIN'),
    causes: [because('reply.imap.contactadmin', 'mail-server-admin', 'remedy.ask-why-blocked')],
    source: sources.rfc5530,
    example: 'a1 NO [CONTACTADMIN] Account disabled.',
  },
  'imap.unavailable': {
    says: code('UNAVAILABLE'),
    causes: [because('reply.imap.unavailable', 'mail-server-admin', 'remedy.wait', 'remedy.check-service-status')],
    transient: true,
    source: sources.rfc5530,
    example: 'a1 NO [UNAVAILABLE] Temporary authentication failure.',
  },
  'imap.noperm': {
    says: code('NOPERM'),
    causes: [because('reply.imap.noperm', 'mail-server-admin', 'remedy.grant-folder-rights')],
    source: sources.rfc5530,
    example: 'a1 NO [NOPERM] Permission denied',
  },
  'imap.inuse': {
    says: code('INUSE'),
    causes: [because('reply.imap.inuse', 'you', 'remedy.wait', 'remedy.stop-other-reader')],
    transient: true,
    source: sources.rfc5530,
    example: 'a1 NO [INUSE] Mailbox in use.',
  },
  'imap.limit': {
    says: code('LIMIT'),
    causes: [because('reply.imap.limit', 'mail-server-admin', 'remedy.wait', 'remedy.raise-connection-limit')],
    transient: true,
    source: sources.rfc5530,
    example: 'a1 NO [LIMIT] Too many flags in mailbox',
  },
  'imap.overquota': {
    says: code('OVERQUOTA'),
    causes: [because('reply.imap.overquota', 'mail-server-admin', 'remedy.empty-mailbox', 'remedy.raise-quota')],
    source: sources.rfc5530,
    example: 'a1 NO [OVERQUOTA] Quota exceeded (mailbox for user is full)',
  },
  'imap.nonexistent': {
    says: /\[(NONEXISTENT|TRYCREATE)\b|Mailbox doesn't exist/i,
    causes: [because('reply.imap.nonexistent', 'you', 'remedy.choose-folder', 'remedy.create-folder')],
    source: sources.rfc5530,
    example: "a1 NO [NONEXISTENT] Mailbox doesn't exist: Holding",
  },
  'imap.cannot': {
    says: /\[(CANNOT|ALREADYEXISTS)\b/i,
    causes: [because('reply.imap.cannot', 'mail-server-admin', 'remedy.ask-what-is-allowed')],
    source: sources.rfc5530,
    example: 'a1 NO [CANNOT] Invalid mailbox name',
  },
  'imap.serverbug': {
    says: /\[(SERVERBUG|CORRUPTION)\b/i,
    causes: [because('reply.imap.serverbug', 'mail-server-admin', 'remedy.read-server-log')],
    transient: true,
    source: sources.rfc5530,
    example: 'a1 NO [SERVERBUG] Internal error occurred. Refer to server log for more information.',
  },
  'imap.clientbug': {
    says: code('CLIENTBUG'),
    causes: [because('reply.clientbug', 'you', 'remedy.report-to-support')],
    source: sources.rfc5530,
    example: 'a1 BAD [CLIENTBUG] Invalid command',
  },
  'imap.uidvalidity': {
    says: /UIDVALIDITY changed/i,
    causes: [because('reply.imap.uidvalidity', 'you', 'remedy.nothing-to-do')],
    source: 'https://www.rfc-editor.org/rfc/rfc3501#section-2.3.1.1',
    example: 'UIDVALIDITY changed from 1700000000 to 1800000000',
  },
  'imap.bye': {
    says: /^\* BYE\b/i,
    causes: [because('reply.imap.bye', 'you', 'remedy.wait', 'remedy.read-server-log')],
    transient: true,
    source: 'https://www.rfc-editor.org/rfc/rfc3501#section-7.1.5',
    example: '* BYE Session expired, please login again.',
  },
})
