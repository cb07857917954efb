import type { Failure } from '../../../domain/failure.ts'
import type { Attempt, ProxyAccess, Trust } from './conversation.ts'

/** What a look for a file came to. */
export type Fetched =
  | { readonly got: 'text'; readonly text: string }
  /** No connection, or none that is trusted. */
  | { readonly got: 'failure'; readonly failure: Failure }
  /** The server answered with this status. */
  | { readonly got: 'status'; readonly status: number }
  /** It sends elsewhere: to another host, or to an address that is not https. */
  | { readonly got: 'elsewhere'; readonly to: string }
  /** More octets than such a file has, or no HTTP. */
  | { readonly got: 'too-much' | 'no-http' }

/** Fetches one small text by https, and nothing else: no cookies, no identification, no other host than the one named. */
export interface UpdateSource {
  /** The name of this computer's release file. */
  readonly file: string
  fetch(
    url: URL,
    access: { readonly trust: Trust; readonly proxy: ProxyAccess | null },
    attempt: Attempt,
  ): Promise<Fetched>
}
