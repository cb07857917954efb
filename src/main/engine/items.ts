import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { ItemRow, ItemView } from '../../contract/mail.ts'
import { addressKey } from '../../domain/address.ts'
import { nameKey } from '../../domain/nameKey.ts'
import { processPath, sendersOf, type Sender } from '../../domain/process.ts'
import { recipientsIn, senderOf } from '../../domain/routing/facts.ts'
import { say, word } from '../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from './answers.ts'
import type { Context } from './context.ts'
import type { ItemRecord, ProcessRecord } from './ports/records.ts'
import { effectiveKeys, fromProblemOf } from './processes.ts'
import { queueMail } from './sending/compose.ts'
import { answerAddress } from './sending/plusAddress.ts'
import { readSource, removedAt } from './sources.ts'

type Thread = ItemView['thread'][number]

export function createItems(context: Context, wakeOutbox: () => void): Handlers<WaypostContract>['items'] {
  const { store } = context

  const rowOf = (item: ItemRecord, mails: number, process: ProcessRecord | undefined): ItemRow => ({
    id: item.id,
    kind: item.kind,
    subject: item.subject,
    requester: item.requester,
    processPath: process ? processPath(process) : '',
    category: item.category,
    state: item.state,
    waitingReason: item.waitingReason,
    test: item.test,
    forAttention: item.forAttention,
    createdAt: item.createdAt,
    changedAt: item.changedAt,
    mails,
  })

  async function threadOf(item: ItemRecord): Promise<{
    readonly thread: readonly Thread[]
    readonly answerTo: readonly string[]
    readonly lastMessageId: string | null
    readonly references: readonly string[]
  }> {
    const own = new Set((await store.outgoingRoutes(null)).flatMap((route) => route.addressKey ?? []))
    const isOurs = (address: string | undefined) => own.has(addressKey(address ?? '') ?? '')
    const thread: Thread[] = []
    let answerTo: readonly string[] = item.requester ? [item.requester] : []
    let lastMessageId: string | null = null
    let references: readonly string[] = []
    for (const link of await store.itemMails(item.id)) {
      if (link.mailId !== null) {
        const mail = (await store.mail(link.mailId))!
        const raw = await readSource(context, mail.sha256)
        const read = raw ? await context.mime.read(raw) : undefined
        // What retention left of the header serves as well for whom an answer goes to.
        const message = read?.ok ? read.value : raw ? undefined : mail.keptHeader
        if (message) {
          // What a machine wrote, or one of us, is not whom an answer goes to.
          if (link.mark !== 'automatic' && link.mark !== 'bounce' && !isOurs(senderOf(message))) {
            // N4: an entry that is no address is passed over.
            const [replyTo, from] = [recipientsIn(message.replyTo), recipientsIn(message.from)]
            answerTo = (replyTo.length > 0 ? replyTo : from).map((each) => each.address)
          }
          references = mail.messageId === null ? references : [...message.references, mail.messageId]
        }
        lastMessageId = link.mark === 'bounce' ? lastMessageId : (mail.messageId ?? lastMessageId)
        thread.push({
          id: mail.id,
          direction: 'in',
          mark: link.mark,
          kind: null,
          from: display(
            message?.from.find(({ address }) => address === mail.sender) ?? { name: '', address: mail.sender },
          ),
          to: message?.to.map(display) ?? [],
          cc: message?.cc.map(display) ?? [],
          subject: mail.subject,
          at: mail.receivedAt ?? mail.firstSeenAt,
          messageId: mail.messageId,
          text: read?.ok ? read.value.text : null,
          attachments: read?.ok
            ? read.value.attachments.map(({ fileName, mediaType, size }) => ({ fileName, mediaType, size }))
            : [],
          outbox: null,
          removedAt: await removedAt(context, mail),
        })
      } else if (link.outboxId !== null) {
        const sent = (await store.outbox(link.outboxId))!
        const raw = await readSource(context, sent.sha256)
        const read = raw ? await context.mime.read(raw) : undefined
        lastMessageId = sent.messageId
        references = [...references, sent.messageId]
        thread.push({
          id: sent.id,
          direction: 'out',
          mark: link.mark,
          kind: sent.kind,
          from: sent.sender,
          to: (await store.recipients(sent.id)).map((each) => each.address),
          cc: [],
          subject: sent.subject,
          at: sent.createdAt,
          messageId: sent.messageId,
          text: read?.ok ? read.value.text : null,
          attachments: [],
          outbox: sent.state,
          removedAt: await removedAt(context, sent),
        })
      }
    }
    return { thread, answerTo, lastMessageId, references }
  }

  async function viewOf(item: ItemRecord): Promise<ItemView> {
    const [processes, connector, routes, outgoing] = await Promise.all([
      store.processes(),
      store.connector(item.connectorId),
      store.incomingRoutes(item.connectorId),
      store.outgoingRoutes(null),
    ])
    const process = processes.find((each) => each.id === item.processId)
    const { thread, answerTo } = await threadOf(item)
    const route = routes.find((each) => each.id === item.routeId)
    const effective = effectiveKeys(outgoing)
    const alive = process?.deletedAt === null ? process : undefined
    return {
      ...rowOf(item, thread.length, process),
      revision: item.revision,
      route: route ? { id: route.id, name: route.name } : null,
      connector: connector ? { id: connector.id, name: connector.name } : null,
      fromAddress: process?.fromAddress ?? '',
      cannotSend: alive ? fromProblemOf(alive.fromAddress, effective) : word('cannot-send.process-deleted'),
      actions: (alive ? sendersFor(item, alive) : []).flatMap(({ action, address }) =>
        action === null ? [] : [{ name: action, fromAddress: address, cannotSend: fromProblemOf(address, effective) }],
      ),
      replyTo: [...answerTo],
      linked: (await store.itemsOfThread(item.linkedTo ?? item.id))
        .filter((each) => each.id !== item.id)
        .map(({ id, subject, state }) => ({ id, subject, state })),
      thread: [...thread],
    }
  }

  return {
    async list({ state, search, ...page }) {
      const [found, processes] = await Promise.all([store.items({ state, search, ...page }), store.processes()])
      const byId = new Map(processes.map((process) => [process.id, process]))
      return answer({ ...found, rows: found.rows.map((item) => rowOf(item, item.mails, byId.get(item.processId))) })
    },
    async get({ id }) {
      const item = await store.item(id)
      return item ? answer(await viewOf(item)) : notFound(`Work item ${id}`)
    },
    async reply({ id, revision, text, action }, actor) {
      const item = await store.item(id)
      if (!item) return notFound(`Work item ${id}`)
      if (item.revision !== revision) return refuse('stale', word('refusal.stale', { what: id }))
      const process = (await store.processes()).find((each) => each.id === item.processId)
      if (!process || process.deletedAt !== null) return refuse('refused', word('cannot-send.process-deleted'))
      const sender = sendersFor(item, process).find((each) =>
        action === null ? each.action === null : each.action !== null && nameKey(each.action) === nameKey(action),
      )
      if (!sender)
        return refuse('refused', word('refusal.action-gone', { action: action ?? '', process: processPath(process) }))
      const { answerTo, lastMessageId, references } = await threadOf(item)
      if (answerTo.length === 0) return refuse('refused', word('refusal.no-one-to-answer'))
      const next: ItemRecord = {
        ...item,
        revision: revision + 1,
        state: item.state === 'to-do' ? 'in-progress' : item.state,
        changedAt: context.now(),
      }
      const queued = await queueMail(
        context,
        actor,
        {
          from: { name: '', address: sender.address },
          to: answerTo,
          subject: say(word('reply.subject', { subject: item.subject })),
          text,
          inReplyTo: lastMessageId,
          replyTo: answerAddress(context, id, item.recipient),
          references,
          itemId: id,
          kind: 'reply',
        },
        (outboxId) => [
          { expect: 'item', id, revision },
          { put: 'item', row: next },
          {
            put: 'itemMail',
            row: { id: context.random.id(), itemId: id, mailId: null, outboxId, at: context.now(), mark: null },
          },
          context.history(
            actor,
            { kind: 'item', id, name: item.subject },
            'answered',
            sender.action === null ? [] : [{ field: 'action', from: null, to: sender.action }],
          ),
        ],
      )
      if (!queued.ok) return queued
      if (!queued.committed.ok) return refuseCommit(queued.committed, id)
      context.events.changed('items', 'outbox')
      wakeOutbox()
      return answer(await viewOf(next))
    },
    async setState({ id, revision, state, waitingReason }, actor) {
      const item = await store.item(id)
      if (!item) return notFound(`Work item ${id}`)
      const next: ItemRecord = {
        ...item,
        revision: revision + 1,
        state,
        waitingReason: state === 'waiting' ? (waitingReason ?? 'more-information') : null,
        closedAt: state === 'closed' ? (item.state === 'closed' ? item.closedAt : context.now()) : item.closedAt,
        changedAt: context.now(),
      }
      const committed = await context.commit([
        { expect: 'item', id, revision },
        { put: 'item', row: next },
        context.history(actor, { kind: 'item', id, name: item.subject }, 'edited', [
          { field: 'state', from: item.state, to: state },
        ]),
      ])
      if (!committed.ok) return refuseCommit(committed, id)
      context.events.changed('items')
      return answer(await viewOf(next))
    },
  }
}

/** What an item is answered as: its process, and the actions of a case; a ticket that was made before its process made cases has none. */
const sendersFor = ({ kind }: ItemRecord, process: ProcessRecord): readonly Sender[] =>
  sendersOf(process).filter(({ action }) => action === null || kind === 'case')

const display = ({ name, address }: { readonly name: string; readonly address: string }): string =>
  name ? `${name} <${address}>` : address
