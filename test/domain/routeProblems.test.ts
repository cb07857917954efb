import { describe, expect, test } from 'vitest'
import { companyProblems, keptCompany } from '../../src/domain/company.ts'
import { noRules, type IncomingRouteSettings, type RouteClass, type RouteRules } from '../../src/domain/route.ts'
import {
  classOfAddress,
  hasRules,
  keptRoute,
  keptRules,
  routeProblems,
  type RouteSurroundings,
} from '../../src/domain/routeProblems.ts'
import { say } from '../../src/words/index.ts'
import { routeProblem } from '../../src/words/problems.ts'

const settings: IncomingRouteSettings = {
  name: 'Support',
  emailAddress: 'support@northwind.example',
  processId: 'incident',
  ticketCategory: null,
  forAttention: null,
  sendAutomatedEmails: false,
  answerCc: false,
  testMode: false,
  enabled: true,
  match: 'all',
  rules: noRules,
}
const rules = (part: Partial<RouteRules>): RouteRules => ({ ...noRules, ...part })
const plainTicket = { kind: 'ticket' as const, ticketCategories: [] }
const sortedTicket = { kind: 'ticket' as const, ticketCategories: ['Outage', 'Access'] }

interface Case {
  readonly settings?: Partial<IncomingRouteSettings>
  readonly saved?: RouteClass
  readonly around?: Partial<RouteSurroundings>
}

function problemsOf({ settings: part = {}, saved, around = {} }: Case): readonly string[] {
  const kept = saved && {
    class: saved,
    emailAddress: saved === 'wildcard' ? '*' : settings.emailAddress,
    rules: rules({ companies: ['deleted'] }),
  }
  return routeProblems(
    { ...settings, ...part },
    { saved: kept ?? null, process: plainTicket, companies: new Set(['contoso']), ...around },
  ).map(({ field, code }) => `${field}: ${code}`)
}

describe('the problems of an incoming route', () => {
  test.each<[string, Case, readonly string[]]>([
    ['a plain route has none', {}, []],
    ['a name of blanks', { settings: { name: '  ' } }, ['name: name-missing']],
    ['no address', { settings: { emailAddress: ' ' } }, ['emailAddress: address-missing']],
    ['no address at all', { settings: { emailAddress: 'support' } }, ['emailAddress: address-invalid']],
    ['two addresses', { settings: { emailAddress: 'a@x.example, b@x.example' } }, ['emailAddress: address-invalid']],
    ['a domain as address (R3)', { settings: { emailAddress: '*@x.example' } }, ['emailAddress: address-star']],
    ['a domain without @ (R3)', { settings: { emailAddress: '*x.example' } }, ['emailAddress: address-star']],
    ['a star in the local part', { settings: { emailAddress: 'a*@x.example' } }, ['emailAddress: address-star']],
    ['an address beyond ASCII', { settings: { emailAddress: 'jürgen@münchen.example' } }, []],
    ['a quoted local part that needs its quotes (N6)', { settings: { emailAddress: '"a b"@x.example' } }, []],

    ['a wildcard without senders (R6)', { settings: { emailAddress: '*' } }, ['rules.senders: senders-missing']],
    [
      'a wildcard that says any (N17)',
      { settings: { emailAddress: '*', match: 'any', rules: rules({ important: true }) } },
      ['rules.senders: senders-missing'],
    ],
    [
      'a wildcard with a whole domain among its senders (R6)',
      { settings: { emailAddress: '*', rules: rules({ senders: ['a@x.example', '*@x.example'] }) } },
      ['rules.senders.1: entry'],
    ],
    ['a wildcard with senders', { settings: { emailAddress: ' * ', rules: rules({ senders: ['a@x.example'] }) } }, []],
    [
      'a wildcard may have domains among its recipients',
      { settings: { emailAddress: '*', rules: rules({ senders: ['a@x.example'], recipients: ['*@x.example'] }) } },
      [],
    ],
    [
      'normal to wildcard (R6)',
      { saved: 'normal', settings: { emailAddress: '*', rules: rules({ senders: ['a@x.example'] }) } },
      ['emailAddress: normal-fixed'],
    ],
    [
      'wildcard to normal (R6)',
      { saved: 'wildcard', settings: { rules: rules({ senders: ['a@x.example'] }) } },
      ['emailAddress: wildcard-fixed'],
    ],

    ['a fallback as it was (R5)', { saved: 'fallback' }, []],
    [
      'a fallback in other letter case',
      { saved: 'fallback', settings: { emailAddress: 'SUPPORT@northwind.example' } },
      [],
    ],
    [
      'a fallback with another address (R5)',
      { saved: 'fallback', settings: { emailAddress: 'other@northwind.example' } },
      ['emailAddress: fallback-fixed'],
    ],
    [
      'a fallback as wildcard (R5)',
      { saved: 'fallback', settings: { emailAddress: '*' } },
      ['emailAddress: fallback-fixed'],
    ],
    ['a fallback switched off (R5)', { saved: 'fallback', settings: { enabled: false } }, ['enabled: fallback-fixed']],
    [
      'a fallback with a rule (R5)',
      { saved: 'fallback', settings: { rules: rules({ senders: ['nonsense'] }) } },
      ['rules: fallback-fixed'],
    ],

    ['no process', { settings: { processId: null }, around: { process: undefined } }, ['processId: process-missing']],
    ['a process that is gone', { around: { process: undefined } }, ['processId: process-gone']],
    [
      'no process, imported (P4)',
      { settings: { processId: null }, around: { process: undefined, mayLackProcess: true } },
      [],
    ],
    ['no category (N18)', { around: { process: sortedTicket } }, ['ticketCategory: category-missing']],
    [
      'no category, nor on the fallback (N18)',
      { saved: 'fallback', around: { process: sortedTicket } },
      ['ticketCategory: category-missing'],
    ],
    [
      'a category of another process',
      { settings: { ticketCategory: 'Leave' }, around: { process: sortedTicket } },
      ['ticketCategory: category-unknown'],
    ],
    ['its category', { settings: { ticketCategory: 'Access' }, around: { process: sortedTicket } }, []],
    ['a case needs none', { around: { process: { ...sortedTicket, kind: 'case' } } }, []],

    [
      'entries that are none, each at its place',
      {
        settings: {
          rules: rules({
            senders: ['a@x.example', 'x.example', '*.x.example', 'nobody'],
            recipients: ['@x.example'],
            attachmentTypes: ['.pdf', '.', 'a/b'],
          }),
        },
      },
      [
        'rules.attachmentTypes.1: entry',
        'rules.attachmentTypes.2: entry',
        'rules.recipients.0: entry',
        'rules.senders.1: entry',
        'rules.senders.2: entry',
        'rules.senders.3: entry',
      ],
    ],
    ['any text is a key word', { settings: { rules: rules({ keyWords: ['*', 'a;b', '(', '50 %'] }) } }, []],
    [
      'a company that there is not',
      { settings: { rules: rules({ companies: ['contoso', 'gone'] }) } },
      ['rules.companies.1: company-gone'],
    ],
    [
      'a company that was deleted under a saved rule stays',
      { saved: 'normal', settings: { rules: rules({ companies: ['deleted'] }) } },
      [],
    ],
    [
      'everything at once is said at once',
      { settings: { name: '', emailAddress: '', processId: null }, around: { process: undefined } },
      ['name: name-missing', 'emailAddress: address-missing', 'processId: process-missing'],
    ],
  ])('%s', (_name, given, expected) => {
    expect(problemsOf(given)).toEqual(expected)
  })

  test.each([
    ['x.example', 'Write *@x.example for everyone of it.'],
    ['.x.example', 'Write *@x.example for everyone of it.'],
    ['*.x.example', 'Write *@x.example.'],
    ['*@*.x.example', 'Write *@x.example.'],
    ['*sales@x.example', 'Write *@x.example.'],
    ['sales*@x.example', 'Write *@x.example.'],
    ['sales@*.x.example', 'Write *@x.example.'],
    ['x.*', 'A star stands before a domain only'],
    ['*', 'A star stands before a domain only'],
    ['a@x.example;b@x.example', 'Write name@example.com'],
  ])('the sender %j is refused with the form that would be right', (entry, offered) => {
    const [problem] = routeProblems(
      { ...settings, rules: rules({ senders: [entry] }) },
      { saved: null, process: plainTicket, companies: new Set() },
    )
    expect(say(routeProblem(problem!))).toContain(offered)
  })
})

test.each(['.pdf, .docx', 'pdf,docx', '.pdf .docx', '.pdf;.docx', '*', '.', 'a/b'])(
  'the attachment type %j is none: it could never hold',
  (entry) => {
    expect(problemsOf({ settings: { rules: rules({ attachmentTypes: ['.tar.gz', entry] }) } })).toEqual([
      'rules.attachmentTypes.1: entry',
    ])
  },
)

test('lists are kept once by meaning, in the written order, in their kept form', () => {
  expect(
    keptRules(
      rules({
        attachmentTypes: ['pdf', '*.PDF', '.tar.gz', '.pdf'],
        keyWords: [' Down ', 'STRASSE', 'Straße', 'down', 'time  out', 'TIME OUT'],
        senders: [
          '*example.com',
          'Anna@Example.com',
          '*@EXAMPLE.com',
          'anna@example.com',
          '*@xn--mnchen-3ya.example',
          '*@münchen.example',
        ],
        companies: ['b', 'a', 'b'],
      }),
    ),
  ).toEqual({
    important: false,
    attachmentTypes: ['.pdf', '.tar.gz'],
    keyWords: ['Down', 'STRASSE', 'time  out'],
    recipients: [],
    senders: ['*@example.com', 'Anna@Example.com', '*@xn--mnchen-3ya.example'],
    companies: ['b', 'a'],
  })
})

test('a route is kept trimmed, and with a category only where its process has some', () => {
  const written = { ...settings, name: ' Support ', emailAddress: ' a@x.example ', forAttention: '  ' }
  const kept = keptRoute({ ...written, ticketCategory: 'Access' }, sortedTicket)
  expect(kept).toMatchObject({
    name: 'Support',
    emailAddress: 'a@x.example',
    forAttention: null,
    ticketCategory: 'Access',
  })
  expect(keptRoute({ ...written, ticketCategory: 'Access' }, plainTicket).ticketCategory).toBeNull()
  expect(
    keptRoute({ ...written, ticketCategory: 'Access' }, { ...sortedTicket, kind: 'case' }).ticketCategory,
  ).toBeNull()
  // Imported without its process: what it had is not lost.
  expect(keptRoute({ ...written, ticketCategory: 'Access' }, undefined).ticketCategory).toBe('Access')
})

test('the address of a new route gives its class', () => {
  expect(['*', ' * ', '*@x.example', 'a@x.example', ''].map(classOfAddress)).toEqual([
    'wildcard',
    'wildcard',
    'normal',
    'normal',
    'normal',
  ])
})

test('a route has rules when one is set', () => {
  expect(hasRules(noRules)).toBe(false)
  expect(hasRules(rules({ important: true }))).toBe(true)
  expect(hasRules(rules({ companies: ['contoso'] }))).toBe(true)
  expect(hasRules(rules({ keyWords: ['down'] }))).toBe(true)
})

test('a company keeps domains and addresses once each and says which entries are none', () => {
  expect(
    keptCompany({ name: ' Contoso ', entries: ['*contoso.example', '*@CONTOSO.example', 'ext@gmail.example'] }),
  ).toEqual({ name: 'Contoso', entries: ['*@contoso.example', 'ext@gmail.example'] })
  expect(companyProblems({ entries: ['*@contoso.example', 'contoso.example'] })).toEqual([
    { index: 1, problem: { entry: 'contoso.example', why: 'bare-domain', offer: '*@contoso.example' } },
  ])
})
