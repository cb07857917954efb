import type { Actor, Answer, Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { ProcessView } from '../../contract/routes.ts'
import { addressKey } from '../../domain/address.ts'
import type { Word } from '../../domain/diagnosis/proof.ts'
import { processPath } from '../../domain/process.ts'
import { addressInUse } from '../../domain/route.ts'
import { word } from '../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from './answers.ts'
import { nameKey } from './connectors/saving.ts'
import type { Context } from './context.ts'
import type { FieldChange, IncomingRouteRecord, OutgoingRouteRecord, ProcessRecord } from './ports/records.ts'
import type { Change } from './ports/store.ts'
import { takingTurns } from './turns.ts'

/** P2: why nothing may leave under a process's From address now; null when it may. */
export function fromProblemOf(fromAddress: string, effective: ReadonlySet<string>): Word | null {
  if (fromAddress.trim() === '') return word('cannot-send.from-missing')
  const key = addressKey(fromAddress)
  if (!key) return word('cannot-send.from-invalid', { address: fromAddress })
  return effective.has(key) ? null : word('cannot-send.no-carrier', { address: fromAddress })
}

export const effectiveKeys = (routes: readonly OutgoingRouteRecord[]): ReadonlySet<string> =>
  new Set(routes.flatMap((route) => (route.effectiveKey ? [route.effectiveKey] : [])))

/** What setting a process live changes; refused when its From has no carrier (P2). `alsoCarried`: an address enabled in the same transaction. */
export async function setLiveChanges(
  context: Context,
  id: string,
  actor: Actor,
  alsoCarried: string | null,
): Promise<Answer<readonly Change[]>> {
  const process = (await context.store.processes()).find((each) => each.id === id && each.deletedAt === null)
  if (!process) return notFound('This process')
  if (process.live) return answer([])
  const carried = new Set(effectiveKeys(await context.store.outgoingRoutes(null)))
  const also = alsoCarried === null ? undefined : addressKey(alsoCarried)
  if (also) carried.add(also)
  if (fromProblemOf(process.fromAddress, carried))
    return refuse('refused', word('refusal.from-not-carried', { address: process.fromAddress }))
  return answer([
    { put: 'process', row: { ...process, live: true, revision: process.revision + 1 } },
    context.history(actor, { kind: 'process', id, name: processPath(process) }, 'set live', [
      { field: 'live', from: 'Draft', to: 'Live' },
    ]),
  ])
}

export function createProcesses(context: Context): Handlers<WaypostContract>['processes'] {
  const { store } = context
  const inTurn = takingTurns()
  const find = async (id: string) => (await store.processes()).find((each) => each.id === id && each.deletedAt === null)

  async function viewer() {
    const [outgoing, incoming, waiting] = await Promise.all([
      store.outgoingRoutes(null),
      store.incomingRoutes(null),
      store.waitingCounts(),
    ])
    return (process: ProcessRecord): ProcessView => view(process, effectiveKeys(outgoing), incoming, waiting)
  }

  return {
    async list() {
      const view = await viewer()
      return answer({ rows: (await store.processes()).filter((process) => process.deletedAt === null).map(view) })
    },
    async get({ id }) {
      const process = await find(id)
      return process ? answer((await viewer())(process)) : notFound('This process')
    },
    save: ({ id, revision, settings }, actor) =>
      inTurn(async () => {
        const existing = id === null ? undefined : await find(id)
        if (id !== null && !existing) return notFound('This process')
        const path = processPath(settings)
        if (
          (await store.processes()).some(
            (each) => each.deletedAt === null && each.id !== id && pathKey(each) === pathKey(settings),
          )
        ) {
          return refuse('invalid-input', word('refusal.process-taken', { path }), {
            fields: [{ path: 'name', word: word('refusal.process-taken', { path }) }],
          })
        }
        if (settings.kind === 'case' && settings.ticketCategories.length > 0)
          return refuse('invalid-input', word('refusal.categories-tickets-only'))
        const from = settings.fromAddress.trim()
        if (from !== '' && !addressKey(from)) {
          return refuse('invalid-input', word('refusal.address', { address: from }), {
            fields: [{ path: 'fromAddress', word: word('refusal.address', { address: from }) }],
          })
        }
        // P2: a live process never changes to an address that nobody carries.
        if (
          existing?.live &&
          addressKey(existing.fromAddress) !== addressKey(from) &&
          fromProblemOf(from, effectiveKeys(await store.outgoingRoutes(null)))
        ) {
          return refuse('refused', word('refusal.from-not-carried', { address: from }), {
            fields: [{ path: 'fromAddress', word: word('refusal.from-not-carried', { address: from }) }],
          })
        }
        const row: ProcessRecord = {
          ...settings,
          fromAddress: from,
          ticketCategories: [...new Set(settings.ticketCategories)],
          id: existing?.id ?? context.random.id(),
          live: existing?.live ?? false,
          revision: (existing?.revision ?? 0) + 1,
          deletedAt: null,
        }
        const changes: FieldChange[] = (
          ['customer', 'contract', 'service', 'name', 'kind', 'fromAddress', 'ticketCategories'] as const
        )
          .map((field) => ({ field, from: existing ? String(existing[field]) : null, to: String(row[field]) }))
          .filter((change) => (change.from ?? '') !== (change.to ?? ''))
        if (existing && changes.length === 0) return answer((await viewer())(existing))
        const committed = await context.commit([
          ...(existing ? [{ expect: 'process', id: existing.id, revision: revision ?? -1 } as const] : []),
          { put: 'process', row },
          context.history(actor, { kind: 'process', id: row.id, name: path }, existing ? 'edited' : 'created', changes),
        ])
        if (!committed.ok) return refuseCommit(committed, path)
        context.events.changed('processes', 'routes')
        return answer((await viewer())(row))
      }),
    async setLive({ id, revision, live }, actor) {
      const process = await find(id)
      if (!process) return notFound('This process')
      if (process.live === live && process.revision === revision) return answer((await viewer())(process))
      const changes = live
        ? await setLiveChanges(context, id, actor, null)
        : answer<readonly Change[]>([
            { put: 'process', row: { ...process, live: false, revision: process.revision + 1 } },
            context.history(actor, { kind: 'process', id, name: processPath(process) }, 'set draft', [
              { field: 'live', from: 'Live', to: 'Draft' },
            ]),
          ])
      if (!changes.ok) return changes
      const committed = await context.commit([{ expect: 'process', id, revision }, ...changes.value])
      if (!committed.ok) return refuseCommit(committed, processPath(process))
      context.events.changed('processes', 'routes', 'aside')
      return answer((await viewer())((await find(id))!))
    },
    // P4: linked routes are named first; deleted all the same, their mail becomes unhandled with that reason.
    async remove({ id, revision }, actor) {
      const process = await find(id)
      if (!process) return notFound('This process')
      const path = processPath(process)
      const committed = await context.commit([
        { expect: 'process', id, revision },
        { put: 'process', row: { ...process, live: false, revision: revision + 1, deletedAt: context.now() } },
        context.history(actor, { kind: 'process', id, name: path }, 'deleted'),
      ])
      if (!committed.ok) return refuseCommit(committed, path)
      context.events.changed('processes', 'routes')
      return answer({})
    },
    async fromAddresses() {
      const [routes, connectors] = await Promise.all([store.outgoingRoutes(null), store.connectors()])
      const nameOf = (id: string) => connectors.find((connector) => connector.id === id)?.name ?? ''
      return answer({
        offered: routes
          .filter((route) => route.effectiveKey)
          .map((route) => ({ address: addressInUse(route), connectorName: nameOf(route.connectorId) })),
        absent: routes
          .filter((route) => !route.effectiveKey && route.addressKey)
          .map((route) => ({
            address: addressInUse(route),
            connectorName: nameOf(route.connectorId),
            why: word('absent.route-off'),
          })),
      })
    },
  }
}

// What looks the same is the same path (as with connector names, C1).
const pathKey = (process: Pick<ProcessRecord, 'customer' | 'contract' | 'service' | 'name'>): string =>
  nameKey(processPath(process))

function view(
  process: ProcessRecord,
  effective: ReadonlySet<string>,
  incoming: readonly IncomingRouteRecord[],
  waiting: ReadonlyMap<string, number>,
): ProcessView {
  const fromProblem = fromProblemOf(process.fromAddress, effective)
  const routes = incoming.filter((route) => route.processId === process.id)
  return {
    id: process.id,
    customer: process.customer,
    contract: process.contract,
    service: process.service,
    name: process.name,
    kind: process.kind,
    fromAddress: process.fromAddress,
    ticketCategories: [...process.ticketCategories],
    live: process.live,
    revision: process.revision,
    path: processPath(process),
    mark: !process.live
      ? { tone: 'neutral', word: word('state.draft') }
      : fromProblem
        ? { tone: 'failed', word: word('state.live-cannot-send') }
        : { tone: 'ok', word: word('state.live') },
    fromProblem,
    linkedRoutes: routes.length,
    waitingMail: waiting.get(process.id) ?? 0,
  }
}
