import type { Message } from '../message.ts'
import type { MailFacts } from './facts.ts'
import type { ItemStanding, KnownMail, PlanState } from './planState.ts'

/** The work items that a mail answers, and how it says so. */
export interface Replies {
  readonly items: readonly ItemStanding[]
  readonly by: 'by-tag' | 'by-header' | 'none'
  /** Recipients whose tag named an item: they ask for nothing else. */
  readonly tagged: ReadonlySet<string>
}

const day = 24 * 3600_000

/** N25: a reply reopens for some days; later it is new mail, linked to the closed item. */
export const isTooOld = (item: ItemStanding, state: Pick<PlanState, 'reopenDays' | 'now'>): boolean =>
  item.state === 'closed' && item.closedAt !== null && state.now - item.closedAt > state.reopenDays * day

/** N33: what a mail answers: `In-Reply-To`, else the last of `References`. */
export const answeredBy = (message: Message, state: PlanState): KnownMail | undefined =>
  state.knowledge.mails.get(message.inReplyTo ?? message.references.at(-1) ?? '')

/** The Message-IDs that a mail may be known by, in the order in which they are asked (N21). */
export const threadIds = (message: Pick<Message, 'inReplyTo' | 'references'>): readonly string[] => [
  ...new Set([...(message.inReplyTo === null ? [] : [message.inReplyTo]), ...message.references.toReversed()]),
]

/** The work item ids that the tags of its recipients may name (N20), in upper case. */
export const taggedItems = (facts: Pick<MailFacts, 'recipients'>): readonly string[] =>
  facts.recipients.flatMap(({ plus }) => readTag(plus?.tag ?? '')?.itemId ?? [])

/** `t-000123-k7f2qx`: a work item id and its check. */
function readTag(tag: string): { readonly itemId: string; readonly check: string } | undefined {
  const found = /^([tc]-\d{6,12})-([a-z0-9]{6})$/i.exec(tag)
  return found ? { itemId: found[1]!.toUpperCase(), check: found[2]!.toLowerCase() } : undefined
}

/** The tag of a work item as it stands behind the `+` of our answers (N20). */
export const tagOf = (itemId: string, state: Pick<PlanState, 'tagCheck'>): string =>
  `${itemId}-${state.tagCheck(itemId)}`

/**
 * I7, N19–N22: items named by a tag, and items whose mail the reply names. An automatic answer names only what it answers (N33).
 */
export function repliesOf(
  message: Message,
  facts: MailFacts,
  state: PlanState,
  writer: 'person' | 'automatic',
): Replies {
  const tagged = new Set<string>()
  const items = new Map<string, ItemStanding>()
  if (state.plusAddressing !== 'off') {
    for (const { key, plus } of facts.recipients) {
      const tag = readTag(plus?.tag ?? '')
      const item = tag && state.knowledge.items.get(tag.itemId)
      // N20: a wrong check joins nothing.
      if (!tag || !item || tag.check !== state.tagCheck(tag.itemId)) continue
      tagged.add(key)
      items.set(item.id, item)
    }
  }
  const byTag = items.size > 0
  if (state.plusAddressing !== 'only') {
    const known =
      writer === 'automatic'
        ? answeredBy(message, state)
        : threadIds(message)
            .map((id) => state.knowledge.mails.get(id))
            .find((mail) => mail !== undefined && mail.items.length > 0)
    const named = (known?.items ?? []).flatMap((id) => state.knowledge.items.get(id) ?? [])
    // N22: of several items, those whose address the reply still carries; all if it carries none.
    const carried = named.filter(({ addressKey }) => addressKey !== null && carries(facts, addressKey, state))
    for (const item of named.length > 1 && carried.length > 0 ? carried : named)
      if (!byTag || carried.includes(item)) items.set(item.id, item)
  }
  return { items: [...items.values()], by: byTag ? 'by-tag' : items.size > 0 ? 'by-header' : 'none', tagged }
}

const carries = (facts: MailFacts, key: string, { plusAddressing }: PlanState): boolean =>
  facts.recipients.some(
    (recipient) => recipient.key === key || (plusAddressing !== 'off' && recipient.plus?.baseKey === key),
  )
