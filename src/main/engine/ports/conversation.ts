import type { AfterMail, IncomingProtocol, Security } from '../../../domain/connector.ts'
import type { Outcome } from '../../../domain/failure.ts'

/** How to reach and enter a server: what settings, vault and workspace come to at the moment of an attempt. */
export interface ServerAccess {
  readonly host: string
  readonly port: number
  readonly security: Security
  readonly addressFamily: 'any' | 'ipv4' | 'ipv6'
  readonly trust: Trust
  /** The proxy that the connection goes through; null: directly. */
  readonly proxy: ProxyAccess | null
  /** Null where the server asks for no sign-in. */
  readonly credentials: Credentials | null
  /** C11: shown to a server that asks for a certificate in the handshake. */
  readonly clientIdentity?: ClientIdentity | null
}

/** A client certificate with its private key, as TLS takes them. */
export interface ClientIdentity {
  /** PKCS #8, PEM. */
  readonly key: string
  /** The certificate, then its issuers without the root, PEM. */
  readonly chain: string
}

/** A proxy and how to enter it (S1), at the moment of an attempt. */
export interface ProxyAccess {
  readonly kind: 'socks5' | 'http'
  readonly host: string
  readonly port: number
  /** Null where it asks for no sign-in. They go to the proxy as its protocol has it, which is in clear text. */
  readonly credentials: { readonly username: string; readonly password: string } | null
}

/** What a side signs in with, once TLS stands. */
export type Credentials = PasswordCredentials | TokenCredentials

export interface PasswordCredentials {
  readonly username: string
  readonly password: string
  /** C7: SASL authorisation identity; null opens the user's own mailbox. */
  readonly additionalMailbox: string | null
}

/** SASL XOAUTH2: whoever the token is for opens the mailbox that is named, a shared one too (C7). */
export interface TokenCredentials {
  /** The mailbox that is opened: the user's own, or the additional one. */
  readonly mailbox: string
  readonly token: string
}

export const isToken = (credentials: Credentials): credentials is TokenCredentials => 'token' in credentials

/** C13: publicly trusted roots, and on top the organisation CAs of this workspace as PEM. Never "ignore certificate errors". */
export interface Trust {
  readonly organisationCas: readonly string[]
  /** S3: at least this version of TLS; 1.2 unless the policy of the computer demands more. */
  readonly minimumTls?: '1.2' | '1.3'
}

/** A folder as a server names it and as a person reads it (C8). */
export interface FolderName {
  /** As the server takes it, decoded (RFC 3501 5.1.3). */
  readonly path: string
  /** Hierarchy split, for showing. */
  readonly parts: readonly string[]
  readonly selectable: boolean
  /** The mailbox's own folder for spam: by its special use (RFC 6154), else by its name. */
  readonly isJunk: boolean
}

/** One message as a listing shows it; the identity never is a sequence number and never depends on \Seen (I3). */
export interface ListedMessage {
  /** IMAP: `<uidvalidity>:<uid>`; POP3: the UIDL. Unique inside folder and mailbox epoch. */
  readonly identity: string
  /** Octets, where the listing says so. */
  readonly size: number | null
  /** IMAP INTERNALDATE as UTC; POP3 has none. */
  readonly receivedAt: string | null
}

export interface Listing {
  readonly messages: readonly ListedMessage[]
  /** IMAP only: UIDVALIDITY of the opened folder. */
  readonly uidValidity: string | null
  /** IMAP only: the UID above all that the folder gave out so far (RFC 3501 2.3.1.1), or null where its server does not say. */
  readonly uidNext: number | null
}

/**
 * An opened mailbox of one connector: list, fetch, then remove or move. One implementation a protocol, one conformance suite for all.
 * Every call ends within the deadline of the attempt; a failure names its stage.
 */
export interface OpenMailbox {
  /** All messages, or those behind `after` (an identity this server gave earlier), in the server's order. */
  list(after: string | null): Promise<Outcome<Listing>>
  /**
   * Raw sources, byte-exact, in the given order; a message that went away meanwhile answers `message-gone` for itself and the rest goes on.
   * Stops early when the consumer stops. `limit` octets: a longer one is not loaded and answers `too-large` (I17), then with its header alone where
   * the server can give it.
   */
  fetch(
    identities: readonly string[],
    limit: number,
  ): AsyncIterable<{ readonly identity: string; readonly raw: Outcome<Uint8Array>; readonly header?: Uint8Array }>
  /**
   * Takes messages out of the mailbox, or moves them; answers those that are gone from the folder for certain afterwards.
   * POP3: removal counts only after QUIT's +OK, which this call awaits; no other call works after it.
   */
  settle(
    identities: readonly string[],
    after: Exclude<AfterMail, { kind: 'keep' }>,
  ): Promise<Outcome<readonly string[]>>
  /**
   * Puts a message into the opened folder, byte for byte, unread, with the instant it was received at. POP3 cannot: `not-supported`.
   */
  append(raw: Uint8Array, receivedAt: string | null): Promise<Outcome<null>>
  close(): Promise<void>
}

/** Opens mailboxes. */
export interface Mailboxes {
  open(
    access: ServerAccess & {
      readonly protocol: IncomingProtocol
      readonly folder: string
      /** Whoever only looks leaves no mark at all: by IMAP not even \Recent is taken from a message (RFC 3501 6.3.2). */
      readonly readOnly?: boolean
    },
    attempt: Attempt,
  ): Promise<Outcome<OpenMailbox>>
  /** Makes a folder, with those above it; one that is there already is no failure. */
  createFolder(
    access: ServerAccess & { readonly protocol: IncomingProtocol },
    path: string,
    attempt: Attempt,
  ): Promise<Outcome<null>>
  /** For the folder chooser (C8). */
  folders(
    access: ServerAccess & { readonly protocol: IncomingProtocol },
    attempt: Attempt,
  ): Promise<Outcome<readonly FolderName[]>>
}

/** One attempt has one deadline: whichever stage stalls, the failure has one shape and names the stage. */
export interface Attempt {
  readonly signal: AbortSignal
  /** Milliseconds for the whole attempt; a message being transferred extends it as long as octets arrive. */
  readonly deadlineMs: number
}

/** What a server said to one recipient. */
export interface RecipientReply {
  readonly address: string
  readonly result: 'sent' | 'deferred' | 'failed' | 'unknown'
  readonly reply: string
}

export interface Envelope {
  readonly from: string
  readonly to: readonly string[]
}

/** Hands mail over to the next server. */
export interface Sender {
  /**
   * Sends one message in one transaction. `handingOver` is called, and awaited, after the recipients were answered and before the first
   * octet of DATA, with the accepted ones (O5); a failure after it, without a final reply, is `outcome-unknown`.
   * Every recipient gets its own answer when at least RCPT was reached; a failure is about the server, the sign-in or the sender (O9).
   */
  send(
    access: ServerAccess & { readonly ehloName: string | null },
    envelope: Envelope,
    raw: Uint8Array,
    attempt: Attempt & { readonly handingOver: (accepted: readonly string[]) => Promise<void> },
  ): Promise<Outcome<readonly RecipientReply[]>>
  /** Ends connections that were kept for the next message. */
  close(): Promise<void>
}

/** Name resolution; tests and practice give their own names. Addresses in the order in which they are tried. */
export interface Resolver {
  /** Whether a server may be connected to at all, without asking for its addresses: a proxy resolves its name. */
  allows(host: string): Outcome<null>
  resolve(host: string, family: 'any' | 'ipv4' | 'ipv6', signal: AbortSignal): Promise<Outcome<readonly string[]>>
}
