import type { Change, Committed } from '../ports/store.ts'

type Commit = (changes: readonly Change[]) => Promise<Committed>

interface Waiting {
  readonly changes: readonly Change[]
  readonly settle: (committed: Committed) => void
  readonly fail: (error: unknown) => void
}

/**
 * One transaction, and one flush of the disk, for whatever mails sent side by side want committed in the same turn of the event loop.
 * Each caller still hears of its own: a refusal or a failure of the whole is found out one by one.
 */
export function groupCommits(commit: Commit): Commit {
  let waiting: Waiting[] = []

  const alone = ({ changes, settle, fail }: Waiting) => commit(changes).then(settle, fail)
  const flush = async () => {
    const group = waiting
    waiting = []
    if (group.length > 1) {
      const together = await commit(group.flatMap(({ changes }) => changes)).catch(() => undefined)
      if (together?.ok) return group.forEach(({ settle }) => settle(together))
    }
    for (const each of group) await alone(each)
  }

  return (changes) =>
    new Promise((settle, fail) => {
      // Behind the network's callbacks of this turn, so that all replies that have come are in.
      if (waiting.length === 0) setImmediate(() => void flush())
      waiting.push({ changes, settle, fail })
    })
}
