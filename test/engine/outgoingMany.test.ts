import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OutgoingRouteView } from '../../src/contract/routes.ts'
import { say } from '../../src/words/index.ts'
import { aWorkspace, anEnabledConnector, ended, refusal, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
let connectorId: string
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true })
  connectorId = (await anEnabledConnector(workspace)).connector.id
})
afterEach(() => workspace.stop())

const outgoing = async (): Promise<readonly OutgoingRouteView[]> =>
  value(await workspace.client.routes.list({ connectorId })).groups[0]!.outgoing!
const asked = (...routes: readonly OutgoingRouteView[]) => routes.map(({ id, revision }) => ({ id, revision }))
const draft = async (name: string, emailAddress: string) =>
  value(
    await workspace.client.routes.saveOutgoing({
      id: null,
      revision: null,
      connectorId,
      settings: { name, description: '', emailAddress },
    }),
  )
const proved = async (name: string, emailAddress: string) => {
  const route = await draft(name, emailAddress)
  await ended(workspace, await workspace.client.routes.testOutgoing({ id: route.id, roundTrip: { to: 'nowhere' } }))
  return route
}

test('many From addresses are enabled at once; those that may not are named with the reason', async () => {
  const [info, orders, twin, unproved] = [
    await proved('Info', 'info@practice.test'),
    await proved('Orders', 'orders@practice.test'),
    await proved('Info again', 'INFO@practice.test'),
    await draft('Unproved', 'nobody@practice.test'),
  ]
  const standing = (await outgoing()).find((route) => route.isDefault)!
  const stale = { id: orders.id, revision: 77 }
  const { changed, refused } = value(
    await workspace.client.routes.setOutgoingEnabledMany({
      rows: [...asked(info, twin, unproved, standing), stale, { id: 'gone', revision: 1 }],
      enabled: true,
    }),
  )
  expect(changed.map(({ id }) => id)).toEqual([info.id])
  expect(refused.map(({ name }) => name)).toEqual([standing.name, 'Orders', '', 'Info again', 'Unproved'])
  expect(refused.map(({ word }) => say(word)).join('\n')).toMatch(/Info/)
  const routes = await outgoing()
  expect(routes.filter(({ enabled }) => enabled).map(({ name }) => name)).toEqual([standing.name, 'Info'])
  expect(routes.find(({ id }) => id === info.id)).toMatchObject({
    runningAddress: 'info@practice.test',
    revision: changed[0]!.revision,
  })
  const [line] = value(await workspace.client.activity.list({ objectId: info.id })).rows
  expect(line).toMatchObject({ action: 'enabled', restorable: false })
})

test('what stops with many is said before they are switched off or deleted, each with its line of Activity', async () => {
  const info = await proved('Info', 'info@practice.test')
  const orders = await proved('Orders', 'orders@practice.test')
  const enabled = value(
    await workspace.client.routes.setOutgoingEnabledMany({ rows: asked(info, orders), enabled: true }),
  ).changed
  const [process] = value(await workspace.client.processes.list({})).rows
  const { id, revision, live: _, ...rest } = process!
  const { customer, contract, service, name, kind, ticketCategories } = rest
  value(
    await workspace.client.processes.save({
      id,
      revision,
      settings: { customer, contract, service, name, kind, ticketCategories, fromAddress: 'orders@practice.test' },
    }),
  )
  const stops = value(await workspace.client.routes.consequencesOfMany({ ids: [info.id, orders.id] }))
  expect(stops).toEqual({ liveProcesses: [process!.path], liveActions: [], queued: 0, unmonitored: false })
  expect(value(await workspace.client.routes.consequencesOfMany({ ids: [] }))).toEqual({
    liveProcesses: [],
    liveActions: [],
    queued: 0,
    unmonitored: false,
  })

  const off = value(await workspace.client.routes.setOutgoingEnabledMany({ rows: enabled, enabled: false })).changed
  expect((await outgoing()).filter((route) => route.enabled && !route.isDefault)).toEqual([])
  const gone = value(await workspace.client.routes.removeOutgoingMany({ rows: off }))
  expect(gone).toEqual({ removed: [info.id, orders.id], refused: [] })
  expect((await outgoing()).map((route) => route.isDefault)).toEqual([true])
  const lines = value(await workspace.client.activity.list({ objectId: orders.id })).rows.map(({ action }) => action)
  expect(lines.slice(0, 3)).toEqual(['deleted', 'disabled', 'enabled'])
  const viewer = workspace.as({ name: 'vera', via: 'web', role: 'viewer' })
  expect(refusal(await viewer.routes.removeOutgoingMany({ rows: enabled })).code).toBe('not-permitted')
})
