import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { VaultState } from '../../../src/main/engine/vault/vault.ts'
import { aWorkspace, bytes, password, sealed, unsealed } from './aVault.ts'

describe('without a vault', () => {
  test('opening never makes a key', async () => {
    const { start, keychain, records } = aWorkspace()
    expect(await start().open()).toEqual({ state: 'absent' })
    expect(keychain.kept.size).toBe(0)
    expect(records.current()).toBeUndefined()
  })

  test('nothing is sealed', () => {
    expect(aWorkspace().start().seal(password, bytes('x'))).toEqual({ ok: false, code: 'vault-locked' })
  })

  test.each(['locked', 'unavailable'] as const)('a keychain that is %s makes none, and says so', async (condition) => {
    const { start, keychain, records } = aWorkspace()
    keychain.be(condition)
    const vault = start()
    expect(await vault.create({ slot: 'keychain' })).toEqual({
      ok: false,
      code: `keychain-${condition}`,
      detail: `The keychain is ${condition}.`,
    })
    expect(vault.state()).toEqual({ state: 'absent' })
    expect(records.current()).toBeUndefined()
  })

  test('a database that refuses the record leaves no key behind in the keychain', async () => {
    const { start, keychain } = aWorkspace()
    const full = { load: async () => undefined, save: () => Promise.reject(new Error('database or disk is full')) }
    const vault = start({ records: full })
    await expect(vault.create({ slot: 'keychain' })).rejects.toThrow('full')
    expect(keychain.kept.size).toBe(0)
    expect(vault.seal(password, bytes('x')).ok).toBe(false)
  })
})

describe('a vault in the keychain', () => {
  test('opens by itself at the next start', async () => {
    const { start } = aWorkspace()
    const vault = start()
    await vault.create({ slot: 'keychain' })
    const value = sealed(vault, 'correct horse')
    const later = start()
    expect(await later.open()).toMatchObject({
      state: 'open',
      persistence: 'kept',
      slots: [{ kind: 'keychain', user: 'ada' }],
    })
    expect(unsealed(later, value)).toBe('correct horse')
  })

  test('is made once only', async () => {
    const { start, keychain } = aWorkspace()
    await start().create({ slot: 'keychain' })
    const before = new Map(keychain.kept)
    expect(await start().create({ slot: 'keychain' })).toEqual({ ok: false, code: 'vault-exists' })
    expect(new Map(keychain.kept)).toEqual(before)
  })

  test('keeps nothing but the vault key there, short enough for Windows', async () => {
    const { start, keychain } = aWorkspace()
    const vault = start()
    await vault.create({ slot: 'keychain' })
    sealed(vault, 'correct horse')
    expect([...keychain.kept.values()].map((value) => Buffer.from(value, 'base64').length)).toEqual([32])
  })

  test('is locked while the keychain is, and opens when it can be read again', async () => {
    const { start, keychain } = aWorkspace()
    const first = start()
    await first.create({ slot: 'keychain' })
    const value = sealed(first, 'correct horse')

    const vault = start()
    const seen: VaultState['state'][] = []
    vault.onChange(({ state }) => seen.push(state))
    keychain.be('locked')
    expect(await vault.open()).toMatchObject({
      state: 'locked',
      reason: 'keychain-locked',
      detail: 'The keychain is locked.',
    })
    expect(unsealed(vault, value)).toBe('vault-locked')
    expect(await vault.create({ slot: 'keychain' })).toMatchObject({ code: 'vault-exists' })
    keychain.be('unavailable')
    expect(await vault.open()).toMatchObject({ state: 'locked', reason: 'keychain-unavailable' })
    keychain.be('works')
    await vault.open()
    expect(unsealed(vault, value)).toBe('correct horse')
    await vault.open()
    expect(seen).toEqual(['locked', 'locked', 'open'])
  })

  test('whose key is missing says that secrets must be entered again, and makes no other', async () => {
    const { start, keychain } = aWorkspace()
    await start().create({ slot: 'keychain' })
    for (const account of keychain.kept.keys()) await keychain.remove(account)
    expect(await start().open()).toMatchObject({ state: 'needs-secrets', reason: 'key-missing' })
    expect(keychain.kept.size).toBe(0)
  })

  test.each([
    ['another key', randomBytes(32).toString('base64')],
    ['a shorter one', randomBytes(16).toString('base64')],
    ['no key at all', ''],
    ['some text', 'hunter2'],
  ])('with %s in its place says that it does not fit', async (_, foreign) => {
    const { start, keychain } = aWorkspace()
    await start().create({ slot: 'keychain' })
    for (const account of keychain.kept.keys()) await keychain.write(account, foreign)
    expect(await start().open()).toMatchObject({ state: 'needs-secrets', reason: 'key-does-not-fit' })
  })

  test('does not let another OS user in', async () => {
    const { start } = aWorkspace()
    await start().create({ slot: 'keychain' })
    expect(await start({ machineUser: 'bob' }).open()).toMatchObject({ state: 'locked', reason: 'not-let-in' })
  })

  test('calls that come at the same time take turns', async () => {
    const { start, records } = aWorkspace()
    const vault = start()
    const made = await Promise.all([
      vault.create({ slot: 'keychain' }),
      vault.create({ slot: 'keychain' }),
      vault.open(),
    ])
    expect(made.map((one) => ('ok' in one ? one.ok : one.state))).toEqual([true, false, 'open'])
    expect(records.current()?.slots).toHaveLength(1)
  })

  test('closed, it answers nothing until it is opened again', async () => {
    const { start } = aWorkspace()
    const vault = start()
    await vault.create({ slot: 'keychain' })
    const value = sealed(vault, 'correct horse')
    await vault.close()
    expect(vault.state()).toMatchObject({ state: 'locked', reason: 'closed' })
    expect(unsealed(vault, value)).toBe('vault-locked')
    await vault.open()
    expect(unsealed(vault, value)).toBe('correct horse')
  })
})

describe('a service', () => {
  const content = randomBytes(32)

  test('opens by its credential without a keychain', async () => {
    const { start, keychain } = aWorkspace({ serviceKey: async () => content })
    keychain.be('unavailable')
    await start().create({ slot: 'key-file', content })
    expect(await start().open()).toMatchObject({ state: 'open', slots: [{ kind: 'key-file' }] })
  })

  test('with another credential stays locked', async () => {
    const { start } = aWorkspace()
    await start().create({ slot: 'key-file', content })
    const vault = start({ serviceKey: async () => randomBytes(32) })
    expect(await vault.open()).toMatchObject({ state: 'locked', reason: 'by-hand' })
    expect(await vault.unlock({ keyFile: randomBytes(32) })).toEqual({ ok: false, code: 'wrong-key-file' })
    expect(await vault.unlock({ keyFile: content })).toMatchObject({ ok: true })
  })

  test('is not given a key file shorter than a key', async () => {
    expect(
      await aWorkspace()
        .start()
        .create({ slot: 'key-file', content: content.subarray(0, 31) }),
    ).toEqual({
      ok: false,
      code: 'key-file-too-short',
    })
  })
})

describe('a vault of this session only', () => {
  test('writes nothing, and forgets everything when it is closed', async () => {
    const made: Uint8Array[] = []
    const { start, keychain, records } = aWorkspace({
      random: (n) => {
        const bytes = randomBytes(n)
        if (n === 32) made.push(bytes)
        return bytes
      },
    })
    const vault = start()
    expect(await vault.create({ slot: 'session' })).toMatchObject({ state: { state: 'open', persistence: 'session' } })
    const value = sealed(vault, 'correct horse')
    expect(unsealed(vault, value)).toBe('correct horse')
    expect(await vault.createRecoveryKey()).toEqual({ ok: false, code: 'session-only' })
    expect([keychain.kept.size, records.current()]).toEqual([0, undefined])

    await vault.close()
    expect(vault.state()).toEqual({ state: 'absent' })
    expect(unsealed(vault, value)).toBe('vault-locked')
    expect(made).toHaveLength(2)
    expect(made.every((key) => key.every((byte) => byte === 0))).toBe(true)
    await vault.create({ slot: 'session' })
    expect(unsealed(vault, value)).toBe('other-vault')
  })

  test('lasts once it is given a slot, with the secrets entered before', async () => {
    const { start } = aWorkspace()
    const vault = start()
    await vault.create({ slot: 'session' })
    const value = sealed(vault, 'correct horse')
    expect(await vault.addSlot({ slot: 'keychain' })).toMatchObject({ state: { persistence: 'kept' } })
    const later = start()
    await later.open()
    expect(unsealed(later, value)).toBe('correct horse')
  })
})
