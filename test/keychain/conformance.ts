import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { longestKeychainValue, type Keychain } from '../../src/main/engine/ports/keychain.ts'

/** What every keychain does that works; `keychain` is asked for when the tests run. */
export function aKeychainThatWorks(name: string, keychain: () => Keychain): void {
  describe(`${name}, as a keychain that works`, () => {
    test('gives back what was written', async () => {
      const account = randomUUID()
      for (const value of ['k', 'Grüße 🗝', ' blanks ', 'x'.repeat(longestKeychainValue), '']) {
        expect(await keychain().write(account, value)).toEqual({ answer: 'done' })
        expect(await keychain().read(account)).toEqual({ answer: 'found', value })
      }
    })

    test('keeps accounts apart', async () => {
      const [one, two] = [`w/1/${randomUUID()}`, `w/1/${randomUUID()}`]
      await keychain().write(one, '1')
      await keychain().write(two, '2')
      await keychain().remove(one)
      expect(await keychain().read(one)).toEqual({ answer: 'absent' })
      expect(await keychain().read(two)).toEqual({ answer: 'found', value: '2' })
    })

    test('says that what was never written is absent', async () => {
      expect(await keychain().read(randomUUID())).toEqual({ answer: 'absent' })
    })

    test('removes what is there, and is content with what is not', async () => {
      const account = randomUUID()
      expect(await keychain().remove(account)).toEqual({ answer: 'done' })
      await keychain().write(account, 'k')
      expect(await keychain().remove(account)).toEqual({ answer: 'done' })
      expect(await keychain().read(account)).toEqual({ answer: 'absent' })
    })

    test('answers calls that come at the same time', async () => {
      const accounts = Array.from({ length: 8 }, () => randomUUID())
      await Promise.all(accounts.map((account) => keychain().write(account, account)))
      const read = await Promise.all(accounts.map((account) => keychain().read(account)))
      expect(read).toEqual(accounts.map((value) => ({ answer: 'found', value })))
    })

    test('refuses a value that Windows could not keep', async () => {
      await expect(keychain().write(randomUUID(), 'x'.repeat(longestKeychainValue + 1))).rejects.toThrow(/1280/)
    })
  })
}

/** What every keychain does that cannot be used: it says so for each call, and never that something is absent. */
export function aClosedKeychain(name: string, answer: 'locked' | 'unavailable', keychain: () => Keychain): void {
  test(`${name} answers ${answer} to read, write and remove, with the reason`, async () => {
    const closed = { answer, detail: expect.stringMatching(/./) }
    expect(await keychain().read('w-1')).toEqual(closed)
    expect(await keychain().write('w-1', 'k')).toEqual(closed)
    expect(await keychain().remove('w-1')).toEqual(closed)
  })
}
