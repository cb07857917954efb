import type { Receiving, Side } from './connector.ts'
import { proofLifetime, type ProofOutcome } from './diagnosis/proof.ts'
import type { Failure } from './failure.ts'

/** The state of one side of a connector, by name; icon and word follow from it. */
export type SideState =
  | {
      readonly name:
        | 'draft'
        | 'not-tested'
        | 'proved'
        | 'test-failed'
        | 'needs-test'
        | 'on'
        | 'held'
        | 'holding-folder'
        | 'observing'
        | 'off'
    }
  | { readonly name: 'vault-locked' | 'needs-secret' | 'stopped' | 'paused' }
  | { readonly name: 'backing-off'; readonly nextTryAt: string | null }
  | { readonly name: 'proved-days'; readonly days: number }

export interface SideStanding {
  readonly side: Side
  readonly enabled: boolean
  /** This side's own switch. */
  readonly switch: Receiving
  /** G2: the running settings read the holding folder. */
  readonly holding: boolean
  readonly complete: boolean
  /** Whether this side signs in, by whatever secret; and whether that is stored. */
  readonly signsIn: boolean
  readonly hasSecret: boolean
  readonly vaultOpen: boolean
  readonly paused: boolean
  /** The newest completed test of the saved draft's fingerprint (T4), if any; and whether there was ever one. */
  readonly proof: { readonly outcome: ProofOutcome; readonly finishedAt: string } | null
  readonly testedBefore: boolean
  readonly stopped: boolean
  readonly failure: Failure | null
  readonly nextTryAt: string | null
  /** When running mail last exercised the same steps. */
  readonly lastSuccessAt: string | null
}

const day = 24 * 3600_000

/** Whether a proof may be enabled: passed, and not older than 30 days (T4). */
export const isFresh = (
  proof: { readonly outcome: ProofOutcome; readonly finishedAt: string } | null,
  now: number,
): boolean => proof !== null && proof.outcome === 'passed' && now - Date.parse(proof.finishedAt) < proofLifetime

/** What lists say of a side. What keeps it from running outranks what was proved. `now` in milliseconds since 1970. */
export function sideState(standing: SideStanding, now: number): SideState {
  const { proof } = standing
  const age = proof ? Math.floor((now - Date.parse(proof.finishedAt)) / day) : 0
  if (!standing.enabled) {
    if (!standing.complete) return { name: 'draft' }
    if (proof === null) return { name: standing.testedBefore ? 'needs-test' : 'not-tested' }
    if (proof.outcome === 'failed') return { name: 'test-failed' }
    return age >= 30 ? { name: 'proved-days', days: age } : { name: 'proved' }
  }
  if (standing.switch === 'off') return { name: 'off' }
  if (standing.paused) return { name: 'paused' }
  if (standing.signsIn && !standing.hasSecret) return { name: 'needs-secret' }
  if (standing.signsIn && !standing.vaultOpen) return { name: 'vault-locked' }
  if (standing.stopped) return { name: 'stopped' }
  if (standing.failure) return { name: 'backing-off', nextTryAt: standing.nextTryAt }
  if (proof?.outcome === 'failed') return { name: 'test-failed' }
  // T9: running mail that exercised the same steps keeps a proof young.
  const exercised = Math.max(
    proof ? Date.parse(proof.finishedAt) : 0,
    standing.lastSuccessAt ? Date.parse(standing.lastSuccessAt) : 0,
  )
  const since = Math.floor((now - exercised) / day)
  if (exercised > 0 && since >= 30) return { name: 'proved-days', days: since }
  if (standing.holding) return { name: 'holding-folder' }
  return { name: standing.switch === 'held' ? 'held' : standing.switch === 'observe' ? 'observing' : 'on' }
}

/** Whether this state waits for a person. */
export const needsPerson = (state: SideState): boolean =>
  ['test-failed', 'stopped', 'needs-secret', 'vault-locked', 'backing-off', 'paused'].includes(state.name)

/**
 * I18: whether a side that keeps failing is said aloud, or still given time to recover by itself.
 * `interval` in milliseconds; `now` in milliseconds since 1970.
 */
export function alerts(
  standing: { readonly failures: number; readonly since: string | null; readonly lastSuccessAt: string | null },
  limits: { readonly afterFailures: number; readonly interval: number },
  now: number,
): boolean {
  if (standing.failures === 0) return false
  const lastGood = standing.lastSuccessAt ?? standing.since
  return (
    standing.failures >= limits.afterFailures || (lastGood !== null && now - Date.parse(lastGood) > 3 * limits.interval)
  )
}
