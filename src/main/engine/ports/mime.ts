import type { Message } from '../../../domain/message.ts'
import type { Outcome } from '../../../domain/failure.ts'

/** What a mail of ours is composed from. */
export interface Draft {
  readonly from: { readonly name: string; readonly address: string }
  readonly to: readonly string[]
  readonly cc?: readonly string[]
  /** Where answers go, where that is not the From address. */
  readonly replyTo?: string | null
  readonly subject: string
  readonly text: string
  /** With angle brackets; fixed before the first try (O5). */
  readonly messageId: string
  readonly date: string
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

export interface Mime {
  /** Reads a raw source under limits (I17); what cannot be read fails as `protocol-broken`. Never throws. */
  read(raw: Uint8Array): Promise<Outcome<Message>>
  /** The raw source, CRLF line ends (RFC 5322). */
  compose(draft: Draft): Promise<Uint8Array>
}
