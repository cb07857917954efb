import type { OutcomeView, ProvenPart } from '../../../contract/proving.ts'
import { processPath } from '../../../domain/process.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import type { Plan, PlannedPart } from '../../../domain/routing/plan.ts'
import type { ExpectedOutcome } from '../../../domain/routing/routeTest.ts'
import { say, word } from '../../../words/index.ts'
import type { Routing } from '../receiving/routing.ts'
import { newRouteId } from './edits.ts'
import type { ReadMail } from './mails.ts'

type Mark = OutcomeView['mark']

/** What becomes of a mail that a poll would not decide about. */
export function undecided({ way, why }: Pick<ReadMail, 'way' | 'why'>): OutcomeView {
  const view = (
    outcome: OutcomeView['outcome'],
    tone: Mark['tone'],
    says: Word,
    reason: OutcomeView['reason'] = null,
  ) => ({
    outcome,
    reason,
    parts: [],
    mark: { tone, says: word(`proving.mark.${outcome}` as 'proving.mark.not-read') },
    says,
  })
  switch (way) {
    case 'own-test':
      return view('passed-over', 'neutral', word('proving.says.passed-over'))
    case 'too-large':
    case 'unreadable':
      return view('quarantined', 'failed', word(`aside.why.${way}`), way)
    case 'not-read':
    case 'decide':
      return view('not-read', 'failed', why ?? word('proving.not-read.empty'))
  }
}

/** What a plan comes to, with names in place of ids. `items`: what its new work items are called. */
export function outcomeView(plan: Plan, items: readonly string[], routing: Routing): OutcomeView {
  const names = [...items]
  const parts = plan.parts.map((part) => partView(part, routing, () => names.shift() ?? ''))
  return { outcome: plan.outcome, reason: plan.reason, parts, mark: markOf(plan, parts), says: saysOf(plan, parts) }
}

const routeName = (routing: Routing, id: string): string =>
  routing.route(id)?.name ?? say(word(id === newRouteId ? 'proving.route.new' : 'proving.deleted-route'))

function partView(part: PlannedPart, routing: Routing, nextItem: () => string): ProvenPart {
  switch (part.kind) {
    case 'create': {
      const route = routing.route(part.routeId)
      const process = routing.processes.get(part.processId)
      return {
        kind: 'create',
        recipient: part.recipient,
        routeId: part.routeId,
        routeName: routeName(routing, part.routeId),
        item: nextItem(),
        work: part.work,
        processId: part.processId,
        processPath: process ? processPath(process) : '',
        category: part.work === 'ticket' ? (route?.ticketCategory ?? null) : null,
        forAttention: route?.forAttention ?? null,
        test: part.test,
        linkedTo: part.linkedTo,
        acknowledgement: acknowledgementView(part.acknowledgement),
      }
    }
    case 'join':
      return { kind: 'join', item: part.itemId, mark: part.mark, toDo: part.state === 'to-do' }
    case 'unhandled':
      return {
        kind: 'unhandled',
        recipient: part.recipient,
        routeId: part.routeId,
        routeName: part.routeId === null ? null : routeName(routing, part.routeId),
        reason: part.reason,
      }
    case 'report':
      return part
  }
}

type Created = Extract<ProvenPart, { kind: 'create' }>

function acknowledgementView(
  acknowledgement: Extract<PlannedPart, { kind: 'create' }>['acknowledgement'],
): Created['acknowledgement'] {
  if (acknowledgement.kind === 'none')
    return {
      kind: 'none',
      to: null,
      cc: [],
      why: acknowledgement.why,
      says: word(`proving.acknowledge.${acknowledgement.why}`),
    }
  const { kind, to, cc } = acknowledgement
  return { kind, to, cc: [...cc], why: null, says: word(`proving.acknowledge.${kind}`, { to, cc: cc.join(', ') }) }
}

function markOf(plan: Plan, parts: readonly ProvenPart[]): Mark {
  const joined = parts.filter((part) => part.kind === 'join')
  const created = parts.filter((part) => part.kind === 'create')
  const isPartly = parts.some((part) => part.kind === 'unhandled')
  switch (plan.outcome) {
    case 'created': {
      const [first] = created
      const isMixed = created.some((part) => part.work !== first?.work)
      const test = created.every((part) => part.test)
      return {
        tone: isPartly ? 'warning' : test ? 'test' : 'ok',
        says: word('proving.mark.created', {
          count: created.length,
          kind: isMixed ? 'mixed' : (first?.work ?? 'ticket'),
          test: test ? 1 : 0,
        }),
      }
    }
    case 'joined':
      return {
        tone: isPartly ? 'warning' : 'info',
        says: word('proving.mark.joined', { item: joined[0]?.item ?? '', count: joined.length }),
      }
    case 'unhandled':
      return { tone: 'failed', says: word('proving.mark.unhandled') }
    case 'duplicate':
    case 'ignored':
    case 'blocked':
      return { tone: 'neutral', says: word(`proving.mark.${plan.outcome}`) }
  }
}

function saysOf(plan: Plan, parts: readonly ProvenPart[]): Word {
  const made = parts
    .flatMap((part) =>
      part.kind === 'create'
        ? say(
            word('proving.says.part', {
              work: part.work,
              route: part.routeName,
              recipient: part.recipient,
              test: part.test ? 1 : 0,
              process: part.processPath,
            }),
          )
        : [],
    )
    .join('; ')
  const items = parts.flatMap((part) => (part.kind === 'join' ? part.item : [])).join(', ')
  if (plan.outcome === 'created') return word('proving.says.created', { parts: made })
  if (plan.outcome === 'joined') return word('proving.says.joined', { items, parts: made })
  return word(`aside.why.${plan.reason ?? 'none'}`)
}

/** Whether a person would see a difference: the route, the work, its process, its test mark, who is answered. */
export const isSameOutcome = (before: OutcomeView, after: OutcomeView): boolean =>
  signature(before) === signature(after)

const signature = ({ outcome, reason, parts }: OutcomeView): string =>
  JSON.stringify([
    outcome,
    reason,
    parts.map((part) =>
      part.kind === 'create'
        ? {
            ...part,
            item: null,
            routeName: null,
            acknowledgement: [part.acknowledgement.kind, part.acknowledgement.cc],
          }
        : { ...part, routeName: null },
    ),
  ])

/** An expected outcome in a sentence. */
export function expectedWord({ outcome, parts }: ExpectedOutcome, routing: Routing): Word {
  if (outcome !== 'created') return word(`proving.expected.${outcome}`)
  const said = parts.map(({ recipient, routeId, work }) => {
    const about = {
      recipient: recipient ?? say(word('proving.whole-mail')),
      route: routeId === null ? '' : routeName(routing, routeId),
    }
    return say(
      work === null
        ? word('proving.expected.unhandled-part', about)
        : word('proving.expected.part', { work, ...about }),
    )
  })
  return word('proving.expected.created', { parts: said.join('; ') })
}
