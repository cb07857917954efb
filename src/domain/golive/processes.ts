import { word } from '../diagnosis/word.ts'
import type { FromProblem } from '../process.ts'
import type { ProcessFacts, ProcessGoLiveFacts, SenderFacts } from './facts.ts'
import { counted, line, type ChecklistLine, type CountedLines, type Mend } from './line.ts'

/** The go-live of one process: what stands between it and its mail, in and out. */
export interface ProcessChecklist extends CountedLines {
  /** *Well*: nothing to do. A draft that nothing leads to is well: nobody waits for it. */
  readonly standing: 'not-ready' | 'to-do' | 'well'
}

/** The first of its senders that mail cannot leave as (P2); undefined while it may be live. */
const cutSender = ({ senders }: ProcessFacts): SenderFacts | undefined =>
  senders.find(({ problem }) => problem !== null)

const open = ({ id }: ProcessFacts): readonly [string, Mend] => ['process', { act: 'process', processId: id }]
/** A draft is set live where that would not be refused; else its addresses are mended first. */
const liven = (process: ProcessFacts): readonly [string, Mend] =>
  cutSender(process) === undefined ? ['set-live', { act: 'set-live', processId: process.id }] : open(process)

/** G4: computed from what is so, as that of a connector. For processes that are not deleted. */
export function processChecklist(facts: ProcessGoLiveFacts): ProcessChecklist {
  const list = counted([
    liveLine(facts),
    ...facts.senders.map((sender, at) => senderLine(facts, sender, at)),
    routesLine(facts),
    ...categoryLines(facts),
    ...waitingLine(facts),
  ])
  return { ...list, standing: list.dangers > 0 ? 'not-ready' : list.toDo > 0 ? 'to-do' : 'well' }
}

function liveLine(facts: ProcessGoLiveFacts): ChecklistLine {
  if (facts.live) return line('live', 'done', word('golive.process.live'))
  const draft = word('golive.process.draft')
  const mend = liven(facts)
  if (facts.routes.receiving)
    return line('live', 'danger', draft, { says: word('golive.process.draft-receives'), mend })
  return facts.routes.enabled > 0
    ? line('live', 'to-do', draft, { says: word('golive.process.draft-says'), mend })
    : line('live', 'note', draft, { mend })
}

function senderLine(facts: ProcessGoLiveFacts, sender: SenderFacts, at: number): ChecklistLine {
  const { action, address, problem, carrier } = sender
  const id = at === 0 ? 'from' : `action-${at}`
  if (problem === null)
    return line(
      id,
      'done',
      action === null
        ? word('golive.process.sends', { address, carrier: carrier ?? '' })
        : word('golive.process.action-sends', { action, address, carrier: carrier ?? '' }),
    )
  // A draft that nothing leads to keeps nobody waiting: what it lacks is said when it is set live, too.
  const state = facts.live ? 'danger' : facts.routes.enabled > 0 ? 'to-do' : 'note'
  return line(
    id,
    state,
    action === null ? word('golive.process.cannot-send') : word('golive.process.action-cannot-send', { action }),
    { says: absence(problem, address), mend: open(facts) },
  )
}

const absence = (problem: FromProblem, address: string) =>
  word(`cannot-send.${problem}`, problem === 'from-missing' ? {} : { address })

function routesLine({ live, routes }: ProcessGoLiveFacts): ChecklistLine {
  const { enabled, off } = routes
  if (enabled > 0) return line('routes', 'done', word('golive.process.routes', { count: enabled }))
  if (off === 0) return line('routes', 'note', word('golive.process.no-route'))
  // Somebody made routes for it and switched them off: a live one would wait in vain.
  return line('routes', live ? 'to-do' : 'note', word('golive.process.routes-off', { count: off }), {
    says: word('golive.process.routes-off-says'),
    mend: ['routes', { act: 'routes', connectorId: routes.connectorId }],
  })
}

/** N18: a ticket needs a category where its process has some. */
function categoryLines({ gaps, routes }: ProcessGoLiveFacts): readonly ChecklistLine[] {
  const mend: readonly [string, Mend] = ['routes', { act: 'routes', connectorId: routes.connectorId }]
  const about = (names: readonly string[]) => ({ count: names.length, routes: names.slice(0, 5).join(', ') })
  return [
    ...(gaps.without.length > 0
      ? [
          line(
            'categories',
            routes.receiving ? 'danger' : 'to-do',
            word('processes.categories-without', about(gaps.without)),
            { mend },
          ),
        ]
      : []),
    ...(gaps.lost.length > 0
      ? [line('categories-lost', 'to-do', word('processes.categories-lost', about(gaps.lost)), { mend })]
      : []),
  ]
}

const waitingLine = (facts: ProcessGoLiveFacts): readonly ChecklistLine[] =>
  facts.waitingMail === 0
    ? []
    : [line('waiting', 'to-do', word('golive.process.mail-waits', { count: facts.waitingMail }), { mend: open(facts) })]

/** Of a connector's checklist: where its fallback leads. */
export function fallbackLine(process: ProcessFacts | null, primaryAddress: string): ChecklistLine {
  if (process === null || process.deleted)
    return line('fallback', 'danger', word('golive.line.no-fallback', { address: primaryAddress }), {
      mend: ['settings', { act: 'open', tab: 'settings' }],
      blocks: true,
    })
  if (!process.live)
    return line('fallback', 'to-do', word('golive.line.fallback-draft', { process: process.path }), {
      says: fromWord(process),
      mend: liven(process),
    })
  return cutSender(process) === undefined
    ? line('fallback', 'done', word('golive.line.fallback', { process: process.path }))
    : line('fallback', 'danger', word('golive.line.cannot-send', { process: process.path }), {
        says: fromWord(process),
        mend: open(process),
      })
}

function fromWord(process: ProcessFacts) {
  const cut = cutSender(process)
  return cut === undefined
    ? word('golive.line.from-carried', { address: process.senders[0]?.address ?? '' })
    : word('golive.line.from-not-carried', { address: cut.address })
}

/** More lines of one kind than these are folded into one; each process has lines of its own among the processes. */
const mostApart = 3

/** Of a connector's checklist: where its other routes lead. Many of a kind are one line, so that its dangers stay in sight. */
export function linkedProcessLines(processes: readonly ProcessFacts[], connectorId: string): readonly ChecklistLine[] {
  const kinds = Map.groupBy(processes, kindOf)
  return (['deleted', 'cut', 'draft', 'well'] as const).flatMap((kind) => {
    const of = kinds.get(kind) ?? []
    if (of.length <= mostApart) return of.map((process) => linkedLine(process, kind, connectorId))
    const about = {
      count: of.length,
      names: of
        .slice(0, mostApart)
        .map(({ path }) => path)
        .join('; '),
      more: of.length - mostApart,
    }
    const title = word(`golive.line.processes-${kind}`, about)
    switch (kind) {
      case 'deleted':
        return [
          line('processes-deleted', 'danger', title, {
            says: word('golive.line.process-deleted-says'),
            mend: ['routes', { act: 'routes', connectorId }],
          }),
        ]
      case 'cut':
        return [line('processes-cut', 'danger', title, { mend: ['processes', { act: 'processes' }] })]
      case 'draft':
        return [line('processes-draft', 'to-do', title, { mend: ['processes', { act: 'processes' }] })]
      case 'well':
        return [line('processes-well', 'done', title)]
    }
  })
}

type LinkedKind = 'deleted' | 'draft' | 'cut' | 'well'
const kindOf = (process: ProcessFacts): LinkedKind =>
  process.deleted ? 'deleted' : !process.live ? 'draft' : cutSender(process) ? 'cut' : 'well'

function linkedLine(process: ProcessFacts, kind: LinkedKind, connectorId: string): ChecklistLine {
  const id = `process-${process.id}`
  const about = { process: process.path }
  switch (kind) {
    case 'deleted':
      return line(id, 'danger', word('golive.line.process-deleted', about), {
        says: word('golive.line.process-deleted-says'),
        mend: ['routes', { act: 'routes', connectorId }],
      })
    case 'draft':
      return line(id, 'to-do', word('golive.line.process-draft', about), {
        says: fromWord(process),
        mend: liven(process),
      })
    case 'cut':
      return line(id, 'danger', word('golive.line.cannot-send', about), {
        says: fromWord(process),
        mend: open(process),
      })
    case 'well':
      return line(id, 'done', word('golive.line.process', about))
  }
}
