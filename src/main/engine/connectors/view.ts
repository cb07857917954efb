import type { ConnectorRow, ConnectorView } from '../../../contract/connectors.ts'
import {
  fingerprint,
  portMismatch,
  protocolOf,
  secretFor,
  secretKinds,
  usesSide,
  type SecretKind,
  type Secrets,
  type Side,
} from '../../../domain/connector.ts'
import { certificateName } from '../../../domain/clientCertificate.ts'
import { blocks, connectorProblems } from '../../../domain/connectorProblems.ts'
import { isFresh, needsPerson, sideState, type SideState } from '../../../domain/connectorState.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { isHolding } from '../../../domain/golive/planned.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import { missedOf } from './missed.ts'
import { observedView } from '../golive/observed.ts'
import { sideMark } from '../marks.ts'
import { gapsShownFor } from '../receiving/gaps.ts'
import { certificateView } from './certificate.ts'
import { consentEnd, signedInAsOther } from './consentEnd.ts'
import { secretStanding } from '../secrets.ts'
import { startOfToday } from '../today.ts'
import type {
  ConditionRecord,
  ConnectorRecord,
  FieldChange,
  ProofRecord,
  SettingsVersionRecord,
} from '../ports/records.ts'
import { proofHead } from '../proofs.ts'

type Counts = Awaited<ReturnType<Context['store']['counts']>>

/** What a connector is read with; lists read the shared parts once. */
export interface Surrounding {
  readonly conditions: ReadonlyMap<string, ConditionRecord>
  readonly counts: Counts
  /** I14: by connector. */
  readonly missed: Awaited<ReturnType<Context['store']['missed']>>
  /** I15: by connector. */
  readonly observed: Awaited<ReturnType<Context['store']['observedFigures']>>
  /** Ids of the processes that were not deleted. */
  readonly processes: ReadonlySet<string>
}

export async function surroundingOf(context: Context): Promise<Surrounding> {
  const [processes, conditions, counts, missed, observed] = await Promise.all([
    context.store.processes(),
    context.store.conditions(),
    context.store.counts(startOfToday(context.clock.now(), context.settings().timeZone)),
    context.store.missed(new Date(context.clock.now() - gapsShownFor).toISOString()),
    context.store.observedFigures(),
  ])
  return {
    conditions: new Map(conditions.map((condition) => [condition.id, condition])),
    counts,
    missed,
    observed,
    processes: new Set(processes.flatMap(({ id, deletedAt }) => (deletedAt === null ? [id] : []))),
  }
}

export interface Standing {
  readonly record: ConnectorRecord
  readonly draft: SettingsVersionRecord
  readonly running: SettingsVersionRecord | null
  readonly fallbackProcessId: string | null
  /** Of the draft: false also where the stored one can never be opened again. */
  readonly has: Readonly<Record<SecretKind, boolean>>
  readonly proofs: Readonly<Record<Side, ProofRecord | null>>
  readonly states: Readonly<Record<Side, SideState | null>>
}

/** Draft, running version, proofs and states of one connector. */
export async function standingOf(
  context: Context,
  record: ConnectorRecord,
  { conditions, processes }: Surrounding,
): Promise<Standing> {
  const { store } = context
  const draft = (await store.version(record.draftId))!
  const running = record.runningId === null ? null : ((await store.version(record.runningId)) ?? null)
  const routes = await store.incomingRoutes(record.id)
  const fallbackProcess = routes.find((route) => route.class === 'fallback')?.processId ?? null
  // R5: one that was deleted takes no mail: another has to be chosen.
  const fallbackProcessId = fallbackProcess !== null && processes.has(fallbackProcess) ? fallbackProcess : null
  const has = await storedSecrets(context, draft)
  const runsWith = running && running.id !== draft.id ? await storedSecrets(context, running) : has
  const complete = connectorProblems(draft.settings, { ...has, fallback: fallbackProcessId !== null }).length === 0
  const sideOf = async (side: Side) => {
    if (!usesSide(draft.settings.useFor, side)) return { proof: null, state: null }
    const proof =
      (await store.newestProof(record.id, fingerprint(side, draft.settings, draft, context.surroundings()))) ?? null
    const condition = conditions.get(`${record.id}:${side}`)
    const needs = secretFor(side, draft.settings)
    const state = sideState(
      {
        side,
        enabled: record.enabled,
        switch: side === 'incoming' ? record.receiving : record.sending ? 'on' : 'off',
        holding: side === 'incoming' && isHolding(record.holding, (running ?? draft).settings),
        complete,
        signsIn: needs !== null,
        hasSecret: needs !== null && runsWith[needs],
        vaultOpen: context.vault.state().state === 'open',
        paused: record.heldSince !== null,
        proof,
        testedBefore: proof === null && (await store.wasTested(record.id)),
        stopped: condition?.stopped ?? false,
        failure: condition?.failure ?? null,
        nextTryAt: condition?.nextTryAt ?? null,
        lastSuccessAt: condition?.lastSuccessAt ?? null,
      },
      context.clock.now(),
    )
    return { proof, state }
  }
  const [incoming, outgoing] = await Promise.all([sideOf('incoming'), sideOf('outgoing')])
  return {
    record,
    draft,
    running,
    fallbackProcessId,
    has,
    proofs: { incoming: incoming.proof, outgoing: outgoing.proof },
    states: { incoming: incoming.state, outgoing: outgoing.state },
  }
}

/** Which secrets of a version can be used, or could be once the vault is open. */
async function storedSecrets(context: Context, secrets: Secrets): Promise<Standing['has']> {
  const isThere = async (kind: SecretKind) =>
    [kind, ['usable', 'locked'].includes(await secretStanding(context, secrets[kind]))] as const
  return Object.fromEntries(await Promise.all(secretKinds.map(isThere))) as Standing['has']
}

/** Of how many connectors in a row the states are worked out before others have their turn. */
const slice = 25

/** The same for many; a thousand of them never hold up what else the process has to do. */
export async function standingsOf(
  context: Context,
  records: readonly ConnectorRecord[],
  around: Surrounding,
): Promise<readonly Standing[]> {
  const standings: Standing[] = []
  for (const record of records) {
    if (standings.length % slice === slice - 1) await new Promise((resolve) => setImmediate(resolve))
    standings.push(await standingOf(context, record, around))
  }
  return standings
}

export async function rowOf(
  context: Context,
  standing: Standing,
  { conditions, counts }: Surrounding,
): Promise<ConnectorRow> {
  const { record, draft } = standing
  const lastPoll = await context.store.lastPoll(record.id)
  const side = (name: Side) => {
    const state = standing.states[name]
    const proof = standing.proofs[name]
    return {
      mark: state && sideMark(state),
      proof: proof && proofHead(proof, true, context.clock.now()),
      proved: state === null || isFresh(proof, context.clock.now()),
    }
  }
  return {
    id: record.id,
    revision: record.revision,
    name: record.name,
    primaryAddress: draft.settings.primaryAddress,
    useFor: draft.settings.useFor,
    incomingService: usesSide(draft.settings.useFor, 'incoming') ? (draft.settings.incoming?.service ?? null) : null,
    outgoingService: usesSide(draft.settings.useFor, 'outgoing') ? (draft.settings.outgoing?.service ?? null) : null,
    username: draft.settings.username,
    enabled: record.enabled,
    sending: record.sending,
    receiving: record.receiving,
    heldSince: record.enabled ? record.heldSince : null,
    incoming: side('incoming'),
    outgoing: side('outgoing'),
    needsAttention: Object.values(standing.states).some((state) => state !== null && needsPerson(state)),
    lastPoll: lastPoll
      ? {
          at: lastPoll.startedAt,
          durationMs: lastPoll.durationMs,
          failure: lastPoll.failure,
          waiting: lastPoll.waiting,
        }
      : null,
    nextPollAt:
      record.enabled && record.receiving !== 'off'
        ? (conditions.get(`${record.id}:incoming`)?.nextTryAt ?? null)
        : null,
    inToday: counts.inToday.get(record.id) ?? 0,
    outToday: counts.outToday.get(record.id) ?? 0,
  }
}

export async function viewOf(
  context: Context,
  record: ConnectorRecord,
  surrounding?: Surrounding,
): Promise<ConnectorView> {
  const around = surrounding ?? (await surroundingOf(context))
  const standing = await standingOf(context, record, around)
  const { draft, running } = standing
  const [incomingRoutes, outgoingRoutes] = await Promise.all([
    context.store.incomingRoutes(record.id),
    context.store.outgoingRoutes(record.id),
  ])
  const fallback = incomingRoutes.find((route) => route.class === 'fallback')
  const stopOf = (side: Side) => {
    const condition = around.conditions.get(`${record.id}:${side}`)
    return condition?.failure && condition.since
      ? {
          since: condition.since,
          failure: condition.failure,
          nextTryAt: condition.stopped ? null : condition.nextTryAt,
        }
      : null
  }
  return {
    ...(await rowOf(context, standing, around)),
    draft: draft.settings,
    running: running?.settings ?? null,
    runningSince: record.runningSince,
    hasPassword: standing.has.password,
    hasClientSecret: standing.has.clientSecret,
    consent: draft.consent && {
      ...draft.consent.facts,
      stored: standing.has.consent,
      endsOn: await consentEnd(context, draft.consent),
    },
    certificate: draft.certificate && {
      ...certificateView(draft.certificate.facts, context.clock.now()),
      stored: standing.has.certificate,
    },
    pending: running && running.id !== draft.id ? [...settingsDifferences(running, draft)] : [],
    problems: connectorProblems(draft.settings, {
      ...standing.has,
      fallback: standing.fallbackProcessId !== null,
    }).map(({ field, code }) => ({ field, word: word(`problem.${code}`), blocks: blocks(code) })),
    advice: adviceOn(draft),
    afterMail: record.afterMail,
    furtherAddresses: [...record.furtherAddresses],
    owner: record.owner,
    deliveryHeader: record.deliveryHeader,
    fallback:
      fallback && standing.fallbackProcessId !== null
        ? {
            processId: standing.fallbackProcessId,
            ticketCategory: fallback.ticketCategory,
            forAttention: fallback.forAttention,
            sendAutomatedEmails: fallback.sendAutomatedEmails,
            testMode: fallback.testMode,
          }
        : null,
    wasEnabledForSending: record.wasEnabledForSending,
    incomingRoutes: incomingRoutes.length,
    outgoingRoutes: outgoingRoutes.length,
    missed: missedOf(record, (running ?? draft).settings, around.missed),
    observed: observedView(around.observed.get(record.id)),
    planned: record.planned,
    holding: record.holding,
    stopped: { incoming: stopOf('incoming'), outgoing: stopOf('outgoing') },
  }
}

const shown = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined || value === '' ? null : String(value)

type Compared = Pick<SettingsVersionRecord, 'settings' | SecretKind>

/** Field by field what two settings versions differ in; a secret is named, never shown. */
export function settingsDifferences(before: Compared | null, after: Compared): readonly FieldChange[] {
  const changes: FieldChange[] = []
  const compare = (field: string, from: string | number | null | undefined, to: string | number | null | undefined) => {
    if (shown(from) !== shown(to)) changes.push({ field, from: shown(from), to: shown(to) })
  }
  const was = before?.settings
  const is = after.settings
  for (const field of ['useFor', 'primaryAddress', 'username', 'additionalMailbox', 'addressFamily'] as const)
    compare(field, was?.[field], is[field])
  for (const field of ['service', 'host', 'port', 'security', 'authentication', 'folder'] as const) {
    compare(`incoming.${field}`, was?.incoming?.[field], is.incoming?.[field])
  }
  for (const field of ['service', 'host', 'port', 'security', 'authentication', 'template', 'ehloName'] as const) {
    compare(`outgoing.${field}`, was?.outgoing?.[field], is.outgoing?.[field])
  }
  for (const field of ['grant', 'authority', 'tenant', 'clientId', 'secretEndsOn'] as const)
    compare(`oauth.${field}`, was?.oauth?.[field], is.oauth?.[field])
  for (const kind of ['password', 'clientSecret'] as const) {
    if (before?.[kind]?.version === after[kind]?.version) continue
    changes.push({ field: kind, from: before?.[kind] ? '••••' : null, to: after[kind] ? '•••• (new)' : null })
  }
  if (before?.consent?.version !== after.consent?.version)
    changes.push({ field: 'consent', from: namedConsent(before), to: namedConsent(after) })
  if (before?.certificate?.version !== after.certificate?.version)
    changes.push({ field: 'certificate', from: namedCertificate(before), to: namedCertificate(after) })
  return changes
}

const namedConsent = (version: Compared | null): string | null =>
  version?.consent ? `${version.consent.facts.signedInAs ?? '?'}, ${version.consent.facts.at}` : null

const namedCertificate = (version: Compared | null): string | null =>
  version?.certificate
    ? `${certificateName(version.certificate.facts)}, ${version.certificate.facts.fingerprint256.slice(0, 11)}…, to ${version.certificate.facts.notAfter.slice(0, 10)}`
    : null

/** Said while typing and reading, never enforced (C2, C10, C15). */
export function adviceOn(
  version: Pick<SettingsVersionRecord, 'settings' | 'consent'>,
): { field: string; word: Word }[] {
  const advice: { field: string; word: Word }[] = []
  const { settings } = version
  const { incoming, outgoing, useFor } = settings
  const port = (
    field: string,
    protocol: 'imap' | 'pop3' | 'smtp',
    server: { port: number; security: 'tls' | 'starttls' | 'none' },
  ) => {
    const mismatch = portMismatch(protocol, server.port, server.security)
    if (mismatch) advice.push({ field, word: word(`advice.port-${mismatch.usualSecurity}`, { port: server.port }) })
  }
  if (incoming && usesSide(useFor, 'incoming')) {
    const protocol = protocolOf(incoming.service)
    if (protocol !== 'graph') port('incoming.port', protocol, incoming)
    if (incoming.authentication === 'password' && incoming.service.startsWith('office365-'))
      advice.push(
        { field: 'incoming.service', word: word('advice.propose-graph') },
        { field: 'incoming.authentication', word: word('advice.basic-off') },
      )
  }
  if (outgoing && usesSide(useFor, 'outgoing')) {
    if (outgoing.service !== 'office365-graph') port('outgoing.port', 'smtp', outgoing)
    if (outgoing.service === 'office365-smtp' && outgoing.authentication === 'password') {
      // Said once, also where both sides are meant.
      if (!advice.some((each) => each.word.key === 'advice.propose-graph'))
        advice.push({ field: 'outgoing.service', word: word('advice.propose-graph') })
      advice.push({ field: 'outgoing.authentication', word: word('advice.basic-retiring') })
    }
  }
  const other = signedInAsOther(version)
  if (other !== null)
    advice.push({
      field: 'consent',
      word: word('advice.signed-in-as-other', { name: other, username: settings.username }),
    })
  return advice
}
