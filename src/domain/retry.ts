const minute = 60_000

/** I18: a connector that keeps failing waits 1 min, doubling, up to 1 h. `failures` counts from 1; milliseconds. */
export const pollBackoff = (failures: number): number => Math.min(60 * minute, minute * 2 ** Math.min(failures - 1, 6))

/** A recipient told "later" waits 5 min, 10, 20, … up to 4 h (RFC 5321 4.5.4.1 asks for growing waits); milliseconds. */
export const deliveryBackoff = (tries: number): number =>
  Math.min(240 * minute, 5 * minute * 2 ** Math.min(tries - 1, 6))

/** RFC 5321 4.5.4.1: give up after 4–5 days. */
export const deliveryDeadline = 5 * 24 * 60 * minute

/** I18: definite sign-in refusals stop a side after this many tries, until a test passes. */
export const signInTries = 3

/** S9: a next try never lies further ahead than its own wait, whatever the clock jumped; milliseconds since 1970. */
export const clampNextTry = (nextTry: number, now: number, wait: number): number => Math.min(nextTry, now + wait)
