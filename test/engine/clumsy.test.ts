import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import {
  aProcess,
  aProvedConnector,
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
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const connector = async (id: string) => value(await workspace.client.connectors.get({ id }))

test('a double click on Enable enables once', async () => {
  const { connector: proved } = await aProvedConnector(workspace)
  const enable = { id: proved.id, revision: proved.revision, start: { from: 'now' as const }, setProcessLive: true }
  const answers = await Promise.all([
    workspace.client.connectors.enable(enable),
    workspace.client.connectors.enable(enable),
    workspace.client.connectors.enable(enable),
  ])
  expect(answers.map((answer) => (answer.ok ? 'enabled' : answer.refusal.code)).toSorted()).toEqual([
    'enabled',
    'stale',
    'stale',
  ])
  expect(value(await workspace.client.receiving.ledger({})).imbalance).toBe(0)
  expect(value(await workspace.client.activity.list({ objectId: proved.id })).rows.map((row) => row.action)).toEqual([
    'enabled',
    'created',
  ])
})

test('switches of a connector that is not enabled are refused, and disabling twice too', async () => {
  const { connector: enabled } = await anEnabledConnector(workspace)
  const disabled = value(await workspace.client.connectors.disable({ id: enabled.id, revision: enabled.revision }))
  const at = { id: disabled.id, revision: disabled.revision }
  for (const call of [
    workspace.client.connectors.disable(at),
    workspace.client.connectors.setSending({ ...at, on: true }),
    workspace.client.connectors.setReceiving({ ...at, to: 'on' }),
  ]) {
    expect(refusal(await call).sentence).toBe('Support is not enabled. Enable it first.')
  }
})

test('Both becomes Outgoing: its incoming routes sleep, and wake when it is Both again', async () => {
  const { connector: both, wanted } = await anEnabledConnector(workspace)
  const outgoing = value(
    await workspace.client.connectors.save(edited(both, { settings: { ...wanted.settings, useFor: 'outgoing' } })),
  )
  const running = value(await workspace.client.connectors.enable({ id: outgoing.id, revision: outgoing.revision }))
  expect(running).toMatchObject({ sending: true, receiving: 'off', incoming: { mark: null }, incomingRoutes: 1 })
  expect(refusal(await workspace.client.receiving.poll({ connectorId: both.id })).code).toBe('refused')
  const again = value(await workspace.client.connectors.save(edited(running, { settings: wanted.settings })))
  expect(again.incoming.proved, 'an unchanged side needs no new test').toBe(true)
  value(await workspace.client.practice.deliver({ subject: 'Meanwhile', text: '.' }))
  value(await workspace.client.connectors.enable({ id: again.id, revision: again.revision }))
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: both.id }))
  expect(value(await workspace.client.items.list({})).rows.map((item) => item.subject)).toEqual(['Meanwhile'])
})

test('a fallback whose process was deleted can be mended and says what is wrong', async () => {
  const { connector: proved, process } = await aProvedConnector(workspace)
  value(await workspace.client.processes.remove({ id: process.id, revision: process.revision }))
  expect(refusal(await workspace.client.processes.remove({ id: process.id, revision: process.revision })).code).toBe(
    'not-found',
  )
  const enable = { id: proved.id, revision: proved.revision, start: { from: 'now' as const } }
  expect(refusal(await workspace.client.connectors.enable({ ...enable, setProcessLive: true })).code).toBe('refused')
  expect(refusal(await workspace.client.connectors.save(edited(proved, { owner: 'x' }))).sentence).toBe(
    'This process is not there any more. Choose another one.',
  )
  expect((await connector(proved.id)).problems.map((problem) => say(problem.word))).toEqual([
    'Choose the process that mail becomes when no other route takes it.',
  ])
  expect(refusal(await workspace.client.connectors.enable(enable)).fields).toMatchObject([{ path: 'fallback' }])
  const next = await aProcess(workspace, 'support@practice.test', 'Next')
  const mended = value(
    await workspace.client.connectors.save(
      edited(await connector(proved.id), { fallback: { ...proved.fallback!, processId: next.id } }),
    ),
  )
  expect(
    value(await workspace.client.connectors.enable({ ...enable, revision: mended.revision, setProcessLive: true }))
      .enabled,
  ).toBe(true)
})

test('a connector that is deleted while its test runs stays deleted, and the test ends', async () => {
  const { connector: saved } = await aSavedConnector(workspace)
  const started = await workspace.client.diagnosis.start({ connectorId: saved.id })
  value(await workspace.client.connectors.remove({ id: saved.id, revision: saved.revision, typedName: 'Support' }))
  expect((await ended(workspace, started)).state).not.toBe('running')
  expect(refusal(await workspace.client.diagnosis.start({ connectorId: saved.id })).code).toBe('not-found')
  expect(value(await workspace.client.connectors.list({})).rows).toEqual([])
})

test('two tests at once both end, and the newest counts', async () => {
  const { connector: saved } = await aSavedConnector(workspace)
  const both = await Promise.all([
    workspace.client.diagnosis.start({ connectorId: saved.id }),
    workspace.client.diagnosis.start({ connectorId: saved.id, sides: ['incoming', 'incoming'] }),
  ])
  const jobs = await Promise.all(both.map((started) => ended(workspace, started)))
  expect(jobs.map((job) => [job.state, job.results.length])).toEqual([
    ['done', 2],
    ['done', 1],
  ])
  expect(refusal(await workspace.client.diagnosis.start({ connectorId: saved.id, sides: [] })).sentence).toBe(
    'Support is not set up for that direction.',
  )
  expect(value(await workspace.client.jobs.list({})).rows).toHaveLength(2)
})

test('many polls by hand at once read each mail once', async () => {
  const { connector: enabled } = await anEnabledConnector(workspace)
  value(await workspace.client.practice.deliver({ subject: 'Once', text: '.' }))
  const jobs = await Promise.all(
    Array.from({ length: 5 }, () => workspace.client.receiving.poll({ connectorId: enabled.id })),
  )
  for (const job of jobs) expect((await ended(workspace, job)).state).toBe('done')
  expect(value(await workspace.client.items.list({})).total).toBe(1)
  expect(value(await workspace.client.receiving.ledger({})).imbalance).toBe(0)
})

test('a changed mailbox is asked about again, and its mail is never taken for known', async () => {
  const { connector: enabled, wanted } = await anEnabledConnector(workspace)
  const [, anna] = value(await workspace.client.practice.get({})).users
  const moved = value(
    await workspace.client.connectors.save(
      edited(enabled, {
        settings: { ...wanted.settings, username: anna!.username, primaryAddress: anna!.address },
        password: anna!.password,
      }),
    ),
  )
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: moved.id }))
  const question = value(await workspace.client.connectors.question({ id: moved.id }))
  expect(question.answered).toBe(false)
  const answer = await workspace.client.connectors.enable({ id: moved.id, revision: moved.revision })
  if (question.waiting > 0) expect(refusal(answer).sentence).toContain('Say first from when mail becomes work')
  else expect(value(answer).receiving).toBe('on')
})
