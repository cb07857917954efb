import type { Answer } from '../../../contract/define.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { RunningJob } from '../jobs.ts'

/** How many mails are looked up at once. */
const atOnce = 500

/**
 * I13: decides the mail that waited for a process, the oldest first, so that answers find the mail they answer. What cannot be decided stays
 * set aside with its reason and stops nobody; a locked vault ends it.
 */
export async function processAll(
  context: Context,
  processId: string,
  job: RunningJob,
  processOne: (id: string) => Promise<Answer<readonly string[]>>,
): ReturnType<Parameters<Context['jobs']['start']>[2]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const { rows, next } = await context.store.waiting(processId, { cursor, limit: atOnce })
    ids.push(...rows.map(({ id }) => id))
    cursor = next
  } while (cursor !== null)
  ids.reverse()

  const items = new Set<string>()
  let became = 0
  const said = (of: number) => word('aside.processed', { became, stays: of - became, items: items.size })
  for (const [done, id] of ids.entries()) {
    if (job.signal.aborted) {
      job.update({ note: said(done), results: [...items] })
      return { state: 'cancelled' }
    }
    const made = await processOne(id)
    if (made.ok) {
      became += 1
      for (const item of made.value) items.add(item)
    } else if (made.refusal.code === 'vault-locked') {
      job.update({ note: made.refusal.word })
      return {
        state: 'failed',
        failure: { code: 'vault-locked', stage: 'vault', transient: true },
        results: [...items],
      }
    }
    job.update({ progress: (done + 1) / ids.length })
  }
  job.update({ note: said(ids.length) })
  return { state: 'done', results: [...items] }
}
