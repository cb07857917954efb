import { usesSide } from '../../../domain/connector.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import type { Failure } from '../../../domain/failure.ts'
import { outboxStateOf, type RecipientState } from '../../../domain/outbox.ts'
import { deliveryBackoff, deliveryDeadline } from '../../../domain/retry.ts'
import { word } from '../../../words/index.ts'
import { senderAccess } from '../access.ts'
import type { Conditions } from '../conditions.ts'
import type { Context } from '../context.ts'
import type {
  ConnectorRecord,
  OutboxRecord,
  OutgoingRouteRecord,
  RecipientRecord,
  SettingsVersionRecord,
} from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { readSource } from '../sources.ts'

/** Milliseconds for handing over one message; octets that move extend it. */
const sendDeadline = 120_000
/** Milliseconds that a mail being handed over still has when the engine is told to stop; the hosts wait five seconds. */
const finishing = 4_000

/** Milliseconds for which a success of the connector need not be noted again. */
const successNoted = 60_000

export interface Carrier {
  readonly route: OutgoingRouteRecord
  readonly connector: ConnectorRecord
  readonly version: SettingsVersionRecord
}

/** O1: who sends for an address, chosen anew at each try. */
export async function carrierOf(context: Context, senderKey: string): Promise<Carrier | undefined> {
  const carrier = await context.store.carrier(senderKey)
  return carrier && usesSide(carrier.version.settings.useFor, 'outgoing') ? carrier : undefined
}

/** Writes a mail's recipients and what follows from them, with one line of its journey. */
export async function settleOutbox(...of: Parameters<typeof writeOutbox>): Promise<OutboxRecord> {
  const written = await writeOutbox(...of)
  if (!written) throw new Error('An outbox row was refused as stale')
  return written
}

interface Along {
  /** Changes of the same transaction. */
  readonly more?: readonly Change[]
  readonly mayWait?: boolean
}

/** The same where `more` expects something; undefined where that has changed. */
async function writeOutbox(
  context: Context,
  mail: OutboxRecord,
  recipients: readonly RecipientRecord[],
  line: { readonly word: Word; readonly reply: string | null } | null,
  part: Partial<Pick<OutboxRecord, 'parked' | 'carrierId' | 'why'>> = {},
  { more = [], mayWait }: Along = {},
): Promise<OutboxRecord | undefined> {
  const parked = part.parked ?? mail.parked
  const waiting = recipients.filter((each) => each.state === 'queued' || each.state === 'deferred')
  const now = context.now()
  const next: OutboxRecord = {
    ...mail,
    ...part,
    parked,
    state: outboxStateOf(
      recipients.map((each) => each.state),
      parked,
    ),
    nextTryAt: waiting.length === 0 ? null : waiting.map((each) => each.nextTryAt ?? now).toSorted()[0]!,
    changedAt: now,
  }
  const committed = await context.commit(
    [
      ...more,
      { put: 'outbox', row: next },
      ...recipients.map((row): Change => ({ put: 'recipient', row })),
      ...(line
        ? [
            {
              put: 'journey',
              row: { id: context.random.id(), outboxId: mail.id, at: now, word: line.word, reply: line.reply },
            } as const,
          ]
        : []),
    ],
    mayWait,
  )
  if (!committed.ok && committed.why === 'stale') return undefined
  if (!committed.ok) throw new Error(`An outbox row was refused: ${JSON.stringify(committed)}`)
  context.events.changed('outbox', 'items')
  return next
}

/**
 * Tries one mail once (O5). *Handing over* is committed before the first octet of the content: what happens after it without a final
 * reply is *unknown* and never sent again by itself; what happens before it is tried again. `conversing` lets so many talk to servers side
 * by side: reading before it and writing down behind it hold nobody up.
 */
export async function deliver(
  context: Context,
  conditions: Conditions,
  mail: OutboxRecord,
  signal: AbortSignal,
  conversing: Conversing,
): Promise<void> {
  const { trace } = context
  const about = { mail: mail.messageId }
  const read = await Promise.all([context.store.recipients(mail.id), carrierOf(context, mail.senderKey)])
  const [, carrier] = read
  let [recipients] = read
  trace.reached('send.claimed', about)

  if (!carrier) {
    // O8: a carrier that is only switched off parks its mail; an address that nobody carries any more fails it, with the reason.
    const exists = (await context.store.outgoingRoutes(null)).some((route) => route.addressKey === mail.senderKey)
    const why = word(exists ? 'sending.carrier-off' : 'sending.no-carrier', { address: mail.sender })
    if (exists) await settleOutbox(context, mail, recipients, { word: why, reply: null }, { parked: true, why })
    else
      await settleOutbox(
        context,
        mail,
        failWaiting(recipients, { code: 'no-carrier', stage: 'sender', transient: false }),
        { word: why, reply: null },
        { why },
      )
    return
  }
  if (mail.carrierId !== null && mail.carrierId !== carrier.connector.id) {
    const why = word('sending.carrier-changed', { address: mail.sender, connector: carrier.connector.name })
    await settleOutbox(context, mail, recipients, { word: why, reply: null }, { parked: true, why })
    return
  }
  const answered = await converse(context, conditions, mail, recipients, carrier, signal, conversing)
  if (!answered) return
  const { sent, handedOver } = answered
  recipients = answered.recipients
  trace.reached('send.answered', about)
  const carried = { ...mail, carrierId: handedOver ? carrier.connector.id : mail.carrierId }

  if (!sent.ok) {
    const { failure } = sent
    if (handedOver) {
      // After handing over, only a final reply says what became of it.
      const why = word('sending.unknown', { connector: carrier.connector.name })
      await settleOutbox(
        context,
        carried,
        recipients.map((each) =>
          each.state === 'sending' ? { ...each, state: 'unknown', failure, reply: failure.reply ?? null } : each,
        ),
        { word: why, reply: failure.reply ?? null },
        { why },
      )
    } else if (failure.code === 'cancelled') {
      await settleOutbox(context, carried, recipients, null)
    } else {
      // O9: not about the recipient: nothing is failed for it; the connector's sending waits or stops, and its mail with it. A server
      // that refuses one further From address says nothing about the others: only mail under this one waits.
      const onlyThisAddress = failure.code === 'sender-refused' && !carrier.route.isDefault
      await defer(
        context,
        carried,
        recipients.map((each) => (onlyThisAddress && isWaiting(each) ? { ...each, tries: each.tries + 1 } : each)),
        failure,
        onlyThisAddress
          ? word('sending.sender-refused', { connector: carrier.connector.name, address: mail.sender })
          : word(answered.isWithoutToken ? 'sending.no-token' : 'sending.server-refused', {
              connector: carrier.connector.name,
            }),
      )
      if (!onlyThisAddress) await conditions.failed(carrier.connector.id, 'outgoing', carrier.version, failure)
    }
    return
  }

  const replies = new Map(sent.value.map((reply) => [reply.address, reply]))
  const age = context.clock.now() - Date.parse(mail.createdAt)
  recipients = recipients.map((each): RecipientRecord => {
    const answer = replies.get(each.address)
    if (!answer || each.state === 'sent' || each.state === 'failed') return each
    const tries = each.state === 'sending' ? each.tries : each.tries + 1
    const givenUp = answer.result === 'deferred' && age > deliveryDeadline
    const state: RecipientState = givenUp ? 'failed' : answer.result
    return {
      ...each,
      state,
      tries,
      reply: answer.reply,
      nextTryAt: state === 'deferred' ? new Date(context.clock.now() + deliveryBackoff(tries)).toISOString() : null,
      failure:
        state === 'sent'
          ? null
          : {
              code: state === 'deferred' ? 'greylisted' : state === 'unknown' ? 'outcome-unknown' : 'recipient-refused',
              stage: 'recipient',
              transient: state === 'deferred',
              reply: answer.reply,
            },
    }
  })
  const worst =
    recipients.find((each) => each.state === 'unknown') ??
    recipients.find((each) => each.state === 'failed') ??
    recipients.find((each) => each.state === 'deferred')
  const line = worst
    ? word(`sending.${worst.state as 'unknown' | 'failed' | 'deferred'}`, {
        connector: carrier.connector.name,
        address: worst.address,
      })
    : word('sending.sent', { connector: carrier.connector.name })
  await settleOutbox(
    context,
    carried,
    recipients,
    { word: line, reply: (worst ?? recipients[0])?.reply ?? null },
    { why: worst ? line : null },
    // It shares the flush of the next mail that is handed over. A process that is killed meanwhile leaves it unknown, as a moment earlier.
    { mayWait: worst === undefined },
  )
  trace.reached('send.committed', about)
  // One mail after the other says the same of the connector: it is written down once a minute, and at once where something was wrong.
  const { failures, stopped, lastSuccessAt } = conditions.get(carrier.connector.id, 'outgoing')
  const isFresh = lastSuccessAt !== null && context.clock.now() - Date.parse(lastSuccessAt) < successNoted
  if (failures > 0 || stopped || !isFresh) await conditions.succeeded(carrier.connector.id, 'outgoing', carrier.version)
}

interface Answered {
  readonly sent: Awaited<ReturnType<Context['sender']['send']>>
  readonly recipients: readonly RecipientRecord[]
  readonly handedOver: boolean
  /** No mail server was asked, since the sign-in server, or the way there, gave no token. */
  readonly isWithoutToken?: true
}
type SenderAccess = Parameters<Context['sender']['send']>[0]
type Conversing = <T>(work: () => Promise<T>) => Promise<T>

/** What the server said, and how the recipients stand by then; undefined where the mail waits, or a person took it back. */
async function converse(
  context: Context,
  conditions: Conditions,
  mail: OutboxRecord,
  found: readonly RecipientRecord[],
  carrier: Carrier,
  signal: AbortSignal,
  conversing: Conversing,
): Promise<Answered | undefined> {
  const { connector, version } = carrier
  // A connector that waits asks nobody for a token, however much mail waits with it.
  if (await waitsForConnector(context, conditions, mail, found, connector)) return undefined
  // What needs no mail server is done before it is the mail's turn.
  const [access, raw] = await Promise.all([senderAccess(context, version), readSource(context, mail.sha256)])
  return conversing(async () => {
    if (await waitsForConnector(context, conditions, mail, found, connector)) return undefined
    if (access.ok && raw) return handOver(context, mail, found, connector, access.value, raw, signal)
    // O9: a sign-in server that gives no token is a server that refuses; what is missing here is not.
    if (!access.ok && access.failure.stage !== 'vault')
      return { sent: access, recipients: found, handedOver: false, isWithoutToken: true }
    const failure: Failure = access.ok ? { code: 'vault-locked', stage: 'vault', transient: true } : access.failure
    await defer(context, mail, found, failure, word(waitsFor(failure), { connector: connector.name }))
    return undefined
  })
}

/** Whether the connector takes no mail now: then the mail waits with it, and says why. */
async function waitsForConnector(
  context: Context,
  conditions: Conditions,
  mail: OutboxRecord,
  found: readonly RecipientRecord[],
  connector: ConnectorRecord,
): Promise<boolean> {
  const condition = conditions.get(connector.id, 'outgoing')
  const held = connector.heldSince !== null
  const waits =
    held || condition.stopped || (condition.nextTryAt !== null && Date.parse(condition.nextTryAt) > context.clock.now())
  if (waits) {
    const until = condition.nextTryAt ?? new Date(context.clock.now() + 3600_000).toISOString()
    const why = word(
      held ? 'sending.carrier-held' : condition.stopped ? 'sending.carrier-stopped' : 'sending.carrier-waits',
      { connector: connector.name },
    )
    const deferred = found.map((each): RecipientRecord =>
      isWaiting(each) ? { ...each, state: 'deferred', nextTryAt: until } : each,
    )
    await settleOutbox(context, mail, deferred, null, { why })
  }
  return waits
}

/** The conversation with the server, with *handing over* committed in the middle of it. */
async function handOver(
  context: Context,
  mail: OutboxRecord,
  found: readonly RecipientRecord[],
  connector: ConnectorRecord,
  access: SenderAccess,
  raw: Uint8Array,
  signal: AbortSignal,
): Promise<Answered | undefined> {
  const { trace } = context
  const about = { mail: mail.messageId }
  const now = context.clock.now()
  const dueNow = found.filter(
    (each) => isWaiting(each) && (each.nextTryAt === null || Date.parse(each.nextTryAt) <= now),
  )
  let recipients = found
  let handedOver = false
  let withdrawn = false
  // O8: what is being sent finishes. Cut off behind the commit it would be unknown, and wait for a person.
  const attempt = new AbortController()
  let isHandingOver = false
  let stopLater: (() => void) | undefined
  const stop = () => {
    if (isHandingOver) stopLater = context.clock.after(finishing, () => attempt.abort())
    else attempt.abort()
  }
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop, { once: true })
  const handingOver = async (accepted: readonly string[]) => {
    isHandingOver = true
    trace.reached('send.handing-over', about)
    const sending = found.map((each): RecipientRecord =>
      accepted.includes(each.address) && isWaiting(each) ? { ...each, state: 'sending', tries: each.tries + 1 } : each,
    )
    const written = await writeOutbox(
      context,
      mail,
      sending,
      { word: word('sending.handing-over', { connector: connector.name }), reply: null },
      { carrierId: connector.id, why: null },
      { more: [{ expectWaiting: mail.id, addresses: accepted }] },
    )
    // A person may have stopped it while the server was being reached.
    if (!written) {
      withdrawn = true
      throw new Error('stopped by a person')
    }
    recipients = sending
    handedOver = true
    trace.reached('send.handed-over', about)
  }
  const sent = await context.sender.send(access, { from: mail.sender, to: dueNow.map((each) => each.address) }, raw, {
    signal: attempt.signal,
    deadlineMs: sendDeadline,
    handingOver,
  })
  signal.removeEventListener('abort', stop)
  stopLater?.()
  return withdrawn ? undefined : { sent, recipients, handedOver }
}

const isWaiting = (recipient: RecipientRecord): boolean =>
  recipient.state === 'queued' || recipient.state === 'deferred'

const failWaiting = (recipients: readonly RecipientRecord[], failure: Failure): readonly RecipientRecord[] =>
  recipients.map((each) => (isWaiting(each) ? { ...each, state: 'failed', nextTryAt: null, failure } : each))

async function defer(
  context: Context,
  mail: OutboxRecord,
  recipients: readonly RecipientRecord[],
  failure: Failure,
  why: Word,
): Promise<void> {
  await settleOutbox(
    context,
    mail,
    recipients.map((each) =>
      isWaiting(each)
        ? {
            ...each,
            state: 'deferred',
            failure,
            nextTryAt: new Date(context.clock.now() + deliveryBackoff(Math.max(1, each.tries))).toISOString(),
          }
        : each,
    ),
    { word: why, reply: failure.reply ?? null },
    { why },
  )
}

const waitsFor = ({ code }: Failure) =>
  code === 'vault-locked'
    ? 'sending.vault-locked'
    : code === 'proxy-secret-missing'
      ? 'sending.proxy-secret-missing'
      : 'sending.secret-missing'
