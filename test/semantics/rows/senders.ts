import { fallback, item, route } from '../../domain/routing/aMailroom.ts'
import { takenByFallback, type Row, type Table } from '../aTable.ts'

const taken = 'r: ticket for info@example.com'

export const senders: Table = {
  id: 'senders',
  source: 'N4, N14; RFC 5322 3.6.2; RFC 6854',
  routes: [route('r', 'info@example.com', { rules: { senders: ['anna@customer.example'] } }), fallback],
  rows: [
    { name: 'One From', mail: 'From: Anna <anna@customer.example>\nTo: info@example.com', becomes: [taken] },
    {
      name: 'Several: the first counts',
      mail: 'From: anna@customer.example, eve@evil.example\nTo: info@example.com',
      becomes: [taken],
    },
    {
      name: 'Several: the second does not',
      mail: 'From: eve@evil.example, anna@customer.example\nTo: info@example.com',
      becomes: [takenByFallback],
    },
    {
      name: 'The first is no address: the second counts',
      mail: 'From: Anna, anna@customer.example\nTo: info@example.com',
      becomes: [taken],
    },
    {
      name: 'Sender says who pressed the button, and does not count',
      mail: 'From: eve@evil.example\nSender: anna@customer.example\nTo: info@example.com',
      becomes: [takenByFallback],
    },
    {
      name: 'Reply-To does not count',
      mail: 'From: eve@evil.example\nReply-To: anna@customer.example\nTo: info@example.com',
      becomes: [takenByFallback],
    },
    {
      name: 'No From, only a Sender',
      mail: 'Sender: anna@customer.example\nTo: info@example.com',
      whole: true,
      becomes: ['unhandled: no-valid-sender'],
    },
    { name: 'No From at all', mail: 'To: info@example.com', whole: true, becomes: ['unhandled: no-valid-sender'] },
    {
      name: 'A From that is no address',
      mail: 'From: Anna\nTo: info@example.com',
      becomes: ['unhandled: no-valid-sender'],
    },
    { name: 'An empty From', mail: 'From: <>\nTo: info@example.com', becomes: ['unhandled: no-valid-sender'] },
    { name: 'From as a group', mail: 'From: Sales: anna@customer.example;\nTo: info@example.com', becomes: [taken] },
    {
      name: 'The name of the sender is somebody else’s address',
      mail: 'From: "anna@customer.example" <eve@evil.example>\nTo: info@example.com',
      becomes: [takenByFallback],
    },
  ],
}

const sentBy = (name: string, from: string, senderList: readonly string[], isTaken: boolean): Row => ({
  name,
  mail: `From: ${from}\nTo: info@example.com`,
  routes: [route('r', 'info@example.com', { rules: { senders: [...senderList] } }), fallback],
  becomes: [isTaken ? taken : takenByFallback],
})

export const lists: Table = {
  id: 'lists',
  source: 'R2, R3, N14, N15',
  rows: [
    sentBy('The address', 'anna@contoso.example', ['anna@contoso.example'], true),
    sentBy('The address in other letters', 'Anna@Contoso.Example', ['ANNA@contoso.example'], true),
    sentBy('Another address of the domain', 'bob@contoso.example', ['anna@contoso.example'], false),
    sentBy('A domain, written *@contoso.example', 'bob@contoso.example', ['*@contoso.example'], true),
    sentBy('A domain, written *contoso.example', 'bob@contoso.example', ['*contoso.example'], true),
    sentBy('A subdomain is not the domain', 'bob@mail.contoso.example', ['*@contoso.example'], false),
    sentBy('Nor for the short form', 'bob@mail.contoso.example', ['*contoso.example'], false),
    sentBy('A domain that ends alike', 'bob@evilcontoso.example', ['*contoso.example'], false),
    sentBy(
      'A domain that begins alike',
      'bob@contoso.example.evil.example',
      ['*@contoso.example', '*contoso.example'],
      false,
    ),
    sentBy('A domain in the local part', '"bob@contoso.example"@evil.example', ['*@contoso.example'], false),
    sentBy('A domain with umlauts, as A-label', 'bob@xn--mller-kva.example', ['*@Müller.example'], true),
    sentBy('Any entry of the list is enough', 'bob@b.example', ['anna@a.example', '*@b.example'], true),
    sentBy('A subdomain of its own in the list', 'bob@mail.contoso.example', ['*@mail.contoso.example'], true),
    {
      name: 'Recipient list: any To or Cc address of the mail',
      mail: 'To: info@example.com\nCc: bob@partner.example',
      routes: [route('r', 'info@example.com', { rules: { recipients: ['*@partner.example'] } }), fallback],
      becomes: [taken],
    },
    {
      name: 'Recipient list: not Bcc',
      mail: 'To: info@example.com\nBcc: bob@partner.example',
      routes: [route('r', 'info@example.com', { rules: { recipients: ['*@partner.example'] } }), fallback],
      becomes: [takenByFallback],
    },
    {
      name: 'All: every rule that is set',
      mail: 'From: bob@b.example\nTo: info@example.com\nSubject: Hello',
      routes: [route('r', 'info@example.com', { rules: { senders: ['*@b.example'], keyWords: ['outage'] } }), fallback],
      becomes: [takenByFallback],
    },
    {
      name: 'Any: one rule is enough',
      mail: 'From: bob@b.example\nTo: info@example.com\nSubject: Hello',
      routes: [
        route('r', 'info@example.com', { match: 'any', rules: { senders: ['*@b.example'], keyWords: ['outage'] } }),
        fallback,
      ],
      becomes: [taken],
    },
    {
      name: 'Any: none holds',
      mail: 'From: bob@c.example\nTo: info@example.com\nSubject: Hello',
      routes: [
        route('r', 'info@example.com', { match: 'any', rules: { senders: ['*@b.example'], keyWords: ['outage'] } }),
        fallback,
      ],
      becomes: [takenByFallback],
    },
    {
      name: 'Any, with no rule set, is no condition',
      mail: 'To: info@example.com',
      routes: [route('r', 'info@example.com', { match: 'any' }), fallback],
      becomes: [taken],
    },
  ],
}

const companyList = [
  { id: 'contoso', name: 'Contoso', entries: ['*@contoso.example', 'ceo@mail.example'], revision: 1 },
  { id: 'fabrikam', name: 'Fabrikam', entries: ['*@fabrikam.example', 'ceo@mail.example'], revision: 1 },
  { id: 'empty', name: 'Empty', entries: [], revision: 1 },
]

const of = (name: string, from: string, companies: readonly string[], isTaken: boolean): Row => ({
  name,
  mail: `From: ${from}\nTo: info@example.com`,
  routes: [route('r', 'info@example.com', { rules: { companies: [...companies] } }), fallback],
  becomes: [isTaken ? taken : takenByFallback],
})

export const companies: Table = {
  id: 'companies',
  source: 'R4, N16',
  state: { companies: companyList },
  rows: [
    of('By its domain', 'anna@Contoso.example', ['contoso'], true),
    of('By its address', 'CEO@mail.example', ['contoso'], true),
    of('Another address of that mail service', 'eve@mail.example', ['contoso'], false),
    of('A subdomain does not belong to it', 'anna@mail.contoso.example', ['contoso'], false),
    of('One of several companies', 'anna@fabrikam.example', ['contoso', 'fabrikam'], true),
    of('A sender who belongs to both', 'ceo@mail.example', ['fabrikam'], true),
    of('A company without entries', 'anna@contoso.example', ['empty'], false),
    of('A company that was deleted', 'anna@contoso.example', ['gone'], false),
    of('A deleted company beside another one', 'anna@contoso.example', ['gone', 'contoso'], true),
  ],
}

const known = item('T-000001')

export const blocked: Table = {
  id: 'blocked',
  source: 'I10, N36, N30',
  routes: [fallback],
  state: {
    blocked: ['*@spam.example', 'eve@mail.example'],
    knowledge: {
      items: new Map([['T-000001', known]]),
      mails: new Map([['<sent@example.com>', { items: ['T-000001'], sent: { outboxId: 'S1', kind: 'reply' } }]]),
    },
  },
  rows: [
    { name: 'By its domain', mail: 'From: a@SPAM.example\nTo: support@example.com', becomes: ['blocked: blocked'] },
    {
      name: 'By its address',
      mail: 'From: Eve <EVE@mail.example>\nTo: support@example.com',
      becomes: ['blocked: blocked'],
    },
    {
      name: 'Another address of that mail service',
      mail: 'From: anna@mail.example\nTo: support@example.com',
      becomes: [takenByFallback],
    },
    {
      name: 'A subdomain of a blocked domain',
      mail: 'From: a@news.spam.example\nTo: support@example.com',
      becomes: [takenByFallback],
    },
    {
      name: 'Blocked by Sender or Reply-To: no',
      mail: 'Sender: a@spam.example\nReply-To: a@spam.example\nTo: support@example.com',
      becomes: [takenByFallback],
    },
    {
      name: 'A reply of a blocked sender',
      mail: 'From: a@spam.example\nTo: support@example.com\nIn-Reply-To: <sent@example.com>',
      becomes: ['blocked: blocked'],
    },
    {
      name: 'The first From is blocked',
      mail: 'From: a@spam.example, anna@mail.example\nTo: support@example.com',
      becomes: ['blocked: blocked'],
    },
  ],
}
