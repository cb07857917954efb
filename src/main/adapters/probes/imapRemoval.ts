import { randomUUID } from 'node:crypto'
import type { Trouble } from '../../../domain/diagnosis/facts.ts'
import { timed } from './climb.ts'
import { Stopped } from './dialogue.ts'
import { temporaryFolders } from './imapSweep.ts'
import { has, quoted, tokens, type ImapSession } from './imapSession.ts'

export interface RemovalPlan {
  /** As on the wire. */
  readonly folder: string
  readonly inRealFolder: boolean
  readonly capabilities: readonly string[]
  readonly move: boolean
  readonly uidPlus: boolean
  /** The test message is from and to this address. */
  readonly address: string
  readonly mark: string
}

/** What a test made and has not taken away. */
export interface LeftOver {
  readonly stillThere: readonly string[]
  /** The test message in the real folder. */
  readonly uid: string | null
  /** From now on its folders are anybody's to sweep: they are gone, or stay for the next test. */
  release(): void
}

function testMessage({ address, mark }: RemovalPlan): string {
  return [
    `From: <${address}>`,
    `To: <${address}>`,
    'Subject: Waypost connection test',
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@waypost.invalid>`,
    `X-Waypost-Test: ${mark}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This message belongs to a connection test and is removed by it.',
    '',
  ].join('\r\n')
}

/** RFC 2342: where folders of one's own are made; some servers keep them all below INBOX. */
async function personalPrefix(session: ImapSession, capabilities: readonly string[]): Promise<string> {
  if (!has(capabilities, 'NAMESPACE')) return ''
  const answer = await session.ask('NAMESPACE')
  const line = answer.untagged.find((text) => /^NAMESPACE\b/i.test(text)) ?? ''
  return /^NAMESPACE\s+\(\("((?:[^"\\]|\\.)*)"/i.exec(line)?.[1] ?? ''
}

/** The UID of the test message: as the server told it (RFC 4315), or found by its mark. */
async function findMessage(session: ImapSession, status: string, mark: string, alone: boolean): Promise<string> {
  const told = /\[APPENDUID \d+ (\d+)\]/i.exec(status)?.[1]
  if (told !== undefined) return told
  const found = await session.need(alone ? 'UID SEARCH ALL' : `UID SEARCH HEADER X-Waypost-Test ${quoted(mark)}`)
  const uid = found.untagged.flatMap((line) => (/^SEARCH\b/i.test(line) ? tokens(line).slice(1) : []))[0]
  if (uid === undefined) throw new Stopped({ kind: 'reply', reply: 'NO the test message was not found again' })
  return uid
}

const append = (session: ImapSession, folder: string, message: string) =>
  session.need(`APPEND ${quoted(folder)} (\\Seen) {${Buffer.byteLength(message)}}`, [
    { text: message, shown: '(the test message)' },
  ])

/** Puts a message of ours in, moves or copies it, marks it, expunges it; stops at the first trouble. Nothing of anyone else's is touched. */
export async function proveRemoval(
  session: ImapSession,
  plan: RemovalPlan,
): Promise<{ readonly proved: readonly string[]; readonly trouble: Trouble | null; readonly left: LeftOver }> {
  const proved: string[] = []
  const made = new Set<string>()
  let release = () => undefined as void
  let uid: string | null = null
  const message = testMessage(plan)
  const expunge = async (which: string) => {
    await session.need(`UID STORE ${which} +FLAGS.SILENT (\\Deleted)`)
    await session.need(plan.uidPlus ? `UID EXPUNGE ${which}` : 'EXPUNGE')
  }
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const value = await work()
    if (!proved.includes(name)) proved.push(name)
    return value
  }

  const { trouble } = await timed(async () => {
    if (plan.inRealFolder) {
      const status = (await step('APPEND', () => append(session, plan.folder, message))).status
      await session.need(`SELECT ${quoted(plan.folder)}`)
      const found = await findMessage(session, status, plan.mark, false)
      uid = found
      await step('EXPUNGE', () => expunge(found))
      uid = null
      return
    }
    const prefix = await personalPrefix(session, plan.capabilities)
    const folders = temporaryFolders(prefix, plan.mark)
    release = folders.release
    const { first, second } = folders
    await step('CREATE', async () => {
      for (const name of [first, second]) {
        // Noted before it is asked for: an answer that is lost may have been a yes.
        made.add(name)
        // oxlint-disable-next-line no-await-in-loop -- one command after the other
        await session.need(`CREATE ${quoted(name)}`)
      }
    })
    const status = (await step('APPEND', () => append(session, first, message))).status
    await session.need(`SELECT ${quoted(first)}`)
    const found = await findMessage(session, status, plan.mark, true)
    if (plan.move) await step('MOVE', () => session.need(`UID MOVE ${found} ${quoted(second)}`))
    else {
      await step('COPY', () => session.need(`UID COPY ${found} ${quoted(second)}`))
      await step('EXPUNGE', () => expunge(found))
    }
    await session.need(`SELECT ${quoted(second)}`)
    const moved = await findMessage(session, '', plan.mark, true)
    await step('EXPUNGE', () => expunge(moved))
    await session.need(`EXAMINE ${quoted(plan.folder)}`)
    await step('DELETE', async () => {
      for (const name of [second, first]) {
        // oxlint-disable-next-line no-await-in-loop -- one command after the other
        await session.need(`DELETE ${quoted(name)}`)
        made.delete(name)
      }
    })
  })
  return { proved, trouble, left: { stillThere: [...made], uid, release } }
}

/** Takes away what a test has left; answers the folders that are still there. */
export async function removeTemporaryFolders(
  session: ImapSession,
  left: LeftOver,
  folder: string,
): Promise<readonly string[]> {
  const stillThere = new Set(left.stillThere)
  await timed(async () => {
    if (left.uid !== null) {
      await session.ask(`SELECT ${quoted(folder)}`)
      await session.ask(`UID STORE ${left.uid} +FLAGS.SILENT (\\Deleted)`)
      await session.ask(`UID EXPUNGE ${left.uid}`)
      return
    }
    await session.ask(`EXAMINE ${quoted(folder)}`)
    for (const name of [...stillThere].toReversed()) {
      // oxlint-disable-next-line no-await-in-loop -- one command after the other
      const answer = await session.ask(`DELETE ${quoted(name)}`)
      // A folder that was never made is gone as well.
      if (answer.ok || /NONEXISTENT|doesn't exist|does not exist|not found|no such/i.test(answer.status))
        stillThere.delete(name)
    }
  })
  return [...stillThere]
}
