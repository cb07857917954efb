import type { Answer, Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { AliasProbe } from '../../contract/aliasProbe.ts'
import { addressKey } from '../../domain/address.ts'
import type { Failure } from '../../domain/failure.ts'
import type { Message } from '../../domain/message.ts'
import type { Arrival } from '../../domain/outbox.ts'
import { aliasVerdict, type AliasVerdict } from '../../domain/routing/aliasVerdict.ts'
import { deliveriesOf } from '../../domain/routing/delivered.ts'
import { nothingKnown } from '../../domain/routing/planState.ts'
import { say, word, words } from '../../words/index.ts'
import { mailboxAccess, senderAccess } from './access.ts'
import { answer, notFound, refuse, refuseFailure } from './answers.ts'
import type { Context } from './context.ts'
import type { RunningJob } from './jobs.ts'
import { lookFor, whatIsThere, type Target } from './lookForMail.ts'
import { meaningOf } from './meaning.ts'
import type { ConnectorRecord, OutboxRecord, RecipientRecord } from './ports/records.ts'
import type { Scheduler } from './receiving/scheduler.ts'
import { testHeader, testMark } from './receiving/testMessages.ts'
import { arrivalOf } from './sending/arrival.ts'
import { composeMail } from './sending/compose.ts'
import { carrierOf, settleOutbox, type Carrier } from './sending/deliver.ts'
import { readSource } from './sources.ts'

/** How long a test message is waited for; milliseconds. */
const deadline = 5 * 60_000

type Probing = Pick<Handlers<WaypostContract>['diagnosis'], 'probeAlias' | 'aliasProbe'>

/** I6: sends a test message to an alias, finds it in the connector's mailbox, removes it (T10), and says how its `To` arrived. */
export function createAliasProbe(context: Context, scheduler: Scheduler): Probing {
  const { store } = context

  async function probe(subject: Subject, job: RunningJob): ReturnType<Parameters<Context['jobs']['start']>[2]> {
    const { connector, target, address, from } = subject
    // A POP3 mailbox is open to one session at a time (RFC 1939 8).
    await scheduler.idle(connector.id)
    const there = await whatIsThere(context, target, job.signal)
    if (!there.ok) return { state: 'failed', failure: there.failure }
    job.update({ note: word('probe.sending', { address, from }) })
    const sent = await send(context, subject, testMark(context, job.id), job.signal)
    if (!sent.ok) return { state: 'failed', failure: sent.failure, results: sent.results }
    const { row, recipients } = sent
    job.update({ note: word('probe.waiting', { address, minutes: deadline / 60_000 }), results: [row.id] })
    const found = await lookFor(context, target, there.value, row.messageId, job.signal, deadline)
    if (!found.ok)
      return found.failure.code === 'cancelled'
        ? { state: 'cancelled' }
        : { state: 'failed', failure: found.failure, results: [row.id] }
    if (found.value) {
      // Routing looks at the addresses, wherever and however they were written.
      const to = [...found.value.to, ...found.value.cc].map((each) => each.address)
      const arrival = { ...arrivalOf(found.value, connector.id, context.now(), row), to }
      await settleOutbox(
        context,
        row,
        recipients,
        { word: word('probe.arrived', { connector: connector.name, to: to.join(', ') }), reply: null },
        {},
        { more: [{ arrived: row.id, arrival }] },
      )
    }
    job.update({ note: null })
    return { state: 'done', results: [row.id] }
  }

  return {
    async probeAlias({ connectorId, address, from }) {
      const subject = await subjectOf(context, connectorId, address.trim(), from)
      if (!subject.ok) return subject
      const about = `${connectorId} ${addressKey(address)}`
      const running = context.jobs.list().find((job) => job.kind === 'probe' && job.subject === about)
      if (running?.state === 'running') return answer(running)
      return answer(context.jobs.start('probe', about, (job) => probe(subject.value, job)))
    },
    async aliasProbe({ id }) {
      const row = await store.outbox(id)
      const [recipient] = row?.kind === 'probe' ? await store.recipients(id) : []
      if (!row || !recipient) return notFound('This test message')
      return aliasProbeOf(context, row, recipient)
    },
  }
}

interface Subject {
  readonly connector: ConnectorRecord
  readonly target: Target
  readonly carrier: Carrier
  readonly address: string
  readonly from: string
}

/** Whose mailbox is looked into, and who sends; refused where either cannot be had. */
async function subjectOf(
  context: Context,
  connectorId: string,
  address: string,
  from: string | null,
): Promise<Answer<Subject>> {
  const { store } = context
  const connector = await store.connector(connectorId)
  if (!connector || connector.deletedAt !== null) return notFound('This connector')
  if (!addressKey(address)) {
    const why = word('refusal.recipient', { address: address || '—' })
    return refuse('invalid-input', why, { fields: [{ path: 'address', word: why }] })
  }
  const version = (await store.version(connector.runningId ?? connector.draftId))!
  if (version.settings.incoming === null)
    return refuse('refused', word('refusal.side-not-used', { connector: connector.name }))
  const access = await mailboxAccess(context, version)
  if (!access.ok) return refuseFailure(access.failure)
  const sender = from ?? (await proposedFrom(context, connectorId, address))
  const senderKey = sender === undefined ? undefined : addressKey(sender)
  const carrier = senderKey === undefined ? undefined : await carrierOf(context, senderKey)
  if (sender === undefined || !carrier) {
    const why = word(sender === undefined ? 'refusal.probe-no-from' : 'refusal.from-refused', { address: sender ?? '' })
    return refuse('refused', why, { fields: [{ path: 'from', word: why }] })
  }
  if (carrier.connector.heldSince !== null)
    return refuse('refused', word('refusal.held-back', { connector: carrier.connector.name }))
  // Rules of the server may put it aside into the folder that work is read from.
  const folders = [...new Set(['INBOX', access.value.folder])].map((folder) => ({ ...access.value, folder }))
  return answer({ connector, target: { folders, connectorId }, carrier, address, from: sender })
}

/** Another connector's From address before one of its own: mail that a server sends to itself may be treated differently. */
async function proposedFrom(context: Context, connectorId: string, address: string): Promise<string | undefined> {
  const key = addressKey(address)
  const carried = (await context.store.outgoingRoutes(null)).filter((route) => route.effectiveKey !== null)
  const proposed =
    carried.find((route) => route.connectorId !== connectorId) ??
    carried.find((route) => route.effectiveKey !== key) ??
    carried[0]
  return proposed?.runningAddress ?? proposed?.emailAddress
}

type Sent =
  | { readonly ok: true; readonly row: OutboxRecord; readonly recipients: readonly RecipientRecord[] }
  | { readonly ok: false; readonly failure: Failure; readonly results: readonly string[] }

/** Sends it at once: a test that waited in a queue would test the queue. It is kept in the outbox with what became of it. */
async function send(
  context: Context,
  { carrier, address, from }: Subject,
  mark: string,
  signal: AbortSignal,
): Promise<Sent> {
  const lost = (failure: Failure, results: readonly string[] = []): Sent => ({ ok: false, failure, results })
  const access = await senderAccess(context, carrier.version)
  if (!access.ok) return lost(access.failure)
  const composed = await composeMail(context, {
    from: { name: '', address: from },
    to: [address],
    subject: 'Waypost test message',
    text: `${say(word('probe.text'))}\n`,
    inReplyTo: null,
    references: [],
    headers: [
      { name: testHeader, value: mark },
      { name: 'Auto-Submitted', value: 'auto-generated' },
    ],
    itemId: null,
    kind: 'probe',
  })
  if (!composed) return lost({ code: 'vault-locked', stage: 'vault', transient: true })
  // Never queued: the outbox would send it again after an end of the program.
  const row: OutboxRecord = { ...composed.row, state: 'sending', nextTryAt: null, carrierId: carrier.connector.id }
  const changes = composed.changes.map((change) => {
    if ('put' in change && change.put === 'outbox') return { ...change, row }
    if ('put' in change && change.put === 'recipient')
      return { ...change, row: { ...change.row, state: 'sending' as const, tries: 1, nextTryAt: null } }
    return change
  })
  const committed = await context.commit(changes)
  if (!committed.ok) throw new Error(`A test message was refused: ${JSON.stringify(committed)}`)
  const raw = (await readSource(context, row.sha256))!
  const sent = await context.sender.send(access.value, { from, to: [address] }, raw, {
    signal,
    deadlineMs: 60_000,
    handingOver: async () => undefined,
  })
  const reply = sent.ok ? sent.value[0] : undefined
  const failure: Failure | null = !sent.ok
    ? sent.failure
    : reply && reply.result !== 'sent'
      ? { code: 'message-refused', stage: 'delivery', transient: reply.result === 'deferred', reply: reply.reply }
      : null
  const isUnknown = failure?.code === 'outcome-unknown' || reply?.result === 'unknown'
  const state = failure === null ? 'sent' : isUnknown ? 'unknown' : 'failed'
  const connector = carrier.connector.name
  const line = word(state === 'sent' ? 'sending.sent' : `sending.${state}`, { connector, address })
  const recipients = (await context.store.recipients(row.id)).map((each): RecipientRecord => ({
    ...each,
    state,
    reply: reply?.reply ?? failure?.reply ?? null,
    failure,
  }))
  const settled = await settleOutbox(
    context,
    row,
    recipients,
    { word: line, reply: reply?.reply ?? failure?.reply ?? null },
    { why: failure === null ? null : line },
  )
  // Without an answer it may have arrived: it is looked for all the same.
  return failure === null || isUnknown ? { ok: true, row: settled, recipients } : lost(failure, [row.id])
}

async function aliasProbeOf(
  context: Context,
  row: OutboxRecord,
  recipient: RecipientRecord,
): Promise<Answer<AliasProbe>> {
  const { arrival } = row
  const { address } = recipient
  const base = { id: row.id, address, from: row.sender, sentAt: row.createdAt }
  if (arrival === null) {
    const { failure } = recipient
    const sentence = failure
      ? word('probe.not-sent', {
          address,
          why: meaningOf(failure, { address, host: failure.host ?? '', port: 0, username: '' }),
        })
      : word('probe.not-found', { address, minutes: deadline / 60_000 })
    return answer({
      ...base,
      connectorId: row.carrierId ?? '—',
      arrival: null,
      verdict: {
        tone: 'failed',
        sentence,
        evidence: recipient.reply === null ? [] : [word('cli.server-said', { reply: recipient.reply })],
        remedies: [word(failure ? 'probe.do.not-sent' : 'probe.do.not-found')],
      },
      trust: null,
    })
  }
  const connector = await context.store.connector(arrival.connectorId)
  const version = connector && (await context.store.version(connector.runningId ?? connector.draftId))
  if (!connector || !version) return notFound('Its connector')
  const routing = await context.routing()
  const message = messageOf(row, arrival)
  const state = routing.stateFor(connector, version.settings.primaryAddress, nothingKnown)
  const verdict = aliasVerdict(message, address, state)
  const nameOf = (id: string | null) => (id === null ? '' : (routing.route(id)?.name ?? ''))
  return answer({
    ...base,
    connectorId: connector.id,
    arrival: {
      at: arrival.at,
      to: [...arrival.to],
      unchanged: verdict.unchanged,
      deliveries: deliveriesOf(message).map((each) => ({ ...each })),
      route: verdict.takenBy === null ? null : { id: verdict.takenBy, name: nameOf(verdict.takenBy) },
    },
    verdict: said(verdict, { address, arrivedAs: arrival.to.join(', '), header: connector.deliveryHeader, nameOf }),
    trust: verdict.trust,
  })
}

/** What was seen, what it means, what to do. */
function said(
  verdict: AliasVerdict,
  about: {
    readonly address: string
    readonly arrivedAs: string
    readonly header: string | null
    readonly nameOf: (id: string | null) => string
  },
): AliasProbe['verdict'] {
  const { address, arrivedAs, nameOf } = about
  const { unchanged, reached, hasRoute, takenBy, refusedBy, trust } = verdict
  const arrived = word(unchanged ? 'probe.unchanged' : 'probe.rewritten', { address, arrivedAs })
  const taken = takenBy === null ? word('probe.nobody') : word('probe.taken', { route: nameOf(takenBy) })
  if (reached)
    return {
      tone: 'ok',
      sentence: arrived,
      evidence: [taken, ...(unchanged ? [] : [word('probe.by-header', { header: about.header ?? '', address })])],
      remedies: [],
    }
  if (!hasRoute)
    return {
      tone: unchanged ? 'ok' : 'warning',
      sentence: arrived,
      evidence: [word('probe.no-route', { address }), taken],
      remedies: unchanged ? [] : [word('probe.do.rewritten', { address })],
    }
  if (refusedBy && unchanged) {
    const route = nameOf(refusedBy.routeId)
    return {
      tone: 'warning',
      sentence: arrived,
      evidence: [
        refusedBy.disabled
          ? word('probe.disabled', { route })
          : word('probe.rules', {
              route,
              rules: refusedBy.rules.map((rule) => words[`probe.rule.${rule}`]()).join(', '),
            }),
        taken,
      ],
      remedies: [word(refusedBy.disabled ? 'probe.do.disabled' : 'probe.do.rules', { route })],
    }
  }
  return {
    tone: 'warning',
    sentence: arrived,
    evidence: [word('probe.not-reached', { address }), taken],
    remedies: [
      ...(trust === null ? [] : [word('probe.do.trust', { header: trust, address })]),
      word('probe.do.rewritten', { address }),
    ],
  }
}

/** The test message as it arrived, as far as routing looks at it. */
const messageOf = (row: OutboxRecord, arrival: Arrival): Message => ({
  messageId: null,
  subject: row.subject,
  from: [{ name: '', address: arrival.from }],
  replyTo: [],
  to: arrival.to.map((address) => ({ name: '', address })),
  cc: [],
  date: null,
  inReplyTo: null,
  references: [],
  headers: arrival.headers,
  text: '',
  attachments: [],
  report: null,
})
