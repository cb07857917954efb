import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { Job } from '../../contract/shapes.ts'
import { fingerprint, passwordAlone, sidesOf, stored, usesOAuth, type Side } from '../../domain/connector.ts'
import { blocks, connectorProblems } from '../../domain/connectorProblems.ts'
import { outcomeOf, type StepResult } from '../../domain/diagnosis/proof.ts'
import { requestFor } from '../../domain/diagnosis/request.ts'
import { fromFingerprint } from '../../domain/fromProof.ts'
import { say, word } from '../../words/index.ts'
import { answer, notFound, refuse } from './answers.ts'
import { climbSide, plainSubject, type ClimbSubject } from './climbing.ts'
import type { Conditions } from './conditions.ts'
import type { Context } from './context.ts'
import type { RunningJob } from './jobs.ts'
import type { ProofRecord } from './ports/records.ts'
import { proofHead, proofView } from './proofs.ts'
import type { Scheduler } from './receiving/scheduler.ts'

interface Subject extends ClimbSubject {
  readonly sides: readonly Side[]
}

export function createDiagnosis(
  context: Context,
  conditions: Conditions,
  scheduler: Scheduler,
  wakeOutbox: () => void,
): Omit<Handlers<WaypostContract>['diagnosis'], 'probeAlias' | 'aliasProbe' | 'startAll'> {
  const { store } = context

  async function climb(
    subject: Subject,
    job: RunningJob,
  ): Promise<{ readonly state: 'done' | 'cancelled'; readonly results: readonly string[] }> {
    const steps: { incoming: StepResult[]; outgoing: StepResult[] } = { incoming: [], outgoing: [] }
    const results: string[] = []
    // The two ladders lead to two servers and prove two things: they are climbed side by side (T4).
    await Promise.all(
      subject.sides.map(async (side) => {
        const onStep = (step: StepResult) => {
          steps[side] = [...steps[side], step]
          job.update({ steps: { incoming: [...steps.incoming], outgoing: [...steps.outgoing] } })
        }
        const proof = await climbSide(context, subject, side, { jobId: job.id, signal: job.signal, onStep })
        results.push(proof.id)
        await liftedBy(context, conditions, proof)
      }),
    )
    context.events.changed('proofs', 'connectors')
    scheduler.wake()
    wakeOutbox()
    return { state: job.signal.aborted ? 'cancelled' : 'done', results }
  }

  const isCurrent = async (proof: ProofRecord): Promise<boolean> => {
    const connector = proof.connectorId === null ? undefined : await store.connector(proof.connectorId)
    if (proof.routeId !== null) {
      const route = (await store.outgoingRoutes(proof.connectorId)).find((each) => each.id === proof.routeId)
      const running = connector?.runningId ? await store.version(connector.runningId) : undefined
      return (
        route !== undefined &&
        running !== undefined &&
        fromFingerprint(running, route.emailAddress, context.surroundings()) === proof.fingerprint
      )
    }
    const draft = connector && (await store.version(connector.draftId))
    return (
      draft !== undefined &&
      fingerprint(proof.side, draft.settings, draft, context.surroundings()) === proof.fingerprint
    )
  }

  return {
    async start({ connectorId, sides, roundTrip: asked, proveRemovalInFolder }) {
      const connector = await store.connector(connectorId)
      if (!connector || connector.deletedAt !== null) return notFound('This connector')
      const draft = (await store.version(connector.draftId))!
      const used = sidesOf(draft.settings.useFor).filter((side) => sides === null || sides.includes(side))
      if (used.length === 0) return refuse('refused', word('refusal.side-not-used', { connector: connector.name }))
      const hasFallback = (await store.incomingRoutes(connectorId)).some((route) => route.class === 'fallback')
      const problems = connectorProblems(draft.settings, { ...stored(draft), fallback: hasFallback })
        // Only what the asked sides need; the other side may still be incomplete.
        .filter(
          ({ field, code }) =>
            blocks(code) === 'test' &&
            !sidesOf('both').some((side) => !used.includes(side) && field.startsWith(`${side}.`)),
        )
      if (problems.length > 0) {
        return refuse(
          'refused',
          word('refusal.incomplete', { fields: problems.map(({ field }) => field).join(', ') }),
          {
            fields: problems.map(({ field, code }) => ({ path: field, word: word(`problem.${code}`) })),
          },
        )
      }
      const subject: Subject = {
        ...plainSubject(connector, draft),
        sides: used,
        roundTrip: asked,
        proveRemovalInFolder,
      }
      return answer(context.jobs.start('test', connectorId, (job) => climb(subject, job)))
    },
    async adHoc({ settings, password }) {
      if (usesOAuth(settings)) return refuse('refused', word('refusal.token-kept-nowhere'))
      const problems = connectorProblems(settings, { password: password !== null, fallback: true })
      if (problems.length > 0) {
        return refuse(
          'refused',
          word('refusal.incomplete', { fields: problems.map(({ field }) => field).join(', ') }),
          {
            fields: problems.map(({ field, code }) => ({ path: field, word: word(`problem.${code}`) })),
          },
        )
      }
      const subject: Subject = {
        connectorId: null,
        route: null,
        name: settings.primaryAddress,
        settings,
        secrets: passwordAlone(null),
        typed: password,
        furtherAddresses: [],
        sides: sidesOf(settings.useFor),
        roundTrip: { to: 'nowhere' },
        proveRemovalInFolder: false,
        removalNeeded: false,
      }
      return answer(context.jobs.start('test', null, (job) => climb(subject, job)))
    },
    async result({ id }) {
      const proof = await store.proof(id)
      return proof
        ? answer({ ...proofView(proof, await isCurrent(proof), context.clock.now()), transcript: proof.transcript })
        : notFound('This test result')
    },
    async history({ connectorId, ...page }) {
      const found = await store.proofs(connectorId, page)
      const rows = await Promise.all(
        found.rows.map(async (proof) => proofHead(proof, await isCurrent(proof), context.clock.now())),
      )
      return answer({ rows, next: found.next, total: found.total })
    },
    async confirmDelivered({ proofId, unchanged }) {
      const proof = await store.proof(proofId)
      if (!proof) return notFound('This test result')
      const waiting = proof.steps.find(
        (step) => step.step === 'delivered-unchanged' && step.finding.key === 'diagnosis.delivered-unchanged.by-hand',
      )
      if (!waiting) return refuse('refused', word('refusal.not-by-hand'))
      const steps = proof.steps.map((step): StepResult =>
        step !== waiting
          ? step
          : {
              ...step,
              verdict: unchanged ? 'passed' : 'failed',
              finding: word(
                unchanged ? 'diagnosis.delivered-unchanged.confirmed' : 'diagnosis.delivered-unchanged.denied',
                { address: proof.subject.address },
              ),
              failure: unchanged ? null : { code: 'sender-rewritten', stage: 'delivery', transient: false },
            },
      )
      const confirmed: ProofRecord = { ...proof, steps, outcome: outcomeOf(steps, false) }
      await context.commit([{ put: 'proof', row: confirmed }])
      context.events.changed('proofs', 'connectors')
      return answer(proofView(confirmed, await isCurrent(confirmed), context.clock.now()))
    },
    async request({ id }) {
      const proof = await store.proof(id)
      const request = proof && requestFor(proof.steps, { ...proof.subject, testedAt: proof.finishedAt })
      return request
        ? answer({ subject: say(request.subject), body: request.body.map(say).join('\n') })
        : notFound('A failed step')
    },
  }
}

/** T4: a passed test lifts the stop of I18, if it was about what runs; other settings lift it when they are enabled. */
export async function liftedBy(context: Context, conditions: Conditions, proof: ProofRecord): Promise<void> {
  const { store } = context
  if (proof.connectorId === null || proof.outcome !== 'passed') return
  const connector = await store.connector(proof.connectorId)
  const running = connector?.runningId ? await store.version(connector.runningId) : undefined
  if (
    running !== undefined &&
    fingerprint(proof.side, running.settings, running, context.surroundings()) === proof.fingerprint
  )
    await conditions.lift(proof.connectorId, proof.side, 'proof')
}

export function createJobHandlers(context: Context): Handlers<WaypostContract>['jobs'] {
  const found = (job: Job | undefined) => (job ? answer(job) : notFound('This work'))
  return {
    list: async () => answer({ rows: [...context.jobs.list()] }),
    get: async ({ id }) => found(context.jobs.get(id)),
    cancel: async ({ id }) => (context.jobs.cancel(id) ? answer({}) : refuse('refused', word('refusal.job-ended'))),
  }
}
