import type { OutboxRow } from '../../../contract/mail.ts'
import { until } from './jobs.ts'
import type { Run } from './run.ts'
import { asked } from './asked.ts'
import type { Session } from './session.ts'

const underWay = (row: OutboxRow): boolean => row.state === 'queued' || row.state === 'sending'

/** Waits until no mail that is meant is queued or being sent any more, and answers what became of those. */
export function sentOrNot(
  run: Run,
  session: Session,
  meant: (row: OutboxRow) => boolean,
): Promise<readonly OutboxRow[]> {
  return until(session, 'outbox', run.signal, async () => {
    const { rows } = await asked(session.client.outbox.list({ limit: 500 }))
    const found = rows.filter(meant)
    return found.some(underWay) ? undefined : found
  })
}

/** Waits until the outbox holds nothing that is queued or being sent. */
export function flushed(run: Run, session: Session): Promise<true> {
  return until(session, 'outbox', run.signal, async () => {
    const [queued, sending] = await Promise.all(
      (['queued', 'sending'] as const).map((state) => asked(session.client.outbox.list({ state, limit: 1 }))),
    )
    return queued?.total === 0 && sending?.total === 0 ? true : undefined
  })
}
