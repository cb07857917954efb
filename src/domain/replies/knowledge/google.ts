import { because, rowsOf, sources } from './row.ts'

/** What Gmail and Google Workspace say by SMTP. */
export const googleSmtp = rowsOf('smtp', {
  'google.bad-credentials': {
    says: /BadCredentials|Username and Password not accepted/i,
    causes: [because('reply.google.bad-credentials', 'you', 'remedy.app-password', 'remedy.two-step-on')],
    source: 'https://support.google.com/mail/?p=BadCredentials',
    verified: 'third-party',
    example:
      '535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials - gsmtp',
  },
  'google.app-password-required': {
    says: /Application-specific password required|InvalidSecondFactor/i,
    causes: [because('reply.google.app-password-required', 'you', 'remedy.app-password')],
    source: 'https://support.google.com/mail/?p=InvalidSecondFactor',
    example:
      '534-5.7.9 Application-specific password required. For more information, go to\r\n534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor - gsmtp',
  },
  'google.too-many-sign-ins': {
    by: 'google',
    says: /too many login attempts|454[ -]4\.7\.0/i,
    causes: [because('reply.google.too-many-sign-ins', 'you', 'remedy.wait', 'remedy.poll-less-often')],
    transient: true,
    source: sources.gmail,
    verified: 'third-party',
    example: '454 4.7.0 Too many login attempts, please try again later. - gsmtp',
  },
  'google.relay-not-allowed': {
    by: 'google',
    says: /421[ -]4\.7\.0|IP not in whitelist|unusual rate/i,
    causes: [
      because(
        'reply.google.relay-not-allowed',
        'mail-server-admin',
        'remedy.relay-allow-list',
        'remedy.set-ehlo-name',
        'remedy.wait',
      ),
    ],
    transient: true,
    source: sources.gmail,
    example: '421 4.7.0 Try again later, closing connection. (EHLO) - gsmtp',
  },
  'google.later': {
    by: 'google',
    says: /^(421[ -]4\.(3\.0|4\.5)|450[ -]4\.2\.1|451[ -]4\.(3\.0|4\.2|5\.0)|452[ -]4\.(2\.2|5\.3))/,
    causes: [because('reply.google.later', 'you', 'remedy.wait', 'remedy.fewer-recipients')],
    transient: true,
    source: sources.gmail,
    verified: 'third-party',
    example: '421 4.3.0 Temporary System Problem. Try again later. - gsmtp',
  },
  'google.sending-quota': {
    says: /5\.4\.5\b.*(sending|quota)|daily (user )?sending (limit|quota) exceeded/i,
    causes: [because('reply.google.sending-quota', 'you', 'remedy.wait-a-day', 'remedy.use-relay-service')],
    transient: true,
    source: 'https://support.google.com/a/answer/166852',
    verified: 'third-party',
    example: '550 5.4.5 Daily sending quota exceeded. - gsmtp',
  },
  'google.admin-rule': {
    says: /- gcdp\b/,
    causes: [because('reply.google.admin-rule', 'mail-server-admin', 'remedy.check-admin-rules')],
    source: sources.gmail,
    example: '550 5.7.1 Messages from this sender are not allowed. - gcdp',
  },
})

/** What Gmail says by IMAP. */
export const googleImap = rowsOf('imap', {
  'google.imap-app-password-required': {
    says: /Application-specific password required/i,
    causes: [because('reply.google.app-password-required', 'you', 'remedy.app-password')],
    source: 'https://support.google.com/accounts/answer/185833',
    example:
      'a1 NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)',
  },
  'google.imap-invalid-credentials': {
    says: /Invalid credentials \(Failure\)/i,
    causes: [because('reply.google.bad-credentials', 'you', 'remedy.app-password', 'remedy.two-step-on')],
    source: 'https://github.com/imapsync/imapsync/issues/175',
    example: 'a1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
  },
  'google.web-login': {
    says: /WEBALERT|web login required|log in via your web browser/i,
    causes: [because('reply.google.web-login', 'you', 'remedy.sign-in-on-the-web', 'remedy.app-password')],
    source: 'https://support.google.com/mail/accounts/answer/78754',
    example: 'a1 NO [WEBALERT https://accounts.google.com/signin/continue] Web login required.',
  },
  'google.simultaneous': {
    says: /too many simultaneous connections/i,
    causes: [because('reply.google.simultaneous', 'you', 'remedy.fewer-connections', 'remedy.wait')],
    transient: true,
    source: 'https://support.google.com/mail/answer/7126229',
    example: 'a1 NO [ALERT] Too many simultaneous connections. (Failure)',
  },
  'google.bandwidth': {
    says: /exceeded command or bandwidth limits/i,
    causes: [because('reply.google.bandwidth', 'you', 'remedy.wait-a-day', 'remedy.poll-less-often')],
    transient: true,
    source: 'https://support.google.com/a/answer/1071518',
    example: 'a1 NO [OVERQUOTA] Account exceeded command or bandwidth limits.',
  },
})
