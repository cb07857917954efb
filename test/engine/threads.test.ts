import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  anEnabledConnector,
  aProvedConnector,
  aWorkspace,
  ended,
  until,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'
import { handOver } from './handOver.ts'

let workspace: TestWorkspace
beforeEach(async () => void (workspace = await aWorkspace({ practice: true })))
afterEach(() => workspace.stop())

const write = (raw: string, to?: string) => handOver(workspace, raw, to)
const mail = (headers: readonly string[], text = 'Hello.', from = 'Anna <anna@contoso.test>') =>
  [`From: ${from}`, 'To: support@practice.test', 'Subject: Printer', ...headers, '', text, ''].join('\n')

async function atWork(fallback: { readonly sendAutomatedEmails: boolean } = { sendAutomatedEmails: false }) {
  const made = await anEnabledConnector(workspace)
  if (fallback.sendAutomatedEmails) {
    const view = value(await workspace.client.connectors.get({ id: made.connector.id }))
    const group = value(await workspace.client.routes.list({})).groups[0]!
    const route = group.incoming!.find((each) => each.class === 'fallback')!
    const { id, revision, connectorId, name, emailAddress, processId, ticketCategory, forAttention, testMode } = route
    value(
      await workspace.client.routes.saveIncoming({
        id,
        revision,
        connectorId,
        settings: {
          name,
          emailAddress,
          processId,
          ticketCategory,
          forAttention,
          testMode,
          sendAutomatedEmails: true,
          answerCc: true,
          enabled: true,
        },
      }),
    )
    expect(view.enabled).toBe(true)
  }
  return made
}
const poll = async (connectorId: string) =>
  void (await ended(workspace, await workspace.client.receiving.poll({ connectorId })))
const items = async () => value(await workspace.client.items.list({})).rows
const counts = async () =>
  Object.fromEntries(
    Object.entries(value(await workspace.client.receiving.ledger({})).counts).filter(
      ([outcome, count]) => count > 0 && outcome !== 'skipped',
    ),
  )
const balanced = async () => expect(value(await workspace.client.receiving.ledger({})).imbalance).toBe(0)

test('a new mail is acknowledged once, under the process’s From, marked as automatic; the answer to it joins', async () => {
  const { connector } = await atWork({ sendAutomatedEmails: true })
  await write(mail(['Message-ID: <one@contoso.test>']))
  await poll(connector.id)
  const sent = await until(
    workspace,
    async () => value(await workspace.client.outbox.list({})).rows,
    (rows) => rows.length === 1 && rows[0]!.state === 'sent',
  )
  const [item] = await items()
  expect(sent[0]).toMatchObject({
    kind: 'acknowledgement',
    from: 'support@practice.test',
    to: ['anna@contoso.test'],
    itemId: item!.id,
    subject: `[${item!.id}] Printer`,
  })
  await write(mail(['Message-ID: <two@contoso.test>', `In-Reply-To: ${sent[0]!.messageId}`], 'The left tray.'))
  await poll(connector.id)
  const view = value(await workspace.client.items.get({ id: item!.id }))
  expect(view.thread.map(({ direction, mark, kind }) => ({ direction, mark, kind }))).toEqual([
    { direction: 'in', mark: null, kind: null },
    { direction: 'out', mark: 'automatic', kind: 'acknowledgement' },
    { direction: 'in', mark: 'new-information', kind: null },
  ])
  // An answer to a machine by a machine ends here.
  await write(
    mail(['Message-ID: <away@contoso.test>', 'Auto-Submitted: auto-replied', `In-Reply-To: ${sent[0]!.messageId}`]),
  )
  await poll(connector.id)
  expect(await counts()).toEqual({ created: 1, joined: 1, ignored: 1 })
  expect(value(await workspace.client.outbox.list({})).total).toBe(1)
  await balanced()
})

test('an acknowledgement is decided once, whatever happens to the engine behind it', async () => {
  const { connector } = await atWork({ sendAutomatedEmails: true })
  await write(mail(['Message-ID: <one@contoso.test>']))
  await poll(connector.id)
  await workspace.restart()
  await poll(connector.id)
  expect(value(await workspace.client.outbox.list({})).total).toBe(1)
  expect(await counts()).toEqual({ created: 1 })
})

test('a sender beyond ASCII is acknowledged five times in 24 hours, whichever form of the domain it is (N6, N38)', async () => {
  const { connector } = await atWork({ sendAutomatedEmails: true })
  const from = async (sender: string, numbers: readonly number[]) => {
    for (const at of numbers) await write(mail([`Message-ID: <${sender.length}.${at}@contoso.test>`], `${at}.`, sender))
    await poll(connector.id)
  }
  await from('JÖRG@Müller.example', [1, 2, 3, 4, 5])
  await from('JÖRG@Müller.example', [6])
  await from('anna@xn--mller-kva.example', [1, 2, 3])
  await from('anna@müller.example', [4, 5, 6])
  await from('anna@xn--mller-kva.example', [7])
  expect(await counts()).toEqual({ created: 13 })
  expect(value(await workspace.client.outbox.list({})).total).toBe(10)
})

test('a reply wakes what waited for information, reopens what was closed, and a person who answers is not acknowledged', async () => {
  const { connector } = await atWork()
  await write(mail(['Message-ID: <one@contoso.test>']))
  await poll(connector.id)
  const [item] = await items()
  for (const [state, mailId] of [
    ['waiting', 'two'],
    ['closed', 'three'],
  ] as const) {
    const { revision } = value(await workspace.client.items.get({ id: item!.id }))
    value(await workspace.client.items.setState({ id: item!.id, revision, state }))
    await write(mail([`Message-ID: <${mailId}@contoso.test>`, 'References: <one@contoso.test>'], mailId))
    await poll(connector.id)
    expect(value(await workspace.client.items.get({ id: item!.id }))).toMatchObject({
      state: 'to-do',
      waitingReason: null,
    })
  }
  expect((await items()).length).toBe(1)
  await balanced()
})

test('a copy that arrives again, changed on its way or not, makes no second item, and can be joined or taken anyway', async () => {
  const { connector } = await atWork()
  const first = mail(['Message-ID: <one@contoso.test>', 'Date: Thu, 26 Nov 2026 10:00:00 +0000'])
  await write(first)
  await poll(connector.id)
  await write(first)
  await write(`X-Footer: added on the way\n${first}`)
  await poll(connector.id)
  expect(await counts()).toEqual({ created: 1, duplicate: 2 })
  const [item] = await items()
  const aside = value(await workspace.client.aside.list({})).rows
  expect(value(await workspace.client.aside.get({ id: aside[0]!.id })).copiesIn).toEqual([item!.id])
  value(await workspace.client.aside.join({ id: aside[0]!.id, itemId: item!.id }))
  const taken = value(await workspace.client.aside.process({ id: aside[1]!.id, anyway: true }))
  expect(taken.items).toHaveLength(1)
  expect(await counts()).toEqual({ created: 2, joined: 1 })
  await balanced()
})

const block = async (blockedAddresses: readonly string[]) => {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(
    await workspace.client.settings.save({
      revision,
      settings: { ...settings, blockedAddresses: [...blockedAddresses] },
    }),
  )
}

test('a blocked sender’s mail is set aside whole, and an unblocked one’s is processed again', async () => {
  const { connector } = await atWork()
  await block(['*contoso.test'])
  await write(mail(['Message-ID: <one@contoso.test>']))
  await poll(connector.id)
  const [blocked] = value(await workspace.client.aside.list({})).rows
  expect(blocked).toMatchObject({ outcome: 'blocked', reason: 'blocked', stored: true })
  await block([])
  expect(value(await workspace.client.aside.process({ id: blocked!.id })).items).toHaveLength(1)
  expect(await counts()).toEqual({ created: 1 })
})

test('a blocked sender’s reply joins its work item where a person lets it in anyway (I7)', async () => {
  const { connector } = await atWork()
  await write(mail(['Message-ID: <one@contoso.test>']))
  await poll(connector.id)
  await block(['*contoso.test'])
  await write(mail(['Message-ID: <two@contoso.test>', 'In-Reply-To: <one@contoso.test>'], 'More.'))
  await poll(connector.id)
  const [blocked] = value(await workspace.client.aside.list({})).rows
  expect(blocked).toMatchObject({ outcome: 'blocked' })
  const [item] = await items()
  expect(value(await workspace.client.aside.process({ id: blocked!.id, anyway: true })).items).toEqual([item!.id])
  expect(await counts()).toEqual({ created: 1, joined: 1 })
  await balanced()
})

test.each([
  ['a name with a comma, without quotes', 'Doe, Anna <anna@contoso.test>', [], 'anna@contoso.test'],
  ['a Reply-To that is none', 'Anna <anna@contoso.test>', ['Reply-To: nobody'], 'anna@contoso.test'],
  [
    'a Reply-To beside one that is none',
    'Anna <anna@contoso.test>',
    ['Reply-To: Doe, J <j@contoso.test>'],
    'j@contoso.test',
  ],
])('an answer to a mail with %s goes to the address that there is (N4)', async (_, from, headers, to) => {
  const { connector } = await atWork()
  await write(mail(headers, 'Hello.', from))
  await poll(connector.id)
  const { id } = (await items())[0]!
  const { revision, replyTo, thread } = value(await workspace.client.items.get({ id }))
  expect(replyTo).toEqual([to])
  expect(thread[0]!.from).toBe('Anna <anna@contoso.test>')
  value(await workspace.client.items.reply({ id, revision, text: 'On our way.' }))
  expect(value(await workspace.client.outbox.list({})).rows[0]!.to).toEqual([to])
})

test('a bounce is shown on the mail that came back, and joins its work item', async () => {
  const { connector } = await atWork()
  await write(mail(['Message-ID: <one@contoso.test>']))
  await poll(connector.id)
  const [item] = await items()
  const { revision } = value(await workspace.client.items.get({ id: item!.id }))
  value(await workspace.client.items.reply({ id: item!.id, revision, text: 'On our way.' }))
  const answer = await until(
    workspace,
    async () => value(await workspace.client.outbox.list({})).rows[0],
    (row) => row?.state === 'sent',
  )
  const report = [
    'From: MAILER-DAEMON@contoso.test',
    'To: support@practice.test',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    '',
    'It could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.contoso.test',
    '',
    'Final-Recipient: rfc822; anna@contoso.test',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${answer!.messageId}`,
    'Subject: Re: Printer',
    '--b--',
    '',
  ].join('\n')
  await write(report)
  await poll(connector.id)
  expect(value(await workspace.client.outbox.get({ id: answer!.id })).reports).toMatchObject([
    {
      recipients: [
        { address: 'anna@contoso.test', action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 User unknown' },
      ],
    },
  ])
  expect(value(await workspace.client.items.get({ id: item!.id })).thread.at(-1)).toMatchObject({ mark: 'bounce' })
  expect(await counts()).toEqual({ created: 1, joined: 1 })
  await balanced()
})

test('the question before the first receiving says what the waiting mail would become, and changes nothing', async () => {
  const { connector } = await aProvedConnector(workspace)
  const before = value(await workspace.client.connectors.preview({ id: connector.id, start: { from: 'all' } }))
  // The fallback's process is a draft: nothing would be made of it.
  expect(before).toMatchObject({ waiting: 6, looked: 6, outcomes: { created: 0, unhandled: 6 } })
  const live = value(
    await workspace.client.connectors.preview({ id: connector.id, start: { from: 'all' }, setProcessLive: true }),
  )
  expect(live).toMatchObject({
    outcomes: { created: 5, joined: 1 },
    routes: [{ name: 'Fallback', mails: 5 }],
    acknowledgements: 0,
  })
  expect(value(await workspace.client.receiving.ledger({})).seen).toBe(0)
  expect(value(await workspace.client.connectors.question({ id: connector.id })).waiting).toBe(6)
  const { revision } = value(await workspace.client.connectors.get({ id: connector.id }))
  value(
    await workspace.client.connectors.enable({
      id: connector.id,
      revision,
      start: { from: 'all' },
      setProcessLive: true,
    }),
  )
  await poll(connector.id)
  expect(await counts()).toEqual({ created: 5, joined: 1 })
})

/** Where the one acknowledgement in the outbox asks for answers about an item. */
async function taggedAddress(item: string): Promise<string> {
  const [ack] = value(await workspace.client.outbox.list({})).rows
  const { base64 } = value(await workspace.client.outbox.source({ id: ack!.id }))
  const raw = Buffer.from(base64, 'base64').toString()
  const tagged = new RegExp(`^Reply-To: (support\\+${item}-[a-z0-9]{6}@practice\\.test)\\r?$`, 'm').exec(raw)?.[1]
  expect(tagged).toBeDefined()
  return tagged!
}

test('plus addressing: our answer carries the item, a reply to it joins, a guessed one does not', async () => {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(await workspace.client.settings.save({ revision, settings: { ...settings, plusAddressing: 'only' } }))
  const { connector } = await atWork({ sendAutomatedEmails: true })
  await write(mail(['Message-ID: <one@contoso.test>']))
  await poll(connector.id)
  const [item] = await items()
  const tagged = await taggedAddress(item!.id)
  await write(mail(['Message-ID: <two@contoso.test>']).replace('support@practice.test', tagged))
  await write(
    mail(['Message-ID: <three@contoso.test>']).replace(
      'support@practice.test',
      `support+${item!.id}-aaaaaa@practice.test`,
    ),
  )
  await write(mail(['Message-ID: <four@contoso.test>', 'In-Reply-To: <one@contoso.test>'], 'Another one.'))
  await poll(connector.id)
  expect(await counts()).toEqual({ created: 3, joined: 1 })
})

test('plus addressing: a tag that only the trusted header of the server still has joins too (I6)', async () => {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(await workspace.client.settings.save({ revision, settings: { ...settings, plusAddressing: 'mixed' } }))
  const { connector } = await atWork({ sendAutomatedEmails: true })
  await write(mail(['Message-ID: <one@contoso.test>']))
  await poll(connector.id)
  const [item] = await items()
  const { id } = connector
  const { revision: read } = value(await workspace.client.connectors.get({ id }))
  value(await workspace.client.connectors.trustHeader({ id, revision: read, header: 'X-Our-Mailbox' }))
  await write(mail(['Message-ID: <two@contoso.test>', `X-Our-Mailbox: ${await taggedAddress(item!.id)}`]))
  await poll(connector.id)
  expect(await counts()).toEqual({ created: 1, joined: 1 })
})
