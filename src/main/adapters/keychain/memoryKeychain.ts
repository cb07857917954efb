import { refuseLongValue, type Keychain, type KeychainClosed } from '../../engine/ports/keychain.ts'

export interface MemoryKeychain extends Keychain {
  /** What happens to every call from now on: `works`, or the keychain is closed. */
  be(condition: 'works' | KeychainClosed['answer']): void
  /** What is kept, by account; tests look here for what must not be there. */
  readonly kept: ReadonlyMap<string, string>
}

/** A keychain for tests and the practice workspace. It forgets everything when the process ends. */
export function memoryKeychain(): MemoryKeychain {
  const kept = new Map<string, string>()
  let closed: KeychainClosed | undefined

  return {
    name: "this process's memory",
    kept,
    be(condition) {
      closed = condition === 'works' ? undefined : { answer: condition, detail: `The keychain is ${condition}.` }
    },
    async read(account) {
      if (closed) return closed
      const value = kept.get(account)
      return value === undefined ? { answer: 'absent' } : { answer: 'found', value }
    },
    async write(account, value) {
      refuseLongValue(value)
      if (closed) return closed
      kept.set(account, value)
      return { answer: 'done' }
    },
    async remove(account) {
      if (closed) return closed
      kept.delete(account)
      return { answer: 'done' }
    },
  }
}
