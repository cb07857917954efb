import type { Actor, Handlers } from '../../../../contract/define.ts'
import type { WaypostContract } from '../../../../contract/contract.ts'
import { inOrder } from '../../../../domain/routing/routeIndex.ts'
import type { SheetKind } from '../../../../domain/sheetKind.ts'
import { answer } from '../../answers.ts'
import type { Context } from '../../context.ts'
import { exportedCompanies } from '../exported.ts'
import { companyCells, companyRequired, companyTitles, planCompanies } from './companies.ts'
import { connectorRequired, connectorTitles } from './connectorColumns.ts'
import { connectorCells, planConnectors, processPaths, sheetConnector } from './connectors.ts'
import { incomingCells, incomingRequired, incomingTitles, planIncoming, readCalled } from './incoming.ts'
import { outgoingCells, outgoingRequired, outgoingTitles, planOutgoing } from './outgoing.ts'
import { importPlanned, reported } from './report.ts'
import { readSheet, writeSheet, type Planned } from './sheet.ts'

/** S2: routes, companies and connectors as CSV. What a sheet names is made or changed, all in one transaction; what it does not name stays. */
export function createSheets(
  context: Context,
): Pick<Handlers<WaypostContract>['transfer'], 'exportRoutes' | 'previewRoutes' | 'importRoutes'> {
  const { store } = context

  async function planned(kind: SheetKind, text: string, actor: Actor): Promise<Planned> {
    const sheet = readSheet(text, ...columnsOf[kind])
    // Without sound columns every row would only say the same again.
    if (sheet.problems.length > 0) return { rows: [], problems: sheet.problems, changes: [] }
    if (kind === 'outgoing') return planOutgoing(context, sheet, actor)
    if (kind === 'companies') return planCompanies(context, sheet, actor)
    if (kind === 'connectors') return planConnectors(context, sheet, actor)
    const { namesOf } = await exportedCompanies(context)
    return planIncoming(context, sheet, await readCalled(context, namesOf), actor)
  }

  return {
    async exportRoutes({ kind, connectorId }) {
      const connectors = (await store.connectors())
        .filter(({ id }) => connectorId === null || id === connectorId)
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
      if (kind === 'connectors') {
        const paths = await processPaths(context)
        const rows = await Promise.all(connectors.map((record) => sheetConnector(context, record, paths)))
        return answer({ text: writeSheet(connectorTitles, rows.map(connectorCells)) })
      }
      const companies = await exportedCompanies(context)
      if (kind === 'companies') return answer({ text: writeSheet(companyTitles, companies.rows.map(companyCells)) })
      if (kind === 'outgoing') {
        const routes = Map.groupBy(await store.outgoingRoutes(connectorId), (route) => route.connectorId)
        const rows = connectors.flatMap(({ id, name }) =>
          (routes.get(id) ?? [])
            .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.name.localeCompare(b.name, 'en'))
            .map((route) => outgoingCells(name, route)),
        )
        return answer({ text: writeSheet(outgoingTitles, rows) })
      }
      const called = await readCalled(context, companies.namesOf)
      const routes = Map.groupBy(await store.incomingRoutes(connectorId), (route) => route.connectorId)
      const rows = connectors.flatMap(({ id, name }) => {
        const places = { normal: 0, wildcard: 0, fallback: 0 }
        return inOrder(routes.get(id) ?? []).map((route) =>
          incomingCells(name, (places[route.class] += 1), route, called),
        )
      })
      return answer({ text: writeSheet(incomingTitles, rows) })
    },

    previewRoutes: async ({ kind, text }, actor) => answer(reported(await planned(kind, text, actor))),

    async importRoutes({ kind, text, basis }, actor) {
      const plan = await planned(kind, text, actor)
      return importPlanned(context, plan, basis, () => context.events.changed('routes', 'connectors', 'processes'))
    },
  }
}

const columnsOf: Readonly<Record<SheetKind, readonly [readonly string[], readonly string[]]>> = {
  incoming: [incomingTitles, incomingRequired],
  outgoing: [outgoingTitles, outgoingRequired],
  companies: [companyTitles, companyRequired],
  connectors: [connectorTitles, connectorRequired],
}
