import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contract } from '../../src/contract/contract.ts'
import type { Contract } from '../../src/contract/define.ts'
import { osUser } from '../../src/main/hosts/own-or-attach/index.ts'
import {
  anEnabledConnector,
  administrator,
  aWorkspace,
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

const owner = { ...administrator, name: osUser() }
const info = async () => value(await workspace.client.workspace.info({}))
const lock = async () => value(await workspace.as(owner).workspace.lock({}))

test('locked, every command of the contract is refused before its input is looked at; every question is answered', async () => {
  await anEnabledConnector(workspace)
  const locked = await lock()
  expect(locked).toMatchObject({ role: 'viewer', lock: { by: osUser(), owner: osUser(), mayUnlock: true } })
  const before = value(await workspace.client.activity.list({})).total
  for (const [group, procedures] of Object.entries(contract as Contract))
    for (const [name, { permission }] of Object.entries(procedures)) {
      if (permission !== 'administer') continue
      // oxlint-disable-next-line no-await-in-loop -- each by itself
      const answer = await workspace.engine().call({ procedure: `${group}.${name}`, input: {} }, owner)
      expect(refusal(answer), `${group}.${name}`).toMatchObject({ code: 'not-permitted' })
    }
  expect(value(await workspace.client.activity.list({})).total).toBe(before)
  expect(refusal(await workspace.client.workspace.resume({})).sentence).toBe(
    `${osUser()} locked this workspace to viewing, so nothing was changed. ${osUser()}, who owns its file, unlocks it in Settings or by waypost workspace unlock.`,
  )
  value(await workspace.client.connectors.list({}))
  value(await workspace.client.settings.get({}))
  value(await workspace.client.transfer.export({}))
  value(await workspace.client.backups.get({}))
})

test('what runs goes on: mail comes in and becomes work', async () => {
  const { connector } = await anEnabledConnector(workspace)
  value(await workspace.client.practice.deliver({ subject: 'While locked', text: '.' }))
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(await workspace.client.settings.save({ revision, settings: { ...settings, pollIntervalSeconds: 15 } }))
  const polling = workspace.client.receiving.poll({ connectorId: connector.id })
  await lock()
  await ended(workspace, await polling)
  const items = await until(
    workspace,
    async () => value(await workspace.client.items.list({})).rows,
    (rows) => rows.length > 0,
  )
  expect(items[0]!.subject).toBe('While locked')
})

test('only the OS user who owns the file unlocks it, and it stays locked over a restart', async () => {
  await lock()
  const guest = workspace.as({ ...administrator, name: 'guest' })
  expect(refusal(await guest.workspace.unlock({}))).toMatchObject({
    code: 'not-permitted',
    sentence: `Only the OS user who owns the workspace file unlocks it: ${osUser()}. Nothing was changed. Let that user unlock it.`,
  })
  expect(value(await guest.workspace.info({})).lock).toMatchObject({ mayUnlock: false })
  expect(refusal(await workspace.as({ ...owner, role: 'viewer' }).workspace.unlock({})).code).toBe('not-permitted')
  await workspace.restart()
  expect(await info()).toMatchObject({ role: 'viewer', lock: { by: osUser() } })
  expect(value(await workspace.as(owner).workspace.unlock({}))).toMatchObject({ role: 'administrator', lock: null })
  value(await workspace.client.workspace.resume({}))
  expect(value(await workspace.client.activity.list({})).rows.map((row) => row.action)).toEqual(
    expect.arrayContaining(['unlocked', 'locked to viewing']),
  )
  await workspace.restart()
  expect(await info()).toMatchObject({ role: 'administrator', lock: null })
})

test('anybody may lock it; a second time changes nothing, nor does unlocking what is not locked', async () => {
  value(await workspace.client.workspace.lock({}))
  expect(refusal(await workspace.as(owner).workspace.lock({})).code).toBe('not-permitted')
  expect((await info()).lock).toMatchObject({ by: 'anna', mayUnlock: false })
  value(await workspace.as(owner).workspace.unlock({}))
  const { total } = value(await workspace.client.activity.list({}))
  value(await workspace.as(owner).workspace.unlock({}))
  expect(value(await workspace.client.activity.list({})).total).toBe(total)
})

test('a lock that cannot be read holds, and is still the owner’s to open', async () => {
  await workspace.restart(() => {
    const database = new Database(workspace.path)
    database.prepare(`insert or replace into setting values ('viewerLock', '"scribble"')`).run()
    database.close()
  })
  expect(await info()).toMatchObject({ role: 'viewer' })
  value(await workspace.as(owner).workspace.unlock({}))
  expect(await info()).toMatchObject({ role: 'administrator' })
})
