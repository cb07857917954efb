import type { Actor, Answer } from '../../../contract/define.ts'
import type { MigrationView } from '../../../contract/migration.ts'
import { addressKey } from '../../../domain/address.ts'
import { addressInUse } from '../../../domain/route.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { Change } from '../ports/store.ts'
import { migrationHistory, theMigration } from './changing.ts'
import { ended, forgotten } from './editing.ts'
import { undoStandingOf, undoViewOf } from './undoStanding.ts'
import { viewOf } from './view.ts'

/** M5: inverse changes to the configuration in one transaction, all or nothing. Mail, outbox and ledger are not among them. */
export async function undoMigration(
  context: Context,
  { id, revision }: { readonly id: string; readonly revision: number },
  actor: Actor,
): Promise<Answer<MigrationView>> {
  const record = (await context.store.migrations()).find((each) => each.id === id)
  if (record === undefined) return notFound(theMigration())
  if (record.revision !== revision) return refuse('stale', word('refusal.stale', { what: theMigration() }))
  const standing = await undoStandingOf(context, record)
  if (standing === null) return refuse('refused', word('migration.refused.not-applied'))
  const { connector, created, moved } = standing
  if (standing.blockers.length > 0 || connector === null) {
    const { blockers } = await undoViewOf(context, standing)
    return refuse('refused', word('migration.refused.undo', { count: blockers.length }), {
      fields: blockers.map(({ code, word: why }) => ({ path: code, word: why })),
    })
  }
  const now = context.now()
  const undone = { ...record, ...ended(context, record), status: 'undone' as const, undoneAt: now }
  const changes: Change[] = [
    { expect: 'migration', id, revision },
    { put: 'migration', row: undone },
    { expect: 'connector', id: connector.id, revision: connector.revision },
    {
      put: 'connector',
      row: {
        ...connector,
        revision: connector.revision + 1,
        nameKey: null,
        deletedAt: now,
        enabled: false,
        sending: false,
        receiving: 'off',
      },
    },
    context.history(actor, { kind: 'connector', id: connector.id, name: connector.name }, 'deleted'),
    ...created.flatMap((route): readonly Change[] => [
      { expect: 'outgoingRoute', id: route.id, revision: route.revision },
      {
        put: 'outgoingRoute',
        row: { ...route, enabled: false, effectiveKey: null, deletedAt: now, revision: route.revision + 1 },
      },
      context.history(actor, { kind: 'outgoing-route', id: route.id, name: route.name }, 'deleted'),
    ]),
    // After the others went: no address is ever carried twice (R13).
    ...moved.flatMap(({ route, connector: own }): readonly Change[] => {
      const key = addressKey(addressInUse({ ...route, enabled: true })) ?? null
      return [
        { expect: 'outgoingRoute', id: route.id, revision: route.revision },
        {
          put: 'outgoingRoute',
          row: {
            ...route,
            enabled: true,
            addressKey: key,
            effectiveKey: own.enabled && own.sending ? key : null,
            revision: route.revision + 1,
          },
        },
        context.history(actor, { kind: 'outgoing-route', id: route.id, name: route.name }, 'enabled', [
          { field: 'enabled', from: 'false', to: 'true' },
        ]),
      ]
    }),
    ...forgotten(record.password),
    migrationHistory(context, actor, record, 'undone'),
  ]
  const committed = await context.commit(changes)
  if (!committed.ok) return refuseCommit(committed, theMigration())
  context.events.changed('migration', 'connectors', 'routes', 'processes', 'outbox', 'settings', 'workspace')
  return answer(await viewOf(context, undone))
}
