import type { Proof } from '../../../../contract/shapes.ts'
import type { ConnectorSettings, Side } from '../../../../domain/connector.ts'
import { outgoingProtocolOf, protocolOf } from '../../../../domain/connector.ts'
import { ladderOf } from '../../../../domain/diagnosis/ladder.ts'
import type { StepName, StepResult } from '../../../../domain/diagnosis/proof.ts'
import { say, words } from '../../../../words/index.ts'
import type { LadderStep, StepState } from '../../../ui/index.ts'

export type Result = Proof & { readonly transcript: string }

export const stepStates: Readonly<Record<StepState, string>> = {
  passed: words['connectors.test.state.passed'](),
  warning: words['connectors.test.state.warning'](),
  failed: words['connectors.test.state.failed'](),
  'not-run': words['connectors.test.state.not-run'](),
  running: words['connectors.test.state.running'](),
  pending: words['connectors.test.state.pending'](),
}

const nameOf = (step: StepName): string => say({ key: `step.${step}`, params: {} })

/** What was seen; for a warning also what it means and what mends it, since no verdict card says that. */
function evidenceOf({ finding, verdict, causes }: StepResult): string {
  const seen = say(finding)
  const cause = causes[0]
  if (verdict !== 'warning' || cause === undefined) return seen
  return [seen, say(cause.meaning), ...cause.remedies.map(say)].join(' ')
}

const finished = (step: StepResult): LadderStep => ({
  id: step.step,
  name: nameOf(step.step),
  state: step.verdict,
  evidence: evidenceOf(step),
  ...(step.reply !== null && { serverWords: step.reply }),
  ...(step.durationMs !== null && { duration: words['connectors.test.ms']({ ms: step.durationMs }) }),
})

/** The ladder of a finished test. */
export const finishedSteps = (steps: readonly StepResult[]): readonly LadderStep[] => steps.map(finished)

/** The whole ladder that the settings ask for, none of it run: the places that steps will have. */
function expectedSteps(side: Side, settings: ConnectorSettings, roundTrip: boolean): readonly StepName[] {
  const { incoming, outgoing, additionalMailbox } = settings
  if (side === 'incoming' && incoming !== null) {
    const { security, authentication, service } = incoming
    return ladderOf({ side, security, authentication, additionalMailbox, protocol: asked(protocolOf(service)) })
  }
  if (side === 'outgoing' && outgoing !== null) {
    const { security, authentication, service } = outgoing
    const protocol = asked(outgoingProtocolOf(service))
    const ladder = ladderOf({ side, security, authentication, additionalMailbox, protocol })
    return roundTrip ? [...ladder, 'delivered-unchanged'] : ladder
  }
  return []
}
// Graph has no ladder of its own yet.
const asked = (protocol: 'imap' | 'pop3' | 'smtp' | 'graph') => (protocol === 'graph' ? 'imap' : protocol)

/** A running test: what is done, the step that is under way, and the places of the others. */
export function runningSteps(
  side: Side,
  settings: ConnectorSettings,
  roundTrip: boolean,
  done: readonly StepResult[],
  underWay: boolean,
): readonly LadderStep[] {
  const known = new Set(done.map(({ step }) => step))
  const rest = expectedSteps(side, settings, roundTrip).filter((step) => !known.has(step))
  return [
    ...done.map(finished),
    ...rest.map((step, index) => ({
      id: step,
      name: nameOf(step),
      state: underWay && index === 0 ? ('running' as const) : ('pending' as const),
    })),
  ]
}

export interface StepCounts {
  readonly passed: number
  readonly warning: number
  readonly failed: number
  readonly 'not-run': number
}

export function countsOf(steps: readonly LadderStep[]): StepCounts {
  const count = (state: StepState) => steps.filter((step) => step.state === state).length
  return { passed: count('passed'), warning: count('warning'), failed: count('failed'), 'not-run': count('not-run') }
}

/** The step that decided a failed test. */
export const stopOf = (steps: readonly StepResult[]): StepResult | undefined =>
  steps.find(({ verdict, required }) => verdict === 'failed' && required) ??
  steps.find(({ verdict }) => verdict === 'failed')
