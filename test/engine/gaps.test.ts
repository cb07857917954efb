import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import { anotherClient, takeAway } from './anotherClient.ts'
import {
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  practiceConnector,
  value,
  type Save,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const deliver = async (subject: string) => value(await workspace.client.practice.deliver({ subject, text: '.' }))
const poll = async (connectorId: string) => {
  const { results } = await ended(workspace, await workspace.client.receiving.poll({ connectorId }))
  const row = value(await workspace.client.receiving.polls({ connectorId })).rows.find(({ id }) => results.includes(id))
  expect(row).toMatchObject({ outcome: 'done', ledger: { imbalance: 0 } })
  return row!.missed
}
const needs = async () =>
  value(await workspace.client.overview.get({})).needs.map(({ tone, word }) => `${tone}: ${say(word)}`)
const missed = async (id: string) => value(await workspace.client.connectors.get({ id })).missed
const aRunningOne = async (part: Partial<Save> = {}) => {
  const { connector } = await anEnabledConnector(workspace, undefined, part)
  expect(await poll(connector.id), 'a first poll has no gap').toBe(0)
  return connector
}

test('mail that another client takes between two polls is counted once and said; mail that stays is not', async () => {
  const { id } = await aRunningOne()
  await deliver('Stays')
  expect(await poll(id)).toBe(0)
  await deliver('Taken one')
  await deliver('Taken two')
  await deliver('Stays too')
  expect(await takeAway(workspace, 'Taken')).toBe(2)
  expect(await poll(id)).toBe(2)
  expect(await poll(id), 'counted once').toBe(0)
  const said = await missed(id)
  expect(said).toMatchObject({ mails: 2, polls: 1 })
  expect(await needs()).toEqual([
    expect.stringMatching(
      /^info: 2 mails of Support came into INBOX and left again before being seen here \(since \d{4}-\d\d-\d\d \d\d:\d\d UTC\)\. As a rule another client takes mail from this folder: stop its rule/,
    ),
  ])
  await deliver('Taken last')
  await takeAway(workspace, 'Taken last')
  expect(await poll(id), 'the last one of a folder, above everything listed').toBe(1)
  expect(await missed(id)).toMatchObject({ mails: 3, polls: 2, since: said!.since })
  expect(await needs()).toEqual([expect.stringMatching(/^warning: 3 mails of Support/)])
  expect(value(await workspace.client.items.list({})).rows.map(({ subject }) => subject)).toEqual([
    'Stays too',
    'Stays',
  ])
})

test('the gap of a restart is noticed too', async () => {
  const { id } = await aRunningOne()
  await workspace.restart()
  await deliver('Overnight')
  await takeAway(workspace, 'Overnight')
  expect(await poll(id)).toBe(1)
})

test('what was seen and is taken afterwards is no gap, nor is what we remove ourselves', async () => {
  const connector = await aRunningOne()
  await deliver('Seen')
  expect(await poll(connector.id)).toBe(0)
  await takeAway(workspace, 'Seen')
  expect(await poll(connector.id)).toBe(0)
  value(
    await workspace.client.connectors.save(
      edited(connector, { afterMail: { kind: 'remove' }, withoutSecondSlot: true }),
    ),
  )
  await deliver('Ours')
  expect(await poll(connector.id)).toBe(0)
  expect(await poll(connector.id)).toBe(0)
  expect(await missed(connector.id)).toBeNull()
})

test('messages of our own tests, in the real folder and on a round trip, are no gap', async () => {
  const { id } = await aRunningOne()
  const job = await ended(
    workspace,
    await workspace.client.diagnosis.start({
      connectorId: id,
      proveRemovalInFolder: true,
      roundTrip: { to: 'workspace' },
    }),
  )
  expect(job.steps.incoming.at(-1)).toMatchObject({ step: 'remove', verdict: 'passed' })
  expect(job.steps.outgoing.at(-1)).toMatchObject({ step: 'delivered-unchanged', verdict: 'passed' })
  expect(await poll(id)).toBe(0)
  await deliver('Taken')
  await takeAway(workspace, 'Taken')
  expect(await poll(id), 'afterwards gaps are seen again').toBe(1)
})

test('a folder with new numbers begins anew, without a gap', async () => {
  const { id } = await aRunningOne()
  value(await workspace.client.practice.setFault({ name: 'uidvalidity-changed', on: true }))
  expect(await poll(id)).toBe(0)
})

test('what happens while receiving is off or held is not ours to count', async () => {
  const connector = await aRunningOne()
  const set = async (to: 'off' | 'held' | 'on') => {
    const { revision } = value(await workspace.client.connectors.get({ id: connector.id }))
    return value(await workspace.client.connectors.setReceiving({ id: connector.id, revision, to }))
  }
  await set('off')
  await deliver('By hand')
  await takeAway(workspace, 'By hand')
  await set('on')
  expect(await poll(connector.id)).toBe(0)
  await set('held')
  expect(await poll(connector.id)).toBe(0)
  await deliver('By hand again')
  await takeAway(workspace, 'By hand again')
  expect(await poll(connector.id)).toBe(0)
  await set('on')
  expect(await poll(connector.id)).toBe(0)
})

test('by POP3 nothing can be noticed, and nothing is said', async () => {
  const { settings } = await practiceConnector(workspace)
  const { ports, hosts } = value(await workspace.client.practice.get({}))
  const incoming = { ...settings.incoming!, service: 'other-pop3' as const, host: hosts.pop3, port: ports['pop3s']! }
  const { id } = await aRunningOne({ settings: { ...settings, incoming } })
  await deliver('Taken')
  expect(await anotherClient(workspace, (client) => client.messageDelete('1:*'))).toBe(true)
  expect(await poll(id)).toBe(0)
  expect(await needs()).toEqual([])
})
