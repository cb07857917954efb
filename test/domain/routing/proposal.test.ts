import { expect, test } from 'vitest'
import { routeProposal } from '../../../src/domain/routing/proposal.ts'
import { aliasVerdict } from '../../../src/domain/routing/aliasVerdict.ts'
import { planWorkItems } from '../../../src/domain/routing/plan.ts'
import { likelyRewrites, untakenRoutes } from '../../../src/domain/routing/rewrites.ts'
import { incomingRouteSettingsSchema } from '../../../src/domain/route.ts'
import { fallback, mail, route, stateOf } from './aMailroom.ts'

const propose = (part: Parameters<typeof mail>[0], ...routes: readonly ReturnType<typeof route>[]) =>
  incomingRouteSettingsSchema.parse(routeProposal(mail(part), stateOf([...routes, fallback])))

test('the first address of ours without a route is proposed, the sender as its rule, and no process', () => {
  const proposed = propose(
    {
      from: ['Anna@Customer.example'],
      to: ['else@other.example', 'support@example.com', 'sales@example.com'],
      cc: ['info@example.com', 'orders@example.com'],
      subject: 'Re: AW: Printer',
    },
    route('sales', 'sales@example.com'),
  )
  expect(proposed).toMatchObject({
    name: 'Printer',
    emailAddress: 'info@example.com',
    processId: null,
    enabled: true,
    match: 'all',
    rules: { senders: ['Anna@Customer.example'], keyWords: [] },
  })
})

test.each([
  ['only the primary address', { to: ['support@example.com'] }],
  ['only strangers', { to: ['else@other.example'] }],
  ['nobody', { to: [] }],
  ['an address that has its route', { to: ['sales@example.com'] }],
])('the primary address is proposed for mail to %s', (_, part) => {
  expect(propose(part, route('sales', 'sales@example.com')).emailAddress).toBe('support@example.com')
})

test('an address that a trusted delivery header names comes first', () => {
  const message = mail({ to: ['support@example.com'], headers: { 'X-Original-To': 'info@example.com' } })
  const state = stateOf([fallback], { deliveryHeader: 'X-Original-To' })
  expect(routeProposal(message, state).emailAddress).toBe('info@example.com')
})

test('without a subject the sender names it; without a usable sender there is no rule', () => {
  expect(propose({ subject: ' Fwd: ' }).name).toBe('anna@customer.example')
  expect(propose({ subject: '', from: ['nobody'] })).toMatchObject({
    name: 'support@example.com',
    rules: { senders: [] },
  })
  expect(propose({ subject: 'x'.repeat(500) }).name).toHaveLength(80)
})

const rewritten = (part: Parameters<typeof mail>[0], routes = [route('info', 'info@example.com'), fallback]) => {
  const state = stateOf(routes)
  const message = mail({ to: ['support@example.com'], headers: { 'Delivered-To': '<Info@example.com>' }, ...part })
  return likelyRewrites(message, planWorkItems(message, state), state)
}

test('a routed alias that only a delivery header names is a sign, with the address it arrived with', () => {
  expect(rewritten({})).toEqual([
    { key: 'info@example.com', address: 'Info@example.com', header: 'Delivered-To', arrivedAs: 'support@example.com' },
  ])
  expect(rewritten({ headers: { 'Resent-To': 'info@example.com' } })).toHaveLength(1)
})

test.each([
  ['a mail by BCC or a list, with no address of ours', { to: ['list@other.example'] }],
  ['a mail that names the alias too', { cc: ['info@example.com'] }],
  ['a delivery to an address without a route', { headers: { 'Delivered-To': 'x@example.com' } }],
  ['a header that is no address', { headers: { 'Delivered-To': 'info' } }],
])('%s is no sign', (_, part) => {
  expect(rewritten(part)).toEqual([])
})

test('a disabled route, and a mail that a normal route took, are no sign', () => {
  expect(rewritten({}, [route('info', 'info@example.com', { enabled: false }), fallback])).toEqual([])
  expect(
    rewritten({ cc: ['sales@example.com'] }, [
      route('info', 'info@example.com'),
      route('sales', 'sales@example.com'),
      fallback,
    ]),
  ).toEqual([])
})

test('only plain alias routes beside a primary address that takes mail are untaken', () => {
  const routes = [
    route('info', 'info@example.com'),
    route('hit', 'hit@example.com'),
    route('off', 'off@example.com', { enabled: false }),
    route('ruled', 'ruled@example.com', { rules: { senders: ['a@b.example'] } }),
    route('primary', 'support@example.com'),
    fallback,
  ]
  const names = (hits: Readonly<Record<string, number>>) =>
    untakenRoutes(routes, new Map(Object.entries(hits)), 'support@example.com').untaken.map(({ id }) => id)
  expect(names({ fallback: 3, hit: 1 })).toEqual(['info'])
  expect(names({ hit: 1 }), 'nothing came to the primary address either').toEqual([])
})

test('a probe that a rewritten To keeps from its route is told by which header it would be reached', () => {
  const state = stateOf([route('info', 'info@example.com'), fallback], { ownAddressMail: 'ignore' })
  const message = mail({
    from: ['support@example.com'],
    to: ['support@example.com'],
    headers: { 'Auto-Submitted': 'auto-generated', 'Resent-To': 'info@example.com', 'Envelope-To': 'info@example.com' },
  })
  expect(aliasVerdict(message, 'info@example.com', state)).toEqual({
    unchanged: false,
    hasRoute: true,
    takenBy: 'fallback',
    reached: false,
    refusedBy: null,
    trust: 'Envelope-To',
  })
})
