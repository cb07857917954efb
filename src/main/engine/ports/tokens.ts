import type { Outcome } from '../../../domain/failure.ts'
import type { Attempt, ProxyAccess, Trust } from './conversation.ts'

/** What a sign-in server is asked for, and the way to it. */
export interface TokenRequest {
  /** Host name of the sign-in server, with its port where that is not 443. */
  readonly authority: string
  readonly tenant: string
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly trust: Trust
  readonly proxy: ProxyAccess | null
}

/** An access token with what came along. */
export interface IssuedToken {
  readonly accessToken: string
  /** Seconds from its arrival on. */
  readonly expiresIn: number
  /** For the next token without asking the person again; null where none was given. */
  readonly refreshToken: string | null
  /** Whom the server signed in, as it names them; null where it does not say. */
  readonly signedInAs: string | null
}

/** A person's sign-in that has begun: it goes on in a browser at `url`. */
export interface BegunSignIn {
  readonly url: string
  /** What it comes to; `cancelled` where the attempt's signal ended it, `timed-out` where nobody came in time. Frees its port in any case. */
  readonly done: Promise<Outcome<IssuedToken>>
}

/** Gets access tokens (RFC 6749). Every call ends within the deadline of the attempt; a failure is of the stage `token`, or of the way to the server. */
export interface TokenSource {
  /** RFC 6749 4.4: an application by its own secret. */
  byClientSecret(request: TokenRequest, clientSecret: string, attempt: Attempt): Promise<Outcome<IssuedToken>>
  /** RFC 6749 6: for the person who signed in once. */
  byRefreshToken(request: TokenRequest, refreshToken: string, attempt: Attempt): Promise<Outcome<IssuedToken>>
  /** RFC 6749 4.1 with PKCE (RFC 7636), answered to a port of this computer (RFC 8252 7.3). `loginHint`: whom the page proposes. */
  signIn(request: TokenRequest, loginHint: string, attempt: Attempt): Promise<Outcome<BegunSignIn>>
}
