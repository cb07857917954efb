import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import {
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
  value(await workspace.client.practice.setFault({ name: 'to-rewritten', on: true }))
})
afterEach(() => workspace.stop())

const aRoute = async (connectorId: string, processId: string, emailAddress: string) =>
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
      },
    }),
  )
/** Sends a mail through the practice server, polls, and answers the route of the work item that it became. */
const arrive = async (connectorId: string, to: string, subject: string) => {
  const { client } = workspace
  const { id } = value(await client.outbox.compose({ from: 'support@practice.test', to: [to], subject, text: '.' }))
  await until(
    workspace,
    async () => value(await client.outbox.get({ id })).state,
    (state) => state === 'sent',
  )
  await ended(workspace, await client.receiving.poll({ connectorId }))
  const [made] = value(await client.items.list({ search: subject })).rows
  return value(await client.items.get({ id: made!.id })).route?.name
}
const seen = async (id: string) => value(await workspace.client.connectors.rewrites({ id })).seen
const revisionOf = async (id: string) => value(await workspace.client.connectors.get({ id })).revision

test('a rewritten To is noticed and said, and mail takes its route once the delivery header is trusted', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  const { id } = connector
  await aRoute(id, process.id, 'info@practice.test')
  expect(await arrive(id, 'info@practice.test', 'First')).toBe('Fallback')
  expect(await arrive(id, 'info@practice.test', 'Second')).toBe('Fallback')
  const [one, ...others] = await seen(id)
  expect(others).toEqual([])
  expect(one).toMatchObject({
    address: 'info@practice.test',
    header: 'X-Original-To',
    arrivedAs: 'support@practice.test',
    mails: 2,
    canTrust: true,
  })
  expect(say(one!.word)).toMatch(
    /^2 mails of Support since \d+ \w+ were delivered to info@practice\.test and arrived with To: support@practice\.test\./,
  )
  expect(value(await workspace.client.overview.get({})).needs.map(({ word }) => word.key)).toContain('rewrites.seen')

  const trusting = value(
    await workspace.client.connectors.trustHeader({ id, revision: await revisionOf(id), header: one!.header }),
  )
  expect(trusting).toMatchObject({ deliveryHeader: 'X-Original-To', enabled: true, pending: [] })
  expect(trusting.incoming.proved, 'no part of the proof').toBe(true)
  expect(await seen(id)).toEqual([])
  expect(await arrive(id, 'info@practice.test', 'Third')).toBe('Info')
  const { rows } = value(await workspace.client.activity.list({ objectId: id }))
  expect(rows[0]).toMatchObject({
    action: 'edited',
    changes: [{ field: 'deliveryHeader', from: null, to: 'X-Original-To' }],
  })
})

test('mail to the primary address, to an address without a route, and unchanged mail are no sign', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  await aRoute(connector.id, process.id, 'info@practice.test')
  expect(await arrive(connector.id, 'support@practice.test', 'Plain')).toBe('Fallback')
  expect(await arrive(connector.id, 'orders@practice.test', 'No route')).toBe('Fallback')
  value(await workspace.client.practice.setFault({ name: 'to-rewritten', on: false }))
  expect(await arrive(connector.id, 'info@practice.test', 'Unchanged')).toBe('Info')
  expect(await seen(connector.id)).toEqual([])
})

test('a sign goes when its route is disabled, and comes back with it', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  const route = await aRoute(connector.id, process.id, 'info@practice.test')
  await arrive(connector.id, 'info@practice.test', 'Rewritten')
  expect(await seen(connector.id)).toHaveLength(1)
  const {
    id,
    revision,
    connectorId,
    class: _c,
    position: _p,
    processPath: _1,
    processLive: _2,
    hits30Days: _3,
    companyNames: _4,
    ...settings
  } = route
  const save = (enabled: boolean, at: number) =>
    workspace.client.routes.saveIncoming({ id, revision: at, connectorId, settings: { ...settings, enabled } })
  value(await save(false, revision))
  expect(await seen(connector.id)).toEqual([])
  value(await save(true, revision + 1))
  expect(await seen(connector.id)).toHaveLength(1)
})

test('only a header that a server may write can be trusted; saved with the rest, or by itself', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const { client } = workspace
  for (const header of ['', 'To', 'resent-to', 'X-Original-To:', 'X Original', 'Zustellung-für']) {
    const refused = refusal(await client.connectors.save(edited(connector, { deliveryHeader: header })))
    expect(
      refused.fields?.map(({ path }) => path),
      header,
    ).toEqual(['deliveryHeader'])
    expect(
      refusal(await client.connectors.trustHeader({ id: connector.id, revision: connector.revision, header })).code,
    ).toBe('invalid-input')
  }
  const saved = value(await client.connectors.save(edited(connector, { deliveryHeader: 'X-Our-Mailbox' })))
  expect(saved).toMatchObject({ deliveryHeader: 'X-Our-Mailbox', pending: [] })
  const kept = value(await client.connectors.save(edited(saved, { owner: 'Anna' })))
  expect(kept.deliveryHeader, 'left out, it stays').toBe('X-Our-Mailbox')
  expect(
    refusal(await client.connectors.trustHeader({ id: saved.id, revision: saved.revision, header: null })).code,
  ).toBe('stale')
  expect(
    value(await client.connectors.trustHeader({ id: saved.id, revision: kept.revision, header: null })).deliveryHeader,
  ).toBeNull()
})

test('an alias route that took nothing for 30 days while the primary address took mail is said', async () => {
  const { connector, process } = await anEnabledConnector(workspace)
  const route = await aRoute(connector.id, process.id, 'info@practice.test')
  const untaken = async () => value(await workspace.client.connectors.rewrites({ id: connector.id })).untaken
  await arrive(connector.id, 'support@practice.test', 'To the primary')
  expect(await untaken(), 'too young').toEqual([])
  await workspace.restart(() => {
    const database = new Database(workspace.path)
    const old = new Date(Date.now() - 40 * 24 * 3600_000).toISOString()
    database.prepare('update connector set running_since = ?').run(old)
    // Activity cannot be changed: the test takes the guard away for a moment, to make the route older than it is.
    const guards = database.prepare("select name, sql from sqlite_master where type = 'trigger'").all() as {
      name: string
      sql: string
    }[]
    for (const { name } of guards) database.exec(`drop trigger ${name}`)
    database.prepare('update history set at = ? where object_id = ?').run(old, route.id)
    for (const { sql } of guards) database.exec(sql)
    database.close()
  })
  const [one] = await untaken()
  expect(one).toMatchObject({ routeId: route.id, address: 'info@practice.test' })
  expect(say(one!.word)).toContain('took no mail in 30 days, while the primary address took 1 mail')
})
