import type { UnreadableCode } from '../../../domain/clientCertificate.ts'

/** Ends the reading of a file; thrown inside this adapter only, and data at its border. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly code: UnreadableCode
  readonly params: Readonly<Record<string, string | number>>
  constructor(code: UnreadableCode, params: Readonly<Record<string, string | number>> = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}

/**
 * Rounds of key derivation that one file may ask for in all. Today's advice is 600,000 for each of its three parts; a file with more is made to
 * keep its reader busy.
 */
const mostRounds = 2_000_000

/** Counts what a file asks for, before it is done. */
export interface Work {
  spend(rounds: number): void
}

export function createWork(limit: number = mostRounds): Work {
  let spent = 0
  return {
    spend(rounds) {
      spent += rounds
      if (!Number.isSafeInteger(spent) || rounds < 1 || spent > limit)
        throw new Unreadable('too-much-work', { rounds: Math.min(rounds, Number.MAX_SAFE_INTEGER), limit })
    },
  }
}
