import type { Context } from './context.ts'
import type { TableName, Tables } from './ports/tables.ts'
import type { Change, Store } from './ports/store.ts'

/** A context whose commits are collected, and whose reads of the configuration show them: what is tried here is done as one transaction, or not at all. */
export function staged(context: Context): { readonly context: Context; readonly changes: readonly Change[] } {
  const { store } = context
  const changes: Change[] = []
  const rows = new Map<TableName, Map<string, { readonly id: string }>>()
  const laid = <T extends TableName>(table: T): ReadonlyMap<string, Tables[T]> => rows.get(table) ?? new Map()
  /** The rows as they would be, in the order of the store, new ones behind. */
  const over = <T extends 'connector' | 'process' | 'company' | 'incomingRoute' | 'outgoingRoute'>(
    table: T,
    stored: readonly Tables[T][],
  ): readonly Tables[T][] => {
    const put = laid(table)
    const known = new Set(stored.map((row) => row.id))
    return [...stored.map((row) => put.get(row.id) ?? row), ...[...put.values()].filter((row) => !known.has(row.id))]
  }
  const alive = <R extends { readonly deletedAt: string | null }>(all: readonly R[]): readonly R[] =>
    all.filter((row) => row.deletedAt === null)
  const of = <R extends { readonly connectorId: string }>(
    all: readonly R[],
    connectorId: string | null,
  ): readonly R[] => (connectorId === null ? all : all.filter((row) => row.connectorId === connectorId))

  const reads: Store = {
    ...store,
    connector: async (id) => laid('connector').get(id) ?? store.connector(id),
    connectors: async () => alive(over('connector', await store.connectors())),
    version: async (id) => laid('settingsVersion').get(id) ?? store.version(id),
    processes: async () => over('process', await store.processes()),
    companies: async () => alive(over('company', await store.companies())),
    incomingRoutes: async (connectorId) =>
      of(alive(over('incomingRoute', await store.incomingRoutes(connectorId))), connectorId),
    outgoingRoutes: async (connectorId) =>
      of(alive(over('outgoingRoute', await store.outgoingRoutes(connectorId))), connectorId),
  }
  return {
    changes,
    context: {
      ...context,
      store: reads,
      events: { ...context.events, changed: () => undefined },
      async commit(wanted) {
        for (const change of wanted) {
          // A row that is itself waiting here was read here: its revision needs no check against the store.
          if ('expect' in change && laid(change.expect).has(change.id)) continue
          changes.push(change)
          if (!('put' in change)) continue
          const { row } = change
          if (!('id' in row)) continue
          const table = rows.get(change.put) ?? new Map<string, { readonly id: string }>()
          rows.set(change.put, table.set(row.id, row))
        }
        return { ok: true }
      },
    },
  }
}
