import { readFileSync, writeFileSync } from 'node:fs'
import { refuseLongValue, type Keychain } from '../../src/main/engine/ports/keychain.ts'

/** A keychain that outlives the process that is killed; for tests only, since its file is plain text. */
export function fileKeychain(path: string): Keychain {
  const kept = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
    } catch {
      return {}
    }
  }
  return {
    name: 'a file of the test',
    async read(account) {
      const value = kept()[account]
      return value === undefined ? { answer: 'absent' } : { answer: 'found', value }
    },
    async write(account, value) {
      refuseLongValue(value)
      writeFileSync(path, JSON.stringify({ ...kept(), [account]: value }), { mode: 0o600 })
      return { answer: 'done' }
    },
    async remove(account) {
      const { [account]: _, ...others } = kept()
      writeFileSync(path, JSON.stringify(others), { mode: 0o600 })
      return { answer: 'done' }
    },
  }
}
