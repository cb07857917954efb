import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ConnectorView } from '../../src/contract/connectors.ts'
import type { OutgoingRouteView } from '../../src/contract/routes.ts'
import {
  aSavedConnector,
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  refusal,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true })
})
afterEach(() => workspace.stop())

const historyOf = async (objectId: string) => value(await workspace.client.activity.list({ objectId })).rows
const change = async (connector: ConnectorView, changes: Parameters<typeof edited>[1]) =>
  value(await workspace.client.connectors.save(edited(connector, changes)))

test('a connector’s earlier settings are its draft again; the password and what happens to mail stay', async () => {
  const { connector: first } = await aSavedConnector(workspace)
  const settings = { ...first.draft, username: 'someone@practice.test' }
  const second = await change(first, {
    name: 'Renamed',
    owner: 'Vera',
    settings,
    furtherAddresses: ['sales@practice.test'],
    deliveryHeader: 'X-Original-To',
    afterMail: { kind: 'keep', days: 7 },
    password: 'another one',
  })
  const created = (await historyOf(first.id)).at(-1)!
  expect(created).toMatchObject({ action: 'created', restorable: true })
  const third = value(
    await workspace.client.connectors.restore({ id: first.id, revision: second.revision, historyId: created.id }),
  )
  expect(third).toMatchObject({
    name: first.name,
    owner: first.owner,
    draft: first.draft,
    furtherAddresses: first.furtherAddresses,
    deliveryHeader: null,
    afterMail: { kind: 'keep', days: 7 },
    hasPassword: true,
  })
  const [newest] = await historyOf(first.id)
  expect(newest).toMatchObject({ action: 'restored', restorable: true })
  expect(newest!.changes.map(({ field }) => field)).not.toContain('password')
  const [, before] = await historyOf(first.id)
  const fourth = value(
    await workspace.client.connectors.restore({ id: first.id, revision: third.revision, historyId: before!.id }),
  )
  expect(fourth).toMatchObject({ name: 'Renamed', draft: settings, deliveryHeader: 'X-Original-To' })
})

test('what runs goes on running until restored settings are proved and enabled', async () => {
  const { connector: running } = await anEnabledConnector(workspace)
  const edit = await change(running, { settings: { ...running.draft, username: 'else@practice.test' } })
  const rows = await historyOf(running.id)
  const earlier = rows.filter(({ restorable }) => restorable)[1]!
  const restored = value(
    await workspace.client.connectors.restore({ id: running.id, revision: edit.revision, historyId: earlier.id }),
  )
  expect(restored.running).toEqual(running.running)
  expect(restored.draft).toEqual(running.draft)
  expect(restored.enabled).toBe(true)
})

test('a restore is refused where a save would be: stale, of another object, by a viewer, against a taken name', async () => {
  const { connector: first } = await aSavedConnector(workspace)
  const second = await change(first, { name: 'Renamed' })
  const created = (await historyOf(first.id)).at(-1)!
  const ask = { id: first.id, revision: second.revision, historyId: created.id }
  expect(refusal(await workspace.client.connectors.restore({ ...ask, revision: first.revision })).code).toBe('stale')
  const viewer = workspace.as({ name: 'vera', via: 'web', role: 'viewer' })
  expect(refusal(await viewer.connectors.restore(ask)).code).toBe('not-permitted')
  const { connector: other } = await aSavedConnector(workspace, { name: first.name }, 'Second')
  expect(refusal(await workspace.client.connectors.restore(ask)).sentence).toContain(first.name)
  expect(
    refusal(await workspace.client.connectors.restore({ ...ask, id: other.id, revision: other.revision })).sentence,
  ).toContain('are not kept')
  expect(value(await workspace.client.connectors.get({ id: first.id }))).toEqual(second)
})

test('an earlier From address is a draft again, and what runs goes on running', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const save = async (route: OutgoingRouteView | null, emailAddress: string, enabled: boolean | null = null) =>
    value(
      await workspace.client.routes.saveOutgoing({
        id: route?.id ?? null,
        revision: route?.revision ?? null,
        connectorId: connector.id,
        settings: { name: 'Info', description: emailAddress, emailAddress },
        enabled,
      }),
    )
  const first = await save(null, 'orders@practice.test')
  const second = await save(first, 'info@practice.test')
  await ended(workspace, await workspace.client.routes.testOutgoing({ id: second.id, roundTrip: { to: 'nowhere' } }))
  const third = await save(second, 'info@practice.test', true)
  const created = (await historyOf(first.id)).at(-1)!
  const ask = { id: first.id, revision: third.revision, historyId: created.id }
  const restored = value(await workspace.client.routes.restoreOutgoing(ask))
  expect(restored).toMatchObject({
    emailAddress: 'orders@practice.test',
    description: 'orders@practice.test',
    runningAddress: 'info@practice.test',
    enabled: true,
    pending: true,
  })
  expect((await historyOf(first.id))[0]).toMatchObject({ action: 'restored', restorable: true })
  expect(refusal(await workspace.client.routes.restoreOutgoing(ask)).code).toBe('stale')
  // The default route keeps the address of its connector, whatever it once was called.
  const fallbackOf = value(await workspace.client.routes.list({ connectorId: connector.id })).groups[0]!.outgoing!
  const standing = fallbackOf.find((route) => route.isDefault)!
  expect(
    refusal(
      await workspace.client.routes.restoreOutgoing({
        id: standing.id,
        revision: standing.revision,
        historyId: created.id,
      }),
    ).sentence,
  ).toContain('are not kept')
})
