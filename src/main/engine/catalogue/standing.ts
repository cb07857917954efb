import type { ProcessView } from '../../../contract/routes.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { fromProblem, processPath, senderProblems, type FromProblem } from '../../../domain/process.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { OutgoingRouteRecord, ProcessRecord } from '../ports/records.ts'

/** Keys of the addresses that mail may leave under now. */
export const effectiveKeys = (routes: readonly OutgoingRouteRecord[]): ReadonlySet<string> =>
  new Set(routes.flatMap((route) => (route.effectiveKey ? [route.effectiveKey] : [])))

const problemWord = (problem: FromProblem, address: string): Word =>
  problem === 'from-missing' ? word('cannot-send.from-missing') : word(`cannot-send.${problem}`, { address })

/** P2: why nothing may leave under an address now, in words; null when it may. */
export function fromProblemOf(address: string, effective: ReadonlySet<string>): Word | null {
  const problem = fromProblem(address, effective)
  return problem && problemWord(problem, address)
}

/** What of a process cannot send: itself, and which of its actions. */
export function cutOff(
  process: ProcessRecord,
  effective: ReadonlySet<string>,
): Pick<ProcessView, 'fromProblem' | 'actionProblems'> {
  const problems = senderProblems(process, effective).map(({ action, address, problem }) => ({
    action,
    word: problemWord(problem, address),
  }))
  return {
    fromProblem: problems.find(({ action }) => action === null)?.word ?? null,
    actionProblems: problems.flatMap(({ action, word: why }) => (action === null ? [] : [{ action, word: why }])),
  }
}

function markOf(
  { live }: ProcessRecord,
  { fromProblem: own, actionProblems }: ReturnType<typeof cutOff>,
): ProcessView['mark'] {
  if (!live) return { tone: 'neutral', word: word('state.draft') }
  if (own) return { tone: 'failed', word: word('state.live-cannot-send') }
  return actionProblems.length > 0
    ? { tone: 'failed', word: word('state.live-actions-cannot-send', { count: actionProblems.length }) }
    : { tone: 'ok', word: word('state.live') }
}

/** What makes views of processes; read once for all of them. */
export async function processViewer({ store }: Context): Promise<(process: ProcessRecord) => ProcessView> {
  const [outgoing, incoming, waiting] = await Promise.all([
    store.outgoingRoutes(null),
    store.incomingRoutes(null),
    store.waitingCounts(),
  ])
  const effective = effectiveKeys(outgoing)
  const linked = new Map<string, number>()
  for (const { processId } of incoming) if (processId !== null) linked.set(processId, (linked.get(processId) ?? 0) + 1)
  return (process) => {
    const cut = cutOff(process, effective)
    return {
      id: process.id,
      customer: process.customer,
      contract: process.contract,
      service: process.service,
      name: process.name,
      kind: process.kind,
      fromAddress: process.fromAddress,
      ticketCategories: [...process.ticketCategories],
      actions: [...process.actions],
      live: process.live,
      revision: process.revision,
      path: processPath(process),
      mark: markOf(process, cut),
      ...cut,
      linkedRoutes: linked.get(process.id) ?? 0,
      waitingMail: waiting.get(process.id) ?? 0,
    }
  }
}
