import { describe, expect, test } from 'vitest'
import { aWorkspace, sealed, unsealed } from './aVault.ts'

// One derivation by scrypt takes 0.4 s, so each vault here is unlocked as often as needed and no more.
const passphrase = 'Zwölf Boxkämpfer'

describe('a passphrase', () => {
  test('opens the vault where there is no keychain', async () => {
    const { start, keychain, records } = aWorkspace()
    keychain.be('unavailable')
    const first = start()
    await first.create({ slot: 'passphrase', passphrase })
    const value = sealed(first, 'correct horse')
    expect(JSON.stringify(records.current())).not.toContain('Boxk')
    expect(records.current()?.slots).toMatchObject([{ kind: 'passphrase', scrypt: { N: 131_072, r: 8, p: 1 } }])

    const vault = start()
    expect(await vault.open()).toMatchObject({ state: 'locked', reason: 'by-hand', slots: [{ kind: 'passphrase' }] })
    expect(await vault.unlock({ passphrase: 'zwölf Boxkämpfer' })).toEqual({ ok: false, code: 'wrong-passphrase' })
    expect(unsealed(vault, value)).toBe('vault-locked')
    // Typed on a keyboard that composes its umlauts of two characters.
    expect(await vault.unlock({ passphrase: passphrase.normalize('NFD') })).toMatchObject({ ok: true })
    expect(unsealed(vault, value)).toBe('correct horse')
  })

  test('is derived beside the event loop', async () => {
    const vault = aWorkspace().start()
    let ticks = 0
    const beat = setInterval(() => ticks++, 5)
    await vault.create({ slot: 'passphrase', passphrase })
    clearInterval(beat)
    expect(ticks).toBeGreaterThan(5)
  })

  test('of fewer than 8 characters is refused', async () => {
    const vault = aWorkspace().start()
    expect(await vault.create({ slot: 'passphrase', passphrase: '🗝🗝🗝🗝🗝🗝🗝' })).toEqual({
      ok: false,
      code: 'passphrase-too-short',
    })
  })

  test('a record that asks for the whole memory of the machine is not obeyed', async () => {
    const { start, records } = aWorkspace()
    await start().create({ slot: 'passphrase', passphrase })
    const record = records.current()
    const slot = record?.slots[0]
    if (!record || slot?.kind !== 'passphrase') throw new Error('no passphrase slot')
    await records.save({ ...record, slots: [{ ...slot, scrypt: { ...slot.scrypt, N: 2 ** 40 } }] })
    expect(await start().unlock({ passphrase })).toEqual({ ok: false, code: 'wrong-passphrase' })
  })
})

describe('a recovery key', () => {
  async function withRecoveryKey() {
    const workspace = aWorkspace()
    const vault = workspace.start()
    await vault.create({ slot: 'keychain' })
    const value = sealed(vault, 'correct horse')
    const made = await vault.createRecoveryKey()
    if (!made.ok) throw new Error(made.code)
    return { ...workspace, value, recoveryKey: made.recoveryKey }
  }

  test('is nine groups of four without letters that look alike, and kept nowhere', async () => {
    const { recoveryKey, records, keychain } = await withRecoveryKey()
    expect(recoveryKey).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/)
    const kept = JSON.stringify([records.current(), ...keychain.kept.values()])
    expect(kept).not.toContain(recoveryKey.slice(0, 9))
    expect(kept).not.toContain(recoveryKey.replaceAll('-', ''))
  })

  test('opens the vault on another machine, however it is typed, and can put the key into its keychain', async () => {
    const { start, recoveryKey, value, keychain } = await withRecoveryKey()
    for (const account of keychain.kept.keys()) await keychain.remove(account)
    const spellings = [
      recoveryKey.toLowerCase(),
      recoveryKey.replaceAll('-', ' '),
      `  ${recoveryKey.replaceAll('-', '')}\n`,
      recoveryKey.replaceAll('-', '–').replaceAll('0', 'o').replaceAll('1', 'l'),
    ]
    for (const typed of spellings) {
      const vault = start()
      expect(await vault.open()).toMatchObject({ state: 'needs-secrets', reason: 'key-missing' })
      expect(await vault.unlock({ recoveryKey: typed })).toMatchObject({ ok: true })
      expect(unsealed(vault, value)).toBe('correct horse')
    }
    expect(await start().unlock({ recoveryKey }, { keepInKeychain: true })).toMatchObject({ keychain: 'kept' })
    expect(await start().open()).toMatchObject({
      state: 'open',
      slots: [{ kind: 'recovery-key' }, { kind: 'keychain' }],
    })
  })

  test('still unlocks where the keychain cannot keep the key again', async () => {
    const { start, recoveryKey, keychain } = await withRecoveryKey()
    keychain.be('locked')
    expect(await start().unlock({ recoveryKey }, { keepInKeychain: true })).toEqual({
      ok: true,
      state: expect.objectContaining({ state: 'open' }),
      keychain: { answer: 'locked', detail: 'The keychain is locked.' },
    })
  })

  test('with a typing slip is called mistyped; one of another vault is called wrong', async () => {
    const { start, recoveryKey } = await withRecoveryKey()
    const slip = (recoveryKey.startsWith('7') ? '8' : '7') + recoveryKey.slice(1)
    expect(await start().unlock({ recoveryKey: slip })).toEqual({ ok: false, code: 'mistyped-recovery-key' })
    expect(await start().unlock({ recoveryKey: recoveryKey.slice(0, -5) })).toEqual({
      ok: false,
      code: 'mistyped-recovery-key',
    })
    const other = await withRecoveryKey()
    expect(await start().unlock({ recoveryKey: other.recoveryKey })).toEqual({ ok: false, code: 'wrong-recovery-key' })
  })
})

describe('slots', () => {
  test('an opener for which there is no slot is told so', async () => {
    const { start } = aWorkspace()
    expect(await start().unlock({ passphrase })).toEqual({ ok: false, code: 'no-vault' })
    await start().create({ slot: 'keychain' })
    expect(await start().unlock({ passphrase })).toEqual({ ok: false, code: 'no-such-slot' })
  })

  test('the last one is never removed', async () => {
    const { start, keychain } = aWorkspace()
    const vault = start()
    await vault.create({ slot: 'keychain' })
    const state = await vault.open()
    const own = state.state === 'open' ? (state.slots[0]?.id ?? '') : ''
    expect(await vault.removeSlot(own)).toEqual({ ok: false, code: 'last-slot' })
    await vault.addSlot({ slot: 'key-file', content: Buffer.alloc(32, 7) })
    expect(await vault.removeSlot('unknown')).toEqual({ ok: false, code: 'no-such-slot' })
    expect(await vault.removeSlot(own)).toMatchObject({ ok: true, state: { slots: [{ kind: 'key-file' }] } })
    expect(keychain.kept.size).toBe(0)
  })

  test('are changed only on an open vault', async () => {
    const { start } = aWorkspace()
    await start().create({ slot: 'keychain' })
    const vault = start()
    expect(await vault.addSlot({ slot: 'keychain' })).toEqual({ ok: false, code: 'vault-locked' })
    expect(await vault.removeSlot('any')).toEqual({ ok: false, code: 'vault-locked' })
    expect(await vault.createRecoveryKey()).toEqual({ ok: false, code: 'vault-locked' })
  })

  test('another OS user gets a keychain slot of their own', async () => {
    const { start, keychain } = aWorkspace()
    const content = Buffer.alloc(32, 7)
    await start().create({ slot: 'key-file', content })
    for (const machineUser of ['ada', 'bob']) {
      await start({ machineUser }).unlock({ keyFile: content }, { keepInKeychain: true })
    }
    expect(keychain.kept.size).toBe(2)
    expect(await start({ machineUser: 'bob' }).open()).toMatchObject({ state: 'open' })
  })

  test('a slot moved from another vault does not open this one', async () => {
    const content = Buffer.alloc(32, 7)
    const [mine, theirs] = [aWorkspace(), aWorkspace()]
    await mine.start().create({ slot: 'key-file', content })
    await theirs.start().create({ slot: 'key-file', content })
    const [record, other] = [mine.records.current(), theirs.records.current()]
    if (!record || !other) throw new Error('no record')
    await mine.records.save({ ...record, slots: other.slots })
    expect(await mine.start().unlock({ keyFile: content })).toEqual({ ok: false, code: 'wrong-key-file' })
  })
})

describe('a new vault', () => {
  test('keeps the old one, its key and its values, which its own slots still open', async () => {
    const { start, keychain, records } = aWorkspace()
    const content = Buffer.alloc(32, 7)
    const first = start()
    await first.create({ slot: 'key-file', content })
    await first.addSlot({ slot: 'keychain' })
    const old = sealed(first, 'correct horse')
    const oldId = records.current()?.id ?? ''

    const vault = start()
    keychain.be('locked')
    await vault.open()
    keychain.be('works')
    expect(await vault.startNew({ slot: 'keychain' })).toMatchObject({ ok: true, state: { state: 'open' } })
    expect(keychain.kept.size).toBe(2)
    expect(records.current()?.retired).toMatchObject([
      { id: oldId, slots: [{ kind: 'key-file' }, { kind: 'keychain' }] },
    ])
    expect(unsealed(vault, old)).toBe('other-vault')

    const later = start()
    await later.open()
    expect(unsealed(later, sealed(vault, 'battery staple'))).toBe('battery staple')
    expect(await later.unlockRetired(oldId, { keyFile: Buffer.alloc(32, 8) })).toEqual({
      ok: false,
      code: 'wrong-key-file',
    })
    expect(await later.unlockRetired('unknown', { keyFile: content })).toEqual({ ok: false, code: 'no-vault' })
    expect(await later.unlockRetired(oldId, { keyFile: content })).toMatchObject({ ok: true })
    expect(unsealed(later, old)).toBe('correct horse')
  })

  test('is started only in place of an old one', async () => {
    expect(await aWorkspace().start().startNew({ slot: 'keychain' })).toEqual({ ok: false, code: 'no-vault' })
  })

  test('that could not be kept leaves the old one as it was', async () => {
    const { start, keychain, records } = aWorkspace()
    await start().create({ slot: 'keychain' })
    const before = records.current()
    keychain.be('locked')
    expect(await start().startNew({ slot: 'keychain' })).toMatchObject({ code: 'keychain-locked' })
    expect(records.current()).toEqual(before)
  })

  test('for this session only leaves the records as they are, and retires the old vault once it is kept', async () => {
    const { start, keychain, records } = aWorkspace()
    await start().create({ slot: 'keychain' })
    const before = records.current()
    keychain.be('locked')
    const vault = start()
    await vault.open()
    await vault.startNew({ slot: 'session' })
    expect(records.current()).toEqual(before)
    keychain.be('works')
    await vault.addSlot({ slot: 'keychain' })
    expect(records.current()?.retired).toMatchObject([{ id: before?.id }])
  })
})
