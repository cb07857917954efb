import { createHash } from 'node:crypto'
import { fingerprint, passwordAlone } from '../../../domain/connector.ts'
import { gatewaySettings } from '../../../domain/migration/becomes.ts'
import type { Reliant } from '../../../domain/migration/gateway.ts'
import { becomesRoute, planMigration, type ExistingRoute, type Plan } from '../../../domain/migration/plan.ts'
import { fromAddressesOf, processPath } from '../../../domain/process.ts'
import { addressInUse } from '../../../domain/route.ts'
import { nameKey } from '../connectors/saving.ts'
import type { Context } from '../context.ts'
import type { MigrationRecord } from '../ports/migrationRecord.ts'
import type { OutgoingRouteRecord, ProofRecord } from '../ports/records.ts'
import { secretStanding } from '../secrets.ts'

/** A migration with the plan that follows from it and from the workspace as it is now. */
export interface Standing {
  readonly record: MigrationRecord
  readonly hasPassword: boolean
  readonly plan: Plan
  /** The routes that are there, by id: what Apply moves is among them. */
  readonly routes: ReadonlyMap<string, OutgoingRouteRecord>
  readonly existing: readonly ExistingRoute[]
  /** The newest completed test of Outgoing Connector with these settings (T4). */
  readonly proof: ProofRecord | null
  /** What Apply would do, in short. */
  readonly basis: string
}

export const reliantsOf = (record: Pick<MigrationRecord, 'typed' | 'sources'>): readonly Reliant[] => [
  ...record.typed.map((address) => ({ address, name: null, description: '' })),
  ...record.sources.flatMap((source) => source.reliants),
]

/** The From addresses that are there, with the names of their connectors. */
export async function existingRoutes({ store }: Context): Promise<{
  readonly records: readonly OutgoingRouteRecord[]
  readonly existing: readonly ExistingRoute[]
}> {
  const [records, connectors] = await Promise.all([store.outgoingRoutes(null), store.connectors()])
  const names = new Map(connectors.map(({ id, name }) => [id, name]))
  return {
    records,
    existing: records.map((route) => ({
      id: route.id,
      connectorId: route.connectorId,
      connector: names.get(route.connectorId) ?? '',
      name: route.name,
      address: addressInUse(route),
      isDefault: route.isDefault,
      enabled: route.enabled,
      effectiveKey: route.effectiveKey,
    })),
  }
}

export async function standingOf(context: Context, record: MigrationRecord): Promise<Standing> {
  const { store } = context
  const [{ records, existing }, connectors, processes, secret] = await Promise.all([
    existingRoutes(context),
    store.connectors(),
    store.processes(),
    secretStanding(context, record.password),
  ])
  const hasPassword = secret === 'usable' || secret === 'locked'
  const plan = planMigration({
    gateway: record.gateway,
    hasPassword,
    connectorName: record.connectorName,
    primaryAddress: record.primaryAddress,
    reliants: reliantsOf(record),
    senders: record.sources.flatMap((source) => source.senders),
    decisions: record.decisions,
    takenNames: new Set(connectors.map(({ name }) => nameKey(name))),
    nameKey,
    routes: existing,
    processes: processes
      .filter((process) => process.deletedAt === null)
      .flatMap((process) =>
        fromAddressesOf(process).map((fromAddress) => ({ path: processPath(process), fromAddress })),
      ),
    unmonitoredAddress: context.settings().unmonitoredAddress,
  })
  const proof = await store.newestProof(record.connectorId, testedBy(context, record))
  return {
    record,
    hasPassword,
    plan,
    routes: new Map(records.map((route) => [route.id, route])),
    existing,
    proof: proof ?? null,
    basis: basisOf(plan),
  }
}

/** What a test of Outgoing Connector is bound to (T3): the same as of the connector that Apply makes. */
const testedBy = (context: Context, { gateway, primaryAddress, password }: MigrationRecord): string =>
  fingerprint(
    'outgoing',
    gatewaySettings(gateway, primaryAddress.trim()),
    passwordAlone(password),
    context.surroundings(),
  )

const basisOf = ({ connectorName, settings, rows }: Plan): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        connectorName,
        settings,
        rows
          .filter(becomesRoute)
          .map(({ key, address, routeName, description, state, carriedBy }) => [
            key,
            address,
            routeName,
            description,
            state,
            carriedBy?.routeId ?? null,
          ])
          .toSorted(([a = ''], [b = '']) => (a! < b! ? -1 : 1)),
      ]),
    )
    .digest('hex')
    .slice(0, 32)
