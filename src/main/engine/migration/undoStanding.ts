import type { MigrationUndo } from '../../../contract/migration.ts'
import { addressKey } from '../../../domain/address.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { undoBlockers, undoLifetime, type Applied, type UndoBlocker } from '../../../domain/migration/undo.ts'
import { addressInUse } from '../../../domain/route.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { MigrationRecord } from '../ports/migrationRecord.ts'
import type { ConnectorRecord, OutgoingRouteRecord } from '../ports/records.ts'
import { consequencesFor } from '../routes/consequences.ts'

/** An applied migration beside the workspace as it is now. */
export interface UndoStanding {
  readonly applied: Applied
  readonly until: string
  readonly connector: ConnectorRecord | null
  /** Routes of the new connector. */
  readonly created: readonly OutgoingRouteRecord[]
  /** Routes of other connectors that get their address back, each with its connector. */
  readonly moved: readonly { readonly route: OutgoingRouteRecord; readonly connector: ConnectorRecord }[]
  readonly blockers: readonly UndoBlocker[]
}

/** Null where nothing is applied. */
export async function undoStandingOf(context: Context, record: MigrationRecord): Promise<UndoStanding | null> {
  const { applied, appliedAt } = record
  if (record.status !== 'applied' || applied === null || appliedAt === null) return null
  const [all, connectors] = await Promise.all([context.store.outgoingRoutes(null), context.store.connectors()])
  const byId = new Map(connectors.map((each) => [each.id, each]))
  const connector = byId.get(applied.connectorId) ?? null
  const created = all.filter((route) => route.connectorId === applied.connectorId)
  const wanted = new Set(applied.moved.map(({ id }) => id))
  const moved = all.flatMap((route) => {
    const own = byId.get(route.connectorId)
    return wanted.has(route.id) && own ? [{ route, connector: own }] : []
  })
  const carriedElsewhere = (route: OutgoingRouteRecord): string | null => {
    const key = addressKey(addressInUse(route))
    const other = all.find(
      (each) => each.effectiveKey === key && each.connectorId !== applied.connectorId && each.id !== route.id,
    )
    return other ? (byId.get(other.connectorId)?.name ?? '') : null
  }
  const unmonitored = addressKey(context.settings().unmonitoredAddress)
  const returning = new Set(moved.map(({ route }) => addressKey(addressInUse(route))))
  return {
    applied,
    until: new Date(Date.parse(appliedAt) + undoLifetime).toISOString(),
    connector,
    created,
    moved,
    blockers: undoBlockers(applied, {
      appliedAt,
      now: context.clock.now(),
      connector: connector && {
        id: connector.id,
        revision: connector.revision,
        name: connector.name,
        draftId: connector.draftId,
      },
      routes: created,
      elsewhere: moved.map(({ route }) => ({
        id: route.id,
        revision: route.revision,
        name: route.name,
        carriedBy: carriedElsewhere(route),
      })),
      unmonitoredIsMigrated:
        unmonitored !== undefined &&
        unmonitored !== addressKey(applied.unmonitored) &&
        !returning.has(unmonitored) &&
        created.some((route) => route.effectiveKey === unmonitored),
    }),
  }
}

/** What undoing does and stops, said beforehand (M5). */
export async function undoViewOf(context: Context, standing: UndoStanding): Promise<MigrationUndo> {
  const returns = standing.moved.map(({ route, connector }) => ({
    address: addressInUse(route),
    connector: connector.name,
  }))
  const back = new Set(returns.map(({ address }) => addressKey(address)))
  const stopping = standing.created.filter((route) => !back.has(addressKey(addressInUse(route))))
  const { liveProcesses, liveActions, queued } = await consequencesFor(context, stopping)
  return {
    until: standing.until,
    blockers: standing.blockers.map((why) => ({ code: why.code, word: undoWord(why) })),
    stops: stopping.map(addressInUse),
    returns,
    // P2 holds for every step of a case: one that stops is named by its process.
    liveProcesses: [...new Set([...liveProcesses, ...liveActions.map(({ process }) => process)])],
    queued,
  }
}

function undoWord(why: UndoBlocker): Word {
  switch (why.code) {
    case 'too-late':
    case 'connector-gone':
    case 'unmonitored':
      return word(`migration.undo.${why.code}`)
    case 'moved-carried':
      return word('migration.undo.moved-carried', { name: why.name, connector: why.connector })
    default:
      return word(`migration.undo.${why.code}`, { name: why.name })
  }
}
