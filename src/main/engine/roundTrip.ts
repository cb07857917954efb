import { addressKey } from '../../domain/address.ts'
import type { ConnectorSettings, Secrets } from '../../domain/connector.ts'
import type { StepResult } from '../../domain/diagnosis/proof.ts'
import type { Failure } from '../../domain/failure.ts'
import { word } from '../../words/index.ts'
import { mailboxAccess, senderAccess } from './access.ts'
import type { Context } from './context.ts'
import { lookFor, whatIsThere, type Target } from './lookForMail.ts'
import { messageIdOf } from './sending/compose.ts'
import { testHeader } from './receiving/testMessages.ts'

/** *Delivered unchanged* (T6): not asked for, to a mailbox that this workspace can read, or to a named address. */
export type RoundTripAsked =
  | { readonly to: 'nowhere' }
  | { readonly to: 'workspace' }
  | { readonly to: 'address'; readonly address: string }

/** T6: the round trip's own deadline; milliseconds. */
const deadline = 5 * 60_000

interface Subject {
  readonly connectorId: string | null
  readonly settings: ConnectorSettings
  readonly secrets: Secrets
  /** A password that is on the screen and not saved yet. */
  readonly typed: string | null
  readonly roundTrip: RoundTripAsked
  /** The From address that is proved. */
  readonly sender: string
}

/** A mailbox that can be read, and the address under which mail reaches it. */
interface AddressedTarget extends Target {
  readonly address: string
}

/**
 * Sends a real message and looks for it by its Message-ID: passed when its From arrived unchanged.
 * The message is removed again, also after a failure (T10); at a named address that cannot be read a person confirms.
 */
export async function roundTrip(
  context: Context,
  subject: Subject,
  ladder: readonly StepResult[],
  mark: string,
  signal: AbortSignal,
): Promise<StepResult> {
  const started = context.clock.monotonic()
  const { settings, sender } = subject
  const result = (part: Pick<StepResult, 'verdict' | 'finding'> & Partial<StepResult>): StepResult => ({
    step: 'delivered-unchanged',
    required: true,
    durationMs: part.verdict === 'not-run' ? null : Math.round(context.clock.monotonic() - started),
    reply: null,
    causes: [],
    failure: null,
    ...part,
  })
  const missing = ladder.find((step) => step.required && (step.verdict === 'failed' || step.verdict === 'not-run'))
  if (missing) return result({ verdict: 'not-run', finding: word('diagnosis.not-run', { missing: missing.step }) })

  const target = await targetOf(context, subject)
  const recipient = subject.roundTrip.to === 'address' ? subject.roundTrip.address : target?.address
  if (!recipient || !addressKey(recipient))
    return result({ verdict: 'failed', finding: word('refusal.carried-nowhere') })
  const about = { address: sender, recipient }
  const failedWith = (failure: Failure) =>
    result({
      verdict: 'failed',
      finding: word('diagnosis.delivered-unchanged.refused', about),
      reply: failure.reply ?? null,
      failure,
    })

  const there = target && (await whatIsThere(context, target, signal))
  if (there && !there.ok) return failedWith(there.failure)

  const messageId = messageIdOf(context.random.id(), sender)
  const raw = await context.mime.compose({
    from: { name: '', address: sender },
    to: [recipient],
    subject: 'Waypost test message',
    text: 'This message proves that mail leaves under this address and arrives unchanged. Waypost removes it again where it can.\n',
    messageId,
    date: context.now(),
    inReplyTo: null,
    references: [],
    headers: [
      { name: testHeader, value: mark },
      { name: 'Auto-Submitted', value: 'auto-generated' },
    ],
  })
  const access = await senderAccess(context, { ...subject.secrets, settings }, subject.typed)
  if (!access.ok) return failedWith(access.failure)
  const sent = await context.sender.send(access.value, { from: sender, to: [recipient] }, raw, {
    signal,
    deadlineMs: 60_000,
    handingOver: async () => undefined,
  })
  if (!sent.ok) return failedWith(sent.failure)
  const reply = sent.value[0]
  if (reply && reply.result !== 'sent') {
    return failedWith({
      code: 'message-refused',
      stage: 'delivery',
      transient: reply.result === 'deferred',
      reply: reply.reply,
    })
  }
  if (!target || !there)
    return result({
      verdict: 'warning',
      finding: word('diagnosis.delivered-unchanged.by-hand', { recipient }),
      reply: reply?.reply ?? null,
    })

  const found = await lookFor(context, target, there.value, messageId, signal, deadline)
  if (!found.ok) return failedWith(found.failure)
  if (found.value === null) {
    return result({
      verdict: 'failed',
      finding: word('diagnosis.delivered-unchanged.not-found', { recipient, minutes: Math.round(deadline / 60_000) }),
      failure: { code: 'timed-out', stage: 'delivery', transient: true },
    })
  }
  const seconds = Math.max(1, Math.round((context.clock.monotonic() - started) / 1000))
  const arrived = found.value.from[0]?.address ?? ''
  return addressKey(arrived) === addressKey(sender)
    ? result({ verdict: 'passed', finding: word('diagnosis.delivered-unchanged.passed', { ...about, seconds }) })
    : result({
        verdict: 'failed',
        finding: word('diagnosis.delivered-unchanged.rewritten', { ...about, arrived }),
        failure: { code: 'sender-rewritten', stage: 'delivery', transient: false },
      })
}

/** The mailbox itself for a Both connector; else the first enabled one that receives. */
async function targetOf(context: Context, subject: Subject): Promise<AddressedTarget | undefined> {
  if (subject.roundTrip.to !== 'workspace') return undefined
  if (subject.settings.useFor === 'both') {
    const own = await mailboxAccess(context, { ...subject.secrets, settings: subject.settings })
    // Mail arrives in the Inbox, whichever folder work is read from.
    if (own.ok)
      return {
        address: subject.settings.primaryAddress,
        folders: [{ ...own.value, folder: 'INBOX' }],
        connectorId: subject.connectorId,
      }
  }
  for (const connector of await context.store.connectors()) {
    if (!connector.enabled || connector.receiving === 'off' || connector.runningId === null) continue
    const running = await context.store.version(connector.runningId)
    const access = running && (await mailboxAccess(context, running))
    if (running && access?.ok)
      return {
        address: running.settings.primaryAddress,
        folders: [{ ...access.value, folder: 'INBOX' }],
        connectorId: connector.id,
      }
  }
  return undefined
}
