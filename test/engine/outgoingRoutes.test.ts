import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OutgoingRouteView } from '../../src/contract/routes.ts'
import type { OutgoingRouteSettings } from '../../src/domain/route.ts'
import { say } from '../../src/words/index.ts'
import {
  administrator,
  aProcess,
  aSavedConnector,
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  practiceConnector,
  refusal,
  until,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true })
})
afterEach(async () => {
  vi.useRealTimers()
  await workspace.stop()
})

const outgoingOf = async (connectorId: string): Promise<readonly OutgoingRouteView[]> =>
  value(await workspace.client.routes.list({ connectorId })).groups[0]!.outgoing!
const routeOf = async (id: string): Promise<OutgoingRouteView> => {
  const { groups } = value(await workspace.client.routes.list({}))
  return groups.flatMap((group) => group.outgoing ?? []).find((route) => route.id === id)!
}
const draft = (connectorId: string, emailAddress: string, name = emailAddress) =>
  workspace.client.routes.saveOutgoing({
    id: null,
    revision: null,
    connectorId,
    settings: { name, description: '', emailAddress },
  })
const save = (route: OutgoingRouteView, change: Partial<OutgoingRouteSettings>, enabled: boolean | null = null) =>
  workspace.client.routes.saveOutgoing({
    id: route.id,
    revision: route.revision,
    connectorId: route.connectorId,
    settings: { name: route.name, description: route.description, emailAddress: route.emailAddress, ...change },
    enabled,
  })
const tested = async (
  id: string,
  roundTrip: Parameters<TestWorkspace['client']['routes']['testOutgoing']>[0]['roundTrip'] = { to: 'nowhere' },
) => {
  const job = await ended(workspace, await workspace.client.routes.testOutgoing({ id, roundTrip }))
  return value(await workspace.client.diagnosis.result({ id: job.results[0]! }))
}
/** An enabled, proved From address. */
const anAlias = async (connectorId: string, address: string) => {
  const route = value(await draft(connectorId, address))
  await tested(route.id)
  return value(await save(route, {}, true))
}
const compose = (from: string, to = 'anna@contoso.test') =>
  workspace.client.outbox.compose({ from, to: [to], subject: 'Test', text: 'A test.' })
const settled = (id: string) =>
  until(
    workspace,
    async () => value(await workspace.client.outbox.get({ id })),
    (mail) => mail.state !== 'queued' && mail.state !== 'sending',
  )

test('a From address is drafted, tested, enabled and then sends, in this order', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const drafted = value(await draft(connector.id, 'info@practice.test', 'Information'))
  expect(drafted).toMatchObject({
    enabled: false,
    effective: false,
    proved: false,
    runningAddress: null,
    untestable: null,
  })
  expect(say(drafted.proof.word)).toBe('Not tested')
  expect(refusal(await compose('info@practice.test')).code).toBe('refused')

  const unproved = refusal(await save(drafted, {}, true))
  expect(unproved.sentence).toContain('info@practice.test is not proved')
  expect((await routeOf(drafted.id)).revision).toBe(drafted.revision)

  const proof = await tested(drafted.id)
  expect(proof).toMatchObject({ outcome: 'passed', current: true, side: 'outgoing' })
  expect(proof.steps.at(-1)).toMatchObject({ step: 'sender', verdict: 'passed' })
  expect(proof.transcript).toContain('MAIL FROM:<info@practice.test>')
  const proved = await routeOf(drafted.id)
  expect(proved).toMatchObject({ proved: true, enabled: false, lastTest: { proofId: proof.id, outcome: 'passed' } })

  const running = value(await save(proved, {}, true))
  expect(running).toMatchObject({
    enabled: true,
    effective: true,
    runningAddress: 'info@practice.test',
    pending: false,
  })
  expect((await settled(value(await compose('info@practice.test')).id)).state).toBe('sent')
  expect(value(await workspace.client.processes.fromAddresses({})).offered.map(({ address }) => address)).toEqual([
    'support@practice.test',
    'info@practice.test',
  ])
  const activity = value(await workspace.client.activity.list({ objectId: drafted.id })).rows
  expect(activity.map((row) => row.action)).toEqual(['enabled', 'created'])
  expect(activity[0]!.changes).toContainEqual({ field: 'running address', from: null, to: 'info@practice.test' })
})

test('an edited address waits until it is proved and saved; what runs goes on, and can be taken back', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const info = await anAlias(connector.id, 'info@practice.test')
  const edit = value(await save(info, { emailAddress: 'orders@practice.test', name: 'Orders' }))
  expect(edit).toMatchObject({
    name: 'Orders',
    pending: true,
    enabled: true,
    effective: true,
    emailAddress: 'orders@practice.test',
    runningAddress: 'info@practice.test',
    proved: false,
  })
  expect(say(edit.proof.word)).toBe('Proved')
  expect((await settled(value(await compose('info@practice.test')).id)).state).toBe('sent')
  expect(refusal(await compose('orders@practice.test')).code).toBe('refused')
  expect(refusal(await save(edit, {}, true)).code).toBe('refused')

  const discarded = value(await workspace.client.routes.discardOutgoing({ id: edit.id, revision: edit.revision }))
  expect(discarded).toMatchObject({ pending: false, emailAddress: 'info@practice.test', name: 'Orders' })

  const again = value(await save(discarded, { emailAddress: 'orders@practice.test' }))
  await tested(again.id)
  const moved = value(await save(again, {}, true))
  expect(moved).toMatchObject({ pending: false, runningAddress: 'orders@practice.test', effective: true })
  expect(refusal(await compose('info@practice.test')).code).toBe('refused')
  expect((await settled(value(await compose('orders@practice.test')).id)).state).toBe('sent')
})

test('an address that the account may not use fails at the sender step, with the server’s words, and is not enabled', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const route = value(await draft(connector.id, 'anna@contoso.test'))
  const proof = await tested(route.id)
  expect(proof.outcome).toBe('failed')
  expect(proof.steps.at(-1)).toMatchObject({
    step: 'sender',
    verdict: 'failed',
    finding: { key: 'diagnosis.sender.refused' },
  })
  expect(proof.steps.at(-1)!.reply).toContain('not owned by user')
  const failed = await routeOf(route.id)
  expect(say(failed.proof.word)).toBe('Test failed')
  expect(refusal(await save(failed, {}, true)).sentence).toContain('is not proved')
})

test('a From that the server rewrites fails the round trip, also where the sender was accepted', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const route = value(await draft(connector.id, 'info@practice.test'))
  expect((await tested(route.id, { to: 'workspace' })).steps.at(-1)).toMatchObject({
    step: 'delivered-unchanged',
    verdict: 'passed',
  })
  value(await workspace.client.practice.setFault({ name: 'sender-rewritten', on: true }))
  const proof = await tested(route.id, { to: 'workspace' })
  expect(proof).toMatchObject({ outcome: 'failed', verdict: { title: { key: 'verdict.failed.rewritten' } } })
  // T4: the newest completed test counts.
  expect(refusal(await save(await routeOf(route.id), {}, true)).code).toBe('refused')
})

test('a round trip to a named address is confirmed by hand', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const route = value(await draft(connector.id, 'info@practice.test'))
  const proof = await tested(route.id, { to: 'address', address: 'someone@elsewhere.example' })
  expect(proof.steps.at(-1)!.verdict).toBe('warning')
  value(await workspace.client.diagnosis.confirmDelivered({ proofId: proof.id, unchanged: false }))
  expect((await routeOf(route.id)).proved).toBe(false)
})

test('a proof is void when the connector runs with other settings, and a cancelled test counts for nothing', async () => {
  const { connector, wanted } = await anEnabledConnector(workspace)
  const info = await anAlias(connector.id, 'info@practice.test')
  const practice = value(await workspace.client.practice.get({}))
  const outgoing = { ...wanted.settings.outgoing!, port: practice.ports['smtps']!, security: 'tls' as const }
  const changed = value(
    await workspace.client.connectors.save(edited(connector, { settings: { ...wanted.settings, outgoing } })),
  )
  expect((await routeOf(info.id)).proved).toBe(true)
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id }))
  value(await workspace.client.connectors.enable({ id: changed.id, revision: changed.revision }))
  const after = await routeOf(info.id)
  // It goes on sending: a proof is needed for enabling only.
  expect(after).toMatchObject({ proved: false, enabled: true, effective: true, lastTest: null })
  expect(say(after.proof.word)).toBe('Needs a new test')

  value(await workspace.client.practice.setFault({ name: 'silence', on: true }))
  const started = value(await workspace.client.routes.testOutgoing({ id: info.id }))
  value(await workspace.client.jobs.cancel({ id: started.id }))
  const job = await ended(workspace, { ok: true, value: started })
  expect(job.state).toBe('cancelled')
  expect((await routeOf(info.id)).lastTest).toBeNull()
})

test('a proof ages: after thirty days it is shown with its days and no longer enables', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const info = await anAlias(connector.id, 'info@practice.test')
  const off = value(await save(info, {}, false))
  expect(off).toMatchObject({ enabled: false, effective: false, runningAddress: 'info@practice.test' })
  // Enabling again with an unchanged fingerprint needs no new test (T4).
  const on = value(await save(off, {}, true))
  const offAgain = value(await save(on, {}, false))
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 24 * 3600_000 })
  const old = await routeOf(info.id)
  expect(say(old.proof.word)).toBe('Proved 31 days ago')
  expect(old.proved).toBe(false)
  expect(refusal(await save(offAgain, {}, true)).sentence).toContain('is not proved')
})

test('the default route follows its connector and is not deleted or switched by itself', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const [first] = await outgoingOf(connector.id)
  expect(first).toMatchObject({ isDefault: true, enabled: true, proved: true, runningAddress: 'support@practice.test' })
  for (const refused of [
    await workspace.client.routes.removeOutgoing({ id: first!.id, revision: first!.revision }),
    await save(first!, {}, false),
    await save(first!, { emailAddress: 'info@practice.test' }),
  ])
    expect(refusal(refused).sentence).toContain('The default route follows its connector')
  expect(value(await save(first!, { name: 'Our desk' })).name).toBe('Our desk')
})

test('a second effective route of an address is refused by the name of the route and connector that carry it', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await anAlias(connector.id, 'info@practice.test')
  const twin = value(await draft(connector.id, 'INFO@Practice.test', 'Twin'))
  await tested(twin.id)
  const refused = refusal(await save(await routeOf(twin.id), {}, true))
  expect(refused.sentence).toContain('is carried by the route info@practice.test of Support already')
  expect((await routeOf(twin.id)).enabled).toBe(false)

  // Enabling a connector whose routes collide (C16).
  const wanted = await practiceConnector(workspace, { name: 'Orders' })
  const settings = {
    ...wanted.settings,
    useFor: 'outgoing' as const,
    incoming: null,
    primaryAddress: 'info@practice.test',
  }
  const other = value(await workspace.client.connectors.save({ ...wanted, settings }))
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: other.id }))
  const collides = refusal(
    await workspace.client.connectors.enable({ id: other.id, revision: other.revision, receiving: 'off' }),
  )
  expect(collides.sentence).toContain('is carried by the route info@practice.test of Support already')
})

test('a connector whose new primary address is one of its own further addresses is refused by name', async () => {
  const { connector, wanted } = await anEnabledConnector(workspace)
  await anAlias(connector.id, 'info@practice.test')
  const fresh = value(await workspace.client.connectors.get({ id: connector.id }))
  const changed = value(
    await workspace.client.connectors.save(
      edited(fresh, { settings: { ...wanted.settings, primaryAddress: 'info@practice.test' } }),
    ),
  )
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id }))
  const refused = refusal(await workspace.client.connectors.enable({ id: changed.id, revision: changed.revision }))
  expect(refused.sentence).toMatch(/info@practice.test is carried by the route .+ of Support already/)
})

test('a From address sends only while its connector does, and is on again with it', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const info = await anAlias(connector.id, 'info@practice.test')
  const fresh = value(await workspace.client.connectors.get({ id: connector.id }))
  const off = value(await workspace.client.connectors.disable({ id: fresh.id, revision: fresh.revision }))
  expect(await routeOf(info.id)).toMatchObject({ enabled: true, effective: false })
  expect((await routeOf(info.id)).untestable?.key).toBe('refusal.route-connector-off')
  expect(refusal(await workspace.client.routes.testOutgoing({ id: info.id })).sentence).toContain('is not enabled')
  expect(refusal(await compose('info@practice.test')).code).toBe('refused')
  const draftMeanwhile = value(await draft(connector.id, 'orders@practice.test'))
  expect(refusal(await save(draftMeanwhile, {}, true)).code).toBe('refused')
  value(await workspace.client.connectors.enable({ id: off.id, revision: off.revision, start: { from: 'now' } }))
  expect(await routeOf(info.id)).toMatchObject({ enabled: true, effective: true })
  expect((await settled(value(await compose('info@practice.test')).id)).state).toBe('sent')
})

test('what stops with a From address is named: live processes, waiting mail, the unmonitored address', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const info = await anAlias(connector.id, 'info@practice.test')
  const process = await aProcess(workspace, 'info@practice.test', 'Information')
  value(await workspace.client.processes.setLive({ id: process.id, revision: process.revision, live: true }))
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(
    await workspace.client.settings.save({
      revision,
      settings: { ...settings, unmonitoredAddress: 'info@practice.test' },
    }),
  )
  value(await workspace.client.practice.setFault({ name: 'greylisted', on: true }))
  const mail = value(await compose('info@practice.test'))
  await settled(mail.id)
  // A draft of the same address stops nothing.
  const twin = value(await draft(connector.id, 'info@practice.test', 'Twin'))
  expect(value(await workspace.client.routes.consequences({ id: twin.id }))).toMatchObject({
    liveProcesses: [],
    queued: 0,
    unmonitored: false,
  })
  expect(value(await workspace.client.routes.consequences({ id: info.id }))).toEqual({
    name: 'info@practice.test',
    address: 'info@practice.test',
    liveProcesses: [process.path],
    liveActions: [],
    queued: 1,
    unmonitored: true,
  })
  value(await workspace.client.practice.clearFaults({}))
  const off = value(await save(info, {}, false))
  // P2: a live process that loses its carrier stays live and is marked.
  expect(value(await workspace.client.processes.get({ id: process.id }))).toMatchObject({
    live: true,
    mark: { word: { key: 'state.live-cannot-send' } },
  })
  value(await workspace.client.outbox.release({ id: mail.id }))
  expect((await settled(mail.id)).state).toBe('parked')
  // O8: without a route of its own nothing can carry it any more.
  value(await workspace.client.routes.removeOutgoing({ id: twin.id, revision: twin.revision }))
  value(await workspace.client.routes.removeOutgoing({ id: info.id, revision: off.revision }))
  value(await workspace.client.outbox.release({ id: mail.id }))
  expect((await settled(mail.id)).state).toBe('failed')
})

test('the unmonitored address is one that an enabled route carries', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const read = async () => value(await workspace.client.settings.get({}))
  const set = async (unmonitoredAddress: string) => {
    const { revision, settings } = await read()
    return workspace.client.settings.save({ revision, settings: { ...settings, unmonitoredAddress } })
  }
  const refused = refusal(await set('info@practice.test'))
  expect(refused.sentence).toContain('info@practice.test is not carried by an enabled outgoing route')
  expect(refused.fields?.[0]?.path).toBe('settings.unmonitoredAddress')
  const info = await anAlias(connector.id, 'info@practice.test')
  value(await set('Info@practice.test'))
  value(await save(info, {}, false))
  // What lost its carrier since keeps no other setting from being saved.
  const { revision, settings } = await read()
  value(await workspace.client.settings.save({ revision, settings: { ...settings, reopenDays: 14 } }))
  value(await set(''))
})

test('all From addresses are proved as one job, with a row for each', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const info = value(await draft(connector.id, 'info@practice.test', 'Information'))
  const anna = value(await draft(connector.id, 'anna@contoso.test', 'Anna'))
  const job = await ended(workspace, await workspace.client.routes.proveOutgoing({ connectorId: connector.id }))
  expect(job).toMatchObject({ kind: 'prove', state: 'done', progress: 1 })
  expect(say(job.note!)).toBe('3 of 3 From addresses tested')
  const { rows } = value(await workspace.client.routes.proofs({ ids: job.results }))
  expect(
    rows.map(({ address, proof }) => [address, proof.outcome]).toSorted((a, b) => (a[0]! < b[0]! ? -1 : 1)),
  ).toEqual([
    ['anna@contoso.test', 'failed'],
    ['info@practice.test', 'passed'],
    ['support@practice.test', 'passed'],
  ])
  expect((await routeOf(info.id)).proved).toBe(true)
  const one = await ended(workspace, await workspace.client.routes.proveOutgoing({ ids: [anna.id] }))
  expect(one.results).toHaveLength(1)
  expect(refusal(await workspace.client.routes.proveOutgoing({ ids: ['nobody'] })).code).toBe('refused')

  value(await workspace.client.practice.setFault({ name: 'silence', on: true }))
  const started = value(await workspace.client.routes.proveOutgoing({ connectorId: connector.id }))
  value(await workspace.client.jobs.cancel({ id: started.id }))
  expect((await ended(workspace, { ok: true, value: started })).state).toBe('cancelled')
  expect((await routeOf(info.id)).proved).toBe(true)
})

test('a further From address that the server refuses holds up no mail of the others', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await anAlias(connector.id, 'info@practice.test')
  value(await workspace.client.practice.setFault({ name: 'sender-refused', on: true }))
  const mail = await settled(value(await compose('info@practice.test')).id)
  expect(mail).toMatchObject({ state: 'deferred', why: { key: 'sending.sender-refused' } })
  expect(value(await workspace.client.overview.get({})).needs.map(({ word }) => word)).toContainEqual({
    key: 'need.sender-refused',
    params: { address: 'info@practice.test', connector: 'Support', waiting: 1 },
  })
  value(await workspace.client.practice.clearFaults({}))
  expect((await settled(value(await compose('support@practice.test')).id)).state).toBe('sent')
  // A passed test of the address sends what waited for it.
  const route = (await outgoingOf(connector.id)).find((each) => each.emailAddress === 'info@practice.test')!
  await tested(route.id)
  const sent = await until(
    workspace,
    async () => value(await workspace.client.outbox.get({ id: mail.id })),
    ({ state }) => state === 'sent',
  )
  expect(sent.state).toBe('sent')
})

test('bad input is refused with its reason, and a stale one changes nothing', async () => {
  const { connector } = await anEnabledConnector(workspace)
  for (const address of ['', 'info', '*', '*@practice.test', 'a@b@c', `${'x'.repeat(70)}@practice.test`])
    expect(refusal(await draft(connector.id, address, 'Bad')).fields?.[0]?.path).toBe('settings.emailAddress')
  expect(refusal(await draft(connector.id, 'info@practice.test', '   ')).code).toBe('invalid-input')
  expect(refusal(await draft('nobody', 'info@practice.test')).code).toBe('not-found')
  const route = value(await draft(connector.id, ' info@practice.test '))
  expect(route.emailAddress).toBe('info@practice.test')
  value(await save(route, { description: 'Front desk' }))
  expect(refusal(await save(route, { description: 'Other' })).code).toBe('stale')
  expect(refusal(await workspace.client.routes.removeOutgoing({ id: route.id, revision: route.revision })).code).toBe(
    'stale',
  )
  expect((await routeOf(route.id)).description).toBe('Front desk')
  const viewer = workspace.as({ ...administrator, role: 'viewer' })
  expect(refusal(await viewer.routes.testOutgoing({ id: route.id })).code).toBe('not-permitted')

  const { settings } = await practiceConnector(workspace)
  const { connector: incoming } = await aSavedConnector(
    workspace,
    { name: 'In only', settings: { ...settings, useFor: 'incoming', outgoing: null } },
    'Only in',
  )
  expect(refusal(await draft(incoming.id, 'orders@practice.test')).code).toBe('refused')
})
