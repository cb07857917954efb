import { afterEach, beforeEach, expect, test } from 'vitest'
import type { IncomingRouteView } from '../../src/contract/routes.ts'
import { noRules, type IncomingRouteSettings } from '../../src/domain/route.ts'
import { aProcess, aSavedConnector, aWorkspace, edited, refusal, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
let connectorId: string
let settings: IncomingRouteSettings
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
  const { connector, process } = await aSavedConnector(workspace)
  connectorId = connector.id
  settings = {
    name: 'Orders',
    emailAddress: 'orders@practice.test',
    processId: process.id,
    ticketCategory: null,
    forAttention: null,
    sendAutomatedEmails: false,
    answerCc: false,
    testMode: false,
    enabled: true,
    match: 'all',
    rules: noRules,
  }
})
afterEach(() => workspace.stop())

const save = (part: Partial<IncomingRouteSettings> = {}, route: IncomingRouteView | null = null) =>
  workspace.client.routes.saveIncoming({
    id: route?.id ?? null,
    revision: route?.revision ?? null,
    connectorId,
    settings: { ...settings, ...part },
  })
const incoming = async () => value(await workspace.client.routes.list({})).groups[0]!.incoming!
const fallback = async () => (await incoming()).at(-1)!
const aCompany = async (name: string, entries: string[] = ['*@contoso.example']) =>
  value(await workspace.client.companies.save({ id: null, revision: null, settings: { name, entries } }))
const historyOf = async (objectId: string) => value(await workspace.client.activity.list({ objectId })).rows

test('a route is kept with all that was said, each list in its kept form', async () => {
  const contoso = await aCompany('Contoso')
  const rules = {
    important: true,
    attachmentTypes: ['pdf', '*.PDF', '.tar.gz'],
    keyWords: [' outage ', 'Outage'],
    recipients: ['*practice.test'],
    senders: ['anna@contoso.example', 'ANNA@contoso.example', '*@contoso.example'],
    companies: [contoso.id, contoso.id],
  }
  const part = {
    name: ' Orders ',
    emailAddress: ' orders@practice.test ',
    forAttention: 'Sales',
    sendAutomatedEmails: true,
    answerCc: true,
    testMode: true,
    match: 'any' as const,
  }
  const saved = value(await save({ ...part, rules }))
  expect(saved).toMatchObject({
    ...part,
    name: 'Orders',
    emailAddress: 'orders@practice.test',
    class: 'normal',
    rules: {
      important: true,
      attachmentTypes: ['.pdf', '.tar.gz'],
      keyWords: ['outage'],
      recipients: ['*@practice.test'],
      senders: ['anna@contoso.example', '*@contoso.example'],
      companies: [contoso.id],
    },
  })
  await workspace.restart()
  expect((await incoming())[0]).toEqual(saved)
})

test('what is wrong is said field by field, and nothing is saved', async () => {
  const rules = { ...noRules, senders: ['a@x.example', 'x.example'], attachmentTypes: ['.'], companies: ['gone'] }
  const refused = refusal(await save({ emailAddress: '*@practice.test', rules }))
  expect(refused.code).toBe('invalid-input')
  expect(refused.fields!.map(({ path }) => path)).toEqual([
    'settings.emailAddress',
    'settings.rules.attachmentTypes.0',
    'settings.rules.senders.1',
    'settings.rules.companies.0',
  ])
  expect((await incoming()).map((route) => route.class)).toEqual(['fallback'])
  const route = value(await save())
  refusal(await save({ name: 'Renamed', rules }, route))
  expect((await incoming())[0]).toEqual(route)
  expect(await historyOf(route.id)).toHaveLength(1)
})

test('a wildcard route stands behind the normal ones, in an order of its own, and stays what it is', async () => {
  const senders = { rules: { ...noRules, senders: ['board@contoso.example'] } }
  const board = value(await save({ name: 'Board', emailAddress: '*', ...senders }))
  const first = value(await save({ name: 'First' }))
  const second = value(await save({ name: 'Second' }))
  const press = value(await save({ name: 'Press', emailAddress: ' * ', ...senders }))
  expect([board, first, second, press].map((route) => [route.class, route.emailAddress, route.position])).toEqual([
    ['wildcard', '*', 1],
    ['normal', 'orders@practice.test', 1],
    ['normal', 'orders@practice.test', 2],
    ['wildcard', '*', 2],
  ])
  expect((await incoming()).map(({ name }) => name)).toEqual(['First', 'Second', 'Board', 'Press', 'Fallback'])

  expect(refusal(await save({ ...senders }, board))).toMatchObject({
    code: 'refused',
    fields: [{ path: 'settings.emailAddress' }],
  })
  expect(refusal(await save({ emailAddress: '*', ...senders }, first)).code).toBe('refused')
  expect(refusal(await save({ name: 'Board', emailAddress: '*' }, board)).fields![0]!.path).toBe(
    'settings.rules.senders',
  )
  const domain = { rules: { ...noRules, senders: ['*@contoso.example'] } }
  expect(refusal(await save({ name: 'Board', emailAddress: '*', ...domain }, board)).sentence).toContain(
    'names its senders one by one',
  )
})

test('two routes that are added at once have places of their own', async () => {
  const both = await Promise.all([save({ name: 'A' }), save({ name: 'B' })])
  expect(both.map((each) => value(each).position).toSorted()).toEqual([1, 2])
})

test('the fallback takes another process and answers, but keeps its address, has no rules and stays enabled', async () => {
  const route = await fallback()
  const other = await aProcess(workspace, '', 'Triage')
  const asItIs = { ...settings, name: route.name, emailAddress: route.emailAddress }
  for (const part of [
    { emailAddress: 'other@practice.test' },
    { enabled: false },
    { rules: { ...noRules, important: true } },
  ])
    expect(refusal(await save({ ...asItIs, ...part }, route)).code).toBe('refused')
  const saved = value(
    await save({ ...asItIs, processId: other.id, sendAutomatedEmails: true, testMode: true, match: 'any' }, route),
  )
  expect(saved).toMatchObject({
    class: 'fallback',
    processId: other.id,
    sendAutomatedEmails: true,
    testMode: true,
    enabled: true,
    match: 'all',
  })
})

test('the history says in words what changed, from what to what', async () => {
  const [contoso, fabrikam] = [await aCompany('Contoso'), await aCompany('Fabrikam', ['*@fabrikam.example'])]
  const route = value(
    await save({ rules: { ...noRules, senders: ['*contoso.example', 'a@x.example'], companies: [contoso.id] } }),
  )
  const [created] = await historyOf(route.id)
  expect(created).toMatchObject({ action: 'created', restorable: true, actor: 'anna' })
  expect(Object.fromEntries(created!.changes.map(({ field, to }) => [field, to]))).toEqual({
    name: 'Orders',
    emailAddress: 'orders@practice.test',
    processId: 'Contoso / Gold / IT / Incident',
    sendAutomatedEmails: 'false',
    answerCc: 'false',
    testMode: 'false',
    enabled: 'true',
    'rules.senders': '*@contoso.example; a@x.example',
    'rules.companies': 'Contoso',
  })
  value(
    await save({ match: 'any', rules: { ...noRules, important: true, companies: [contoso.id, fabrikam.id] } }, route),
  )
  expect((await historyOf(route.id))[0]).toMatchObject({
    action: 'edited',
    changes: [
      { field: 'match', from: 'all', to: 'any' },
      { field: 'rules.important', from: 'false', to: 'true' },
      { field: 'rules.senders', from: '*@contoso.example; a@x.example', to: '' },
      { field: 'rules.companies', from: 'Contoso', to: 'Contoso; Fabrikam' },
    ],
  })
})

test('a change to a process of the same path is a change', async () => {
  const route = value(await save())
  const [old] = value(await workspace.client.processes.list({})).rows
  value(await workspace.client.processes.remove({ id: old!.id, revision: old!.revision }))
  const again = await aProcess(workspace, '')
  expect(value(await save({ processId: again.id }, route)).processId).toBe(again.id)
})

test('an unchanged save writes no history and keeps the revision', async () => {
  const route = value(await save())
  expect(value(await save({}, route)).revision).toBe(route.revision)
  expect(await historyOf(route.id)).toHaveLength(1)
})

test('a stale save and a stale restore are refused, and nothing is lost', async () => {
  const route = value(await save())
  const newer = value(await save({ name: 'Newer' }, route))
  expect(refusal(await save({ name: 'Older' }, route)).code).toBe('stale')
  const [, created] = await historyOf(route.id)
  const stale = { id: route.id, revision: route.revision, historyId: created!.id }
  expect(refusal(await workspace.client.routes.restoreIncoming(stale)).code).toBe('stale')
  expect((await incoming())[0]).toEqual(newer)
})

test('an earlier version is restored, as an edit that can be restored itself', async () => {
  const first = value(await save({ rules: { ...noRules, senders: ['a@x.example'] }, forAttention: 'On-call' }))
  const second = value(await save({ name: 'Renamed', emailAddress: 'other@practice.test' }, first))
  const restore = async (route: IncomingRouteView, at: number) =>
    workspace.client.routes.restoreIncoming({
      id: route.id,
      revision: route.revision,
      historyId: (await historyOf(route.id)).at(at)!.id,
    })
  const third = value(await restore(second, -1))
  expect({ ...third, revision: 0 }).toEqual({ ...first, revision: 0 })
  const [newest] = await historyOf(first.id)
  expect(newest).toMatchObject({ action: 'restored', restorable: true })
  expect(newest!.changes.map(({ field }) => field)).toEqual(['name', 'emailAddress', 'forAttention', 'rules.senders'])
  const fourth = value(await restore(third, 1))
  expect({ ...fourth, revision: 0 }).toEqual({ ...second, revision: 0 })
  // What the newest line says is what the route is.
  expect(value(await restore(fourth, 0))).toEqual(fourth)
  expect(await historyOf(first.id)).toHaveLength(4)
})

test('a version is restored by the same rules as it is saved', async () => {
  const contoso = await aCompany('Contoso')
  const first = value(await save({ rules: { ...noRules, companies: [contoso.id] } }))
  const second = value(await save({}, first))
  value(await workspace.client.companies.remove({ id: contoso.id, revision: contoso.revision, despiteRoutes: false }))
  const historyId = (await historyOf(first.id)).at(-1)!.id
  const asked = { id: second.id, revision: second.revision, historyId }
  expect(refusal(await workspace.client.routes.restoreIncoming(asked)).sentence).toContain('not there any more')

  const other = value(await save({ name: 'Other' }))
  const ofOther = { id: other.id, revision: other.revision, historyId }
  expect(refusal(await workspace.client.routes.restoreIncoming(ofOther)).sentence).toContain('are not kept')
  const viewer = workspace.as({ name: 'vera', via: 'web', role: 'viewer' })
  expect(refusal(await viewer.routes.restoreIncoming(asked)).code).toBe('not-permitted')
})

test('the fallback has a history of its own, and is restored under the address that its connector has now', async () => {
  const before = await fallback()
  const created = (await historyOf(before.id)).at(-1)!
  expect(created).toMatchObject({ action: 'created', actor: 'anna', restorable: true })
  const triage = await aProcess(workspace, '', 'Triage')
  const connector = value(await workspace.client.connectors.get({ id: connectorId }))
  value(
    await workspace.client.connectors.save(
      edited(connector, {
        settings: { ...connector.draft, primaryAddress: 'anna@practice.test' },
        fallback: { ...connector.fallback!, processId: triage.id },
      }),
    ),
  )
  const moved = await fallback()
  expect((await historyOf(before.id))[0]!.changes).toEqual([
    { field: 'emailAddress', from: before.emailAddress, to: 'anna@practice.test' },
    { field: 'processId', from: 'Contoso / Gold / IT / Incident', to: 'Contoso / Gold / IT / Triage' },
  ])
  const restored = value(
    await workspace.client.routes.restoreIncoming({ id: moved.id, revision: moved.revision, historyId: created.id }),
  )
  expect(restored).toMatchObject({ emailAddress: 'anna@practice.test', processId: before.processId })
})
