import type { Actor, Answer, Parsed } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { word } from '../../../words/index.ts'
import { notFound, refuse } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord } from '../ports/records.ts'
import { saveConnector } from './saving.ts'
import { versionSchema } from './version.ts'

/**
 * R12: a connector's draft becomes again what it was after a change of its history, by the same rules as it is saved; what runs goes on
 * running until the draft is proved and enabled. The password stays the one that is stored now (V1: an earlier one was destroyed), and so
 * does what happens to mail: that is never changed but by itself (I2).
 */
export async function restoreConnector(
  context: Context,
  { id, revision, historyId }: Parsed<WaypostContract['connectors']['restore']>,
  actor: Actor,
): Promise<Answer<ConnectorRecord>> {
  const record = await context.store.connector(id)
  if (!record || record.deletedAt !== null) return notFound('This connector')
  const entry = await context.store.historyEntry(historyId)
  const was = versionSchema.safeParse(entry?.objectId === id ? entry.snapshot : null)
  if (!was.success) return refuse('refused', word('refusal.not-restorable'))
  return saveConnector(
    context,
    { ...was.data, id, revision, afterMail: record.afterMail, password: null, fallback: null },
    actor,
    'restored',
  )
}
