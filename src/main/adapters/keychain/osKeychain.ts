import { randomUUID } from 'node:crypto'
import { refuseLongValue, type Keychain, type KeychainClosed, type KeychainDone } from '../../engine/ports/keychain.ts'
import { findSecretService } from './sessionBus.ts'

export interface OsKeychainOptions {
  /** Under which name the entries stand in the keychain. */
  readonly service?: string
  /** For a whole call, its proofs included, in milliseconds. */
  readonly timeLimitMs?: number
}

/**
 * The keychain of this OS user, by @napi-rs/keyring. On Linux the store is pinned: unpinned, the library falls back
 * silently to kernel memory, which is empty after a reboot.
 */
export function osKeychain(options: OsKeychainOptions = {}): Keychain {
  const { service = 'Waypost', timeLimitMs = 3_000 } = options
  // A call that waits for a prompt holds a thread of the pool that files, DNS and scrypt share. So there is one call at a
  // time, and while it waits every later one is answered by its time limit without taking another thread.
  let queue: Promise<unknown> = Promise.resolve()

  function withinLimit<A extends { readonly answer: string }>(
    work: (turn: Turn) => Promise<A>,
  ): Promise<A | KeychainClosed> {
    const turn = { expired: false }
    const { promise, resolve } = Promise.withResolvers<A | KeychainClosed>()
    const limit = setTimeout(() => {
      turn.expired = true
      resolve({ answer: 'locked', detail: `No answer within ${timeLimitMs / 1_000} seconds.` })
    }, timeLimitMs)
    queue = queue.then(async () => {
      if (turn.expired) return
      try {
        resolve((await closedBeforehand(timeLimitMs)) ?? (await work(turn)))
      } catch (failure) {
        resolve(closedBecauseOf(failure))
      } finally {
        clearTimeout(limit)
      }
    })
    return promise
  }

  async function entry(account: string) {
    // Loaded at the first use: a build without a binary for this platform has no keychain, and still starts.
    const { AsyncEntry } = await import('@napi-rs/keyring').catch((cause: unknown) => {
      throw new NoKeychainBinary(cause)
    })
    return new AsyncEntry(service, account, { linux: { store: 'secret-service' } })
  }

  async function writeAndCompare(turn: Turn, account: string, value: string): Promise<KeychainDone> {
    const slot = await entry(account)
    await slot.setPassword(value)
    if (turn.expired) return tooLate
    return (await slot.getPassword()) === value
      ? { answer: 'done' }
      : { answer: 'unavailable', detail: 'The keychain did not give back what was written.' }
  }

  /** Shows that this keychain keeps things, so that "nothing there" can be believed. */
  async function prove(turn: Turn): Promise<KeychainDone> {
    if (turn.expired) return tooLate
    const account = `probe-${randomUUID()}`
    const written = await writeAndCompare(turn, account, account)
    await (await entry(account)).deletePassword()
    return written
  }

  return {
    name: keychainNames[process.platform] ?? 'the Secret Service keyring of this session',
    read: (account) =>
      withinLimit(async (turn) => {
        const value = await (await entry(account)).getPassword()
        if (typeof value === 'string') return { answer: 'found', value }
        const proved = await prove(turn)
        return proved.answer === 'done' ? { answer: 'absent' } : proved
      }),
    write: async (account, value) => {
      refuseLongValue(value)
      return withinLimit((turn) => writeAndCompare(turn, account, value))
    },
    remove: (account) =>
      withinLimit(async (turn) => {
        const removed = await (await entry(account)).deletePassword()
        return removed ? { answer: 'done' } : prove(turn)
      }),
  }
}

/** Set once the time limit has answered for this call: what is left of it is not begun. */
interface Turn {
  readonly expired: boolean
}

const tooLate: KeychainClosed = { answer: 'locked', detail: 'The time for this call is over.' }

const keychainNames: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'Windows Credential Manager',
  darwin: 'the macOS Keychain',
}

class NoKeychainBinary extends Error {
  override readonly name = 'NoKeychainBinary'
  constructor(cause: unknown) {
    super('This build has no keychain access for this platform.', { cause })
  }
}

/** What the session bus knows before the library is asked; elsewhere than on Linux there is nothing to ask. */
async function closedBeforehand(limitMs: number): Promise<KeychainClosed | undefined> {
  if (process.platform !== 'linux') return undefined
  const service = await findSecretService(process.env, limitMs)
  switch (service.presence) {
    case 'none':
      return { answer: 'unavailable', detail: service.detail }
    case 'silent':
      return { answer: 'locked', detail: 'The Secret Service of this session does not answer.' }
    case 'answers':
    case 'unknown':
      return undefined
  }
}

/**
 * An access that failed means "cannot be read now". The library's texts differ between platforms and versions, so they
 * are shown and not judged.
 */
function closedBecauseOf(failure: unknown): KeychainClosed {
  const detail = failure instanceof Error ? failure.message : String(failure)
  return { answer: failure instanceof NoKeychainBinary ? 'unavailable' : 'locked', detail }
}
