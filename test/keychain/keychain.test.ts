import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryKeychain } from '../../src/main/adapters/keychain/memoryKeychain.ts'
import { findSecretService, sessionBusPaths } from '../../src/main/adapters/keychain/sessionBus.ts'
import { createVault } from '../../src/main/engine/vault/createVault.ts'
import { memoryRecords } from '../../src/main/engine/vault/records.ts'
import { aHome, aSession, type Home, type Session, type SessionOptions } from './aSession.ts'
import { aClosedKeychain, aKeychainThatWorks } from './conformance.ts'

aKeychainThatWorks('the memory keychain', () => memory)
const memory = memoryKeychain()
for (const answer of ['locked', 'unavailable'] as const) {
  const closed = memoryKeychain()
  closed.be(answer)
  aClosedKeychain(`a memory keychain that is ${answer}`, answer, () => closed)
}

const without = (process.env['WAYPOST_WITHOUT'] ?? '').split(/[\s,]+/)
const notHere =
  process.platform !== 'linux'
    ? 'a Secret Service of its own needs Linux'
    : without.includes('keyring')
      ? 'WAYPOST_WITHOUT names keyring'
      : undefined

describe.skipIf(notHere)(`gnome-keyring in a session of its own${notHere ? ` (skipped: ${notHere})` : ''}`, () => {
  const homes: Home[] = []
  const sessions: Session[] = []
  function home(): Home {
    const made = aHome()
    homes.push(made)
    return made
  }
  async function session(options: SessionOptions): Promise<Session> {
    const started = await aSession(options)
    sessions.push(started)
    return started
  }
  function first({ keychains }: Session) {
    const [keychain] = keychains
    if (!keychain) throw new Error('The session has no process.')
    return keychain
  }
  afterAll(async () => {
    for (const each of sessions) await each.end()
    for (const each of homes) each.remove()
  })

  describe('unlocked', () => {
    let open: Session
    beforeAll(async () => {
      open = await session({ home: home(), session: 'keyring', password: 'any password', processes: 2 })
    })
    aKeychainThatWorks('gnome-keyring', () => first(open))

    test('is read by another process of the session', async () => {
      const [one, other] = open.keychains
      await one?.write('w-1', 'the key')
      expect(await other?.read('w-1')).toEqual({ answer: 'found', value: 'the key' })
    })
  })

  test('a new session with the same password reads what the old one wrote; with another it is locked', async () => {
    const kept = home()
    const before = await session({ home: kept, session: 'keyring', password: 'right' })
    expect(await first(before).write('w-1', 'the key')).toEqual({ answer: 'done' })
    await before.end()

    const wrong = await session({ home: kept, session: 'keyring', password: 'wrong' })
    const locked = { answer: 'locked', detail: expect.stringMatching(/./) }
    expect(await first(wrong).read('w-1')).toEqual(locked)
    expect(await first(wrong).read('never written')).toEqual(locked)
    expect(await first(wrong).write('w-1', 'another')).toEqual(locked)
    expect(await first(wrong).remove('w-1')).toEqual(locked)
    await wrong.end()

    const after = await session({ home: kept, session: 'keyring', password: 'right' })
    expect(await first(after).read('w-1')).toEqual({ answer: 'found', value: 'the key' })
  })

  test('a vault in it is locked while the keyring is, and opens in the next session', async () => {
    const kept = home()
    const records = memoryRecords()
    const vaultIn = (started: Session) =>
      createVault({
        keychain: first(started),
        records,
        random: (n) => randomBytes(n),
        workspaceId: 'w-1',
        machineUser: 'ada',
      })
    const password = { secretId: 's-1', version: 1 }

    const before = await session({ home: kept, session: 'keyring', password: 'right' })
    const vault = vaultIn(before)
    expect(await vault.create({ slot: 'keychain' })).toMatchObject({ ok: true })
    const value = vault.seal(password, Buffer.from('correct horse'))
    if (!value.ok) throw new Error(value.code)
    await before.end()

    const wrong = await session({ home: kept, session: 'keyring', password: 'wrong' })
    expect(await vaultIn(wrong).open()).toMatchObject({ state: 'locked', reason: 'keychain-locked' })
    await wrong.end()

    const later = vaultIn(await session({ home: kept, session: 'keyring', password: 'right' }))
    expect(await later.open()).toMatchObject({ state: 'open', persistence: 'kept' })
    expect(later.unseal(password, value.sealed)).toEqual({ ok: true, plain: Buffer.from('correct horse') })
  })

  describe('a bus without a Secret Service', () => {
    let bare: Session
    beforeAll(async () => {
      bare = await session({ home: home(), session: 'bus' })
    })
    aClosedKeychain('it', 'unavailable', () => first(bare))
  })

  describe('no session bus', () => {
    let none: Session
    beforeAll(async () => {
      none = await session({ home: home(), session: 'none' })
    })
    aClosedKeychain('it', 'unavailable', () => first(none))
  })

  test('a Secret Service that hangs is locked within the time limit, and the app stays live', async () => {
    const hanging = await session({ home: home(), session: 'silent', timeLimitMs: 300 })
    const keychain = first(hanging)
    const from = performance.now()
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => keychain.read(`w-${at}`)))
    expect(performance.now() - from).toBeLessThan(1_500)
    expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set(['locked']))
    expect(await keychain.longestPause()).toBeLessThan(300)
  })
})

describe('the session bus', () => {
  test('is found by its address in every form', () => {
    const runtime = { XDG_RUNTIME_DIR: '/run/user/7' }
    const at = (address: string) => sessionBusPaths({ ...runtime, DBUS_SESSION_BUS_ADDRESS: address })
    expect(sessionBusPaths({})).toEqual([])
    expect(sessionBusPaths(runtime)).toEqual(['/run/user/7/bus'])
    expect(at('unix:path=/run/a%20b,guid=12;unix:abstract=/run/x')).toEqual(['/run/a b', '\0/run/x'])
    expect(at('unix:runtime=yes')).toEqual(['/run/user/7/bus'])
    expect(at('tcp:host=localhost,port=7')).toBe('elsewhere')
  })

  test.skipIf(process.platform === 'win32')('is asked no longer than its time limit', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'waypost-bus-'))
    const path = join(directory, 'bus')
    const silent = createServer(() => undefined).listen(path)
    try {
      const at = async (address: string) =>
        (await findSecretService({ DBUS_SESSION_BUS_ADDRESS: address }, 100)).presence
      expect(await at(`unix:path=${path}`)).toBe('silent')
      expect(await at('tcp:host=localhost,port=7')).toBe('unknown')
      expect(await at(`unix:path=${path}-gone`)).toBe('none')
    } finally {
      silent.close()
      rmSync(directory, { recursive: true })
    }
  })
})
