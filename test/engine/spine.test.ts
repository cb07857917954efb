import { afterEach, beforeEach, expect, test } from 'vitest'
import { aProcess, aWorkspace, ended, practiceConnector, until, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true })
})
afterEach(() => workspace.stop())

test('a mailbox is added, proved and enabled; its mail becomes Tickets; a reply leaves under its own From', async () => {
  const { client } = workspace
  const wanted = await practiceConnector(workspace)
  const process = await aProcess(workspace, wanted.settings.primaryAddress)
  const saved = value(
    await client.connectors.save({
      ...wanted,
      fallback: {
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        testMode: false,
      },
    }),
  )
  expect(saved.problems).toEqual([])

  const job = await ended(
    workspace,
    await client.diagnosis.start({ connectorId: saved.id, roundTrip: { to: 'workspace' } }),
  )
  expect(
    job.steps.incoming.map((step) => [step.step, step.verdict]).filter(([, verdict]) => verdict !== 'passed'),
  ).toEqual([])
  expect(
    job.steps.outgoing.map((step) => [step.step, step.verdict]).filter(([, verdict]) => verdict !== 'passed'),
  ).toEqual([])
  expect(job.steps.outgoing.at(-1)).toMatchObject({ step: 'delivered-unchanged', verdict: 'passed' })

  const question = value(await client.connectors.question({ id: saved.id }))
  expect(question.waiting).toBeGreaterThan(3)
  const proved = value(await client.connectors.get({ id: saved.id }))
  const enabled = value(
    await client.connectors.enable({
      id: saved.id,
      revision: proved.revision,
      start: { from: 'all' },
      setProcessLive: true,
    }),
  )
  expect(enabled).toMatchObject({ enabled: true, sending: true, receiving: 'on' })

  const items = await until(
    workspace,
    async () => value(await client.items.list({})),
    (page) => page.total === question.waiting - 1,
  )
  const ledger = value(await client.receiving.ledger({}))
  expect(ledger).toMatchObject({ seen: question.waiting, imbalance: 0 })
  // One of the practice mails answers another, and joins its work item.
  expect(ledger.counts).toMatchObject({ created: question.waiting - 1, joined: 1 })

  const first = value(await client.items.get({ id: items.rows[0]!.id }))
  expect(first.cannotSend).toBeNull()
  value(await client.items.reply({ id: first.id, revision: first.revision, text: 'We look into it.' }))
  const sent = await until(
    workspace,
    async () => value(await client.outbox.list({})).rows[0]!,
    (mail) => mail.state !== 'queued' && mail.state !== 'sending',
  )
  expect(sent).toMatchObject({ state: 'sent', from: wanted.settings.primaryAddress, to: first.replyTo })
})

test('what was decided stays decided after a restart, and nothing is read twice', async () => {
  const { client } = workspace
  const wanted = await practiceConnector(workspace)
  const process = await aProcess(workspace, wanted.settings.primaryAddress)
  const saved = value(
    await client.connectors.save({
      ...wanted,
      fallback: {
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        testMode: false,
      },
    }),
  )
  await ended(workspace, await client.diagnosis.start({ connectorId: saved.id }))
  value(
    await client.connectors.enable({
      id: saved.id,
      revision: saved.revision,
      start: { from: 'now' },
      setProcessLive: true,
    }),
  )
  value(await client.practice.deliver({ subject: 'Größe 7', text: 'Is it there?' }))
  await ended(workspace, await client.receiving.poll({ connectorId: saved.id }))
  expect(value(await client.items.list({})).rows.map((item) => item.subject)).toEqual(['Größe 7'])
  await workspace.restart()
  await ended(workspace, await client.receiving.poll({ connectorId: saved.id }))
  expect(value(await client.items.list({})).total).toBe(1)
  const ledger = value(await client.receiving.ledger({}))
  expect(ledger.imbalance).toBe(0)
  expect(ledger.counts.created).toBe(1)
  expect(ledger.counts.skipped).toBeGreaterThan(3)
})
