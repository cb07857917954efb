import type { Answer, Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { nameKey } from '../../../domain/nameKey.ts'
import { branchLevels, processPath, type BranchLevel } from '../../../domain/process.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ProcessRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { catalogueBook, processHistory } from './book.ts'
import { effectiveKeys } from './standing.ts'

type Revised = { readonly id: string; readonly revision: number }
type Several = Pick<Handlers<WaypostContract>['processes'], 'removeMany' | 'restoreMany' | 'rename' | 'consequences'>

/** Acts on a customer, a contract, a service, or any processes at once: one transaction, all or nothing (P4). */
export function createBranches(context: Context): Several {
  const { store } = context

  /** Those that are named, as they are; deleted ones where they are asked for. */
  async function named(rows: readonly Revised[], deleted: boolean): Promise<Answer<readonly ProcessRecord[]>> {
    const known = new Map((await store.processes()).map((process) => [process.id, process]))
    const found: ProcessRecord[] = []
    for (const { id } of new Map(rows.map((row) => [row.id, row])).values()) {
      const process = known.get(id)
      if (!process || (process.deletedAt !== null) !== deleted) return notFound('One of these processes')
      found.push(process)
    }
    return answer(found)
  }

  /** Writes all of them under the revisions that were read, and says which they have now. */
  async function committed(
    rows: readonly Revised[],
    changes: readonly Change[],
    what: string,
  ): Promise<Answer<Revised[]>> {
    const done = await context.commit([
      ...rows.map(({ id, revision }): Change => ({ expect: 'process', id, revision })),
      ...changes,
    ])
    if (!done.ok) return refuseCommit(done, what)
    // A fallback whose process goes or comes back changes what its connector may do.
    context.events.changed('processes', 'routes', 'connectors', 'aside', 'items')
    return answer(rows.map(({ id, revision }) => ({ id, revision: revision + 1 })))
  }

  return {
    // Linked routes are named before, and marked until they are updated; their mail becomes unhandled with that reason.
    async removeMany({ rows }, actor) {
      const found = await named(rows, false)
      if (!found.ok) return found
      const changes = found.value.flatMap((process): readonly Change[] => [
        { put: 'process', row: { ...process, live: false, revision: process.revision + 1, deletedAt: context.now() } },
        processHistory(context, actor, process, 'deleted'),
      ])
      const removed = await committed(rows, changes, whatOf(found.value))
      return removed.ok ? answer({ removed: removed.value }) : removed
    },

    async restoreMany({ rows }, actor) {
      const found = await named(rows, true)
      if (!found.ok) return found
      const book = catalogueBook(
        context,
        await store.processes(),
        effectiveKeys(await store.outgoingRoutes(null)),
        actor,
      )
      const changes: Change[] = []
      for (const process of found.value) {
        const written = book.write(null, process)
        if (!written.ok) return refuse('refused', written.problems[0]!.word)
        const row = { ...written.row, id: process.id, revision: process.revision + 1 }
        changes.push({ put: 'process', row }, processHistory(context, actor, row, 'brought back'))
      }
      const restored = await committed(rows, changes, whatOf(found.value))
      return restored.ok ? answer({ restored: restored.value }) : restored
    },

    async rename({ rows, level, to }, actor) {
      const found = await named(rows, false)
      if (!found.ok) return found
      const all = (await store.processes()).filter((process) => process.deletedAt === null)
      const [first] = found.value
      if (!first || found.value.some((process) => !inBranch(process, first, level)))
        return refuse('invalid-input', word('refusal.not-one-branch'))
      // Somebody added one below it meanwhile: it would stay behind under the old name.
      if (all.filter((process) => inBranch(process, first, level)).length !== found.value.length)
        return refuse('stale', word('refusal.stale', { what: first[level] }))
      const ids = new Set(found.value.map(({ id }) => id))
      const book = catalogueBook(
        context,
        all.filter(({ id }) => !ids.has(id)),
        effectiveKeys(await store.outgoingRoutes(null)),
        actor,
      )
      const changes: Change[] = []
      const now: Revised[] = []
      for (const process of found.value) {
        const written = book.write(process, { ...process, [level]: to })
        if (!written.ok) {
          const why = written.problems[0]!.word
          return refuse('refused', why, { fields: [{ path: 'to', word: why }] })
        }
        changes.push(...written.changes)
        now.push({ id: process.id, revision: written.row.revision })
      }
      const done = await committed(rows, changes, first[level])
      return done.ok ? answer({ renamed: now }) : done
    },

    async consequences({ ids }) {
      const wanted = new Set(ids)
      const [processes, routes, connectors, waiting, items] = await Promise.all([
        store.processes(),
        store.incomingRoutes(null),
        store.connectors(),
        store.waitingCounts(),
        store.openItemCounts(),
      ])
      const found = new Map(
        processes.filter(({ id, deletedAt }) => deletedAt === null && wanted.has(id)).map((each) => [each.id, each]),
      )
      const names = new Map(connectors.map(({ id, name }) => [id, name]))
      const sum = (of: ReadonlyMap<string, number>) => [...found.keys()].reduce((all, id) => all + (of.get(id) ?? 0), 0)
      return answer({
        processes: found.size,
        live: [...found.values()].filter(({ live }) => live).length,
        routes: routes.flatMap((route) => {
          const process = route.processId === null ? undefined : found.get(route.processId)
          return process
            ? [
                {
                  id: route.id,
                  name: route.name,
                  connectorName: names.get(route.connectorId) ?? '',
                  processPath: processPath(process),
                  isFallback: route.class === 'fallback',
                  ticketCategory: route.ticketCategory,
                },
              ]
            : []
        }),
        waitingMail: sum(waiting),
        openItems: sum(items),
      })
    },
  }
}

const inBranch = (process: ProcessRecord, of: ProcessRecord, level: BranchLevel): boolean =>
  branchLevels.slice(0, branchLevels.indexOf(level) + 1).every((each) => nameKey(process[each]) === nameKey(of[each]))

const whatOf = (processes: readonly ProcessRecord[]): string =>
  processes.length === 1 ? processPath(processes[0]!) : 'One of these processes'
