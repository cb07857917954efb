import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  aWorkspace,
  anEnabledConnector,
  aSavedConnector,
  ended,
  edited,
  refusal,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const deliver = async (subject: string) => value(await workspace.client.practice.deliver({ subject, text: '.' }))

test('a Both connector becomes two: routes, mail, ledger and what is still to be removed go with the incoming one', async () => {
  const { client } = workspace
  const { connector, process } = await anEnabledConnector(workspace, { start: { from: 'all' }, setProcessLive: true })
  value(
    await client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: {
        name: 'Info',
        emailAddress: 'info@practice.test',
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        answerCc: false,
        testMode: false,
        enabled: true,
        match: 'all',
      },
    }),
  )
  await poll(connector.id)
  const before = {
    items: value(await client.items.list({})).total,
    ledger: value(await client.receiving.ledger({ connectorId: connector.id })),
    sends: value(await client.processes.fromAddresses({})),
  }
  expect(before.items).toBeGreaterThan(2)
  const { revision } = value(await client.connectors.get({ id: connector.id }))

  const { incoming, outgoing } = value(await client.golive.split({ id: connector.id, revision, name: ' Support in ' }))
  expect(outgoing).toMatchObject({
    id: connector.id,
    name: 'Support',
    useFor: 'outgoing',
    enabled: true,
    sending: true,
    receiving: 'off',
    pending: [],
    incomingRoutes: 0,
    outgoing: { proved: true, mark: { word: { key: 'state.on' } } },
  })
  expect(incoming).toMatchObject({
    name: 'Support in',
    useFor: 'incoming',
    enabled: true,
    receiving: 'on',
    pending: [],
    problems: [],
    incomingRoutes: 2,
    outgoingRoutes: 0,
    incoming: { proved: true, mark: { word: { key: 'state.on' } } },
    fallback: { processId: process.id },
  })
  expect(value(await client.processes.get({ id: process.id }))).toMatchObject({ live: true, fromProblem: null })
  expect(value(await client.processes.fromAddresses({}))).toEqual(before.sends)
  expect(value(await client.receiving.ledger({ connectorId: incoming.id }))).toEqual(before.ledger)
  expect(value(await client.receiving.ledger({ connectorId: connector.id })).seen).toBe(0)

  // Nothing is met twice, new mail is met once, and a copy is known as one.
  await deliver('After')
  await poll(incoming.id)
  await poll(incoming.id)
  expect(value(await client.items.list({})).total).toBe(before.items + 1)
  const ledger = value(await client.receiving.ledger({ connectorId: incoming.id }))
  expect([ledger.seen, ledger.imbalance]).toEqual([before.ledger.seen + 1, 0])
  expect(refusal(await client.receiving.poll({ connectorId: connector.id })).code).toBe('refused')

  // What happened is said of both, and the two passwords are changed apart.
  const actions = async (id: string) =>
    value(await client.activity.list({ objectId: id })).rows.map(({ action }) => action)
  expect((await actions(connector.id))[0]).toBe('split')
  expect(await actions(incoming.id)).toEqual(['created'])
  for (const view of [incoming, outgoing])
    value(
      await client.connectors.save(
        edited(value(await client.connectors.get({ id: view.id })), { password: `new for ${view.name}` }),
      ),
    )
  await workspace.restart()
  expect(value(await client.connectors.get({ id: incoming.id })).hasPassword).toBe(true)
})

test('what cannot be split is refused with its reason, and nothing is changed', async () => {
  const { client } = workspace
  const { connector } = await aSavedConnector(workspace)
  const split = (part: { revision?: number; name?: string }) =>
    client.golive.split({ id: connector.id, revision: connector.revision, name: 'New', ...part })
  expect(refusal(await split({ revision: 99 })).code).toBe('stale')
  expect(refusal(await split({ name: ' ' })).fields?.[0]?.path).toBe('name')
  expect(refusal(await split({ name: 'support' })).fields?.[0]?.path).toBe('name')
  expect(value(await client.connectors.list({})).rows).toHaveLength(1)
  expect(value(await client.connectors.get({ id: connector.id }))).toEqual(connector)
  const { outgoing } = value(await split({}))
  expect(
    refusal(await client.golive.split({ id: outgoing.id, revision: outgoing.revision, name: 'Again' })).sentence,
  ).toContain('not used for both')
})
