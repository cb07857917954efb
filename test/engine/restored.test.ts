import Database from 'better-sqlite3'
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { migrations } from '../../src/main/store/migrations/index.ts'
import { say } from '../../src/words/index.ts'
import {
  aProcess,
  aWorkspace,
  administrator,
  anEnabledConnector,
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

const change = (sql: string) => () => {
  const database = new Database(workspace.path)
  database.exec(sql)
  database.close()
}
const elsewhere = change(`update setting set value = '"another machine"' where key = 'machine'`)
const info = async () => value(await workspace.client.workspace.info({}))
const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const deliver = async (subject: string) => value(await workspace.client.practice.deliver({ subject, text: '.' }))
const view = async (id: string) => value(await workspace.client.connectors.get({ id }))
const preview = async (id: string) => value(await workspace.client.connectors.resumePreview({ id }))
const resume = async (id: string, start: Parameters<TestWorkspace['client']['connectors']['resume']>[0]['start']) =>
  value(await workspace.client.connectors.resume({ id, revision: (await view(id)).revision, start }))
const restored = () => {
  const older = `${workspace.path}.older`
  return {
    keep: () => workspace.restart(() => copyFileSync(workspace.path, older)),
    putBack: () =>
      workspace.restart(() => {
        for (const part of ['', '-wal', '-shm']) rmSync(`${workspace.path}${part}`, { force: true })
        copyFileSync(older, workspace.path)
      }),
  }
}
const ids = async () => value(await workspace.client.items.list({})).rows.map((item) => item.id)

test('a restart on the same machine goes on by itself, again and again', async () => {
  await anEnabledConnector(workspace)
  for (let starts = 0; starts < 3; starts++) {
    await workspace.restart()
    expect((await info()).paused).toBeNull()
  }
})

test('a workspace from another machine starts paused: nothing is polled, nothing is sent, and it says so', async () => {
  const { connector } = await anEnabledConnector(workspace)
  value(await workspace.client.practice.setFault({ name: 'greylisted', on: true }))
  const mail = value(
    await workspace.client.outbox.compose({
      from: 'support@practice.test',
      to: ['anna@contoso.test'],
      subject: 'Waits',
      text: '.',
    }),
  )
  await until(
    workspace,
    async () => value(await workspace.client.outbox.get({ id: mail.id })),
    (now) => now.state === 'deferred',
  )
  await workspace.restart(elsewhere)
  expect(await info()).toMatchObject({ held: 1, nextHeld: connector.id, receivingFrom: 0 })
  expect(value(await workspace.client.overview.get({})).receivingFrom).toBe(0)
  expect(say((await info()).paused!)).toMatch(
    /^This workspace was copied or restored from elsewhere, so 1 connector waits until you resume it\./,
  )
  expect((await info()).status.word.key).toBe('state.paused')
  expect(value(await workspace.client.connectors.get({ id: connector.id })).incoming.mark?.word.key).toBe(
    'state.paused',
  )
  expect(value(await workspace.client.overview.get({})).needs[0]).toMatchObject({
    tone: 'failed',
    action: { word: { key: 'need.action.resume' }, to: `/connectors/${connector.id}` },
  })
  const parked = value(await workspace.client.outbox.get({ id: mail.id }))
  expect(parked).toMatchObject({ state: 'parked', why: { key: 'sending.paused' } })
  await deliver('Not now')
  expect(refusal(await workspace.client.receiving.poll({ connectorId: connector.id })).sentence).toContain(
    'Support waits to be resumed',
  )
  expect(await ids()).toEqual([])

  await workspace.restart()
  expect((await info()).paused?.key, 'until someone resumes').toBe('need.paused-copied')
  expect(refusal(await workspace.client.workspace.resume({})).sentence).toBe(
    'Each connector is resumed by itself, after a look at what it would meet. These wait: Support.',
  )
  expect((await resume(connector.id, { from: 'all' })).heldSince).toBeNull()
  expect(await info()).toMatchObject({ paused: null, held: 0 })
  expect(value(await workspace.client.activity.list({})).rows[0]).toMatchObject({
    action: 'resumed',
    actor: 'anna',
    object: { name: 'Support' },
    changes: [{ field: 'waits to be resumed', to: null }],
  })
  await poll(connector.id)
  expect(value(await workspace.client.items.list({})).rows.map((item) => item.subject)).toEqual(['Not now'])
  await workspace.restart()
  expect((await info()).paused).toBeNull()
  const again = value(await workspace.client.activity.list({})).total
  value(await workspace.client.workspace.resume({}))
  expect(value(await workspace.client.activity.list({})).total, 'resuming what is not paused is no event').toBe(again)
})

test('an older copy of the database is noticed by its mark; resumed, its numbers go on above the highest, and it stays resumed', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await deliver('One')
  await poll(connector.id)
  const older = `${workspace.path}.older`
  await workspace.restart(() => copyFileSync(workspace.path, older))
  await deliver('Two')
  await deliver('Three')
  await poll(connector.id)
  expect(await ids()).toEqual(['T-000003', 'T-000002', 'T-000001'])

  await workspace.restart(() => {
    for (const part of ['', '-wal', '-shm']) rmSync(`${workspace.path}${part}`, { force: true })
    copyFileSync(older, workspace.path)
  })
  expect(say((await info()).paused!)).toMatch(
    /^This workspace is older than when it last ran here, so 1 connector waits until you resume it\./,
  )
  await resume(connector.id, { from: 'all' })
  await workspace.restart()
  expect((await info()).paused, 'resumed for good').toBeNull()
  await poll(connector.id)
  expect(await ids()).toEqual(['T-000005', 'T-000004', 'T-000001'])
  expect(value(await workspace.client.receiving.ledger({})).imbalance).toBe(0)
})

test('a database without its mark, with a damaged one or with that of another workspace was moved here: it starts paused', async () => {
  const mark = `${workspace.path}.generation`
  value(
    await workspace.client.processes.save({
      id: null,
      revision: null,
      settings: {
        customer: 'C',
        contract: 'C',
        service: 'S',
        name: 'P',
        kind: 'case',
        fromAddress: '',
        ticketCategories: [],
      },
    }),
  )
  const meanwhile = [
    () => rmSync(mark),
    () => writeFileSync(mark, '{'),
    () =>
      writeFileSync(
        mark,
        JSON.stringify({
          workspaceId: (JSON.parse(readFileSync(mark, 'utf8')) as { workspaceId: string }).workspaceId,
        }),
      ),
    () =>
      writeFileSync(
        mark,
        JSON.stringify({ ...(JSON.parse(readFileSync(mark, 'utf8')) as object), workspaceId: 'another' }),
      ),
  ]
  for (const each of meanwhile) {
    await workspace.restart(each)
    expect((await info()).paused?.key).toBe('need.paused-copied')
    value(await workspace.client.workspace.resume({}))
    await new Promise((resolve) => setImmediate(resolve))
    expect(existsSync(mark)).toBe(true)
  }
})

test('a transaction that was refused leaves no gap that looks like an older copy', async () => {
  const process = await aProcess(workspace, '')
  for (let tries = 0; tries < 3; tries++)
    refusal(await workspace.client.processes.setLive({ id: process.id, revision: 99, live: false }))
  await aProcess(workspace, '', 'Other')
  await workspace.restart()
  expect((await info()).paused).toBeNull()
})

test('more queued mail than fits one page is parked to the last one', async () => {
  await anEnabledConnector(workspace)
  value(await workspace.client.practice.setFault({ name: 'greylisted', on: true }))
  const mail = value(
    await workspace.client.outbox.compose({
      from: 'support@practice.test',
      to: ['anna@contoso.test'],
      subject: 'Waits',
      text: '.',
    }),
  )
  await until(
    workspace,
    async () => value(await workspace.client.outbox.get({ id: mail.id })),
    (now) => now.state === 'deferred',
  )
  await workspace.restart(() => {
    elsewhere()
    change(`
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 600)
      insert into outbox select 'o' || i, 1000 + i, 'm' || i, sender, sender_key, subject, sha256, null, kind, created_at, changed_at, 0, null, 'deferred', next_try_at, null, null, null, null from outbox, n;
      insert into recipient select 'r' || id, id, 'anna@contoso.test', 'deferred', 1, null, next_try_at, null from outbox where id like 'o%';
    `)()
  })
  expect(value(await workspace.client.outbox.list({ state: 'parked' })).total).toBe(601)
  expect(value(await workspace.client.outbox.list({ state: 'deferred' })).total).toBe(0)
})

test('a database from the future is refused untouched, naming the backup that this version can open', async () => {
  const known = migrations.length
  const backup = `${workspace.path}.before-schema-${known + 1}`
  await workspace.restart(() => {
    copyFileSync(workspace.path, backup)
    change(`pragma user_version = ${known + 5}`)()
    const before = readFileSync(workspace.path)
    return openEngine({ path: workspace.path, practice: false, host: 'cli', keychain: workspace.keychain }).then(
      () => expect.unreachable(),
      (error: Error & { found: number; known: number; backups: readonly string[] }) => {
        expect(error.name).toBe('DatabaseFromTheFuture')
        expect(error).toMatchObject({ found: known + 5, known, backups: [backup] })
        expect(error.message).toContain(
          `restore the copy that was made before the update, which lacks everything since: ${backup}.`,
        )
        expect(readFileSync(workspace.path).equals(before)).toBe(true)
        change(`pragma user_version = ${known}`)()
      },
    )
  })
  expect(value(await workspace.client.workspace.info({})).role).toBe(administrator.role)
})

test('the preview says what the mailbox holds, how much of it this copy does not know, and what waits in the outbox', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await deliver('Known')
  await poll(connector.id)
  const copy = restored()
  await copy.keep()
  await deliver('After the copy')
  await poll(connector.id)
  await copy.putBack()
  const seen = await preview(connector.id)
  expect(seen.incoming).toMatchObject({ folder: 'INBOX', waiting: 1 })
  expect(seen.incoming!.there).toBeGreaterThan(1)
  expect(seen).toMatchObject({
    heldSince: (await view(connector.id)).heldSince,
    newestKnown: { subject: 'Known' },
    outbox: { parked: 0, unknown: 0 },
  })
  expect(await ids(), 'looking changes nothing').toEqual(['T-000001'])
  const refused = refusal(
    await workspace.client.connectors.resume({
      id: connector.id,
      revision: (await view(connector.id)).revision,
      start: null,
    }),
  )
  expect(refused.sentence).toMatch(/^1 mail waits in INBOX that Support does not know from this copy/)
  expect((await view(connector.id)).heldSince).not.toBeNull()
})

test.each([
  [{ from: 'now' }, [], 'on'],
  [{ from: 'all' }, ['After the copy'], 'on'],
  [{ from: 'hold' }, [], 'held'],
] as const)(
  'resumed with %j, what the copy does not know is treated so; what was skipped long ago stays skipped',
  async (start, made, receiving) => {
    const { connector } = await anEnabledConnector(workspace)
    const copy = restored()
    await copy.keep()
    await deliver('After the copy')
    await poll(connector.id)
    await copy.putBack()
    expect(await resume(connector.id, start)).toMatchObject({ receiving, heldSince: null })
    await poll(connector.id)
    expect(value(await workspace.client.items.list({})).rows.map(({ subject }) => subject)).toEqual(made)
    expect(value(await workspace.client.receiving.ledger({})).imbalance).toBe(0)
    await deliver('Later')
    await poll(connector.id)
    expect(value(await workspace.client.receiving.polls({})).rows.every(({ missed }) => missed === 0)).toBe(true)
    expect(await ids()).toHaveLength(receiving === 'held' ? 0 : made.length + 1)
  },
)

test('each connector is resumed by itself: the others go on waiting, through restarts, and their mail with them', async () => {
  const { connector: first, wanted, process } = await anEnabledConnector(workspace)
  const settings = {
    ...wanted.settings,
    useFor: 'outgoing' as const,
    primaryAddress: 'info@practice.test',
    incoming: null,
  }
  const saved = value(
    await workspace.client.connectors.save({
      ...wanted,
      id: null,
      revision: null,
      name: 'Second',
      settings,
      fallback: null,
    }),
  )
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: saved.id }))
  const second = value(
    await workspace.client.connectors.enable({ id: saved.id, revision: (await view(saved.id)).revision }),
  )
  expect(process.live).toBe(false)
  await workspace.restart(elsewhere)
  expect(await info()).toMatchObject({ held: 2 })
  await resume(first.id, { from: 'now' })
  expect(await info()).toMatchObject({ held: 1, paused: { key: 'need.paused-copied' } })
  await deliver('While the other waits')
  await poll(first.id)
  expect(await ids()).toEqual(['T-000001'])

  const compose = async (from: string) =>
    value(
      await workspace.client.outbox.compose({ from, to: ['anna@contoso.test'], subject: `From ${from}`, text: '.' }),
    ).id
  const state = (id: string) => async () => value(await workspace.client.outbox.get({ id }))
  const sent = await compose('support@practice.test')
  await until(workspace, state(sent), (mail) => mail.state === 'sent')
  const waits = await compose('info@practice.test')
  const held = await until(workspace, state(waits), (mail) => mail.state === 'deferred')
  expect(say(held.why!)).toBe('Second waits to be resumed after a restore or copy. The mail goes out then.')

  await workspace.restart()
  expect(await info(), 'a restart is no new copy').toMatchObject({ held: 1 })
  expect((await view(first.id)).heldSince).toBeNull()
  expect((await state(waits)()).state, 'what was written since waits, and is not parked').toBe('deferred')
  expect(await preview(second.id)).toMatchObject({ incoming: null, newestKnown: null })
  await resume(second.id, null)
  expect(await info()).toMatchObject({ held: 0, paused: null })
  await until(workspace, state(waits), (mail) => mail.state === 'sent')
  expect(refusal(await workspace.client.connectors.resumePreview({ id: second.id })).sentence).toBe(
    'Second does not wait to be resumed. It goes on already.',
  )
})

test('with nothing enabled the whole workspace is resumed at once; a viewer resumes nothing', async () => {
  const viewer = workspace.as({ name: 'vera', via: 'web', role: 'viewer' })
  await aProcess(workspace, '')
  await workspace.restart(elsewhere)
  expect(await info()).toMatchObject({ held: 0, paused: { key: 'need.paused-copied' } })
  expect(refusal(await viewer.workspace.resume({})).code).toBe('not-permitted')
  expect(value(await workspace.client.workspace.resume({})).paused).toBeNull()
})

test('a workspace file that was deleted is never replaced by an empty one; without its mark it is', async () => {
  await anEnabledConnector(workspace)
  const open = () =>
    openEngine({
      path: workspace.path,
      practice: true,
      host: 'cli',
      keychain: workspace.keychain,
      practicePorts: 'any',
    })
  const backup = `${workspace.path}.before-schema-2`
  const kept = `${workspace.path}.kept`
  await workspace.restart(async () => {
    copyFileSync(workspace.path, kept)
    rmSync(workspace.path)
    const gone = (sentence: RegExp) =>
      open().then(
        () => expect.unreachable(),
        (error: Error) => {
          expect(error.name).toBe('WorkspaceGone')
          expect(error.message).toContain(`The workspace file ${workspace.path} is gone`)
          expect(error.message).toMatch(sentence)
          expect(error.message).toContain(`remove ${workspace.path}.generation, then start again.`)
          expect(existsSync(workspace.path)).toBe(false)
        },
      )
    await gone(/restore a backup in its place \(waypost restore --from FILE --to \S+\) \(none lies beside it\)\./)
    writeFileSync(backup, '')
    await gone(new RegExp(`restore a backup in its place \\(.*\\): ${backup}\\.`))
    rmSync(backup)

    rmSync(`${workspace.path}.generation`)
    await (await open()).stop()
    for (const part of ['', '-wal', '-shm', '.generation']) rmSync(`${workspace.path}${part}`, { force: true })
    copyFileSync(kept, workspace.path)
  })
  expect((await info()).empty).toBe(false)
})
