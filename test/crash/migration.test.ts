import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract, type WaypostContract } from '../../src/contract/contract.ts'
import { clientOf, type Client } from '../../src/contract/define.ts'
import type { MigrationView } from '../../src/contract/migration.ts'
import type { Engine } from '../../src/main/engine/engine.ts'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { fileKeychain } from './fileKeychain.ts'
import { actor, until, value } from './work.ts'

/** Addresses of the migration that is killed. */
const many = 500
/** How often each of Apply and Undo is killed. */
const moments = 4

let folder: string
/** The configuration before Apply, as it is exported. */
let before = ''
/** How long an undisturbed run takes from its beginning to its end, milliseconds. */
const usual = { apply: 0, undo: 0 }
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-killed-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const keychainAt = () => join(folder, 'keychain.json')
async function opened<T>(
  path: string,
  work: (client: Client<WaypostContract>, engine: Engine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine({
    path,
    practice: true,
    host: 'cli',
    keychain: fileKeychain(keychainAt()),
    practicePorts: 'any',
    trace: { reached: () => undefined, failed: (where, error) => expect.fail(`${where}: ${String(error)}`) },
  })
  try {
    const client = clientOf(contract, (call) => engine.call(call, actor))
    return await work(client, engine)
  } finally {
    await engine.stop()
  }
}
const copied = (from: string, to: string): string => {
  for (const part of ['', '.generation', '.practice'])
    cpSync(join(folder, `${from}.waypost${part}`), join(folder, `${to}.waypost${part}`), { recursive: true })
  return join(folder, `${to}.waypost`)
}
const current = async (client: Client<WaypostContract>): Promise<MigrationView> =>
  value(await client.migration.get({})).migration!
const exported = async (client: Client<WaypostContract>) =>
  JSON.stringify(value(await client.transfer.export({})).configuration)

/** Applies or undoes in a process of its own, which dies so long after it began; answers how long it took where it did not. */
async function inProcess(path: string, killAfter: number | null): Promise<number> {
  const script = fileURLToPath(new URL('applyingProcess.ts', import.meta.url))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path, keychainAt()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const closed = once(child, 'close')
  let began = 0
  let took = 0
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'begins') {
      began = performance.now()
      if (killAfter !== null) void after(killAfter).then(() => child.kill('SIGKILL'))
    } else took = performance.now() - began
  })
  await closed
  expect(began, 'the process did not begin').toBeGreaterThan(0)
  return took
}

test('a migration of 500 addresses, prepared', async () => {
  await opened(join(folder, 'prepared.waypost'), async (client, engine) => {
    const practice = value(await client.practice.get({}))
    let view = value(await client.migration.start({}))
    view = value(
      await client.migration.saveAddresses({
        id: view.id,
        revision: view.revision,
        addresses: Array.from({ length: many }, (_, number) => `app${number}@practice.test`),
      }),
    )
    view = value(
      await client.migration.saveGateway({
        id: view.id,
        revision: view.revision,
        gateway: {
          host: practice.hosts.smtp,
          port: practice.ports['smtp']!,
          security: 'starttls',
          authentication: 'password',
          username: practice.users[0]!.username,
        },
        password: practice.users[0]!.password,
        connectorName: 'Outgoing Connector',
        primaryAddress: practice.users[0]!.address,
      }),
    )
    value(await client.migration.test({ id: view.id, revision: view.revision }))
    view = await until(
      { engine, client },
      () => current(client),
      ({ test: proof }) => proof !== null,
    )
    expect(view.plan!.blockers).toEqual([])
    before = await exported(client)
  })
  usual.apply = await inProcess(copied('prepared', 'applied'), null)
  usual.undo = await inProcess(copied('applied', 'undone'), null)
  expect(Math.min(usual.apply, usual.undo)).toBeGreaterThan(0)
})

test.each(Array.from({ length: moments }, (_, moment) => moment))(
  'killed at moment %i, Apply and Undo happened whole or not at all, and go on from there',
  async (moment) => {
    const part = (moment + 0.5) / moments
    for (const [from, act] of [
      ['prepared', 'apply'],
      ['applied', 'undo'],
    ] as const) {
      const path = copied(from, `killed-${act}-${moment}`)
      await inProcess(path, usual[act] * part)
      await opened(path, async (client) => {
        let view = await current(client)
        const routes = () =>
          client.routes.list({}).then((answer) => value(answer).groups.flatMap((group) => group.outgoing))
        const isApplied = view.status === 'applied'
        expect(await routes()).toHaveLength(isApplied ? many + 1 : 0)
        if (!isApplied) expect(await exported(client)).toBe(before)
        if (view.status === 'open')
          view = value(await client.migration.apply({ id: view.id, revision: view.revision, basis: view.plan!.basis }))
        if (view.status === 'applied') {
          expect(await routes()).toHaveLength(many + 1)
          value(await client.migration.undo({ id: view.id, revision: view.revision }))
        }
        expect(await exported(client)).toBe(before)
      })
    }
  },
)
