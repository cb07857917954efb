import { entraReplies } from './knowledge/entra.ts'
import { googleImap, googleSmtp } from './knowledge/google.ts'
import { imapReplies } from './knowledge/imap.ts'
import { microsoftImap, microsoftPop3, microsoftSmtp } from './knowledge/microsoft.ts'
import { pop3Replies } from './knowledge/pop3.ts'
import type { KnownReply } from './knowledge/row.ts'
import { smtpReplies } from './knowledge/smtp.ts'
import { tokenReplies } from './knowledge/token.ts'
import { networkErrors, tlsErrors } from './knowledge/transport.ts'

export type { KnownReply } from './knowledge/row.ts'

/** Everything that is known about what servers say, the most specific first. */
export const knownReplies: readonly KnownReply[] = [
  ...microsoftSmtp,
  ...microsoftImap,
  ...microsoftPop3,
  ...googleSmtp,
  ...googleImap,
  ...imapReplies,
  ...pop3Replies,
  ...smtpReplies,
  ...entraReplies,
  ...tokenReplies,
  ...tlsErrors,
  ...networkErrors,
]
