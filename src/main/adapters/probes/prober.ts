import { folderOf, protocolOf, type Side } from '../../../domain/connector.ts'
import type { Asked, Facts } from '../../../domain/diagnosis/facts.ts'
import { diagnose, mayProceed } from '../../../domain/diagnosis/diagnose.ts'
import type { StepResult } from '../../../domain/diagnosis/proof.ts'
import type { Attempt, Resolver } from '../../engine/ports/conversation.ts'
import type { Ladder, Prober, ProbeRequest } from '../../engine/ports/prober.ts'
import { usualWaits, type Climb, type Waits } from './climb.ts'
import { Stopped } from './dialogue.ts'
import { imapProbe } from './imapProbe.ts'
import { pop3Probe } from './pop3Probe.ts'
import { smtpProbe } from './smtpProbe.ts'
import { reach } from './reach.ts'
import { createTranscript } from './transcript.ts'
import { nameOfIdentity } from './peer.ts'

export interface ProberPorts {
  readonly resolver: Resolver
  /** Milliseconds since 1970, for the dates of certificates. */
  readonly now: () => number
  /** This computer's name, for EHLO. */
  readonly hostname: string
  readonly waits?: Partial<Waits>
}

/** Whether this way of signing in is somebody's, who may open another mailbox (C7). */
const namesUser = (authentication: Asked['authentication']): boolean =>
  authentication === 'password' || authentication === 'oauth'

function askedOf(
  side: Side,
  { settings, clientIdentity, furtherAddresses, proveRemovalInFolder, removalNeeded }: ProbeRequest,
  hostname: string,
): Asked {
  const server = side === 'incoming' ? settings.incoming : settings.outgoing
  if (!server) throw new TypeError(`The settings have no ${side} side.`)
  const protocol = settings.incoming && side === 'incoming' ? protocolOf(settings.incoming.service) : 'smtp'
  if (protocol === 'graph') throw new TypeError('Graph has no ladder of its own yet.')
  return {
    side,
    protocol,
    service: server.service,
    host: server.host.trim(),
    port: server.port,
    security: server.security,
    authentication: server.authentication,
    username: settings.username,
    primaryAddress: settings.primaryAddress.trim(),
    furtherAddresses,
    additionalMailbox: namesUser(server.authentication) ? settings.additionalMailbox : null,
    oauth:
      server.authentication === 'oauth' && settings.oauth
        ? { grant: settings.oauth.grant, authority: settings.oauth.authority.trim() }
        : null,
    clientCertificate: clientIdentity ? nameOfIdentity(clientIdentity) : null,
    folder: settings.incoming && side === 'incoming' ? folderOf(settings.incoming) : '',
    ehloName: settings.outgoing?.ehloName ?? hostname,
    proveRemovalInFolder,
    removalNeeded: removalNeeded ?? true,
  }
}

async function climbLadder(
  ports: ProberPorts,
  side: Side,
  request: ProbeRequest,
  attempt: Attempt,
  onStep: (step: StepResult) => void,
): Promise<Ladder> {
  const asked = askedOf(side, request, ports.hostname)
  const waits = { ...usualWaits, ...ports.waits }
  const known = [
    asked.host,
    asked.username,
    asked.primaryAddress,
    asked.additionalMailbox ?? '',
    asked.folder,
    ...asked.furtherAddresses,
  ]
  const transcript = createTranscript(known)
  let facts: Facts = { asked }
  let told = 0
  const tell = (ended: 'no' | 'completed' | 'cancelled'): readonly StepResult[] => {
    const steps = diagnose(side, facts, { ended }, ports.now())
    for (const step of steps.slice(told)) onStep(step)
    told = Math.max(told, steps.length)
    return steps
  }
  const climb: Climb = {
    asked,
    request,
    waits,
    transcript,
    resolver: ports.resolver,
    hostname: ports.hostname,
    budget: {
      signal: attempt.signal,
      endsAt: performance.now() + attempt.deadlineMs,
      totalMs: attempt.deadlineMs,
      stepMs: Math.min(waits.step, attempt.deadlineMs),
    },
    facts: () => facts,
    note(more) {
      facts = { ...facts, ...more }
      return mayProceed(tell('no'))
    },
  }
  const probes = { imap: imapProbe, pop3: pop3Probe, smtp: smtpProbe }
  try {
    if (!attempt.signal.aborted) await probes[asked.protocol](climb)
  } catch (error) {
    // A fault of the probe is ours: the step without facts says so, and the transcript where it was.
    if (!(error instanceof Stopped)) transcript.note(`internal: ${error instanceof Error ? error.name : 'error'}`)
  }
  const steps = tell(attempt.signal.aborted ? 'cancelled' : 'completed')
  return { steps, transcript: transcript.text() }
}

/**
 * Climbs the ladders of IMAP, POP3 and SMTP connectors. Steps are streamed in ladder order as soon as they are decided; the whole ends
 * within the attempt's deadline (and a few seconds of tidying up after a failed removal). Rejects only for settings without that side.
 */
export const createProber = (ports: ProberPorts): Prober => ({
  incoming: (request, attempt, onStep) => climbLadder(ports, 'incoming', request, attempt, onStep),
  reach: (to, attempt, onStep) => reach(ports.resolver, to, attempt, onStep),
  outgoing: (request, attempt, onStep) => climbLadder(ports, 'outgoing', request, attempt, onStep),
})
