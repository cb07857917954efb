import Database from 'better-sqlite3'
import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { say } from '../../src/words/index.ts'
import { aWorkspace, anEnabledConnector, edited, ended, refusal, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const deliver = async (subject: string, text = '.') => value(await workspace.client.practice.deliver({ subject, text }))
const subjects = async () => value(await workspace.client.items.list({})).rows.map((item) => item.subject)
/** Mail is removed from the mailbox once it is work: the setting that could lose some. */
const removing = async () => {
  const { connector } = await anEnabledConnector(workspace)
  return value(await workspace.client.connectors.save(edited(connector, { afterMail: { kind: 'remove' } })))
}
const failedQuietly = () => vi.spyOn(console, 'error').mockImplementation(() => undefined)

describe('a database file that goes away', () => {
  beforeEach(async () => {
    workspace = await aWorkspace({ practice: true, running: false })
    failedQuietly()
  })
  afterEach(async () => {
    await workspace.stop()
    vi.restoreAllMocks()
  })

  test('deleted under the running app: each save says so, no mail is lost or removed, and put back it goes on', async () => {
    const { id } = await removing()
    await deliver('Before')
    renameSync(workspace.path, `${workspace.path}.away`)
    const refused = refusal(
      await workspace.client.connectors.save(
        edited(value(await workspace.client.connectors.get({ id })), { owner: 'Berta' }),
      ),
    )
    expect(refused).toMatchObject({
      code: 'failed',
      sentence:
        'The workspace file was deleted or replaced while Waypost was running. Nothing was saved. Put the file back, or end Waypost and start it again.',
    })
    expect(await poll(id)).toMatchObject({ state: 'failed', failure: { code: 'store-failed', stage: 'store' } })
    renameSync(`${workspace.path}.away`, workspace.path)
    expect((await poll(id)).state).toBe('done')
    expect(await subjects()).toEqual(['Before'])
    expect(value(await workspace.client.receiving.ledger({})).imbalance).toBe(0)
  })

  test('replaced under the running app: nothing is written into the stranger', async () => {
    const { id } = await removing()
    await deliver('Before')
    renameSync(workspace.path, `${workspace.path}.away`)
    new Database(workspace.path).exec('create table stranger (x)').close()
    expect((await poll(id)).failure?.code).toBe('store-failed')
    const stranger = new Database(workspace.path, { readonly: true })
    expect(stranger.prepare('select name from sqlite_master').pluck().all()).toEqual(['stranger'])
    stranger.close()
    rmSync(workspace.path)
    renameSync(`${workspace.path}.away`, workspace.path)
    await poll(id)
    expect(await subjects()).toEqual(['Before'])
  })

  test('held by another program: it says so and goes on afterwards', async () => {
    const { id } = await removing()
    await deliver('Before')
    const other = new Database(workspace.path)
    other.exec('begin immediate')
    const view = value(await workspace.client.connectors.get({ id }))
    expect(refusal(await workspace.client.connectors.save(edited(view, { owner: 'Berta' }))).sentence).toBe(
      'Another program holds the workspace file. Nothing was saved. Try again when that program has ended.',
    )
    const job = await ended(workspace, await workspace.client.diagnosis.startAll({}))
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'store-failed' } })
    expect(
      job.rows.map(({ state }) => state),
      'nothing is shown as if it went on',
    ).toEqual(['failed'])
    other.exec('rollback')
    other.close()
    await poll(id)
    expect(await subjects()).toEqual(['Before'])
  })
})

const canMount = (() => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('/usr/bin/unshare', ['-m', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!canMount)('a full disk (root on Linux)', () => {
  let disk: string
  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), 'waypost-disk-'))
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk])
    vi.stubEnv('TMPDIR', disk)
    workspace = await aWorkspace({ practice: true, running: false })
    failedQuietly()
  })
  afterEach(async () => {
    await workspace.stop()
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
    execFileSync('/bin/umount', [disk])
    await rm(disk, { recursive: true, force: true })
  })
  const ballast = () => join(disk, 'ballast')
  const fill = () => {
    const file = openSync(ballast(), 'w')
    try {
      for (const size of [65_536, 4096]) for (;;) writeSync(file, Buffer.alloc(size))
    } catch {
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    try {
      for (let at = 0; ; at++) writeFileSync(join(disk, `crumb-${at}`), Buffer.alloc(4096))
    } catch {
      // Full to the last page.
    }
  }

  test('while mail comes in: the poll fails with its reason, no mail is lost or removed, and with space it goes on', async () => {
    const { id } = await removing()
    for (let at = 0; at < 10; at++) await deliver(`Mail ${at}`, 'x'.repeat(60_000))
    fill()
    const job = await poll(id)
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'disk-full', stage: 'store' } })
    const saved = await workspace.client.settings.get({}).then((read) =>
      workspace.client.settings.save({
        revision: value(read).revision,
        settings: {
          ...value(read).settings,
          workspaceName: 'N'.repeat(100),
        },
      }),
    )
    if (!saved.ok) expect(say(saved.refusal.word)).toMatch(/^The disk is full, so nothing was saved\./)
    execFileSync('sh', ['-c', `rm -f ${ballast()} ${join(disk, 'crumb-')}*`])
    for (let tries = 0; tries < 3 && (await subjects()).length < 10; tries++) await poll(id)
    expect((await subjects()).toSorted()).toEqual(Array.from({ length: 10 }, (_, at) => `Mail ${at}`))
    const ledger = value(await workspace.client.receiving.ledger({}))
    expect(ledger).toMatchObject({ imbalance: 0, counts: { created: 10, pending: 0 } })
  })
})
