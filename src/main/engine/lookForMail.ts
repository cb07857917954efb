import { done, failed, type Outcome } from '../../domain/failure.ts'
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

/** What was there last in a folder, in its server's order; null: nothing. */
export function lastOf(there: There, folder: MailboxAccess): string | null {
  let last: string | null = null
  for (const place of there) {
    // Identities have no blanks (RFC 1939 7); folders may.
    const end = place.lastIndexOf(' ')
    if (place.slice(0, end) === folder.folder) last = place.slice(end + 1)
  }
  return last
}

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
  const isOurs = (message: Message) => message.messageId === messageId
  const waits = growingWaits(context, signal)
  while (!signal.aborted && context.clock.monotonic() - started < deadline) {
    for (const folder of target.folders) {
      const found = await lookInto(context, target, folder, looked, isOurs, signal)
      if (found.ok && found.value[0]) return done(found.value[0].message)
      if (!found.ok && found.failure.code !== 'mailbox-in-use') return found
    }
    await waits.pause()
  }
  return signal.aborted ? failed({ code: 'cancelled', stage: 'delivery', transient: true }) : done(null)
}

/** The pauses between two looks, the longer the longer nothing comes. */
export function growingWaits(context: Context, signal: AbortSignal) {
  let wait = firstLookAfter
  return {
    async pause(): Promise<void> {
      await pause(context, wait, signal)
      wait = Math.min(2 * wait, longestWait)
    },
    /** Something is about to come: the next look is soon. */
    again: () => void (wait = firstLookAfter),
  }
}

/** A message of ours, and whether it is out of the folder for certain. */
export interface FoundMail {
  readonly message: Message
  readonly removed: boolean
}

/** One look into one folder for messages of ours that were not looked through before; they are removed (T10). */
export const lookInto = (
  context: Context,
  target: Target,
  folder: MailboxAccess,
  looked: Set<string>,
  isOurs: (message: Message) => boolean,
  signal: AbortSignal,
  after: string | null = null,
): Promise<Outcome<readonly FoundMail[]>> =>
  inFolder(context, folder, signal, (mailbox) =>
    look(context, mailbox, folder, target.connectorId, looked, isOurs, after),
  )

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
  isOurs: (message: Message) => boolean,
  after: string | null,
): Promise<Outcome<readonly FoundMail[]>> {
  const listing = await mailbox.list(after)
  if (!listing.ok) return listing
  const fresh = listing.value.messages
    .map((message) => message.identity)
    .filter((identity) => !looked.has(placeOf(folder, identity)))
  const found: { readonly identity: string; readonly message: Message }[] = []
  for await (const { identity, raw } of mailbox.fetch(fresh, 1_000_000)) {
    if (raw.ok) looked.add(placeOf(folder, identity))
    const read = raw.ok ? await context.mime.read(raw.value) : undefined
    if (read?.ok && isOurs(read.value)) found.push({ identity, message: read.value })
  }
  if (found.length === 0) return done([])
  // Before it goes: a poll right after must not take our own message for one that someone took (I14).
  if (connectorId !== null) await context.commit([forgetReach(connectorId)])
  const settled = await mailbox.settle(
    found.map(({ identity }) => identity),
    { kind: 'remove' },
  )
  const gone = new Set(settled.ok ? settled.value : [])
  return done(found.map(({ identity, message }) => ({ message, removed: gone.has(identity) })))
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
