import { addressKey } from '../address.ts'
import type { ConnectorSettings } from '../connector.ts'
import { gatewaySettings } from './becomes.ts'
import { blockersOf, type Blocker } from './blockers.ts'
import { candidates, type Candidate } from './candidates.ts'
import type { Choice, Decision, Decisions } from './decision.ts'
import type { Gateway, Reliant } from './gateway.ts'
import { lookAlikes } from './lookAlike.ts'
import type { SenderSeen } from './senders/tally.ts'

/** A From address that is there already. */
export interface ExistingRoute {
  readonly id: string
  readonly connectorId: string
  readonly connector: string
  readonly name: string
  readonly address: string
  readonly isDefault: boolean
  readonly enabled: boolean
  /** Set while mail leaves under it (R13). */
  readonly effectiveKey: string | null
}

/** What a plan is made of: everything that the wizard was told, and the workspace as it is now. */
export interface PlanInput {
  readonly gateway: Gateway
  readonly hasPassword: boolean
  readonly connectorName: string
  readonly primaryAddress: string
  readonly reliants: readonly Reliant[]
  readonly senders: readonly SenderSeen[]
  readonly decisions: Decisions
  /** Names of connectors that are there, in comparable form, with the function that makes it. */
  readonly takenNames: ReadonlySet<string>
  readonly nameKey: (name: string) => string
  readonly routes: readonly ExistingRoute[]
  readonly processes: readonly { readonly path: string; readonly fromAddress: string }[]
  readonly unmonitoredAddress: string
}

/** What becomes of an address. `migrates` and `primary` become enabled routes of the new connector. */
export const rowStates = ['primary', 'migrates', 'carried', 'invalid', 'kept', 'left-out'] as const
export type RowState = (typeof rowStates)[number]

export interface PlanRow {
  /** Decisions are made by it. */
  readonly key: string
  readonly address: string
  /** Other spellings of the same address that were found (N6). */
  readonly merged: readonly string[]
  /** What stood there before it was corrected, with the key that takes the correction back. */
  readonly corrected: readonly { readonly key: string; readonly address: string }[]
  readonly sources: readonly Candidate['source'][]
  readonly state: RowState
  /** Apply waits for it. */
  readonly undecided: boolean
  readonly decision: Decision | null
  readonly choices: readonly Choice[]
  /** Why `use` is not among the choices of an address that is carried: the default route goes with its connector (R11). */
  readonly carriedAsDefault: boolean
  readonly carriedBy: { readonly routeId: string; readonly connectorId: string; readonly connector: string } | null
  /** The domain that is probably meant. */
  readonly similarTo: string | null
  readonly routeName: string
  readonly description: string
  readonly count: number
  readonly recent: number
  readonly lastUsed: string | null
  readonly hosts: readonly string[]
  /** Processes that send under it, by path. */
  readonly usedBy: readonly string[]
}

export interface PlanCounts {
  readonly routes: number
  readonly used: number
  readonly unused: number
  readonly defaults: number
  readonly toDecide: number
  readonly toLookAt: number
  readonly leftOut: number
  readonly kept: number
  readonly unusedByProcess: number
}

export interface Plan {
  readonly connectorName: string
  readonly settings: ConnectorSettings
  /** Undecided first, then what is worth a look, then the rest, the busiest first. */
  readonly rows: readonly PlanRow[]
  /** The default route of each existing outbound connector (M3). */
  readonly defaults: readonly ExistingRoute[]
  readonly counts: PlanCounts
  /** Why it cannot be applied, apart from the test; each with the step that mends it. */
  readonly blockers: readonly Blocker[]
}

export const defaultConnectorName = 'Outgoing Connector'

/** M3: all that Apply would do, as a function of what is known; nothing is read or changed here. */
export function planMigration(input: PlanInput): Plan {
  const carriers = new Map(
    input.routes.flatMap((route) => (route.effectiveKey === null ? [] : [[route.effectiveKey, route] as const])),
  )
  const users = Map.groupBy(input.processes, (process) => addressKey(process.fromAddress) ?? '')
  const primaryKey = addressKey(input.primaryAddress) ?? null
  const groups = [...Map.groupBy(candidates(input, carriers), (each) => each.key)]
  const odd = lookAlikes(domainCounts(groups.map(([key]) => key)))
  const rows = groups
    .map(([key, found]) => rowOf(key, found, { input, carriers, users, primaryKey, odd }))
    .toSorted(inReadingOrder)
  const defaults = input.routes.filter((route) => route.isDefault)
  const counts = countsOf(rows, defaults.length)
  const settings = gatewaySettings(input.gateway, input.primaryAddress.trim())
  return {
    connectorName: input.connectorName.trim(),
    settings,
    rows,
    defaults,
    counts,
    blockers: blockersOf(input, settings, counts.toDecide, primaryKey === null ? undefined : carrierOf(primaryKey)),
  }

  function carrierOf(key: string): ExistingRoute | undefined {
    const row = rows.find((each) => each.key === key)
    return row?.decision?.choice === 'use' && !row.carriedAsDefault ? undefined : carriers.get(key)
  }
}

interface Around {
  readonly input: PlanInput
  readonly carriers: ReadonlyMap<string, ExistingRoute>
  readonly users: ReadonlyMap<string, readonly { readonly path: string }[]>
  readonly primaryKey: string | null
  readonly odd: ReadonlyMap<string, string>
}

function rowOf(key: string, found: readonly Candidate[], around: Around): PlanRow {
  const { input, carriers, users, primaryKey, odd } = around
  const spellings = [...new Set(found.map((each) => each.address))]
  const address = spellings.find((each) => each === each.toLowerCase()) ?? spellings[0]!
  const valid = addressKey(address) !== undefined
  const carrier = valid ? carriers.get(key) : undefined
  const decision = input.decisions[key] ?? null
  const similarTo = valid ? (odd.get(domainOf(key)) ?? null) : null
  const isPrimary = key === primaryKey
  const choices = choicesOf({ valid, carrier, isPrimary, similarTo })
  // A decision that was made about another state of the workspace says nothing of this one.
  const made = decision !== null && choices.includes(decision.choice) ? decision : null
  const state = stateOf({ valid, carrier, isPrimary, made })
  const listed = found.find((each) => each.name !== null || each.description !== '')
  const seen = found.flatMap((each) => each.seen ?? [])
  return {
    key,
    address,
    merged: spellings.filter((each) => each !== address),
    corrected: found.flatMap((each) => each.correctedFrom ?? []),
    sources: [...new Set(found.map((each) => each.source))],
    state,
    undecided: state === 'carried' || state === 'invalid',
    decision: made,
    choices,
    carriedAsDefault: carrier?.isDefault ?? false,
    carriedBy: carrier ? { routeId: carrier.id, connectorId: carrier.connectorId, connector: carrier.connector } : null,
    similarTo,
    routeName: listed?.name ?? address,
    description: listed?.description ?? '',
    count: seen.reduce((sum, { count }) => sum + count, 0),
    recent: seen.reduce((sum, { recent }) => sum + recent, 0),
    lastUsed: seen.reduce<string | null>(
      (last, { lastUsed }) => (lastUsed !== null && (last === null || lastUsed > last) ? lastUsed : last),
      null,
    ),
    hosts: [...new Set(seen.flatMap(({ hosts }) => hosts))],
    usedBy: (valid ? users.get(key) : undefined)?.map(({ path }) => path) ?? [],
  }
}

interface Standing {
  readonly valid: boolean
  readonly carrier: ExistingRoute | undefined
  readonly isPrimary: boolean
}

function choicesOf({
  valid,
  carrier,
  isPrimary,
  similarTo,
}: Standing & { readonly similarTo: string | null }): readonly Choice[] {
  if (!valid) return ['correct', 'leave-out']
  if (carrier) return carrier.isDefault ? ['keep'] : ['keep', 'use']
  if (isPrimary) return []
  return similarTo === null ? ['leave-out', 'correct'] : ['correct', 'as-is', 'leave-out']
}

function stateOf({ valid, carrier, isPrimary, made }: Standing & { readonly made: Decision | null }): RowState {
  if (made?.choice === 'leave-out') return 'left-out'
  if (made?.choice === 'keep') return 'kept'
  if (!valid) return 'invalid'
  if (carrier && made?.choice !== 'use') return 'carried'
  return isPrimary ? 'primary' : 'migrates'
}

export const becomesRoute = (row: Pick<PlanRow, 'state'>): boolean =>
  row.state === 'primary' || row.state === 'migrates'

/** Not asked about, and still worth a look: spelled in several ways, or of a domain that looks like a slip. */
export const worthALook = (row: PlanRow): boolean =>
  !row.undecided &&
  row.state !== 'left-out' &&
  (row.merged.length > 0 || (row.similarTo !== null && row.decision?.choice !== 'as-is'))

const rank = (row: PlanRow): number => (row.undecided ? 0 : worthALook(row) ? 1 : becomesRoute(row) ? 2 : 3)
const inReadingOrder = (a: PlanRow, b: PlanRow): number =>
  rank(a) - rank(b) || b.recent - a.recent || b.count - a.count || (a.key < b.key ? -1 : 1)

function countsOf(rows: readonly PlanRow[], defaults: number): PlanCounts {
  const routes = rows.filter(becomesRoute)
  const used = routes.filter((row) => row.recent > 0).length
  const of = (test: (row: PlanRow) => boolean) => rows.filter(test).length
  return {
    routes: routes.length,
    used,
    unused: routes.length - used,
    defaults,
    toDecide: of((row) => row.undecided),
    toLookAt: of(worthALook),
    leftOut: of((row) => row.state === 'left-out'),
    kept: of((row) => row.state === 'kept'),
    unusedByProcess: of(unusedByProcess),
  }
}

/** An address that would become a route, that no process sends under and nobody decided about. */
export const unusedByProcess = (row: PlanRow): boolean =>
  row.state === 'migrates' && row.usedBy.length === 0 && row.decision === null

const domainOf = (key: string): string => key.slice(key.lastIndexOf('@') + 1)

function domainCounts(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) {
    if (addressKey(key) === undefined) continue
    const domain = domainOf(key)
    counts.set(domain, (counts.get(domain) ?? 0) + 1)
  }
  return counts
}
