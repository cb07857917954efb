import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { say } from '../../src/words/index.ts'
import { anotherClient } from './anotherClient.ts'
import { aWorkspace, anEnabledConnector, ended, refusal, until, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
let connectorId: string
let processId: string
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
  const { connector, process } = await anEnabledConnector(workspace)
  connectorId = connector.id
  processId = process.id
})
afterEach(async () => {
  vi.useRealTimers()
  await workspace.stop()
})

const info = 'info@practice.test'
const aRoute = async (part: { readonly senders?: readonly string[]; readonly enabled?: boolean } = {}) =>
  value(
    await workspace.client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId,
      settings: {
        name: 'Info',
        emailAddress: info,
        processId,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        answerCc: false,
        testMode: false,
        enabled: part.enabled ?? true,
        rules: {
          important: false,
          attachmentTypes: [],
          keyWords: [],
          recipients: [],
          senders: [...(part.senders ?? [])],
          companies: [],
        },
      },
    }),
  )
const fault = async (name: string, on = true) => value(await workspace.client.practice.setFault({ name, on }))
const inMailbox = () => anotherClient(workspace, async (client) => (client.mailbox || { exists: -1 }).exists)
const probe = async (address = info) => {
  const job = await ended(workspace, await workspace.client.diagnosis.probeAlias({ connectorId, address }))
  const result = value(await workspace.client.diagnosis.aliasProbe({ id: job.results[0]! }))
  const { sentence, evidence, remedies } = result.verdict
  return { job, result, says: say(sentence), evidence: evidence.map(say), remedies: remedies.map(say) }
}

test('an alias that arrives unchanged reaches its route; the message is removed, makes no work, and is seen in the outbox', async () => {
  await aRoute()
  const before = await inMailbox()
  const { job, result, says, evidence } = await probe()
  expect(job.state).toBe('done')
  expect(result).toMatchObject({
    from: 'support@practice.test',
    verdict: { tone: 'ok' },
    trust: null,
    arrival: { to: [info], unchanged: true, deliveries: [], route: { name: 'Info' } },
  })
  expect(says).toBe(`Mail to ${info} arrives with To unchanged.`)
  expect(evidence).toEqual(['The route Info takes such mail.'])
  expect(await inMailbox()).toBe(before)
  const poll = await ended(workspace, await workspace.client.receiving.poll({ connectorId }))
  expect(poll.state).toBe('done')
  expect(value(await workspace.client.items.list({})).rows).toEqual([])
  expect(value(await workspace.client.connectors.get({ id: connectorId })).missed, 'no gap').toBeNull()
  expect(value(await workspace.client.outbox.list({})).rows[0]).toMatchObject({
    kind: 'probe',
    state: 'sent',
    to: [info],
  })
})

test('a rewritten To is shown with the header by which the alias would be recognised; trusted, the route is reached', async () => {
  await aRoute()
  await fault('to-rewritten')
  const first = await probe()
  expect(first.result).toMatchObject({
    verdict: { tone: 'warning' },
    trust: 'X-Original-To',
    arrival: {
      to: ['support@practice.test'],
      unchanged: false,
      deliveries: [{ header: 'X-Original-To', address: info }],
      route: { name: 'Fallback' },
    },
  })
  expect(first.says).toBe(`Mail to ${info} arrives with To: support@practice.test.`)
  expect(first.remedies[0]).toContain('You trust X-Original-To on this connector')
  const { revision } = value(await workspace.client.connectors.get({ id: connectorId }))
  value(await workspace.client.connectors.trustHeader({ id: connectorId, revision, header: 'X-Original-To' }))
  const judgedAgain = value(await workspace.client.diagnosis.aliasProbe({ id: first.result.id }))
  expect(judgedAgain).toMatchObject({ verdict: { tone: 'ok' }, trust: null, arrival: { route: { name: 'Info' } } })
  await workspace.restart()
  expect(value(await workspace.client.diagnosis.aliasProbe({ id: first.result.id }))).toEqual(judgedAgain)
})

test('rules that do not hold for the test message, a disabled route and an address without a route are told apart', async () => {
  const noRoute = await probe('orders@practice.test')
  expect(noRoute.evidence).toEqual([
    'No route has the Email Address orders@practice.test.',
    'The route Fallback takes such mail.',
  ])
  const route = await aRoute({ senders: ['*@contoso.test'] })
  const ruled = await probe()
  expect(ruled.result.verdict.tone).toBe('warning')
  expect(ruled.evidence[0]).toContain('The route Info is asked. Its rules do not hold for the test message (senders)')
  value(await workspace.client.routes.removeIncoming({ id: route.id, revision: route.revision }))
  await aRoute({ enabled: false })
  expect((await probe()).evidence[0]).toBe('The route Info is disabled.')
})

test('a message that the server refuses ends the probe with its words', async () => {
  await fault('recipient-refused')
  const { job, result, says, evidence } = await probe()
  expect(job).toMatchObject({ state: 'failed', failure: { code: 'message-refused' } })
  expect(result).toMatchObject({ arrival: null, verdict: { tone: 'failed' } })
  expect(says).toContain(`The test message to ${info} was not sent`)
  expect(evidence.join()).toContain('550')
  expect(value(await workspace.client.outbox.get({ id: result.id })).state).toBe('failed')
})

test('a probe can be stopped while it waits, and leaves nothing to be sent', async () => {
  // Accepted and carried nowhere, so that it never arrives.
  const asked = { connectorId, address: 'nobody@elsewhere.example' }
  const { id } = value(await workspace.client.diagnosis.probeAlias(asked))
  expect(value(await workspace.client.diagnosis.probeAlias(asked)).id, 'one at a time').toBe(id)
  await until(
    workspace,
    async () => value(await workspace.client.jobs.get({ id })),
    (job) => job.results.length > 0,
  )
  value(await workspace.client.jobs.cancel({ id }))
  const job = await ended(workspace, await workspace.client.jobs.get({ id }))
  expect(job.state).toBe('cancelled')
  const { verdict } = value(await workspace.client.diagnosis.aliasProbe({ id: job.results[0]! }))
  expect(verdict.sentence.key).toBe('probe.not-found')
})

test('what cannot be probed is refused, and nothing is sent', async () => {
  const ask = (part: Partial<Parameters<TestWorkspace['client']['diagnosis']['probeAlias']>[0]>) =>
    workspace.client.diagnosis.probeAlias({ connectorId, address: info, ...part })
  expect(refusal(await ask({ address: 'info' })).fields?.[0]?.path).toBe('address')
  expect(refusal(await ask({ from: 'nobody@practice.test' })).fields?.[0]?.path).toBe('from')
  expect(refusal(await ask({ connectorId: 'gone' })).code).toBe('not-found')
  expect(refusal(await workspace.client.diagnosis.aliasProbe({ id: 'gone' })).code).toBe('not-found')
  const { revision } = value(await workspace.client.connectors.get({ id: connectorId }))
  value(await workspace.client.connectors.setSending({ id: connectorId, revision, on: false }))
  expect(refusal(await ask({})).word.key).toBe('refusal.probe-no-from')
  expect(value(await workspace.client.outbox.list({})).rows).toEqual([])
})

test('a message that arrives after its probe was cancelled is removed by a later poll; a forged mark removes nothing (T10)', async () => {
  const { id } = value(
    await workspace.client.diagnosis.probeAlias({ connectorId, address: 'nobody@elsewhere.example' }),
  )
  const { results } = await until(
    workspace,
    async () => value(await workspace.client.jobs.get({ id })),
    (job) => job.results.length > 0,
  )
  value(await workspace.client.jobs.cancel({ id }))
  await ended(workspace, await workspace.client.jobs.get({ id }))
  const raw = Buffer.from(value(await workspace.client.outbox.source({ id: results[0]! })).base64, 'base64').toString(
    'latin1',
  )
  // The last of the letters that prove it, at the end of a header that may be folded.
  const forged = raw.replace(/(X-Waypost-Test:[^]*?).(\r\n(?![ \t]))/i, '$1_$2')
  expect(forged).not.toBe(raw)
  const before = await inMailbox()
  await anotherClient(workspace, async (imap) => {
    await imap.append('INBOX', raw)
    await imap.append('INBOX', forged)
  })
  const poll = async () => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
  await poll()
  // A test may still be looking for it.
  expect(await inMailbox()).toBe(before + 2)
  await workspace.restart()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 })
  await poll()
  expect(await inMailbox()).toBe(before + 1)
  expect(value(await workspace.client.items.list({})).rows).toEqual([])
  expect(value(await workspace.client.receiving.ledger({ connectorId })).imbalance).toBe(0)
  expect(value(await workspace.client.connectors.get({ id: connectorId })).missed, 'no gap').toBeNull()
})
