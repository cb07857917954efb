import { createHash } from 'node:crypto'
import type { Failure, Outcome } from '../../../domain/failure.ts'
import { mailboxAccess, type MailboxAccess } from '../access.ts'
import type { Context } from '../context.ts'
import type { ListedMessage, OpenMailbox } from '../ports/conversation.ts'
import type { MailRecord, SettingsVersionRecord } from '../ports/records.ts'
import { readSource } from '../sources.ts'

/** What was put into its mailbox again, by id of the mail; and what ended the work before all of it was. */
export interface Returned {
  readonly mails: ReadonlySet<string>
  readonly failure: Failure | null
}

const deadlineMs = 120_000

/**
 * G5: puts mail into the folder that it was taken from. What still lies there is left alone; what was moved is moved back; what was removed is
 * put in again from its stored source. Each is looked for first, so that a return that broke off in the middle never puts a mail in twice.
 */
export async function returnMails(
  context: Context,
  version: SettingsVersionRecord,
  mails: readonly MailRecord[],
  signal: AbortSignal,
  report: (done: number) => void,
): Promise<Returned> {
  const access = await mailboxAccess(context, version)
  if (!access.ok) return { mails: new Set(), failure: access.failure }
  const returned = new Set<string>()
  for (const [folder, some] of Map.groupBy(mails, (mail) => mail.folder)) {
    const ended = await returnToFolder(context, { ...access.value, folder }, some, signal, (mail) => {
      returned.add(mail.id)
      report(returned.size)
    })
    if (ended !== null) return { mails: returned, failure: ended }
  }
  return { mails: returned, failure: null }
}

async function returnToFolder(
  context: Context,
  access: MailboxAccess,
  mails: readonly MailRecord[],
  signal: AbortSignal,
  isBack: (mail: MailRecord) => void,
): Promise<Failure | null> {
  const opened = await context.mailboxes.open(access, { signal, deadlineMs })
  if (!opened.ok) return opened.failure
  const mailbox = opened.value
  try {
    const listing = await mailbox.list(null)
    if (!listing.ok) return listing.failure
    const there = listing.value.messages
    const identities = new Set(there.map(({ identity }) => identity))
    // A mail that another client took from the mailbox meanwhile is not ours to bring back.
    for (const mail of mails) if (identities.has(mail.identity)) isBack(mail)
    const away = mails.filter((mail) => !identities.has(mail.identity) && mail.settledAt !== null)
    const moved = await moveBack(
      context,
      access,
      away.filter((mail) => mail.settle === 'move'),
      signal,
    )
    if (!moved.ok) return moved.failure
    for (const mail of away) {
      if (signal.aborted) return { code: 'cancelled', stage: 'folder', transient: true }
      if (moved.value.has(mail.id) || (await find(mailbox, there, mail)) !== undefined) {
        isBack(mail)
        continue
      }
      const raw = await readSource(context, mail.sha256)
      if (!raw) continue
      const put = await mailbox.append(raw, mail.receivedAt)
      if (!put.ok) return put.failure
      isBack(mail)
    }
    return null
  } finally {
    await mailbox.close()
  }
}

/** Moves what lies in the folder that mail is moved to after it became work back to where it came from. */
async function moveBack(
  context: Context,
  access: MailboxAccess,
  mails: readonly MailRecord[],
  signal: AbortSignal,
): Promise<Outcome<ReadonlySet<string>>> {
  const back = new Set<string>()
  for (const [folder, some] of Map.groupBy(mails, (mail) => mail.settleFolder ?? '')) {
    const opened = await context.mailboxes.open({ ...access, folder }, { signal, deadlineMs })
    // Without its folder the mail is put in again from its source.
    if (!opened.ok) continue
    try {
      const listing = await opened.value.list(null)
      if (!listing.ok) return listing
      const found = new Map<string, string>()
      for (const mail of some) {
        const identity = await find(
          opened.value,
          listing.value.messages.filter((message) => !found.has(message.identity)),
          mail,
        )
        if (identity !== undefined) found.set(identity, mail.id)
      }
      if (found.size === 0) continue
      const moved = await opened.value.settle([...found.keys()], { kind: 'move', folder: access.folder })
      if (!moved.ok) return moved
      for (const identity of moved.value) back.add(found.get(identity)!)
    } finally {
      await opened.value.close()
    }
  }
  return { ok: true, value: back }
}

/** The identity of the same bytes in a folder. Of many mails few have the same size, so few are fetched. */
async function find(
  mailbox: OpenMailbox,
  there: readonly ListedMessage[],
  mail: MailRecord,
): Promise<string | undefined> {
  const alike = there.filter(({ size }) => size !== null && size === mail.size).map(({ identity }) => identity)
  if (alike.length === 0) return undefined
  for await (const { identity, raw } of mailbox.fetch(alike, mail.size! + 1)) {
    if (raw.ok && createHash('sha256').update(raw.value).digest('hex') === mail.sha256) return identity
  }
  return undefined
}
