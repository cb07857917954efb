import type { Message } from '../../src/domain/message.ts'
import type { IncomingRoute } from '../../src/domain/route.ts'
import { planWorkItems } from '../../src/domain/routing/plan.ts'
import type { PlanState } from '../../src/domain/routing/planState.ts'
import { compileRoutes, firstTaker, type RouteIndex } from '../../src/domain/routing/routeIndex.ts'
import type { KnowledgeFound } from '../../src/main/engine/ports/store.ts'
import { digestsOf, knowledgeFor, type Asked, type BatchKnowledge } from '../../src/main/engine/receiving/knowledge.ts'
import { route, stateOf } from '../domain/routing/aMailroom.ts'

/** Nothing came before. */
export const nothing: KnowledgeFound = { mails: [], items: [], copies: [], acknowledged: new Map(), written: new Map() }

export type Scope = 'workspace' | 'connector'

/** A mailbox with its routes; its primary address is its name at example.com, and has the fallback. */
export interface Mailbox {
  readonly name: string
  readonly routes: readonly IncomingRoute[]
}

const primaryOf = ({ name }: Mailbox) => `${name}@example.com`
const indexOf = (mailbox: Mailbox): RouteIndex =>
  compileRoutes([...mailbox.routes, route(`${mailbox.name}-fallback`, primaryOf(mailbox), { class: 'fallback' })], [])

/** One copy of a mail, and the mailbox that it lies in. */
export interface Arrival {
  readonly mailbox: Mailbox
  readonly message: Message
  /** Differs where a server added a header of its own on the way. */
  readonly sha256: string
}

/** Polls the copies in this order, each mailbox with what was learned before, and says which items exist in the end. */
export async function arrive(
  arrivals: readonly Arrival[],
  mailboxes: readonly Mailbox[],
  scope: Scope,
  found: KnowledgeFound,
) {
  const asked = arrivals.map(({ message, sha256 }): Asked => ({ message, digests: digestsOf(message, sha256) }))
  const context = {
    clock: { now: () => 0 },
    settings: () => ({ deduplication: scope }),
    store: { knowledge: () => Promise.resolve(found) },
  }
  const memories = new Map<string, BatchKnowledge>()
  const memoryOf = async ({ name }: Mailbox) => {
    const key = scope === 'workspace' ? 'all' : name
    const memory = memories.get(key) ?? (await knowledgeFor(context, asked, { id: name, deliveryHeader: null }))
    memories.set(key, memory)
    return memory
  }
  const indexes = new Map(mailboxes.map((mailbox) => [mailbox, indexOf(mailbox)]))
  const created: string[] = []
  /** Which route made the work of an address. */
  const by = new Map<string, string>()
  const joined = new Set<string>()
  for (const [at, { mailbox, message }] of arrivals.entries()) {
    const memory = await memoryOf(mailbox)
    const state: PlanState = {
      ...stateOf([], {}),
      connectorId: mailbox.name,
      primaryAddress: primaryOf(mailbox),
      routes: indexes.get(mailbox)!,
      routedElsewhere: (key, facts) =>
        scope === 'workspace' &&
        mailboxes.some((other) => {
          const shelf = indexes.get(other)!.normal.get(key)
          return (
            other !== mailbox &&
            (primaryOf(other) === key || (shelf !== undefined && firstTaker(shelf, facts) !== undefined))
          )
        }),
      knowledge: memory.of(asked[at]!),
    }
    const plan = planWorkItems(message, state)
    const made = plan.parts.flatMap((part) => {
      if (part.kind === 'join') joined.add(part.itemId)
      if (part.kind !== 'create') return []
      by.set(part.recipient, part.routeId)
      const id = `made-${created.length}-${part.recipient}`
      created.push(`${part.recipient}${part.linkedTo === null ? '' : `, linked to ${part.linkedTo}`}`)
      return [id]
    })
    memory.learn(asked[at]!, plan, made)
  }
  return { created: created.toSorted(), joined: [...joined].toSorted(), by }
}

export const permutations = <T>(values: readonly T[]): readonly (readonly T[])[] =>
  values.length <= 1
    ? [values]
    : values.flatMap((value, at) => permutations(values.toSpliced(at, 1)).map((rest) => [value, ...rest]))
