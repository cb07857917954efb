import { addressKey } from '../../../domain/address.ts'
import { processPath, sendersOf } from '../../../domain/process.ts'
import type { Context } from '../context.ts'
import type { OutboxRecord, OutgoingRouteRecord } from '../ports/records.ts'
import type { PageOf } from '../ports/store.ts'

/** P3, C18, O3: what depends on these From addresses and stops when they are carried no more. */
export interface Consequences {
  /** Those whose own From address it is. */
  readonly liveProcesses: string[]
  readonly liveActions: { readonly process: string; readonly action: string }[]
  readonly queued: number
  readonly unmonitored: boolean
}

export async function consequencesFor(context: Context, routes: readonly OutgoingRouteRecord[]): Promise<Consequences> {
  const { store } = context
  const own = new Set(routes.map((route) => route.id))
  const [all, processes] = await Promise.all([store.outgoingRoutes(null), store.processes()])
  // A draft of an address that another route carries stops nothing when it goes.
  const elsewhere = new Set(all.flatMap((route) => (own.has(route.id) ? [] : (route.effectiveKey ?? []))))
  const carried = new Set(
    routes.flatMap((route) =>
      route.addressKey !== null && !elsewhere.has(route.addressKey) ? [route.addressKey] : [],
    ),
  )
  const cut = processes
    .filter((process) => process.live && process.deletedAt === null)
    .flatMap((process) =>
      sendersOf(process)
        .filter(({ address }) => carried.has(addressKey(address) ?? ''))
        .map(({ action }) => ({ process: processPath(process), action })),
    )
  return {
    liveProcesses: cut.flatMap(({ process, action }) => (action === null ? [process] : [])),
    liveActions: cut.flatMap(({ process, action }) => (action === null ? [] : [{ process, action }])),
    queued: await waitingUnder(context, carried),
    unmonitored: carried.has(addressKey(context.settings().unmonitoredAddress) ?? ''),
  }
}

async function waitingUnder({ store }: Context, senders: ReadonlySet<string>): Promise<number> {
  let count = 0
  for (const state of ['queued', 'deferred', 'parked'] as const) {
    let cursor: string | null = null
    do {
      const page: PageOf<OutboxRecord> = await store.outboxPage({ state, cursor, limit: 500 })
      count += page.rows.filter((mail) => senders.has(mail.senderKey)).length
      cursor = page.next
    } while (cursor !== null)
  }
  return count
}
