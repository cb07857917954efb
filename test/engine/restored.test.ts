import Database from 'better-sqlite3'
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
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
  expect(say((await info()).paused!)).toMatch(
    /^This workspace was copied or restored from elsewhere, so nothing runs\./,
  )
  expect((await info()).status.word.key).toBe('state.paused')
  expect(value(await workspace.client.connectors.get({ id: connector.id })).incoming.mark?.word.key).toBe(
    'state.paused',
  )
  expect(value(await workspace.client.overview.get({})).needs[0]).toMatchObject({
    tone: 'failed',
    action: { word: { key: 'need.action.resume' } },
  })
  const parked = value(await workspace.client.outbox.get({ id: mail.id }))
  expect(parked).toMatchObject({ state: 'parked', why: { key: 'sending.paused' } })
  await deliver('Not now')
  expect(refusal(await workspace.client.receiving.poll({ connectorId: connector.id })).sentence).toContain(
    'This workspace is paused',
  )
  expect(await ids()).toEqual([])

  await workspace.restart()
  expect((await info()).paused?.key, 'until someone resumes').toBe('need.paused-copied')
  expect(value(await workspace.client.workspace.resume({})).paused).toBeNull()
  expect(value(await workspace.client.activity.list({})).rows[0]).toMatchObject({ action: 'resumed', actor: 'anna' })
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
  expect(say((await info()).paused!)).toMatch(/^This workspace is older than when it last ran here, so nothing runs\./)
  value(await workspace.client.workspace.resume({}))
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
      insert into outbox select 'o' || i, 1000 + i, 'm' || i, sender, sender_key, subject, sha256, null, kind, created_at, changed_at, 0, null, 'deferred', next_try_at, null, null, null from outbox, n;
      insert into recipient select 'r' || id, id, 'anna@contoso.test', 'deferred', 1, null, next_try_at, null from outbox where id like 'o%';
    `)()
  })
  expect(value(await workspace.client.outbox.list({ state: 'parked' })).total).toBe(601)
  expect(value(await workspace.client.outbox.list({ state: 'deferred' })).total).toBe(0)
})

test('a database from the future is refused untouched, naming the backup that this version can open', async () => {
  const backup = `${workspace.path}.before-schema-3`
  await workspace.restart(() => {
    copyFileSync(workspace.path, backup)
    change('pragma user_version = 7')()
    const before = readFileSync(workspace.path)
    return openEngine({ path: workspace.path, practice: false, host: 'cli', keychain: workspace.keychain }).then(
      () => expect.unreachable(),
      (error: Error & { found: number; known: number; backups: readonly string[] }) => {
        expect(error.name).toBe('DatabaseFromTheFuture')
        expect(error).toMatchObject({ found: 7, known: 2, backups: [backup] })
        expect(readFileSync(workspace.path).equals(before)).toBe(true)
        change('pragma user_version = 2')()
      },
    )
  })
  expect(value(await workspace.client.workspace.info({})).role).toBe(administrator.role)
})
