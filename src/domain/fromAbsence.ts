/** P2: what the picker of From addresses explains of one that it does not offer, the first thing to be mended. */
export const fromAbsences = [
  'incoming-only',
  'connector-draft',
  'connector-off',
  'sending-off',
  'draft-waits',
  'not-tested',
  'test-failed',
  'test-old',
  'route-off',
] as const
export type FromAbsence = (typeof fromAbsences)[number]

export interface FromSurroundings {
  readonly connector: {
    /** Whether it is used for sending at all (C3). */
    readonly sends: boolean
    readonly enabled: boolean
    readonly ranBefore: boolean
    readonly sending: boolean
  }
  readonly route: {
    readonly enabled: boolean
    /** Whether its last completed test passed and is fresh (T4). */
    readonly proved: boolean
    readonly lastOutcome: 'passed' | 'failed' | 'cancelled' | null
  }
}

/** Why an outgoing route's address is not effective. */
export function fromAbsence({ connector, route }: FromSurroundings): FromAbsence {
  if (!connector.sends) return 'incoming-only'
  if (!connector.enabled) return connector.ranBefore ? 'connector-off' : 'connector-draft'
  if (!connector.sending) return 'sending-off'
  // It is effective under the address that runs; this one is its draft's (T2).
  if (route.enabled) return 'draft-waits'
  if (route.proved) return 'route-off'
  if (route.lastOutcome === null || route.lastOutcome === 'cancelled') return 'not-tested'
  return route.lastOutcome === 'failed' ? 'test-failed' : 'test-old'
}
