import type { Context } from '../context.ts'
import type { ListedMessage } from '../ports/conversation.ts'
import type { Change } from '../ports/store.ts'

/** What lies in a folder that is held back, as it was counted last: no content is read for it (I15). */
export interface HeldMail {
  readonly folder: string
  readonly mails: number
  /** When the oldest of it was received; null where the mailbox does not say. */
  readonly oldest: string | null
  readonly at: string
}

const key = (connectorId: string): string => `held:${connectorId}`

/** Written down when it changed: a mailbox that is held for weeks is counted every minute. */
export async function heldMailChanges(
  context: Context,
  connectorId: string,
  folder: string,
  fresh: readonly ListedMessage[],
): Promise<readonly Change[]> {
  const dates = fresh.flatMap(({ receivedAt }) => receivedAt ?? []).toSorted()
  const held: HeldMail = { folder, mails: fresh.length, oldest: dates[0] ?? null, at: context.now() }
  const before = await heldMailOf(context, connectorId)
  const same = before?.folder === folder && before.mails === held.mails && before.oldest === held.oldest
  return same ? [] : [{ put: 'setting', row: { key: key(connectorId), value: held } }]
}

/** What was counted last; undefined while nothing was held back. */
export async function heldMailOf(context: Pick<Context, 'store'>, connectorId: string): Promise<HeldMail | undefined> {
  return (await context.store.setting(key(connectorId))) as HeldMail | undefined
}
