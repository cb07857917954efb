import type { Actor } from '../../../../contract/define.ts'
import type { SheetProblem, SheetRow } from '../../../../contract/transfer.ts'
import { usesSide } from '../../../../domain/connector.ts'
import type { OutgoingRouteSettings } from '../../../../domain/route.ts'
import { word } from '../../../../words/index.ts'
import { nameKey } from '../../connectors/saving.ts'
import type { Context } from '../../context.ts'
import type { OutgoingRouteRecord } from '../../ports/records.ts'
import type { Change } from '../../ports/store.ts'
import { takingEach } from '../called.ts'
import { outgoingChanges } from '../outgoing.ts'
import { standingOnce, type Planned, type Sheet } from './sheet.ts'

const connectorTitle = 'Email Connector Name'
const titles = [
  ['Route Name', 'name', 200],
  ['Email Address', 'emailAddress', 320],
  ['Description', 'description', 1000],
] as const satisfies readonly (readonly [string, keyof OutgoingRouteSettings, number])[]

export const outgoingRequired: readonly string[] = [connectorTitle, 'Route Name']
export const outgoingTitles: readonly string[] = [connectorTitle, ...titles.map(([title]) => title)]

export const outgoingCells = (connectorName: string, route: OutgoingRouteRecord): readonly string[] => [
  connectorName,
  ...titles.map(([, field]) => route[field]),
]

/** What a sheet of From addresses comes to: new ones are drafts, not enabled (R10, S2). */
export async function planOutgoing(context: Context, sheet: Sheet, actor: Actor): Promise<Planned> {
  const { store } = context
  const [connectors, routes] = await Promise.all([store.connectors(), store.outgoingRoutes(null)])
  const known = new Map(connectors.map((connector) => [nameKey(connector.name), connector]))
  const key = (connectorId: string, name: string) => `${connectorId} ${nameKey(name)}`
  const takes = new Map(
    [...Map.groupBy(routes, (route) => route.connectorId)].map(([id, own]) => [id, takingEach(own)]),
  )
  const stands = standingOnce()
  const rows: SheetRow[] = []
  const problems: SheetProblem[] = []
  const changes: Change[] = []
  for (const row of sheet.rows) {
    const wrong = (column: string, why: SheetProblem['word']) => problems.push({ row: row.row, column, word: why })
    const connectorName = row.cell(connectorTitle) ?? ''
    const connector = known.get(nameKey(connectorName))
    const name = row.cell('Route Name') ?? ''
    if (!connector)
      wrong(
        connectorTitle,
        connectorName === '' ? word('input.empty') : word('sheet.connector-unknown', { connector: connectorName }),
      )
    if (name === '') wrong('Route Name', word('input.empty'))
    if (!connector || name === '') continue
    const existing = takes.get(connector.id)?.({ name, emailAddress: row.cell('Email Address') }) ?? null
    const before = stands(existing?.id ?? key(connector.id, name), row.row)
    if (before !== undefined) {
      wrong('Route Name', word('sheet.row-twice', { name, row: before }))
      continue
    }
    const draft = await store.version(connector.draftId)
    if (!existing && !(draft && usesSide(draft.settings.useFor, 'outgoing'))) {
      wrong(connectorTitle, word('refusal.side-not-used', { connector: connector.name }))
      continue
    }
    const settings: OutgoingRouteSettings = { ...(existing ?? { description: '', emailAddress: '' }), name }
    const cells = titles.map(([title, field, limit]) => {
      const cell = row.cell(title)
      if (cell !== undefined && cell.length > limit) wrong(title, word('input.too-long', { limit }))
      return [field, cell ?? settings[field]] as const
    })
    if (problems.at(-1)?.row === row.row) continue
    const wanted = Object.fromEntries(cells) as OutgoingRouteSettings
    const written = outgoingChanges(context, connector.id, existing, wanted, actor)
    if (!written.ok) {
      wrong(titles.find(([, field]) => field === written.field)![0], written.word)
      continue
    }
    changes.push(...written.changes)
    const fields = titles
      .map(([column, field]) => ({ column, from: existing && existing[field], to: wanted[field] }))
      .filter(({ from, to }) => (from ?? '') !== to)
    rows.push({
      row: row.row,
      connector: connector.name,
      name,
      action: existing === null ? 'create' : written.changes.length > 0 ? 'change' : 'same',
      fields: written.changes.length > 0 ? fields : [],
    })
  }
  return { rows, problems, changes }
}
