import { expect, test } from 'vitest'
import { recipientsIn } from '../../../src/domain/routing/facts.ts'
import { planWorkItems } from '../../../src/domain/routing/plan.ts'
import { inOrder } from '../../../src/domain/routing/routeIndex.ts'
import { fallback, item, mail, outcome, route, short, stateOf, type ShortMail } from './aMailroom.ts'

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
  expect(
    recipientsIn([...mail({ to: ['x', 'a@b.c'] }).to, ...mail({ to: ['A@B.c', 'd@e.f'] }).to]).map(
      (each) => each.address,
    ),
  ).toEqual(['a@b.c', 'd@e.f'])
})

test('what it says of each route is what it did, rule by rule', () => {
  const plan = planWorkItems(
    mail({ to: ['info@example.com'], subject: 'Printer' }),
    stateOf([
      route('off', 'info@example.com', { enabled: false, position: 1 }),
      route('other', 'x@example.com', { position: 2 }),
      route('outage', 'info@example.com', { position: 3, rules: { keyWords: ['outage'] } }),
      route('info', 'info@example.com', { position: 4 }),
      route('late', 'info@example.com', { position: 5 }),
      fallback,
    ]),
    'explain',
  )
  expect(plan.trace).toEqual([
    {
      recipient: 'info@example.com',
      routes: [
        { routeId: 'off', verdict: 'disabled', wouldTake: true, rules: [] },
        {
          routeId: 'outage',
          verdict: 'rules',
          wouldTake: false,
          rules: [{ rule: 'keyWords', holds: false, wanted: ['outage'], met: [], saw: ['printer'] }],
        },
        { routeId: 'info', verdict: 'took', wouldTake: true, rules: [] },
        { routeId: 'late', verdict: 'not-asked', wouldTake: true, rules: [] },
      ],
    },
    { recipient: null, routes: [{ routeId: 'fallback', verdict: 'not-asked', wouldTake: true, rules: [] }] },
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
      stateOf([route('info', 'info@example.com', { processId: 'case', testMode: true })]),
    ).parts,
  ).toMatchObject([{ kind: 'create', work: 'case', test: true }])
})

const known = (...items: readonly ReturnType<typeof item>[]) => ({
  items: new Map(items.map((each) => [each.id, each])),
  mails: new Map([
    ['<sent@example.com>', { items: items.map(({ id }) => id), sent: { outboxId: 'o', kind: 'reply' as const } }],
    [
      '<ack@example.com>',
      { items: items.map(({ id }) => id), sent: { outboxId: 'a', kind: 'acknowledgement' as const } },
    ],
  ]),
})
const reply = (part: Parameters<typeof mail>[0] = {}) =>
  mail({ inReplyTo: '<sent@example.com>', messageId: '<r@customer.example>', ...part })

test('a reply joins its work item; what waited for information is to do again', () => {
  const waiting = item('T-000001', { state: 'waiting', waitingReason: 'more-information' })
  expect(short(planWorkItems(reply(), stateOf([fallback], { knowledge: known(waiting) })))).toEqual([
    'joins T-000001 as new-information, to do',
  ])
  const third = item('T-000001', { state: 'waiting', waitingReason: 'third-party' })
  expect(short(planWorkItems(reply(), stateOf([fallback], { knowledge: known(third) })))).toEqual([
    'joins T-000001 as new-information',
  ])
})

test('of several items a reply joins those whose address it still carries, and all if it carries none', () => {
  const knowledge = known(
    item('T-000001', { addressKey: 'info@example.com', threadKeys: ['info@example.com', 'orders@example.com'] }),
    item('T-000002', { addressKey: 'orders@example.com', threadKeys: ['info@example.com', 'orders@example.com'] }),
  )
  const joined = (to: string) => short(planWorkItems(reply({ to: [to] }), stateOf([fallback], { knowledge })))
  expect(joined('orders@example.com')).toEqual(['joins T-000002 as new-information'])
  expect(joined('support@example.com')).toEqual([
    'joins T-000001 as new-information',
    'joins T-000002 as new-information',
  ])
})

test('a reply that adds a routed address makes a linked item for it, once', () => {
  const routes = [route('info', 'info@example.com', { sendAutomatedEmails: true }), fallback]
  const added = reply({ to: ['support@example.com'], cc: ['info@example.com'] })
  expect(short(planWorkItems(added, stateOf(routes, { knowledge: known(item('T-000001')) })))).toEqual([
    'joins T-000001 as new-information',
    'info: info@example.com (linked to T-000001)',
  ])
  const both = item('T-000001', { threadKeys: ['support@example.com', 'info@example.com'] })
  expect(short(planWorkItems(added, stateOf(routes, { knowledge: known(both) })))).toEqual([
    'joins T-000001 as new-information',
  ])
})

test('a closed item is reopened for thirty days; later the reply is new mail, linked to it', () => {
  const closed = item('T-000001', { state: 'closed', closedAt: 0 })
  const days = (count: number) =>
    short(planWorkItems(reply(), stateOf([fallback], { knowledge: known(closed), now: count * 24 * 3600_000 })))
  expect(days(30)).toEqual(['joins T-000001 as new-information, to do'])
  expect(days(31)).toEqual(['fallback: support@example.com (linked to T-000001)'])
})

test('our own automatic mail is ignored by its mark; a mail of ours that comes back to its item is too', () => {
  const state = stateOf([fallback], { knowledge: known(item('T-000001')) })
  expect(short(planWorkItems(mail({ headers: { 'X-Waypost-Loop': 'w' } }), state))).toEqual(['ignored: own-loop'])
  expect(short(planWorkItems(mail({ messageId: '<sent@example.com>' }), state))).toEqual(['ignored: own-mail'])
})

test('an out-of-office joins what a person wrote and is ignored where a machine wrote', () => {
  const state = stateOf([fallback], {
    knowledge: known(item('T-000001', { state: 'waiting', waitingReason: 'more-information' })),
  })
  const away = { headers: { 'Auto-Submitted': 'auto-replied' } }
  expect(short(planWorkItems(reply(away), state))).toEqual(['joins T-000001 as automatic'])
  expect(short(planWorkItems(reply({ ...away, inReplyTo: '<ack@example.com>' }), state))).toEqual([
    'ignored: answers-automatic',
  ])
  expect(short(planWorkItems(mail(away), state))).toEqual(['fallback: support@example.com'])
})

test('a bounce is joined by the Message-ID that it returns, whoever sent it, and wakes what waits', () => {
  const state = stateOf([fallback], {
    knowledge: known(item('T-000001', { state: 'waiting', waitingReason: 'third-party' })),
    blocked: ['*@example.net'],
  })
  const bounce = mail({
    from: ['MAILER-DAEMON@example.net'],
    report: {
      messageId: '<sent@example.com>',
      recipients: [{ address: 'x@example.net', action: 'failed', status: '5.1.1', diagnostic: '550 no such user' }],
    },
  })
  expect(short(planWorkItems(bounce, state))).toEqual(['joins T-000001 as bounce, to do', 'report about o'])
})

test('a copy loses the recipients that an earlier copy served; with nothing left it is a duplicate', () => {
  const routes = [route('info', 'info@example.com'), route('orders', 'orders@example.com', { position: 2 }), fallback]
  const served = (...keys: readonly string[]) => ({ copies: [{ sign: 'same-content' as const, served: keys }] })
  const both = mail({ to: ['info@example.com', 'orders@example.com'] })
  expect(short(planWorkItems(both, stateOf(routes, { knowledge: served('info@example.com', 'own:d') })))).toEqual([
    'orders: orders@example.com',
  ])
  expect(
    short(
      planWorkItems(both, stateOf(routes, { knowledge: served('info@example.com', 'orders@example.com', 'own:d') })),
    ),
  ).toEqual(['duplicate: same-content'])
  // Nobody routes the address: each mailbox's copy is its own, the same mailbox's is not.
  const unrouted = mail({ to: ['list@elsewhere.example'] })
  expect(short(planWorkItems(unrouted, stateOf(routes, { knowledge: served('own:d') })))).toEqual([
    'fallback: support@example.com',
  ])
  expect(short(planWorkItems(unrouted, stateOf(routes, { knowledge: served('own:c') })))).toEqual([
    'duplicate: same-content',
  ])
  // Another mailbox takes the address: this copy came by BCC.
  expect(short(planWorkItems(unrouted, stateOf(routes, { routedElsewhere: () => true })))).toEqual([
    'duplicate: routed-elsewhere',
  ])
  expect(
    short(
      planWorkItems(
        mail({ to: ['list@elsewhere.example'], cc: ['support@example.com'] }),
        stateOf(routes, { routedElsewhere: (key) => key !== 'support@example.com' }),
      ),
    ),
  ).toEqual(['fallback: support@example.com'])
})

test('plus addressing: off, mixed and only', () => {
  const routes = [route('vip', 'info+vip@example.com'), route('info', 'info@example.com', { position: 2 }), fallback]
  const knowledge = known(item('T-000001'))
  const take = (plusAddressing: 'off' | 'mixed' | 'only', to: string, part: Parameters<typeof mail>[0] = {}) =>
    short(planWorkItems(mail({ to: [to], ...part }), stateOf(routes, { plusAddressing, knowledge })))
  expect(take('off', 'info+tag@example.com')).toEqual(['fallback: support@example.com'])
  expect(take('mixed', 'info+tag@example.com')).toEqual(['info: info@example.com'])
  expect(take('mixed', 'info+VIP@example.com')).toEqual(['vip: info+VIP@example.com'])
  expect(take('mixed', 'info+T-000001-k7f2qx@example.com')).toEqual(['joins T-000001 as new-information'])
  expect(take('mixed', 'info+t-000001-K7F2QX@example.com')).toEqual(['joins T-000001 as new-information'])
  expect(take('mixed', 'info+T-000001-aaaaaa@example.com')).toEqual(['info: info@example.com'])
  expect(take('only', 'info@example.com', { inReplyTo: '<sent@example.com>' })).toEqual(['info: info@example.com'])
})

test.each<[string, Parameters<typeof mail>[0], Parameters<typeof stateOf>[1], unknown]>([
  ['goes to the sender', {}, {}, { kind: 'send', to: 'anna@customer.example', cc: [] }],
  [
    'goes to one Reply-To',
    { replyTo: ['desk@customer.example'] },
    {},
    { kind: 'send', to: 'desk@customer.example', cc: [] },
  ],
  [
    'goes to From where Reply-To is several',
    { replyTo: ['a@b.example', 'c@b.example'] },
    {},
    { kind: 'send', to: 'anna@customer.example', cc: [] },
  ],
  [
    'copies CC without our own',
    { cc: ['bob@customer.example', 'orders@example.com'] },
    {},
    { kind: 'send', to: 'anna@customer.example', cc: ['bob@customer.example'] },
  ],
  ['is not sent to automatic mail', { headers: { Precedence: 'bulk' } }, {}, { kind: 'none', why: 'automatic' }],
  [
    'is suppressed',
    { headers: { 'X-Auto-Response-Suppress': 'DR, AutoReply' } },
    {},
    { kind: 'none', why: 'suppressed' },
  ],
  ['is not sent to ourselves', { from: ['colleague@example.com'] }, {}, { kind: 'none', why: 'own-address' }],
  [
    'is not sent to us by Reply-To',
    { replyTo: ['orders@example.com'] },
    {},
    { kind: 'none', why: 'answers-ourselves' },
  ],
  [
    'stops after five a day',
    {},
    { knowledge: { acknowledged: new Map([['anna@customer.example', 5]]) } },
    { kind: 'none', why: 'limit' },
  ],
  [
    'waits where nobody types that fast',
    {},
    { knowledge: { recentFromSender: 10 } },
    { kind: 'hold', to: 'anna@customer.example', cc: [] },
  ],
])('an acknowledgement %s', (_, part, state, expected) => {
  const answering = { ...fallback, sendAutomatedEmails: true, answerCc: true }
  expect(planWorkItems(mail(part), stateOf([answering], state)).parts).toMatchObject([{ acknowledgement: expected }])
})

test('an address of ours with a tag is ours where tags count: it is sent no acknowledgement (N19, N38)', () => {
  const answering = { ...fallback, sendAutomatedEmails: true, answerCc: true }
  const said = (part: ShortMail, plusAddressing: 'off' | 'mixed' | 'only') =>
    planWorkItems(
      mail(part),
      stateOf([answering], {
        plusAddressing,
        isOwnAddress: (key) => key === 'info@example.com',
        isRouted: (key) => key === 'orders@example.com',
      }),
    ).parts.flatMap((part) => (part.kind === 'create' ? part.acknowledgement : []))
  const cc = ['info+hello@example.com', 'orders+T-000009-k7f2qx@example.com', 'bob@customer.example']
  const replyTo = ['orders+hello@example.com']
  for (const mode of ['mixed', 'only'] as const) {
    expect(said({ cc }, mode)).toMatchObject([{ kind: 'send', cc: ['bob@customer.example'] }])
    expect(said({ replyTo }, mode)).toEqual([{ kind: 'none', why: 'answers-ourselves' }])
  }
  expect(said({ cc }, 'off')).toMatchObject([{ kind: 'send', cc }])
  expect(said({ replyTo }, 'off')).toMatchObject([{ kind: 'send', to: replyTo[0] }])
})

test('blocked senders are set aside before anything is asked about copies or routes', () => {
  const blocked = stateOf([fallback], { blocked: ['*@customer.example'], knowledge: known(item('T-000001')) })
  expect(short(planWorkItems(reply(), blocked))).toEqual(['blocked: blocked'])
  expect(short(planWorkItems(mail({ from: ['a@sub.customer.example'] }), blocked))).toEqual([
    'fallback: support@example.com',
  ])
})
