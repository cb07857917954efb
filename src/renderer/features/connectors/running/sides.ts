import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { Side } from '../../../../domain/connector.ts'
import { usesSide } from '../../../../domain/connector.ts'

/** What enabling does with one side: switches it on, leaves it as it was switched, or leaves it off without a proof. */
export type SidePlan = 'unused' | 'on' | 'as-it-was' | 'not-proved'

/** Enabling newer settings of a running connector keeps its switches; a side that is new is switched on (T1, T2). */
export function sidePlan(view: ConnectorView, side: Side): SidePlan {
  if (!usesSide(view.draft.useFor, side)) return 'unused'
  const ran = view.enabled && view.running !== null && usesSide(view.running.useFor, side)
  const switchedOff = side === 'incoming' ? view.receiving === 'off' : !view.sending
  if (ran && switchedOff) return 'as-it-was'
  if (!view[side].proved) return 'not-proved'
  return ran ? 'as-it-was' : 'on'
}
