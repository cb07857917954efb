import type { Actor } from '../../../contract/define.ts'
import { processPath } from '../../../domain/process.ts'
import { routeSettings, type IncomingRouteSettings } from '../../../domain/route.ts'
import { arrangedAsListed } from '../../../domain/routing/arranged.ts'
import { say } from '../../../words/index.ts'
import { routeProblem } from '../../../words/problems.ts'
import { nameKey } from '../connectors/saving.ts'
import type { Context } from '../context.ts'
import { readNames } from '../routes/history.ts'
import { takingEach } from './called.ts'
import type { Configuration } from './format.ts'
import { createRouteBook } from './incoming.ts'
import { outgoingChanges } from './outgoing.ts'

type Connector = Configuration['connectors'][number]
/** Where in the connector's part of the file it went wrong. */
type Slip = { readonly ok: false; readonly path: string; readonly problem: string }

/** Brings the routes of a configuration into connectors that are there already; processes and companies go by their names. */
export async function routeFiles(context: Context, actor: Actor) {
  const { store } = context
  const names = await readNames(context)
  const processes = new Map(
    [...names.process.values()]
      .filter((process) => process.deletedAt === null)
      .map((process) => [nameKey(processPath(process)), process.id]),
  )
  const companies = new Map([...names.company].map(([id, name]) => [nameKey(name), id]))
  const processCalled = (path: string): string | undefined => processes.get(nameKey(path))
  const slip = (path: string, problem: string): Slip => ({
    ok: false,
    path,
    // The sentence of the file goes on behind it.
    problem: problem.replace(/\.$/, ''),
  })

  return {
    processCalled,
    async incoming(
      connectorId: string,
      routes: Connector['routes'],
      fallback: Connector['fallback'],
    ): Promise<Slip | { readonly ok: true; readonly reordered: boolean }> {
      const stored = await store.incomingRoutes(connectorId)
      const book = createRouteBook(context, connectorId, stored, names, 'process may be missing')
      const listed: string[] = []
      for (const [at, { process: path, ...route }] of routes.entries()) {
        const processId = path === null ? null : processCalled(path)
        if (processId === undefined) return slip(`routes.${at}.process`, `there is no process ${path}`)
        const known = book.take(route.name, route.emailAddress) ?? null

        const ids = route.rules.companies.map((name) => companies.get(nameKey(name)))
        const unknown = ids.indexOf(undefined)
        if (unknown >= 0)
          return slip(
            `routes.${at}.rules.companies.${unknown}`,
            `there is no company ${route.rules.companies[unknown]}`,
          )
        const settings: IncomingRouteSettings = {
          ...route,
          processId,
          rules: { ...route.rules, companies: ids.filter((id) => id !== undefined) },
        }

        const put = book.put(known, settings)
        if (!put.ok) {
          const [first] = put.problems
          return slip(`routes.${at}.${first!.field.replace('processId', 'process')}`, say(routeProblem(first!)))
        }
        listed.push(put.row.id)
      }
      const last = stored.find((route) => route.class === 'fallback')
      if (fallback && last) book.put(last, { ...routeSettings(last), name: fallback.name, answerCc: fallback.answerCc })
      let reordered = false
      const changes = book.changes((_, order, fresh) => {
        const inClass = new Set([...order, ...fresh])
        const wanted = listed.filter((id) => inClass.has(id))
        const known = new Set(wanted)
        const before = order.filter((id) => known.has(id))
        const old = new Set(before)
        const after = wanted.filter((id) => old.has(id))
        const moved = new Set(after.filter((id, index) => before[index] !== id))
        reordered ||= moved.size > 0
        return { order: arrangedAsListed(order, wanted), moved }
      }, actor)
      await context.commit(changes)
      return { ok: true, reordered }
    },
    async outgoing(
      connectorId: string,
      fromAddresses: Connector['fromAddresses'],
      defaultRoute: Connector['defaultRoute'],
    ): Promise<Slip | { readonly ok: true }> {
      const stored = await store.outgoingRoutes(connectorId)
      const first = stored.find((route) => route.isDefault)
      const take = takingEach(stored.filter((route) => !route.isDefault))
      const rows = [
        ...(defaultRoute && first
          ? [{ path: 'defaultRoute', existing: first, route: { ...defaultRoute, emailAddress: first.emailAddress } }]
          : []),
        ...fromAddresses.map((route, at) => ({
          path: `fromAddresses.${at}`,
          existing: take(route) ?? null,
          route,
        })),
      ]
      for (const { path, existing, route } of rows) {
        const written = outgoingChanges(context, connectorId, existing, route, actor)
        if (!written.ok) return slip(`${path}.${written.field}`, say(written.word))
        await context.commit(written.changes)
      }
      return { ok: true }
    },
  }
}
