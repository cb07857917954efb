import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'

type Route = IncomingRouteView | OutgoingRouteView

/** Routes that are selected together may be of both sides; acts on them go to each side by itself. */
export const incomingOf = (routes: readonly Route[]): readonly IncomingRouteView[] =>
  routes.flatMap((route) => ('class' in route ? [route] : []))
export const outgoingOf = (routes: readonly Route[]): readonly OutgoingRouteView[] =>
  routes.flatMap((route) => ('isDefault' in route ? [route] : []))
