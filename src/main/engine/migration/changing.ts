import type { Actor, Answer } from '../../../contract/define.ts'
import type { MigrationView } from '../../../contract/migration.ts'
import { say, word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { MigrationRecord } from '../ports/migrationRecord.ts'
import type { FieldChange } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { viewOf } from './view.ts'

export const theMigration = (): string => say(word('migration.object'))

/** The open migration of this id and revision, or why it cannot be changed (S8). */
export async function openOf(
  context: Context,
  { id, revision }: { readonly id: string; readonly revision: number },
): Promise<Answer<MigrationRecord>> {
  const record = (await context.store.migrations()).find((each) => each.id === id)
  if (record === undefined) return notFound(theMigration())
  if (record.status !== 'open') return refuse('refused', word(`migration.refused.${record.status}`))
  return record.revision === revision
    ? answer(record)
    : refuse('stale', word('refusal.stale', { what: theMigration() }))
}

/** A line of Activity about a migration (R12). */
export const migrationHistory = (
  context: Context,
  actor: Actor,
  record: Pick<MigrationRecord, 'id' | 'connectorName'>,
  action: string,
  changes: readonly FieldChange[] = [],
): Change => context.history(actor, { kind: 'migration', id: record.id, name: record.connectorName }, action, changes)

/** Writes a new state of the wizard, and shows it. `line`: what Activity says; null for a mere step back or forth. */
export async function kept(
  context: Context,
  before: MigrationRecord,
  part: Partial<MigrationRecord>,
  line: Change | null,
  more: readonly Change[] = [],
): Promise<Answer<MigrationView>> {
  const record: MigrationRecord = { ...before, ...part, revision: before.revision + 1, changedAt: context.now() }
  const committed = await context.commit([
    { expect: 'migration', id: before.id, revision: before.revision },
    { put: 'migration', row: record },
    ...more,
    ...(line === null ? [] : [line]),
  ])
  if (!committed.ok) return refuseCommit(committed, theMigration())
  context.events.changed('migration')
  return answer(await viewOf(context, record))
}
