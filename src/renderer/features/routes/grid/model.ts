import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { searchFor } from '../../../../domain/routing/search.ts'
import type { RouteGroup } from '../store.ts'
import type { GridColumn } from './columns.tsx'
import { incomingColumns, outgoingColumns } from './columns.tsx'

export interface Sort {
  readonly column: string
  readonly direction: 'ascending' | 'descending'
}

/** What a person set for the groups: which are folded, how each is sorted and searched. Groups are named by `groupKey`. */
export interface Arrangement {
  readonly folded: ReadonlySet<string>
  readonly sorts: Readonly<Record<string, Sort>>
  readonly searches: Readonly<Record<string, Readonly<Record<string, string>>>>
}

interface GroupHead {
  readonly key: string
  readonly connectorId: string
  readonly connectorName: string
  readonly enabled: boolean
  readonly folded: boolean
  readonly sort: Sort
  readonly searches: Readonly<Record<string, string>>
  /** How many routes it has, whatever the searches show. */
  readonly total: number
}
export interface IncomingGroup extends GroupHead {
  readonly side: 'incoming'
  /** Those that the searches show, sorted. */
  readonly rows: readonly IncomingRouteView[]
}
export interface OutgoingGroup extends GroupHead {
  readonly side: 'outgoing'
  readonly rows: readonly OutgoingRouteView[]
}
/** The routes of one side of one connector (R9). */
export type Group = IncomingGroup | OutgoingGroup

export const groupKey = (connectorId: string, side: Group['side']): string => `${connectorId} ${side}`

/** Incoming routes stand in their priority order until a person sorts them otherwise; From addresses by name, the default first. */
export const usualSort = (side: Group['side']): Sort => ({
  column: side === 'incoming' ? 'order' : 'name',
  direction: 'ascending',
})

const none = {}

/** The groups of these connectors, searched and sorted. */
export function groupsOf(
  connectors: readonly RouteGroup[],
  { folded, sorts, searches }: Arrangement,
): readonly Group[] {
  return connectors.flatMap((connector): readonly Group[] => {
    const head = (side: Group['side'], total: number): GroupHead => {
      const key = groupKey(connector.connectorId, side)
      return {
        key,
        connectorId: connector.connectorId,
        connectorName: connector.connectorName,
        enabled: connector.enabled,
        folded: folded.has(key),
        sort: sorts[key] ?? usualSort(side),
        searches: searches[key] ?? none,
        total,
      }
    }
    const groups: Group[] = []
    if (connector.incoming) {
      const shared = head('incoming', connector.incoming.length)
      // R5: the fallback is the last, however the others are sorted.
      const rows = arranged(connector.incoming, incomingColumns, shared, (route) => route.class === 'fallback')
      groups.push({ ...shared, side: 'incoming', rows })
    }
    if (connector.outgoing) {
      const shared = head('outgoing', connector.outgoing.length)
      const rows = arranged(connector.outgoing, outgoingColumns, shared)
      groups.push({
        ...shared,
        side: 'outgoing',
        // R11: the default route first, unless a person asked for another order.
        rows: shared.sort === sorts[shared.key] ? rows : defaultFirst(rows),
      })
    }
    return groups
  })
}

const defaultFirst = (rows: readonly OutgoingRouteView[]): readonly OutgoingRouteView[] =>
  rows.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault))

function arranged<R>(
  rows: readonly R[],
  columns: readonly GridColumn<R>[],
  { folded, sort, searches }: GroupHead,
  last: (row: R) => boolean = () => false,
): readonly R[] {
  if (folded) return []
  let shown = rows
  for (const column of columns) {
    const written = searches[column.id] ?? ''
    if (written === '' || !column.texts) continue
    const { texts, choices } = column
    const fits = choices ? (text: string) => text === written : searchFor(written)
    shown = shown.filter((row) => texts(row).some(fits))
  }
  const column = columns.find(({ id }) => id === sort.column)
  if (!column?.texts) return shown
  const { texts, amount } = column
  const turn = sort.direction === 'ascending' ? 1 : -1
  const keys = shown.map((row) => (amount ? amount(row) : (texts(row)[0] ?? '')))
  const order = (a: number, b: number): number =>
    Number(last(shown[a]!)) - Number(last(shown[b]!)) || turn * compared(keys[a]!, keys[b]!)
  // As they come they stand in their priority order already, which is how they are shown most of the time.
  if (keys.every((_, at) => at === 0 || order(at - 1, at) <= 0)) return shown
  return [...keys.keys()].toSorted(order).map((at) => shown[at]!)
}

const collator = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' })
const compared = (a: number | string, b: number | string): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))

/** A line of the grid. Everything in it stands in lines of fixed heights: so ten thousand of them scroll like ten. */
export type Line =
  | { readonly kind: 'group' | 'columns' | 'searches' | 'nothing'; readonly key: string; readonly group: Group }
  | {
      readonly kind: 'incoming'
      readonly key: string
      readonly group: IncomingGroup
      readonly route: IncomingRouteView
    }
  | {
      readonly kind: 'outgoing'
      readonly key: string
      readonly group: OutgoingGroup
      readonly route: OutgoingRouteView
    }

/** px */
export const heights = { group: 36, columns: 44, searches: 38, nothing: 40, incoming: 36, outgoing: 36 } as const

export function linesOf(groups: readonly Group[]): readonly Line[] {
  const lines: Line[] = []
  for (const group of groups) {
    lines.push({ kind: 'group', key: group.key, group })
    if (group.folded) continue
    if (group.total === 0) {
      lines.push({ kind: 'nothing', key: `${group.key} nothing`, group })
      continue
    }
    lines.push({ kind: 'columns', key: `${group.key} columns`, group })
    lines.push({ kind: 'searches', key: `${group.key} searches`, group })
    if (group.rows.length === 0) lines.push({ kind: 'nothing', key: `${group.key} nothing`, group })
    if (group.side === 'incoming')
      for (const route of group.rows) lines.push({ kind: 'incoming', key: route.id, group, route })
    else for (const route of group.rows) lines.push({ kind: 'outgoing', key: route.id, group, route })
  }
  return lines
}

export const isSearched = ({ searches }: Group): boolean => Object.values(searches).some((written) => written !== '')
