import { describe, expect, test } from 'vitest'
import type { Company } from '../../../../src/domain/company.ts'
import type { IncomingRoute, RouteRules } from '../../../../src/domain/route.ts'
import { factsOf } from '../../../../src/domain/routing/facts.ts'
import { rulesHold } from '../../../../src/domain/routing/judge.ts'
import { lintRoutes, type Finding } from '../../../../src/domain/routing/lint/lint.ts'
import type { ProcessStanding } from '../../../../src/domain/routing/planState.ts'
import { compileRoutes } from '../../../../src/domain/routing/routeIndex.ts'
import { fallback, mail, numbers, route as routeOf } from '../aMailroom.ts'

const live: ProcessStanding = {
  id: 'live',
  kind: 'ticket',
  live: true,
  deleted: false,
  hasCategories: false,
  canSend: true,
}
const processes: Readonly<Record<string, ProcessStanding>> = {
  live,
  draft: { ...live, id: 'draft', live: false, canSend: false },
  deleted: { ...live, id: 'deleted', deleted: true },
  sorted: { ...live, id: 'sorted', hasCategories: true },
  mute: { ...live, id: 'mute', canSend: false },
}
const contoso: Company = { id: 'contoso', name: 'Contoso', entries: ['*@contoso.example'], revision: 1 }
const companies: readonly Company[] = [
  contoso,
  { id: 'fabrikam', name: 'Fabrikam', entries: ['*@fabrikam.example'], revision: 1 },
  { id: 'empty', name: 'Empty', entries: [], revision: 1 },
]

const lint = (...routes: readonly IncomingRoute[]): readonly Finding[] =>
  lintRoutes({
    connectors: [
      {
        id: 'c',
        primaryAddress: 'support@example.com',
        furtherAddresses: ['help@example.com'],
        routes: compileRoutes(
          routes.map((each, position) => ({ ...each, position })),
          companies,
        ),
      },
    ],
    process: (id) => processes[id],
  })
const said = (...routes: readonly IncomingRoute[]): readonly string[] =>
  lint(...routes).map((finding) => {
    const { severity, route, kind } = finding
    return `${severity}: ${route.id} ${kind}${'by' in finding ? ` ${finding.by.id}` : ''}`
  })

const support = (
  id: string,
  rules: Partial<RouteRules> = {},
  part: Partial<Omit<IncomingRoute, 'rules'>> = {},
): IncomingRoute => routeOf(id, 'support@example.com', { forAttention: id, ...part, rules })

const neverFires = ['error: later shadowed earlier']

describe('a route that can never fire', () => {
  test.each<[string, Partial<RouteRules>, Partial<RouteRules>]>([
    ['behind one without rules', {}, { senders: ['anna@contoso.example'] }],
    ['behind one without rules, without any itself', {}, {}],
    ['an address behind its domain', { senders: ['*@contoso.example'] }, { senders: ['Anna@Contoso.example'] }],
    ['a domain written otherwise', { senders: ['*@münchen.example'] }, { senders: ['*xn--mnchen-3ya.example'] }],
    ['a list behind a longer one', { senders: ['a@x.example', '*@y.example'] }, { senders: ['*@y.example'] }],
    ['a key word that contains an earlier one', { keyWords: ['out'] }, { keyWords: ['Outage'] }],
    ['a longer extension', { attachmentTypes: ['gz'] }, { attachmentTypes: ['.tar.gz', '.gz'] }],
    ['a company behind its domain', { senders: ['*@contoso.example'] }, { companies: ['contoso'] }],
    ['an address behind its company', { companies: ['contoso', 'empty'] }, { senders: ['bob@contoso.example'] }],
    ['with a rule more', { important: true }, { important: true, keyWords: ['down'] }],
    ['recipients', { recipients: ['*@other.example'] }, { recipients: ['x@other.example'], important: true }],
    ['behind a recipient list with its own domain', { recipients: ['*@example.com'] }, { important: true }],
    [
      'the common part of sender list and company',
      { senders: ['anna@contoso.example'] },
      { senders: ['anna@contoso.example', '*@fabrikam.example'], companies: ['contoso'] },
    ],
  ])('%s', (_, earlier, later) => {
    expect(said(support('earlier', earlier), support('later', later), fallback)).toEqual(neverFires)
  })

  test('with any: every way to meet it is taken before', () => {
    const later = support('later', { important: true, senders: ['anna@contoso.example'] }, { match: 'any' })
    const wide = { important: true, companies: ['contoso'] }
    expect(said(support('earlier', wide, { match: 'any' }), later)).toEqual(neverFires)
    expect(said(support('earlier', { important: true }), later)).toEqual([])
    expect(said(support('earlier', wide, { match: 'all' }), later)).toEqual([])
  })

  test('a wildcard route behind one with a longer sender list', () => {
    const wildcard = (id: string, rules: Partial<RouteRules>, part = {}) =>
      routeOf(id, '*', { rules, forAttention: id, ...part })
    const earlier = wildcard('earlier', { senders: ['a@x.example', 'b@x.example'] })
    expect(said(earlier, wildcard('later', { senders: ['b@x.example'], keyWords: ['down'] }))).toEqual(neverFires)
    expect(
      said(earlier, wildcard('later', { senders: ['b@x.example'], keyWords: ['down'] }, { match: 'any' })),
    ).toEqual(neverFires)
  })

  test('says who takes its mail first, and what that one takes', () => {
    const [finding] = lint(
      support('earlier', { senders: ['*@contoso.example', '*@fabrikam.example'] }),
      support('between', { senders: ['*@contoso.example'] }),
      support('later', { senders: ['anna@contoso.example'] }),
    ).filter(({ route }) => route.id === 'later')
    expect(finding).toMatchObject({ by: { id: 'earlier' }, takes: { what: 'domain', domain: 'contoso.example' } })
    expect(lint(support('earlier', { keyWords: ['out'] }), support('later', { keyWords: ['outage'] }))).toMatchObject([
      { takes: { what: 'key-word', word: 'out' } },
    ])
    expect(lint(support('earlier'), support('later'))).toMatchObject([{ takes: { what: 'everything' }, alike: true }])
  })
})

describe('no alarm', () => {
  test.each<[string, IncomingRoute, IncomingRoute]>([
    ['the earlier one is off', support('earlier', {}, { enabled: false }), support('later')],
    ['the later one is off', support('earlier'), support('later', {}, { enabled: false })],
    ['another address', support('earlier'), routeOf('later', 'help@example.com')],
    ['the wider one stands behind', support('earlier', { keyWords: ['outage'] }), support('later')],
    ['a subdomain', support('earlier', { senders: ['*@a.example'] }), support('later', { senders: ['*@b.a.example'] })],
    ['one entry more', support('earlier', { keyWords: ['one'] }), support('later', { keyWords: ['one', 'two'] })],
    [
      'the earlier one asks for more',
      support('earlier', { important: true, keyWords: ['out'] }),
      support('later', { keyWords: ['outage'] }),
    ],
    [
      'other parts of the mail',
      support('earlier', { recipients: ['*@contoso.example'] }),
      support('later', { senders: ['anna@contoso.example'] }),
    ],
    [
      'its own address among the recipients: a tag may stand in it',
      support('earlier', { recipients: ['support@example.com'] }),
      support('later', { important: true }),
    ],
    ['it can never fire itself', support('earlier', { companies: ['empty'] }, { enabled: false }), support('later')],
  ])('%s', (_, earlier, later) => {
    expect(said(earlier, later, fallback)).toEqual([])
  })

  test('whatever lint says can never fire, never does: 600 lists of rules against all mail they could meet', () => {
    const next = numbers(14)
    const some = <T>(values: readonly T[], share: number): T[] => values.filter(() => next() < share)
    const rules = (): Partial<RouteRules> => ({
      important: next() < 0.15,
      attachmentTypes: next() < 0.2 ? some(['.gz', '.tar.gz', '.pdf'], 0.5) : [],
      keyWords: next() < 0.3 ? some(['out', 'outage', 'down now', 'Straße', 'ss'], 0.4) : [],
      recipients:
        next() < 0.2 ? some(['*@example.com', 'support@example.com', 'x@other.example', '*@other.example'], 0.4) : [],
      senders: next() < 0.3 ? some(['*@contoso.example', 'anna@contoso.example', 'b@fabrikam.example'], 0.5) : [],
      companies: next() < 0.2 ? some(['contoso', 'fabrikam', 'empty', 'gone'], 0.5) : [],
    })
    const mails = Array.from({ length: 250 }, () =>
      factsOf(
        mail({
          from: some(['anna@contoso.example', 'b@fabrikam.example', 'c@contoso.example', 'd@else.example'], 0.4),
          to: [next() < 0.8 ? 'support@example.com' : 'support+tag@example.com'],
          cc: some(['x@other.example', 'y@other.example', 'z@else.example'], 0.3),
          subject: some(['outage', 'OUT', 'down  now', 'strasse', 'else'], 0.35).join(' '),
          attachments: some(['a.gz', 'a.tar.gz', 'b.PDF', 'c.txt'], 0.3),
          headers: next() < 0.3 ? { Importance: 'high' } : {},
        }),
      ),
    )
    let proved = 0
    let kept = 0
    for (let round = 0; round < 600; round++) {
      const address = round % 4 === 0 ? '*' : 'support@example.com'
      const routes = Array.from({ length: 4 }, (_, at) =>
        routeOf(`r${at}`, address, {
          position: at,
          forAttention: `${at}`,
          match: next() < 0.4 ? 'any' : 'all',
          rules: rules(),
        }),
      )
      const compiled = compileRoutes(routes, companies)
      const never = new Set(
        lint(...routes)
          .filter(({ severity, kind }) => severity === 'error' || kind === 'duplicate')
          .map(({ route }) => route.id),
      )
      const fired = new Set(
        mails.flatMap((facts) => routes.find(({ id }) => rulesHold(compiled.byId.get(id)!, facts))?.id ?? []),
      )
      expect([...never].filter((id) => fired.has(id))).toEqual([])
      proved += never.size
      kept += routes.length - never.size
    }
    // The test would prove nothing if lint said nothing, or everything.
    expect(proved).toBeGreaterThan(300)
    expect(kept).toBeGreaterThan(300)
  })
})

describe('rules that contradict each other', () => {
  test('a sender list and a company without a common member', () => {
    expect(said(support('one', { senders: ['anna@fabrikam.example'], companies: ['contoso'] }))).toEqual([
      'error: one no-common-sender',
    ])
    expect(
      said(support('one', { senders: ['anna@fabrikam.example'], companies: ['contoso'] }, { match: 'any' })),
    ).toEqual([])
  })
  test('companies that are deleted or have no entries', () => {
    expect(said(support('one', { companies: ['empty', 'gone'] }))).toEqual(['error: one no-company'])
    expect(said(support('one', { companies: ['gone'], important: true }, { match: 'any' }))).toEqual([
      'warning: one companies-gone',
    ])
    expect(said(support('one', { companies: ['gone', 'contoso'] }))).toEqual([])
  })
  test('a wildcard route without senders, an address that is none, an entry that is none', () => {
    expect(said(routeOf('one', '*'))).toEqual(['error: one no-senders'])
    expect(said(routeOf('one', 'nobody'))).toEqual(['error: one no-address'])
    expect(said(support('one', { senders: ['contoso.example'] }))).toEqual(['error: one no-usable-entry'])
  })
})

test('a duplicate takes the same mail to the same work; with another target it can never fire', () => {
  const same = { forAttention: null }
  const rules = { keyWords: ['Outage'], senders: ['*@a.example'] }
  const again = { keyWords: ['OUTAGE'], senders: ['*a.example'] }
  expect(said(support('earlier', rules, same), support('later', again, same))).toEqual([
    'warning: later duplicate earlier',
  ])
  expect(said(support('earlier', rules, same), support('later', again, { ...same, testMode: true }))).toEqual(
    neverFires,
  )
})

test('an address that the mailbox does not have is a hint', () => {
  expect(said(routeOf('one', 'sales@example.com'), routeOf('two', 'Help@example.com'))).toEqual([
    'hint: one not-received',
  ])
  expect(said(routeOf('tagged', 'support+vip@example.com'))).toEqual([])
})

test('processes that make no work, and answers that cannot be sent or are sent by a test', () => {
  expect(said(support('one', {}, { processId: null }))).toEqual(['error: one no-process'])
  expect(said(support('one', {}, { processId: 'gone' }))).toEqual(['error: one process-deleted'])
  expect(said(support('one', {}, { processId: 'deleted' }))).toEqual(['error: one process-deleted'])
  expect(said(support('one', {}, { processId: 'draft', sendAutomatedEmails: true }))).toEqual([
    'warning: one process-draft',
  ])
  expect(said(support('one', {}, { processId: 'sorted' }))).toEqual(['error: one no-category'])
  expect(said(support('one', {}, { processId: 'mute', sendAutomatedEmails: true }))).toEqual([
    'warning: one cannot-answer',
  ])
  expect(said(support('one', {}, { testMode: true, sendAutomatedEmails: true }))).toEqual(['warning: one test-answers'])
  expect(said({ ...fallback, processId: 'deleted' })).toEqual(['error: fallback process-deleted'])
})

test('key words under three letters', () => {
  const [finding] = lint(support('one', { keyWords: ['re', 'Outage', '日本', 'ß'] }))
  // A sharp s is compared as two letters, and is as short as they are.
  expect(finding).toMatchObject({ severity: 'warning', kind: 'short-key-words', words: ['re', '日本', 'ss'] })
})

test('errors come first, then the order of the routes', () => {
  expect(
    said(
      support('one', { keyWords: ['re'] }),
      support('two', { companies: ['gone'] }),
      support('three', { keyWords: ['rear'] }),
    ),
  ).toEqual(['error: two no-company', 'error: three shadowed one', 'warning: one short-key-words'])
})

describe('10,000 routes', () => {
  const count = 10_000
  const shapes: Readonly<Record<string, (at: number) => IncomingRoute>> = {
    'addresses of their own': (at) => routeOf(`r${at}`, `alias${at}@example.com`),
    'sender addresses': (at) => support(`r${at}`, { senders: [`user${at}@d${at % 50}.example`] }),
    'key words': (at) => support(`r${at}`, { keyWords: [`INC-${String(at).padStart(5, '0')}`] }),
    'one domain, a key word each': (at) =>
      support(`r${at}`, { senders: ['*@contoso.example'], keyWords: [`INC-${String(at).padStart(5, '0')}`] }),
    'companies with any': (at) =>
      support(`r${at}`, { companies: ['contoso'], senders: [`user${at}@d.example`] }, { match: 'any' }),
    'all alike': (at) => support(`r${at}`, { important: true }, { forAttention: null }),
  }
  test.each(Object.keys(shapes))('%s: looked over fast enough to be live', (shape) => {
    const routes = compileRoutes(
      Array.from({ length: count }, (_, at) => ({ ...shapes[shape]!(at), position: at })),
      companies,
    )
    const connector = { id: 'c', primaryAddress: 'support@example.com', furtherAddresses: [], routes }
    // Time of this thread alone: other work on the machine does not count.
    const times = Array.from({ length: 3 }, () => {
      const before = process.threadCpuUsage()
      lintRoutes({ connectors: [connector], process: (id) => processes[id] })
      const { user, system } = process.threadCpuUsage(before)
      return (user + system) / 1000
    })
    expect(Math.min(...times)).toBeLessThan(300)
  })
})
