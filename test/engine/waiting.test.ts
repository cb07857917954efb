import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import { aProcess, aWorkspace, anEnabledConnector, ended, refusal, value, type TestWorkspace } from './aWorkspace.ts'
import { handOver } from './handOver.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

/** The sample mail of the practice mailbox, decided while the process of the fallback is a draft, and that of one route another draft. */
const mailWaits = async () => {
  const other = await aProcess(workspace, 'support@practice.test', 'Orders')
  const { connector, process } = await anEnabledConnector(workspace, { start: { from: 'all' } })
  const route = value(
    await workspace.client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: {
        name: 'Orders',
        emailAddress: 'orders@practice.test',
        processId: other.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        answerCc: false,
        testMode: false,
        enabled: true,
      },
    }),
  )
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  return { connector, process, other, route }
}
const waiting = async (processId: string) => value(await workspace.client.aside.waiting({ processId }))
const view = async (id: string) => value(await workspace.client.processes.get({ id }))
const setLive = async (id: string) => {
  const { revision } = await view(id)
  return value(await workspace.client.processes.setLive({ id, revision, live: true }))
}

test('the mail that waited for a process is listed and becomes work at once; that of another stays', async () => {
  const { process, other, connector } = await mailWaits()
  const before = await waiting(process.id)
  const orders = await waiting(other.id)
  expect(before.total).toBeGreaterThan(1)
  expect(orders.rows.map(({ subject }) => subject)).toEqual(['Order 4711'])
  expect((await view(process.id)).waitingMail).toBe(before.total)
  expect((await view(other.id)).waitingMail).toBe(1)

  expect(refusal(await workspace.client.aside.processWaiting({ processId: process.id })).word.key).toBe(
    'refusal.not-live',
  )
  await setLive(process.id)
  const job = await ended(workspace, await workspace.client.aside.processWaiting({ processId: process.id }))
  expect(job).toMatchObject({ state: 'done', progress: 1 })
  const { total } = value(await workspace.client.items.list({}))
  // One of the samples answers another: it is decided after it, and joins its work item.
  expect(job.results).toHaveLength(total)
  expect(total).toBe(before.total - 1)
  expect(say(job.note!)).toBe(`${before.total} mails are work now, in ${total} work items.`)
  expect((await waiting(process.id)).total).toBe(0)
  expect((await waiting(other.id)).total).toBe(1)
  const { imbalance, counts } = value(await workspace.client.receiving.ledger({ connectorId: connector.id }))
  expect({ imbalance, unhandled: counts.unhandled }).toEqual({ imbalance: 0, unhandled: 1 })
})

test('a mail that became work for one recipient waits for a draft with another, and is offered when it is set live', async () => {
  const { connector, process, other } = await mailWaits()
  await setLive(process.id)
  await ended(workspace, await workspace.client.aside.processWaiting({ processId: process.id }))
  const before = value(await workspace.client.items.list({})).total
  await handOver(
    workspace,
    [
      'From: Anna <anna@contoso.test>',
      'To: orders@practice.test, support@practice.test',
      'Subject: For both',
      'Message-ID: <both@contoso.test>',
      '',
      'Hello.',
      '',
    ].join('\n'),
  )
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  const subjects = async (processId: string) => (await waiting(processId)).rows.map(({ subject }) => subject)
  // N2: the primary address beside another routed one gets no item of its own; the routed one waits.
  expect(await subjects(other.id)).toContain('For both')

  const copy = value(
    await workspace.client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: {
        name: 'Support',
        emailAddress: 'help@practice.test',
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        answerCc: false,
        testMode: false,
        enabled: true,
      },
    }),
  )
  expect(copy.enabled).toBe(true)
  await handOver(
    workspace,
    [
      'From: Anna <anna@contoso.test>',
      'To: help@practice.test, orders@practice.test',
      'Subject: Half of it',
      'Message-ID: <half@contoso.test>',
      '',
      'Hello.',
      '',
    ].join('\n'),
  )
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  expect(value(await workspace.client.items.list({})).total).toBe(before + 1)
  const half = (await waiting(other.id)).rows.find(({ subject }) => subject === 'Half of it')!
  expect(half).toMatchObject({ outcome: 'unhandled', reason: 'process-draft' })
  // What is set aside as a whole lists it not: it became work.
  const aside = value(await workspace.client.aside.list({})).rows
  expect(aside.map(({ subject }) => subject)).not.toContain('Half of it')

  await setLive(other.id)
  const job = await ended(workspace, await workspace.client.aside.processWaiting({ processId: other.id }))
  expect(job).toMatchObject({ state: 'done' })
  expect(job.results).toHaveLength(3)
  expect((await waiting(other.id)).total).toBe(0)
  const rows = value(await workspace.client.items.list({})).rows.filter(({ subject }) => subject === 'Half of it')
  expect(rows).toHaveLength(2)
  expect(value(await workspace.client.receiving.ledger({ connectorId: connector.id })).imbalance).toBe(0)
  // Read once more, as from another mailbox, it serves nobody again.
  expect(refusal(await workspace.client.aside.process({ id: half.id })).code).toBe('not-found')
})

test('what waits for a draft goes to the fallback by Process anyway, and who has work of it gets no more (N29)', async () => {
  const { connector, process, route } = await mailWaits()
  await setLive(process.id)
  const { client } = workspace
  const { name: _, id: _1, revision: _2, class: _3, position: _4, ...shown } = route
  const { processPath: _5, processLive: _6, hits30Days: _7, companyNames: _8, connectorId, ...settings } = shown
  const help = { ...settings, name: 'Help', emailAddress: 'help@practice.test', processId: process.id }
  value(await client.routes.saveIncoming({ id: null, revision: null, connectorId, settings: help }))
  await handOver(
    workspace,
    'From: anna@contoso.test\nTo: help@practice.test, orders@practice.test\nSubject: Half of it\n\nHello.\n',
  )
  await ended(workspace, await client.receiving.poll({ connectorId: connector.id }))
  const takenBy = async () => {
    const { rows } = value(await client.items.list({ search: 'Half of it' }))
    const views = await Promise.all(rows.map(({ id }) => client.items.get({ id })))
    return views.map((each) => value(each).route?.name).toSorted()
  }
  expect(await takenBy()).toEqual(['Help'])
  const half = (await waiting(route.processId!)).rows.find(({ subject }) => subject === 'Half of it')!
  expect(value(await client.aside.process({ id: half.id, anyway: true })).items).toHaveLength(1)
  expect(await takenBy()).toEqual(['Fallback', 'Help'])
  expect((await waiting(route.processId!)).rows.map(({ subject }) => subject)).not.toContain('Half of it')
  expect(value(await client.receiving.ledger({ connectorId: connector.id })).imbalance).toBe(0)
})

test('mail that cannot become work stays with its reason, and stops nobody', async () => {
  const { other, route } = await mailWaits()
  const { id, revision, connectorId } = route
  // The route leads to a process that is deleted meanwhile.
  const gone = await aProcess(workspace, 'support@practice.test', 'Gone')
  const {
    class: _c,
    position: _p,
    processPath: _1,
    processLive: _2,
    hits30Days: _3,
    companyNames: _4,
    ...shown
  } = route
  const { id: _id, revision: _r, connectorId: _co, ...settings } = shown
  value(
    await workspace.client.routes.saveIncoming({
      id,
      revision,
      connectorId,
      settings: { ...settings, processId: gone.id },
    }),
  )
  value(await workspace.client.processes.remove({ id: gone.id, revision: gone.revision }))
  await setLive(other.id)
  const job = await ended(workspace, await workspace.client.aside.processWaiting({ processId: other.id }))
  expect(job).toMatchObject({ state: 'done', results: [] })
  expect(say(job.note!)).toContain('1 mail is still set aside')
  expect((await waiting(other.id)).total).toBe(1)
})

test('a route is proposed from a mail that was set aside; completed and saved, it takes the mail', async () => {
  const { other, connector } = await mailWaits()
  const { rows } = value(await workspace.client.aside.list({ outcome: 'unhandled' }))
  const mail = rows.find(({ subject }) => subject.startsWith('Rückfrage'))!
  const proposed = value(await workspace.client.aside.routeProposal({ id: mail.id }))
  expect(proposed).toMatchObject({
    emailAddress: 'info@practice.test',
    processId: null,
    rules: { senders: ['joerg@fabrikam.test'] },
  })
  expect(proposed.name).toBe(mail.subject)
  await setLive(other.id)
  value(
    await workspace.client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: { ...proposed, processId: other.id },
    }),
  )
  const made = value(await workspace.client.aside.process({ id: mail.id }))
  expect(value(await workspace.client.items.get({ id: made.items[0]! })).route?.name).toBe(mail.subject)
  expect(refusal(await workspace.client.aside.routeProposal({ id: 'gone' })).code).toBe('not-found')
  expect(
    value(await workspace.client.aside.routeProposal({ id: mail.id })).emailAddress,
    'also of mail that became work',
  ).toBe('support@practice.test')
})
