import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import { aClock, type ClockByHand } from './aClock.ts'
import {
  anEnabledConnector,
  aWorkspace,
  ended,
  practiceConnector,
  refusal,
  until,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

const half = 30_000
const day = 24 * 3600_000
let clock: ClockByHand
let workspace: TestWorkspace
beforeEach(async () => {
  clock = aClock()
  workspace = await aWorkspace({ practice: true, clock })
})
afterEach(() => workspace.stop())

/** Sends by SMTP and receives by POP3, which can be disturbed alone. */
async function atWork() {
  const { settings } = await practiceConnector(workspace)
  const { hosts, ports } = value(await workspace.client.practice.get({}))
  return anEnabledConnector(
    workspace,
    { start: { from: 'now' }, setProcessLive: true },
    {
      settings: {
        ...settings,
        incoming: { ...settings.incoming!, service: 'other-pop3', host: hosts.pop3, port: ports['pop3s']! },
      },
    },
  )
}
const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const fault = async (name: string, on: boolean) => value(await workspace.client.practice.setFault({ name, on }))
const alerts = async () => value(await workspace.client.outbox.list({})).rows.filter(({ kind }) => kind === 'alert')
const mailed = (count: number) =>
  until(workspace, alerts, (rows) => rows.length === count && rows.every(({ state }) => state === 'sent'))
async function wanted(part: { readonly unmonitoredAddress?: string; readonly mailAlertsTo?: readonly string[] } = {}) {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  return workspace.client.settings.save({
    revision,
    settings: {
      ...settings,
      unmonitoredAddress: 'support@practice.test',
      ...part,
      mailAlertsTo: [...(part.mailAlertsTo ?? ['anna@contoso.test', 'info@practice.test'])],
    },
  })
}
/** One look at what stands still, and its end. */
async function look() {
  await clock.awaited(half)
  clock.pass(half)
  await clock.awaited(half)
}
const text = async (id: string) =>
  Buffer.from(value(await workspace.client.outbox.source({ id })).base64, 'base64').toString()

test('a connector that keeps failing is mailed once, and once more when it goes on', async () => {
  const { connector } = await atWork()
  value(await wanted({ mailAlertsTo: ['anna@contoso.test'] }))
  await look()
  await fault('in-use', true)
  await poll(connector.id)
  await look()
  // I18: it is given time first.
  expect(await alerts()).toEqual([])
  await poll(connector.id)
  await poll(connector.id)
  await look()
  const [first] = await mailed(1)
  expect(first).toMatchObject({ from: 'support@practice.test', to: ['anna@contoso.test'], itemId: null })
  const raw = await text(first!.id)
  expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m)
  expect(raw).toMatch(/^X-Waypost-Loop: \S+\r$/m)
  expect(raw).toContain('Support cannot receive')
  const overview = value(await workspace.client.overview.get({}))
  expect(raw.replaceAll(/=\r\n/g, '')).toContain(say(overview.needs[0]!.word).split(':')[0])
  for (let again = 0; again < 5; again++) await look()
  expect(await alerts()).toHaveLength(1)
  await fault('in-use', false)
  await poll(connector.id)
  await look()
  const [over] = await mailed(2)
  expect(over!.subject).toMatch(/^\[Practice\] Over: Support cannot receive/)
  expect(await text(over!.id)).toContain('Goes on again.')
})

test('what comes and goes is no flood, and a restart tells nothing twice', async () => {
  const { connector } = await atWork()
  value(await wanted())
  for (let times = 0; times < 3; times++) {
    await fault('in-use', true)
    for (let tries = 0; tries < 3; tries++) await poll(connector.id)
    await look()
    await workspace.restart()
    await look()
    await fault('in-use', false)
    await poll(connector.id)
    await look()
  }
  await mailed(2)
  // There again after a day: then it is told.
  await fault('in-use', true)
  for (let tries = 0; tries < 3; tries++) await poll(connector.id)
  await look()
  expect(await alerts()).toHaveLength(2)
  clock.pass(day)
  await look()
  await mailed(3)
})

test('many at once are one mail, and a mail that comes back to a mailbox of ours is ignored', async () => {
  const { connector } = await atWork()
  value(await wanted({ mailAlertsTo: ['support@practice.test'] }))
  await poll(connector.id)
  await fault('in-use', true)
  for (let tries = 0; tries < 3; tries++) await poll(connector.id)
  // A ledger that does not add up is a fault of ours, so it is made by hand.
  const counted = (by: number) => {
    const database = new Database(workspace.path)
    database.prepare('update poll set seen = seen + ? where seq = 1').run(by)
    database.close()
  }
  counted(2)
  await look()
  const [both] = await mailed(1)
  expect(both!.subject).toBe('[Practice] 2 alerts')
  expect((await text(both!.id)).replaceAll('=\r\n', '')).toContain('- 2 mails of 2026-11-02 are not accounted for.')
  // The end of the day mends nothing.
  clock.pass(day)
  await look()
  expect(await alerts()).toHaveLength(1)
  counted(-2)
  await fault('in-use', false)
  await poll(connector.id)
  await look()
  expect((await mailed(2))[0]!.subject).toBe('[Practice] 2 alerts are over')
  await poll(connector.id)
  const counts = async (from: string) => value(await workspace.client.receiving.ledger({ day: from })).counts
  const [first, second] = [await counts('2026-11-02'), await counts('2026-11-03')]
  expect(first.ignored + second.ignored).toBe(2)
  expect(first.created + second.created).toBe(0)
})

test('a From address that its server refuses is told, and its end when no mail waits for it any more', async () => {
  await atWork()
  value(await wanted({ mailAlertsTo: ['anna@contoso.test'] }))
  await fault('greylisted', true)
  const { id } = value(
    await workspace.client.outbox.compose({
      from: 'support@practice.test',
      to: ['anna@contoso.test'],
      subject: 'S',
      text: '.',
    }),
  )
  await until(
    workspace,
    async () => value(await workspace.client.outbox.get({ id })),
    ({ state }) => state === 'deferred',
  )
  await fault('greylisted', false)
  // The practice server refuses all addresses of an account or none: one further address is put in its place.
  const database = new Database(workspace.path)
  database
    .prepare(`update outbox set sender = 'desk@practice.test', sender_key = 'desk@practice.test', why = ? where id = ?`)
    .run(
      JSON.stringify({
        key: 'sending.sender-refused',
        params: { connector: 'Support', address: 'desk@practice.test' },
      }),
      id,
    )
  database.close()
  await look()
  const says = 'The server of Support refuses desk@practice.test as sender.'
  const [first] = await mailed(1)
  expect(first!.subject).toContain(says)
  const needs = value(await workspace.client.overview.get({})).needs.map(({ word }) => say(word))
  expect(needs.some((need) => need.startsWith(`${says} 1 mail waits.`))).toBe(true)
  value(await workspace.client.outbox.cancel({ id }))
  await look()
  const [over] = await mailed(2)
  expect((await text(over!.id)).replaceAll('=\r\n', '')).toContain('No mail waits for it any more.')
})

test('a connector that is switched off is over, and is not said to be well', async () => {
  const { connector } = await atWork()
  value(await wanted())
  await fault('in-use', true)
  for (let tries = 0; tries < 3; tries++) await poll(connector.id)
  await look()
  await mailed(1)
  const { revision } = value(await workspace.client.connectors.get({ id: connector.id }))
  value(await workspace.client.connectors.setReceiving({ id: connector.id, revision, to: 'off' }))
  await look()
  const [over] = await mailed(2)
  expect((await text(over!.id)).replaceAll('=\r\n', '')).toContain('it is not watched any more')
})

test('where the unmonitored address is no enabled route nothing is mailed, and the overview says why', async () => {
  const { connector } = await atWork()
  value(await wanted({ unmonitoredAddress: '' }))
  await fault('in-use', true)
  for (let tries = 0; tries < 3; tries++) await poll(connector.id)
  await look()
  const needs = async () => value(await workspace.client.overview.get({})).needs.map(({ word }) => say(word))
  expect(await alerts()).toEqual([])
  expect(await needs()).toEqual([
    expect.stringMatching(/^Support cannot receive/),
    'Alerts are not mailed: no unmonitored address is set, and it is what they are sent from.',
  ])
  // Set now, it is told what stands still since.
  value(await wanted())
  expect(await needs()).toHaveLength(1)
  await look()
  await mailed(1)
})

test('nobody is mailed unless asked for, and an address that is none is refused at its field', async () => {
  const { connector } = await atWork()
  await fault('in-use', true)
  for (let tries = 0; tries < 3; tries++) await poll(connector.id)
  await look()
  expect(await alerts()).toEqual([])
  const refused = refusal(await wanted({ mailAlertsTo: ['ops@contoso.test', 'ops at contoso'] }))
  expect(refused).toMatchObject({ code: 'invalid-input', fields: [{ path: 'settings.mailAlertsTo' }] })
  expect(refused.sentence).toBe('ops at contoso is not a mail address.')
})

test('sending that stopped is told when it goes on: its alert waits in the outbox as other mail does', async () => {
  const { connector } = await atWork()
  value(await wanted({ mailAlertsTo: ['anna@contoso.test'] }))
  await fault('reset', true)
  for (let tries = 0; tries < 3; tries++) await poll(connector.id)
  await look()
  const waiting = await until(workspace, alerts, (rows) => rows.length === 1 && rows[0]!.state === 'deferred')
  expect(waiting[0]!.why).not.toBeNull()
  await fault('reset', false)
  await poll(connector.id)
  clock.pass(2 * 3600_000)
  await until(workspace, alerts, (rows) => rows.some(({ state }) => state === 'sent'))
})
