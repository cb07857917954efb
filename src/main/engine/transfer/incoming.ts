import type { Actor } from '../../../contract/define.ts'
import { addressKey } from '../../../domain/address.ts'
import { classOfAddress, type RouteProblem } from '../../../domain/routeProblems.ts'
import type { IncomingRouteSettings, RouteClass } from '../../../domain/route.ts'
import { positionsFor } from '../../../domain/routing/arranged.ts'
import { inOrder } from '../../../domain/routing/routeIndex.ts'
import { nameKey } from '../connectors/saving.ts'
import type { Context } from '../context.ts'
import type { IncomingRouteRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { routeHistory, type Names } from '../routes/history.ts'
import { judgedRoute } from '../routes/incoming.ts'

type Put =
  | { readonly ok: true; readonly row: IncomingRouteRecord }
  | { readonly ok: false; readonly problems: readonly RouteProblem[] }

/** The order of a class, and which of the routes in it a file moved. */
export interface Arranged {
  readonly order: readonly string[]
  readonly moved: ReadonlySet<string>
}

/** The incoming routes of one connector while a file is read: what it names is taken once, judged, and written together. */
export interface RouteBook {
  /** The next stored route of this name that was not taken yet: of several the one with the address, else one of the address's class. */
  take(name: string, emailAddress: string | null): IncomingRouteRecord | undefined
  /** What an existing or a new route becomes. */
  put(existing: IncomingRouteRecord | null, settings: IncomingRouteSettings): Put
  /** Its place in its class, counted from 1. */
  placeOf(id: string): number | undefined
  /** Everything in one list, history included (R12). `order`: the stored ones as they are; `fresh`: the new ones as they were put. */
  changes(
    arrange: (of: RouteClass, order: readonly string[], fresh: readonly string[]) => Arranged,
    actor: Actor,
  ): readonly Change[]
}

export function createRouteBook(
  context: Context,
  connectorId: string,
  stored: readonly IncomingRouteRecord[],
  names: Names,
  needs: 'a process' | 'process may be missing',
): RouteBook {
  const ordered = inOrder(stored)
  const keys = new Map(ordered.map(({ id, emailAddress }) => [id, addressKey(emailAddress)]))
  const before = new Map(ordered.map((route) => [route.id, route]))
  const waiting = Map.groupBy(ordered, (route) => nameKey(route.name))
  const becomes = new Map<string, IncomingRouteRecord>()
  const ofClass = (of: RouteClass) => ordered.filter((route) => route.class === of)
  const places = new Map(
    (['normal', 'wildcard', 'fallback'] as const).flatMap((of) =>
      ofClass(of).map((route, index) => [route.id, index + 1] as const),
    ),
  )

  return {
    take(name, emailAddress) {
      const called = waiting.get(nameKey(name)) ?? []
      const of = emailAddress === null ? null : classOfAddress(emailAddress)
      const key = emailAddress === null ? undefined : addressKey(emailAddress)
      const fits = (route: IncomingRouteRecord) => of === null || route.class === of
      const taken =
        called.find((route) => key !== undefined && keys.get(route.id) === key && fits(route)) ??
        called.find((route) => route.name === name && fits(route)) ??
        called.find((route) => fits(route)) ??
        called.find((route) => route.class !== 'fallback')
      if (taken) called.splice(called.indexOf(taken), 1)
      return taken
    },
    put(existing, settings) {
      const judged = judgedRoute(context, settings, { connectorId, existing, routes: [], names, needs })
      if (judged.ok) becomes.set(judged.row.id, judged.row)
      return judged
    },
    placeOf: (id) => places.get(id),
    changes(arrange, actor) {
      const changes: Change[] = []
      for (const routeClass of ['normal', 'wildcard', 'fallback'] as const) {
        const old = ofClass(routeClass)
        const fresh = [...becomes.values()].filter((route) => route.class === routeClass && !before.has(route.id))
        const { order, moved } = arrange(
          routeClass,
          old.map(({ id }) => id),
          fresh.map(({ id }) => id),
        )
        const positions = positionsFor(order, new Map(old.map(({ id, position }) => [id, position])))
        for (const [index, id] of order.entries()) {
          const was = before.get(id) ?? null
          const now = becomes.get(id) ?? was!
          const line = becomes.has(id)
            ? routeHistory(context, actor, was, now, was ? 'edited' : 'created', names)
            : null
          const position = positions.get(id) ?? now.position
          const isMoved = was !== null && moved.has(id)
          if (line === null && !isMoved && position === was?.position) continue
          // Those that make room for others keep their revision: a form that is open on one stays good.
          const revision = was === null ? 1 : line === null && !isMoved ? was.revision : was.revision + 1
          if (was) changes.push({ expect: 'incomingRoute', id, revision: was.revision })
          changes.push({ put: 'incomingRoute', row: { ...now, position, revision } })
          if (was && position !== was.position) changes.push({ order: 'incomingRoute', places: [{ id, position }] })
          if (line) changes.push(line)
          if (isMoved)
            changes.push(
              context.history(actor, { kind: 'incoming-route', id, name: now.name }, 'moved', [
                { field: 'position', from: String(places.get(id)), to: String(index + 1) },
              ]),
            )
        }
      }
      return changes
    },
  }
}
