import type { Responsible } from '../../diagnosis/proof.ts'
import type { Stage } from '../../failure.ts'
import type { Grant } from '../../oauth.ts'

/** What a side shows of itself: a password, or a token for the application or for the person who signed in once. */
export type SignedInBy = 'password' | Grant

/** One likely reason: keys of the words for what it means and what mends it. */
export interface KnownCause {
  readonly meaning: string
  readonly remedies: readonly string[]
  readonly who: Responsible
  /** Only for sign-ins of these kinds; left out where it is known that the side signs in otherwise. */
  readonly when?: readonly SignedInBy[]
}

/** How far the source was followed. */
export type Verified = 'read' | 'third-party' | 'unverified'

/** One thing that servers say, with what it means. Explains only: whether to try again is the reply class's to say. */
export interface KnownReply {
  readonly id: string
  readonly speaks: 'smtp' | 'imap' | 'pop3' | 'token' | 'tls' | 'network'
  /** Says little: heard only where no other row knows the words. */
  readonly general?: true
  /** The words are not unmistakable, so the speaker must be known by host, greeting or service. */
  readonly by?: 'microsoft' | 'google'
  readonly says: RegExp
  /** Only at these stages; at any where absent. */
  readonly at?: readonly Stage[]
  /** Ranked. */
  readonly causes: readonly KnownCause[]
  /** Whether waiting mends it, whatever class the reply has. */
  readonly transient: boolean
  readonly source: string
  readonly verified: Verified
  readonly asOf: string
  /** A line that this row is about. */
  readonly example: string
}

const asOf = '2026-11-20'

export const because = (meaning: string, who: Responsible, ...remedies: readonly string[]): KnownCause => ({
  meaning,
  remedies,
  who,
})

/** The same cause, for sign-ins of these kinds only. */
export const only = (when: readonly SignedInBy[], cause: KnownCause): KnownCause => ({ ...cause, when })

type Given = Omit<KnownReply, 'asOf' | 'transient' | 'verified' | 'speaks' | 'id'> &
  Partial<Pick<KnownReply, 'transient' | 'verified'>>

/** Makes the rows of one protocol; `read` in the source and not mended by waiting unless a row says otherwise. */
export const rowsOf = (speaks: KnownReply['speaks'], rows: Readonly<Record<string, Given>>): readonly KnownReply[] =>
  Object.entries(rows).map(([id, row]) => ({ transient: false, verified: 'read' as const, ...row, id, speaks, asOf }))

/** Addresses of the documents that several rows come from. */
export const sources = {
  printers:
    'https://learn.microsoft.com/exchange/mail-flow-best-practices/fix-issues-with-printers-scanners-and-lob-applications-that-send-email-using-off',
  ndr: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online',
  submission: 'https://learn.microsoft.com/en-us/exchange/troubleshoot/send-emails/smtp-submission-improvements',
  oauth:
    'https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth',
  entra: 'https://learn.microsoft.com/entra/identity-platform/reference-error-codes',
  gmail: 'https://support.google.com/a/answer/3726730',
  nodeTls: 'https://nodejs.org/api/tls.html#x509-certificate-error-codes',
  nodeErrors: 'https://nodejs.org/api/errors.html#common-system-errors',
  rfc6749: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
  rfc5530: 'https://www.rfc-editor.org/rfc/rfc5530#section-3',
  rfc5321: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2',
  rfc3463: 'https://www.rfc-editor.org/rfc/rfc3463#section-3',
  rfc2449: 'https://www.rfc-editor.org/rfc/rfc2449#section-8',
  rfc3206: 'https://www.rfc-editor.org/rfc/rfc3206#section-2',
  defender: 'https://docs.zammad.org/ (Microsoft 365 channel, common errors)',
} as const
