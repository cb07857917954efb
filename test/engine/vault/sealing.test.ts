import { describe, expect, test } from 'vitest'
import { aWorkspace, bytes, password, sealed, unsealed } from './aVault.ts'

async function openVault() {
  const { start } = aWorkspace()
  const vault = start()
  await vault.create({ slot: 'keychain' })
  return vault
}

describe('a sealed secret', () => {
  test('opens as it was, whatever characters it has', async () => {
    const vault = await openVault()
    for (const text of ['', ' trailing blank ', 'Grüße 🗝', 'x'.repeat(20_000)]) {
      expect(unsealed(vault, sealed(vault, text))).toBe(text)
    }
  })

  test('does not open when any one byte of it was changed', async () => {
    const vault = await openVault()
    const value = sealed(vault, 'correct horse')
    for (let at = 0; at < value.length; at++) {
      const changed = Uint8Array.from(value)
      changed[at] = (changed[at] ?? 0) ^ 1
      // Bytes 1 to 16 name the vault: a changed name is another vault's.
      expect(unsealed(vault, changed)).toBe(at >= 1 && at <= 16 ? 'other-vault' : 'tampered')
    }
  })

  test('does not open when it was cut or lengthened', async () => {
    const vault = await openVault()
    const value = sealed(vault, 'correct horse')
    for (let length = 17; length < value.length; length++) {
      expect(unsealed(vault, value.subarray(0, length))).toBe('tampered')
    }
    expect(unsealed(vault, value.subarray(0, 10))).toBe('other-vault')
    expect(unsealed(vault, new Uint8Array())).toBe('other-vault')
    expect(unsealed(vault, Buffer.concat([value, Buffer.from([0])]))).toBe('tampered')
  })

  test('does not open as another secret, nor as another version of it', async () => {
    const vault = await openVault()
    const value = sealed(vault, 'correct horse')
    expect(unsealed(vault, value, { secretId: 's-2', version: 1 })).toBe('tampered')
    expect(unsealed(vault, value, { secretId: 's-1', version: 2 })).toBe('tampered')
  })

  test('does not open in another workspace that has the same vault key', async () => {
    const { start } = aWorkspace()
    const vault = start()
    await vault.create({ slot: 'keychain' })
    const value = sealed(vault, 'correct horse')
    const elsewhere = start({ workspaceId: 'w-2' })
    await elsewhere.open()
    expect(unsealed(elsewhere, value)).toBe('tampered')
  })

  test('sealed twice looks different each time, and nowhere shows its text', async () => {
    const vault = await openVault()
    const [one, two] = [sealed(vault, 'correct horse'), sealed(vault, 'correct horse')]
    expect(Buffer.from(one).equals(two)).toBe(false)
    expect(Buffer.from(one).includes('correct horse')).toBe(false)
  })
})

describe('stored mail', () => {
  const sha256 = 'a3'.repeat(32)

  test('is sealed under a key of its own, and opens after a restart', async () => {
    const { start, records } = aWorkspace()
    const vault = start()
    await vault.create({ slot: 'keychain' })
    const mail = await vault.sealMail(sha256, bytes('Subject: hello\r\n\r\n'))
    if (!mail.ok) throw new Error(mail.code)

    const later = start()
    await later.open()
    expect(await later.unsealMail(sha256, mail.sealed)).toEqual({
      ok: true,
      plain: Buffer.from('Subject: hello\r\n\r\n'),
    })
    expect(await later.unsealMail('b4'.repeat(32), mail.sealed)).toEqual({ ok: false, code: 'tampered' })
    expect(later.unseal({ ...password, secretId: sha256 }, mail.sealed)).toEqual({ ok: false, code: 'tampered' })
    expect(records.current()?.wrappedDataKey).toBeTruthy()
  })

  test('is not sealed where the vault lasts for this session only', async () => {
    const vault = aWorkspace().start()
    await vault.create({ slot: 'session' })
    expect(await vault.sealMail(sha256, bytes('x'))).toEqual({ ok: false, code: 'session-only' })
  })

  test('with a damaged data key stays closed, while secrets still open', async () => {
    const { start, records } = aWorkspace()
    const vault = start()
    await vault.create({ slot: 'keychain' })
    const value = sealed(vault, 'correct horse')
    const record = records.current()
    if (!record) throw new Error('no record')
    await records.save({ ...record, wrappedDataKey: Buffer.alloc(77, 1).toString('base64') })

    const later = start()
    await later.open()
    expect(unsealed(later, value)).toBe('correct horse')
    expect(await later.sealMail(sha256, bytes('x'))).toEqual({ ok: false, code: 'data-key-damaged' })
  })
})
