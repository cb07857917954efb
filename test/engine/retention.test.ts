import Database from 'better-sqlite3'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Policy } from '../../src/domain/policy.ts'
import { aClock, type ClockByHand } from './aClock.ts'
import { anEnabledConnector, aWorkspace, ended, refusal, until, value, type TestWorkspace } from './aWorkspace.ts'
import { anotherClient } from './anotherClient.ts'
import { handOver } from './handOver.ts'

const day = 24 * 3600_000
let clock: ClockByHand
let workspace: TestWorkspace
let policy: Policy = { state: 'none' }
beforeEach(async () => {
  clock = aClock()
  policy = { state: 'none' }
  workspace = await aWorkspace({ practice: true, clock, policy: () => policy })
})
afterEach(() => workspace.stop())

/** Days go by, and what retention does once a day is done. */
async function pass(days: number) {
  for (let gone = 0; gone < days; gone++) {
    await clock.awaited(day)
    clock.pass(day)
  }
  await clock.awaited(day)
}
const raw = (id: string, headers: readonly string[] = [], text = `canary-${id}`) =>
  [
    'From: Anna <anna@contoso.test>',
    'To: support@practice.test',
    `Subject: About ${id}`,
    `Message-ID: <${id}@contoso.test>`,
    ...headers,
    '',
    text,
    '',
  ].join('\n')
const poll = async (connectorId: string) =>
  void (await ended(workspace, await workspace.client.receiving.poll({ connectorId })))
const items = async () => value(await workspace.client.items.list({})).rows
const item = async (id: string) => value(await workspace.client.items.get({ id }))
const setState = async (id: string, state: 'closed' | 'to-do') =>
  value(await workspace.client.items.setState({ id, revision: (await item(id)).revision, state }))
const settings = () => workspace.client.settings.get({}).then(value)
const keep = async (retentionDays: number | null) => {
  const { revision, settings: now } = await settings()
  return workspace.client.settings.save({ revision, settings: { ...now, retentionDays } })
}
const asked = async (days: number | null) => value(await workspace.client.settings.retention({ days }))
/** Until the sweep that a move of the clock or a change began has removed so many mails in all. */
const removed = (mails: number) =>
  until(
    workspace,
    () => asked(null),
    ({ last }) => last?.mails === mails,
  )
const stored = () => {
  const database = new Database(workspace.path, { readonly: true })
  try {
    return database.prepare('select count(*) from source').pluck().get() as number
  } finally {
    database.close()
  }
}
/** A work item of one mail, closed. */
async function closedItem(id: string, connectorId: string, source = raw(id)) {
  await handOver(workspace, source)
  await poll(connectorId)
  const made = (await items()).find(({ subject }) => subject === `About ${id}`)!
  await setState(made.id, 'closed')
  return made.id
}

test('raw mail goes so many days after its item closed; the item, its thread and the digests stay', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const id = await closedItem(
    'one',
    connector.id,
    raw('one', ['Reply-To: desk@contoso.test', 'Cc: Cy <cy@contoso.test>']),
  )
  value(await keep(30))
  await pass(29)
  expect(await asked(30)).toEqual({ mails: 0, octets: 0, last: null })
  expect((await item(id)).thread[0]!.text).toContain('canary-one')
  await pass(2)
  const { last } = await removed(1)
  expect(last!.octets).toBeGreaterThan(100)
  expect(stored()).toBe(0)
  const view = await item(id)
  expect(view.thread).toMatchObject([
    {
      from: 'Anna <anna@contoso.test>',
      to: ['support@practice.test'],
      cc: ['Cy <cy@contoso.test>'],
      subject: 'About one',
      messageId: '<one@contoso.test>',
      text: null,
      attachments: [],
      removedAt: last!.at,
    },
  ])
  // Whom an answer goes to is still known.
  expect(view.replyTo).toEqual(['desk@contoso.test'])
  // The same mail again is a copy, and a reply finds its item.
  await handOver(workspace, raw('one', ['Reply-To: desk@contoso.test', 'Cc: Cy <cy@contoso.test>']))
  await handOver(workspace, raw('two', ['In-Reply-To: <one@contoso.test>']))
  await poll(connector.id)
  const ledger = value(await workspace.client.receiving.ledger({}))
  expect(ledger.imbalance).toBe(0)
  expect(ledger.counts).toMatchObject({ duplicate: 1, created: 1 })
  expect((await items()).map(({ subject }) => subject).toSorted()).toEqual(['About one', 'About two'])
  const history = value(await workspace.client.activity.list({})).rows.filter(({ action }) =>
    action.includes('retention'),
  )
  expect(history).toMatchObject([{ via: 'engine', changes: [{ field: 'mails', to: '1' }, { field: 'size' }] }])
})

test('the setting is off at first, is in the activity, and says beforehand what would go', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await closedItem('one', connector.id)
  await pass(400)
  expect((await settings()).settings.retentionDays).toBeNull()
  expect(stored()).toBe(1)
  expect(await asked(365)).toMatchObject({ mails: 1 })
  expect(await asked(500)).toMatchObject({ mails: 0, octets: 0 })
  expect(refusal(await keep(0)).code).toBe('invalid-input')
  value(await keep(365))
  await removed(1)
  const changed = value(await workspace.client.activity.list({})).rows.find(({ action }) => action === 'edited')!
  expect(changed.changes).toEqual([{ field: 'retentionDays', from: null, to: '365' }])
})

test('an item that is reopened keeps its mail, and its days begin anew when it is closed again', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const [one, two] = [await closedItem('one', connector.id), await closedItem('two', connector.id)]
  value(await keep(30))
  await pass(20)
  await setState(one, 'to-do')
  await pass(20)
  await removed(1)
  expect((await item(one)).thread[0]!.text).toContain('canary-one')
  expect((await item(two)).thread[0]!.text).toBeNull()
  await setState(one, 'closed')
  await pass(29)
  expect(await asked(30)).toMatchObject({ mails: 0 })
  await pass(2)
  await until(
    workspace,
    () => item(one),
    ({ thread }) => thread[0]!.text === null,
  )
})

test('a route test stays, and so do the bytes of a copy in Set aside', async () => {
  const { connector } = await anEnabledConnector(workspace)
  // The very same bytes twice: the copy waits in Set aside.
  const twice = Buffer.from(raw('kept').replaceAll('\n', '\r\n'))
  await anotherClient(workspace, async (client) => {
    await client.append('INBOX', twice)
    await client.append('INBOX', twice)
  })
  await poll(connector.id)
  await setState((await items())[0]!.id, 'closed')
  expect(stored()).toBe(1)
  const [mail] = (await item(await closedItem('tested', connector.id))).thread
  value(
    await workspace.client.proving.addTest({ name: 'Tested', connectorId: connector.id, mail: { mailId: mail!.id } }),
  )
  await closedItem('goes', connector.id)
  value(await keep(1))
  await pass(3)
  await removed(1)
  const texts = await Promise.all((await items()).map(async ({ id }) => (await item(id)).thread[0]!.text !== null))
  expect(texts.filter(Boolean)).toHaveLength(2)
  const { rows, removed: gone } = value(await workspace.client.proving.storedMail({}))
  expect(rows.map(({ subject }) => subject)).not.toContain('About goes')
  expect(gone).toBe(1)
})

test('a mail that is gone is refused with the reason: saved as a file, tried, and its answer let go again', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const id = await closedItem('one', connector.id)
  value(await keep(1))
  await pass(2)
  await removed(1)
  const mailId = (await item(id)).thread[0]!.id
  expect(refusal(await workspace.client.proving.source({ mailId })).sentence).toContain(
    'Retention removed this mail on 2026-11-',
  )
  expect(refusal(await workspace.client.aside.source({ id: mailId })).sentence).toContain('Retention removed')
  const tried = value(await workspace.client.proving.try({ connectorId: connector.id, mails: [{ mailId }] }))
  expect(tried.mails[0]).toMatchObject({ outcome: 'not-read' })
  expect(JSON.stringify(tried)).toContain('proving.not-read.removed')
  // A route can still be made from what is left.
  value(await workspace.client.aside.routeProposal({ id: mailId }))
})

test('mail that Put back would need stays, however long its item is closed', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const id = await closedItem('one', connector.id)
  const database = new Database(workspace.path)
  const longAgo = new Date(clock.now() - 40 * day).toISOString()
  database.prepare('update item set closed_at = ? where id = ?').run(longAgo, id)
  database.prepare('update item_mail set at = ?').run(longAgo)
  database.close()
  expect(await asked(30)).toMatchObject({ mails: 0 })
  clock.pass(3600_000)
  expect(await asked(30)).toMatchObject({ mails: 1 })
})

test('a policy that forbids removing mail holds retention up, and the setting is refused with the reason', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await closedItem('one', connector.id)
  value(await keep(5))
  policy = { state: 'set', path: '/p', file: { format: 'waypost-policy', version: 1, removeMail: 'never' } }
  await pass(10)
  expect(refusal(await keep(3)).fields?.[0]?.path).toBe('settings.retentionDays')
  expect(stored()).toBe(1)
  // Longer forbidden than removed: what is set already can be given up.
  value(await keep(null))
  policy = { state: 'none' }
  value(await keep(5))
  await removed(1)
})

test('a copied workspace removes nothing until it is resumed', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await closedItem('one', connector.id)
  await workspace.restart(() => {
    const database = new Database(workspace.path)
    database.exec(`update setting set value = '"another machine"' where key = 'machine'`)
    database.close()
  })
  value(await keep(1))
  await pass(9)
  expect(value(await workspace.client.workspace.info({})).paused).not.toBeNull()
  expect(stored()).toBe(1)
  const view = value(await workspace.client.connectors.get({ id: connector.id }))
  value(await workspace.client.connectors.resume({ id: connector.id, revision: view.revision, start: null }))
  await removed(1)
})

test('a configuration from elsewhere never begins to remove mail', async () => {
  value(await keep(7))
  const { configuration } = value(await workspace.client.transfer.export({}))
  expect(JSON.stringify(configuration)).not.toContain('retentionDays')
  const given = configuration as { settings: object }
  expect(
    refusal(
      await workspace.client.transfer.import({
        configuration: { ...given, settings: { ...given.settings, retentionDays: 1 } },
        basis: null,
      }),
    ).sentence,
  ).toContain('settings')
})

test('the bytes are gone from the file: of a mail that was not sealed, found nowhere once the sweep has ended', async () => {
  const { connector } = await anEnabledConnector(workspace)
  // Longer than a page, so that it lies in pages of its own; unsealed, so that it could be found at all.
  const text = Array.from({ length: 400 }, (_, line) => `canary-on-line-${line}-of-a-long-mail`).join('\n')
  const id = await closedItem('canary', connector.id, raw('canary', [], text))
  const source = Buffer.from(raw('canary', [], text).replaceAll('\n', '\r\n'))
  let sha256 = ''
  await workspace.restart(() => {
    const database = new Database(workspace.path)
    const changes = database.prepare('update source set sealed = 0, bytes = ?').run(source).changes
    expect(changes).toBe(1)
    sha256 = database.prepare('select sha256 from source').pluck().get() as string
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.close()
  })
  expect(Buffer.from((await item(id)).thread[0]!.text!).includes('canary-on-line-399')).toBe(true)
  const files = () => ['', '-wal'].map((part) => `${workspace.path}${part}`).filter(existsSync)
  const found = () => files().some((file) => readFileSync(file).includes('canary-on-line-'))
  expect(found()).toBe(true)
  value(await keep(1))
  await pass(2)
  await removed(1)
  expect(found()).toBe(false)
  // The digest stays: it is how a copy is known.
  expect(files().some((file) => readFileSync(file).includes(sha256))).toBe(true)
})

test('many mails go in small transactions; a sweep that is ended in the middle is counted on by the next one', async () => {
  const { connector } = await anEnabledConnector(workspace)
  for (let at = 0; at < 25; at++)
    value(await workspace.client.practice.deliver({ subject: `About ${at}`, text: `Text ${at}.` }))
  await poll(connector.id)
  for (const { id } of await items()) await setState(id, 'closed')
  await pass(3)
  value(await keep(1))
  // It has just begun: the engine ends behind the transaction that is under way.
  await workspace.restart()
  const { last } = await removed(25)
  expect(last).not.toBeNull()
  expect(stored()).toBe(0)
  const lines = value(await workspace.client.activity.list({})).rows.filter(({ action }) =>
    action.includes('retention'),
  )
  expect(lines.map(({ changes }) => changes[0]!.to)).toEqual(['25'])
})
