/** Milliseconds that one piece of work may hold the event loop before whoever else waits has a turn. */
const breath = 8

/** A place to pause in long work: passes at once, or behind everything that waits where it was held up for too long. */
export function breathing(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < breath) return
    await new Promise<void>((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}

/** Does work that pauses at each `yield`, with breaths in between. */
export async function inTurns<T>(work: Generator<undefined, T>): Promise<T> {
  const pause = breathing()
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) return step.value
    await pause()
  }
}

/** Does the same work at once. */
export function atOnce<T>(work: Generator<undefined, T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value
}

/** Octets of one piece of long work over a mail: a few milliseconds of hashing and sealing on a slow machine. */
export const pieceOctets = 256 * 1024

/** A value in pieces; a short one is one piece. */
export function* piecesOf(octets: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < octets.length; at += pieceOctets) yield octets.subarray(at, at + pieceOctets)
}
