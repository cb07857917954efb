import type { Failure } from '../../../domain/failure.ts'
import { observedOf, observedUnread, type Observed } from '../../../domain/golive/observed.ts'
import type { Message } from '../../../domain/message.ts'
import { planWorkItems } from '../../../domain/routing/plan.ts'
import { workItemId } from '../../../domain/workItem.ts'
import type { Context } from '../context.ts'
import type { OpenMailbox } from '../ports/conversation.ts'
import type { ConnectorRecord, MailRecord, SettingsVersionRecord, SourceRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { sourceRecord } from '../sources.ts'
import { headOf } from './decide.ts'
import { digestsOf, knowledgeFor } from './knowledge.ts'
import { must } from './noting.ts'
import { isOwnTest } from './testMessages.ts'

/** Mails that are looked at with one read of what is known, and share one commit. */
const batchSize = 100

type Looked =
  | { readonly kind: 'read'; readonly mail: MailRecord; readonly message: Message; readonly source: SourceRecord }
  | { readonly kind: 'unread'; readonly mail: MailRecord; readonly observed: Observed }
  | { readonly kind: 'own-test'; readonly mail: MailRecord }

/**
 * I15, *observe*: everything is read and decided as a poll would, the state carried from mail to mail, and what would become of it is written
 * down. Nothing is removed, created, joined or answered; served recipients and digests stay empty, so that no later mail is a copy of it (N29).
 */
export async function observeAll(
  context: Context,
  connector: ConnectorRecord,
  running: SettingsVersionRecord,
  mailbox: OpenMailbox,
  at: {
    readonly epochId: string
    readonly folder: string
    readonly signal: AbortSignal
    readonly report: (done: number, of: number) => void
    readonly totals: { seen: number }
    readonly pollId: string
  },
): Promise<Failure | null> {
  const waiting = await context.store.mailToObserve(at.epochId, at.folder, 100_000)
  const byIdentity = new Map(waiting.map((mail) => [mail.identity, mail]))
  let batch: Looked[] = []
  let done = 0
  let lost: Failure | null = null
  const commit = async () => {
    if (batch.length === 0) return
    await must(context, await observedChanges(context, connector, running, batch))
    done += batch.length
    batch = []
    at.report(done, waiting.length)
    context.events.changed('polls', 'connectors')
  }
  for await (const { identity, raw } of mailbox.fetch([...byIdentity.keys()], context.settings().sizeLimitBytes)) {
    const mail = byIdentity.get(identity)!
    if (!raw.ok) {
      const { failure } = raw
      const reason = failure.code === 'too-large' ? 'too-large' : failure.code === 'message-gone' ? 'gone' : null
      if (reason === null && failure.reply === undefined) lost = failure
      else if (reason !== null || !failure.transient)
        batch.push({ kind: 'unread', mail, observed: observedUnread(reason ?? 'unreadable') })
      continue
    }
    const source = await sourceRecord(context, raw.value)
    if (!source) {
      await commit()
      return { code: 'vault-locked', stage: 'vault', transient: true }
    }
    const read = await context.mime.read(raw.value)
    const received: MailRecord = { ...mail, size: raw.value.length, sha256: source.sha256 }
    if (!read.ok) batch.push({ kind: 'unread', mail, observed: observedUnread('unreadable') })
    else if (isOwnTest(context, read.value)) {
      batch.push({ kind: 'own-test', mail })
      if (mail.pollId === at.pollId) at.totals.seen -= 1
    } else batch.push({ kind: 'read', mail: received, message: read.value, source })
    if (batch.length >= batchSize) await commit()
    if (at.signal.aborted) break
  }
  await commit()
  return lost ?? (at.signal.aborted ? { code: 'cancelled', stage: 'fetch', transient: true } : null)
}

async function observedChanges(
  context: Context,
  connector: ConnectorRecord,
  running: SettingsVersionRecord,
  batch: readonly Looked[],
): Promise<readonly Change[]> {
  const routing = await context.routing()
  const asked = new Map(
    batch.flatMap((looked) =>
      looked.kind === 'read'
        ? [[looked, { message: looked.message, digests: digestsOf(looked.message, looked.source.sha256) }] as const]
        : [],
    ),
  )
  const knowledge = await knowledgeFor(context, [...asked.values()], connector)
  let number = 0
  const now = context.now()
  return batch.flatMap((looked): readonly Change[] => {
    switch (looked.kind) {
      // T10: a test's own message is passed over and not counted.
      case 'own-test':
        return [
          { put: 'mail', row: { ...looked.mail, passedOver: true, decidedAt: now } },
          { count: 'poll', id: looked.mail.pollId, add: { seen: -1 } },
        ]
      case 'unread':
        return [{ put: 'mail', row: { ...looked.mail, observed: looked.observed, decidedAt: now } }]
      case 'read': {
        const mail = asked.get(looked)!
        const plan = planWorkItems(
          mail.message,
          routing.stateFor(connector, running.settings.primaryAddress, knowledge.of(mail)),
        )
        knowledge.learn(
          mail,
          plan,
          plan.parts.flatMap((part) =>
            part.kind === 'create' ? [`would be ${workItemId(part.work, (number += 1))}`] : [],
          ),
        )
        return [
          { put: 'source', row: looked.source },
          {
            put: 'mail',
            row: { ...looked.mail, ...headOf(mail.message), observed: observedOf(plan), decidedAt: now },
          },
        ]
      }
    }
  })
}
