import { expect, test } from 'vitest'
import { addressKey } from '../../../src/domain/address.ts'
import type { Decisions } from '../../../src/domain/migration/decision.ts'
import { emptyGateway, type Gateway } from '../../../src/domain/migration/gateway.ts'
import { differByOneSlip } from '../../../src/domain/migration/lookAlike.ts'
import {
  planMigration,
  unusedByProcess,
  type ExistingRoute,
  type PlanInput,
} from '../../../src/domain/migration/plan.ts'
import { proposedPrimary } from '../../../src/domain/migration/primary.ts'
import { undoBlockers, undoLifetime, type Applied, type UndoStanding } from '../../../src/domain/migration/undo.ts'

const gateway: Gateway = { ...emptyGateway, host: 'smtp-gw.northwind.example', username: 'svc' }
const reliant = (address: string, name: string | null = null) => ({ address, name, description: '' })
const seen = (address: string, recent: number, count = recent, hosts = ['10.2.0.14']) => ({
  address,
  count,
  recent,
  lastUsed: '2026-11-20T00:00:00.000Z',
  hosts,
})
const route = (address: string, part: Partial<ExistingRoute> = {}): ExistingRoute => ({
  id: `route ${address}`,
  connectorId: 'billing',
  connector: 'Billing',
  name: address,
  address,
  isDefault: false,
  enabled: true,
  effectiveKey: addressKey(address)!,
  ...part,
})
const input = (part: Partial<PlanInput> = {}): PlanInput => ({
  gateway,
  hasPassword: true,
  connectorName: 'Outgoing Connector',
  primaryAddress: 'no-reply@northwind.example',
  reliants: [],
  senders: [],
  decisions: {},
  takenNames: new Set(['billing']),
  nameKey: (name) => name.toLowerCase(),
  routes: [],
  processes: [],
  unmonitoredAddress: '',
  ...part,
})
const planned = (part: Partial<PlanInput>) => planMigration(input(part))
const states = (part: Partial<PlanInput>) => Object.fromEntries(planned(part).rows.map((row) => [row.key, row.state]))

test('every address that relied on the gateway becomes a route, wherever it was found, and the primary is the default', () => {
  const plan = planned({
    reliants: [reliant('accounts@northwind.example', 'Accounts')],
    senders: [seen('alerts@northwind.example', 58)],
    processes: [
      { path: 'A / B / C / Apply', fromAddress: 'apply@northwind.example' },
      { path: 'A / B / C / Carried', fromAddress: 'billing@northwind.example' },
      { path: 'A / B / C / None', fromAddress: '' },
    ],
    routes: [route('billing@northwind.example')],
    unmonitoredAddress: 'no-reply@northwind.example',
  })
  expect(plan.rows.map(({ address, state, sources }) => [address, state, sources])).toEqual([
    ['alerts@northwind.example', 'migrates', ['log']],
    ['accounts@northwind.example', 'migrates', ['listed']],
    ['apply@northwind.example', 'migrates', ['catalogue']],
    ['no-reply@northwind.example', 'primary', ['catalogue', 'primary']],
  ])
  expect(plan.rows.map((row) => row.usedBy.length)).toEqual([0, 0, 1, 0])
  expect(plan.rows[1]!.routeName).toBe('Accounts')
  expect(plan.counts).toMatchObject({ routes: 4, used: 1, unused: 3, toDecide: 0, unusedByProcess: 2 })
  expect(plan.settings.outgoing).toMatchObject({ service: 'other-smtp', template: 'instance-wide-gateway' })
  expect(plan.blockers).toEqual([])
})

test.each<[string, Partial<PlanInput>, string, object]>([
  ['carried elsewhere, undecided', {}, 'carried', { undecided: true, choices: ['keep', 'use'] }],
  ['left with its carrier', { decisions: { 'b@x.example': { choice: 'keep' } } }, 'kept', { undecided: false }],
  ['taken over', { decisions: { 'b@x.example': { choice: 'use' } } }, 'migrates', { undecided: false }],
  [
    'carried as a default route: it cannot be taken over (R11)',
    { routes: [route('b@x.example', { isDefault: true })], decisions: { 'b@x.example': { choice: 'use' } } },
    'carried',
    { undecided: true, choices: ['keep'], carriedAsDefault: true, decision: null },
  ],
  ['drafted elsewhere is no conflict', { routes: [route('b@x.example', { effectiveKey: null })] }, 'migrates', {}],
  [
    'a decision about a carrier that is gone says nothing',
    { routes: [], decisions: { 'b@x.example': { choice: 'keep' } } },
    'migrates',
    { decision: null },
  ],
])('an address that is %s', (_, part, state, row) => {
  const plan = planned({ reliants: [reliant('b@x.example')], routes: [route('b@x.example')], ...part })
  expect(plan.rows.find(({ key }) => key === 'b@x.example')).toMatchObject({ state, ...row })
  expect(plan.counts.toDecide).toBe(state === 'carried' ? 1 : 0)
  expect(plan.blockers.map(({ code }) => code)).toEqual(state === 'carried' ? ['undecided'] : [])
})

test('an invalid address waits: it is corrected or left out, and a correction can be taken back by its own key', () => {
  const reliants = [reliant('no-reply(at)x'), reliant('a@x.example')]
  const of = (decisions: Decisions) => planned({ reliants, decisions }).rows
  const key = 'invalid:no-reply(at)x'
  expect(of({})[0]).toMatchObject({ key, state: 'invalid', undecided: true, choices: ['correct', 'leave-out'] })
  expect(of({ [key]: { choice: 'leave-out' } }).find((row) => row.key === key)).toMatchObject({ state: 'left-out' })
  const corrected = of({ [key]: { choice: 'correct', address: 'a@x.example' } })
  expect(corrected.find((row) => row.key === 'a@x.example')).toMatchObject({
    state: 'migrates',
    corrected: [{ key, address: 'no-reply(at)x' }],
  })
  expect(of({ [key]: { choice: 'correct', address: 'still wrong' } })[0]).toMatchObject({ state: 'invalid' })
})

test('a correction may be corrected, however often; two that name each other end', () => {
  const of = (decisions: Decisions) => planned({ reliants: [reliant('a(at)x')], decisions }).rows
  const to = (address: string) => ({ choice: 'correct', address }) as const
  const twice = of({ 'invalid:a(at)x': to('still wrong'), 'invalid:still wrong': to('a@x.example') })
  expect(twice.find((row) => row.key === 'a@x.example')).toMatchObject({
    state: 'migrates',
    corrected: [{ key: 'invalid:a(at)x', address: 'a(at)x' }],
  })
  expect(twice.some(({ undecided }) => undecided)).toBe(false)
  const another = of({ 'invalid:a(at)x': to('b@x.example'), 'b@x.example': to('a@x.example') })
  expect(another.map(({ key }) => key).toSorted()).toEqual(['a@x.example', 'no-reply@northwind.example'])
  expect(of({ 'invalid:a(at)x': to('b@x.example'), 'b@x.example': to('a(at)x') })).toHaveLength(2)
})

test('spelling twins are one route, reported, and never asked about (N6)', () => {
  const plan = planned({
    reliants: [reliant('HR@northwind.example'), reliant('hr@NORTHWIND.example'), reliant('hr@northwind.example')],
    senders: [seen('Hr@northwind.example', 31)],
  })
  const row = plan.rows.find(({ key }) => key === 'hr@northwind.example')!
  expect(row).toMatchObject({ address: 'hr@northwind.example', state: 'migrates', recent: 31 })
  expect(row.merged).toEqual(['HR@northwind.example', 'hr@NORTHWIND.example', 'Hr@northwind.example'])
  expect(plan.counts).toMatchObject({ routes: 2, toDecide: 0, toLookAt: 1 })
})

test('a domain that is one slip away from the usual one is worth a look, and does not block', () => {
  const usual = ['a', 'b', 'c', 'd', 'e'].map((each) => reliant(`${each}@northwind.example`))
  const plan = planned({ reliants: [...usual, reliant('x@northwnd.example')] })
  const row = plan.rows[0]!
  expect(row).toMatchObject({ key: 'x@northwnd.example', similarTo: 'northwind.example', state: 'migrates' })
  expect(row.choices).toEqual(['correct', 'as-is', 'leave-out'])
  expect(plan.counts.toLookAt).toBe(1)
  expect(plan.blockers).toEqual([])
  const decisions: Decisions = { 'x@northwnd.example': { choice: 'as-is' } }
  expect(planned({ reliants: [...usual, reliant('x@northwnd.example')], decisions }).counts.toLookAt).toBe(0)
})

test.each([
  ['northwnd.example', 'northwind.example', true],
  ['nrothwind.example', 'northwind.example', true],
  ['northwinds.example', 'northwind.example', true],
  ['northwimd.example', 'northwind.example', true],
  ['northwind.example', 'northwind.example', false],
  ['northwind.test', 'northwind.example', false],
  ['site1.example', 'site2.example', false],
  ['site.example', 'site2.example', false],
])('%s and %s differ by one slip: %s', (a, b, is) => {
  expect(differByOneSlip(a, b)).toBe(is)
  expect(differByOneSlip(b, a)).toBe(is)
})

test.each<[string, Partial<PlanInput>, string[]]>([
  ['no server', { gateway: { ...gateway, host: '' } }, ['host: required']],
  ['a sign-in in clear text (C14)', { gateway: { ...gateway, security: 'none' } }, ['security: security-none-refused']],
  ['no password', { hasPassword: false }, ['password: password-missing']],
  ['no primary address', { primaryAddress: '' }, ['primaryAddress: required']],
  ['a primary address that is none', { primaryAddress: 'x' }, ['primaryAddress: address-invalid']],
  ['no name', { connectorName: ' ' }, ['connectorName: name-missing']],
  ['a name that is taken', { connectorName: 'BILLING' }, ['connectorName: name-taken']],
  [
    'a relay of Office 365 without TLS (C14)',
    {
      gateway: {
        ...gateway,
        host: 'x.mail.protection.outlook.com',
        security: 'none',
        authentication: 'none',
      },
    },
    ['security: security-none-refused'],
  ],
])('Apply is blocked by %s, at its field', (_, part, blockers) => {
  expect(
    planned(part).blockers.map((each) => `${each.field}: ${each.code === 'setting' ? each.problem : each.code}`),
  ).toEqual(blockers)
})

test('a relay without sign-in and without TLS is allowed for Other (C14)', () => {
  const open = { ...gateway, security: 'none', authentication: 'none', username: 'ignored' } as const
  expect(planned({ gateway: open, hasPassword: false })).toMatchObject({ blockers: [], settings: { username: '' } })
})

test('a primary address that another connector carries blocks, unless the new one takes it over', () => {
  const part: Partial<PlanInput> = { primaryAddress: 'b@x.example', routes: [route('b@x.example')] }
  expect(planned(part).blockers.map(({ code }) => code)).toEqual(['primary-carried', 'undecided'])
  const taken = planned({ ...part, decisions: { 'b@x.example': { choice: 'use' } } })
  expect(taken.blockers).toEqual([])
  expect(taken.rows).toEqual([expect.objectContaining({ state: 'primary', key: 'b@x.example' })])
  const kept = planned({ ...part, decisions: { 'b@x.example': { choice: 'keep' } } })
  expect(kept.blockers.map(({ code }) => code)).toEqual(['primary-carried'])
})

test('default routes of existing connectors are shown; what is to decide stands first, the busiest of the rest next', () => {
  const plan = planned({
    reliants: [reliant('quiet@x.example'), reliant('busy@x.example'), reliant('b@x.example')],
    senders: [seen('busy@x.example', 9)],
    routes: [route('b@x.example'), route('d@x.example', { isDefault: true })],
  })
  expect(plan.defaults.map(({ address }) => address)).toEqual(['d@x.example'])
  expect(plan.rows.map(({ key }) => key)).toEqual([
    'b@x.example',
    'busy@x.example',
    'no-reply@northwind.example',
    'quiet@x.example',
  ])
  expect(plan.rows.filter(unusedByProcess).map(({ key }) => key)).toEqual(['busy@x.example', 'quiet@x.example'])
})

test('keys that look like names of an object are only keys', () => {
  expect(states({ reliants: [reliant('constructor@x.example'), reliant('__proto__')] })).toMatchObject({
    'constructor@x.example': 'migrates',
    'invalid:__proto__': 'invalid',
  })
})

test.each([
  ['the unmonitored address', 'free@x.example', [], 'free@x.example'],
  ['the busiest sender where the unmonitored one is carried', 'b@x.example', ['a@x.example'], 'busy@x.example'],
  ['nothing where there is nothing', '', [], null],
])('proposed as primary: %s', (_, unmonitored, listed, expected) => {
  const senders =
    listed.length === 0 ? [] : [seen('b@x.example', 99), seen('a@x.example', 1), seen('busy@x.example', 5)]
  expect(proposedPrimary(unmonitored, senders, listed, [route('b@x.example')])).toBe(expected)
})

const applied: Applied = {
  connectorId: 'new',
  revision: 1,
  draftId: 'draft',
  unmonitored: '',
  created: [{ id: 'r1', revision: 1, address: 'a@x.example' }],
  moved: [{ id: 'm1', revision: 4, address: 'b@x.example', connector: 'Billing' }],
}
const appliedAt = '2026-11-20T00:00:00.000Z'
const untouched: UndoStanding = {
  appliedAt,
  now: Date.parse(appliedAt) + undoLifetime,
  connector: { id: 'new', revision: 1, name: 'Outgoing Connector', draftId: 'draft' },
  routes: [{ id: 'r1', revision: 1, name: 'a' }],
  elsewhere: [{ id: 'm1', revision: 4, name: 'b', carriedBy: null }],
  unmonitoredIsMigrated: false,
}

test.each<[string, Partial<UndoStanding>, string[]]>([
  ['nothing, to the last second of the seventh day', {}, []],
  ['the seven days', { now: untouched.now + 1 }, ['too-late']],
  ['a deleted connector', { connector: null }, ['connector-gone']],
  ['a connector with another revision', { connector: { ...untouched.connector!, revision: 2 } }, ['connector-changed']],
  ['a connector with a new draft', { connector: { ...untouched.connector!, draftId: 'other' } }, ['connector-changed']],
  ['an edited route', { routes: [{ id: 'r1', revision: 2, name: 'a' }] }, ['route-changed']],
  ['a deleted route', { routes: [] }, ['route-gone']],
  ['a new route', { routes: [...untouched.routes, { id: 'r2', revision: 1, name: 'n' }] }, ['route-added']],
  ['a moved route that was edited', { elsewhere: [{ ...untouched.elsewhere[0]!, revision: 5 }] }, ['moved-changed']],
  ['a moved route that is gone', { elsewhere: [] }, ['moved-changed']],
  ['a third carrier', { elsewhere: [{ ...untouched.elsewhere[0]!, carriedBy: 'Third' }] }, ['moved-carried']],
  ['the unmonitored address', { unmonitoredIsMigrated: true }, ['unmonitored']],
])('undoing is kept from by %s', (_, part, codes) => {
  expect(undoBlockers(applied, { ...untouched, ...part }).map(({ code }) => code)).toEqual(codes)
})
