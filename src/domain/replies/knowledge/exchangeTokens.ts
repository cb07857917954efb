import { because, only, type KnownCause } from './row.ts'

/**
 * Why Exchange Online refuses an access token that Entra gave, ranked. It says the same words for all of them, and for a wrong password.
 * Source: Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth".
 */
export const tokenRefusals: readonly KnownCause[] = [
  only(
    ['application'],
    because(
      'reply.microsoft.app-not-in-exchange',
      'mail-server-admin',
      'remedy.register-service-principal',
      'remedy.grant-app-full-access',
      'remedy.grant-app-send-as',
    ),
  ),
  only(
    ['application'],
    because('reply.microsoft.app-permission-missing', 'entra-admin', 'remedy.entra.grant-app-permission'),
  ),
  only(
    ['delegated'],
    because(
      'reply.microsoft.token-of-another',
      'you',
      'remedy.entra.right-account',
      'remedy.entra.shared-mailbox',
      'remedy.grant-full-access',
    ),
  ),
]

/** IMAP and POP3 alike; for SMTP it is a switch of its own (`reply.microsoft.smtp-auth-off-mailbox`). */
export const protocolOff: KnownCause = because(
  'reply.microsoft.protocol-off',
  'mail-server-admin',
  'remedy.protocol-on-mailbox',
)
