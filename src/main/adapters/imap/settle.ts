import type { AfterMail } from '../../../domain/connector.ts'
import { done, failed, type Outcome } from '../../../domain/failure.ts'
import { readIdentity, uidSet, writeIdentity } from './identity.ts'
import type { ImapSession } from './session.ts'

/** Messages that one command is about: a set of single UIDs stays well under the 8,000 octets that servers take as a line (RFC 7162 4). */
const atOnce = 200

/**
 * Takes messages out of the opened folder, or into another one, and answers those that are gone for certain: after the commands the server is
 * asked which of them it still has, so that neither a silent "false" of the library nor a server that obeys half a set counts as removal.
 * A target folder is never made.
 *
 * Without UIDPLUS there is only EXPUNGE, which removes every message marked \Deleted, also those that someone else marked and
 * may still want back (RFC 3501 6.4.3). So it is said only when nothing else carries the mark; otherwise ours are left alone and the answer is a
 * failure. Between that look and EXPUNGE another client could mark a message: RFC 3501 has no way to exclude it, and the mark
 * is that client's own order to remove.
 */
export async function settleMessages(
  session: ImapSession,
  uidValidity: string,
  identities: readonly string[],
  after: Exclude<AfterMail, { kind: 'keep' }>,
): Promise<Outcome<readonly string[]>> {
  const known = identities.map(readIdentity)
  const uids = [...new Set(known.flatMap((each) => (each?.uidValidity === uidValidity ? [each.uid] : [])))]
  const settled: string[] = []
  for (let at = 0; at < uids.length; at += atOnce) {
    const some = uids.slice(at, at + atOnce)
    const outcome = after.kind === 'move' ? await move(session, some, after.folder) : await remove(session, some)
    // A connection that broke has thrown; a refusal still leaves the earlier ones gone.
    const left = await remaining(session, some)
    settled.push(...some.filter((uid) => !left.has(uid)).map((uid) => writeIdentity(uidValidity, uid)))
    if (!outcome.ok) return settled.length > 0 ? done(settled) : outcome
  }
  return done(settled)
}

const has = ({ client }: ImapSession, capability: string): boolean => client.capabilities.has(capability)

async function remaining(session: ImapSession, uids: readonly number[]): Promise<ReadonlySet<number>> {
  const found = await session.watch.during('remove', () => session.client.search({ uid: uidSet(uids) }, { uid: true }))
  // No answer is no certainty: all of them count as still there.
  return new Set(found === undefined || found === false ? uids : found)
}

async function move(session: ImapSession, uids: readonly number[], folder: string): Promise<Outcome<null>> {
  const { client, watch } = session
  const set = uidSet(uids)
  if (has(session, 'MOVE')) {
    const moved = await watch.during('remove', () => client.messageMove(set, folder, { uid: true }))
    return moved ? done(null) : failed(session.lastRefusal('remove'))
  }
  // Looked at before the copy: a copy whose original cannot be removed would be copied again by the next poll.
  const obstacle = await removable(session, uids)
  if (!obstacle.ok) return obstacle
  const copied = await watch.during('remove', () => client.messageCopy(set, folder, { uid: true }))
  return copied ? remove(session, uids) : failed(session.lastRefusal('remove'))
}

async function remove(session: ImapSession, uids: readonly number[]): Promise<Outcome<null>> {
  const possible = await removable(session, uids)
  if (!possible.ok) return possible
  // With UIDPLUS the library says UID STORE and UID EXPUNGE, without it UID STORE and EXPUNGE.
  const removed = await session.watch.during('remove', () => session.client.messageDelete(uidSet(uids), { uid: true }))
  return removed ? done(null) : failed(session.lastRefusal('remove'))
}

async function removable(session: ImapSession, uids: readonly number[]): Promise<Outcome<null>> {
  if (has(session, 'UIDPLUS')) return done(null)
  // A server may search its view from before this moment; with NOOP it catches up (RFC 3501 6.1.2).
  await session.watch.during('remove', () => session.client.noop())
  const marked = await session.watch.during('remove', () => session.client.search({ deleted: true }, { uid: true }))
  if (marked === undefined || marked === false) return failed(session.lastRefusal('remove'))
  const others = marked.filter((uid) => !uids.includes(uid))
  return others.length === 0
    ? done(null)
    : failed({
        code: 'not-supported',
        stage: 'remove',
        transient: true,
        ...session.where,
        detail: `no UIDPLUS, and ${others.length} other messages are marked \\Deleted`,
      })
}
