import type { RefusalCode } from '../../../contract/define.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { IncomingRouteRecord } from '../ports/records.ts'

/** A route as it was read: an act on it is refused where it was changed since (S8). */
export interface Asked {
  readonly id: string
  readonly revision: number
}

/** A route that an act on many leaves as it is, and why. */
export interface RefusedRoute {
  readonly id: string
  readonly name: string
  readonly word: Word
}

/** Reads the incoming routes that an act is about, in the order asked for; those it cannot be done to are named with the reason. */
export async function several(
  context: Context,
  asked: readonly Asked[],
): Promise<{
  readonly routes: readonly IncomingRouteRecord[]
  readonly refused: RefusedRoute[]
  /** What a refusal of all of them would be. */
  readonly code: RefusalCode
}> {
  const found = new Map(
    (await context.store.incomingRoutesById(asked.map(({ id }) => id))).map((route) => [route.id, route]),
  )
  const routes = new Map<string, IncomingRouteRecord>()
  const refused: RefusedRoute[] = []
  let code: RefusalCode = 'refused'
  for (const { id, revision } of asked) {
    const route = found.get(id)
    if (!route) {
      code = 'not-found'
      refused.push({ id, name: '', word: word('refusal.not-found', { what: 'This route' }) })
    } else if (route.class === 'fallback') {
      refused.push({ id, name: route.name, word: word('refusal.fallback-fixed') })
    } else if (route.revision !== revision) {
      code = 'stale'
      refused.push({ id, name: route.name, word: word('refusal.stale', { what: route.name }) })
    } else routes.set(id, route)
  }
  return { routes: [...routes.values()], refused, code }
}
