import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { usesSide } from '../../../domain/connector.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseFailure } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { forgetReach } from '../receiving/gaps.ts'
import { baselineChanges } from '../receiving/noting.ts'
import { heldBack } from '../restored.ts'
import { takingTurns } from '../turns.ts'
import { commitSwitches } from './enabling.ts'
import { askMailbox } from './question.ts'
import { viewOf } from './view.ts'

type Connectors = Handlers<WaypostContract>['connectors']
type Start = Parameters<Connectors['resume']>[0]['start']

/** Ends the pause of the whole workspace, with the last connector that waited. */
export interface EndOfPause {
  readonly changes: readonly Change[]
  done(): void
}

/** S7: a connector of a restored or copied workspace runs again after a person has seen what it would meet. */
export function createResuming(
  context: Context,
  endOfPause: EndOfPause,
  wake: () => void,
): Pick<Connectors, 'resume' | 'resumePreview'> {
  const { store } = context
  const inTurn = takingTurns()

  const find = async (id: string) => {
    const record = await store.connector(id)
    const running = record?.runningId ? await store.version(record.runningId) : undefined
    return record?.deletedAt === null ? { record, running } : undefined
  }
  const receives = (record: ConnectorRecord, running: SettingsVersionRecord): boolean =>
    record.receiving !== 'off' && usesSide(running.settings.useFor, 'incoming')

  return {
    async resumePreview({ id }) {
      const found = await find(id)
      if (!found) return notFound('This connector')
      const { record, running } = found
      if (record.heldSince === null || !running)
        return refuse('refused', word('refusal.not-held-back', { connector: record.name }))
      const asked = receives(record, running) ? await askMailbox(context, record, running) : null
      if (asked?.ok === false) return asked
      const addresses = (await store.outgoingRoutes(id)).flatMap(({ addressKey }) => addressKey ?? [])
      const [newest, outbox] = await Promise.all([store.newestMail(id), store.outboxWaiting(addresses)])
      return answer({
        heldSince: record.heldSince,
        incoming: asked?.value ?? null,
        newestKnown: newest && { at: newest.receivedAt ?? newest.firstSeenAt, subject: newest.subject },
        outbox,
      })
    },
    resume: ({ id, revision, start }, actor) =>
      inTurn(async () => {
        const found = await find(id)
        if (!found) return notFound('This connector')
        const { record, running } = found
        if (record.heldSince === null || !running)
          return refuse('refused', word('refusal.not-held-back', { connector: record.name }))
        if (record.revision !== revision) return refuse('stale', word('refusal.stale', { what: record.name }))
        const began = await beginningOf(context, record, running, start)
        if (!began.ok) return began
        const last = (await heldBack(context)).every((each) => each.id === id)
        const resumed = await commitSwitches(
          context,
          actor,
          revision,
          { ...record, ...began.value.part, heldSince: null },
          running,
          'resumed',
          [
            ...began.value.changes,
            // I14: what went through the mailbox while it waited was not taken from us.
            forgetReach(id),
            ...(last ? endOfPause.changes : []),
          ],
        )
        if (!resumed.ok) return resumed
        if (last) endOfPause.done()
        wake()
        return answer(await viewOf(context, resumed.value))
      }),
  }
}

/**
 * The choice of I15, about what this database does not know: the other copy may have made work of it already. What was skipped long ago
 * stays skipped: nobody is asked about it here.
 */
async function beginningOf(context: Context, record: ConnectorRecord, running: SettingsVersionRecord, start: Start) {
  const unchanged: { readonly part: Partial<ConnectorRecord>; readonly changes: readonly Change[] } = {
    part: {},
    changes: [],
  }
  if (record.receiving !== 'on' || !usesSide(running.settings.useFor, 'incoming')) return answer(unchanged)
  switch (start?.from) {
    case undefined: {
      const asked = await askMailbox(context, record, running)
      if (!asked.ok) return asked
      const { waiting, folder } = asked.value
      return waiting === 0
        ? answer(unchanged)
        : refuse('refused', word('refusal.resume-unanswered', { connector: record.name, waiting, folder }))
    }
    case 'hold':
      return answer({ ...unchanged, part: { receiving: 'held' as const } })
    case 'all':
      return answer(unchanged)
    case 'date':
      return answer({ ...unchanged, part: { startFrom: new Date(start.date).toISOString() } })
    case 'now': {
      const baseline = await baselineChanges(context, record, running, AbortSignal.timeout(60_000))
      return baseline.ok ? answer({ ...unchanged, changes: baseline.value }) : refuseFailure(baseline.failure)
    }
  }
}
