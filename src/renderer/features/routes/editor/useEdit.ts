import { useCallback, useEffect, useState } from 'react'
import type { IncomingRouteView } from '../../../../contract/routes.ts'
import { routeSettings, type IncomingRouteSettings, type RouteRules } from '../../../../domain/route.ts'
import { words } from '../../../../words/index.ts'
import { setUnsaved } from '../../../leaving.ts'
import { emptyRoute } from '../store.ts'
import { changedFields } from './form.ts'

/** What was typed over one version of a route. */
interface Typed {
  readonly base: IncomingRouteView | null
  readonly settings: IncomingRouteSettings
}

export interface RouteEdit {
  /** The version that was typed over; null for a route that is being made. */
  readonly base: IncomingRouteView | null
  readonly settings: IncomingRouteSettings
  readonly isChanged: boolean
  readonly set: (change: Partial<IncomingRouteSettings>) => void
  readonly setRules: (change: Partial<RouteRules>) => void
  readonly drop: () => void
}

const settingsFrom = (base: IncomingRouteView | null): IncomingRouteSettings =>
  base === null ? emptyRoute : routeSettings(base)

/** The settings of a route while they are typed. As long as nothing is, they follow the route; leaving with changes is asked about. A new one begins with what was proposed. */
export function useEdit(route: IncomingRouteView | null, proposed: IncomingRouteSettings | null): RouteEdit {
  const [typed, setTyped] = useState<Typed | null>(proposed && { base: null, settings: proposed })
  const base = typed === null ? route : typed.base
  const settings = typed?.settings ?? settingsFrom(base)
  const fields = changedFields(settingsFrom(base), settings)
  const change = (next: (settings: IncomingRouteSettings) => IncomingRouteSettings) =>
    setTyped((now) => ({ base: now === null ? route : now.base, settings: next(now?.settings ?? settingsFrom(route)) }))
  const drop = useCallback(() => {
    setTyped(null)
    setUnsaved(null)
  }, [])

  useEffect(() => {
    setUnsaved(
      fields.length === 0
        ? null
        : {
            name: settings.name.trim() || words['route.new-title'](),
            fields,
            keeps: ([screen, act, id]) =>
              screen === 'routes' && (base === null ? act === 'new' : act === 'edit' && id === base.id),
            discard: () => setTyped(null),
          },
    )
  })
  useEffect(() => () => setUnsaved(null), [])

  return {
    base,
    settings,
    isChanged: fields.length > 0,
    set: (part) => change((now) => ({ ...now, ...part })),
    setRules: (part) => change((now) => ({ ...now, rules: { ...now.rules, ...part } })),
    drop,
  }
}
