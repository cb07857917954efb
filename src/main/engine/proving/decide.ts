import { planWorkItems, type Plan } from '../../../domain/routing/plan.ts'
import type { PlanState } from '../../../domain/routing/planState.ts'
import { say, word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord } from '../ports/records.ts'
import { knowledgeFor } from '../receiving/knowledge.ts'
import type { Routing } from '../receiving/routing.ts'
import type { ReadMail } from './mails.ts'

/** The connector that mails are tried on, with the address they are decided for. */
export interface Receiver {
  readonly connector: ConnectorRecord
  readonly primaryAddress: string
}

/** A mail with what was decided about it. */
export interface Decided {
  readonly mail: ReadMail
  /** Null where the poll would not get as far as deciding. */
  readonly decision: {
    readonly plan: Plan
    readonly state: PlanState
    /** What the new work items are called, in the order of the *create* parts. */
    readonly items: readonly string[]
  } | null
}

/**
 * Decides mails one after the other, as a poll does that finds them in this order: each knows what became of those before it. Stored mails are
 * looked at as if they had not come yet. Nothing is written.
 */
export async function decideInOrder(
  context: Context,
  routing: Routing,
  { connector, primaryAddress }: Receiver,
  mails: readonly ReadMail[],
): Promise<readonly Decided[]> {
  const knowledge = await knowledgeOf(context, connector, mails)
  const numbers = { ticket: 0, case: 0 }
  return mails.map((mail): Decided => {
    if (mail.way !== 'decide' || mail.asked === null) return { mail, decision: null }
    const state = routing.stateFor(connector, primaryAddress, knowledge.of(mail.asked))
    const plan = planWorkItems(mail.asked.message, state, 'explain')
    const items = plan.parts.flatMap((part) =>
      part.kind === 'create'
        ? say(word('proving.new-item', { kind: part.work, number: (numbers[part.work] += 1) }))
        : [],
    )
    knowledge.learn(mail.asked, plan, items)
    return { mail, decision: { plan, state, items } }
  })
}

/** Decides each mail as if it came alone and no copy of it had come before: what a route test expects, and what an edit is compared by. */
export async function decideAlone(
  context: Context,
  routings: readonly Routing[],
  { connector, primaryAddress }: Receiver,
  mails: readonly ReadMail[],
): Promise<readonly (readonly Plan[] | null)[]> {
  const knowledge = await knowledgeOf(context, connector, mails)
  return mails.map(({ way, asked }) => {
    if (way !== 'decide' || asked === null) return null
    const known = { ...knowledge.of(asked), copies: [] }
    return routings.map((routing) => planWorkItems(asked.message, routing.stateFor(connector, primaryAddress, known)))
  })
}

const knowledgeOf = (context: Context, connector: ConnectorRecord, mails: readonly ReadMail[]) =>
  knowledgeFor(
    context,
    mails.flatMap(({ asked }) => asked ?? []),
    connector,
    new Set(mails.flatMap(({ mailId }) => mailId ?? [])),
  )
