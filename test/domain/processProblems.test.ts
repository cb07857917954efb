import { expect, test } from 'vitest'
import { fromAbsence, type FromSurroundings } from '../../src/domain/fromAbsence.ts'
import { senderProblems, type ProcessSettings } from '../../src/domain/process.ts'
import {
  categoryGaps,
  keptProcess,
  pathKey,
  processProblems,
  type ProcessSurroundings,
} from '../../src/domain/processProblems.ts'

const carried = new Set(['desk@example.com', 'hr@example.com'])
const hire: ProcessSettings = {
  customer: 'Contoso',
  contract: 'Gold',
  service: 'HR',
  name: 'Hire',
  kind: 'case',
  fromAddress: 'desk@example.com',
  ticketCategories: [],
  actions: [{ name: 'Confirm', fromAddress: 'hr@example.com', takesPart: true }],
}
const action = (name: string, fromAddress: string, takesPart = true) => ({ name, fromAddress, takesPart })
const problems = (settings: Partial<ProcessSettings>, around: Partial<ProcessSurroundings> = {}) =>
  processProblems({ ...hire, ...settings }, { existing: null, taken: false, carried, ...around }).map(
    ({ field, code }) => `${field} ${code}`,
  )

test.each<[string, Partial<ProcessSettings>, readonly (readonly [string | null, string])[]]>([
  ['carried in every sender', {}, []],
  ['no From address', { fromAddress: ' ' }, [[null, 'from-missing']]],
  ['a From address that is none', { fromAddress: 'desk' }, [[null, 'from-invalid']]],
  ['an address that nobody carries', { fromAddress: 'old@example.com' }, [[null, 'no-carrier']]],
  ['another spelling of a carried one', { fromAddress: 'DESK@Example.COM' }, []],
  [
    'every action by itself, in their order',
    { actions: [action('A', 'x@example.com'), action('B', 'hr@example.com'), action('C', '')] },
    [
      ['A', 'no-carrier'],
      ['C', 'from-missing'],
    ],
  ],
  ['an action that takes no part is no obstacle', { actions: [action('A', 'x@example.com', false)] }, []],
])('P2: what cannot send: %s', (_, change, expected) => {
  expect(senderProblems({ ...hire, ...change }, carried).map((each) => [each.action, each.problem])).toEqual(expected)
})

test.each<[string, Partial<ProcessSettings>, Partial<ProcessSurroundings>, readonly string[]]>([
  ['a draft may have an address that nobody carries', { fromAddress: 'old@example.com' }, {}, []],
  ['and none at all', { fromAddress: '' }, {}, []],
  ['its path is taken', {}, { taken: true }, ['name taken']],
  ['a case has no categories', { ticketCategories: ['Question'] }, {}, ['ticketCategories categories-tickets-only']],
  ['a ticket has no actions', { kind: 'ticket' }, {}, ['actions actions-cases-only']],
  [
    'two actions of one name, however it is written',
    { actions: [action('Confirm', ''), action('ｃonfirm ', '')] },
    {},
    ['actions.1.name action-twice'],
  ],
  [
    'what is no address, wherever it stands, also where it takes no part',
    { fromAddress: 'desk', actions: [action('A', 'a@b@c', false)] },
    {},
    ['fromAddress address', 'actions.0.fromAddress address'],
  ],
  [
    'a live process never changes to an address that nobody carries',
    { fromAddress: 'old@example.com' },
    { existing: { ...hire, live: true } },
    ['fromAddress not-carried'],
  ],
  ['nor to none', { fromAddress: '' }, { existing: { ...hire, live: true } }, ['fromAddress not-carried']],
  [
    'nor gets an action with one',
    { actions: [...hire.actions, action('Refuse', 'x@example.com')] },
    { existing: { ...hire, live: true } },
    ['actions.1.fromAddress not-carried'],
  ],
  [
    'nor lets one take part',
    { actions: [action('Confirm', 'x@example.com')] },
    { existing: { ...hire, actions: [action('Confirm', 'x@example.com', false)], live: true } },
    ['actions.0.fromAddress not-carried'],
  ],
  [
    'what lost its carrier stays as it is, and the rest can be edited',
    { name: 'Hire someone', fromAddress: 'old@example.com' },
    { existing: { ...hire, fromAddress: 'Old@example.com', live: true } },
    [],
  ],
  [
    'one that was live under another is judged by what it becomes',
    {},
    { existing: { ...hire, fromAddress: 'old@example.com', live: true } },
    [],
  ],
])('what is saved: %s', (_, change, around, expected) => {
  expect(problems(change, around)).toEqual(expected)
})

test('settings are kept without slips of the fingers', () => {
  const kept = keptProcess({
    ...hire,
    fromAddress: ' desk@example.com ',
    ticketCategories: ['Question', 'Order', 'QUESTION'],
    actions: [action('Confirm', ' hr@example.com ')],
  })
  expect(kept.fromAddress).toBe('desk@example.com')
  expect(kept.ticketCategories).toEqual(['Question', 'Order'])
  expect(kept.actions[0]!.fromAddress).toBe('hr@example.com')
})

test('paths that look the same are the same', () => {
  const key = pathKey(hire)
  expect(pathKey({ ...hire, customer: 'ＣＯＮＴＯＳＯ', name: '  hire ' })).toBe(key)
  expect(pathKey({ ...hire, customer: 'Straße' })).toBe(pathKey({ ...hire, customer: 'STRASSE' }))
  expect(pathKey({ ...hire, customer: 'Contoso B' })).not.toBe(key)
})

test('N18: the routes that no longer fit the categories of a ticket process are named', () => {
  const routes = [
    { name: 'Without', ticketCategory: null },
    { name: 'Fits', ticketCategory: 'Question' },
    { name: 'Lost', ticketCategory: 'Order' },
  ]
  const gaps = (kind: 'ticket' | 'case', ticketCategories: string[]) => categoryGaps({ kind, ticketCategories }, routes)
  expect(gaps('ticket', ['Question'])).toEqual({ without: ['Without'], lost: ['Lost'] })
  expect(gaps('ticket', [])).toEqual({ without: [], lost: [] })
  expect(gaps('case', ['Question'])).toEqual({ without: [], lost: [] })
})

const surroundings: FromSurroundings = {
  connector: { sends: true, enabled: true, ranBefore: true, sending: true },
  route: { enabled: false, proved: false, lastOutcome: null },
}
test.each<[ReturnType<typeof fromAbsence>, Partial<FromSurroundings['connector']>, Partial<FromSurroundings['route']>]>(
  [
    ['incoming-only', { sends: false, enabled: false }, {}],
    ['connector-draft', { enabled: false, ranBefore: false }, { enabled: true }],
    ['connector-off', { enabled: false }, { enabled: true, proved: true }],
    ['sending-off', { sending: false }, { enabled: true }],
    ['draft-waits', {}, { enabled: true, proved: true }],
    ['route-off', {}, { proved: true, lastOutcome: 'passed' }],
    ['not-tested', {}, {}],
    ['not-tested', {}, { lastOutcome: 'cancelled' }],
    ['test-failed', {}, { lastOutcome: 'failed' }],
    ['test-old', {}, { lastOutcome: 'passed' }],
  ],
)('the picker says %s', (expected, connector, route) => {
  expect(
    fromAbsence({
      connector: { ...surroundings.connector, ...connector },
      route: { ...surroundings.route, ...route },
    }),
  ).toBe(expected)
})
