import type { ConnectorSettings } from '../../../domain/connector.ts'
import type { StepResult } from '../../../domain/diagnosis/proof.ts'
import type { Attempt, ClientIdentity, Credentials, Trust } from './conversation.ts'

/** What a ladder is climbed with. */
export interface ProbeRequest {
  readonly settings: ConnectorSettings
  readonly credentials: Credentials | null
  /** C11: shown to a server that asks for a certificate. */
  readonly clientIdentity?: ClientIdentity | null
  readonly trust: Trust
  /** Further addresses of the mailbox: any of them may be the user name (T5). */
  readonly furtherAddresses: readonly string[]
  /** T5: prove removal in the real folder; only by a tick that names the risk. */
  readonly proveRemovalInFolder: boolean
  /** False where mail is kept: then a mailbox that only can be read passes. Needed unless said. */
  readonly removalNeeded?: boolean
  /** Header value that marks the test's own message, so that every poll passes it over (T10). */
  readonly testMark: string
}

export interface Ladder {
  readonly steps: readonly StepResult[]
  /** The redacted dialogue with times (T9). */
  readonly transcript: string
}

/** Climbs one side's ladder as far as the server alone allows: *delivered unchanged* is the engine's own step. */
export interface Prober {
  incoming(request: ProbeRequest, attempt: Attempt, onStep: (step: StepResult) => void): Promise<Ladder>
  outgoing(request: ProbeRequest, attempt: Attempt, onStep: (step: StepResult) => void): Promise<Ladder>
}
