import type { Change, Committed } from '../engine/ports/store.ts'

interface Waiting {
  readonly changes: readonly Change[]
  readonly settle: (committed: Committed) => void
  readonly fail: (error: unknown) => void
}

/** What a database can do at once; both throw where it could not do its work, and have kept nothing then. */
interface Transactions {
  alone(changes: readonly Change[]): Committed
  /** One transaction and one flush of the disk for all of them; a refused one leaves the others as they are. */
  together(group: readonly (readonly Change[])[]): readonly Committed[]
}

/**
 * Commits that wait at the same moment share a transaction, and with it the flush that makes them durable: that flush is what a commit costs.
 * Each is a savepoint of its own, has its own answer, and hears it only when all of them are on the disk. Where the whole fails, which one is to
 * blame is found out one by one.
 */
export function groupedCommits({ alone, together }: Transactions) {
  let waiting: Waiting[] = []

  const attempt = <T>(work: () => T): { readonly value: T } | { readonly error: unknown } => {
    try {
      return { value: work() }
    } catch (error) {
      return { error }
    }
  }
  const flush = (): void => {
    const group = waiting
    waiting = []
    const shared = group.length > 1 ? attempt(() => together(group.map(({ changes }) => changes))) : undefined
    for (const [at, { changes, settle, fail }] of group.entries()) {
      const done = shared && 'value' in shared ? { value: shared.value[at]! } : attempt(() => alone(changes))
      if ('value' in done) settle(done.value)
      else fail(done.error)
    }
  }

  return {
    commit: (changes: readonly Change[]) =>
      new Promise<Committed>((settle, fail) => {
        // Behind the callbacks of this turn of the event loop, so that whoever else has something to commit in it is in.
        if (waiting.length === 0) setImmediate(flush)
        waiting.push({ changes, settle, fail })
      }),
    /** Commits at once what waits. */
    flush,
  }
}
