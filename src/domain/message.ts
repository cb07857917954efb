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
  /** First to last, as written. */
  readonly references: readonly string[]
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly text: string
  readonly attachments: readonly Attachment[]
}

export interface Attachment {
  readonly fileName: string | null
  readonly mediaType: string
  /** Octets, decoded. */
  readonly size: number
}
