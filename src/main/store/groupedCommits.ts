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

/** Milliseconds that a commit for which nobody waits is kept for others to join it. */
const patience = 10

/**
 * Commits that wait at the same moment share a transaction, and with it the flush that makes them durable: that flush is what a commit costs.
 * Each is a savepoint of its own, has its own answer, and hears it only when all of them are on the disk. Where the whole fails, which one is to
 * blame is found out one by one.
 */
export function groupedCommits({ alone, together }: Transactions) {
  let waiting: Waiting[] = []
  let isNext = false
  let timer: ReturnType<typeof setTimeout> | undefined

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
    isNext = false
    clearTimeout(timer)
    timer = undefined
    const shared = group.length > 1 ? attempt(() => together(group.map(({ changes }) => changes))) : undefined
    for (const [at, { changes, settle, fail }] of group.entries()) {
      const done = shared && 'value' in shared ? { value: shared.value[at]! } : attempt(() => alone(changes))
      if ('value' in done) settle(done.value)
      else fail(done.error)
    }
  }

  return {
    /** One that may wait goes with the next that may not. */
    commit: (changes: readonly Change[], mayWait = false) =>
      new Promise<Committed>((settle, fail) => {
        waiting.push({ changes, settle, fail })
        if (mayWait) timer ??= setTimeout(flush, patience)
        // Behind the callbacks of this turn of the event loop, so that whoever else has something to commit in it is in.
        else if (!isNext) {
          isNext = true
          setImmediate(flush)
        }
      }),
    /** Commits at once what waits. */
    flush,
  }
}
