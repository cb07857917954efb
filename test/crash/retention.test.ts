import Database from 'better-sqlite3'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '../../src/contract/contract.ts'
import { clientOf } from '../../src/contract/define.ts'
import { memoryKeychain } from '../../src/main/adapters/keychain/memoryKeychain.ts'
import { systemClock } from '../../src/main/adapters/world/world.ts'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { anEnabledConnector, aWorkspace, ended, value } from '../engine/aWorkspace.ts'
import { fileKeychain } from './fileKeychain.ts'
import { actor, until } from './work.ts'

/** More than two transactions hold. */
const mails = 45
const daysLater = 3

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-swept-'))
  const workspace = await aWorkspace({
    practice: true,
    running: false,
    keychain: { ...memoryKeychain(), ...fileKeychain(keychainAt()) },
  })
  const { client } = workspace
  const { connector } = await anEnabledConnector(workspace)
  for (let at = 0; at < mails; at++)
    value(await client.practice.deliver({ subject: `About ${at}`, text: `Text ${at}.` }))
  await ended(workspace, await client.receiving.poll({ connectorId: connector.id }))
  for (const { id } of value(await client.items.list({})).rows)
    value(
      await client.items.setState({ id, revision: value(await client.items.get({ id })).revision, state: 'closed' }),
    )
  const { revision, settings } = value(await client.settings.get({}))
  value(await client.settings.save({ revision, settings: { ...settings, retentionDays: 1 } }))
  await workspace.engine().stop()
  copyTo('template', workspace.path)
  rmSync(workspace.folder, { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const keychainAt = () => join(folder, 'keychain.json')
function copyTo(name: string, from: string): string {
  const path = join(folder, `${name}.waypost`)
  for (const part of ['', '.generation', '.practice']) cpSync(`${from}${part}`, `${path}${part}`, { recursive: true })
  return path
}
const left = (path: string) => {
  const database = new Database(path)
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    return database
      .prepare(
        `select (select count(*) from source) as sources, (select count(*) from mail where source_removed_at is not null) as removed`,
      )
      .get() as { readonly sources: number; readonly removed: number }
  } finally {
    database.close()
  }
}

test.each([1, 2, 3])(
  'killed behind transaction %i: what is gone is marked as gone, and the next sweep counts on',
  async (time) => {
    const path = copyTo(`killed-${time}`, join(folder, 'template.waypost'))
    const child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        fileURLToPath(new URL('sweepingProcess.ts', import.meta.url)),
        path,
        keychainAt(),
        String(daysLater),
        String(time),
      ],
      { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    )
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
    expect(signal).toBe('SIGKILL')
    const then = left(path)
    expect(then.removed).toBe(Math.min(mails, time * 10))
    expect(then.sources).toBe(mails - then.removed)

    const engine = await openEngine({
      path,
      practice: true,
      host: 'cli',
      keychain: fileKeychain(keychainAt()),
      practicePorts: 'any',
      clock: { ...systemClock, now: () => Date.now() + daysLater * 24 * 3_600_000 },
      trace: { reached: () => undefined, failed: (where, error) => expect.fail(`${where}: ${String(error)}`) },
    })
    const client = clientOf(contract, (call) => engine.call(call, actor))
    engine.start()
    const { last } = await until(
      { engine, client },
      async () => value(await client.settings.retention({ days: null })),
      (found) => found.last !== null,
    )
    expect(last!.mails).toBe(mails)
    const lines = value(await client.activity.list({})).rows.filter(({ action }) => action === 'removed by retention')
    expect(lines.map(({ changes }) => changes[0]!.to)).toEqual([String(mails)])
    expect(value(await client.receiving.ledger({})).imbalance).toBe(0)
    await engine.stop()
    expect(left(path)).toEqual({ sources: 0, removed: mails })
  },
)
