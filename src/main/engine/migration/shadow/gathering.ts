import { done, type Failure, type Outcome } from '../../../../domain/failure.ts'
import type { Message } from '../../../../domain/message.ts'
import type { Arrived } from '../../../../domain/migration/shadow/run.ts'
import { valuesOf } from '../../../../domain/migration/shadow/trace.ts'
import type { MailboxAccess } from '../../access.ts'
import type { Context } from '../../context.ts'
import { growingWaits, lookInto } from '../../lookForMail.ts'
import { testHeader } from '../../receiving/testMessages.ts'
import type { ShadowTarget } from './mailbox.ts'
import type { Underway } from './sending.ts'

/** T6: how long each message is waited for; milliseconds. */
const deadline = 5 * 60_000

/** Header fields that are kept of an arrival, and characters of each: more is no evidence that somebody reads. */
const mostHeaders = 100
const mostCharacters = 2_000

/** The value of the header that marks a test's own message. */
export const markOf = ({ headers }: Pick<Message, 'headers'>): string => valuesOf({ headers }, testHeader)[0] ?? ''

export const isAwaited = ({ fate, sentAt }: Underway): boolean => fate.what === 'waiting' && sentAt !== null

/**
 * Looks for messages of a shadow run in all folders in which they may arrive, until each was found or waited for long enough, and removes
 * them (T10). Some servers give out a Message-ID of their own: then the mark tells which it is.
 */
export function shadowGatherer(
  context: Context,
  target: ShadowTarget,
  there: ReadonlySet<string>,
  all: readonly Underway[],
) {
  const looked = new Set(there)
  const byName = new Map(all.flatMap((each) => [[each.messageId, each] as const, [each.mark, each] as const]))
  const ours = (message: Message) => byName.get(message.messageId ?? '') ?? byName.get(markOf(message))

  /** Answers the messages that were found, or why the mailbox cannot be looked into any more. */
  async function lookOnce(signal: AbortSignal): Promise<Outcome<readonly Underway[]>> {
    const found: Underway[] = []
    for (const folder of target.folders) {
      const here = await lookInto(context, target, folder, looked, (message) => ours(message) !== undefined, signal)
      if (!here.ok) {
        if (here.failure.transient || here.failure.code === 'mailbox-in-use') continue
        return here
      }
      for (const { message, removed } of here.value) {
        const mine = ours(message)!
        mine.isRemoved = removed
        // A server may deliver a mail twice; the first copy is the one that is compared.
        if (mine.fate.what === 'arrived') continue
        mine.fate = arrivedAs(context, message, folder, target, mine)
        found.push(mine)
      }
    }
    return done(found)
  }

  return {
    /** `isSending`: more is to come. */
    async gather(
      signal: AbortSignal,
      isSending: () => boolean,
      onEnd: (message: Underway) => void,
    ): Promise<Failure | null> {
      const waits = growingWaits(context, signal)
      let known = 0
      while (!signal.aborted && (isSending() || all.some(isAwaited))) {
        const handedOver = all.filter(({ sentAt }) => sentAt !== null).length
        if (handedOver > known) waits.again()
        known = handedOver
        if (all.some(isAwaited)) {
          const found = await lookOnce(signal)
          if (!found.ok) return found.failure.code === 'cancelled' ? null : found.failure
          found.value.forEach(onEnd)
          for (const message of all.filter(isAwaited)) {
            if (context.clock.monotonic() - message.sentAt! < deadline) continue
            message.fate = { what: 'not-arrived', minutes: Math.round(deadline / 60_000) }
            onEnd(message)
          }
        }
        if (isSending() || all.some(isAwaited)) await waits.pause()
      }
      return null
    },
    /** What came is removed after all; `ms`: how long at most. */
    async tidy(ms: number): Promise<void> {
      const ending = new AbortController()
      const cancel = context.clock.after(ms, () => ending.abort())
      const waits = growingWaits(context, ending.signal)
      while (!ending.signal.aborted && all.some(isAwaited)) {
        const found = await lookOnce(ending.signal)
        if (!found.ok) break
        if (all.some(isAwaited)) await waits.pause()
      }
      cancel()
    },
  }
}

function arrivedAs(
  context: Context,
  message: Message,
  { folder }: MailboxAccess,
  { junk }: ShadowTarget,
  { sentAt }: Underway,
): Arrived {
  return {
    what: 'arrived',
    folder,
    isJunk: junk.has(folder),
    seconds: Math.max(1, Math.round((context.clock.monotonic() - (sentAt ?? context.clock.monotonic())) / 1000)),
    from: message.from.map(({ address }) => address),
    messageId: message.messageId,
    headers: message.headers
      .slice(0, mostHeaders)
      .map(({ name, value }) => ({ name, value: value.slice(0, mostCharacters) })),
  }
}
