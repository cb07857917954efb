import { certificateName } from '../../../domain/clientCertificate.ts'
import { folderOf, protocolOf, secretsNeeded, usesSide, type Side } from '../../../domain/connector.ts'
import { connectorProblems } from '../../../domain/connectorProblems.ts'
import { isFresh } from '../../../domain/connectorState.ts'
import { isHolding, plannedInstant } from '../../../domain/golive/planned.ts'
import { putBackFor } from '../../../domain/golive/putBack.ts'
import { linesOfSecrets, type EndingFacts, type GoLiveFacts, type ProofStanding } from '../../../domain/golive/facts.ts'
import { consentEnd } from '../connectors/consentEnd.ts'
import { settingsDifferences, standingsOf, surroundingOf, type Standing, type Surrounding } from '../connectors/view.ts'
import type { Context } from '../context.ts'
import type { ProofRecord } from '../ports/records.ts'
import { heldMailOf } from '../receiving/heldBack.ts'
import { processFactsOf, senderFacts, type GatheredProcess } from './processFacts.ts'
import { isOpen } from './putBackFacts.ts'

/** The facts of a connector with what a list shows beside them. */
export interface GatheredFacts {
  readonly standing: Standing
  readonly facts: GoLiveFacts
}

/** G4: what every connector's checklist is computed from, read once for all. */
export async function gatherFacts(
  context: Context,
): Promise<{ readonly connectors: readonly GatheredFacts[]; readonly processes: readonly GatheredProcess[] }> {
  const { store } = context
  const around = await surroundingOf(context)
  const [standings, processes, incoming, outgoing, starts, waiting] = await Promise.all([
    store.connectors().then((records) => standingsOf(context, records, around)),
    store.processes(),
    store.incomingRoutes(null),
    store.outgoingRoutes(null),
    store.goLives(),
    store.waitingCounts(),
  ])
  const factsOf = senderFacts(processes, { outgoing, standings })
  const routes = Map.groupBy(incoming, ({ connectorId }) => connectorId)
  const started = new Map(starts.map((start) => [start.connectorId, start]))
  const now = context.clock.now()
  const connectors = await Promise.all(
    standings.map(async (standing) => {
      const { record, draft, running } = standing
      const { settings } = running ?? draft
      const of = routes.get(record.id) ?? []
      const fallback = of.find((route) => route.class === 'fallback')
      const fallbackProcess = fallback?.processId ? (factsOf.get(fallback.processId) ?? null) : null
      const others = [
        ...new Set(
          of.flatMap((route) =>
            route.enabled && route.class !== 'fallback' && route.processId ? route.processId : [],
          ),
        ),
      ].filter((id) => id !== fallback?.processId)
      const held = await heldMailOf(context, record.id)
      const lastPoll = await store.lastPoll(record.id)
      const reading = isHolding(record.holding, settings)
      const folder = settings.incoming ? folderOf(settings.incoming) : ''
      const observed = around.observed.get(record.id)
      const missed = around.missed.get(record.id)
      const start = started.get(record.id)
      const facts: GoLiveFacts = {
        id: record.id,
        name: record.name,
        owner: record.owner,
        useFor: settings.useFor,
        protocol:
          settings.incoming && usesSide(settings.useFor, 'incoming') ? protocolOf(settings.incoming.service) : null,
        problems: connectorProblems(draft.settings, {
          ...standing.has,
          fallback: standing.fallbackProcessId !== null,
        }).length,
        enabled: record.enabled,
        paused: record.enabled && record.heldSince !== null,
        sending: record.sending,
        receiving: record.receiving,
        pending: running && running.id !== draft.id ? settingsDifferences(running, draft).length : 0,
        proofs: {
          incoming: proofOf(standing, 'incoming', around, now),
          outgoing: proofOf(standing, 'outgoing', around, now),
        },
        delivered: deliveredOf(standing.proofs.outgoing),
        primaryAddress: settings.primaryAddress,
        fallback: fallback ? { process: fallbackProcess } : null,
        processes: others.flatMap((id) => factsOf.get(id) ?? []),
        holding: record.holding && {
          ...record.holding,
          reading,
          missing: reading && lastPoll?.outcome === 'failed' && lastPoll.failure?.code === 'folder-missing',
          mails: reading && lastPoll?.outcome === 'done' ? lastPoll.waiting : null,
        },
        folder,
        waiting:
          held?.folder === folder && lastPoll
            ? { mails: held.mails, oldest: held.oldest === null ? null : Date.parse(held.oldest) }
            : null,
        observed: observed
          ? {
              since: Date.parse(observed.since),
              mails: observed.mails,
              created: observed.outcomes.get('created') ?? 0,
              acknowledgements: observed.acknowledgements,
            }
          : null,
        planned: record.planned && { ...record.planned, instant: plannedInstant(record.planned) ?? null },
        missed: missed ? { mails: missed.mails, since: Date.parse(missed.since) } : null,
        stopped: (['incoming', 'outgoing'] as const).filter(
          (side) => around.conditions.get(`${record.id}:${side}`)?.stopped === true,
        ),
        endings: await endingsOf(context, standing),
        secretsMissing: linesOfSecrets.filter(
          (kind) => secretsNeeded(draft.settings).includes(kind) && !standing.has[kind],
        ),
        secretEndUnknown:
          secretsNeeded(draft.settings).includes('clientSecret') &&
          standing.has.clientSecret &&
          draft.settings.oauth?.secretEndsOn === null,
        putBackUntil: start && isOpen(start, now) ? Date.parse(start.at) + putBackFor : null,
      }
      return { standing, facts }
    }),
  )
  return { connectors, processes: processFactsOf(processes, factsOf, { outgoing, incoming, standings, waiting }) }
}

function proofOf(
  { draft, proofs }: Standing,
  side: Side,
  { conditions }: Surrounding,
  now: number,
): GoLiveFacts['proofs']['incoming'] {
  if (!usesSide(draft.settings.useFor, side)) return { standing: 'unused', at: null }
  const proof = proofs[side]
  if (proof === null) return { standing: 'none', at: null }
  // T9: running mail that exercised the same steps keeps a proof young.
  const lastSuccess = conditions.get(`${draft.connectorId}:${side}`)?.lastSuccessAt
  const at = Math.max(Date.parse(proof.finishedAt), lastSuccess ? Date.parse(lastSuccess) : 0)
  const standing: ProofStanding =
    proof.outcome !== 'passed'
      ? 'failed'
      : isFresh({ outcome: 'passed', finishedAt: new Date(at).toISOString() }, now)
        ? 'proved'
        : 'old'
  return { standing, at }
}

function deliveredOf(proof: ProofRecord | null): GoLiveFacts['delivered'] {
  const step = proof?.steps.find((each) => each.step === 'delivered-unchanged')
  return step === undefined || step.verdict === 'not-run' || step.verdict === 'warning'
    ? 'not-run'
    : step.verdict === 'passed'
      ? 'passed'
      : 'failed'
}

/** Server certificates as the last tests saw them, a day is exact enough here; and what is kept to sign in by. */
async function endingsOf(context: Context, { proofs, running, draft }: Standing): Promise<readonly EndingFacts[]> {
  const found = new Map<string, EndingFacts>()
  for (const proof of [proofs.incoming, proofs.outgoing]) {
    const until = proof?.steps.find(({ step }) => step === 'certificate')?.finding.params['until']
    const endsAt = typeof until === 'string' ? Date.parse(until) : Number.NaN
    if (proof && !Number.isNaN(endsAt))
      found.set(proof.subject.host, { what: 'server-certificate', name: proof.subject.host, endsAt })
  }
  const { settings, certificate, consent } = running ?? draft
  const needed = secretsNeeded(settings)
  const { oauth } = settings
  if (oauth?.secretEndsOn != null && needed.includes('clientSecret'))
    found.set(oauth.clientId, {
      what: 'client-secret',
      name: oauth.clientId,
      // It works to the end of its last day.
      endsAt: Date.parse(oauth.secretEndsOn) + 24 * 3600_000,
    })
  const consentEndsOn = consent && needed.includes('consent') ? await consentEnd(context, consent) : null
  if (consent && consentEndsOn !== null)
    found.set(consent.id, {
      what: 'consent',
      name: consent.facts.signedInAs ?? settings.username,
      endsAt: Date.parse(consentEndsOn),
    })
  if (certificate && needed.includes('certificate'))
    found.set(certificate.id, {
      what: 'client-certificate',
      name: certificateName(certificate.facts),
      endsAt: Date.parse(certificate.facts.notAfter),
    })
  return [...found.values()]
}
