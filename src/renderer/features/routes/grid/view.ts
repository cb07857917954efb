import { create } from 'zustand'
import { groupKey, type Arrangement, type Group, type Sort } from './model.ts'

interface View extends Arrangement {
  /** Ids of incoming routes. */
  readonly selected: ReadonlySet<string>
  /** The filter of the header; null: all connectors. */
  readonly connector: string | null
}

const nothing: View = { folded: new Set(), sorts: {}, searches: {}, selected: new Set(), connector: null }

/** How the Routes page is arranged. Folded groups, sorting and the filter are remembered by this user's browser for each workspace. */
export const useView = create<View>()(() => nothing)

const placeOf = (workspaceId: string): string => `waypost.routes.${workspaceId}`
let remembered: string | null = null

/** Takes up what was remembered of a workspace; whatever cannot be read is forgotten. */
export function recall(workspaceId: string): void {
  if (remembered === workspaceId) return
  remembered = workspaceId
  try {
    const kept = JSON.parse(localStorage.getItem(placeOf(workspaceId)) ?? '{}') as Record<string, unknown>
    useView.setState({
      ...nothing,
      folded: new Set(Array.isArray(kept['folded']) ? kept['folded'].filter((key) => typeof key === 'string') : []),
      sorts: sortsOf(kept['sorts']),
      connector: typeof kept['connector'] === 'string' ? kept['connector'] : null,
    })
  } catch {
    useView.setState(nothing)
  }
}

const sortsOf = (kept: unknown): Readonly<Record<string, Sort>> =>
  typeof kept !== 'object' || kept === null
    ? {}
    : Object.fromEntries(
        Object.entries(kept).filter((entry): entry is [string, Sort] => {
          const sort = entry[1] as Partial<Sort> | null
          return typeof sort?.column === 'string' && (sort.direction === 'ascending' || sort.direction === 'descending')
        }),
      )

useView.subscribe(({ folded, sorts, connector }, before) => {
  if (remembered === null || (folded === before.folded && sorts === before.sorts && connector === before.connector))
    return
  try {
    localStorage.setItem(placeOf(remembered), JSON.stringify({ folded: [...folded], sorts, connector }))
  } catch {
    // A browser that keeps nothing: the page then begins as for the first time.
  }
})

export const fold = (key: string, folded: boolean): void =>
  useView.setState((view) => {
    const next = new Set(view.folded)
    if (folded) next.add(key)
    else next.delete(key)
    return { folded: next }
  })

export const foldAll = (groups: readonly Pick<Group, 'key'>[], folded: boolean): void =>
  useView.setState((view) => {
    const next = new Set(view.folded)
    for (const { key } of groups) {
      if (folded) next.add(key)
      else next.delete(key)
    }
    return { folded: next }
  })

export const sortBy = (key: string, sort: Sort): void =>
  useView.setState((view) => ({ sorts: { ...view.sorts, [key]: sort } }))

export const search = (key: string, column: string, written: string): void =>
  useView.setState((view) => ({ searches: { ...view.searches, [key]: { ...view.searches[key], [column]: written } } }))

export const clearSearch = (key: string): void =>
  useView.setState((view) => ({ searches: { ...view.searches, [key]: {} } }))

export const showConnector = (connector: string | null): void => useView.setState({ connector })

export const select = (ids: Iterable<string>, on: boolean): void =>
  useView.setState((view) => {
    const next = new Set(view.selected)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    return { selected: next }
  })

export const clearSelection = (): void => {
  if (useView.getState().selected.size > 0) useView.setState({ selected: new Set() })
}

/** Shows the routes of a connector in their priority order, all of them: what moving them needs. */
export function showInOrder(connectorId: string): void {
  const key = groupKey(connectorId, 'incoming')
  clearSearch(key)
  sortBy(key, { column: 'order', direction: 'ascending' })
}
