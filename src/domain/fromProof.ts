import { isFresh } from './connectorState.ts'
import type { ConnectorSettings, Secrets, SettingsVersion } from './connector.ts'
import { fingerprint } from './connector.ts'
import type { ProofOutcome } from './diagnosis/proof.ts'

/** What a From address is proved with: the running outgoing settings of its connector, under its own address (T3). */
export const underAddress = (settings: ConnectorSettings, address: string): ConnectorSettings => ({
  ...settings,
  primaryAddress: address,
})

/** What a proof of a From address is bound to (T3). */
export const fromFingerprint = (
  running: Pick<SettingsVersion, 'settings' | keyof Secrets>,
  address: string,
  surroundings: Parameters<typeof fingerprint>[3],
): string => fingerprint('outgoing', underAddress(running.settings, address), running, surroundings)

/** The proof of a From address, as lists name it (R9, T9, M4). */
export type FromProofState =
  | { readonly name: 'not-tested' | 'carried-over' | 'needs-test' | 'test-failed' | 'proved' }
  | { readonly name: 'proved-days'; readonly days: number }

export interface FromStanding {
  readonly enabled: boolean
  /** The newest completed test of its fingerprint (T4), and whether the route was ever tested at all. */
  readonly proof: { readonly outcome: ProofOutcome; readonly finishedAt: string } | null
  readonly testedBefore: boolean
  /** Whether mail left under it within 30 days: that exercised the same steps (T9). */
  readonly exercised: boolean
}

const day = 24 * 3600_000

/** `now` in milliseconds since 1970. */
export function fromProofState({ enabled, proof, testedBefore, exercised }: FromStanding, now: number): FromProofState {
  if (proof === null) return { name: testedBefore ? 'needs-test' : enabled ? 'carried-over' : 'not-tested' }
  if (proof.outcome !== 'passed') return { name: 'test-failed' }
  return isFresh(proof, now) || (enabled && exercised)
    ? { name: 'proved' }
    : { name: 'proved-days', days: Math.floor((now - Date.parse(proof.finishedAt)) / day) }
}
