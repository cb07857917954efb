import Database from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contract } from '../../src/contract/contract.ts'
import { clientOf } from '../../src/contract/define.ts'
import { memoryKeychain } from '../../src/main/adapters/keychain/memoryKeychain.ts'
import { createMime } from '../../src/main/adapters/mime/mime.ts'
import { inTurns } from '../../src/main/engine/breathing.ts'
import { sealing, unsealing } from '../../src/main/engine/vault/sealing.ts'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { turnsDuring } from '../store/turnsDuring.ts'

// The window and the web host answer while mail is stored. Turns of the event loop are counted, not milliseconds: a loaded machine has fewer of
// them in a second, and not fewer of them in a piece of work.

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waypost-lively-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test.each(['desktop', 'web'] as const)(
  'in the %s host a commit that cannot go on leaves the event loop alone',
  async (host) => {
    const path = join(folder, 'workspace.waypost')
    const trace = { reached: () => undefined, failed: () => undefined }
    const engine = await openEngine({ path, practice: false, host, keychain: memoryKeychain(), trace })
    const client = clientOf(contract, (call) => engine.call(call, { name: 'anna', via: 'web', role: 'administrator' }))
    const found = await client.settings.get({})
    if (!found.ok) throw new Error('no settings')
    const other = new Database(path)
    other.exec('begin immediate')
    // It waits for two seconds before it is given up; in the thread of the host not one turn would pass meanwhile.
    const { revision, settings } = found.value
    const { turns, value } = await turnsDuring(() =>
      client.settings.save({ revision, settings: { ...settings, workspaceName: 'Lively' } }),
    )
    other.close()
    await engine.stop()
    expect(value?.ok).toBe(false)
    expect(turns).toBeGreaterThan(100)
  },
)

test('a large mail is read and sealed in pieces, and comes out as it went in', async () => {
  const attachment = Buffer.alloc(15_000_000, 'attached ').toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  const raw = Buffer.from(
    [
      'From: anna@contoso.test',
      'Content-Type: application/pdf; name="offer.pdf"',
      'Content-Disposition: attachment; filename="offer.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      attachment,
    ].join('\r\n'),
  )
  const read = await turnsDuring(() => createMime().read(raw))
  expect(read.value).toMatchObject({ ok: true, value: { attachments: [{ size: 15_000_000 }] } })
  expect(read.turns).toBeGreaterThan(50)

  const key = randomBytes(32)
  const purpose = ['mail', 'workspace', 'a1'] as const
  let pauses = 0
  function* counted<T>(work: Generator<undefined, T>): Generator<undefined, T> {
    for (let step = work.next(); ; step = work.next()) {
      if (step.done) return step.value
      pauses += 1
      yield
    }
  }
  const sealed = await inTurns(counted(sealing(key, '00'.repeat(16), purpose, raw, randomBytes)))
  const plain = await inTurns(counted(unsealing(key, purpose, sealed)))
  expect(plain?.equals(raw)).toBe(true)
  expect(pauses).toBeGreaterThan(100)
})
