import {
  fingerprint,
  showsCertificate,
  type ConnectorSettings,
  type Secrets,
  type Side,
} from '../../domain/connector.ts'
import { done } from '../../domain/failure.ts'
import { outcomeOf, type StepResult } from '../../domain/diagnosis/proof.ts'
import { underAddress } from '../../domain/fromProof.ts'
import { explainFailure } from '../../domain/replies/explain.ts'
import { word } from '../../words/index.ts'
import type { Context } from './context.ts'
import type { Attempt } from './ports/conversation.ts'
import type { ConnectorRecord, ProofRecord, SettingsVersionRecord } from './ports/records.ts'
import { forgetReach } from './receiving/gaps.ts'
import { testMark } from './receiving/testMessages.ts'
import { roundTrip, type RoundTripAsked } from './roundTrip.ts'
import { proxyFor } from './proxy.ts'
import { noSignIn, signInFor } from './secrets.ts'

/** T7: the whole ladder, without round trip; milliseconds. */
const ladderDeadline = 60_000

/** What a ladder is climbed for. */
export interface ClimbSubject {
  readonly connectorId: string | null
  /** The From address whose proof it is (R10); null: the connector's own. */
  readonly route: { readonly id: string; readonly address: string } | null
  readonly name: string
  readonly settings: ConnectorSettings
  readonly secrets: Secrets
  /** A password that is on the screen and not saved yet. */
  readonly typed: string | null
  readonly furtherAddresses: readonly string[]
  readonly roundTrip: RoundTripAsked
  readonly proveRemovalInFolder: boolean
  /** Whether mail is removed or moved after it became work. */
  readonly removalNeeded: boolean
}

/** A connector's own ladder, with these settings of it, as a test of everybody's asks for it: no message is sent, nothing is tried in the folder. */
export const plainSubject = (
  connector: ConnectorRecord,
  version: Pick<SettingsVersionRecord, 'settings' | keyof Secrets>,
): ClimbSubject => ({
  connectorId: connector.id,
  route: null,
  name: connector.name,
  settings: version.settings,
  secrets: version,
  typed: null,
  furtherAddresses: connector.furtherAddresses,
  roundTrip: { to: 'nowhere' },
  proveRemovalInFolder: false,
  removalNeeded: connector.afterMail.kind !== 'keep',
})

/** Climbs one side's ladder and keeps what came of it as a proof. Steps are told as they happen (T7). */
export async function climbSide(
  context: Context,
  subject: ClimbSubject,
  side: Side,
  { jobId, signal, onStep }: { jobId: string; signal: AbortSignal; onStep: (step: StepResult) => void },
): Promise<ProofRecord> {
  const startedAt = context.now()
  const { secrets, route } = subject
  const settings = route === null ? subject.settings : underAddress(subject.settings, route.address)
  const server = side === 'incoming' ? settings.incoming : settings.outgoing
  const byToken = server?.authentication === 'oauth'
  // The token is a step of the ladder itself, and asked for anew: it proves where tokens come from.
  const signIn = byToken ? done(noSignIn) : await signInFor(context, settings, secrets, side, subject.typed)
  const proxy = await proxyFor(context, server?.host ?? '')
  let transcript = ''
  let found: readonly StepResult[]
  if (!signIn.ok) {
    const { failure } = signIn
    found = [
      {
        step: 'sign-in',
        verdict: 'failed',
        required: true,
        durationMs: null,
        finding: word(
          failure.code === 'vault-locked'
            ? 'refusal.vault-locked'
            : side === 'outgoing' && showsCertificate(settings)
              ? 'problem.certificate-missing'
              : 'problem.password-missing',
        ),
        reply: null,
        causes: [],
        failure,
      },
    ]
    found.forEach(onStep)
  } else if (!proxy.ok) {
    const { failure } = proxy
    found = [
      {
        step: 'connect',
        verdict: 'failed',
        required: true,
        durationMs: null,
        finding:
          failure.code === 'vault-locked'
            ? word('refusal.vault-locked')
            : word('diagnosis.connect.proxy-secret-missing', {
                host: server?.host ?? '',
                port: server?.port ?? 0,
                proxy: failure.proxy ?? '',
              }),
        reply: null,
        causes: explainFailure(failure).map((cause) => ({ ...cause, remedies: [...cause.remedies] })),
        failure,
      },
    ]
    found.forEach(onStep)
  } else {
    const attempt: Attempt = { signal, deadlineMs: ladderDeadline }
    const mark = testMark(context, jobId)
    const ladder = await context.prober[side](
      {
        settings,
        ...signIn.value,
        token: byToken ? (ends) => context.tokens.get(settings, secrets, side, { anew: true, signal: ends }) : null,
        trust: context.trust(),
        proxy: proxy.value,
        furtherAddresses: subject.furtherAddresses,
        proveRemovalInFolder: subject.proveRemovalInFolder,
        removalNeeded: subject.removalNeeded,
        testMark: mark,
      },
      attempt,
      onStep,
    )
    transcript = ladder.transcript
    found = ladder.steps
    if (side === 'outgoing' && subject.roundTrip.to !== 'nowhere' && !signal.aborted) {
      const sender = settings.primaryAddress
      const step = await roundTrip(context, { ...subject, sender }, found, mark, signal)
      found = [...found, step]
      onStep(step)
    }
  }
  const proof: ProofRecord = {
    id: context.random.id(),
    connectorId: subject.connectorId,
    routeId: route?.id ?? null,
    side,
    fingerprint: fingerprint(side, settings, secrets, context.surroundings()),
    outcome: outcomeOf(found, signal.aborted),
    startedAt,
    finishedAt: context.now(),
    steps: found,
    transcript,
    subject: {
      connector: subject.name,
      username: settings.username,
      address: settings.primaryAddress,
      host: server?.host ?? '',
      port: server?.port ?? 0,
    },
  }
  // I14: the test's own message had a UID in the real folder, and is gone.
  const used = side === 'incoming' && subject.proveRemovalInFolder && subject.connectorId !== null
  await context.commit([{ put: 'proof', row: proof }, ...(used ? [forgetReach(subject.connectorId)] : [])])
  return proof
}
