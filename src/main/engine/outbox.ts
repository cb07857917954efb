import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { OutboxRow } from '../../contract/mail.ts'
import { word } from '../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from './answers.ts'
import type { Context } from './context.ts'
import type { OutboxRecord, RecipientRecord } from './ports/records.ts'
import { notArrived } from './sending/arrival.ts'
import { queueMail } from './sending/compose.ts'
import { settleOutbox } from './sending/deliver.ts'
import { readSource, removedAt, sourceFile } from './sources.ts'

/** `to`: the recipients' addresses where they are known already. */
export async function outboxRowOf(context: Context, mail: OutboxRecord, to?: readonly string[]): Promise<OutboxRow> {
  const recipients = to ?? (await context.store.recipients(mail.id)).map(({ address }) => address)
  const carrier = mail.carrierId === null ? undefined : await context.store.connector(mail.carrierId)
  return {
    id: mail.id,
    state: mail.state,
    from: mail.sender,
    to: [...recipients],
    subject: mail.subject,
    createdAt: mail.createdAt,
    changedAt: mail.changedAt,
    messageId: mail.messageId,
    itemId: mail.itemId,
    kind: mail.kind,
    carrier: carrier?.name ?? null,
    nextTryAt: mail.state === 'queued' || mail.state === 'deferred' ? mail.nextTryAt : null,
    why: mail.why && { key: mail.why.key, params: { ...mail.why.params } },
  }
}

export function createOutbox(context: Context, wake: () => void): Handlers<WaypostContract>['outbox'] {
  const { store } = context
  return {
    async list({ state, ...page }) {
      const found = await store.outboxPage({ state, ...page })
      return answer({ ...found, rows: await Promise.all(found.rows.map((mail) => outboxRowOf(context, mail))) })
    },
    async get({ id }) {
      const mail = await store.outbox(id)
      if (!mail) return notFound('This mail')
      const [recipients, journey, reports, raw] = await Promise.all([
        store.recipients(id),
        store.journey(id),
        store.bounces(id),
        readSource(context, mail.sha256),
      ])
      const read = raw && (await context.mime.read(raw))
      return answer({
        ...(await outboxRowOf(context, mail)),
        recipients: recipients.map(({ address, state, tries, reply, nextTryAt, failure }) => ({
          address,
          state,
          tries,
          reply,
          nextTryAt,
          failure,
        })),
        journey: journey.map(({ at, word: line, reply }) => ({ at, word: line, reply })),
        reports: reports.map((report) => ({
          at: report.at,
          recipients: report.recipients.map((each) => ({ ...each })),
        })),
        text: read?.ok ? read.value.text : null,
        removedAt: await removedAt(context, mail),
        arrival: mail.arrival && {
          ...mail.arrival,
          connectorName: (await store.connector(mail.arrival.connectorId))?.name ?? '',
          to: [...mail.arrival.to],
          results: [...mail.arrival.results],
          headers: [...mail.arrival.headers],
        },
        notArrived: await notArrived(context, mail, recipients),
      })
    },
    async source({ id }) {
      const mail = await store.outbox(id)
      return mail ? sourceFile(context, mail) : notFound('This mail')
    },
    async compose({ from, to, subject, text }, actor) {
      const queued = await queueMail(
        context,
        actor,
        {
          from: { name: '', address: from },
          to,
          subject,
          text,
          inReplyTo: null,
          references: [],
          itemId: null,
          kind: 'test-message',
        },
        () => [],
      )
      if (!queued.ok) return queued
      if (!queued.committed.ok) return refuseCommit(queued.committed, subject)
      context.events.changed('outbox')
      wake()
      return answer(await outboxRowOf(context, queued.row, queued.to))
    },
    async release({ id }, actor) {
      const mail = await store.outbox(id)
      if (!mail) return notFound('This mail')
      const recipients = await store.recipients(id)
      const again = (recipient: RecipientRecord) => recipient.state !== 'sent' && recipient.state !== 'sending'
      if (!recipients.some(again)) return refuse('refused', word('refusal.not-releasable'))
      const gone = await removedAt(context, mail)
      if (gone !== null) return refuse('refused', word('refusal.removed-by-retention', { at: gone }))
      const released = await settleOutbox(
        context,
        mail,
        recipients.map((each) =>
          again(each) ? { ...each, state: 'queued', nextTryAt: context.now(), failure: null } : each,
        ),
        { word: word('sending.released'), reply: null },
        { parked: false, carrierId: null, why: null },
        { more: [context.history(actor, { kind: 'outbox', id, name: mail.subject }, 'released')] },
      )
      wake()
      return answer(await outboxRowOf(context, released))
    },
    async cancel({ id }, actor) {
      const mail = await store.outbox(id)
      if (!mail) return notFound('This mail')
      const recipients = await store.recipients(id)
      const waits = (recipient: RecipientRecord) =>
        recipient.state === 'queued' || recipient.state === 'deferred' || recipient.state === 'unknown'
      if (!recipients.some(waits)) return refuse('refused', word('refusal.not-releasable'))
      const stopped = await settleOutbox(
        context,
        mail,
        recipients.map((each) => (waits(each) ? { ...each, state: 'failed', nextTryAt: null } : each)),
        { word: word('sending.stopped'), reply: null },
        { parked: false, why: word('sending.stopped') },
        { more: [context.history(actor, { kind: 'outbox', id, name: mail.subject }, 'stopped')] },
      )
      return answer(await outboxRowOf(context, stopped))
    },
  }
}
