import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { Side } from '../../../../domain/connector.ts'
import { sidesOf } from '../../../../domain/connector.ts'
import { words } from '../../../../words/index.ts'

const unproved = (view: ConnectorView): readonly Side[] =>
  sidesOf(view.draft.useFor).filter((side) => !view[side].proved)

/** T4: every side in use has a passed test of the saved draft. */
export const provedForEnable = (view: ConnectorView): boolean => unproved(view).length === 0

/** Why it cannot be enabled now; undefined where it can. */
export function notProvedReason(view: ConnectorView): string | undefined {
  const [first, second] = unproved(view)
  if (first === undefined) return undefined
  return words['connectors.enable.not-proved']({
    sides:
      second !== undefined
        ? words['connectors.enable.both-sides']()
        : first === 'incoming'
          ? words['connectors.enable.receiving']()
          : words['connectors.enable.sending'](),
  })
}
