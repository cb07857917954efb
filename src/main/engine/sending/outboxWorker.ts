import { word } from '../../../words/index.ts'
import type { Conditions } from '../conditions.ts'
import type { Context } from '../context.ts'
import type { RecipientRecord } from '../ports/records.ts'
import { deliver, settleOutbox } from './deliver.ts'
import { sideBySide } from '../turns.ts'

/** Mails that are handed over side by side. */
const conversations = 3
/** Mails under way: while some are handed over, others are read or written down. */
const concurrency = 3 * conversations

/** Sends what is due, oldest first, and sleeps until the next is. */
export interface OutboxWorker {
  start(): Promise<void>
  wake(): void
  /** Sends everything that is due now, and answers when it is done. */
  flush(): Promise<void>
  stop(): Promise<void>
}

export function createOutboxWorker(context: Context, conditions: Conditions): OutboxWorker {
  const { clock } = context
  const conversing = sideBySide(conversations)
  const underWay = new Map<string, Promise<void>>()
  const controller = new AbortController()
  let cancelTimer: (() => void) | undefined
  let started = false
  let looking: Promise<void> = Promise.resolve()

  /** Begins what is due; answers whether anything began. */
  async function begin(): Promise<boolean> {
    // Some at a time: what is under way keeps the connections busy meanwhile.
    if (controller.signal.aborted || underWay.size > conversations) return false
    const due = await context.store.due(context.now(), concurrency * 2)
    let began = false
    for (const mail of due) {
      if (underWay.size >= concurrency) break
      if (underWay.has(mail.id)) continue
      began = true
      const ended = deliver(context, conditions, mail, controller.signal, conversing)
        .catch((error: unknown) => context.trace.failed(`send of ${mail.messageId}`, error))
        .finally(() => {
          underWay.delete(mail.id)
          if (started) look()
        })
      underWay.set(mail.id, ended)
    }
    return began
  }

  function look(): void {
    looking = looking
      .then(async () => {
        cancelTimer?.()
        cancelTimer = undefined
        if (!started || controller.signal.aborted) return
        await begin()
        const next = underWay.size > 0 ? null : await context.store.nextDue()
        // S9: never further ahead than an hour, whatever the clock jumped meanwhile.
        if (next !== null)
          cancelTimer = clock.after(Math.min(3600_000, Math.max(50, Date.parse(next) - clock.now())), look)
      })
      .catch((error: unknown) => {
        context.trace.failed('outbox', error)
        cancelTimer = clock.after(60_000, look)
      })
  }

  return {
    async start() {
      await settleInterrupted(context)
      started = true
      look()
    },
    wake: () => look(),
    async flush() {
      while ((await begin()) || underWay.size > 0) await Promise.all(underWay.values())
    },
    async stop() {
      controller.abort()
      cancelTimer?.()
      await looking
      await Promise.all(underWay.values())
      await context.sender.close()
    },
  }
}

/** O5: what was being handed over when the last engine ended may have arrived; only a person may send it again. */
export async function settleInterrupted(context: Context): Promise<void> {
  const interrupted = Map.groupBy(await context.store.handingOver(), (recipient: RecipientRecord) => recipient.outboxId)
  for (const id of interrupted.keys()) {
    const mail = await context.store.outbox(id)
    if (!mail) continue
    const recipients = (await context.store.recipients(id)).map((each): RecipientRecord =>
      each.state === 'sending'
        ? {
            ...each,
            state: 'unknown',
            failure: {
              code: 'outcome-unknown',
              stage: 'final-reply',
              transient: false,
              detail: 'Waypost ended while the mail was handed over',
            },
          }
        : each,
    )
    const why = word('sending.interrupted')
    await settleOutbox(context, mail, recipients, { word: why, reply: null }, { why })
  }
}
