import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { KnowledgeFound } from '../../src/main/engine/ports/store.ts'
import { route } from '../domain/routing/aMailroom.ts'
import { arrive, nothing, permutations, type Arrival, type Mailbox } from './arriving.ts'
import { readRow } from './aTable.ts'

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
        expect(
          { created: end.created, joined: end.joined },
          order.map(({ mailbox }) => mailbox.name).join(', '),
        ).toEqual({
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
        for (const { created, joined } of ends)
          expect({ created, joined }).toEqual({ created: ends[0]!.created, joined: ends[0]!.joined })
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
