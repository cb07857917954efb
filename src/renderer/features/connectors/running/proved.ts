import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { Side } from '../../../../domain/connector.ts'
import { sidesOf } from '../../../../domain/connector.ts'
import { words } from '../../../../words/index.ts'

const unproved = (view: ConnectorView): readonly Side[] =>
  sidesOf(view.draft.useFor).filter((side) => !view[side].proved)

/** T1: a side that stays off needs no proof, so one proved side is enough to enable the connector with it. */
export const someProved = (view: ConnectorView): boolean => unproved(view).length < sidesOf(view.draft.useFor).length

/** T4: every side in use has a passed test of the saved draft. */
export const provedForEnable = (view: ConnectorView): boolean => unproved(view).length === 0

/** Why it cannot be enabled now, with no side at all; undefined where it can. */
export function notProvedReason(view: ConnectorView): string | undefined {
  if (someProved(view)) return undefined
  const [first, second] = unproved(view)
  return words['connectors.enable.not-proved']({
    sides:
      second !== undefined
        ? words['connectors.enable.both-sides']()
        : first === 'incoming'
          ? words['connectors.enable.receiving']()
          : words['connectors.enable.sending'](),
  })
}

/** R5: what a proved connector still needs before receiving can be enabled, as a sentence; undefined where nothing. */
export const neededToEnable = (view: ConnectorView): string | undefined =>
  view.incoming.proved && view.problems.some(({ blocks }) => blocks === 'enable')
    ? words['connectors.enable.needs-fallback']()
    : undefined
