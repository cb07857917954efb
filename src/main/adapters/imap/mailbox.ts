import { done, failed, type Outcome, type Stage } from '../../../domain/failure.ts'
import { breathing } from '../../engine/breathing.ts'
import type { ListedMessage, OpenMailbox } from '../../engine/ports/conversation.ts'
import { fetchMessages } from './fetch.ts'
import { readIdentity, writeIdentity } from './identity.ts'
import type { ImapSession } from './session.ts'
import { settleMessages } from './settle.ts'

/** Sizes of what was listed, so that fetching need not ask again. */
export type KnownSizes = Map<number, number>

/** Opens a folder of a session for reading and settling; ends the session where that fails. */
export async function openImapFolder(
  session: ImapSession,
  folder: string,
  readOnly: boolean,
): Promise<Outcome<OpenMailbox>> {
  const { client, watch } = session
  const opened = await guarded(session, 'folder', async () => {
    const mailbox = await watch.during('folder', () => client.mailboxOpen(folder, { readOnly }))
    return done(String(mailbox.uidValidity))
  })
  if (!opened.ok) {
    await session.close()
    return opened
  }
  const uidValidity = opened.value
  const sizes: KnownSizes = new Map()
  let justOpened = true

  return done<OpenMailbox>({
    list: (after) =>
      guarded(session, 'list', async () => {
        const from = after === null ? undefined : readIdentity(after)
        const behind = from?.uidValidity === uidValidity ? from.uid : 0
        // A server tells of new mail at the end of a command (RFC 3501 7), and `*` is what it has told of.
        if (!justOpened) await watch.during('list', () => client.noop())
        justOpened = false
        const messages: ListedMessage[] = []
        if (exists(session) === 0) return done({ messages, uidValidity, uidNext: uidNextOf(session, messages) })
        await watch.during('list', async () => {
          const answers = client.fetch(`${behind + 1}:*`, { uid: true, size: true, internalDate: true }, { uid: true })
          const pause = breathing()
          for await (const { uid, size, internalDate } of answers) {
            watch.progress()
            await pause()
            // RFC 3501 6.4.8: `n:*` names the last message even where n is beyond it.
            if (uid === undefined || uid <= behind) continue
            if (size !== undefined) sizes.set(uid, size)
            messages.push({
              identity: writeIdentity(uidValidity, uid),
              size: size ?? null,
              receivedAt: instant(internalDate),
            })
          }
        })
        messages.sort((left, right) => readIdentity(left.identity)!.uid - readIdentity(right.identity)!.uid)
        return done({ messages: withoutRepeats(messages), uidValidity, uidNext: uidNextOf(session, messages) })
      }),
    fetch: (identities, limit) => fetchMessages(session, uidValidity, sizes, identities, limit),
    settle: (identities, after) =>
      guarded(session, 'remove', () => settleMessages(session, uidValidity, identities, after)),
    append: (raw, receivedAt) =>
      guarded(session, 'folder', async () => {
        const content = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
        const put = await watch.during('folder', () =>
          client.append(folder, content, [], receivedAt === null ? undefined : new Date(receivedAt)),
        )
        return put === false ? failed(session.lastRefusal('folder')) : done(null)
      }),
    close: () => session.close(),
  })
}

const exists = ({ client }: ImapSession): number => (client.mailbox === false ? 0 : client.mailbox.exists)

/** As the server said when the folder was opened; mail that came since is in the listing. */
function uidNextOf({ client }: ImapSession, messages: readonly ListedMessage[]): number | null {
  const said = client.mailbox === false ? 0 : client.mailbox.uidNext
  if (!said) return null
  const last = messages.at(-1)
  return Math.max(said, last === undefined ? 0 : readIdentity(last.identity)!.uid + 1)
}

function instant(date: Date | string | undefined): string | null {
  const time = date === undefined ? Number.NaN : new Date(date).getTime()
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

/** A message that changed while it was listed may be told twice. */
const withoutRepeats = (sorted: readonly ListedMessage[]): readonly ListedMessage[] =>
  sorted.filter((message, at) => message.identity !== sorted[at - 1]?.identity)

/** Runs commands of a session at a stage; whatever ends them early comes out as a failure. */
export async function guarded<T>(
  session: ImapSession,
  stage: Stage,
  talk: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  session.watch.at(stage)
  try {
    return await talk()
  } catch (error) {
    return failed(session.failureOf(error))
  }
}
