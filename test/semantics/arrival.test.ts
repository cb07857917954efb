import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Message } from '../../src/domain/message.ts'
import type { IncomingRoute } from '../../src/domain/route.ts'
import { planWorkItems } from '../../src/domain/routing/plan.ts'
import type { PlanState } from '../../src/domain/routing/planState.ts'
import { compileRoutes, firstTaker, type RouteIndex } from '../../src/domain/routing/routeIndex.ts'
import type { KnowledgeFound } from '../../src/main/engine/ports/store.ts'
import { digestsOf, knowledgeFor, type Asked, type BatchKnowledge } from '../../src/main/engine/receiving/knowledge.ts'
import { route, stateOf } from '../domain/routing/aMailroom.ts'
import { readRow } from './aTable.ts'

type Scope = 'workspace' | 'connector'

/** A mailbox with its routes; its primary address is its name at example.com, and has the fallback. */
interface Mailbox {
  readonly name: string
  readonly routes: readonly IncomingRoute[]
}

const nothing: KnowledgeFound = { mails: [], items: [], copies: [], acknowledged: new Map(), written: new Map() }
/** A thread of one item, made for support@. */
const aThread: KnowledgeFound = {
  ...nothing,
  mails: [{ messageId: '<one@example.com>', mailId: null, itemId: 'T-000001', outboxId: 'S1', kind: 'reply' }],
  items: [
    {
      id: 'T-000001',
      state: 'waiting',
      waitingReason: 'more-information',
      closedAt: null,
      recipient: 'support@example.com',
      linkedTo: null,
    },
  ],
}

const primaryOf = ({ name }: Mailbox) => `${name}@example.com`
const indexOf = (mailbox: Mailbox): RouteIndex =>
  compileRoutes([...mailbox.routes, route(`${mailbox.name}-fallback`, primaryOf(mailbox), { class: 'fallback' })], [])

/** One copy of a mail, and the mailbox that it lies in. */
interface Arrival {
  readonly mailbox: Mailbox
  readonly message: Message
  /** Differs where a server added a header of its own on the way. */
  readonly sha256: string
}

/** Polls the copies in this order, each mailbox with what was learned before, and says which items exist in the end. */
async function arrive(
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
    const memory = memories.get(key) ?? (await knowledgeFor(context, asked, name))
    memories.set(key, memory)
    return memory
  }
  const indexes = new Map(mailboxes.map((mailbox) => [mailbox, indexOf(mailbox)]))
  const created: string[] = []
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
      const id = `made-${created.length}-${part.recipient}`
      created.push(`${part.recipient}${part.linkedTo === null ? '' : `, linked to ${part.linkedTo}`}`)
      return [id]
    })
    memory.learn(asked[at]!, plan, made)
  }
  return { created: created.toSorted(), joined: [...joined].toSorted() }
}

const permutations = <T>(values: readonly T[]): readonly (readonly T[])[] =>
  values.length <= 1
    ? [values]
    : values.flatMap((value, at) => permutations(values.toSpliced(at, 1)).map((rest) => [value, ...rest]))

const support: Mailbox = { name: 'support', routes: [route('orders', 'orders@example.com')] }
const sales: Mailbox = {
  name: 'sales',
  routes: [
    route('info', 'info@example.com'),
    route('sales-vip', '*', { rules: { senders: ['vip@customer.example'] } }),
  ],
}
const desk: Mailbox = {
  name: 'desk',
  routes: [route('desk-info', 'info@example.com', { rules: { keyWords: ['outage'] } })],
}
const mailboxes = [support, sales, desk]

interface Case {
  readonly name: string
  readonly mail: string
  readonly found?: KnowledgeFound
  /** With the whole workspace as scope. */
  readonly created: readonly string[]
  readonly joined?: readonly string[]
}

const cases: readonly Case[] = [
  {
    name: 'to an address that one mailbox routes',
    mail: 'To: info@example.com\nSubject: Hello',
    created: ['info@example.com'],
  },
  {
    name: 'to an address that two mailboxes route',
    mail: 'To: info@example.com\nSubject: Outage',
    created: ['info@example.com'],
  },
  {
    name: 'to two addresses of two mailboxes',
    mail: 'To: info@example.com, orders@example.com',
    created: ['info@example.com', 'orders@example.com'],
  },
  { name: 'to a primary address', mail: 'To: support@example.com', created: ['support@example.com'] },
  {
    name: 'to two primary addresses',
    mail: 'To: support@example.com\nCc: desk@example.com',
    created: ['desk@example.com', 'support@example.com'],
  },
  {
    name: 'to a primary address and a routed one of another mailbox',
    mail: 'To: support@example.com, info@example.com',
    created: ['info@example.com', 'support@example.com'],
  },
  {
    name: 'to an address that nobody routes: each mailbox has its own',
    mail: 'To: list@elsewhere.example',
    created: ['desk@example.com', 'sales@example.com', 'support@example.com'],
  },
  {
    name: 'from somebody whom a wildcard route knows',
    mail: 'From: vip@customer.example\nTo: list@elsewhere.example',
    created: ['desk@example.com', 'sales@example.com', 'support@example.com'],
  },
  {
    name: 'without a Message-ID, to no one',
    mail: 'Subject: Hello',
    created: ['desk@example.com', 'sales@example.com', 'support@example.com'],
  },
  {
    name: 'a reply',
    mail: 'To: support@example.com\nIn-Reply-To: <one@example.com>',
    found: aThread,
    created: [],
    joined: ['T-000001'],
  },
  {
    name: 'a reply that adds an address of another mailbox',
    mail: 'To: support@example.com, info@example.com\nIn-Reply-To: <one@example.com>',
    found: aThread,
    created: ['info@example.com, linked to T-000001'],
    joined: ['T-000001'],
  },
  {
    name: 'a reply that adds two addresses of two mailboxes',
    mail: 'To: orders@example.com, info@example.com\nIn-Reply-To: <one@example.com>',
    found: aThread,
    created: ['info@example.com, linked to T-000001', 'orders@example.com, linked to T-000001'],
    joined: ['T-000001'],
  },
  {
    name: 'an out-of-office',
    mail: 'To: info@example.com\nAuto-Submitted: auto-replied\nIn-Reply-To: <one@example.com>',
    found: aThread,
    created: [],
    joined: ['T-000001'],
  },
]

const sha = (text: string) => createHash('sha256').update(text).digest('hex')

describe.each(['same bytes', 'a header of each server'])(
  'copies in three mailboxes, two of them in one, %s (N27, N39)',
  (bytes) => {
    test.each(cases)('$name', async ({ mail, found = nothing, created, joined = [] }) => {
      const message = await readRow({ mail })
      const arrivals = [support, sales, desk, sales].map((mailbox, at): Arrival => ({
        mailbox,
        message,
        sha256: sha(bytes === 'same bytes' ? mail : `${mail}${at}`),
      }))
      for (const order of permutations(arrivals)) {
        const end = await arrive(order, mailboxes, 'workspace', found)
        expect(end, order.map(({ mailbox }) => mailbox.name).join(', ')).toEqual({
          created: created.toSorted(),
          joined,
        })
      }
    })

    test.each(cases)(
      '$name: with copies told apart per connector, the order does not count either',
      async ({ mail, found = nothing }) => {
        const message = await readRow({ mail })
        const arrivals = [support, sales, desk, sales].map((mailbox, at): Arrival => ({
          mailbox,
          message,
          sha256: sha(bytes === 'same bytes' ? mail : `${mail}${at}`),
        }))
        const ends = await Promise.all(
          permutations(arrivals).map((order) => arrive(order, mailboxes, 'connector', found)),
        )
        for (const end of ends) expect(end).toEqual(ends[0])
      },
    )
  },
)

test('two replies of one batch that add the same address make one linked item for it (N23)', async () => {
  const first = await readRow({ mail: 'To: info@example.com\nMessage-ID: <a@x>\nIn-Reply-To: <one@example.com>' })
  const second = await readRow({
    mail: 'To: info@example.com\nMessage-ID: <b@x>\nIn-Reply-To: <one@example.com>\nSubject: More',
  })
  const arrivals = [first, second].map((message, at): Arrival => ({ mailbox: sales, message, sha256: sha(String(at)) }))
  for (const order of permutations(arrivals))
    expect((await arrive(order, mailboxes, 'workspace', aThread)).created).toEqual([
      'info@example.com, linked to T-000001',
    ])
})
