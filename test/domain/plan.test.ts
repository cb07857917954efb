import { expect, test } from 'vitest'
import type { Message } from '../../src/domain/message.ts'
import { noRules, type IncomingRoute } from '../../src/domain/route.ts'
import { inOrder, planWorkItems, recipientsOf, type PlanState } from '../../src/domain/routing/plan.ts'

const at = (address: string) => ({ name: '', address })
const mail = (
  part: { readonly from?: readonly string[]; readonly to?: readonly string[]; readonly cc?: readonly string[] } = {},
): Message => ({
  messageId: '<1@example.com>',
  subject: 'S',
  replyTo: [],
  date: null,
  inReplyTo: null,
  references: [],
  headers: [],
  text: '',
  attachments: [],
  report: null,
  from: (part.from ?? ['anna@example.com']).map(at),
  to: (part.to ?? ['support@example.com']).map(at),
  cc: (part.cc ?? []).map(at),
})
const route = (id: string, emailAddress: string, part: Partial<IncomingRoute> = {}): IncomingRoute => ({
  id,
  emailAddress,
  connectorId: 'c',
  class: 'normal',
  position: 1,
  revision: 1,
  name: id,
  processId: 'live',
  ticketCategory: null,
  forAttention: null,
  sendAutomatedEmails: false,
  answerCc: false,
  testMode: false,
  enabled: true,
  match: 'all',
  rules: noRules,
  ...part,
})
const fallback = route('fallback', 'support@example.com', { class: 'fallback' })
const processes: Record<string, { kind: 'ticket' | 'case'; live: boolean; deleted: boolean }> = {
  live: { kind: 'ticket', live: true, deleted: false },
  case: { kind: 'case', live: true, deleted: false },
  draft: { kind: 'ticket', live: false, deleted: false },
  deleted: { kind: 'ticket', live: false, deleted: true },
}
const state = (...routes: IncomingRoute[]): PlanState => ({
  routes,
  primaryAddress: 'support@example.com',
  process: (id) => (processes[id] ? { id, hasCategories: false, ...processes[id] } : undefined),
})
/** What a plan comes to, in short: route and recipient of each part, or its reason. */
const outcome = (message: Message, ...routes: IncomingRoute[]) =>
  planWorkItems(message, state(...routes)).parts.map((part) =>
    part.kind === 'create' ? `${part.routeId}: ${part.recipient}` : `${part.routeId}: ${part.reason}`,
  )

test('one work item per address that has a route, in order, To before Cc', () => {
  const routes = [route('info', 'info@example.com'), route('orders', 'orders@example.com'), fallback]
  expect(outcome(mail({ to: ['orders@example.com'], cc: ['Info@Example.com'] }), ...routes)).toEqual([
    'orders: orders@example.com',
    'info: Info@Example.com',
  ])
  expect(
    outcome(
      mail({ to: ['info@example.com', 'INFO@example.com', '"info"@example.com'], cc: ['info@example.com'] }),
      ...routes,
    ),
  ).toEqual(['info: info@example.com'])
})

test('a mail to one routed and one unknown address makes one work item; the fallback takes only what nobody took, once', () => {
  const info = route('info', 'info@example.com')
  expect(
    outcome(mail({ to: ['info@example.com', 'nobody@example.com', 'support@example.com'] }), info, fallback),
  ).toEqual(['info: info@example.com'])
  expect(outcome(mail({ to: ['x@example.com', 'y@example.com', 'support@example.com'] }), info, fallback)).toEqual([
    'fallback: support@example.com',
  ])
  expect(outcome(mail({ to: [] }), info, fallback)).toEqual(['fallback: support@example.com'])
  expect(outcome(mail({ to: ['x@example.com'] }), info)).toEqual(['null: no-fallback'])
})

test('the first enabled route of an address takes the mail; a disabled one is passed over', () => {
  const first = route('first', 'info@example.com', { position: 1 })
  const second = route('second', 'info@example.com', { position: 2 })
  expect(outcome(mail({ to: ['info@example.com'] }), second, first, fallback)).toEqual(['first: info@example.com'])
  expect(outcome(mail({ to: ['info@example.com'] }), { ...first, enabled: false }, second, fallback)).toEqual([
    'second: info@example.com',
  ])
})

test.each([
  ['draft', 'process-draft'],
  ['deleted', 'process-deleted'],
  ['unknown', 'process-deleted'],
  [null, 'no-process'],
])('a route whose process is %s keeps its mail, which is unhandled, and passes nothing on', (processId, reason) => {
  expect(
    outcome(mail({ to: ['info@example.com'] }), route('info', 'info@example.com', { processId }), fallback),
  ).toEqual([`info: ${reason}`])
})

test('one mail may be work for one address and unhandled for another', () => {
  const routes = [route('a', 'a@example.com'), route('b', 'b@example.com', { processId: 'draft' }), fallback]
  expect(outcome(mail({ to: ['b@example.com', 'a@example.com'] }), ...routes)).toEqual([
    'b: process-draft',
    'a: a@example.com',
  ])
})

test.each([
  ['no From', []],
  ['a From that is no address', ['nobody']],
  ['several that are none', ['', '@', 'a b@c']],
])('a mail with %s is unhandled', (_, from) =>
  expect(outcome(mail({ from }), fallback)).toEqual(['null: no-valid-sender']),
)

test('an entry that is no address beside one that is, is passed over', () => {
  expect(
    outcome(
      mail({ from: ['nobody', 'anna@example.com'], to: ['undisclosed', 'info@example.com'] }),
      route('info', 'info@example.com'),
      fallback,
    ),
  ).toEqual(['info: info@example.com'])
  expect(recipientsOf(mail({ to: ['x', 'a@b.c'], cc: ['A@B.c', 'd@e.f'] })).map((each) => each.address)).toEqual([
    'a@b.c',
    'd@e.f',
  ])
})

test('what it says of each route is what it did', () => {
  const plan = planWorkItems(
    mail({ to: ['info@example.com'] }),
    state(
      route('off', 'info@example.com', { enabled: false, position: 1 }),
      route('other', 'x@example.com', { position: 2 }),
      route('info', 'info@example.com', { position: 3 }),
      route('late', 'info@example.com', { position: 4 }),
      fallback,
    ),
  )
  expect(plan.trace).toEqual([
    {
      recipient: 'info@example.com',
      routes: [
        { routeId: 'off', took: false, refusal: 'disabled' },
        { routeId: 'other', took: false, refusal: 'other-address' },
        { routeId: 'info', took: true, refusal: null },
        { routeId: 'late', took: false, refusal: 'not-asked' },
      ],
    },
  ])
})

test('normal routes come before wildcards, and the fallback is last, whatever their positions', () => {
  const routes = [
    fallback,
    route('w', '*', { class: 'wildcard', position: 0 }),
    route('n2', 'a@b.c', { position: 2 }),
    route('n1', 'a@b.c', { position: 1 }),
  ]
  expect(inOrder(routes).map((each) => each.id)).toEqual(['n1', 'n2', 'w', 'fallback'])
})

test('kind and test mark come from the process and the route', () => {
  expect(
    planWorkItems(
      mail({ to: ['info@example.com'] }),
      state(route('info', 'info@example.com', { processId: 'case', testMode: true })),
    ).parts,
  ).toMatchObject([{ kind: 'create', work: 'case', test: true }])
})
