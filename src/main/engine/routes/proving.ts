import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { StepResult } from '../../../domain/diagnosis/proof.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse } from '../answers.ts'
import { climbSide, type ClimbSubject } from '../climbing.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, OutgoingRouteRecord, ProofRecord, SettingsVersionRecord } from '../ports/records.ts'
import { proofHead } from '../proofs.ts'
import type { RoundTripAsked } from '../roundTrip.ts'
import { fromFingerprint } from '../../../domain/fromProof.ts'
import { provableBy } from './outgoingViews.ts'

type Proving = Pick<Handlers<WaypostContract>['routes'], 'testOutgoing' | 'proveOutgoing' | 'proofs'>

/** From addresses that are tested at once: as many connections as the strictest service takes from one sender (O6). */
const atOnce = 3

interface Provable {
  readonly route: OutgoingRouteRecord
  readonly connector: ConnectorRecord
  readonly running: SettingsVersionRecord
}

// R11: the proof of a default route is the connector's own.
const subjectOf = ({ route, connector, running }: Provable, roundTrip: RoundTripAsked): ClimbSubject => ({
  connectorId: connector.id,
  route: route.isDefault ? null : { id: route.id, address: route.emailAddress },
  name: connector.name,
  settings: running.settings,
  secrets: running,
  typed: null,
  furtherAddresses: connector.furtherAddresses,
  roundTrip,
  proveRemovalInFolder: false,
  removalNeeded: false,
})

/** The part of the contract that tests From addresses (T6, R10). `onProved`: a proof of a connector's own may lift its stop (T4). */
export function createProving(context: Context, onProved: (proof: ProofRecord) => Promise<void>): Proving {
  const { store } = context

  async function prove(
    provable: Provable,
    roundTrip: RoundTripAsked,
    job: { readonly id: string; readonly signal: AbortSignal },
    onStep: (step: StepResult) => void,
  ): Promise<ProofRecord> {
    const proof = await climbSide(context, subjectOf(provable, roundTrip), 'outgoing', {
      jobId: job.id,
      signal: job.signal,
      onStep,
    })
    await onProved(proof)
    context.events.changed('proofs', 'routes')
    return proof
  }

  return {
    async testOutgoing({ id, roundTrip }) {
      const route = (await store.outgoingRoutes(null)).find((each) => each.id === id)
      const connector = route && (await store.connector(route.connectorId))
      if (!route || !connector) return notFound('This route')
      const { running, why } = await provableBy(context, connector)
      if (running === null) return refuse('refused', why)
      return answer(
        context.jobs.start('test', route.id, async (job) => {
          let steps: readonly StepResult[] = []
          const proof = await prove({ route, connector, running }, roundTrip, job, (step) => {
            steps = [...steps, step]
            job.update({ steps: { incoming: [], outgoing: [...steps] } })
          })
          return { state: job.signal.aborted ? 'cancelled' : 'done', results: [proof.id] }
        }),
      )
    },

    async proveOutgoing({ connectorId, ids, roundTrip }) {
      const wanted = ids === null ? null : new Set(ids)
      const all: Provable[] = []
      for (const connector of await store.connectors()) {
        if (connectorId !== null && connector.id !== connectorId) continue
        const { running } = await provableBy(context, connector)
        if (running === null) continue
        for (const route of await store.outgoingRoutes(connector.id))
          if (wanted === null || wanted.has(route.id)) all.push({ route, connector, running })
      }
      if (all.length === 0) return refuse('refused', word('refusal.nothing-to-prove'))
      return answer(
        context.jobs.start('prove', connectorId, async (job) => {
          const results: string[] = []
          const waiting = [...all]
          const tell = () =>
            job.update({
              progress: results.length / all.length,
              note: word('routes.proving', { done: results.length, all: all.length }),
              results: [...results],
            })
          const worker = async (): Promise<void> => {
            const next = job.signal.aborted ? undefined : waiting.shift()
            if (next === undefined) return
            results.push((await prove(next, roundTrip, job, () => undefined)).id)
            tell()
            await worker()
          }
          tell()
          await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, worker))
          return { state: job.signal.aborted ? 'cancelled' : 'done', results }
        }),
      )
    },

    async proofs({ ids }) {
      const routes = await store.outgoingRoutes(null)
      const byId = new Map(routes.map((route) => [route.id, route]))
      const defaults = new Map(routes.flatMap((route) => (route.isDefault ? [[route.connectorId, route]] : [])))
      const connectors = new Map((await store.connectors()).map((connector) => [connector.id, connector]))
      const rows = []
      for (const id of ids) {
        const proof = await store.proof(id)
        const connector = connectors.get(proof?.connectorId ?? '')
        const route =
          proof && (proof.routeId === null ? defaults.get(proof.connectorId ?? '') : byId.get(proof.routeId))
        if (!proof || !route || !connector) continue
        const { running } = await provableBy(context, connector)
        const current =
          running !== null && fromFingerprint(running, route.emailAddress, context.surroundings()) === proof.fingerprint
        rows.push({
          routeId: route.id,
          routeName: route.name,
          address: proof.subject.address,
          connectorName: connector.name,
          proof: proofHead(proof, current, context.clock.now()),
        })
      }
      return answer({ rows })
    },
  }
}
