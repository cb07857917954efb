import { createHash, randomBytes } from 'node:crypto'
import { timed } from './climb.ts'
import { quoted, tokens, type ImapSession } from './imapSession.ts'

/** The workspace's part of a test's mark; the rest names the test. */
const workspaceOf = (mark: string): string => mark.split(' ')[0]!

/** How every temporary folder of a workspace begins: whoever finds one knows whose it is. */
const nameOf = (mark: string): string =>
  `Waypost test ${createHash('sha256').update(workspaceOf(mark)).digest('hex').slice(0, 12)}`

/** Folders of tests that run now. One process runs all tests of a workspace (S5), so that every other one is left over. */
const inUse = new Set<string>()

/** The names of a test's two temporary folders, which no sweep takes away until they are let go. */
export function temporaryFolders(
  prefix: string,
  mark: string,
): { readonly first: string; readonly second: string; release(): void } {
  const first = `${prefix}${nameOf(mark)} ${randomBytes(4).toString('hex')}`
  const second = `${first} moved`
  inUse.add(first).add(second)
  return {
    first,
    second,
    release() {
      inUse.delete(first)
      inUse.delete(second)
    },
  }
}

/**
 * T10: takes away the temporary folders of tests whose process was killed. Only those with the workspace's own name, and only while all that
 * lies in them are messages of its tests; a trouble leaves them for the next test. The opened folder is open again afterwards.
 */
export async function sweepFolders(session: ImapSession, folder: string, mark: string): Promise<void> {
  const ours = new RegExp(`(^|[^a-z])${nameOf(mark)} [0-9a-f]{8}( moved)?$`)
  const { value: swept } = await timed(async () => {
    const listed = await session.ask(`LIST "" ${quoted(`*${nameOf(mark)}*`)}`)
    const left = listed.untagged
      .filter((line) => /^LIST\b/i.test(line))
      .map((line) => tokens(line).at(-1) ?? '')
      .filter((name) => ours.test(name) && !inUse.has(name))
    for (const name of left.toSorted().toReversed()) {
      // oxlint-disable-next-line no-await-in-loop -- one command after the other
      if (await holdsOnlyOurs(session, name, mark)) await session.ask(`DELETE ${quoted(name)}`)
    }
    return left.length
  })
  if (swept !== 0) await timed(() => session.ask(`EXAMINE ${quoted(folder)}`))
}

async function holdsOnlyOurs(session: ImapSession, name: string, mark: string): Promise<boolean> {
  const opened = await session.ask(`EXAMINE ${quoted(name)}`)
  if (!opened.ok) return false
  const others = await session.ask(`UID SEARCH NOT HEADER X-Waypost-Test ${quoted(workspaceOf(mark))}`)
  // A folder that is open cannot be deleted on some servers.
  await session.ask('EXAMINE INBOX')
  return others.ok && others.untagged.every((line) => !/^SEARCH\b/i.test(line) || tokens(line).length === 1)
}

/**
 * The same for test messages in the real folder, where removal is proved there: those of days before, which no running test can still need.
 * Only with UIDPLUS: EXPUNGE alone would take along what others marked.
 */
export async function sweepMessages(session: ImapSession, folder: string, mark: string, today: Date): Promise<void> {
  await timed(async () => {
    const found = await session.ask(
      `UID SEARCH HEADER X-Waypost-Test ${quoted(workspaceOf(mark))} BEFORE ${searchDate(today)}`,
    )
    const uids = found.untagged.flatMap((line) => (/^SEARCH\b/i.test(line) ? tokens(line).slice(1) : []))
    if (uids.length === 0) return
    await session.need(`SELECT ${quoted(folder)}`)
    await session.need(`UID STORE ${uids.join(',')} +FLAGS.SILENT (\\Deleted)`)
    await session.need(`UID EXPUNGE ${uids.join(',')}`)
  })
}

/** RFC 3501 9, date: `21-Nov-2026`, without regard to time zones. */
const searchDate = (date: Date): string => {
  const [, day, month, year] = date.toUTCString().split(' ')
  return `${Number(day)}-${month}-${year}`
}
