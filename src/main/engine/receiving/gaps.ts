import type { Context } from '../context.ts'
import type { Listing } from '../ports/conversation.ts'
import type { EpochRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

/** Up to where a folder's UIDs are accounted for: the next one that its server had to give out when it was listed last. */
interface Reach {
  readonly epochId: string
  readonly folder: string
  readonly uidValidity: string
  readonly uidNext: number
}

/** How long a gap stays on the screens, so that one of a Friday is seen on a Monday; milliseconds. */
export const gapsShownFor = 3 * 24 * 3600_000

const key = (connectorId: string): string => `reach:${connectorId}`

/** Whatever a mailbox gives out until its next poll is none of our concern: receiving begins anew, or a test of ours uses UIDs up. */
export const forgetReach = (connectorId: string): Change => ({
  put: 'setting',
  row: { key: key(connectorId), value: 'unknown' },
})

const uidOf = (identity: string): number => Number(identity.slice(identity.lastIndexOf(':') + 1))

/**
 * I14: UIDs that a server gave out since the last look and that are not in the folder now. UIDs only ever grow (RFC 3501 2.3.1.1), so mail
 * had them, and another client took or deleted it before it was seen here; some servers skip numbers too, so it is said and never alarmed.
 * What we removed was listed before and lies below. Nothing can be told on the first look, after a new UIDVALIDITY, and by POP3.
 */
export async function noticeGaps(
  context: Context,
  connectorId: string,
  epoch: EpochRecord,
  folder: string,
  { messages, uidValidity, uidNext }: Listing,
): Promise<{ readonly missed: number; readonly changes: readonly Change[] }> {
  if (uidValidity === null || uidNext === null) return { missed: 0, changes: [] }
  const before = (await context.store.setting(key(connectorId))) as Reach | 'unknown' | undefined
  const last = await context.store.lastIdentity(epoch.id, folder)
  const same =
    before !== undefined &&
    before !== 'unknown' &&
    before.epochId === epoch.id &&
    before.folder === folder &&
    before.uidValidity === uidValidity
  // What was noted otherwise, such as when receiving began, is accounted for too.
  const from = same ? Math.max(before.uidNext, last?.startsWith(`${uidValidity}:`) ? uidOf(last) + 1 : 1) : uidNext
  const there = new Set(messages.map(({ identity }) => uidOf(identity)).filter((uid) => uid >= from && uid < uidNext))
  const reach: Reach = { epochId: epoch.id, folder, uidValidity, uidNext: Math.max(uidNext, from) }
  return {
    missed: Math.max(0, uidNext - from - there.size),
    changes:
      same && before.uidNext === reach.uidNext
        ? []
        : [{ put: 'setting', row: { key: key(connectorId), value: reach } }],
  }
}
