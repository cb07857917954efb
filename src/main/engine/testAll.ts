import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import { sidesOf, stored } from '../../domain/connector.ts'
import { blocks, connectorProblems } from '../../domain/connectorProblems.ts'
import { word } from '../../words/index.ts'
import { answer, notFound, refuse } from './answers.ts'
import { climbSide, plainSubject } from './climbing.ts'
import type { Conditions } from './conditions.ts'
import type { Context } from './context.ts'
import { liftedBy } from './diagnosis.ts'
import { jobRows, type RowTeller } from './jobRows.ts'
import type { ConnectorRecord } from './ports/records.ts'
import { atMost } from './pool.ts'
import { proofHead } from './proofs.ts'
import type { Scheduler } from './receiving/scheduler.ts'

/** Connectors whose ladders are climbed side by side. */
const atOnce = 4

/** T11: every connector at once, a few at a time, with a row for each: its saved draft is tested, as one test of it would. */
export function createTestAll(
  context: Context,
  conditions: Conditions,
  scheduler: Scheduler,
  wakeOutbox: () => void,
): Pick<Handlers<WaypostContract>['diagnosis'], 'startAll'> {
  const { store } = context
  return {
    async startAll({ ids }) {
      const all = (await store.connectors()).filter((record) => record.deletedAt === null)
      const records = all
        .filter((record) => (ids === null ? record.enabled : ids.includes(record.id)))
        .toSorted((a, b) => a.name.localeCompare(b.name))
      if (ids !== null && records.length < new Set(ids).size) return notFound('This connector')
      if (records.length === 0) return refuse('refused', word('test-all.none'))
      return answer(
        context.jobs.start('test-all', null, async (job) => {
          const rows = jobRows(job, records)
          const results: string[] = []
          await atMost(atOnce, records, job.signal, async (record, at) => {
            results.push(...(await testOne(record, job.id, job.signal, rows.tell(at))))
          })
          rows.endWaiting(word('test-all.not-begun'))
          const states = rows.states()
          job.update({
            note: word('test-all.result', {
              passed: states.filter((state) => state === 'done').length,
              of: states.length,
            }),
          })
          context.events.changed('proofs', 'connectors')
          scheduler.wake()
          wakeOutbox()
          return { state: job.signal.aborted ? 'cancelled' : 'done', results }
        }),
      )
    },
  }

  async function testOne(
    record: ConnectorRecord,
    jobId: string,
    signal: AbortSignal,
    tell: RowTeller,
  ): Promise<readonly string[]> {
    const draft = (await store.version(record.draftId))!
    const { settings } = draft
    const missing = connectorProblems(settings, { ...stored(draft), fallback: true }).filter(
      ({ code }) => blocks(code) === 'test',
    )
    tell.step(word('test-all.step'))
    if (missing.length > 0) {
      tell.failed(word('refusal.incomplete', { fields: missing.map(({ field }) => field).join(', ') }))
      return []
    }
    const proofs = await Promise.all(
      sidesOf(settings.useFor).map(async (side) => {
        const proof = await climbSide(context, plainSubject(record, draft), side, {
          jobId: `${jobId} ${record.id}`,
          signal,
          onStep: () => undefined,
        })
        await liftedBy(context, conditions, proof)
        return proof
      }),
    )
    const failed = proofs.find(({ outcome }) => outcome === 'failed')
    if (signal.aborted) tell.cancelled(word('test-all.cancelled'))
    else if (failed) tell.failed(proofHead(failed, true, context.clock.now()).verdict.title)
    else tell.done(word('test-all.passed', { sides: proofs.length }))
    return proofs.map(({ id }) => id)
  }
}
