import { word } from '../../words/index.ts'
import type { Actor } from '../../contract/define.ts'
import type { Context } from './context.ts'
import type { ConnectorRecord, OutboxRecord } from './ports/records.ts'
import type { Change, PageOf } from './ports/store.ts'
import { settleInterrupted } from './sending/outboxWorker.ts'
import { settleOutbox } from './sending/deliver.ts'

/** S7: why a workspace does not simply go on: it was copied or moved, it is older than it was here, or it was made of a backup. */
export type Pause = 'no' | 'copied' | 'older' | 'restored'
export const isPause = (value: unknown): value is Exclude<Pause, 'no'> =>
  value === 'copied' || value === 'older' || value === 'restored'

/** Whom the history names for what the engine does by itself. */
export const engine: Actor = { name: 'Waypost', via: 'engine', role: 'administrator' }

/** S7: whether a connector waits to be resumed. One that is not enabled runs nothing anyway. */
export const isHeldBack = (connector: ConnectorRecord): boolean =>
  connector.enabled && connector.deletedAt === null && connector.heldSince !== null

/** Whether its mail is read now: one that waits to be resumed reads none. */
export const isReceiving = (connector: ConnectorRecord): boolean =>
  connector.enabled && connector.receiving === 'on' && connector.heldSince === null

/** Whether what waits in its mailbox is only counted, or decided for a trial (I15). */
export const isLookedInto = (connector: ConnectorRecord): boolean =>
  connector.enabled &&
  (connector.receiving === 'held' || connector.receiving === 'observe') &&
  connector.heldSince === null

/** Which of those that wait is looked at first. */
export const byName = (a: ConnectorRecord, b: ConnectorRecord): number => a.name.localeCompare(b.name, 'en')

export const heldBack = async (context: Context): Promise<readonly ConnectorRecord[]> =>
  (await context.store.connectors()).filter(isHeldBack)

/**
 * S7: what was being handed over is unknown; and in one transaction every enabled connector waits to be resumed and what was queued is
 * parked, since the other copy may have sent it. After a crash in the middle it is found not done at all, and done again.
 */
export async function holdBack(
  context: Context,
  why: Exclude<Pause, 'no'>,
  settings: readonly Change[],
): Promise<void> {
  await settleInterrupted(context)
  const changes: Change[] = [...settings]
  const gathered: Context = {
    ...context,
    async commit(more) {
      changes.push(...more)
      return { ok: true }
    },
  }
  for (const state of ['queued', 'deferred'] as const) {
    let cursor: string | null = null
    do {
      const page: PageOf<OutboxRecord> = await context.store.outboxPage({ state, cursor, limit: 500 })
      for (const mail of page.rows) {
        const paused = word('sending.paused')
        const recipients = await context.store.recipients(mail.id)
        await settleOutbox(gathered, mail, recipients, { word: paused, reply: null }, { parked: true, why: paused })
      }
      cursor = page.next
    } while (cursor !== null)
  }
  const heldSince = context.now()
  const held = (await context.store.connectors()).filter((connector) => connector.enabled)
  const committed = await context.commit([
    ...changes,
    ...held.map((row): Change => ({ put: 'connector', row: { ...row, heldSince, revision: row.revision + 1 } })),
    context.history(
      engine,
      { kind: 'workspace', id: context.identity.id, name: context.settings().workspaceName },
      `found ${why}`,
      held.map(({ name }) => ({ field: 'waits to be resumed', from: null, to: name })),
    ),
  ])
  if (!committed.ok) throw new Error(`A copied workspace could not be held back: ${JSON.stringify(committed)}`)
}
