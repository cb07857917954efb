import { fallback } from '../../domain/routing/aMailroom.ts'
import { info, type Row, type Table } from '../aTable.ts'
import { known } from './threads.ts'

const routes = [
  { ...info, sendAutomatedEmails: true },
  { ...fallback, sendAutomatedEmails: true },
]
const unanswered = 'info: ticket for info@example.com, no answer (automatic)'
const answered = 'info: ticket for info@example.com, answer to anna@customer.example'
const marked = (name: string, header: string, becomes: string): Row => ({
  name,
  mail: `To: info@example.com\n${header}`,
  becomes: [becomes],
})

/** A delivery report about a mail of ours. */
const dsn = (action: string, about: string, header = 'To: info@example.com'): string =>
  `From: Mail Delivery System <MAILER-DAEMON@mx.example>
${header}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=r

--r

Your message could not be delivered.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; bob@customer.example
Action: ${action}
Status: 5.1.1

--r
Content-Type: message/rfc822

Message-ID: ${about}
Subject: Printer

Hi.
--r--
`

export const automatic: Table = {
  id: 'automatic',
  source: 'I9, N31–N35',
  routes,
  state: { knowledge: known },
  rows: [
    marked('Auto-Submitted: auto-replied', 'Auto-Submitted: auto-replied', unanswered),
    marked(
      'Auto-Submitted: auto-generated, with parameters',
      'Auto-Submitted: Auto-Generated; owner-email="a@b"',
      unanswered,
    ),
    marked('Auto-Submitted: a word of somebody’s own', 'Auto-Submitted: no-human', unanswered),
    marked('Auto-Submitted: no', 'Auto-Submitted: no', answered),
    marked('Auto-Submitted: No, with a comment', 'Auto-Submitted: No (a person wrote this)', answered),
    marked('Precedence: bulk', 'Precedence: bulk', unanswered),
    marked('Precedence: junk', 'Precedence: Junk', unanswered),
    marked('Precedence: auto_reply', 'Precedence: auto_reply', unanswered),
    marked('Precedence: list is not automatic', 'Precedence: list', answered),
    marked('List-Id is not automatic', 'List-Id: <x.example>\nList-Unsubscribe: <mailto:a@x.example>', answered),
    marked('An empty Return-Path', 'Return-Path: <>', unanswered),
    marked('A Return-Path', 'Return-Path: <anna@customer.example>', answered),
    marked('The loop mark of another Waypost', 'X-Waypost-Loop: other', unanswered),
    marked(
      'X-Auto-Response-Suppress only keeps us from answering',
      'X-Auto-Response-Suppress: All',
      answered.replace(/answer to .*/, 'no answer (suppressed)'),
    ),
    marked('X-Auto-Response-Suppress of something else', 'X-Auto-Response-Suppress: OOF, RN', answered),
    {
      name: 'An out-of-office that answers a person’s mail',
      mail: 'To: support@example.com\nAuto-Submitted: auto-replied\nIn-Reply-To: <waiting@example.com>',
      becomes: ['joins T-000004, as automatic mail'],
    },
    {
      name: 'An out-of-office that answers our acknowledgement',
      mail: 'To: support@example.com\nAuto-Submitted: auto-replied\nIn-Reply-To: <answer@example.com>',
      becomes: ['ignored: answers-automatic'],
    },
    {
      name: 'In-Reply-To is missing: the last of References says what it answers',
      mail: 'To: support@example.com\nAuto-Submitted: auto-replied\nReferences: <waiting@example.com> <answer@example.com>',
      becomes: ['ignored: answers-automatic'],
    },
    {
      name: 'What it answers is unknown, whatever else it refers to',
      mail: 'To: info@example.com\nAuto-Submitted: auto-replied\nIn-Reply-To: <x@y>\nReferences: <one@example.com>',
      becomes: [unanswered],
    },
    {
      name: 'A bounce of a mail of ours',
      mail: dsn('failed', '<waiting@example.com>'),
      becomes: ['joins T-000004, as a bounce, to do again', 'shown on sent mail S4'],
    },
    {
      name: 'A bounce wakes whatever waits',
      mail: dsn('failed', '<third@example.com>'),
      becomes: ['joins T-000005, as a bounce, to do again', 'shown on sent mail S5'],
    },
    {
      name: 'A bounce of an acknowledgement',
      mail: dsn('failed', '<answer@example.com>'),
      becomes: ['joins T-000004, as a bounce, to do again', 'shown on sent mail S7'],
    },
    {
      name: 'A report that it is delayed',
      mail: dsn('delayed', '<waiting@example.com>'),
      becomes: ['joins T-000004, as automatic mail', 'shown on sent mail S4'],
    },
    {
      name: 'A report that it is delayed, with a comment',
      mail: dsn('Delayed (will retry)', '<waiting@example.com>'),
      becomes: ['joins T-000004, as automatic mail', 'shown on sent mail S4'],
    },
    {
      name: 'A report that it was delivered',
      mail: dsn('delivered', '<waiting@example.com>'),
      becomes: ['joins T-000004, as automatic mail', 'shown on sent mail S4'],
    },
    { name: 'A bounce of somebody else’s mail', mail: dsn('failed', '<x@y>'), becomes: [unanswered] },
    {
      name: 'A bounce of a mail without a work item',
      mail: dsn('failed', '<alone@example.com>'),
      becomes: ['shown on sent mail S8'],
    },
  ],
}

const answering = { ...info, sendAutomatedEmails: true, answerCc: true }
const to = 'To: info@example.com'
const answer = (text: string) => [`info: ticket for info@example.com, ${text}`]

export const acknowledgements: Table = {
  id: 'acknowledgements',
  source: 'I8, I11, N38',
  routes: [answering, { ...fallback, sendAutomatedEmails: true }],
  state: { knowledge: known },
  rows: [
    { name: 'To the sender', mail: to, becomes: answer('answer to anna@customer.example') },
    {
      name: 'To Reply-To',
      mail: `${to}\nReply-To: Desk <desk@customer.example>`,
      becomes: answer('answer to desk@customer.example'),
    },
    {
      name: 'Reply-To names several: to the sender',
      mail: `${to}\nReply-To: a@b.example, c@d.example`,
      becomes: answer('answer to anna@customer.example'),
    },
    {
      name: 'Reply-To names one twice',
      mail: `${to}\nReply-To: A@b.example, a@B.example`,
      becomes: answer('answer to A@b.example'),
    },
    {
      name: 'Reply-To is no address: to the sender',
      mail: `${to}\nReply-To: nobody`,
      becomes: answer('answer to anna@customer.example'),
    },
    {
      name: 'Reply-To is an address of ours',
      mail: `${to}\nReply-To: orders@example.com`,
      becomes: answer('no answer (answers-ourselves)'),
    },
    {
      name: 'Cc too',
      mail: `${to}\nCc: bob@customer.example, carl@x.example`,
      becomes: answer('answer to anna@customer.example and bob@customer.example and carl@x.example'),
    },
    {
      name: 'Cc without our own, without the sender, each once',
      mail: `${to}\nCc: bob@customer.example, orders@example.com, ANNA@customer.example, BOB@customer.example`,
      becomes: answer('answer to anna@customer.example and bob@customer.example'),
    },
    {
      name: 'Cc only where the route says so',
      mail: `${to}\nCc: bob@customer.example`,
      routes: [{ ...answering, answerCc: false }, fallback],
      becomes: answer('answer to anna@customer.example'),
    },
    {
      name: 'Only where the route says so',
      mail: to,
      routes: [info, fallback],
      becomes: ['info: ticket for info@example.com'],
    },
    { name: 'A reply gets none', mail: `${to}\nIn-Reply-To: <two@example.com>`, becomes: ['joins C-000002'] },
    {
      name: 'A fifth in 24 hours',
      mail: to,
      state: { knowledge: { ...known, acknowledged: new Map([['anna@customer.example', 4]]) } },
      becomes: answer('answer to anna@customer.example'),
    },
    {
      name: 'A sixth',
      mail: to,
      state: { knowledge: { ...known, acknowledged: new Map([['anna@customer.example', 5]]) } },
      becomes: answer('no answer (limit)'),
    },
    {
      name: 'One mail that makes two items, the first of them the fifth answer',
      mail: 'To: info@example.com, support@example.com',
      routes: [answering, { ...answering, id: 'support', emailAddress: 'support@example.com' }, fallback],
      state: { knowledge: { ...known, acknowledged: new Map([['anna@customer.example', 4]]) } },
      becomes: [
        'info: ticket for info@example.com, answer to anna@customer.example',
        'support: ticket for support@example.com, no answer (limit)',
      ],
    },
    {
      name: 'A conversation faster than a person types',
      mail: to,
      state: { knowledge: { ...known, recentFromSender: 10 } },
      becomes: answer('answer to anna@customer.example waits for a person'),
    },
    {
      name: 'Nothing can leave under the From address of the process',
      mail: to,
      state: {
        process: (id) => ({ id, kind: 'ticket', live: true, deleted: false, hasCategories: false, canSend: false }),
      },
      becomes: answer('no answer (cannot-send)'),
    },
  ],
}

const served = (...keys: readonly string[]) => ({
  knowledge: { ...known, copies: [{ sign: 'same-content' as const, served: keys }] },
})

export const copies: Table = {
  id: 'copies',
  source: 'I4, N27–N29',
  rows: [
    {
      name: 'Another mailbox made work for this address',
      mail: 'To: info@example.com',
      state: served('info@example.com', 'own:d'),
      becomes: ['duplicate: same-content'],
    },
    {
      name: 'It made work for one of two addresses',
      mail: 'To: info@example.com, orders@example.com',
      state: served('info@example.com', 'own:d'),
      becomes: ['orders: ticket for orders@example.com'],
    },
    {
      name: 'For both',
      mail: 'To: info@example.com, orders@example.com',
      state: served('info@example.com', 'orders@example.com', 'own:d'),
      becomes: ['duplicate: same-content'],
    },
    {
      name: 'To an address that nobody routes, in another mailbox before',
      mail: 'To: list@elsewhere.example',
      state: served('own:d'),
      becomes: ['fallback: ticket for support@example.com'],
    },
    {
      name: 'To an address that nobody routes, in this mailbox before',
      mail: 'To: list@elsewhere.example',
      state: served('own:c'),
      becomes: ['duplicate: same-content'],
    },
    {
      name: 'To an address of another mailbox: a BCC copy',
      mail: 'To: sales@other.example',
      state: { routedElsewhere: () => true },
      becomes: ['duplicate: routed-elsewhere'],
    },
    {
      name: 'To another mailbox and to this one',
      mail: 'To: sales@other.example, support@example.com',
      state: { routedElsewhere: (key) => key === 'sales@other.example' },
      becomes: ['fallback: ticket for support@example.com'],
    },
    {
      name: 'The primary address was served already',
      mail: 'To: support@example.com',
      state: served('support@example.com', 'own:d'),
      becomes: ['duplicate: same-content'],
    },
  ],
}

export const checks: Table = {
  id: 'checks',
  source: 'N30',
  routes,
  state: { knowledge: known, blocked: ['*@mx.example', 'anna@customer.example'] },
  rows: [
    {
      name: 'Our loop mark on a bounce of a blocked sender',
      mail: dsn('failed', '<one@example.com>', 'To: info@example.com\nX-Waypost-Loop: w'),
      becomes: ['ignored: own-loop'],
    },
    {
      name: 'A bounce of a blocked sender',
      mail: dsn('failed', '<one@example.com>'),
      becomes: ['joins T-000001, as a bounce', 'shown on sent mail S1'],
    },
    {
      name: 'A bounce of somebody else’s mail, of a blocked sender',
      mail: dsn('failed', '<x@y>'),
      becomes: ['blocked: blocked'],
    },
    {
      name: 'A bounce without a sender',
      mail: dsn('failed', '<one@example.com>').replace(/From: .*\n/, 'From: <>\n'),
      becomes: ['joins T-000001, as a bounce', 'shown on sent mail S1'],
    },
    {
      name: 'A bounce that we had already, in another mailbox',
      mail: dsn('failed', '<one@example.com>'),
      state: served('own:d', 'thread'),
      becomes: ['duplicate: same-content'],
    },
    {
      name: 'A reply of a blocked sender',
      mail: 'To: info@example.com\nIn-Reply-To: <one@example.com>',
      becomes: ['blocked: blocked'],
    },
    {
      name: 'A reply that we had already',
      mail: 'From: bob@x.example\nTo: support@example.com\nIn-Reply-To: <one@example.com>',
      state: served('own:d', 'thread'),
      becomes: ['duplicate: same-content'],
    },
    {
      name: 'A reply that we had already, and a routed address that nobody served',
      mail: 'From: bob@x.example\nTo: info@example.com\nIn-Reply-To: <one@example.com>',
      state: served('own:d', 'thread'),
      becomes: ['info: ticket for info@example.com, linked to T-000001, no answer (linked)'],
    },
    {
      name: 'A reply that we had already, and a routed address whose process is a draft',
      mail: 'From: bob@x.example\nTo: info@example.com\nIn-Reply-To: <one@example.com>',
      routes: [{ ...info, processId: 'draft' }, fallback],
      state: served('own:d', 'thread'),
      becomes: ['unhandled by info: process-draft'],
    },
    {
      name: 'An automatic reply to a person’s mail is no new work',
      mail: 'From: bob@x.example\nTo: info@example.com\nPrecedence: bulk\nIn-Reply-To: <one@example.com>',
      becomes: ['joins T-000001, as automatic mail'],
    },
    {
      name: 'No sender, and blocked addresses everywhere else',
      mail: 'Reply-To: anna@customer.example\nTo: info@example.com',
      whole: true,
      becomes: ['unhandled: no-valid-sender'],
    },
  ],
}
