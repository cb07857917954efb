import { tokenRefusals } from './exchangeTokens.ts'
import { because, only, rowsOf, sources } from './row.ts'

const code = (name: string): RegExp => new RegExp(`^-ERR\\s+\\[${name}\\]`, 'i')

/** What POP3 servers of any make say. */
export const pop3Replies = rowsOf('pop3', {
  'pop3.in-use': {
    says: /\[IN-USE\]|is locked by|already locked|unable to lock/i,
    causes: [because('reply.pop3.in-use', 'you', 'remedy.wait', 'remedy.stop-other-reader')],
    transient: true,
    source: sources.rfc2449,
    example: '-ERR [IN-USE] Mailbox is locked by another POP3 session.',
  },
  'pop3.login-delay': {
    says: code('LOGIN-DELAY'),
    causes: [because('reply.pop3.login-delay', 'you', 'remedy.poll-less-often')],
    transient: true,
    source: sources.rfc2449,
    example: '-ERR [LOGIN-DELAY] Minimum time between mail checks violation.',
  },
  'pop3.sys-temp': {
    says: code('SYS/TEMP'),
    causes: [because('reply.server-outage', 'mail-server-admin', 'remedy.wait', 'remedy.read-server-log')],
    transient: true,
    source: sources.rfc3206,
    example: '-ERR [SYS/TEMP] Temporary authentication failure.',
  },
  'pop3.sys-perm': {
    says: code('SYS/PERM'),
    causes: [because('reply.pop3.sys-perm', 'mail-server-admin', 'remedy.read-server-log')],
    source: sources.rfc3206,
    example: '-ERR [SYS/PERM] The maildrop is damaged.',
  },
  'pop3.auth': {
    says: code('AUTH'),
    causes: [
      only(
        ['password'],
        because('reply.imap.authenticationfailed', 'you', 'remedy.check-password', 'remedy.check-username'),
      ),
      ...tokenRefusals,
    ],
    source: sources.rfc3206,
    example: '-ERR [AUTH] Authentication failed.',
  },
  'pop3.no-uidl': {
    says: /no UIDL|UIDL[^.]*(unknown|not (supported|implemented)|invalid)/i,
    causes: [because('reply.pop3.no-uidl', 'mail-server-admin', 'remedy.use-imap', 'remedy.uidl-on')],
    source: 'https://github.com/neomutt/neomutt/issues/1427',
    example: '-ERR Unknown command: UIDL not supported',
  },
})
