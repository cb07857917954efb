import type { KnownMail } from '../../../src/domain/routing/planState.ts'
import { fallback, item, route } from '../../domain/routing/aMailroom.ts'
import { info, orders, takenByFallback, usual, type Table } from '../aTable.ts'

const day = 24 * 3600_000

/**
 * What the workspace knows in these tables. T-000001 was made for support@, C-000002 and T-000003 are one thread for info@ and orders@,
 * T-000004 waits for more information, T-000005 for a third party, T-000006 was closed at the beginning of time.
 */
const thread = ['info@example.com', 'orders@example.com']
const items = [
  item('T-000001'),
  item('C-000002', { addressKey: 'info@example.com', threadKeys: thread }),
  item('T-000003', { root: 'C-000002', addressKey: 'orders@example.com', threadKeys: thread }),
  item('T-000004', { state: 'waiting', waitingReason: 'more-information' }),
  item('T-000005', { state: 'waiting', waitingReason: 'third-party' }),
  item('T-000006', { state: 'closed', closedAt: 0 }),
]
const sent = (outboxId: string, kind: 'reply' | 'acknowledgement', ...of: readonly string[]): KnownMail => ({
  items: of,
  sent: { outboxId, kind },
})
export const known = {
  items: new Map(items.map((each) => [each.id, each])),
  mails: new Map<string, KnownMail>([
    ['<one@example.com>', sent('S1', 'reply', 'T-000001')],
    ['<two@example.com>', sent('S2', 'reply', 'C-000002', 'T-000003')],
    ['<waiting@example.com>', sent('S4', 'reply', 'T-000004')],
    ['<third@example.com>', sent('S5', 'reply', 'T-000005')],
    ['<closed@example.com>', sent('S6', 'reply', 'T-000006')],
    ['<answer@example.com>', sent('S7', 'acknowledgement', 'T-000004')],
    ['<received@customer.example>', { items: ['T-000001'], sent: null }],
    ['<alone@example.com>', { items: [], sent: { outboxId: 'S8', kind: 'test-message' } }],
  ]),
}
const state = { knowledge: known }

export const threads: Table = {
  id: 'threads',
  source: 'I7, N21–N26, N33',
  state,
  rows: [
    {
      name: 'Answers a mail that we sent',
      mail: 'To: support@example.com\nIn-Reply-To: <one@example.com>',
      becomes: ['joins T-000001'],
    },
    {
      name: 'Answers a mail that we received',
      mail: 'To: support@example.com\nIn-Reply-To: <received@customer.example>',
      becomes: ['joins T-000001'],
    },
    {
      name: 'Only References name it',
      mail: 'To: support@example.com\nReferences: <x@y> <one@example.com> <z@y>',
      becomes: ['joins T-000001'],
    },
    {
      name: 'References, from last to first',
      mail: 'To: a@example.com\nReferences: <one@example.com> <waiting@example.com>',
      becomes: ['joins T-000004, to do again'],
    },
    {
      name: 'In-Reply-To before References',
      mail: 'To: a@example.com\nIn-Reply-To: <one@example.com>\nReferences: <waiting@example.com>',
      becomes: ['joins T-000001'],
    },
    {
      name: 'In-Reply-To is unknown, References are not',
      mail: 'To: a@example.com\nIn-Reply-To: <x@y>\nReferences: <one@example.com>',
      becomes: ['joins T-000001'],
    },
    {
      name: 'In-Reply-To names two mails, the second is known',
      mail: 'To: a@example.com\nIn-Reply-To: <x@y> <one@example.com>',
      becomes: ['joins T-000001'],
    },
    {
      name: 'In-Reply-To in words',
      mail: 'To: a@example.com\nIn-Reply-To: Your message of "Mon, 23 Nov" <one@example.com>',
      becomes: ['joins T-000001'],
    },
    {
      name: 'A mail of ours that no work item has',
      mail: 'To: info@example.com\nIn-Reply-To: <alone@example.com>',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'An unknown mail',
      mail: 'To: info@example.com\nIn-Reply-To: <x@y>',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Re: in the subject is no reply',
      mail: 'To: info@example.com\nSubject: Re: T-000001',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'A reply without the address of the item',
      mail: 'To: nobody@elsewhere.example\nIn-Reply-To: <one@example.com>',
      becomes: ['joins T-000001'],
    },
    {
      name: 'A forward follows its header',
      mail: 'To: support@example.com\nSubject: Fwd: Printer\nReferences: <one@example.com>',
      becomes: ['joins T-000001'],
    },
    {
      name: 'Two items, the reply carries the address of one',
      mail: 'To: orders@example.com\nIn-Reply-To: <two@example.com>',
      becomes: ['joins T-000003'],
    },
    {
      name: 'Two items, it carries both',
      mail: 'To: orders@example.com\nCc: info@example.com\nIn-Reply-To: <two@example.com>',
      becomes: ['joins C-000002', 'joins T-000003'],
    },
    {
      name: 'Two items, it carries neither',
      mail: 'To: support@example.com\nIn-Reply-To: <two@example.com>',
      becomes: ['joins C-000002', 'joins T-000003'],
    },
    {
      name: 'It adds a routed address',
      mail: 'To: support@example.com\nCc: info@example.com\nIn-Reply-To: <one@example.com>',
      becomes: ['joins T-000001', 'info: ticket for info@example.com, linked to T-000001'],
    },
    {
      name: 'It adds two',
      mail: 'To: support@example.com\nCc: info@example.com, orders@example.com\nIn-Reply-To: <one@example.com>',
      becomes: [
        'joins T-000001',
        'info: ticket for info@example.com, linked to T-000001',
        'orders: ticket for orders@example.com, linked to T-000001',
      ],
    },
    {
      name: 'It adds an address whose rules do not hold',
      mail: 'To: support@example.com\nCc: info@example.com\nIn-Reply-To: <one@example.com>',
      routes: [{ ...info, rules: { ...info.rules, important: true } }, fallback],
      becomes: ['joins T-000001'],
    },
    {
      name: 'It adds an address whose route is off',
      mail: 'To: support@example.com\nCc: info@example.com\nIn-Reply-To: <one@example.com>',
      routes: [{ ...info, enabled: false }, fallback],
      becomes: ['joins T-000001'],
    },
    {
      name: 'It adds an address whose process is a draft',
      mail: 'To: support@example.com\nCc: info@example.com\nIn-Reply-To: <one@example.com>',
      routes: [{ ...info, processId: 'draft' }, fallback],
      becomes: ['joins T-000001', 'unhandled by info: process-draft'],
    },
    {
      name: 'The added route is in test mode, and answers: a linked item gets no answer',
      mail: 'To: info@example.com\nIn-Reply-To: <one@example.com>',
      routes: [{ ...info, testMode: true, sendAutomatedEmails: true }, fallback],
      becomes: ['joins T-000001', 'info: test ticket for info@example.com, linked to T-000001, no answer (linked)'],
    },
    {
      name: 'The address of a linked item of the same thread is not added',
      mail: 'To: info@example.com, orders@example.com\nIn-Reply-To: <two@example.com>',
      becomes: ['joins C-000002', 'joins T-000003'],
    },
    {
      name: 'It waited for more information',
      mail: 'To: support@example.com\nIn-Reply-To: <waiting@example.com>',
      becomes: ['joins T-000004, to do again'],
    },
    {
      name: 'It waits for a third party',
      mail: 'To: support@example.com\nIn-Reply-To: <third@example.com>',
      becomes: ['joins T-000005'],
    },
    {
      name: 'It was closed exactly 30 days ago',
      mail: 'To: support@example.com\nIn-Reply-To: <closed@example.com>',
      state: { now: 30 * day },
      becomes: ['joins T-000006, to do again'],
    },
    {
      name: 'A moment longer',
      mail: 'To: support@example.com\nIn-Reply-To: <closed@example.com>',
      state: { now: 30 * day + 1 },
      becomes: ['fallback: ticket for support@example.com, linked to T-000006'],
    },
    {
      name: 'Longer, and to routed addresses',
      mail: 'To: info@example.com, orders@example.com\nIn-Reply-To: <closed@example.com>',
      state: { now: 31 * day },
      becomes: [
        'info: ticket for info@example.com, linked to T-000006',
        'orders: ticket for orders@example.com, linked to T-000006',
      ],
    },
    {
      name: 'Reopening is set to 7 days',
      mail: 'To: support@example.com\nIn-Reply-To: <closed@example.com>',
      state: { now: 8 * day, reopenDays: 7 },
      becomes: ['fallback: ticket for support@example.com, linked to T-000006'],
    },
  ],
}

const vip = route('vip', 'info+vip@example.com')

export const plus: Table = {
  id: 'plus',
  source: 'I16, N19, N20',
  routes: usual,
  state: { knowledge: known, plusAddressing: 'mixed' },
  rows: [
    {
      name: 'Off: the tag is part of the address',
      mail: 'To: info+hello@example.com',
      state: { plusAddressing: 'off' },
      becomes: [takenByFallback],
    },
    {
      name: 'Off: the tag of a work item joins nothing',
      mail: 'To: info+T-000001-k7f2qx@example.com',
      state: { plusAddressing: 'off' },
      becomes: [takenByFallback],
    },
    {
      name: 'Mixed: a tag that names nothing',
      mail: 'To: info+hello@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Mixed: a route for the exact address comes first',
      mail: 'To: info+VIP@example.com',
      routes: [vip, ...usual],
      becomes: ['vip: ticket for info+VIP@example.com'],
    },
    {
      name: 'Mixed: its rules do not hold, the base address has a route',
      mail: 'To: info+vip@example.com',
      routes: [{ ...vip, rules: { ...vip.rules, important: true } }, ...usual],
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Mixed: address and base address in one mail are one work item',
      mail: 'To: info+hello@example.com, info@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Mixed: the tag of a work item',
      mail: 'To: info+T-000001-k7f2qx@example.com',
      becomes: ['joins T-000001'],
    },
    {
      name: 'Mixed: the tag in other letters',
      mail: 'To: info+t-000001-K7F2QX@example.com',
      becomes: ['joins T-000001'],
    },
    {
      name: 'Mixed: a forged check',
      mail: 'To: info+T-000001-aaaaaa@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Mixed: a check that is too short',
      mail: 'To: info+T-000001-k7f2q@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    { name: 'Mixed: no check', mail: 'To: info+T-000001@example.com', becomes: ['info: ticket for info@example.com'] },
    {
      name: 'Mixed: an item that does not exist',
      mail: 'To: info+T-999999-k7f2qx@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Mixed: the id of a ticket with the letter of a case',
      mail: 'To: info+C-000001-k7f2qx@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    { name: 'Mixed: an empty tag', mail: 'To: info+@example.com', becomes: [takenByFallback] },
    {
      name: 'Mixed: tags of two items',
      mail: 'To: info+T-000001-k7f2qx@example.com\nCc: orders+T-000004-k7f2qx@example.com',
      becomes: ['joins T-000001', 'joins T-000004, to do again'],
    },
    {
      name: 'Mixed: a tag, and a routed address that has no item yet',
      mail: 'To: support+T-000001-k7f2qx@example.com, orders@example.com',
      becomes: ['joins T-000001', 'orders: ticket for orders@example.com, linked to T-000001'],
    },
    {
      name: 'Mixed: the header of the mail counts too',
      mail: 'To: info@example.com\nIn-Reply-To: <two@example.com>',
      becomes: ['joins C-000002'],
    },
    {
      name: 'Mixed: the tag in Bcc does not count',
      mail: 'To: info@example.com\nBcc: info+T-000001-k7f2qx@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Only: the header of the mail does not count',
      mail: 'To: info@example.com\nIn-Reply-To: <one@example.com>',
      state: { plusAddressing: 'only' },
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Only: the tag counts',
      mail: 'To: info+T-000001-k7f2qx@example.com\nIn-Reply-To: <waiting@example.com>',
      state: { plusAddressing: 'only' },
      becomes: ['joins T-000001'],
    },
    {
      name: 'A tag in quotes is no tag',
      mail: 'To: "info +T-000001-k7f2qx"@example.com',
      becomes: [takenByFallback],
    },
    {
      name: 'A tag of an item that was closed long ago',
      mail: 'To: info+T-000006-k7f2qx@example.com',
      state: { now: 40 * day },
      becomes: ['info: ticket for info@example.com, linked to T-000006'],
    },
  ],
}

export const loops: Table = {
  id: 'loops',
  source: 'I8, N31',
  state,
  rows: [
    {
      name: 'Automatic mail of ours comes back',
      mail: 'To: info@example.com\nX-Waypost-Loop: w',
      becomes: ['ignored: own-loop'],
    },
    {
      name: 'Whatever it answers',
      mail: 'To: info@example.com\nIn-Reply-To: <one@example.com>\nX-Waypost-Loop: w',
      becomes: ['ignored: own-loop'],
    },
    {
      name: 'Automatic mail of another Waypost',
      mail: 'To: info@example.com\nX-Waypost-Loop: other',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'A mail of ours comes back to the item it was sent from',
      mail: 'From: support@example.com\nTo: anna@customer.example\nCc: support@example.com\nMessage-ID: <one@example.com>',
      becomes: ['ignored: own-mail'],
    },
    {
      name: 'A mail of ours to a routed address that has no item of its thread',
      mail: 'From: support@example.com\nTo: anna@customer.example\nCc: info@example.com\nMessage-ID: <one@example.com>',
      becomes: ['info: ticket for info@example.com, linked to T-000001'],
    },
    {
      name: 'An acknowledgement of ours without its mark, to a routed address',
      mail: 'From: support@example.com\nTo: info@example.com\nMessage-ID: <answer@example.com>',
      becomes: ['ignored: own-mail'],
    },
    {
      name: 'A colleague writes from one of our addresses: it is routed, and not answered',
      mail: 'From: colleague@example.com\nTo: info@example.com',
      routes: [{ ...info, sendAutomatedEmails: true }, orders, fallback],
      becomes: ['info: ticket for info@example.com, no answer (own-address)'],
    },
    {
      name: 'The same, where mail from own addresses is set to be ignored',
      mail: 'From: Colleague@Example.com\nTo: info@example.com',
      state: { ownAddressMail: 'ignore' },
      becomes: ['ignored: own-address'],
    },
    {
      name: 'A colleague answers a mail of the item',
      mail: 'From: colleague@example.com\nTo: support@example.com\nIn-Reply-To: <one@example.com>',
      becomes: ['joins T-000001'],
    },
  ],
}
