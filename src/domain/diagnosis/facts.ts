import type { Failure, ProxyFailureCode } from '../failure.ts'
import type { Grant } from '../oauth.ts'
import type { Authentication, IncomingService, OutgoingService, Security, Side } from '../connector.ts'

/** What the test was asked to prove: settings without secrets. */
export interface Asked {
  readonly side: Side
  readonly protocol: 'imap' | 'pop3' | 'smtp'
  readonly service: IncomingService | OutgoingService
  readonly host: string
  readonly port: number
  readonly security: Security
  readonly authentication: Authentication
  readonly username: string
  readonly primaryAddress: string
  readonly furtherAddresses: readonly string[]
  readonly additionalMailbox: string | null
  /** C9: whom an access token is for, and the sign-in server that gives it; null where the sign-in is another. */
  readonly oauth: { readonly grant: Grant; readonly authority: string } | null
  /** IMAP only. */
  readonly folder: string
  readonly ehloName: string
  /** The client certificate that is shown to a server that asks for one. */
  readonly clientCertificate?: { readonly name: string; readonly fingerprint256: string } | null
  readonly proveRemovalInFolder: boolean
  /** Whether Enable needs the removal step. */
  readonly removalNeeded: boolean
}

/** Why a stage came to no good end, as it was met. What it means is judged later. */
export type Trouble =
  /** The server's own words, redacted. */
  | { readonly kind: 'reply'; readonly reply: string }
  /** An error of the operating system or of OpenSSL. */
  | { readonly kind: 'system'; readonly code: string; readonly message: string }
  /** The server closed the connection. `reply` holds its last words, if any. */
  | { readonly kind: 'closed'; readonly reply: string | null }
  /** Nothing came for so many milliseconds. */
  | { readonly kind: 'silent'; readonly afterMs: number }
  /** The deadline of the whole test passed. */
  | { readonly kind: 'deadline'; readonly afterMs: number }
  | { readonly kind: 'cancelled' }
  /** Something that the protocol does not know. */
  | { readonly kind: 'not-understood'; readonly seen: string }
  /** The proxy in between came to this; `seen` are its own words or the system's. */
  | { readonly kind: 'proxy'; readonly proxy: string; readonly code: ProxyFailureCode; readonly seen: string | null }
  /** More octets than any server needs to say. */
  | { readonly kind: 'too-long'; readonly limit: number }

interface Stage {
  readonly durationMs: number
  readonly trouble: Trouble | null
}

export interface NameFacts extends Stage {
  readonly addresses: readonly string[]
  /** Where a proxy resolves the name: its host and port. */
  readonly byProxy?: string
}

export interface ConnectAttempt {
  readonly address: string
  readonly family: 'ipv4' | 'ipv6'
  readonly ms: number
  readonly trouble: Trouble | null
}

export interface ConnectFacts extends Stage {
  /** The address that the test goes on with. */
  readonly address: string | null
  /** The proxy that the connection goes through, as host and port; the address is its then. */
  readonly through?: string
  readonly attempts: readonly ConnectAttempt[]
  /** Tried only when nothing answered: the protocol's other usual ports. */
  readonly siblings: readonly { readonly port: number; readonly answers: boolean }[]
}

export interface TlsFacts extends Stage {
  readonly version: string | null
  readonly cipher: string | null
  /** Key exchange group, where Node tells it. */
  readonly group: string | null
  /** What the port says without TLS, when the handshake met something else. */
  readonly plainGreeting: string | null
  /** Octets that came in clear text behind the server's go-ahead: they were dropped (CVE-2011-0411). */
  readonly injected: number
  /** Whether the server asked for a client certificate; null where the TLS library does not tell. */
  readonly asksCertificate?: boolean | null
}

export interface CertificateFact {
  readonly subject: string
  readonly commonName: string | null
  readonly issuer: string
  readonly dns: readonly string[]
  readonly ips: readonly string[]
  /** ISO 8601, UTC. */
  readonly notBefore: string
  readonly notAfter: string
  readonly fingerprint256: string
  readonly key: { readonly type: string; readonly bits: number | null }
  readonly selfIssued: boolean
  /** Whether it says where its issuer's certificate can be had from a public place (RFC 5280 4.2.2.1). */
  readonly namesPublicIssuer: boolean
}

export interface CertificateFacts extends Stage {
  /** The leaf first, as far as the server sent it, without the trusted root. */
  readonly chain: readonly CertificateFact[]
  /** Whose root the chain ends at: verified signature by signature. */
  readonly anchor: { readonly kind: 'public' | 'organisation' | 'this-computer' | 'none'; readonly name: string | null }
  /** Node's and OpenSSL's own judgement against the same roots; credentials need both. */
  readonly authorized: boolean
  readonly authorizationError: string | null
}

export interface GreetingFacts extends Stage {
  /** The whole greeting, redacted. */
  readonly greeting: string | null
  /** SMTP: what EHLO answered, one entry a line; empty for the others. */
  readonly extensions: readonly string[]
  /** A port that says nothing in clear text was tried with TLS, and answered. */
  readonly speaksTls: boolean
}

export interface CapabilitiesFacts extends Stage {
  readonly capabilities: readonly string[]
}

export interface StarttlsFacts extends TlsFacts {
  /** Whether the server offered the upgrade. */
  readonly offered: boolean
}

/** C9: how the access token was had. The trouble is the test's own end; what the sign-in server, or the way to it, came to is a failure already. */
export interface TokenFacts extends Stage {
  readonly failure: Failure | null
  /** The sign-in server that was asked, as host and port. */
  readonly authority: string
  /** Seconds; null where there is no token. */
  readonly expiresIn: number | null
}

export interface SignInFacts extends Stage {
  /** Mechanisms that the server offers under TLS. */
  readonly offered: readonly string[]
  /** The one that was used; null where none could be. */
  readonly mechanism: string | null
  /** The server's yes, redacted. */
  readonly reply: string | null
  readonly capabilities: readonly string[]
  /** A trouble that came before the credentials were sent: the second EHLO or CAPABILITY. */
  readonly before: boolean
}

export interface FolderFacts extends Stage {
  readonly messages: number | null
  readonly uidValidity: string | null
  /** Folders that are there, when the wanted one is not. */
  readonly others: readonly string[]
  /** POP3: whether the server gives lasting identities. */
  readonly uidl: boolean
}

export interface RemoveFacts extends Stage {
  readonly by: 'rights' | 'temporary-folder' | 'real-folder' | 'not-provable'
  /** RFC 4314 rights on the folder, where the server was asked. */
  readonly rights: string | null
  /** Commands that were proved, in their order. */
  readonly proved: readonly string[]
  /** The name of a folder of ours that could not be taken away again. */
  readonly leftBehind: string | null
  readonly move: boolean
  readonly uidPlus: boolean
}

export interface SenderFacts extends Stage {
  /** The command that was refused; null where none was. */
  readonly refusedAt: 'MAIL FROM' | 'RCPT TO' | null
  readonly reply: string | null
}

/** What was seen, stage by stage; a stage that is missing was not reached. Holds no secret and goes through JSON unchanged. */
export interface Facts {
  readonly asked: Asked
  readonly name?: NameFacts
  readonly connect?: ConnectFacts
  readonly tls?: TlsFacts
  readonly certificate?: CertificateFacts
  readonly greeting?: GreetingFacts
  readonly capabilities?: CapabilitiesFacts
  readonly starttls?: StarttlsFacts
  readonly token?: TokenFacts
  readonly signIn?: SignInFacts
  readonly folder?: FolderFacts
  readonly remove?: RemoveFacts
  readonly sender?: SenderFacts
}
