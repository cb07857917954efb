import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { EnginePorts, WorkspaceMark } from '../engine/context.ts'

/**
 * The mark beside the database: how far the workspace had come (S7). A database that lies behind it was restored or rolled back.
 * Written at most four times a second, by renaming, so that it is never half written; the first time at once, so that there is one from the first commit on.
 */
export function generationMark(path: string, machineId: string): EnginePorts['mark'] {
  let waiting: WorkspaceMark | undefined
  let written = false
  const flush = () => {
    const mark = waiting
    waiting = undefined
    if (!mark) return
    written = true
    try {
      writeFileSync(`${path}.new`, JSON.stringify(mark), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    } catch {
      // Without a mark the next start pauses and asks: that is safe, and no reason to stop the mail now.
    }
  }
  return {
    machineId,
    read() {
      try {
        const mark = JSON.parse(readFileSync(path, 'utf8')) as Partial<WorkspaceMark> | null
        // A damaged mark is none: the next start pauses and asks.
        return mark?.workspaceId && mark.seqs && mark.numbers ? (mark as WorkspaceMark) : null
      } catch {
        return null
      }
    },
    write(mark) {
      const first = !waiting
      waiting = mark
      if (!written) flush()
      else if (first) setTimeout(flush, 250).unref()
    },
    close: flush,
  }
}
