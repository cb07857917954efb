import type { Answer } from '../../../contract/define.ts'
import { mailboxEpochKey, usesSide, type Receiving } from '../../../domain/connector.ts'
import { isHolding } from '../../../domain/golive/planned.ts'
import { word } from '../../../words/index.ts'
import { mailboxAccess } from '../access.ts'
import { answer, refuse, refuseFailure } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { baselineChanges, identitiesThere } from '../receiving/noting.ts'
import { askMailbox } from './question.ts'

/** The answer to the question of I15. */
export type Start =
  | { readonly from: 'now' }
  | { readonly from: 'date'; readonly date: string }
  | { readonly from: 'all' }
  | { readonly from: 'hold' }

interface Started {
  readonly receiving: Receiving
  readonly startFrom: string | null
  readonly changes: readonly Change[]
}

/**
 * I15: what is asked before receiving is switched on for the first time on a folder. What was observed or skipped has no final decision: it is
 * decided anew when its time comes, and what went from the mailbox meanwhile is somebody else's.
 */
export async function startReceiving(
  context: Context,
  record: ConnectorRecord,
  version: SettingsVersionRecord,
  receiving: Receiving,
  start: Start | null,
): Promise<Answer<Started>> {
  const { store } = context
  const unchanged: Started = { receiving, startFrom: record.startFrom, changes: [] }
  if (receiving !== 'on' || !usesSide(version.settings.useFor, 'incoming')) return answer(unchanged)
  // G2: nothing is taken from a holding folder, so nothing is to be asked about it.
  if (isHolding(record.holding, version.settings)) return answer(unchanged)
  const access = await mailboxAccess(context, version)
  if (!access.ok) return refuseFailure(access.failure)
  const { folder } = access.value
  const epoch = (await store.epochs(record.id)).find((each) => each.key === mailboxEpochKey(version.settings))
  const readBefore = epoch !== undefined && (await store.receivedBefore(epoch.id, folder))
  if (start === null && !readBefore) {
    const asked = await askMailbox(context, record, version)
    if (!asked.ok) return asked
    if (asked.value.waiting > 0)
      return refuse('refused', word('refusal.start-unanswered', { folder, waiting: asked.value.waiting }))
  }
  if (start?.from === 'hold') return answer({ ...unchanged, receiving: 'held' })

  const startFrom =
    start === null
      ? readBefore
        ? record.startFrom
        : null
      : start.from === 'date'
        ? new Date(start.date).toISOString()
        : null
  const observed = epoch ? await store.mailObserved(epoch.id, folder) : []
  const skipped =
    epoch && (start?.from === 'all' || start?.from === 'date')
      ? await store.mailSkipped(epoch.id, folder, startFrom)
      : []
  const there =
    observed.length + skipped.length === 0
      ? { ok: true as const, value: new Set<string>() }
      : await identitiesThere(context, version, AbortSignal.timeout(60_000))
  if (!there.ok) return refuseFailure(there.failure)
  const now = context.now()
  const takes = (receivedAt: string | null) =>
    start?.from !== 'now' && (startFrom === null || receivedAt === null || receivedAt >= startFrom)
  const anew = observed.map((mail): Change => {
    const work = there.value.has(mail.identity) && takes(mail.receivedAt)
    return {
      put: 'mail',
      row: { ...mail, outcome: work ? 'pending' : 'skipped', decidedAt: work ? null : now },
    }
  })
  switch (start?.from) {
    case undefined:
      return answer({ ...unchanged, startFrom, changes: anew })
    case 'now': {
      const baseline = await baselineChanges(context, record, version, AbortSignal.timeout(60_000))
      return baseline.ok
        ? answer({ ...unchanged, startFrom, changes: [...anew, ...baseline.value] })
        : refuseFailure(baseline.failure)
    }
    case 'all':
    case 'date':
      return answer({
        ...unchanged,
        startFrom,
        changes: [
          ...anew,
          ...skipped
            .filter(({ identity }) => there.value.has(identity))
            .map((mail): Change => ({ put: 'mail', row: { ...mail, outcome: 'pending', decidedAt: null } })),
        ],
      })
  }
}
