import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import { anotherClient, takeAway } from './anotherClient.ts'
import {
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  practiceConnector,
  refusal,
  value,
  type Save,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const deliver = async (subject: string, text = '.') => value(await workspace.client.practice.deliver({ subject, text }))
const aside = async () => value(await workspace.client.aside.list({})).rows
const counts = async () => {
  const { seen, counts: by, imbalance } = value(await workspace.client.receiving.ledger({}))
  expect(imbalance).toBe(0)
  return { seen, by }
}
const sql = (text: string, ...values: readonly string[]) => {
  const database = new Database(workspace.path)
  database.prepare(text).run(...values)
  database.close()
}
const fetchIt = async (id: string) => ended(workspace, await workspace.client.aside.fetch({ id }))
const inMailbox = (subject: string) =>
  anotherClient(workspace, async (client) => ((await client.search({ subject }, { uid: true })) || []).length)

/** A running connector, and a mail of it that was over the limit. */
async function aGiant(part: Partial<Save> = {}, text = 'x'.repeat(99_000)) {
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(await workspace.client.settings.save({ revision, settings: { ...settings, sizeLimitBytes: 100_000 } }))
  const { connector, process } = await anEnabledConnector(workspace, undefined, part)
  await deliver('Giant', text)
  await poll(connector.id)
  const [row] = await aside()
  expect(row).toMatchObject({ reason: 'too-large', fetchable: true, stored: false })
  return { connector, process, id: row!.id }
}

for (const service of ['other-imap', 'other-pop3'] as const) {
  test(`${service}: a mail over the limit is fetched whole and becomes work like any other; the ledger stays balanced`, async () => {
    const { settings } = await practiceConnector(workspace)
    const { ports, hosts } = value(await workspace.client.practice.get({}))
    const { id } = await aGiant({
      settings:
        service === 'other-imap'
          ? settings
          : { ...settings, incoming: { ...settings.incoming!, service, host: hosts.pop3, port: ports['pop3s']! } },
    })
    const before = await counts()
    expect(before.by).toMatchObject({ quarantined: 1, created: 0 })
    const job = await fetchIt(id)
    expect(job).toMatchObject({ state: 'done', results: ['T-000001'], failure: null })
    expect(say(job.note!)).toBe('It was fetched and became T-000001.')
    expect(await aside()).toEqual([])
    const after = await counts()
    expect(after.seen).toBe(before.seen)
    expect(after.by).toMatchObject({ quarantined: 0, created: 1 })
    expect(value(await workspace.client.receiving.polls({})).rows[0]).toMatchObject({ changedOutcome: 1 })
    const { thread } = value(await workspace.client.items.get({ id: 'T-000001' }))
    expect(thread[0]!.text?.trim()).toHaveLength(99_000)
    expect(value(await workspace.client.activity.list({ objectId: id })).rows).toMatchObject([
      { actor: 'anna', action: 'fetched', changes: [{ field: 'outcome', from: 'quarantined', to: 'T-000001' }] },
    ])
    expect(await inMailbox('Giant')).toBe(1)
    expect(refusal(await workspace.client.aside.fetch({ id })).code).toBe('not-found')
  })
}

test('what is fetched is removed afterwards as the connector says, by the next poll', async () => {
  const { connector, id } = await aGiant()
  value(
    await workspace.client.connectors.save(
      edited(connector, { afterMail: { kind: 'remove' }, withoutSecondSlot: true }),
    ),
  )
  await poll(connector.id)
  expect(await inMailbox('Giant'), 'unread mail stays, whatever the setting').toBe(1)
  await fetchIt(id)
  await poll(connector.id)
  expect(await inMailbox('Giant')).toBe(0)
  expect((await counts()).by).toMatchObject({ created: 1 })
})

test('what is fetched and cannot become work stays set aside with its reason, and is stored now', async () => {
  const { process, id } = await aGiant()
  value(await workspace.client.processes.setLive({ id: process.id, revision: process.revision + 1, live: false }))
  const job = await fetchIt(id)
  expect(job).toMatchObject({ state: 'done', results: [] })
  expect(say(job.note!)).toBe(
    'It was fetched and is kept whole here. It stays set aside: The route that took this mail leads to a process that is not live.',
  )
  expect(await aside()).toMatchObject([{ id, outcome: 'unhandled', stored: true, fetchable: false }])
  expect((await counts()).by).toMatchObject({ unhandled: 1, quarantined: 0 })
  expect(refusal(await workspace.client.aside.fetch({ id })).sentence).toMatch(/^Only mail that was set aside unread/)
})

test('two at once fetch it once', async () => {
  const { id } = await aGiant()
  const [one, two] = await Promise.all([workspace.client.aside.fetch({ id }), workspace.client.aside.fetch({ id })])
  expect(value(one).id).toBe(value(two).id)
  await ended(workspace, one)
  expect((await counts()).by).toMatchObject({ created: 1 })
})

test('a mail that another client took meanwhile is said to be gone, and the list says so from then on', async () => {
  const { id } = await aGiant()
  expect(await takeAway(workspace, 'Giant')).toBe(1)
  const job = await fetchIt(id)
  expect(job).toMatchObject({ state: 'failed', failure: { code: 'message-gone' } })
  expect(say(job.note!)).toBe(
    'The mail is no longer in INBOX: another client took or deleted it. Look in the mailbox’s other folders.',
  )
  expect(await aside()).toMatchObject([{ id, reason: 'gone', fetchable: false }])
  expect((await counts()).by).toMatchObject({ quarantined: 1 })
  expect(value(await workspace.client.activity.list({ objectId: id })).rows).toMatchObject([{ action: 'found gone' }])
})

test('after the server gave the folder new numbers nothing is fetched in its place', async () => {
  const { id } = await aGiant()
  value(await workspace.client.practice.setFault({ name: 'uidvalidity-changed', on: true }))
  const job = await fetchIt(id)
  expect(job.state).toBe('failed')
  expect(say(job.note!)).toMatch(/^The server gave INBOX new numbers since this mail was seen/)
  expect(await aside()).toMatchObject([{ id, reason: 'too-large', fetchable: true }])
})

test('another mailbox than the one it was seen in is not asked', async () => {
  const { id } = await aGiant()
  sql(`update epoch set key = 'another'`)
  expect(refusal(await workspace.client.aside.fetch({ id })).sentence).toMatch(
    /^Support reads another server, user or mailbox now/,
  )
})

test('a mail over the ceiling is refused with its size', async () => {
  const { id } = await aGiant()
  sql('update mail set size = 209715200 where id = ?', id)
  expect(refusal(await workspace.client.aside.fetch({ id })).sentence).toBe(
    'The mail has 200 MB, and at most 100 MB are fetched. It stays in the mailbox: save it there with a mail program.',
  )
})

test('a server that does not answer is named with why; nothing is changed and it can be fetched again', async () => {
  const { id } = await aGiant()
  value(await workspace.client.practice.setFault({ name: 'bye', on: true }))
  const job = await fetchIt(id)
  expect(job.state).toBe('failed')
  expect(say(job.note!)).toMatch(/did not hand out the mail: .+ Nothing was changed\. Fetch it again/)
  value(await workspace.client.practice.clearFaults({}))
  expect((await fetchIt(id)).state).toBe('done')
})

test('with the vault locked, or for a viewer, nothing is fetched', async () => {
  const { id } = await aGiant()
  expect(refusal(await workspace.as({ name: 'vera', via: 'web', role: 'viewer' }).aside.fetch({ id })).code).toBe(
    'not-permitted',
  )
  await workspace.restart(() => workspace.keychain.be('locked'))
  expect(refusal(await workspace.client.aside.fetch({ id }))).toMatchObject({ code: 'vault-locked' })
  expect(await aside()).toMatchObject([{ id, fetchable: true }])
})
