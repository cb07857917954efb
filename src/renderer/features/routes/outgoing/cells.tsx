import type { OutgoingRouteView } from '../../../../contract/routes.ts'
import { say, words } from '../../../../words/index.ts'
import { token } from '../../../theme/tokens.ts'
import { Switch } from '../../../ui/index.ts'
import { api } from '../../../api/index.ts'
import { showRefusal } from '../../../refused.ts'
import { notify, useViewerReason } from '../../answers/index.ts'
import { everything, routeGroups } from '../store.ts'

interface CellProps {
  readonly route: OutgoingRouteView
}

/** T2: the address that runs; what waits stands under it. */
export const AddressCell = ({ route }: CellProps) =>
  route.pending ? (
    <span title={words['routes.pending']({ running: route.runningAddress ?? '', draft: route.emailAddress })}>
      {route.runningAddress}{' '}
      <span style={{ color: token.ink3 }}>{words['routes.pending-short']({ draft: route.emailAddress })}</span>
    </span>
  ) : (
    route.emailAddress
  )

/** R10, R11: on by a proof; off after what stops was shown. The default route is on with its connector. */
export function EnabledSwitch({
  route,
  onSwitchOff,
  tabIndex,
}: CellProps & { readonly onSwitchOff: (route: OutgoingRouteView) => void; readonly tabIndex: 0 | -1 }) {
  const viewer = useViewerReason()
  const enable = async () => {
    const { id, revision, connectorId, name, description, emailAddress } = route
    const answer = await api.routes.saveOutgoing({
      id,
      revision,
      connectorId,
      settings: { name, description, emailAddress },
      enabled: true,
    })
    if (answer.ok) notify({ message: words['routes.outgoing-saved-running']({ route: name, address: emailAddress }) })
    else showRefusal(answer.refusal)
    void routeGroups.read(everything)
  }
  return (
    <Switch
      checked={route.enabled}
      onChecked={(on) => (on ? void enable() : onSwitchOff(route))}
      label={words['routes.switch']({ route: route.name })}
      tabIndex={tabIndex}
      disabledReason={
        route.isDefault
          ? words['routes.switch-default']()
          : (viewer ??
            (route.enabled || route.proved
              ? undefined
              : route.untestable === null
                ? words['routes.enable-needs-test']()
                : say(route.untestable)))
      }
    />
  )
}
