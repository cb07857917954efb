import type { Actor, Answer } from '../../../contract/define.ts'
import type { Message } from '../../../domain/message.ts'
import { addressSet } from '../../../domain/routing/judge.ts'
import { nothingKnown, ownMark, threadMark, type PlanState } from '../../../domain/routing/planState.ts'
import { compileRoutes } from '../../../domain/routing/routeIndex.ts'
import { say, word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, MailRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { readSource } from '../sources.ts'
import { decisionChanges, type Decided } from './decide.ts'
import { digestsOf, knowledgeFor } from './knowledge.ts'

/** A set-aside mail, read again to be decided anew. */
export interface Opened {
  readonly mail: MailRecord
  readonly sha256: string
  readonly message: Message
  readonly connector: ConnectorRecord
  readonly version: SettingsVersionRecord
}

/** Reads the stored source of a mail; refused while it is locked, where it is not here, or cannot be read. */
export async function openAgain(context: Context, mail: MailRecord): Promise<Answer<Opened>> {
  if (mail.sha256 === null) return refuse('refused', word('refusal.not-stored'))
  const raw = await readSource(context, mail.sha256)
  if (!raw) return refuse('vault-locked', word('refusal.source-locked'))
  const connector = await context.store.connector(mail.connectorId)
  if (!connector) return notFound('Its connector')
  const version = await context.store.version(connector.runningId ?? connector.draftId)
  const read = await context.mime.read(raw)
  return read.ok
    ? answer({ mail, sha256: mail.sha256, message: read.value, connector, version: version! })
    : refuse('refused', word('refusal.still-unhandled', { why: say(word('aside.why.unreadable')) }))
}

/**
 * I13: decided again against the routes as they are now, and committed in the same turn; recipients that have their item are left out (N29).
 * `anyway`: a person wants work of it, whatever stood against it. Let in, it joins what it answers (I7); else it is new, and if no route takes
 * it, the fallback does.
 */
export async function decideAgain(
  context: Context,
  { mail, sha256, message, connector, version }: Opened,
  anyway: boolean,
  actor: Actor,
): Promise<Answer<Decided>> {
  const routing = await context.routing()
  const asked = { message, digests: digestsOf(message, sha256) }
  const known = (await knowledgeFor(context, [asked], connector)).of(asked)
  const state = routing.stateFor(connector, version.settings.primaryAddress, known)
  // What is to be done in the mailbox was fixed with the first decision.
  const decide = (under: PlanState) =>
    decisionChanges(context, routing, mail, message, asked.digests, under, { kind: 'keep', days: null })
  // N8: what became work of it before stays what it is counted as.
  const isWork = mail.outcome === 'created' || mail.outcome === 'joined'
  const { fallback } = state.routes
  const ways: readonly PlanState[] = anyway
    ? [
        { ...state, blocked: addressSet([]), ownAddressMail: 'route' },
        unhindered(state, isWork ? mail.served : []),
        { ...unhindered(state, []), routes: compileRoutes(fallback ? [fallback.route] : [], []) },
      ]
    : [state]
  let decision = await decide(ways[0]!)
  for (const way of ways.slice(1)) if (!becomesWork(decision)) decision = await decide(way)
  if (!becomesWork(decision)) return answer(decision)
  const { settle, settleFolder, settleFrom, settledAt } = mail
  const outcome = mail.outcome === 'joined' ? 'joined' : decision.plan.outcome
  const served = [...new Set([...mail.served, ...decision.mail.served])]
  const committed = await context.commit([
    ...decision.changes,
    { put: 'mail', row: { ...decision.mail, outcome, served, settle, settleFolder, settleFrom, settledAt } },
    ...(isWork && outcome === mail.outcome
      ? []
      : [{ count: 'poll', id: mail.pollId, add: { changedOutcome: 1 } } as const]),
    context.history(
      actor,
      { kind: 'aside', id: mail.id, name: mail.subject },
      anyway ? 'processed anyway' : 'processed again',
      [{ field: 'outcome', from: mail.outcome, to: [...joinedBy(decision), ...decision.items].join(', ') }],
    ),
  ])
  return committed.ok ? answer(decision) : refuseCommit(committed, mail.subject)
}

const becomesWork = ({ plan: { outcome } }: Decided): boolean => outcome === 'created' || outcome === 'joined'

/** The items that a decision joined. */
export const joinedBy = ({ plan }: Decided): readonly string[] =>
  plan.parts.flatMap((part) => (part.kind === 'join' ? [part.itemId] : []))

/** Nothing stands against the mail any more but the work that it is already; who would be acknowledged, and how often, stays as it is. */
const unhindered = (state: PlanState, served: readonly string[]): PlanState => ({
  ...state,
  workspaceId: '',
  blocked: addressSet([]),
  ownAddressMail: 'route',
  routedElsewhere: () => false,
  knowledge: {
    ...nothingKnown,
    copies: [{ sign: 'same-bytes', served }],
    acknowledged: state.knowledge.acknowledged,
    recentFromSender: state.knowledge.recentFromSender,
  },
})

/** Joins a set-aside mail to a work item that a person names, such as the one its copy became (N29). */
export async function joinItem(
  context: Context,
  { mail, message, sha256 }: Opened,
  itemId: string,
  actor: Actor,
): Promise<Answer<string>> {
  const item = await context.store.item(itemId)
  if (!item) return notFound(`Work item ${itemId}`)
  const now = context.now()
  const { contentKey, headerKey } = digestsOf(message, sha256)
  const changes: readonly Change[] = [
    { joined: itemId, at: now, toDo: item.state === 'waiting' && item.waitingReason === 'more-information' },
    {
      put: 'itemMail',
      row: { id: context.random.id(), itemId, mailId: mail.id, outboxId: null, at: now, mark: 'new-information' },
    },
    {
      put: 'mail',
      row: {
        ...mail,
        contentKey,
        headerKey,
        outcome: 'joined',
        reason: null,
        served: [ownMark(mail.connectorId), threadMark],
        decidedAt: now,
      },
    },
    { count: 'poll', id: mail.pollId, add: { changedOutcome: 1 } },
    context.history(actor, { kind: 'aside', id: mail.id, name: mail.subject }, 'joined', [
      { field: 'outcome', from: mail.outcome, to: itemId },
    ]),
  ]
  const committed = await context.commit(changes)
  return committed.ok ? answer(itemId) : refuseCommit(committed, mail.subject)
}
