import type { ConnectorSettings } from '../../../domain/connector.ts'
import type { StepResult } from '../../../domain/diagnosis/proof.ts'
import type { Outcome } from '../../../domain/failure.ts'
import type { Attempt, ClientIdentity, Credentials, ProxyAccess, TokenCredentials, Trust } from './conversation.ts'

/** What a ladder is climbed with. */
export interface ProbeRequest {
  readonly settings: ConnectorSettings
  readonly credentials: Credentials | null
  /**
   * C9: gets the access token that takes the place of credentials; called once, when the sign-in is due. Null where the side does not sign in by
   * OAuth 2.0.
   */
  readonly token?: ((signal: AbortSignal) => Promise<Outcome<GivenToken>>) | null
  /** C11: shown to a server that asks for a certificate. */
  readonly clientIdentity?: ClientIdentity | null
  readonly trust: Trust
  /** The proxy that the connections of this side go through; null: directly. */
  readonly proxy: ProxyAccess | null
  /** Further addresses of the mailbox: any of them may be the user name (T5). */
  readonly furtherAddresses: readonly string[]
  /** T5: prove removal in the real folder; only by a tick that names the risk. */
  readonly proveRemovalInFolder: boolean
  /** False where mail is kept: then a mailbox that only can be read passes. Needed unless said. */
  readonly removalNeeded?: boolean
  /** Header value that marks the test's own message, so that every poll passes it over (T10). */
  readonly testMark: string
}

/** A token as a ladder gets it. */
export interface GivenToken {
  readonly credentials: TokenCredentials
  /** The server that gave it. */
  readonly authority: string
  readonly expiresIn: number
}

export interface Ladder {
  readonly steps: readonly StepResult[]
  /** The redacted dialogue with times (T9). */
  readonly transcript: string
}

/** The name of the proxy, or of the server where there is none, is known; its connection stands; the way to the server is open. */
export type ReachStep = 'found' | 'connected' | 'opened'

/** Climbs one side's ladder as far as the server alone allows: *delivered unchanged* is the engine's own step. */
export interface Prober {
  incoming(request: ProbeRequest, attempt: Attempt, onStep: (step: StepResult) => void): Promise<Ladder>
  /** Opens one connection and ends it: whether a server, or the proxy and a server behind it, is reached. Each step is told once it is done. */
  reach(
    to: { readonly host: string; readonly port: number; readonly proxy: ProxyAccess | null },
    attempt: Attempt,
    onStep: (step: ReachStep) => void,
  ): Promise<Outcome<null>>
  outgoing(request: ProbeRequest, attempt: Attempt, onStep: (step: StepResult) => void): Promise<Ladder>
}
