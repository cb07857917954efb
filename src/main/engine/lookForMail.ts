import { failed, type Outcome } from '../../domain/failure.ts'
import type { Message } from '../../domain/message.ts'
import type { MailboxAccess } from './access.ts'
import type { Context } from './context.ts'
import type { OpenMailbox } from './ports/conversation.ts'
import { forgetReach } from './receiving/gaps.ts'

/** Between two looks into the mailbox, growing: each is a sign-in; milliseconds. */
const firstLookAfter = 500
const longestWait = 15_000

/** A mailbox in which a test message of ours is looked for. */
export interface Target {
  /** Its folders in which the message may arrive. */
  readonly folders: readonly MailboxAccess[]
  /** Whose mailbox it is; null while it is not saved. */
  readonly connectorId: string | null
}

/** What was in the mailbox before the message was sent: it is not looked through. */
export type There = ReadonlySet<string>

const placeOf = (folder: MailboxAccess, identity: string): string => `${folder.folder} ${identity}`

export async function whatIsThere(context: Context, target: Target, signal: AbortSignal): Promise<Outcome<There>> {
  const there = new Set<string>()
  for (const folder of target.folders) {
    const listing = await inFolder(context, folder, signal, (mailbox) => mailbox.list(null))
    if (!listing.ok) return listing
    for (const { identity } of listing.value.messages) there.add(placeOf(folder, identity))
  }
  return { ok: true, value: there }
}

/**
 * Looks for a message of ours until it is there, and removes it (T10). Null when it did not come within the deadline, in milliseconds.
 * A mailbox that somebody else holds (RFC 1939 8) is looked into again.
 */
export async function lookFor(
  context: Context,
  target: Target,
  there: There,
  messageId: string,
  signal: AbortSignal,
  deadline: number,
): Promise<Outcome<Message | null>> {
  const started = context.clock.monotonic()
  const looked = new Set(there)
  let wait = firstLookAfter
  while (!signal.aborted && context.clock.monotonic() - started < deadline) {
    for (const folder of target.folders) {
      const found = await inFolder(context, folder, signal, (mailbox) =>
        look(context, mailbox, folder, target.connectorId, looked, messageId),
      )
      if (found.ok && found.value) return found
      if (!found.ok && found.failure.code !== 'mailbox-in-use') return found
    }
    await pause(context, wait, signal)
    wait = Math.min(2 * wait, longestWait)
  }
  return signal.aborted ? failed({ code: 'cancelled', stage: 'delivery', transient: true }) : { ok: true, value: null }
}

/** One visit to a folder. A POP3 session shows the mailbox as it was at its sign-in (RFC 1939 4): each look is a visit of its own. */
async function inFolder<T>(
  context: Context,
  access: MailboxAccess,
  signal: AbortSignal,
  visit: (mailbox: OpenMailbox) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const opened = await context.mailboxes.open(access, { signal, deadlineMs: 60_000 })
  if (!opened.ok) return opened
  try {
    return await visit(opened.value)
  } finally {
    await opened.value.close()
  }
}

async function look(
  context: Context,
  mailbox: OpenMailbox,
  folder: MailboxAccess,
  connectorId: string | null,
  looked: Set<string>,
  messageId: string,
): Promise<Outcome<Message | null>> {
  const listing = await mailbox.list(null)
  if (!listing.ok) return listing
  const fresh = listing.value.messages
    .map((message) => message.identity)
    .filter((identity) => !looked.has(placeOf(folder, identity)))
  let found: { readonly identity: string; readonly message: Message } | null = null
  for await (const { identity, raw } of mailbox.fetch(fresh, 1_000_000)) {
    if (raw.ok) looked.add(placeOf(folder, identity))
    const read = raw.ok ? await context.mime.read(raw.value) : undefined
    if (read?.ok && read.value.messageId === messageId) found = { identity, message: read.value }
  }
  if (found) {
    // Before it goes: a poll right after must not take our own message for one that someone took (I14).
    if (connectorId !== null) await context.commit([forgetReach(connectorId)])
    await mailbox.settle([found.identity], { kind: 'remove' })
  }
  return { ok: true, value: found && found.message }
}

const pause = (context: Context, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const cancel = context.clock.after(ms, done)
    function done() {
      signal.removeEventListener('abort', done)
      cancel()
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
  })
