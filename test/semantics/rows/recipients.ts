import { fallback, route } from '../../domain/routing/aMailroom.ts'
import { info, orders, takenByFallback, type Table } from '../aTable.ts'

export const recipients: Table = {
  id: 'recipients',
  source: 'I5, N2, N4, N5',
  rows: [
    { name: 'To one routed address', mail: 'To: info@example.com', becomes: ['info: ticket for info@example.com'] },
    {
      name: 'To two routed addresses',
      mail: 'To: orders@example.com, info@example.com',
      becomes: ['orders: ticket for orders@example.com', 'info: ticket for info@example.com'],
    },
    {
      name: 'To comes before Cc, whatever their order in the mail',
      mail: 'Cc: info@example.com\nTo: orders@example.com',
      becomes: ['orders: ticket for orders@example.com', 'info: ticket for info@example.com'],
    },
    {
      name: 'A routed address in Cc only',
      mail: 'To: bob@customer.example\nCc: info@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'A routed and an unknown address',
      mail: 'To: info@example.com, nobody@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'The address of the mailbox beside a routed one',
      mail: 'To: support@example.com, info@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    { name: 'Unknown addresses only', mail: 'To: a@example.com\nCc: b@example.com', becomes: [takenByFallback] },
    {
      name: 'A Bcc field does not count',
      mail: 'To: a@example.com\nBcc: info@example.com',
      becomes: [takenByFallback],
    },
    {
      name: 'Delivered-To and Resent-To do not count',
      mail: 'Delivered-To: info@example.com\nResent-To: orders@example.com\nTo: a@example.com',
      becomes: [takenByFallback],
    },
    { name: 'Neither To nor Cc', mail: 'Subject: Printer', becomes: [takenByFallback] },
    { name: 'An empty To', mail: 'To: ', becomes: [takenByFallback] },
    { name: 'Undisclosed recipients', mail: 'To: undisclosed-recipients:;', becomes: [takenByFallback] },
    {
      name: 'Undisclosed recipients, and a Cc',
      mail: 'To: Undisclosed recipients: ;\nCc: info@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Members of a group, in place',
      mail: 'To: Desk: Orders <orders@example.com>, bob@customer.example;, info@example.com',
      becomes: ['orders: ticket for orders@example.com', 'info: ticket for info@example.com'],
    },
    {
      name: 'The same address again and again, in every spelling',
      mail: 'To: info@example.com, INFO@EXAMPLE.COM, <info@example.com>\nCc: "info"@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Several To fields',
      mail: 'To: info@example.com\nTo: orders@example.com',
      becomes: ['info: ticket for info@example.com', 'orders: ticket for orders@example.com'],
    },
    {
      name: 'An entry that is no address, beside one that is',
      mail: 'To: everybody, info@, @example.com, info@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'No Date, no Message-ID, no Subject',
      mail: 'To: info@example.com',
      becomes: ['info: ticket for info@example.com'],
    },
    {
      name: 'Nobody took it and there is no fallback',
      mail: 'To: a@example.com',
      routes: [info],
      becomes: ['unhandled: no-fallback'],
    },
  ],
}

export const names: Table = {
  id: 'names',
  source: 'N5; RFC 5322 3.2, 3.4, 4.4; RFC 2047 5',
  rows: [
    ['A name with a comma, in quotes', 'To: "Doe, Jane" <info@example.com>'],
    ['A name with a comma, without quotes', 'To: Doe, Jane <info@example.com>'],
    ['A name with quotes inside of quotes', 'To: "Jane \\"JD\\" Doe" <info@example.com>'],
    ['A name that looks like another address', 'To: "orders@example.com" <info@example.com>'],
    ['The same without quotes', 'To: orders@example.com <info@example.com>'],
    ['A comment with an address', 'To: info@example.com (formerly orders@example.com)'],
    ['Comments inside of comments', 'To: (a (b, c) ; d) info@example.com'],
    ['A comment inside of the address', 'To: info(the desk)@example.com'],
    ['A comment in angle brackets', 'To: Desk <info@example.com(the desk)>'],
    ['Comments in angle brackets, one in the other', 'To: Desk <info(the (first, main) desk)@example.com>'],
    [
      'An encoded word whose writer left a quote and an address in it',
      'To: =?utf-8?Q?12"_<orders@example.com>?= <info@example.com>',
    ],
    ['A name in an encoded word with a comma', 'To: =?utf-8?Q?Doe=2C_J=C3=BCrgen?= <info@example.com>'],
    ['An encoded word with an address in it is a name', 'To: =?utf-8?Q?orders=40example=2Ecom?= <info@example.com>'],
    ['Blanks around dots and the at sign', 'To: info @ example . com'],
    ['A route in front of the address (old)', 'To: <@relay.example,@b.example:info@example.com>'],
    ['Folded over several lines', 'To: Jane Doe\n <info@example.com>,\n\tbob@customer.example'],
    ['A bracket that is never closed', 'To: Jane <info@example.com'],
    ['A quote that is never closed', 'To: "Jane <info@example.com>'],
    ['A comma too many', 'To: , info@example.com,,'],
    ['Semicolons in place of commas', 'To: bob@customer.example; info@example.com'],
  ].map(([name, mail]) => ({ name: name!, mail: mail!, becomes: ['info: ticket for info@example.com'] })),
}

const at = (address: string) => [route('r', address), fallback]

export const addresses: Table = {
  id: 'addresses',
  source: 'N6; RFC 5321 4.1.2; RFC 5890; RFC 6531',
  rows: [
    {
      name: 'Upper case',
      mail: 'To: INFO@Example.COM',
      routes: at('info@example.com'),
      becomes: ['r: ticket for INFO@Example.COM'],
    },
    {
      name: 'A-label in the mail, U-label in the route',
      mail: 'To: info@xn--mller-kva.example',
      routes: at('info@müller.example'),
      becomes: ['r: ticket for info@xn--mller-kva.example'],
    },
    {
      name: 'U-label in the mail, A-label in the route',
      mail: 'To: info@MÜLLER.example',
      routes: at('info@xn--mller-kva.example'),
      becomes: ['r: ticket for info@MÜLLER.example'],
    },
    {
      name: 'A local part beyond ASCII, any letter case',
      mail: 'To: JÖRG@example.com',
      routes: at('jörg@example.com'),
      becomes: ['r: ticket for JÖRG@example.com'],
    },
    {
      name: 'The same letter in two code points (NFD)',
      mail: 'To: jo\u0308rg@example.com',
      routes: at('j\u00f6rg@example.com'),
      becomes: ['r: ticket for jo\u0308rg@example.com'],
    },
    {
      name: 'Quotes that are not needed',
      mail: 'To: "info"@example.com',
      routes: at('info@example.com'),
      becomes: ['r: ticket for "info"@example.com'],
    },
    {
      name: 'Quotes that are needed, around a blank',
      mail: 'To: "front desk"@example.com',
      routes: at('"Front Desk"@example.com'),
      becomes: ['r: ticket for "front desk"@example.com'],
    },
    {
      name: 'Quotes that are needed, around an at sign',
      mail: 'To: Desk <"a@b"@example.com>',
      routes: at('"a@b"@example.com'),
      becomes: ['r: ticket for "a@b"@example.com'],
    },
    {
      name: 'The domain is what follows the last at sign',
      mail: 'To: "info@example.com"@evil.example',
      routes: at('info@example.com'),
      becomes: [takenByFallback],
    },
    {
      name: 'A quoted pair that is not needed',
      mail: 'To: "in\\fo"@example.com',
      routes: at('info@example.com'),
      becomes: ['r: ticket for "in\\fo"@example.com'],
    },
    {
      name: 'Blanks between the quotes and the at sign',
      mail: 'To: "front desk" @example.com',
      routes: at('"front desk"@example.com'),
      becomes: ['r: ticket for "front desk"@example.com'],
    },
    {
      name: 'A longer domain',
      mail: 'To: info@example.com.evil.example',
      routes: at('info@example.com'),
      becomes: [takenByFallback],
    },
    {
      name: 'A subdomain',
      mail: 'To: info@mail.example.com',
      routes: at('info@example.com'),
      becomes: [takenByFallback],
    },
    {
      name: 'A letter that only looks the same',
      mail: 'To: inf\u043e@example.com',
      routes: at('info@example.com'),
      becomes: [takenByFallback],
    },
  ],
}

const several = [
  route('first', 'info@example.com', { position: 1, rules: { keyWords: ['outage'] } }),
  route('second', 'info@example.com', { position: 2, rules: { keyWords: ['outage', 'printer'] } }),
  route('third', 'info@example.com', { position: 3 }),
  fallback,
]

export const order: Table = {
  id: 'order',
  source: 'I5, R5, R7, N7, N18, I12',
  routes: several,
  rows: [
    {
      name: 'The first whose rules hold',
      mail: 'To: info@example.com\nSubject: Outage',
      becomes: ['first: ticket for info@example.com'],
    },
    {
      name: 'The second, where the first does not hold',
      mail: 'To: info@example.com\nSubject: Printer',
      becomes: ['second: ticket for info@example.com'],
    },
    {
      name: 'The third, which has no rules',
      mail: 'To: info@example.com\nSubject: Hello',
      becomes: ['third: ticket for info@example.com'],
    },
    {
      name: 'A disabled route is passed over',
      mail: 'To: info@example.com\nSubject: Outage',
      routes: [{ ...several[0]!, enabled: false }, ...several.slice(1)],
      becomes: ['second: ticket for info@example.com'],
    },
    {
      name: 'No rule of any route holds: the fallback',
      mail: 'To: info@example.com\nSubject: Hello',
      routes: several.filter(({ id }) => id !== 'third'),
      becomes: [takenByFallback],
    },
    {
      name: 'The first has a draft process: nothing is passed on',
      mail: 'To: info@example.com\nSubject: Outage',
      routes: [{ ...several[0]!, processId: 'draft' }, ...several.slice(1)],
      becomes: ['unhandled by first: process-draft'],
    },
    {
      name: 'Its process was deleted',
      mail: 'To: info@example.com\nSubject: Outage',
      routes: [{ ...several[0]!, processId: 'deleted' }, ...several.slice(1)],
      becomes: ['unhandled by first: process-deleted'],
    },
    {
      name: 'It has no process yet',
      mail: 'To: info@example.com\nSubject: Outage',
      routes: [{ ...several[0]!, processId: null }, ...several.slice(1)],
      becomes: ['unhandled by first: no-process'],
    },
    {
      name: 'Its process got categories, the route has none',
      mail: 'To: info@example.com\nSubject: Hello',
      state: {
        process: (id) => ({ id, kind: 'ticket', live: true, deleted: false, hasCategories: true, canSend: true }),
      },
      becomes: ['unhandled by third: no-category'],
    },
    {
      name: 'A case needs no category',
      mail: 'To: info@example.com\nSubject: Hello',
      state: {
        process: (id) => ({ id, kind: 'case', live: true, deleted: false, hasCategories: true, canSend: true }),
      },
      becomes: ['third: case for info@example.com'],
    },
    {
      name: 'Work for one address, unhandled for another',
      mail: 'To: orders@example.com, info@example.com',
      routes: [info, { ...orders, processId: 'draft' }, fallback],
      becomes: ['unhandled by orders: process-draft', 'info: ticket for info@example.com'],
    },
    {
      name: 'The fallback has a draft process',
      mail: 'To: a@example.com',
      routes: [{ ...fallback, processId: 'draft' }],
      becomes: ['unhandled by fallback: process-draft'],
    },
    {
      name: 'A route in test mode',
      mail: 'To: info@example.com',
      routes: [{ ...info, testMode: true }, fallback],
      becomes: ['info: test ticket for info@example.com'],
    },
    {
      name: 'One route in test mode, one live',
      mail: 'To: info@example.com, orders@example.com',
      routes: [{ ...info, testMode: true }, orders, fallback],
      becomes: ['info: test ticket for info@example.com', 'orders: ticket for orders@example.com'],
    },
  ],
}

const wildcard = (id: string, part: Parameters<typeof route>[2]) => route(id, '*', part)
const vip = wildcard('vip', { position: 1, rules: { senders: ['anna@customer.example'] } })

export const wildcards: Table = {
  id: 'wildcards',
  source: 'R6, R7, N3, N17',
  routes: [info, vip, fallback],
  rows: [
    {
      name: 'Came by BCC from a listed sender',
      mail: 'To: list@elsewhere.example',
      becomes: ['vip: ticket for support@example.com'],
    },
    {
      name: 'Came by BCC from somebody else',
      mail: 'From: eve@customer.example\nTo: list@elsewhere.example',
      becomes: [takenByFallback],
    },
    { name: 'A normal route took it', mail: 'To: info@example.com', becomes: ['info: ticket for info@example.com'] },
    {
      name: 'To the mailbox itself',
      mail: 'To: support@example.com',
      becomes: ['vip: ticket for support@example.com'],
    },
    { name: 'No To at all', mail: 'Subject: Hello', becomes: ['vip: ticket for support@example.com'] },
    {
      name: 'Without a sender list it takes nothing',
      mail: 'To: a@example.com',
      routes: [wildcard('open', { rules: {} }), fallback],
      becomes: [takenByFallback],
    },
    {
      name: 'Any rule: the sender list has to hold all the same',
      mail: 'From: eve@customer.example\nTo: a@example.com\nSubject: Outage',
      routes: [{ ...vip, match: 'any', rules: { ...vip.rules, keyWords: ['outage'] } }, fallback],
      becomes: [takenByFallback],
    },
    {
      name: 'Every rule: sender and key word',
      mail: 'To: a@example.com\nSubject: Outage',
      routes: [{ ...vip, rules: { ...vip.rules, keyWords: ['outage'] } }, fallback],
      becomes: ['vip: ticket for support@example.com'],
    },
    {
      name: 'Every rule: sender without the key word',
      mail: 'To: a@example.com\nSubject: Hello',
      routes: [{ ...vip, rules: { ...vip.rules, keyWords: ['outage'] } }, fallback],
      becomes: [takenByFallback],
    },
    {
      name: 'A disabled wildcard route',
      mail: 'To: a@example.com',
      routes: [{ ...vip, enabled: false }, fallback],
      becomes: [takenByFallback],
    },
    {
      name: 'The first of two',
      mail: 'To: a@example.com',
      routes: [wildcard('second', { position: 2, rules: vip.rules }), vip, fallback],
      becomes: ['vip: ticket for support@example.com'],
    },
  ],
}
