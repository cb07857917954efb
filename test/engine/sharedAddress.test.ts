import { afterEach, beforeEach, expect, test } from 'vitest'
import { anotherClient } from './anotherClient.ts'
import { aProcess, aWorkspace, ended, practiceConnector, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
let processId: string
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
  await anotherClient(workspace, async (imap) => {
    for (const folder of ['One', 'Two', 'Quiet']) await imap.mailboxCreate(folder)
  })
  const process = await aProcess(workspace, 'support@practice.test')
  processId = process.id
})
afterEach(() => workspace.stop())

/** A mailbox of its own: a folder of the practice account. */
async function aMailbox(name: string) {
  const { client } = workspace
  const { settings, ...wanted } = await practiceConnector(workspace, {
    name,
    fallback: { processId, ticketCategory: null, forAttention: null, sendAutomatedEmails: false, testMode: false },
  })
  const saved = value(
    await client.connectors.save({
      ...wanted,
      settings: {
        ...settings,
        useFor: 'incoming',
        outgoing: null,
        primaryAddress: `${name.toLowerCase()}@practice.test`,
        incoming: { ...settings.incoming!, folder: name },
      },
    }),
  )
  await ended(workspace, await client.diagnosis.start({ connectorId: saved.id }))
  return value(
    await client.connectors.enable({ id: saved.id, revision: saved.revision, receiving: 'on', start: { from: 'all' } }),
  )
}
const route = async (connectorId: string, emailAddress: string) =>
  value(
    await workspace.client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId,
      settings: {
        name: 'Info',
        emailAddress,
        processId,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        answerCc: false,
        testMode: false,
        enabled: true,
        rules: { important: false, attachmentTypes: [], keyWords: [], recipients: [], senders: [], companies: [] },
      },
    }),
  )
const letter = (number: number, to: string) =>
  `From: anna@contoso.test\r\nTo: ${to}\r\nSubject: Mail ${number}\r\nMessage-ID: <${number}@contoso.test>\r\n\r\n.\r\n`
const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))

/** Somebody has to carry its From address before it may be live (P2). */
async function makeLive() {
  const { client } = workspace
  const { settings, ...wanted } = await practiceConnector(workspace, { name: 'Sender' })
  const saved = value(
    await client.connectors.save({
      ...wanted,
      settings: { ...settings, useFor: 'outgoing', incoming: null, primaryAddress: 'support@practice.test' },
    }),
  )
  await ended(workspace, await client.diagnosis.start({ connectorId: saved.id }))
  value(await client.connectors.enable({ id: saved.id, revision: saved.revision }))
  const { id, revision } = value(await client.processes.get({ id: processId }))
  value(await client.processes.setLive({ id, revision, live: true }))
}

test('two mailboxes that are polled side by side make one work item of a mail whose address both route (N39)', async () => {
  const { client } = workspace
  const [one, two] = [await aMailbox('One'), await aMailbox('Two')]
  await makeLive()
  for (const { id } of [one, two]) await route(id, 'info@practice.test')
  await anotherClient(workspace, async (imap) => {
    for (let number = 0; number < 12; number += 1)
      for (const folder of ['One', 'Two']) await imap.append(folder, letter(number, 'info@practice.test'))
  })
  await Promise.all([poll(one.id), poll(two.id)])
  const { rows } = value(await client.items.list({}))
  expect(rows.map(({ subject }) => subject).toSorted()).toEqual(
    Array.from({ length: 12 }, (_, number) => `Mail ${number}`).toSorted(),
  )
  const ledgers = await Promise.all(
    [one, two].map(async ({ id }) => value(await client.receiving.ledger({ connectorId: id }))),
  )
  expect(ledgers.map(({ imbalance }) => imbalance)).toEqual([0, 0])
  expect(ledgers.reduce((sum, { counts }) => sum + counts.duplicate, 0)).toBe(12)
})

test('a mailbox that waits in its holding folder keeps no mail from the others', async () => {
  const { client } = workspace
  const [one, two] = [await aMailbox('One'), await aMailbox('Two')]
  await makeLive()
  const held = value(
    await client.golive.hold({
      id: two.id,
      revision: two.revision,
      folders: { folder: 'Quiet', realFolder: 'Two' },
    }),
  )
  await ended(workspace, await client.diagnosis.start({ connectorId: two.id }))
  const { revision } = value(await client.connectors.get({ id: held.id }))
  value(await client.connectors.enable({ id: two.id, revision, receiving: 'on' }))
  // It reached One by BCC. Two receives nothing yet, so that nobody else will make work of it.
  await anotherClient(workspace, async (imap) => void (await imap.append('One', letter(1, 'two@practice.test'))))
  await poll(one.id)
  expect(value(await client.items.list({})).rows.map(({ subject }) => subject)).toEqual(['Mail 1'])
})
