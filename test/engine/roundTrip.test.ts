import { afterEach, beforeEach, expect, test } from 'vitest'
import { aSavedConnector, aWorkspace, ended, practiceConnector, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

test('a test message is found again in a mailbox that is read by POP3, and is removed', async () => {
  const practice = value(await workspace.client.practice.get({}))
  const { settings } = await practiceConnector(workspace)
  const pop3 = {
    service: 'other-pop3' as const,
    host: practice.hosts.pop3,
    port: practice.ports['pop3s']!,
    security: 'tls' as const,
    authentication: 'password' as const,
    folder: null,
  }
  const { connector } = await aSavedConnector(workspace, { settings: { ...settings, incoming: pop3 } })
  const before = value(await workspace.client.connectors.question({ id: connector.id })).waiting
  const job = await ended(
    workspace,
    await workspace.client.diagnosis.start({ connectorId: connector.id, roundTrip: { to: 'workspace' } }),
  )
  expect(job.steps.outgoing.at(-1)).toMatchObject({ step: 'delivered-unchanged', verdict: 'passed' })
  expect(value(await workspace.client.connectors.question({ id: connector.id })).waiting).toBe(before)
})

test('a server that rewrites From fails the round trip with a sentence of its own', async () => {
  value(await workspace.client.practice.setFault({ name: 'sender-rewritten', on: true }))
  const { settings } = await practiceConnector(workspace)
  const { connector } = await aSavedConnector(workspace, {
    settings: { ...settings, primaryAddress: 'info@practice.test' },
  })
  const job = await ended(
    workspace,
    await workspace.client.diagnosis.start({ connectorId: connector.id, roundTrip: { to: 'workspace' } }),
  )
  expect(job.steps.outgoing.at(-1)).toMatchObject({
    verdict: 'failed',
    failure: { code: 'sender-rewritten' },
    finding: { key: 'diagnosis.delivered-unchanged.rewritten' },
  })
})
