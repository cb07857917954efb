/** Why the keychain gave no answer. `detail` is the platform's own sentence: to be shown, never to be branched on. */
export interface KeychainClosed {
  /** locked: it is there and cannot be read now. unavailable: there is none in this session. */
  readonly answer: 'locked' | 'unavailable'
  readonly detail: string
}

export type KeychainAnswer =
  | { readonly answer: 'found'; readonly value: string }
  | { readonly answer: 'absent' }
  | KeychainClosed

export type KeychainDone = { readonly answer: 'done' } | KeychainClosed

/**
 * The operating system's store for small secrets, as far as the vault needs it (V1).
 * Every call answers within the adapter's time limit and never rejects; nobody waits for a prompt.
 */
export interface Keychain {
  /** As an administrator knows it: "Windows Credential Manager", "the macOS Keychain". */
  readonly name: string
  /** `absent` is said only by a keychain that has just kept and returned a value: some answer "nothing" when they are not there. */
  read(account: string): Promise<KeychainAnswer>
  /** Done means: written, read back and compared. Throws RangeError above {@link longestKeychainValue}. */
  write(account: string, value: string): Promise<KeychainDone>
  /** Done as well if there was nothing to remove. */
  remove(account: string): Promise<KeychainDone>
}

/**
 * Characters of one value. Windows keeps at most 2,560 bytes of UTF-16 (CRED_MAX_CREDENTIAL_BLOB_SIZE in wincred.h), so
 * a longer value would work on one platform and fail on another.
 */
export const longestKeychainValue = 1_280

/** Refuses on every platform what Windows could not keep. */
export function refuseLongValue(value: string): void {
  if (value.length > longestKeychainValue) {
    throw new RangeError(
      `A keychain value has at most ${longestKeychainValue} characters, this one has ${value.length}.`,
    )
  }
}
