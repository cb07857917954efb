import type { Failure } from '../../../domain/failure.ts'
import { removalAllowed } from '../../../domain/policy.ts'
import type { Context } from '../context.ts'
import type { OpenMailbox } from '../ports/conversation.ts'
import type { ConnectorRecord, EpochRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { must } from './noting.ts'

/** Takes out of the mailbox what was decided and is due, and notes what is gone for certain (I2). */
export async function settleAll(
  context: Context,
  connector: ConnectorRecord,
  mailbox: OpenMailbox,
  epoch: EpochRecord,
  folder: string,
  totals: { settled: number },
  signal: AbortSignal,
): Promise<Failure | null> {
  const waiting = await context.store.mailToSettle(epoch.id, folder, context.now(), 100_000)
  const groups = Map.groupBy(waiting, (mail) => JSON.stringify([mail.settle, mail.settleFolder]))
  for (const mails of groups.values()) {
    if (signal.aborted) return { code: 'cancelled', stage: 'remove', transient: true }
    const first = mails[0]!
    // S3: what was to be removed stays, and waits for the day on which the policy allows it.
    if (first.settle === 'remove' && !removalAllowed(context.policy())) continue
    context.trace.reached('poll.settling', { connector: connector.name, mails: mails.length })
    const settled = await mailbox.settle(
      mails.map((mail) => mail.identity),
      first.settle === 'move' ? { kind: 'move', folder: first.settleFolder! } : { kind: 'remove' },
    )
    if (!settled.ok) return settled.failure
    context.trace.reached('poll.settled', { connector: connector.name, mails: settled.value.length })
    const gone = new Set(settled.value)
    const now = context.now()
    const done = mails.filter((mail) => gone.has(mail.identity))
    await must(
      context,
      done.map((mail): Change => ({ settled: mail.id, at: now })),
    )
    totals.settled += done.length
  }
  return null
}
