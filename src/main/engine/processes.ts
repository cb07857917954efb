import type { Actor, Answer, Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import { addressKey } from '../../domain/address.ts'
import { processPath, senderProblems } from '../../domain/process.ts'
import { say, word } from '../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from './answers.ts'
import { catalogueBook, processHistory } from './catalogue/book.ts'
import { createBranches } from './catalogue/branches.ts'
import { createCatalogueFiles } from './catalogue/files.ts'
import { fromAddresses } from './catalogue/fromAddresses.ts'
import { effectiveKeys, fromProblemOf, processViewer } from './catalogue/standing.ts'
import type { Context } from './context.ts'
import type { Change } from './ports/store.ts'
import { takingTurns } from './turns.ts'

export { effectiveKeys, fromProblemOf }

/**
 * What setting a process live changes; refused when its From, or that of an action that takes part, has no carrier (P2): every one of them
 * is named. `alsoCarried`: an address enabled in the same transaction.
 */
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
  const problems = senderProblems(process, carried).map(({ action, address }) => ({
    path:
      action === null
        ? 'fromAddress'
        : `actions.${process.actions.findIndex(({ name }) => name === action)}.fromAddress`,
    word: action === null ? word('live.from', { address }) : word('live.action', { action, address }),
  }))
  if (problems.length > 0) {
    const addresses = problems.map((each) => say(each.word)).join('; ')
    const isItselfAlone = problems.length === 1 && problems[0]!.path === 'fromAddress'
    return refuse(
      'refused',
      isItselfAlone
        ? word('refusal.from-not-carried', { address: process.fromAddress })
        : word('refusal.actions-not-carried', { process: processPath(process), addresses }),
      { fields: problems },
    )
  }
  return answer([
    { put: 'process', row: { ...process, live: true, revision: process.revision + 1 } },
    processHistory(context, actor, process, 'set live', [{ field: 'live', from: 'Draft', to: 'Live' }]),
  ])
}

/** The catalogue of processes (P1 to P5). */
export function createProcesses(context: Context): Handlers<WaypostContract>['processes'] {
  const { store } = context
  const inTurn = takingTurns()
  const find = async (id: string) => (await store.processes()).find((each) => each.id === id && each.deletedAt === null)
  const several = createBranches(context)
  const files = createCatalogueFiles(context)

  return {
    async list() {
      const view = await processViewer(context)
      return answer({ rows: (await store.processes()).filter((process) => process.deletedAt === null).map(view) })
    },
    async get({ id }) {
      const process = await find(id)
      return process ? answer((await processViewer(context))(process)) : notFound('This process')
    },
    save: ({ id, revision, settings }, actor) =>
      inTurn(async () => {
        const all = await store.processes()
        const existing = id === null ? null : all.find((each) => each.id === id && each.deletedAt === null)
        if (existing === undefined) return notFound('This process')
        const book = catalogueBook(context, all, effectiveKeys(await store.outgoingRoutes(null)), actor)
        const written = book.write(existing, settings)
        if (!written.ok) {
          const [first] = written.problems
          const isCut = written.problems.every(({ word: why }) => why.key === 'refusal.from-not-carried')
          return refuse(isCut ? 'refused' : 'invalid-input', first!.word, { fields: written.problems })
        }
        if (written.changes.length === 0) return answer((await processViewer(context))(written.row))
        const committed = await context.commit([
          ...(existing ? [{ expect: 'process', id: existing.id, revision: revision ?? -1 } as const] : []),
          ...written.changes,
        ])
        if (!committed.ok) return refuseCommit(committed, processPath(written.row))
        context.events.changed('processes', 'routes', 'items')
        return answer((await processViewer(context))(written.row))
      }),
    async setLive({ id, revision, live }, actor) {
      const process = await find(id)
      if (!process) return notFound('This process')
      if (process.live === live && process.revision === revision) return answer((await processViewer(context))(process))
      const changes = live
        ? await setLiveChanges(context, id, actor, null)
        : answer<readonly Change[]>([
            { put: 'process', row: { ...process, live: false, revision: process.revision + 1 } },
            processHistory(context, actor, process, 'set draft', [{ field: 'live', from: 'Live', to: 'Draft' }]),
          ])
      if (!changes.ok) return changes
      const committed = await context.commit([{ expect: 'process', id, revision }, ...changes.value])
      if (!committed.ok) return refuseCommit(committed, processPath(process))
      context.events.changed('processes', 'routes', 'aside')
      return answer((await processViewer(context))((await find(id))!))
    },
    async remove(row, actor) {
      const removed = await inTurn(() => several.removeMany({ rows: [row] }, actor))
      return removed.ok ? answer({}) : removed
    },
    removeMany: (input, actor) => inTurn(() => several.removeMany(input, actor)),
    restoreMany: (input, actor) => inTurn(() => several.restoreMany(input, actor)),
    rename: (input, actor) => inTurn(() => several.rename(input, actor)),
    consequences: several.consequences,
    fromAddresses: async () => answer(await fromAddresses(context)),
    export: files.export,
    preview: files.preview,
    import: (input, actor) => inTurn(() => files.import(input, actor)),
  }
}
