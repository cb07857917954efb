/** G5: how long a start of receiving can be put back; milliseconds. */
export const putBackFor = 3600_000

/** A mail that was decided since receiving started. */
export interface TakenMail {
  readonly id: string
  /** The work items that it made or joined. */
  readonly items: readonly string[]
  /** In the mailbox still; taken out of it, and it can be put in again; or gone for ever (POP3, or another mailbox was read then). */
  readonly where: 'there' | 'taken' | 'gone'
}

export interface TouchedItem {
  readonly id: string
  /** Somebody worked on it, or it was there before receiving started. */
  readonly touched: boolean
  /** The mails that belong to it. */
  readonly mails: readonly string[]
  readonly linkedTo: string | null
}

/** What *Put back* returns and withdraws, and what stays as it is. */
export interface PutBackPlan {
  /** Mails that are decided anew one day. */
  readonly mails: readonly string[]
  /** Work items that are withdrawn with them. */
  readonly items: readonly string[]
  /** Work items that stay, and their mail with them. */
  readonly staying: readonly string[]
  /** Mails that no one can return. */
  readonly gone: readonly string[]
}

/**
 * A mail is returned only where all its work is withdrawn, and work is withdrawn only where all its mail is returned, and nothing that
 * stays hangs on it: else the same mail would lie in the mailbox and on somebody's desk.
 */
export function planPutBack(mails: readonly TakenMail[], items: readonly TouchedItem[]): PutBackPlan {
  const returned = new Set(mails.flatMap(({ id, where }) => (where === 'gone' ? [] : [id])))
  const withdrawn = new Set(items.flatMap(({ id, touched }) => (touched ? [] : [id])))
  for (let changed = true; changed;) {
    changed = false
    for (const item of items) {
      if (!withdrawn.has(item.id)) continue
      const hangsOnIt = items.some(({ id, linkedTo }) => linkedTo === item.id && !withdrawn.has(id))
      if (hangsOnIt || item.mails.some((id) => !returned.has(id))) changed = withdrawn.delete(item.id)
    }
    for (const mail of mails) {
      if (returned.has(mail.id) && mail.items.some((id) => !withdrawn.has(id))) changed = returned.delete(mail.id)
    }
  }
  return {
    mails: mails.flatMap(({ id }) => (returned.has(id) ? [id] : [])),
    items: items.flatMap(({ id }) => (withdrawn.has(id) ? [id] : [])),
    staying: items.flatMap(({ id }) => (withdrawn.has(id) ? [] : [id])),
    gone: mails.flatMap(({ id, where }) => (where === 'gone' ? [id] : [])),
  }
}
