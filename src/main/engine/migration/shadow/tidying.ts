import type { Context } from '../../context.ts'
import { lookInto } from '../../lookForMail.ts'
import type { ShadowRunRecord } from '../../ports/shadowRecord.ts'
import { markOf } from './gathering.ts'
import { targetOf } from './mailbox.ts'

/** Milliseconds for which what came late is looked for: by the next run for a day, and by every start for an hour, since each look is a sign-in. */
const lookedForFor = { run: 24 * 3600_000, start: 3600_000 } as const

const isUnderWay = (context: Context, run: ShadowRunRecord): boolean =>
  context.jobs.list().some((job) => job.kind === 'shadow' && job.state === 'running' && job.results.includes(run.id))

/** Runs that were cut off, or whose messages came too late. */
export async function untidyRuns(context: Context, by: keyof typeof lookedForFor): Promise<readonly ShadowRunRecord[]> {
  const since = new Date(context.clock.now() - lookedForFor[by]).toISOString()
  return (await context.store.shadowRunsToTidy(since)).filter((run) => !isUnderWay(context, run))
}

/**
 * Removes what earlier runs left in a mailbox (T10), and ends those that an end of the engine cut off. Only what came behind the state of
 * the mailbox before the run is looked through. A mailbox that cannot be entered now is looked into by the next run or start.
 */
export async function tidyRuns(context: Context, runs: readonly ShadowRunRecord[], signal: AbortSignal): Promise<void> {
  for (const run of runs) {
    if (signal.aborted) return
    const { leftovers } = run
    const gone = new Set<string>()
    const connector = await context.store.connector(run.connectorId)
    const target =
      connector && connector.deletedAt === null && connector.heldSince === null && leftovers.length > 0
        ? await targetOf(context, connector, signal)
        : null
    if (target?.ok) {
      const names = new Map(leftovers.flatMap((each) => [[each.messageId, each] as const, [each.mark, each] as const]))
      for (const folder of target.value.folders) {
        const after = run.reach[folder.folder]
        // A folder that was not looked at before the run holds nothing of it.
        if (after === undefined) continue
        const found = await lookInto(
          context,
          target.value,
          folder,
          new Set(),
          (message) => names.has(message.messageId ?? '') || names.has(markOf(message)),
          signal,
          after,
        )
        if (!found.ok) continue
        for (const { message, removed } of found.value) {
          const mine = names.get(message.messageId ?? '') ?? names.get(markOf(message))
          if (removed && mine) gone.add(mine.messageId)
        }
      }
    }
    if (run.state !== 'running' && gone.size === 0) continue
    await context.commit([
      {
        put: 'shadowRun',
        row: {
          ...run,
          state: run.state === 'running' ? 'interrupted' : run.state,
          finishedAt: run.finishedAt ?? context.now(),
          leftovers: leftovers.filter(({ messageId }) => !gone.has(messageId)),
        },
      },
    ])
    context.events.changed('migration')
  }
}
