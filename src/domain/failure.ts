import { z } from './schema.ts'

/** Where in a conversation with a server something stopped, in the order in which the stages happen. */
export const stages = [
  'vault',
  'resolve',
  'connect',
  'tls',
  'certificate',
  'greeting',
  'capabilities',
  'starttls',
  // An access token is asked for from the sign-in server (RFC 6749), before it is shown to the mail server.
  'token',
  'sign-in',
  'mailbox',
  'folder',
  'list',
  'fetch',
  'remove',
  'sender',
  'recipient',
  'data',
  'final-reply',
  'delivery',
  'store',
] as const
export type Stage = (typeof stages)[number]

/** What a proxy in between comes to; all of it says nothing about the server, and all of it may be mended by waiting. */
export const proxyFailureCodes = [
  /** No connection to the proxy itself. */
  'proxy-unreachable',
  /** It asks for a sign-in, or refuses the one it was given. */
  'proxy-sign-in',
  /** It does not let this destination pass. */
  'proxy-refused',
  /** It tried, and did not reach the destination. */
  'proxy-no-way',
  /** It gave no answer in time, or waited in vain itself. */
  'proxy-timed-out',
  /** Its password has to be entered again. */
  'proxy-secret-missing',
  /** It closed in the middle, or speaks something else. */
  'proxy-broken',
] as const
export type ProxyFailureCode = (typeof proxyFailureCodes)[number]

export const failureCodes = [
  'name-not-found',
  'name-lookup-failed',
  'policy-refused',
  ...proxyFailureCodes,
  'connection-refused',
  'connection-timed-out',
  'network-unreachable',
  'connection-reset',
  'connection-closed',
  'tls-failed',
  'tls-untrusted',
  'tls-wrong-name',
  'tls-expired',
  'tls-not-yet-valid',
  'not-tls',
  'tls-first',
  'greeting-refused',
  'starttls-missing',
  'protocol-broken',
  'auth-rejected',
  'auth-unavailable',
  'auth-mechanism-missing',
  'account-disabled',
  'secret-expired',
  'secret-missing',
  'vault-locked',
  'mailbox-refused',
  'folder-missing',
  'folder-unreadable',
  'mailbox-in-use',
  'identifiers-missing',
  'message-gone',
  'throttled',
  'over-quota',
  'too-large',
  'server-unavailable',
  'sender-refused',
  'sender-rewritten',
  'recipient-refused',
  'greylisted',
  'message-refused',
  'outcome-unknown',
  'not-supported',
  'no-carrier',
  'timed-out',
  'cancelled',
  'disk-full',
  'store-failed',
  'internal',
] as const
export type FailureCode = (typeof failureCodes)[number]

/** Why something with a server did not happen, in the words of the server where it had any. Crosses every border as data. */
export const failureSchema = z.strictObject({
  code: z.enum(failureCodes),
  stage: z.enum(stages),
  /** Whether waiting can mend it. RFC 5321 4.2.1: a 4yz reply means "later", whatever code the library adds to it. */
  transient: z.boolean(),
  host: z.string().optional(),
  port: z.number().int().optional(),
  /** The proxy that it was tried through, as host and port. */
  proxy: z.string().optional(),
  /** The server's own words, redacted, never edited otherwise. */
  reply: z.string().optional(),
  /** Evidence of ours: an error name, a certificate's dates, a time limit. For support, not for a sentence of its own. */
  detail: z.string().optional(),
})
export type Failure = z.infer<typeof failureSchema>

/** What an attempt comes to: a value, or the reason why there is none. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value })
export const failed = (failure: Failure): { readonly ok: false; readonly failure: Failure } => ({ ok: false, failure })

/**
 * Sign-in refusals that no retry will mend (I18): each further try brings the account nearer to being locked.
 * A server that says it cannot check passwords now (RFC 5530 UNAVAILABLE, 454 4.7.0) is not among them.
 */
export const isDefiniteRefusal = (failure: Failure): boolean =>
  failure.code === 'auth-rejected' || failure.code === 'account-disabled' || failure.code === 'secret-expired'

export const isProxyFailure = (failure: Failure): boolean => proxyFailureCodes.some((code) => code === failure.code)
