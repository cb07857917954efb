import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../../src/contract/define.ts'
import type { Job, JobRow } from '../../src/contract/shapes.ts'
import { say } from '../../src/words/index.ts'
import { anotherClient } from './anotherClient.ts'
import {
  aProcess,
  aProvedConnector,
  aSavedConnector,
  aWorkspace,
  administrator,
  edited,
  ended,
  practiceConnector,
  refusal,
  until,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const get = async (id: string) => value(await workspace.client.connectors.get({ id }))
const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const letter = (subject: string) =>
  `From: anna@contoso.test\r\nTo: support@practice.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@contoso.test>\r\n\r\n.\r\n`
const put = (folder: string, subject: string) =>
  anotherClient(workspace, async (client) => void (await client.append(folder, letter(subject))))
const folders = (...paths: readonly string[]) =>
  anotherClient(workspace, async (client) => {
    for (const path of paths) await client.mailboxCreate(path)
  })
const subjectsIn = (folder: string) =>
  anotherClient(
    workspace,
    async (client) => {
      const subjects: string[] = []
      if (client.mailbox !== false && client.mailbox.exists > 0)
        for await (const { envelope } of client.fetch('1:*', { envelope: true })) subjects.push(envelope?.subject ?? '')
      return subjects
    },
    folder,
  )
const stepsOf = ({ steps }: JobRow) =>
  steps.map(({ word, state }) => `${word.key.replace('golive.step.', '')} ${state}`)

/** An enabled connector that reads a holding folder; it sends nothing, so that many share one mailbox. */
async function waiting(number: number, processId: string) {
  const { client } = workspace
  const { settings, ...wanted } = await practiceConnector(workspace, {
    name: `Queue ${number}`,
    fallback: { processId, ticketCategory: null, forAttention: null, sendAutomatedEmails: false, testMode: false },
  })
  const saved = value(
    await client.connectors.save({
      ...wanted,
      settings: { ...settings, primaryAddress: `queue${number}@practice.test` },
    }),
  )
  const held = value(
    await client.golive.hold({
      id: saved.id,
      revision: saved.revision,
      folders: { folder: `Holding ${number}`, realFolder: `Real ${number}` },
      create: true,
    }),
  )
  await ended(workspace, await client.diagnosis.start({ connectorId: held.id, sides: ['incoming'] }))
  return value(
    await client.connectors.enable({ id: held.id, revision: held.revision, sending: false, receiving: 'on' }),
  )
}

test('twenty connectors leave their holding folders; three fail at different steps, and stay as they were', async () => {
  const { client } = workspace
  const numbers = Array.from({ length: 20 }, (_, at) => at + 1)
  await folders(...numbers.map((number) => `Real ${number}`))
  const process = await aProcess(workspace, 'queue1@practice.test')
  const connectors = []
  for (const number of numbers) connectors.push(await waiting(number, process.id))
  expect(connectors.map(({ incoming }) => incoming.mark?.word.key)).toEqual(numbers.map(() => 'state.holding-folder'))
  // Nothing is taken from a holding folder, whatever its switch says; that mail arrives there is said.
  await put('Holding 2', 'In the wrong place')
  await poll(connectors[1]!.id)
  expect((await get(connectors[1]!.id)).lastPoll?.waiting).toBe(1)
  expect(value(await client.items.list({})).total).toBe(0)
  expect(value(await client.golive.holding({ id: connectors[1]!.id }))).toMatchObject({
    exists: true,
    mails: 1,
    recent: 1,
  })

  const [pending, gone, asking] = [connectors[4]!, connectors[8]!, connectors[12]!]
  value(
    await client.connectors.save(
      edited(await get(pending.id), { settings: { ...pending.draft, addressFamily: 'ipv4' } }),
    ),
  )
  await anotherClient(workspace, async (imap) => void (await imap.mailboxDelete('Real 9')))
  await put('Real 13', 'Waits already')
  await put('Holding 13', 'Waits here')
  const before = new Map(await Promise.all(connectors.map(async ({ id }) => [id, await get(id)] as const)))

  const job = await ended(workspace, await client.golive.switch({ ids: connectors.map(({ id }) => id) }))
  expect(job.state).toBe('done')
  expect(say(job.note!)).toBe('17 of 20 connectors receive. 3 failed and are as before.')
  const row = (id: string) => job.rows.find((each) => each.id === id)!
  expect(stepsOf(row(pending.id))).toEqual(['repoint failed'])
  expect(stepsOf(row(gone.id))).toEqual(['repoint undone', 'test failed'])
  expect(stepsOf(row(asking.id))).toEqual(['repoint undone', 'test done', 'enable failed'])
  expect(say(row(asking.id).word!)).toContain('1 mails wait in Real 13')
  for (const { id } of connectors) {
    const [was, is] = [before.get(id)!, await get(id)]
    if ([pending.id, gone.id, asking.id].includes(id)) {
      expect({ ...is, revision: 0, incoming: null, pending: null }).toEqual({
        ...was,
        revision: 0,
        incoming: null,
        pending: null,
      })
      expect(is.incoming.mark?.word.key).toBe('state.holding-folder')
      expect(is.running?.incoming?.folder).toMatch(/^Holding/)
    } else {
      expect(is.running?.incoming?.folder).toMatch(/^Real/)
      expect(is.incoming.mark?.word.key).toBe('state.on')
      expect(stepsOf(row(id))).toEqual(['repoint done', 'test done', 'enable done'])
    }
  }
  expect(await subjectsIn('Holding 13')).toEqual(['Waits here'])
  expect(await subjectsIn('Holding 2')).toEqual(['In the wrong place'])

  // Back into the holding folder, with the mail that came meanwhile where it was.
  const first = connectors[0]!
  await put('Real 1', 'Too early')
  await poll(first.id)
  expect(value(await client.golive.putBackPreview({ id: first.id }))).toMatchObject({
    kind: 'holding-folder',
    mails: 1,
  })
  await ended(workspace, await client.golive.putBack({ id: first.id, revision: (await get(first.id)).revision }))
  expect((await get(first.id)).running?.incoming?.folder).toBe('Holding 1')
  expect((await get(first.id)).pending).toEqual([])
  expect(await subjectsIn('Real 1')).toEqual(['Too early'])
  const { imbalance } = value(await client.receiving.ledger({}))
  expect(imbalance).toBe(0)
}, 60_000)

test('put back, nothing is taken from the holding folder, also where the two folders were cleared meanwhile', async () => {
  const { client } = workspace
  await folders('Real 1')
  const { id } = await waiting(1, (await aProcess(workspace, 'queue1@practice.test')).id)
  await put('Holding 1', 'In the wrong place')
  expect(say((await ended(workspace, await client.golive.switch({ ids: [id] }))).note!)).toBe('1 connector receives.')
  value(await client.golive.hold({ id, revision: (await get(id)).revision, folders: null }))

  await ended(workspace, await client.golive.putBack({ id, revision: (await get(id)).revision }))
  const back = await get(id)
  expect(back).toMatchObject({ running: { incoming: { folder: 'Holding 1' } }, pending: [] })
  expect(back.incoming.mark?.word.key).toBe('state.holding-folder')
  await poll(id)
  expect(value(await client.items.list({})).total).toBe(0)
  expect(await subjectsIn('Holding 1')).toEqual(['In the wrong place'])
  const { rows } = value(await client.golive.checklist({}))
  expect(rows[0]!.lines.find((line) => line.id === 'holding')?.state).toBe('danger')
  // It can go live once more: the real folder is known again.
  expect(say((await ended(workspace, await client.golive.switch({ ids: [id] }))).note!)).toBe('1 connector receives.')
  expect((await get(id)).running?.incoming?.folder).toBe('Real 1')
})

test('put back after a split or with a new password, the holding folder is read by its own connector, signed in as now', async () => {
  const { client } = workspace
  await folders('Real 1', 'Real 2')
  const process = await aProcess(workspace, 'queue1@practice.test')
  const [first, second] = [await waiting(1, process.id), await waiting(2, process.id)]
  await ended(workspace, await client.golive.switch({ ids: [first.id, second.id] }))
  const split = value(
    await client.golive.split({ id: first.id, revision: (await get(first.id)).revision, name: 'Queue 1 in' }),
  )
  const saved = value(await client.connectors.save(edited(await get(second.id), { password: 'practice' })))
  await ended(workspace, await client.diagnosis.start({ connectorId: second.id, sides: ['incoming'] }))
  value(await client.connectors.enable({ id: second.id, revision: saved.revision, sending: false, receiving: 'on' }))

  for (const [id, useFor, folder] of [
    [split.incoming.id, 'incoming', 'Holding 1'],
    [second.id, 'both', 'Holding 2'],
  ] as const) {
    const { revision } = await get(id)
    expect((await ended(workspace, await client.golive.putBack({ id, revision }))).state).toBe('done')
    const back = await get(id)
    expect(back).toMatchObject({ running: { useFor, incoming: { folder } }, pending: [] })
    expect(back.incoming.mark?.word.key).toBe('state.holding-folder')
    expect((await poll(id)).state).toBe('done')
  }
})

test('another holding folder is chosen while receiving is held alone: the mail of the old one is never taken', async () => {
  const { client } = workspace
  await folders('Real 1')
  const { id } = await waiting(1, (await aProcess(workspace, 'queue1@practice.test')).id)
  await put('Holding 1', 'In the wrong place')
  const move = async (folder: string, realFolder: string) =>
    client.golive.hold({ id, revision: (await get(id)).revision, folders: { folder, realFolder }, create: true })
  expect(refusal(await move('Holding 9', 'Real 1')).sentence).toContain('Set receiving to Held first')
  expect((await get(id)).holding).toEqual({ folder: 'Holding 1', realFolder: 'Real 1' })
  // What is read stays what it is.
  value(await move('Holding 1', 'INBOX'))
  await poll(id)

  const { revision } = await get(id)
  value(await client.connectors.setReceiving({ id, revision, to: 'held' }))
  value(await move('Holding 9', 'Real 1'))
  await poll(id)
  await ended(workspace, await client.diagnosis.start({ connectorId: id, sides: ['incoming'] }))
  const proved = await get(id)
  value(await client.connectors.enable({ id, revision: proved.revision, sending: false, receiving: 'on' }))
  await poll(id)
  expect((await get(id)).incoming.mark?.word.key).toBe('state.holding-folder')
  expect(value(await client.items.list({})).total).toBe(0)
})

test('a holding folder that somebody deleted is a danger of the checklist', async () => {
  const { client } = workspace
  await folders('Real 1')
  const { id } = await waiting(1, (await aProcess(workspace, 'queue1@practice.test')).id)
  await anotherClient(workspace, async (imap) => void (await imap.mailboxDelete('Holding 1')))
  await poll(id)
  const { rows } = value(await client.golive.checklist({}))
  const line = rows[0]!.lines.find((each) => each.id === 'holding')!
  expect([line.state, say(line.title)]).toEqual(['danger', 'The holding folder Holding 1 is not there any more.'])
})

describe('a switch that does not come to its end', () => {
  const six = [1, 2, 3, 4, 5, 6]
  const held = async (numbers: readonly number[]) => {
    await folders(...numbers.map((number) => `Real ${number}`))
    const process = await aProcess(workspace, 'queue1@practice.test')
    const connectors = []
    for (const number of numbers) connectors.push(await waiting(number, process.id))
    return connectors
  }
  const fault = async (on: boolean) => value(await workspace.client.practice.setFault({ name: 'silence', on }))
  /** What a person can see of it, apart from what a test leaves. */
  const shown = async (id: string) => ({ ...(await get(id)), revision: 0, incoming: null })
  const atTheTest = (started: Answer<Job>, count: number) =>
    until(
      workspace,
      async () => value(await workspace.client.jobs.get({ id: value(started).id })),
      ({ rows }) => rows.filter(({ steps }) => steps.at(-1)?.word.key === 'golive.step.test').length === count,
    )

  test('cancelled while four of six are tested, all six are as before, and can be switched later', async () => {
    const connectors = await held(six)
    const before = await Promise.all(connectors.map(({ id }) => shown(id)))
    const ids = connectors.map(({ id }) => id)
    await fault(true)
    const started = await workspace.client.golive.switch({ ids })
    await atTheTest(started, 4)
    value(await workspace.client.jobs.cancel({ id: value(started).id }))
    const job = await ended(workspace, started)
    expect(job.state).toBe('cancelled')
    expect(job.rows.map(({ state }) => state)).toEqual(six.map(() => 'cancelled'))
    expect(job.rows.map(stepsOf)).toEqual([
      ...Array.from({ length: 4 }, () => ['repoint undone', 'test failed']),
      ...Array.from({ length: 2 }, () => []),
    ])
    expect(await Promise.all(connectors.map(({ id }) => shown(id)))).toEqual(before)

    await fault(false)
    const again = await ended(workspace, await workspace.client.golive.switch({ ids }))
    expect(say(again.note!)).toBe('6 connectors receive.')
  })

  test('what somebody changes while it is tested stays as a draft, and what runs is as before', async () => {
    const [connector] = await held([1])
    await fault(true)
    const started = await workspace.client.golive.switch({ ids: [connector!.id] })
    await atTheTest(started, 1)
    const now = await get(connector!.id)
    value(await workspace.client.connectors.save(edited(now, { settings: { ...now.draft, addressFamily: 'ipv4' } })))
    value(await workspace.client.jobs.cancel({ id: value(started).id }))
    const { rows } = await ended(workspace, started)
    expect(say(rows[0]!.word!)).toBe(
      'Cancelled before anything was switched. Somebody edited the connector meanwhile, so that draft stays; what runs is as before.',
    )
    const after = await get(connector!.id)
    expect(after.running?.incoming?.folder).toBe('Holding 1')
    expect(after.pending.map(({ field }) => field)).toEqual(['addressFamily', 'incoming.folder'])
  })

  test('a draft that points to the real folder already, as a killed switch leaves it, is gone on with', async () => {
    const [connector] = await held([1])
    const now = await get(connector!.id)
    const incoming = { ...now.draft.incoming!, folder: 'Real 1' }
    value(await workspace.client.connectors.save(edited(now, { settings: { ...now.draft, incoming } })))
    const after = await get(connector!.id)
    expect(after.running?.incoming?.folder).toBe('Holding 1')
    expect(after.draft.incoming?.folder).toBe('Real 1')

    const job = await ended(workspace, await workspace.client.golive.switch({ ids: [connector!.id] }))
    expect(stepsOf(job.rows[0]!)).toEqual(['repoint done', 'test done', 'enable done'])
    expect((await get(connector!.id)).running?.incoming?.folder).toBe('Real 1')
  })
})

test('a switch from held tests again, asks about what waits, and can be put back; one that failed is still held', async () => {
  const { client } = workspace
  const { connector } = await aProvedConnector(workspace)
  const held = value(
    await client.connectors.enable({
      id: connector.id,
      revision: connector.revision,
      receiving: 'held',
      setProcessLive: true,
    }),
  )
  const refused = await ended(workspace, await client.golive.switch({ ids: [held.id] }))
  expect(stepsOf(refused.rows[0]!)).toEqual(['check done', 'test done', 'start failed'])
  expect((await get(held.id)).receiving).toBe('held')
  value(await client.practice.setFault({ name: 'wrong-password', on: true }))
  const failed = await ended(workspace, await client.golive.switch({ ids: [held.id], start: { from: 'now' } }))
  expect(stepsOf(failed.rows[0]!)).toEqual(['check done', 'test failed'])
  expect((await get(held.id)).receiving).toBe('held')
  value(await client.practice.clearFaults({}))
  const done = await ended(workspace, await client.golive.switch({ ids: [held.id], start: { from: 'now' } }))
  expect(stepsOf(done.rows[0]!)).toEqual(['check done', 'test done', 'start done'])
  expect((await get(held.id)).receiving).toBe('on')
  expect(value(await client.golive.putBackPreview({ id: held.id }))).toMatchObject({ kind: 'receiving', mails: 0 })
  const again = await ended(workspace, await client.golive.switch({ ids: [held.id] }))
  expect(say(again.rows[0]!.word!)).toBe('Support receives already. Nothing was changed.')
})

test('a planned start decides which of the waiting mail becomes work', async () => {
  const { client } = workspace
  const { connector } = await aProvedConnector(workspace)
  const held = value(
    await client.connectors.enable({
      id: connector.id,
      revision: connector.revision,
      receiving: 'held',
      setProcessLive: true,
    }),
  )
  const planned = value(
    await client.golive.plan({
      id: held.id,
      revision: held.revision,
      owner: ' Mail team ',
      planned: { local: '2026-12-01T08:00', zone: 'Europe/Berlin', start: { from: 'all' } },
    }),
  )
  expect(planned).toMatchObject({ owner: 'Mail team', planned: { zone: 'Europe/Berlin' }, pending: [] })
  await ended(workspace, await client.golive.switch({ ids: [held.id], start: { from: 'now' } }))
  await poll(held.id)
  expect(value(await client.items.list({})).total).toBeGreaterThan(2)
  const [entry] = value(await client.activity.list({ objectId: held.id })).rows.filter(
    ({ action }) => action === 'edited',
  )
  expect(entry?.changes.map(({ field }) => field)).toEqual(['owner', 'planned'])
})

test('what cannot be planned or held is refused with its field, and nothing is changed', async () => {
  const { client } = workspace
  const { connector } = await aSavedConnector(workspace)
  const { id, revision } = connector
  const plan = (local: string | null, zone: string) =>
    client.golive.plan({ id, revision, owner: '', planned: { local, zone, start: null } })
  expect(refusal(await plan('2026-02-30T08:00', 'Europe/Berlin')).fields?.[0]?.path).toBe('planned.local')
  expect(refusal(await plan(null, 'Mars/Olympus')).fields?.[0]?.path).toBe('planned.zone')
  const hold = (folder: string, realFolder: string, create = false) =>
    client.golive.hold({ id, revision, folders: { folder, realFolder }, create })
  expect(refusal(await hold('inbox', 'INBOX')).sentence).toContain('are the same')
  expect(refusal(await hold('Nowhere', 'INBOX')).fields?.[0]?.path).toBe('folders.folder')
  expect(refusal(await hold('Archive', 'Nowhere')).fields?.[0]?.path).toBe('folders.realFolder')
  expect(refusal(await client.golive.hold({ id, revision: 0, folders: null })).code).toBe('stale')
  const viewer = workspace.as({ ...administrator, role: 'viewer' })
  expect(refusal(await viewer.golive.switch({ ids: [id] })).code).toBe('not-permitted')
  expect(await get(id)).toEqual(connector)
})

test('POP3 has no holding folder, and says what to use instead', async () => {
  const { client } = workspace
  const { settings } = await practiceConnector(workspace)
  const { ports, hosts } = value(await client.practice.get({}))
  const incoming = { ...settings.incoming!, service: 'other-pop3' as const, host: hosts.pop3, port: ports['pop3s']! }
  const { connector } = await aSavedConnector(workspace, { settings: { ...settings, incoming } })
  const refused = refusal(
    await client.golive.hold({
      id: connector.id,
      revision: connector.revision,
      folders: { folder: 'A', realFolder: 'INBOX' },
    }),
  )
  expect(refused.sentence).toContain('POP3 knows one folder only')
  expect(say(value(await client.golive.holding({ id: connector.id })).refused!)).toBe(refused.sentence)
})
