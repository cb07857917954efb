import { addressKey } from '../../../domain/address.ts'
import type { ProcessFacts, ProcessGoLiveFacts } from '../../../domain/golive/facts.ts'
import { isHolding } from '../../../domain/golive/planned.ts'
import { fromProblem, processPath, sendersOf } from '../../../domain/process.ts'
import { categoryGaps } from '../../../domain/processProblems.ts'
import type { Standing } from '../connectors/view.ts'
import type { IncomingRouteRecord, OutgoingRouteRecord, ProcessRecord } from '../ports/records.ts'

export interface ProcessSurroundings {
  readonly outgoing: readonly OutgoingRouteRecord[]
  readonly incoming: readonly IncomingRouteRecord[]
  readonly standings: readonly Standing[]
  /** By process: mails that were set aside because it was not live. */
  readonly waiting: ReadonlyMap<string, number>
}

/** A process with its revision, which the buttons of its lines need. */
export interface GatheredProcess {
  readonly record: ProcessRecord
  readonly facts: ProcessGoLiveFacts
}

/** What every process can send as now, deleted ones too, since routes may still lead there. */
export function senderFacts(
  processes: readonly ProcessRecord[],
  { outgoing, standings }: Pick<ProcessSurroundings, 'outgoing' | 'standings'>,
): ReadonlyMap<string, ProcessFacts> {
  const names = new Map(standings.map(({ record }) => [record.id, record.name]))
  const carriers = new Map(
    outgoing.flatMap(({ effectiveKey, connectorId }) =>
      effectiveKey ? [[effectiveKey, names.get(connectorId) ?? ''] as const] : [],
    ),
  )
  const carried = new Set(carriers.keys())
  return new Map(
    processes.map((process) => [
      process.id,
      {
        id: process.id,
        path: processPath(process),
        live: process.live,
        deleted: process.deletedAt !== null,
        senders: sendersOf(process).map((sender) => ({
          ...sender,
          problem: fromProblem(sender.address, carried),
          carrier: carriers.get(addressKey(sender.address) ?? '') ?? null,
        })),
      },
    ]),
  )
}

/** G4: what the checklist of every process that is not deleted is computed from. */
export function processFactsOf(
  processes: readonly ProcessRecord[],
  senders: ReadonlyMap<string, ProcessFacts>,
  { incoming, standings, waiting }: ProcessSurroundings,
): readonly GatheredProcess[] {
  const linked = Map.groupBy(incoming, ({ processId }) => processId)
  const taking = new Set(standings.filter(takesMailIn).map(({ record }) => record.id))
  return processes.flatMap((record) => {
    const sending = senders.get(record.id)
    if (record.deletedAt !== null || sending === undefined) return []
    const routes = linked.get(record.id) ?? []
    const enabled = routes.filter((route) => route.enabled)
    const connectors = new Set(routes.map(({ connectorId }) => connectorId))
    const [only = null] = connectors
    return [
      {
        record,
        facts: {
          ...sending,
          routes: {
            enabled: enabled.length,
            off: routes.length - enabled.length,
            receiving: enabled.some(({ connectorId }) => taking.has(connectorId)),
            connectorId: connectors.size === 1 ? only : null,
          },
          gaps: categoryGaps(record, enabled),
          waitingMail: waiting.get(record.id) ?? 0,
        },
      },
    ]
  })
}

const takesMailIn = ({ record, running }: Standing): boolean =>
  running !== null &&
  record.enabled &&
  record.heldSince === null &&
  record.receiving === 'on' &&
  !isHolding(record.holding, running.settings)
