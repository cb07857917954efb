import { passwordAlone } from '../../../domain/connector.ts'
import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { StepResult } from '../../../domain/diagnosis/proof.ts'
import { say, word } from '../../../words/index.ts'
import { answer, refuse } from '../answers.ts'
import { climbSide } from '../climbing.ts'
import type { Context } from '../context.ts'
import { openOf } from './changing.ts'
import { standingOf } from './standing.ts'
import { applyBlockers } from './view.ts'

/** M3: Test Connection of Outgoing Connector before it exists. The proof is bound to the settings that Apply writes (T3). */
export const createTesting =
  (context: Context): Handlers<WaypostContract>['migration']['test'] =>
  async (which) => {
    const found = await openOf(context, which)
    if (!found.ok) return found
    const standing = await standingOf(context, found.value)
    const { plan, record } = standing
    const missing = applyBlockers(context, standing).filter(({ code }) => code === 'setting')
    if (missing.length > 0)
      return refuse(
        'refused',
        word('migration.refused.incomplete', { problems: missing.map((each) => say(each.word)).join(' ') }),
        { fields: missing.map(({ field, word: why }) => ({ path: field ?? '', word: why })) },
      )
    return answer(
      context.jobs.start('test', record.connectorId, async (job) => {
        let steps: readonly StepResult[] = []
        const proof = await climbSide(
          context,
          {
            connectorId: record.connectorId,
            route: null,
            name: plan.connectorName,
            settings: plan.settings,
            secrets: passwordAlone(record.password),
            typed: null,
            furtherAddresses: [],
            roundTrip: { to: 'nowhere' },
            proveRemovalInFolder: false,
            removalNeeded: false,
          },
          'outgoing',
          {
            jobId: job.id,
            signal: job.signal,
            onStep: (step) => {
              steps = [...steps, step]
              job.update({ steps: { incoming: [], outgoing: [...steps] } })
            },
          },
        )
        context.events.changed('proofs', 'migration')
        return { state: job.signal.aborted ? 'cancelled' : 'done', results: [proof.id] }
      }),
    )
  }
