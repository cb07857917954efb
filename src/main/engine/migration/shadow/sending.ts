import { failed, stages, type Failure } from '../../../../domain/failure.ts'
import type { Fate, ShadowSide } from '../../../../domain/migration/shadow/run.ts'
import { word, say } from '../../../../words/index.ts'
import { senderAccess } from '../../access.ts'
import type { Context } from '../../context.ts'
import { testHeader } from '../../receiving/testMessages.ts'
import { outUnder, type WayOut } from './ways.ts'

/** Milliseconds for handing over one message; octets that move extend it. */
const sendDeadline = 60_000

/** One message of a shadow run. */
export interface Underway {
  /** Which pair it belongs to. */
  readonly at: number
  readonly side: ShadowSide
  readonly address: string
  /** Null: nobody sends under this address. */
  readonly out: WayOut | null
  readonly messageId: string
  readonly mark: string
  /** Of both messages of a pair: what a person sees is the same. */
  readonly date: string
  readonly subject: string
  fate: Fate
  /** When it was handed over, by the monotonic clock; null: it never was. */
  sentAt: number | null
  isRemoved: boolean
}

const refused = (failure: Failure): Fate => ({ what: 'refused', failure })

/** Failures that are about the way, and not about one address: whoever signs in wrongly once need not be locked out for it (I18). */
const isOfTheWay = ({ stage }: Failure): boolean => stages.indexOf(stage) < stages.indexOf('sender')

/**
 * Hands messages over, each by its own way; what became of it stands in its fate. A way that cannot be entered is not tried again for the
 * addresses that follow.
 */
export function shadowSender(context: Context, recipient: string, signal: AbortSignal) {
  const shut = new Map<WayOut, Failure>()

  async function handOver(message: Underway, out: WayOut): Promise<Fate | 'handed over'> {
    const before = shut.get(out)
    if (before !== undefined) return refused(before)
    const access = await senderAccess(context, outUnder(out, message.address))
    if (!access.ok) return refused(access.failure)
    const raw = await context.mime.compose({
      from: { name: '', address: message.address },
      to: [recipient],
      subject: message.subject,
      text: `${say(word('migration.shadow.text'))}\n`,
      messageId: message.messageId,
      date: message.date,
      inReplyTo: null,
      references: [],
      headers: [
        { name: testHeader, value: message.mark },
        { name: 'Auto-Submitted', value: 'auto-generated' },
      ],
    })
    const sent = await context.sender.send(access.value, { from: message.address, to: [recipient] }, raw, {
      signal,
      deadlineMs: sendDeadline,
      handingOver: async () => undefined,
    })
    if (!sent.ok) {
      const { failure } = sent
      // Without a final reply it may have been taken: it is looked for all the same (O5).
      if (failure.code === 'outcome-unknown') return 'handed over'
      if (failure.code === 'cancelled' || signal.aborted) return { what: 'cancelled' }
      if (isOfTheWay(failure)) shut.set(out, failure)
      return refused(failure)
    }
    const reply = sent.value[0]
    if (reply === undefined || reply.result === 'sent' || reply.result === 'unknown') return 'handed over'
    return refused({
      code: 'message-refused',
      stage: 'delivery',
      transient: reply.result === 'deferred',
      reply: reply.reply,
    })
  }

  return async (message: Underway): Promise<void> => {
    const { out } = message
    const fate =
      out === null
        ? refused(failed({ code: 'no-carrier', stage: 'sender', transient: false }).failure)
        : await handOver(message, out)
    if (fate === 'handed over') message.sentAt = context.clock.monotonic()
    else message.fate = fate
  }
}
