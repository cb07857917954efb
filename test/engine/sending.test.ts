import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import {
  aProcess,
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  refusal,
  until,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true })
})
afterEach(() => workspace.stop())

const settled = (id: string) =>
  until(
    workspace,
    async () => value(await workspace.client.outbox.get({ id })),
    (mail) => mail.state !== 'queued' && mail.state !== 'sending',
  )
const compose = (part: object = {}) =>
  workspace.client.outbox.compose({
    from: 'support@practice.test',
    to: ['anna@contoso.test'],
    subject: 'Hello',
    text: '.',
    ...part,
  })
const anItem = async () => {
  const enabled = await anEnabledConnector(workspace)
  value(await workspace.client.practice.deliver({ subject: 'Printer', text: 'It smokes.' }))
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: enabled.connector.id }))
  const [row] = value(await workspace.client.items.list({})).rows
  return { ...enabled, item: value(await workspace.client.items.get({ id: row!.id })) }
}

test('an address that no enabled route carries is refused with the reason: there is no fallback gateway', async () => {
  expect(refusal(await compose()).sentence).toBe(
    'No enabled outgoing route carries support@practice.test, so nothing may leave under it. Enable the connector it belongs to, or choose another From address.',
  )
  await anEnabledConnector(workspace)
  for (const from of ['', 'nobody', 'other@practice.test', 'support@practice.test\r\nBcc: x@example.test']) {
    expect(refusal(await compose({ from }))).toMatchObject({ code: 'refused', fields: [{ path: 'from' }] })
  }
  for (const to of [[''], ['anna@contoso.test', 'nobody'], ['a@contoso.test\nb@contoso.test']]) {
    expect(refusal(await compose({ to }))).toMatchObject({ code: 'invalid-input', fields: [{ path: 'to' }] })
  }
  expect(value(await workspace.client.outbox.list({})).total).toBe(0)
})

test('a From that is written another way is the same address; the same recipient twice gets one mail', async () => {
  await anEnabledConnector(workspace)
  const mail = value(
    await compose({
      from: 'SUPPORT@Practice.TEST',
      to: ['anna@contoso.test', 'Anna@Contoso.test', ' anna@contoso.test '],
    }),
  )
  expect(mail.to).toEqual(['anna@contoso.test'])
  expect(await settled(mail.id)).toMatchObject({ state: 'sent', carrier: 'Support', why: null })
})

test('a line break in a subject adds no header and no recipient', async () => {
  await anEnabledConnector(workspace)
  const mail = value(await compose({ to: ['info@practice.test'], subject: 'Hi\r\nBcc: eve@example.test\r\n\r\nBody' }))
  expect(await settled(mail.id)).toMatchObject({
    state: 'sent',
    recipients: [{ address: 'info@practice.test', state: 'sent' }],
  })
  const [connector] = value(await workspace.client.connectors.list({})).rows
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector!.id }))
  const [item] = value(await workspace.client.items.list({})).rows
  expect(value(await workspace.client.items.get({ id: item!.id })).thread[0]).toMatchObject({
    to: ['info@practice.test'],
    cc: [],
    text: expect.stringMatching(/^\.\s*$/) as string,
  })
})

test('the picker offers the addresses that are carried now, and explains the others', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  expect(value(await workspace.client.processes.fromAddresses({}))).toEqual({
    offered: [{ address: 'support@practice.test', connectorId: connector.id, connectorName: 'Support' }],
    absent: [],
  })
  value(await workspace.client.connectors.setSending({ id: connector.id, revision: connector.revision, on: false }))
  const { offered, absent } = value(await workspace.client.processes.fromAddresses({}))
  expect(offered).toEqual([])
  expect(absent.map((each) => `${each.address}: ${say(each.why)}`)).toEqual([
    'support@practice.test: Sending of Support is off. Switch it on.',
  ])
  const view = value(await workspace.client.processes.get({ id: process.id }))
  expect(view).toMatchObject({ live: true, mark: { word: { key: 'state.live-cannot-send' } } })
})

test('a process whose From nobody carries is saved as a draft with the reason, and not set live', async () => {
  const draft = await aProcess(workspace, 'orders@practice.test', 'Orders')
  expect(draft).toMatchObject({ live: false, fromProblem: { key: 'cannot-send.no-carrier' } })
  const refused = refusal(
    await workspace.client.processes.setLive({ id: draft.id, revision: draft.revision, live: true }),
  )
  expect(refused.sentence).toMatch(
    /^orders@practice.test belongs to no enabled outgoing route, so this process cannot be live\./,
  )
  expect(refusal(await workspace.client.processes.setLive({ id: draft.id, revision: 99, live: true })).code).toMatch(
    /stale|refused/,
  )
  const { process } = await anEnabledConnector(workspace)
  const change = {
    customer: 'Contoso',
    contract: 'Gold',
    service: 'IT',
    name: 'Incident',
    kind: 'ticket' as const,
    ticketCategories: [],
  }
  const live = value(await workspace.client.processes.get({ id: process.id }))
  expect(
    refusal(
      await workspace.client.processes.save({
        id: live.id,
        revision: live.revision,
        settings: { ...change, name: live.name, fromAddress: 'orders@practice.test' },
      }),
    ).fields,
  ).toMatchObject([{ path: 'fromAddress' }])
})

test('a live process that loses its carrier stays live, still takes mail in, and says on the item why it cannot be answered', async () => {
  const { connector, item } = await anItem()
  value(await workspace.client.connectors.setSending({ id: connector.id, revision: connector.revision, on: false }))
  value(await workspace.client.practice.deliver({ subject: 'Second', text: '.' }))
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  expect(value(await workspace.client.items.list({})).total).toBe(2)
  const view = value(await workspace.client.items.get({ id: item.id }))
  expect(say(view.cannotSend!)).toBe('No enabled outgoing route carries support@practice.test.')
  expect(
    refusal(await workspace.client.items.reply({ id: item.id, revision: view.revision, text: 'Hello' })).sentence,
  ).toContain('nothing may leave under it')
  expect(value(await workspace.client.items.get({ id: item.id })).revision).toBe(view.revision)
})

test('a reply leaves once, threads, and moves the item on; a stale one is refused and nothing leaves', async () => {
  const { item } = await anItem()
  const reply = { id: item.id, revision: item.revision, text: 'We look into it.' }
  const answers = await Promise.all([workspace.client.items.reply(reply), workspace.client.items.reply(reply)])
  expect(answers.map((answer) => (answer.ok ? 'sent' : answer.refusal.code)).toSorted()).toEqual(['sent', 'stale'])
  const { rows } = value(await workspace.client.outbox.list({}))
  expect(rows).toHaveLength(1)
  const mail = await settled(rows[0]!.id)
  expect(mail).toMatchObject({
    state: 'sent',
    subject: 'Re: Printer',
    itemId: item.id,
    text: expect.stringContaining('We look into it.') as string,
  })
  expect(mail.journey.map((line) => line.word.key)).toEqual(['sending.queued', 'sending.handing-over', 'sending.sent'])
  const after = value(await workspace.client.items.get({ id: item.id }))
  expect(after).toMatchObject({
    state: 'in-progress',
    mails: 2,
    thread: [{ direction: 'in' }, { direction: 'out', outbox: 'sent' }],
  })
})

test('a reply that was refused as stale leaves no gap that looks like a rolled-back database', async () => {
  const { item } = await anItem()
  const reply = { id: item.id, revision: item.revision, text: 'Once.' }
  await Promise.all([workspace.client.items.reply(reply), workspace.client.items.reply(reply)])
  await settled(value(await workspace.client.outbox.list({})).rows[0]!.id)
  await workspace.restart()
  expect(value(await workspace.client.workspace.info({})).paused).toBeNull()
})

test('the state of an item is changed by a person, with a reason for waiting, and audited', async () => {
  const { item } = await anItem()
  const waiting = value(
    await workspace.client.items.setState({
      id: item.id,
      revision: item.revision,
      state: 'waiting',
      waitingReason: 'third-party',
    }),
  )
  expect(waiting).toMatchObject({ state: 'waiting', waitingReason: 'third-party' })
  expect(
    refusal(await workspace.client.items.setState({ id: item.id, revision: item.revision, state: 'closed' })).code,
  ).toBe('stale')
  const closed = value(
    await workspace.client.items.setState({ id: item.id, revision: waiting.revision, state: 'closed' }),
  )
  expect(closed).toMatchObject({ state: 'closed', waitingReason: null })
  expect(value(await workspace.client.activity.list({ objectId: item.id })).rows.map((row) => row.changes[0])).toEqual([
    { field: 'state', from: 'waiting', to: 'closed' },
    { field: 'state', from: 'to-do', to: 'waiting' },
  ])
  expect(value(await workspace.client.items.list({ state: 'closed', search: '%' })).total).toBe(0)
  expect(value(await workspace.client.items.list({ state: 'closed', search: 'prin' })).total).toBe(1)
})

test('mail whose carrier is switched off is parked, and leaves when a person releases it after the carrier is back', async () => {
  const { connector } = await anEnabledConnector(workspace)
  value(await workspace.client.practice.setFault({ name: 'greylisted', on: true }))
  const mail = value(await compose())
  expect(await settled(mail.id)).toMatchObject({ state: 'deferred', recipients: [{ state: 'deferred', tries: 1 }] })
  const off = value(
    await workspace.client.connectors.setSending({ id: connector.id, revision: connector.revision, on: false }),
  )
  value(await workspace.client.practice.clearFaults({}))
  value(await workspace.client.outbox.release({ id: mail.id }))
  const parked = await settled(mail.id)
  expect(parked.state).toBe('parked')
  expect(say(parked.why!)).toBe('The route that carries support@practice.test is switched off. The mail waits for you.')
  expect(value(await workspace.client.overview.get({})).needs.map((need) => say(need.word))).toContain(
    '1 mail waits for you before it leaves.',
  )
  value(await workspace.client.connectors.setSending({ id: off.id, revision: off.revision, on: true }))
  value(await workspace.client.outbox.release({ id: mail.id }))
  expect((await settled(mail.id)).state).toBe('sent')
  expect(refusal(await workspace.client.outbox.release({ id: mail.id })).sentence).toContain(
    'Nothing of this mail waits',
  )
  expect(refusal(await workspace.client.outbox.cancel({ id: mail.id })).code).toBe('refused')
  expect(value(await workspace.client.activity.list({ objectId: mail.id })).rows.map((row) => row.action)).toEqual([
    'released',
    'released',
    'queued',
  ])
})

test('mail that waits can be stopped, and is then never tried again', async () => {
  await anEnabledConnector(workspace)
  value(await workspace.client.practice.setFault({ name: 'greylisted', on: true }))
  const mail = value(await compose())
  await settled(mail.id)
  const stopped = value(await workspace.client.outbox.cancel({ id: mail.id }))
  expect(stopped).toMatchObject({ state: 'failed', nextTryAt: null, why: { key: 'sending.stopped' } })
})

test('deleting a connector says how much mail waits for it, and that mail fails with the reason', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(
    await workspace.client.settings.save({
      revision,
      settings: { ...settings, unmonitoredAddress: 'Support@practice.test' },
    }),
  )
  value(await workspace.client.practice.setFault({ name: 'greylisted', on: true }))
  const mail = value(await compose())
  await settled(mail.id)
  expect(value(await workspace.client.connectors.consequences({ id: connector.id }))).toMatchObject({
    queued: 1,
    unmonitored: true,
  })
  value(
    await workspace.client.connectors.remove({ id: connector.id, revision: connector.revision, typedName: 'Support' }),
  )
  value(await workspace.client.outbox.release({ id: mail.id }))
  const failed = await settled(mail.id)
  expect(failed.state).toBe('failed')
  expect(say(failed.why!)).toBe('No outgoing route carries support@practice.test any more, so the mail cannot leave.')
})

test('a new Primary Email Address is the From from the moment it is enabled, not from the moment it is saved', async () => {
  const { connector, wanted } = await anEnabledConnector(workspace)
  const draft = value(
    await workspace.client.connectors.save(
      edited(connector, { settings: { ...wanted.settings, primaryAddress: 'info@practice.test' } }),
    ),
  )
  expect(value(await compose()).from).toBe('support@practice.test')
  expect(refusal(await compose({ from: 'info@practice.test' })).code).toBe('refused')
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id }))
  value(await workspace.client.connectors.enable({ id: draft.id, revision: draft.revision }))
  expect(refusal(await compose()).code).toBe('refused')
  expect((await settled(value(await compose({ from: 'info@practice.test' })).id)).state).toBe('sent')
})
