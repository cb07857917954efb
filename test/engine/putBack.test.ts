import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { say } from '../../src/words/index.ts'
import { anotherClient } from './anotherClient.ts'
import {
  aProvedConnector,
  aWorkspace,
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
afterEach(async () => {
  vi.useRealTimers()
  await workspace.stop()
})

const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const deliver = async (subject: string) => value(await workspace.client.practice.deliver({ subject, text: '.' }))
const get = async (id: string) => value(await workspace.client.connectors.get({ id }))
const items = async () => value(await workspace.client.items.list({})).rows
const inbox = (folder = 'INBOX') =>
  anotherClient(
    workspace,
    async (client) => {
      const mails: { subject: string; unread: boolean; date: number }[] = []
      if (client.mailbox !== false && client.mailbox.exists > 0)
        for await (const { envelope, flags, internalDate } of client.fetch('1:*', {
          envelope: true,
          flags: true,
          internalDate: true,
        }))
          mails.push({
            subject: envelope?.subject ?? '',
            unread: !flags?.has('\\Seen'),
            date: Math.floor(new Date(internalDate ?? 0).getTime() / 1000),
          })
      return mails.toSorted((a, b) => a.subject.localeCompare(b.subject) || a.date - b.date)
    },
    folder,
  )

/** Held, then switched on with all that waits; and what the mailbox held before. */
async function started(part: Partial<Save> = {}) {
  const { connector, wanted } = await aProvedConnector(workspace, part)
  const held = value(
    await workspace.client.connectors.enable({
      id: connector.id,
      revision: connector.revision,
      receiving: 'held',
      setProcessLive: true,
    }),
  )
  const before = await inbox()
  const on = value(
    await workspace.client.connectors.setReceiving({
      id: held.id,
      revision: held.revision,
      to: 'on',
      start: { from: 'all' },
    }),
  )
  await poll(on.id)
  return { connector: on, wanted, before }
}
const putBack = async (id: string) =>
  ended(workspace, await workspace.client.golive.putBack({ id, revision: (await get(id)).revision }))

const fates: readonly (readonly [string, Save['afterMail']])[] = [
  ['kept', { kind: 'keep', days: null }],
  ['removed', { kind: 'remove' }],
  ['moved', { kind: 'move', folder: 'Archive' }],
]
test.each(fates)('mail that was %s is in the folder as before, and its work is withdrawn', async (_, afterMail) => {
  const { connector, before } = await started({ afterMail })
  const made = (await items()).length
  expect(made).toBeGreaterThan(2)
  if (afterMail.kind !== 'keep') expect(await inbox()).toEqual([])
  const preview = value(await workspace.client.golive.putBackPreview({ id: connector.id }))
  expect(preview).toMatchObject({ kind: 'receiving', receiving: 'held', mails: before.length, gone: 0, staying: [] })
  expect(preview.withdrawn).toHaveLength(made)

  const job = await putBack(connector.id)
  expect(job.state).toBe('done')
  expect(say(job.note!)).toContain(`${before.length} mails are as before`)
  expect(await inbox()).toEqual(before)
  if (afterMail.kind === 'move') expect(await inbox('Archive')).toEqual([])
  expect(await items()).toEqual([])
  expect(await get(connector.id)).toMatchObject({ receiving: 'held', enabled: true, sending: true })
  const ledger = value(await workspace.client.receiving.ledger({}))
  expect([ledger.seen, ledger.imbalance]).toEqual([0, 0])
  // Nothing of it counts as a copy: started again, all of it becomes work again, under new numbers.
  const first = preview.withdrawn.toSorted().at(-1)!
  value(
    await workspace.client.connectors.setReceiving({
      id: connector.id,
      revision: (await get(connector.id)).revision,
      to: 'on',
      start: { from: 'all' },
    }),
  )
  await poll(connector.id)
  expect(await items()).toHaveLength(made)
  expect((await items()).every(({ id }) => id > first)).toBe(true)
})

test('a return that breaks off leaves receiving stopped and nothing lost, and goes on where it stopped', async () => {
  const { connector, before } = await started({ afterMail: { kind: 'remove' } })
  const made = (await items()).length
  value(await workspace.client.practice.setFault({ name: 'quota', on: true }))
  expect(await putBack(connector.id)).toMatchObject({ state: 'failed', results: [] })
  expect(await get(connector.id)).toMatchObject({ receiving: 'held', enabled: true })
  expect(await items()).toHaveLength(made)
  expect(value(await workspace.client.receiving.ledger({})).imbalance).toBe(0)
  value(await workspace.client.practice.clearFaults({}))
  // Also after the hour: what was begun is brought to its end.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3600_000 })
  expect(value(await workspace.client.golive.putBackPreview({ id: connector.id }))).toMatchObject({
    begun: true,
    mails: before.length,
  })
  expect((await putBack(connector.id)).state).toBe('done')
  expect(await items()).toEqual([])
  expect((await inbox()).map(({ subject }) => subject)).toEqual(before.map(({ subject }) => subject))
})

test('what somebody worked on stays with its mail, and is named', async () => {
  const { connector, before } = await started({ afterMail: { kind: 'remove' } })
  const [worked, ...others] = await items()
  const item = value(await workspace.client.items.get({ id: worked!.id }))
  value(await workspace.client.items.setState({ id: item.id, revision: item.revision, state: 'in-progress' }))
  const preview = value(await workspace.client.golive.putBackPreview({ id: connector.id }))
  expect(preview.staying.map(({ id }) => id)).toEqual([worked!.id])
  expect((await putBack(connector.id)).state).toBe('done')
  expect((await items()).map(({ id }) => id)).toEqual([worked!.id])
  expect(await inbox()).toHaveLength(before.length - item.thread.length)
  expect(others.length).toBeGreaterThan(0)
  const { imbalance } = value(await workspace.client.receiving.ledger({}))
  expect(imbalance).toBe(0)
  // Kept mail below the last known number is met again.
  value(
    await workspace.client.connectors.setReceiving({
      id: connector.id,
      revision: (await get(connector.id)).revision,
      to: 'on',
      start: { from: 'all' },
    }),
  )
  await poll(connector.id)
  expect(await items()).toHaveLength(1 + others.length)
})

test('kept mail that lies before mail of work that stays is met again', async () => {
  const { connector } = await started()
  const all = (await items()).length
  await deliver('Last')
  await poll(connector.id)
  const last = value(await workspace.client.items.get({ id: (await items())[0]!.id }))
  expect(last.subject).toBe('Last')
  value(await workspace.client.items.setState({ id: last.id, revision: last.revision, state: 'closed' }))
  await putBack(connector.id)
  expect((await items()).map(({ subject }) => subject)).toEqual(['Last'])
  value(
    await workspace.client.connectors.setReceiving({
      id: connector.id,
      revision: (await get(connector.id)).revision,
      to: 'on',
      start: { from: 'all' },
    }),
  )
  await poll(connector.id)
  expect(await items()).toHaveLength(all + 1)
})

test('POP3: mail that was removed is gone, which is said; nothing is lost of it', async () => {
  const { settings } = await practiceConnector(workspace)
  const { ports, hosts } = value(await workspace.client.practice.get({}))
  const incoming = { ...settings.incoming!, service: 'other-pop3' as const, host: hosts.pop3, port: ports['pop3s']! }
  const { connector } = await started({ settings: { ...settings, incoming }, afterMail: { kind: 'remove' } })
  const made = (await items()).length
  const preview = value(await workspace.client.golive.putBackPreview({ id: connector.id }))
  expect(preview).toMatchObject({ pop3: true, mails: 0, withdrawn: [] })
  expect(preview.gone).toBeGreaterThan(0)
  expect((await putBack(connector.id)).state).toBe('done')
  expect(await items()).toHaveLength(made)
  expect((await get(connector.id)).receiving).toBe('held')
})

test('mail of the mailbox that was read before is not put into the one that is read now', async () => {
  const { connector } = await started({ afterMail: { kind: 'remove' } })
  const made = (await items()).length
  const now = await get(connector.id)
  const anna = 'anna@contoso.test'
  const saved = value(
    await workspace.client.connectors.save(
      edited(now, { settings: { ...now.draft, primaryAddress: anna, username: anna }, password: 'practice' }),
    ),
  )
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: saved.id }))
  value(await workspace.client.connectors.enable({ id: saved.id, revision: saved.revision, start: { from: 'now' } }))
  const preview = value(await workspace.client.golive.putBackPreview({ id: connector.id }))
  expect(preview).toMatchObject({ mails: 0, withdrawn: [] })
  expect(preview.gone).toBeGreaterThan(0)
  expect((await putBack(connector.id)).state).toBe('done')
  expect(await items()).toHaveLength(made)
  expect(value(await workspace.client.receiving.ledger({})).imbalance).toBe(0)
})

test('acknowledgements that wait are not sent any more; those that were sent are counted', async () => {
  const { connector: proved, wanted } = await aProvedConnector(workspace)
  const connector = value(
    await workspace.client.connectors.save({
      ...wanted,
      id: proved.id,
      revision: proved.revision,
      password: null,
      fallback: { ...wanted.fallback, sendAutomatedEmails: true },
    }),
  )
  value(
    await workspace.client.connectors.enable({
      id: connector.id,
      revision: connector.revision,
      start: { from: 'all' },
      setProcessLive: true,
    }),
  )
  await poll(connector.id)
  const waiting = value(await workspace.client.outbox.list({ state: 'queued' })).total
  expect(waiting).toBeGreaterThan(0)
  expect(value(await workspace.client.golive.putBackPreview({ id: connector.id })).acknowledgements).toEqual({
    sent: 0,
    waiting,
  })
  await putBack(connector.id)
  expect(value(await workspace.client.outbox.list({ state: 'queued' })).total).toBe(0)
  expect(value(await workspace.client.outbox.list({ state: 'failed' })).total).toBe(waiting)
})

test('after its hour, and twice, putting back is refused; what was stale too, and nothing is changed', async () => {
  const { connector } = await started()
  expect(
    refusal(await workspace.client.golive.putBack({ id: connector.id, revision: connector.revision - 1 })).code,
  ).toBe('stale')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61 * 60_000 })
  const refused = refusal(await workspace.client.golive.putBack({ id: connector.id, revision: connector.revision }))
  expect(refused.sentence).toContain('for the first hour')
  expect((await get(connector.id)).receiving).toBe('on')
  vi.useRealTimers()
  await putBack(connector.id)
  expect(refusal(await workspace.client.golive.putBackPreview({ id: connector.id })).code).toBe('refused')
})

test('numbers of withdrawn work are not given again after a restart, and the workspace is not taken for an older one', async () => {
  const { connector } = await started()
  const last = (await items())
    .map(({ id }) => id)
    .toSorted()
    .at(-1)!
  await putBack(connector.id)
  await workspace.restart()
  expect(value(await workspace.client.workspace.info({})).paused).toBeNull()
  value(
    await workspace.client.connectors.setReceiving({
      id: connector.id,
      revision: (await get(connector.id)).revision,
      to: 'on',
      start: { from: 'all' },
    }),
  )
  await poll(connector.id)
  expect((await items()).every(({ id }) => id > last)).toBe(true)
})
