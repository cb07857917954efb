import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ProcessView } from '../../src/contract/routes.ts'
import { say } from '../../src/words/index.ts'
import {
  aProvedConnector,
  aWorkspace,
  anEnabledConnector,
  ended,
  refusal,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

type Settings = Parameters<TestWorkspace['client']['processes']['save']>[0]['settings']
const support = 'support@practice.test'
const hire: Settings = {
  customer: 'Contoso',
  contract: 'Gold',
  service: 'HR',
  name: 'Hire',
  kind: 'case',
  fromAddress: support,
  ticketCategories: [],
  actions: [
    { name: 'Confirm', fromAddress: support },
    { name: 'Refuse', fromAddress: 'info@practice.test' },
  ],
}
const save = (settings: Partial<Settings>, of: Pick<ProcessView, 'id' | 'revision'> | null = null) =>
  workspace.client.processes.save({
    id: of?.id ?? null,
    revision: of?.revision ?? null,
    settings: { ...hire, ...settings },
  })
const setLive = (process: ProcessView, live = true) =>
  workspace.client.processes.setLive({ id: process.id, revision: process.revision, live })
const read = async (id: string) => value(await workspace.client.processes.get({ id }))
const paths = async () => value(await workspace.client.processes.list({})).rows.map(({ path }) => path)
const routesOf = async () =>
  value(await workspace.client.routes.list({})).groups.flatMap((group) => group.incoming ?? [])
const of = ({ id, revision }: ProcessView) => ({ id, revision })

test('P2: a draft is saved with what keeps it from going live; going live names every address that nobody carries', async () => {
  const draft = value(await save({ fromAddress: 'old@practice.test' }))
  expect(say(draft.fromProblem!)).toContain('old@practice.test')
  expect(draft.actionProblems.map(({ action, word }) => `${action}: ${say(word)}`)).toEqual([
    expect.stringContaining(`Confirm: No enabled outgoing route carries ${support}`),
    expect.stringContaining('Refuse: No enabled outgoing route carries info@practice.test'),
  ])
  const refused = refusal(await setLive(draft))
  expect(refused.code).toBe('refused')
  for (const named of ['old@practice.test', `${support} (action Confirm)`, 'info@practice.test (action Refuse)'])
    expect(refused.sentence).toContain(named)
  expect(refused.fields!.map(({ path }) => path)).toEqual([
    'fromAddress',
    'actions.0.fromAddress',
    'actions.1.fromAddress',
  ])
  expect((await read(draft.id)).live).toBe(false)
})

test('P2: a case goes live when all its actions are carried or take no part, and is marked by action when one is cut off', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const draft = value(await save({}))
  expect(refusal(await setLive(draft)).sentence).toContain('info@practice.test (action Refuse)')
  const actions = [hire.actions![0]!, { ...hire.actions![1]!, takesPart: false }]
  const live = value(await setLive(value(await save({ actions }, draft))))
  expect(live.mark).toMatchObject({ tone: 'ok', word: { key: 'state.live' } })

  // A live process never changes to what nobody carries, by itself or in an action, and loses nothing.
  for (const change of [{ fromAddress: 'old@practice.test' }, { fromAddress: '' }, { actions: hire.actions }]) {
    const refused = refusal(await save({ actions, ...change }, live))
    expect([refused.code, refused.fields!.length]).toEqual(['refused', 1])
  }
  expect((await read(live.id)).revision).toBe(live.revision)

  const other = value(
    await save({ name: 'Other', fromAddress: support, actions: [{ name: 'Only', fromAddress: support }] }),
  )
  const consequences = value(await workspace.client.connectors.consequences({ id: connector.id }))
  expect(consequences.liveProcesses).toContain(live.path)
  expect(consequences.liveActions).toEqual([{ process: live.path, action: 'Confirm' }])
  value(await setLive(other))
  value(await workspace.client.connectors.disable({ id: connector.id, revision: connector.revision }))
  const cut = await read(live.id)
  expect(cut.live).toBe(true)
  expect(cut.mark.word.key).toBe('state.live-cannot-send')
  expect(cut.actionProblems.map(({ action }) => action)).toEqual(['Confirm'])
  // What lost its carrier stays editable otherwise.
  value(await save({ actions, name: 'Hire someone' }, cut))
})

test('the mark says when only an action cannot send', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const route = value(
    await workspace.client.routes.saveOutgoing({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: { name: 'HR', description: '', emailAddress: 'info@practice.test' },
    }),
  )
  await ended(workspace, await workspace.client.routes.testOutgoing({ id: route.id }))
  const enable = async (enabled: boolean) => {
    const now = value(await workspace.client.routes.list({}))
      .groups.flatMap((group) => group.outgoing ?? [])
      .find(({ id }) => id === route.id)!
    return value(
      await workspace.client.routes.saveOutgoing({
        id: route.id,
        revision: now.revision,
        connectorId: connector.id,
        settings: { name: 'HR', description: '', emailAddress: 'info@practice.test' },
        enabled,
      }),
    )
  }
  const enabled = await enable(true)
  const live = value(await setLive(value(await save({}))))
  expect(enabled.usedBy).toEqual([])
  const stops = value(await workspace.client.routes.consequences({ id: route.id }))
  expect(stops).toMatchObject({ liveProcesses: [], liveActions: [{ process: live.path, action: 'Refuse' }] })
  await enable(false)
  const cut = await read(live.id)
  expect(cut.mark).toEqual({ tone: 'failed', word: { key: 'state.live-actions-cannot-send', params: { count: 1 } } })
  expect(cut.fromProblem).toBeNull()
  const [group] = value(await workspace.client.routes.list({})).groups
  expect(group!.outgoing!.find(({ id }) => id === route.id)!.usedBy).toEqual([`${live.path}, action Refuse`])
})

test('P2: the picker offers what is carried, and explains each other address by what is to be mended first', async () => {
  const proved = await aProvedConnector(workspace)
  const addresses = async () => {
    const { offered, absent } = value(await workspace.client.processes.fromAddresses({}))
    return {
      offered: offered.map(({ address }) => address),
      absent: absent.map(({ address, why }) => `${address}: ${why.key}`),
    }
  }
  expect(await addresses()).toEqual({ offered: [], absent: [`${support}: absent.connector-draft`] })
  const connector = value(
    await workspace.client.connectors.enable({
      id: proved.connector.id,
      revision: proved.connector.revision,
      start: { from: 'now' },
    }),
  )
  const draft = value(
    await workspace.client.routes.saveOutgoing({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: { name: 'HR', description: '', emailAddress: 'info@practice.test' },
    }),
  )
  expect(await addresses()).toEqual({ offered: [support], absent: ['info@practice.test: absent.not-tested'] })
  await ended(workspace, await workspace.client.routes.testOutgoing({ id: draft.id }))
  expect((await addresses()).absent).toEqual(['info@practice.test: absent.route-off'])
  const off = value(
    await workspace.client.connectors.setSending({ id: connector.id, revision: connector.revision, on: false }),
  )
  expect(await addresses()).toEqual({
    offered: [],
    absent: [`${support}: absent.sending-off`, 'info@practice.test: absent.sending-off'],
  })
  value(await workspace.client.connectors.disable({ id: off.id, revision: off.revision }))
  expect((await addresses()).absent).toEqual([
    `${support}: absent.connector-off`,
    'info@practice.test: absent.connector-off',
  ])
})

test('settings that contradict themselves are refused, each at its field', async () => {
  const wrong = async (change: Partial<Settings>) =>
    refusal(await save(change)).fields?.map(({ path }) => path) ?? ['–']
  expect(await wrong({ ticketCategories: ['Question'] })).toEqual(['ticketCategories'])
  expect(await wrong({ kind: 'ticket' })).toEqual(['actions'])
  expect(await wrong({ actions: [...hire.actions!, { name: 'CONFIRM', fromAddress: '' }] })).toEqual(['actions.2.name'])
  expect(await wrong({ actions: [{ name: 'Confirm', fromAddress: 'nobody' }], fromAddress: 'x' })).toEqual([
    'fromAddress',
    'actions.0.fromAddress',
  ])
  expect(await wrong({ actions: [{ name: ' ', fromAddress: '' }] })).toEqual(['settings.actions.0.name'])
  expect(await wrong({ customer: ' ' })).toEqual(['settings.customer'])
  expect(await paths()).toEqual([])
})

test('a path is taken however it is written, and where a slash in a name would read as another path', async () => {
  value(await save({}))
  expect(refusal(await save({ customer: ' CONTOSO', name: 'ｈire' })).fields).toMatchObject([{ path: 'name' }])
  value(await save({ customer: 'A / B', contract: 'C' }))
  expect(refusal(await save({ customer: 'A', contract: 'B / C' })).fields).toMatchObject([{ path: 'name' }])
  expect(await paths()).toHaveLength(2)
})

test('two windows that make the same path at once make it once', async () => {
  const both = await Promise.all([save({}), save({ customer: 'contoso' })])
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  value(await save({ customer: 'CONTOSO', contract: 'gold', name: 'Leave' }))
  expect(await paths()).toEqual(['Contoso / Gold / HR / Hire', 'Contoso / Gold / HR / Leave'])
})

test('a customer is renamed for all below it at once, merges into one that is there, and never splits', async () => {
  const a = value(await save({ name: 'A' }))
  const b = value(await save({ name: 'B', contract: 'Silver' }))
  const other = value(await save({ customer: 'Fabrikam', name: 'C' }))
  const rename = (rows: readonly ProcessView[], level: 'customer' | 'contract', to: string) =>
    workspace.client.processes.rename({ rows: rows.map(of), level, to })
  expect(refusal(await rename([a], 'customer', 'Contoso Ltd')).code).toBe('stale')
  expect(refusal(await rename([a, other], 'customer', 'X')).code).toBe('invalid-input')
  expect(refusal(await rename([a, { ...b, revision: 7 }], 'customer', 'X')).code).toBe('stale')
  expect(await paths()).toEqual(['Contoso / Gold / HR / A', 'Contoso / Silver / HR / B', 'Fabrikam / Gold / HR / C'])

  const { renamed } = value(await rename([a, b], 'customer', ' Contoso Ltd '))
  expect(renamed.map(({ revision }) => revision)).toEqual([2, 2])
  expect(await paths()).toContain('Contoso Ltd / Silver / HR / B')
  const [line] = value(await workspace.client.activity.list({ objectId: b.id })).rows
  expect(line!.changes).toEqual([{ field: 'customer', from: 'Contoso', to: 'Contoso Ltd' }])

  const twin = value(await save({ customer: 'Fabrikam', name: 'A' }))
  const refused = refusal(await rename([await read(a.id), await read(b.id)], 'customer', 'fabrikam'))
  expect(refused).toMatchObject({ code: 'refused', fields: [{ path: 'to' }] })
  expect(refused.sentence).toContain('Fabrikam / Gold / HR / A')
  value(await workspace.client.processes.remove(of(twin)))
  value(await rename([await read(a.id), await read(b.id)], 'customer', 'fabrikam'))
  expect(await paths()).toEqual(['Fabrikam / Gold / HR / A', 'Fabrikam / Gold / HR / C', 'Fabrikam / Silver / HR / B'])
})

test('P4: deleting a customer names its routes, marks them, sets their mail aside with that reason, and can be taken back', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  const other = value(await save({ customer: process.customer, actions: [] }))
  const ids = [process.id, other.id]
  const before = value(await workspace.client.processes.consequences({ ids }))
  expect(before).toMatchObject({ processes: 2, live: 1, openItems: 0, waitingMail: 0 })
  expect(before.routes).toMatchObject([{ connectorName: connector.name, processPath: process.path, isFallback: true }])

  const live = await read(process.id)
  const { removed } = value(await workspace.client.processes.removeMany({ rows: [of(live), of(other)] }))
  expect(await paths()).toEqual([])
  const [route] = await routesOf()
  expect(route).toMatchObject({ processId: process.id, processLive: false })
  expect(value(await workspace.client.routes.lint({})).rows.map(({ kind }) => kind)).toContain('process-deleted')

  value(await workspace.client.practice.deliver({ subject: 'For nobody', text: 'x' }))
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  const aside = value(await workspace.client.aside.list({ outcome: 'unhandled' })).rows
  expect(aside.map(({ reason }) => reason)).toContain('process-deleted')

  const restored = value(await workspace.client.processes.restoreMany({ rows: removed })).restored
  expect(restored.map(({ revision }) => revision)).toEqual([live.revision + 2, other.revision + 2])
  expect(await read(process.id)).toMatchObject({ live: false, linkedRoutes: 1, path: process.path })
  const [line] = value(await workspace.client.activity.list({ objectId: process.id })).rows
  expect(line!.action).toBe('brought back')

  // I13: what came meanwhile has waited for it.
  expect((await read(process.id)).waitingMail).toBe(1)
  value(await setLive(await read(process.id)))
  await ended(workspace, await workspace.client.aside.processWaiting({ processId: process.id }))
  expect(value(await workspace.client.items.list({})).rows.map(({ subject }) => subject)).toContain('For nobody')
  expect((await read(process.id)).waitingMail).toBe(0)
})

test('what was deleted comes back only where its path is free, and only once', async () => {
  const first = value(await save({}))
  const { removed } = value(await workspace.client.processes.removeMany({ rows: [of(first)] }))
  expect(refusal(await workspace.client.processes.removeMany({ rows: [of(first)] })).code).toBe('not-found')
  const twin = value(await save({ name: 'hire' }))
  expect(refusal(await workspace.client.processes.restoreMany({ rows: removed })).sentence).toContain('exists already')
  value(await workspace.client.processes.remove(of(twin)))
  value(await workspace.client.processes.restoreMany({ rows: removed }))
  expect(refusal(await workspace.client.processes.restoreMany({ rows: removed })).code).toBe('not-found')
  expect((await read(first.id)).actions).toHaveLength(2)
})

test('deleting several is all or nothing, and not a viewer’s', async () => {
  const a = value(await save({ name: 'A' }))
  const b = value(await save({ name: 'B' }))
  value(await save({ name: 'B', fromAddress: '' }, b))
  expect(refusal(await workspace.client.processes.removeMany({ rows: [of(a), of(b)] })).code).toBe('stale')
  const viewer = workspace.as({ name: 'vera', via: 'web', role: 'viewer' })
  for (const refused of [
    await viewer.processes.removeMany({ rows: [of(a)] }),
    await viewer.processes.rename({ rows: [of(a)], level: 'customer', to: 'X' }),
    await viewer.processes.import({ format: 'json', text: '[]' }),
  ])
    expect(refusal(refused).code).toBe('not-permitted')
  expect(await paths()).toHaveLength(2)
})

test('a case is answered as one of its actions, under that action’s From address', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  const asCase = {
    ...hire,
    customer: process.customer,
    contract: process.contract,
    service: process.service,
    name: process.name,
    actions: [
      { name: 'Confirm', fromAddress: support },
      { name: 'Idle', fromAddress: support, takesPart: false },
    ],
  }
  value(await workspace.client.practice.deliver({ subject: 'From before', text: 'x' }))
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  const [ticket] = value(await workspace.client.items.list({})).rows
  value(await save(asCase, await read(process.id)))
  expect(value(await workspace.client.items.get({ id: ticket!.id })).actions).toEqual([])
  value(await workspace.client.practice.deliver({ subject: 'A new colleague', text: 'x' }))
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  const [row] = value(await workspace.client.items.list({})).rows
  const item = value(await workspace.client.items.get({ id: row!.id }))
  expect(item.actions).toEqual([{ name: 'Confirm', fromAddress: support, cannotSend: null }])
  const reply = (action: string | null, revision = item.revision) =>
    workspace.client.items.reply({ id: item.id, revision, text: 'Welcome', action })
  for (const gone of ['Refuse', 'Idle']) expect(refusal(await reply(gone)).sentence).toContain(gone)
  const answered = value(await reply('confirm'))
  expect(answered.thread.at(-1)).toMatchObject({ direction: 'out', from: support })
  const [line] = value(await workspace.client.activity.list({ objectId: item.id })).rows
  expect(line!.changes).toEqual([{ field: 'action', from: null, to: 'Confirm' }])

  // An action whose address has lost its carrier refuses, while the process itself may still answer.
  const cut = { ...asCase, actions: [{ name: 'Confirm', fromAddress: 'info@practice.test', takesPart: true }] }
  const draft = value(await setLive(await read(process.id), false))
  value(await save(cut, draft))
  const now = value(await workspace.client.items.get({ id: item.id }))
  expect(now.actions[0]!.cannotSend).not.toBeNull()
  expect(refusal(await reply('Confirm', now.revision)).sentence).toContain('info@practice.test')
  value(await reply(null, now.revision))
})
