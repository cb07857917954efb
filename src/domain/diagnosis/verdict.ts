import type { Side } from '../connector.ts'
import { proofLifetime, type ProofOutcome, type StepName, type StepResult, type Word } from './proof.ts'
import { word, type Cause } from './word.ts'

/** What the verdict card is about beside the steps. */
export interface VerdictContext {
  readonly host: string
  readonly username: string
  readonly address: string
  readonly outcome: ProofOutcome
  /** Milliseconds since 1970. */
  readonly testedAt: number
  readonly now: number
}

export interface Verdict {
  readonly tone: 'ok' | 'warning' | 'failed' | 'neutral'
  /** The sentence that an administrator came for. */
  readonly title: Word
  readonly evidence: readonly Word[]
  readonly causes: readonly Cause[]
}

const day = 24 * 3600_000

/** The step before which everything went well: "Sign-in worked, the sender was refused." */
const before: Partial<Readonly<Record<StepName, string>>> = {
  token: 'verdict.before.token',
  'sign-in': 'verdict.before.sign-in',
  folder: 'verdict.before.folder',
  remove: 'verdict.before.remove',
  sender: 'verdict.before.sender',
  'delivered-unchanged': 'verdict.before.delivered-unchanged',
}

/** The sentence on top of a test's result, with its evidence and the causes of what stopped it. */
export function verdictOf(side: Side, steps: readonly StepResult[], context: VerdictContext): Verdict {
  const { host, username: user, address, outcome, testedAt, now } = context
  const count = (verdict: StepResult['verdict']) => steps.filter((step) => step.verdict === verdict).length
  const params = { side, host, user, address }
  const counts = word('verdict.counts', {
    passed: count('passed'),
    warnings: count('warning'),
    failed: count('failed'),
    notRun: count('not-run'),
  })
  if (steps.length === 0)
    return { tone: 'neutral', title: word('verdict.not-tested', params), evidence: [], causes: [] }
  if (outcome === 'cancelled')
    return { tone: 'neutral', title: word('verdict.cancelled', params), evidence: [counts], causes: [] }
  if (outcome === 'passed') {
    const age = now - testedAt
    const days = Math.floor(age / day)
    const causes = steps.filter(({ verdict }) => verdict === 'warning').flatMap((step) => step.causes)
    return age > proofLifetime
      ? { tone: 'warning', title: word('verdict.proved-days-ago', { ...params, days }), evidence: [counts], causes }
      : { tone: 'ok', title: word('verdict.proved', params), evidence: [counts], causes }
  }
  const stop =
    steps.find(({ verdict, required }) => verdict === 'failed' && required) ??
    steps.find(({ verdict }) => verdict !== 'passed')
  if (!stop) return { tone: 'failed', title: word('verdict.failed', params), evidence: [counts], causes: [] }
  const key = titleKey(stop)
  return {
    tone: 'failed',
    title: word(key, { ...params, ...stop.finding.params, step: stop.step }),
    evidence: [...(before[stop.step] ? [word(before[stop.step] ?? '', params)] : []), stop.finding, counts],
    causes: stop.causes,
  }
}

/** The likeliest stops have a title of their own; the others are named by their step. */
function titleKey({ step, failure, finding }: StepResult): string {
  if (failure?.code === 'internal') return 'verdict.failed.internal'
  if (finding.key === 'diagnosis.sender.recipient-refused' || finding.key === 'diagnosis.sender.relay')
    return finding.key.replace('diagnosis.', 'verdict.failed.')
  if (finding.key.endsWith('.certificate-refused')) return 'verdict.failed.client-certificate'
  if (step === 'token') return 'verdict.failed.token'
  if (failure?.transient && step !== 'name' && step !== 'connect') return 'verdict.failed.later'
  if (finding.key === 'diagnosis.sign-in.token-refused') return 'verdict.failed.sign-in-token'
  if (step === 'sign-in' && failure?.code === 'auth-rejected') return 'verdict.failed.sign-in'
  if (step === 'delivered-unchanged')
    return failure?.code === 'sender-rewritten' ? 'verdict.failed.rewritten' : 'verdict.failed.delivered-unchanged'
  const own: Partial<Readonly<Record<StepName, string>>> = {
    name: 'verdict.failed.name',
    connect: 'verdict.failed.connect',
    tls: 'verdict.failed.tls',
    starttls: 'verdict.failed.tls',
    certificate: 'verdict.failed.certificate',
    greeting: 'verdict.failed.greeting',
    folder: 'verdict.failed.folder',
    remove: 'verdict.failed.remove',
    sender: 'verdict.failed.sender',
  }
  return own[step] ?? 'verdict.failed.step'
}
