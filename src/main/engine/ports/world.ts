/** Time as the engine sees it (S9): stored as UTC, waited for on the monotonic clock. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Milliseconds of a clock that never jumps. */
  monotonic(): number
  /** Calls once after `ms`; the returned function takes it back. */
  after(ms: number, act: () => void): () => void
}

export interface Randomness {
  bytes(length: number): Uint8Array
  /** A new unique id, sortable by creation. */
  id(): string
}

/**
 * Named moments of what the engine does, for the log file. The names are the steps of the crash matrix:
 * what has to hold when the process dies at one of them is said where it is reached.
 */
export interface Trace {
  reached(step: TraceStep, about: Readonly<Record<string, string | number>>): void
  failed(where: string, error: unknown): void
}

export const pollSteps = [
  'poll.opened',
  'poll.listed',
  'poll.noted',
  'poll.fetched',
  'poll.decided',
  'poll.committed',
  'poll.settling',
  'poll.settled',
  'poll.ended',
] as const
export const sendSteps = [
  'send.claimed',
  'send.handing-over',
  'send.handed-over',
  'send.answered',
  'send.committed',
] as const
/** Behind each transaction of retention: what was removed by then stays removed, and is counted. */
export const retentionSteps = ['retention.removed'] as const
export type TraceStep = (typeof pollSteps)[number] | (typeof sendSteps)[number] | (typeof retentionSteps)[number]
