/** One address of a header, with its display name. */
export interface Mailbox {
  readonly name: string
  readonly address: string
}

/** What the planner and the lists need of a mail, read from its raw source. Deciding needs nothing else. */
export interface Message {
  readonly messageId: string | null
  readonly subject: string
  readonly from: readonly Mailbox[]
  readonly replyTo: readonly Mailbox[]
  /** All To and Cc addresses, top to bottom, To before Cc, group members in place (N5). */
  readonly to: readonly Mailbox[]
  readonly cc: readonly Mailbox[]
  /** The Date header as UTC, or null when it says nothing usable. */
  readonly date: string | null
  readonly inReplyTo: string | null
  /** First to last, as written; then what `In-Reply-To` names beside the first. */
  readonly references: readonly string[]
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly text: string
  readonly attachments: readonly Attachment[]
  /** A delivery status report that it carries (RFC 3464), or null. */
  readonly report: DeliveryReport | null
}

/** What a server reports about a mail that was sent. */
export interface DeliveryReport {
  /** Message-ID of the returned part, with angle brackets; null where nothing was returned. */
  readonly messageId: string | null
  readonly recipients: readonly ReportedRecipient[]
}

/** One recipient's block of a delivery report (RFC 3464 2.3). */
export interface ReportedRecipient {
  readonly address: string
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown'
  /** Enhanced status code, such as 5.1.1. */
  readonly status: string
  /** The server's own words. */
  readonly diagnostic: string
}

export interface Attachment {
  readonly fileName: string | null
  readonly mediaType: string
  /** Octets, decoded. */
  readonly size: number
  /** SHA-256 of the decoded octets, hexadecimal: equal content is compared by it (I4b). */
  readonly digest: string
}
