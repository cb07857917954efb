import type { Refusal, RefusalCode } from '../../../contract/define.ts'

/** How a command ends (K2). */
export const exits = {
  /** Done and well. */
  well: 0,
  /** Done, with failures found: a test failed, a mail was refused. */
  found: 1,
  /** Wrong usage or invalid input. */
  usage: 2,
  /** Not available here: no keychain, vault locked, no network, no such feature of this host. */
  unavailable: 3,
  /** Refused by rule: not proved, no permission, changed meanwhile. */
  refused: 4,
  /** An error of Waypost itself. */
  internal: 5,
  /** Cancelled, by Ctrl-C or by --timeout. */
  cancelled: 130,
} as const
export type Exit = (typeof exits)[keyof typeof exits]

const ofRefusal: Readonly<Record<RefusalCode, Exit>> = {
  'invalid-input': exits.usage,
  'not-found': exits.usage,
  'not-permitted': exits.refused,
  stale: exits.refused,
  refused: exits.refused,
  'not-available': exits.unavailable,
  'vault-locked': exits.unavailable,
  failed: exits.found,
  // The command line and the engine it is attached to are of different versions.
  'unknown-procedure': exits.internal,
  internal: exits.internal,
}

export const exitOf = (refusal: Refusal): Exit => ofRefusal[refusal.code]

/** A call was refused: the command ends there, and says why. */
export class CallRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.word.key)
    this.refusal = refusal
  }
}

/** What was typed does not fit: exit code 2. The message is a sentence for the reader. */
export class WrongUsage extends Error {}

/** Ctrl-C or --timeout ended what was going on. */
export class Cancelled extends Error {}
