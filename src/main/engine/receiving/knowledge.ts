import { createHash } from 'node:crypto'
import { addressKey, domainToAscii } from '../../../domain/address.ts'
import type { Message } from '../../../domain/message.ts'
import { contentText, headerText } from '../../../domain/routing/content.ts'
import { deliveredTo } from '../../../domain/routing/delivered.ts'
import { factsOf, recipientsIn, senderOf } from '../../../domain/routing/facts.ts'
import type { Plan } from '../../../domain/routing/plan.ts'
import type { CopySign, EarlierCopy, ItemStanding, KnownMail, Knowledge } from '../../../domain/routing/planState.ts'
import { taggedItems, threadIds } from '../../../domain/routing/replies.ts'
import type { Context } from '../context.ts'
import type { MailRecord } from '../ports/records.ts'

/** What a mail is compared by (I4), hexadecimal. */
export type Digests = Pick<MailRecord, 'contentKey' | 'headerKey'> & { readonly sha256: string }

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

export function digestsOf(message: Message, sha256: string): Digests {
  const header = headerText(message)
  return { sha256, contentKey: digest(contentText(message)), headerKey: header === null ? null : digest(header) }
}

/** A mail that is about to be decided. */
export interface Asked {
  readonly message: Message
  readonly digests: Digests
}

/** What is known for a batch of mails, and what its own decisions add for the mails behind them. */
export interface BatchKnowledge {
  of(asked: Asked): Knowledge
  /** A decision of this batch: `items` are those it made, in the order of its *create* parts. */
  learn(asked: Asked, plan: Plan, items: readonly string[]): void
}

const hours = 3600_000
const minutes = 60_000

const idsOf = (message: Message): readonly string[] => [
  ...threadIds(message),
  ...(message.messageId === null ? [] : [message.messageId]),
  ...(message.report?.messageId ? [message.report.messageId] : []),
]
/** Whom an acknowledgement of a mail would go to, in the forms that the outbox may have it in (N6), ASCII letters in lower case. */
const answereesOf = (message: Message): readonly string[] =>
  recipientsIn([...message.replyTo, ...message.from]).flatMap(({ address, key }) => {
    const at = key.lastIndexOf('@') + 1
    return [
      key,
      `${key.slice(0, at)}${domainToAscii(key.slice(at))}`,
      address.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
    ]
  })

/**
 * Asks once for a whole batch of a connector: its copies count where deduplication is per connector, and the header that it trusts may name
 * a work item too (I6). `without`: received mails, by id, that are looked at as if they had not come yet.
 */
export async function knowledgeFor(
  context: {
    readonly clock: Pick<Context['clock'], 'now'>
    readonly settings: () => Pick<ReturnType<Context['settings']>, 'deduplication'>
    readonly store: Pick<Context['store'], 'knowledge'>
  },
  batch: readonly Asked[],
  connector: { readonly id: string; readonly deliveryHeader: string | null },
  without: ReadonlySet<string> = new Set(),
): Promise<BatchKnowledge> {
  const now = context.clock.now()
  const found = await context.store.knowledge({
    messageIds: batch.flatMap(({ message }) => idsOf(message)),
    itemIds: batch.flatMap(({ message }) =>
      taggedItems(factsOf(message, deliveredTo(message, connector.deliveryHeader))),
    ),
    sha256s: batch.map(({ digests }) => digests.sha256),
    contentKeys: batch.flatMap(({ digests }) => digests.contentKey ?? []),
    headerKeys: batch.flatMap(({ digests }) => digests.headerKey ?? []),
    copiesOf: context.settings().deduplication === 'connector' ? connector.id : null,
    acknowledged: {
      addresses: batch.flatMap(({ message }) => answereesOf(message)),
      since: new Date(now - 24 * hours).toISOString(),
    },
    written: {
      senders: batch.map(({ message }) => senderOf(message)),
      since: new Date(now - 10 * minutes).toISOString(),
    },
  })

  const mails = new Map<string, KnownMail>()
  for (const { messageId, mailId, itemId, outboxId, kind } of found.mails) {
    if (mailId !== null && without.has(mailId)) continue
    const known = mails.get(messageId)
    mails.set(messageId, {
      items: [...new Set([...(known?.items ?? []), ...(itemId === null ? [] : [itemId])])],
      sent: outboxId !== null && kind !== null ? { outboxId, kind } : (known?.sent ?? null),
    })
  }
  const threads = Map.groupBy(found.items, (item) => item.linkedTo ?? item.id)
  const keyOf = (recipient: string | null) => (recipient === null ? null : (addressKey(recipient) ?? null))
  const items = new Map<string, ItemStanding>(
    found.items.map((item) => [
      item.id,
      {
        id: item.id,
        root: item.linkedTo ?? item.id,
        state: item.state,
        waitingReason: item.waitingReason,
        closedAt: item.closedAt === null ? null : Date.parse(item.closedAt),
        addressKey: keyOf(item.recipient),
        threadKeys: threads.get(item.linkedTo ?? item.id)!.flatMap(({ recipient }) => keyOf(recipient) ?? []),
      },
    ]),
  )
  const copies = new Map<string, EarlierCopy[]>()
  const addCopy = (sign: CopySign, key: string | null, served: readonly string[]) => {
    if (key !== null && served.length > 0)
      copies.set(`${sign} ${key}`, [...(copies.get(`${sign} ${key}`) ?? []), { sign, served }])
  }
  const addCopies = (digests: { readonly [K in keyof Digests]: string | null }, served: readonly string[]) => {
    addCopy('same-bytes', digests.sha256, served)
    addCopy('same-content', digests.contentKey, served)
    addCopy('same-message-id', digests.headerKey, served)
  }
  for (const copy of found.copies) if (!without.has(copy.id)) addCopies(copy, copy.served)
  const acknowledged = new Map<string, number>()
  for (const [address, count] of found.acknowledged) {
    const key = addressKey(address) ?? address
    acknowledged.set(key, (acknowledged.get(key) ?? 0) + count)
  }
  const written = new Map(found.written)

  return {
    of: ({ message, digests }) => ({
      mails,
      items,
      copies: [
        ...(copies.get(`same-bytes ${digests.sha256}`) ?? []),
        ...(copies.get(`same-content ${digests.contentKey}`) ?? []),
        ...(copies.get(`same-message-id ${digests.headerKey}`) ?? []),
      ],
      acknowledged,
      recentFromSender: written.get(senderOf(message)) ?? 0,
    }),
    learn({ message, digests }, plan, made) {
      addCopies(digests, plan.served)
      const created = plan.parts.filter((part) => part.kind === 'create')
      const joined = plan.parts.flatMap((part) => (part.kind === 'join' ? [part.itemId] : []))
      for (const [at, part] of created.entries()) {
        const key = addressKey(part.recipient) ?? null
        const thread = part.linkedTo === null ? [] : (items.get(part.linkedTo)?.threadKeys ?? [])
        items.set(made[at]!, {
          id: made[at]!,
          root: part.linkedTo ?? made[at]!,
          state: 'to-do',
          waitingReason: null,
          closedAt: null,
          addressKey: key,
          threadKeys: [...thread, ...(key === null ? [] : [key])],
        })
        // N23: for the mails behind it, the whole thread has this address.
        if (key !== null && part.linkedTo !== null)
          for (const item of items.values())
            if (item.root === part.linkedTo)
              items.set(item.id, { ...item, threadKeys: [...new Set([...item.threadKeys, key])] })
        const { acknowledgement } = part
        if (acknowledgement.kind !== 'none') {
          const to = addressKey(acknowledgement.to) ?? ''
          acknowledged.set(to, (acknowledged.get(to) ?? 0) + 1)
        }
      }
      for (const part of plan.parts) {
        const item = part.kind === 'join' && part.state === 'to-do' ? items.get(part.itemId) : undefined
        if (item) items.set(item.id, { ...item, state: 'to-do', waitingReason: null })
      }
      if (message.messageId !== null && made.length + joined.length > 0) {
        const known = mails.get(message.messageId)
        mails.set(message.messageId, {
          items: [...new Set([...(known?.items ?? []), ...made, ...joined])],
          sent: known?.sent ?? null,
        })
      }
      written.set(senderOf(message), (written.get(senderOf(message)) ?? 0) + 1)
    },
  }
}
