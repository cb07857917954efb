import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { IncomingRoute } from '../../src/domain/route.ts'
import { numbers, route } from '../domain/routing/aMailroom.ts'
import { arrive, nothing, permutations, type Arrival, type Mailbox } from './arriving.ts'
import { readRow } from './aTable.ts'

/** Addresses that mailboxes route, some of them the primary address of another. */
const addresses = ['info', 'orders', 'support', 'sales', 'desk'].map((name) => `${name}@example.com`)
const written = [...addresses, 'list@elsewhere.example', 'other@example.com']
const subjects = ['Outage', 'Printer on fire', 'Hello']
const rulesets: readonly Partial<IncomingRoute['rules']>[] = [
  {},
  {},
  { keyWords: ['outage'] },
  { keyWords: ['printer'] },
  { senders: ['anna@customer.example'] },
  { recipients: ['*@elsewhere.example'] },
]

const sha = (text: string) => createHash('sha256').update(text).digest('hex')

/** A workspace of three mailboxes with routes at random, and a mail at random that lies in each of them, in one of them twice. */
async function aWorld(seed: number) {
  const random = numbers(seed)
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!
  const some = <T>(of: readonly T[], most: number) =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, () => one(of))
  const mailboxes = ['support', 'sales', 'desk'].map((name): Mailbox => ({
    name,
    routes: [
      ...some(addresses, 4).map((address, at) =>
        route(`${name}-${at}`, address, {
          position: at,
          enabled: random() > 0.15,
          processId: random() > 0.15 ? 'live' : 'draft',
          rules: one(rulesets),
        }),
      ),
      ...(random() > 0.7 ? [route(`${name}-vip`, '*', { rules: { senders: ['anna@customer.example'] } })] : []),
    ],
  }))
  const list = (field: string, of: readonly string[]) => (of.length === 0 ? [] : [`${field}: ${of.join(', ')}`])
  const mail = [
    `From: ${one(['anna@customer.example', 'eve@customer.example'])}`,
    ...list('To', some(written, 3)),
    ...list('Cc', some(written, 2)),
    `Subject: ${one(subjects)}`,
    ...(random() > 0.3 ? ['Message-ID: <one@customer.example>'] : []),
  ].join('\n')
  const message = await readRow({ mail })
  const sameBytes = random() > 0.5
  const arrivals = [...mailboxes, one(mailboxes)].map((mailbox, at): Arrival => ({
    mailbox,
    message,
    sha256: sha(sameBytes ? mail : `${mail}${at}`),
  }))
  return { mailboxes, mail, arrivals }
}

test('whichever copy is read first, the same addresses get one work item each, whoever routes them (N27, N39)', async () => {
  let shared = 0
  for (let seed = 1; seed <= 80; seed += 1) {
    const { mailboxes, mail, arrivals } = await aWorld(seed)
    const orders = permutations(arrivals)
    const ends = await Promise.all(orders.map((order) => arrive(order, mailboxes, 'workspace', nothing)))
    const routes = new Map<string, Set<string>>()
    for (const [at, end] of ends.entries()) {
      const order = orders[at]!.map(({ mailbox }) => mailbox.name).join(', ')
      expect(end.created, `seed ${seed}, ${order}: ${mail}`).toEqual(ends[0]!.created)
      for (const [address, by] of end.by) routes.set(address, (routes.get(address) ?? new Set()).add(by))
    }
    // What may vary is said exactly: the route, and only among mailboxes that each take the address by themselves.
    for (const [address, by] of routes) {
      if (by.size < 2) continue
      shared += 1
      const takers = mailboxes.filter(({ name, routes: of }) =>
        [...by].some((id) => id === `${name}-fallback` || of.some((each) => each.id === id)),
      )
      expect(takers.length, `seed ${seed}, ${address}`).toBe(by.size)
    }
  }
  // Else the worlds would be too tame to say anything.
  expect(shared).toBeGreaterThan(10)
}, 60_000)
