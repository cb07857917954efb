import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { say } from '../../src/words/index.ts'
import {
  aProcess,
  aProvedConnector,
  aSavedConnector,
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  practiceConnector,
  refusal,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(async () => {
  vi.useRealTimers()
  await workspace.stop()
})

const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const deliver = async (subject: string, text = '.') => value(await workspace.client.practice.deliver({ subject, text }))
const subjects = async () => value(await workspace.client.items.list({})).rows.map((item) => item.subject)
const counts = async () => {
  const ledger = value(await workspace.client.receiving.ledger({}))
  expect(ledger.imbalance).toBe(0)
  return Object.fromEntries(Object.entries(ledger.counts).filter(([, count]) => count > 0))
}
const waiting = async (id: string) => value(await workspace.client.connectors.question({ id })).waiting

/** Puts a raw mail into the practice mailbox by the practice server's own door. */
async function drop(raw: string): Promise<void> {
  const { ports } = value(await workspace.client.practice.get({}))
  const transport = createTransport({
    host: '127.0.0.1',
    port: ports['smtps']!,
    secure: true,
    tls: { rejectUnauthorized: false },
    auth: { user: 'anna@contoso.test', pass: 'practice' },
  })
  await transport.sendMail({ envelope: { from: 'anna@contoso.test', to: ['support@practice.test'] }, raw })
}

test.each([
  ['no From at all', 'To: support@practice.test\r\nSubject: From nobody\r\n\r\n.\r\n', 'no-valid-sender'],
  [
    'a From that is no address',
    'From: Nobody <nobody>\r\nTo: support@practice.test\r\nSubject: From nobody\r\n\r\n.\r\n',
    'no-valid-sender',
  ],
])('mail with %s is unhandled with its reason, and kept whole', async (_, raw, reason) => {
  const { connector } = await anEnabledConnector(workspace)
  await drop(raw)
  await poll(connector.id)
  const {
    rows: [row],
  } = value(await workspace.client.aside.list({}))
  expect(row).toMatchObject({ outcome: 'unhandled', reason, subject: 'From nobody', stored: true })
  expect(
    Buffer.from(value(await workspace.client.aside.source({ id: row!.id })).base64, 'base64').toString(),
  ).toContain('Subject: From nobody')
  expect(refusal(await workspace.client.aside.process({ id: row!.id, anyway: true })).sentence).toBe(
    'Nothing takes this mail yet: The mail names no sender that could be answered.',
  )
})

test('one bad mail never stops the mailbox: nested without end, a header without end, broken encodings', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const nested = Array.from(
    { length: 500 },
    (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`,
  ).join('')
  await drop(`From: anna@contoso.test\r\nTo: support@practice.test\r\nSubject: Nested\r\n${nested}`)
  await drop(
    `From: anna@contoso.test\r\nTo: ${Array.from({ length: 5000 }, (_, at) => `a${at}@example.test`).join(',\r\n ')}\r\nSubject: Crowded\r\n\r\n.\r\n`,
  )
  await drop(
    'From: anna@contoso.test\r\nTo: support@practice.test\r\nSubject: =?nonsense?B?////?= =?utf-8?Q?=C3?=\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n',
  )
  await deliver('Last')
  expect((await poll(connector.id)).state).toBe('done')
  expect(await subjects()).toContain('Last')
  const { pending = 0, ...decided } = await counts()
  expect(pending).toBe(0)
  expect((decided['created'] ?? 0) + (decided['unhandled'] ?? 0) + (decided['quarantined'] ?? 0)).toBe(4)
})

for (const service of ['other-imap', 'other-pop3'] as const) {
  const settingsOf = async () => {
    const { settings } = await practiceConnector(workspace)
    const { ports, hosts } = value(await workspace.client.practice.get({}))
    return service === 'other-imap'
      ? settings
      : { ...settings, incoming: { ...settings.incoming!, service, host: hosts.pop3, port: ports['pop3s']! } }
  }
  const proved = async () => aProvedConnector(workspace, { settings: await settingsOf() })

  test(`${service}: with mail waiting, receiving asks first from when it becomes work`, async () => {
    const { connector } = await proved()
    const question = value(await workspace.client.connectors.question({ id: connector.id }))
    expect(question.waiting).toBeGreaterThan(3)
    expect(question.answered).toBe(false)
    expect(question.ages.reduce((sum, age) => sum + age.count, 0)).toBe(question.waiting)
    if (service === 'other-pop3') expect(question.ages.map((age) => age.within)).toEqual(['unknown'])
    const refused = refusal(
      await workspace.client.connectors.enable({ id: connector.id, revision: connector.revision }),
    )
    expect(refused.sentence).toBe(
      `${question.waiting} mails wait in INBOX. Say first from when mail becomes work: from now on, from a date, all of it, or hold.`,
    )
    expect(value(await workspace.client.connectors.get({ id: connector.id })).enabled).toBe(false)
  })

  test(`${service}: from now on: what waits is skipped, what comes is work`, async () => {
    const { connector } = await proved()
    const before = await waiting(connector.id)
    value(
      await workspace.client.connectors.enable({
        id: connector.id,
        revision: connector.revision,
        start: { from: 'now' },
        setProcessLive: true,
      }),
    )
    await deliver('After')
    await poll(connector.id)
    expect(await subjects()).toEqual(['After'])
    expect(await counts()).toEqual({ created: 1, skipped: before })
  })

  test(`${service}: all of it: everything that waits becomes work, once`, async () => {
    const { connector } = await proved()
    const before = await waiting(connector.id)
    value(
      await workspace.client.connectors.enable({
        id: connector.id,
        revision: connector.revision,
        start: { from: 'all' },
        setProcessLive: true,
      }),
    )
    await poll(connector.id)
    await poll(connector.id)
    expect(await counts()).toEqual({ created: before - 1, joined: 1 })
  })

  test(`${service}: from a date: older mail is skipped, and taken later when someone asks for all of it`, async () => {
    const { connector } = await proved()
    const before = await waiting(connector.id)
    // The wall clock is an hour further on: what lies in the mailbox was received before.
    const now = Math.floor(Date.now() / 1000) * 1000 + 3600_000
    vi.useFakeTimers({ toFake: ['Date'], now })
    const date = new Date(now).toISOString().replace('.000Z', 'Z')
    const enabled = value(
      await workspace.client.connectors.enable({
        id: connector.id,
        revision: connector.revision,
        start: { from: 'date', date },
        setProcessLive: true,
      }),
    )
    await deliver('Newer')
    await poll(connector.id)
    expect(await subjects()).toEqual(['Newer'])
    const off = value(
      await workspace.client.connectors.setReceiving({ id: enabled.id, revision: enabled.revision, to: 'off' }),
    )
    value(
      await workspace.client.connectors.setReceiving({
        id: off.id,
        revision: off.revision,
        to: 'on',
        start: { from: 'all' },
      }),
    )
    await poll(connector.id)
    expect(await counts()).toEqual({ created: before, joined: 1 })
  })

  test(`${service}: held: what waits is counted, nothing is read and nothing is skipped`, async () => {
    const { connector } = await proved()
    const before = await waiting(connector.id)
    const held = value(
      await workspace.client.connectors.enable({
        id: connector.id,
        revision: connector.revision,
        start: { from: 'hold' },
        setProcessLive: true,
      }),
    )
    expect(held).toMatchObject({
      receiving: 'held',
      sending: true,
      incoming: { mark: { word: { key: 'state.held' } } },
    })
    await poll(connector.id)
    expect(value(await workspace.client.connectors.get({ id: connector.id })).lastPoll).toMatchObject({
      waiting: before,
      failure: null,
    })
    expect(value(await workspace.client.receiving.ledger({})).seen).toBe(0)
    const on = value(
      await workspace.client.connectors.setReceiving({
        id: held.id,
        revision: held.revision,
        to: 'on',
        start: { from: 'all' },
      }),
    )
    expect(on.receiving).toBe('on')
    await poll(connector.id)
    expect(await counts()).toEqual({ created: before - 1, joined: 1 })
  })

  test(`${service}: mail that came while receiving was off becomes work when it is on again, without a question`, async () => {
    const { connector } = await proved()
    const enabled = value(
      await workspace.client.connectors.enable({
        id: connector.id,
        revision: connector.revision,
        start: { from: 'now' },
        setProcessLive: true,
      }),
    )
    const off = value(
      await workspace.client.connectors.setReceiving({ id: enabled.id, revision: enabled.revision, to: 'off' }),
    )
    await deliver('Meanwhile')
    value(await workspace.client.connectors.setReceiving({ id: off.id, revision: off.revision, to: 'on' }))
    await poll(connector.id)
    expect(await subjects()).toEqual(['Meanwhile'])
  })
}

test('receiving that is off makes no connection: a poll by hand is refused', async () => {
  const { connector } = await aProvedConnector(workspace)
  const enabled = value(
    await workspace.client.connectors.enable({ id: connector.id, revision: connector.revision, receiving: 'off' }),
  )
  expect(refusal(await workspace.client.receiving.poll({ connectorId: enabled.id })).sentence).toBe(
    'Support does not receive now, so there is nothing to poll. Switch receiving on first.',
  )
  expect(value(await workspace.client.receiving.polls({})).total).toBe(0)
})

test('a fallback process that is a draft leaves mail unhandled with its reason; once live the mail is processed again', async () => {
  const { connector, process } = await anEnabledConnector(workspace, { start: { from: 'now' } })
  await deliver('Too early')
  await poll(connector.id)
  const [row] = value(await workspace.client.aside.list({})).rows
  expect(row).toMatchObject({
    outcome: 'unhandled',
    reason: 'process-draft',
    subject: 'Too early',
    connectorName: 'Support',
    stored: true,
  })
  expect(say(row!.what)).toContain('a process that is not live')
  expect(value(await workspace.client.processes.get({ id: process.id })).waitingMail).toBe(1)
  expect(refusal(await workspace.client.aside.process({ id: row!.id })).sentence).toMatch(
    /^Nothing takes this mail yet: /,
  )
  expect(value(await workspace.client.overview.get({})).needs.map((need) => say(need.word))).toContain(
    '1 mail could not become work.',
  )

  value(await workspace.client.processes.setLive({ id: process.id, revision: process.revision, live: true }))
  const made = value(await workspace.client.aside.process({ id: row!.id }))
  expect(made.items).toEqual(['T-000001'])
  expect(value(await workspace.client.aside.list({})).total).toBe(0)
  expect(await counts()).toEqual({ created: 1, skipped: expect.any(Number) as number })
  expect(refusal(await workspace.client.aside.process({ id: row!.id })).code).toBe('not-found')
  expect(value(await workspace.client.activity.list({ objectId: row!.id })).rows).toMatchObject([
    { actor: 'anna', action: 'processed again', changes: [{ field: 'outcome', from: 'unhandled', to: 'T-000001' }] },
  ])
})

test('two clicks on Process again make one work item', async () => {
  const { connector, process } = await anEnabledConnector(workspace, { start: { from: 'now' } })
  await deliver('Once')
  await poll(connector.id)
  value(await workspace.client.processes.setLive({ id: process.id, revision: process.revision, live: true }))
  const { id } = value(await workspace.client.aside.list({})).rows[0]!
  const answers = await Promise.all([
    workspace.client.aside.process({ id }),
    workspace.client.aside.process({ id, anyway: true }),
    workspace.client.aside.remove({ id }),
  ])
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
  expect(await subjects()).toEqual(['Once'])
})

test('a route whose process was deleted takes its mail all the same; Process anyway gives it to the fallback', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const other = await aProcess(workspace, '', 'Orders')
  const settings = {
    name: 'Support address',
    emailAddress: 'support@practice.test',
    processId: other.id,
    ticketCategory: null,
    forAttention: null,
    sendAutomatedEmails: false,
    answerCc: false,
    testMode: false,
    enabled: true,
  }
  value(await workspace.client.routes.saveIncoming({ id: null, revision: null, connectorId: connector.id, settings }))
  value(await workspace.client.processes.remove({ id: other.id, revision: other.revision }))
  await deliver('Lost process')
  await poll(connector.id)
  const {
    rows: [row],
  } = value(await workspace.client.aside.list({ outcome: 'unhandled' }))
  expect(row).toMatchObject({ reason: 'process-deleted' })
  expect(refusal(await workspace.client.aside.process({ id: row!.id })).sentence).toContain(
    'a process that was deleted',
  )
  expect(value(await workspace.client.aside.process({ id: row!.id, anyway: true })).items).toHaveLength(1)
})

test('mail over the size limit is listed by the address of its sender, whatever stands before it (N4)', async () => {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(await workspace.client.settings.save({ revision, settings: { ...settings, sizeLimitBytes: 100_000 } }))
  const { connector } = await anEnabledConnector(workspace)
  const line = `${'x'.repeat(900)}\r\n`
  await drop(`From: Doe, Jane <jane@contoso.test>\r\nSubject: Giant\r\n\r\n${line.repeat(120)}`)
  await poll(connector.id)
  expect(value(await workspace.client.aside.list({})).rows).toMatchObject([
    { reason: 'too-large', subject: 'Giant', from: 'jane@contoso.test' },
  ])
})

test('mail over the size limit is quarantined by its header and stays in the mailbox whatever the setting', async () => {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(await workspace.client.settings.save({ revision, settings: { ...settings, sizeLimitBytes: 100_000 } }))
  const { connector, wanted } = await anEnabledConnector(workspace)
  value(await workspace.client.connectors.save(edited(connector, { afterMail: { kind: 'remove' } })))
  await deliver('Giant', 'x'.repeat(99_000))
  await deliver('Small')
  await poll(connector.id)
  expect(await subjects()).toEqual(['Small'])
  const [row] = value(await workspace.client.aside.list({})).rows
  expect(row).toMatchObject({
    outcome: 'quarantined',
    reason: 'too-large',
    subject: 'Giant',
    from: 'anna@contoso.test',
    stored: false,
  })
  for (const call of [
    workspace.client.aside.process({ id: row!.id }),
    workspace.client.aside.source({ id: row!.id }),
  ]) {
    expect(refusal(await call).sentence).toContain('The source of this mail is not stored here')
  }
  // A second connector on a copy of the draft sees what lies in the mailbox now: the giant, without the small one.
  const lies = value(
    await workspace.client.connectors.save({
      ...wanted,
      id: null,
      revision: null,
      name: 'Look',
      settings: { ...wanted.settings, useFor: 'incoming', outgoing: null },
    }),
  )
  const before = await waiting(lies.id)
  await deliver('Another')
  await poll(connector.id)
  expect(await waiting(lies.id)).toBe(before)
})

test('the source of a set-aside mail is what arrived, octet by octet; deleting it is audited and the identity stays', async () => {
  const { connector } = await anEnabledConnector(workspace, { start: { from: 'now' } })
  await deliver('Größe / "7"?', 'Where is it?')
  await poll(connector.id)
  const {
    rows: [row],
  } = value(await workspace.client.aside.list({}))
  const source = value(await workspace.client.aside.source({ id: row!.id }))
  expect(source.fileName).toBe('Größe 7.eml')
  const raw = Buffer.from(source.base64, 'base64').toString('latin1')
  expect(raw).toContain('To: <support@practice.test>')
  expect(value(await workspace.client.aside.get({ id: row!.id })).text?.trim()).toBe('Where is it?')
  value(await workspace.client.aside.remove({ id: row!.id }))
  expect(value(await workspace.client.aside.list({})).total).toBe(0)
  expect(value(await workspace.client.activity.list({ objectId: row!.id })).rows).toMatchObject([
    {
      actor: 'anna',
      action: 'deleted from Set aside',
      object: { name: 'Größe / "7"?' },
      changes: [{ field: 'from', from: 'anna@contoso.test', to: null }],
    },
  ])
  await poll(connector.id)
  expect(value(await workspace.client.aside.list({})).total).toBe(0)
  expect(await counts()).toMatchObject({ unhandled: 1 })
})

test('mail of a deleted connector is still listed under its name, and still there to be read', async () => {
  const { connector } = await anEnabledConnector(workspace, { start: { from: 'now' } })
  await deliver('Orphan')
  await poll(connector.id)
  value(
    await workspace.client.connectors.remove({ id: connector.id, revision: connector.revision, typedName: 'Support' }),
  )
  const {
    rows: [row],
  } = value(await workspace.client.aside.list({}))
  expect(row).toMatchObject({ connectorName: 'Support', subject: 'Orphan' })
  value(await workspace.client.aside.source({ id: row!.id }))
  expect(refusal(await workspace.client.aside.process({ id: row!.id })).sentence).toContain('no fallback')
  expect(value(await workspace.client.receiving.polls({})).rows[0]!.connectorName).toBe('Support')
})

test('one mail to two routed addresses makes two work items, and the fallback none', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  const route = (emailAddress: string, testMode = false) =>
    workspace.client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: {
        name: emailAddress,
        emailAddress,
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        answerCc: false,
        testMode,
        enabled: true,
      },
    })
  value(await route('info@practice.test'))
  value(await route('ORDERS@practice.test', true))
  await drop(
    'From: anna@contoso.test\r\nTo: Info@practice.test, "orders"@practice.test,\r\n support@practice.test, info@practice.test\r\nSubject: Two\r\n\r\n.\r\n',
  )
  await poll(connector.id)
  const items = value(await workspace.client.items.list({})).rows
  expect(items.map((item) => item.test).toSorted()).toEqual([false, true])
  expect(await counts()).toMatchObject({ created: 1 })
})

test('a ticket category is needed where the process has some, and kept on the ticket', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const sorted = value(
    await workspace.client.processes.save({
      id: null,
      revision: null,
      settings: {
        customer: 'C',
        contract: 'C',
        service: 'S',
        name: 'Sorted',
        kind: 'ticket',
        fromAddress: 'support@practice.test',
        ticketCategories: ['Printing', 'General'],
      },
    }),
  )
  value(await workspace.client.processes.setLive({ id: sorted.id, revision: sorted.revision, live: true }))
  const settings = {
    name: 'Sorted',
    emailAddress: 'support@practice.test',
    processId: sorted.id,
    ticketCategory: null,
    forAttention: 'Team A',
    sendAutomatedEmails: false,
    answerCc: false,
    testMode: false,
    enabled: true,
  }
  const save = (ticketCategory: string | null) =>
    workspace.client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: { ...settings, ticketCategory },
    })
  expect(refusal(await save(null)).sentence).toContain('Choose one')
  expect(refusal(await save('Scanning')).sentence).toBe('The process has no ticket category Scanning.')
  value(await save('Printing'))
  await deliver('Toner')
  await poll(connector.id)
  expect(value(await workspace.client.items.list({})).rows).toMatchObject([
    { category: 'Printing', forAttention: 'Team A', processPath: 'C / C / S / Sorted' },
  ])
})

test('a draft mailbox can be asked and listed, and nothing of it is noted', async () => {
  const { connector } = await aSavedConnector(workspace)
  expect(await waiting(connector.id)).toBeGreaterThan(0)
  expect(value(await workspace.client.receiving.ledger({})).seen).toBe(0)
  for (const day of ['yesterday', '2026-13-01', '21.11.2026', ''])
    expect(refusal(await workspace.client.receiving.ledger({ day })).code).toBe('invalid-input')
})
