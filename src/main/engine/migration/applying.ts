import type { Actor, Answer } from '../../../contract/define.ts'
import type { MigrationView } from '../../../contract/migration.ts'
import { addressKey } from '../../../domain/address.ts'
import { passwordAlone } from '../../../domain/connector.ts'
import { becomesRoute, type PlanRow } from '../../../domain/migration/plan.ts'
import { word } from '../../../words/index.ts'
import { answer, refuse, refuseCommit } from '../answers.ts'
import { backupProblem } from '../backups.ts'
import { refuseCarried } from '../connectors/enabling.ts'
import { nameKey } from '../connectors/saving.ts'
import { settingsDifferences } from '../connectors/view.ts'
import type { Context } from '../context.ts'
import { BackupFailed } from '../ports/backups.ts'
import type { MigrationRecord } from '../ports/migrationRecord.ts'
import type { ConnectorRecord, OutgoingRouteRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { migrationHistory, openOf, theMigration } from './changing.ts'
import { reportOf } from './report.ts'
import { standingOf, type Standing } from './standing.ts'
import { applyBlockers, viewOf } from './view.ts'

/** M5: what was shown, and nothing else: a backup, then one transaction. */
export async function applyMigration(
  context: Context,
  { basis, ...which }: { readonly id: string; readonly revision: number; readonly basis: string },
  actor: Actor,
): Promise<Answer<MigrationView>> {
  const found = await openOf(context, which)
  if (!found.ok) return found
  const shown = await standingOf(context, found.value)
  if (shown.basis !== basis) return refuse('stale', word('migration.refused.plan-changed'))
  const blockers = applyBlockers(context, shown)
  const [first] = blockers
  if (first !== undefined)
    return refuse('refused', word('migration.refused.blocked', { count: blockers.length }), {
      fields: blockers.map(({ field, step, word: why }) => ({ path: field ?? step, word: why })),
    })
  // A full disk or a read-only folder ends it here, with nothing changed.
  const backup = context.backups.proposed(context.now())
  try {
    await context.backups.make(backup, () => undefined, new AbortController().signal)
  } catch (error) {
    if (!(error instanceof BackupFailed)) throw error
    return refuse('failed', backupProblem(error))
  }
  // The workspace goes on while it is copied.
  const standing = await standingOf(context, found.value)
  if (standing.basis !== basis) return refuse('stale', word('migration.refused.plan-changed'))
  const written = writing(context, standing, actor)
  const record: MigrationRecord = {
    ...standing.record,
    revision: standing.record.revision + 1,
    status: 'applied',
    step: 'apply',
    changedAt: context.now(),
    appliedAt: context.now(),
    applied: written.applied,
    report: reportOf(context, standing, actor, backup),
    backup,
  }
  const committed = await context.commit([
    { expect: 'migration', id: record.id, revision: standing.record.revision },
    { put: 'migration', row: record },
    ...written.changes,
    migrationHistory(context, actor, record, 'applied'),
  ])
  if (!committed.ok) {
    if (committed.why === 'conflict' && committed.conflict === 'address-carried')
      return refuseCarried(context, written.created, standing.plan.connectorName)
    if (committed.why === 'conflict' && committed.conflict === 'name-taken')
      return refuse('refused', word('migration.blocker.name-taken', { name: standing.plan.connectorName }))
    return refuseCommit(committed, theMigration())
  }
  context.events.changed('migration', 'connectors', 'routes', 'processes', 'outbox', 'settings', 'workspace')
  return answer(await viewOf(context, record))
}

/** Everything that Apply writes into the configuration, and what of it undoing has to know. */
function writing(context: Context, { record, plan, routes }: Standing, actor: Actor) {
  const { connectorId } = record
  const now = context.now()
  const name = plan.connectorName.normalize('NFC')
  const version: SettingsVersionRecord = {
    id: context.random.id(),
    connectorId,
    settings: plan.settings,
    ...passwordAlone(record.password),
    savedAt: now,
  }
  const connector: ConnectorRecord = {
    id: connectorId,
    revision: 1,
    name,
    nameKey: nameKey(name),
    createdAt: now,
    deletedAt: null,
    enabled: true,
    sending: true,
    receiving: 'off',
    draftId: version.id,
    runningId: version.id,
    runningSince: now,
    afterMail: { kind: 'keep', days: null },
    furtherAddresses: [],
    owner: '',
    wasEnabledForSending: true,
    startFrom: null,
    mailboxKey: null,
    heldSince: null,
    deliveryHeader: null,
    planned: null,
    holding: null,
  }
  const rows = plan.rows.filter(becomesRoute)
  const created = rows.map((row) => routeOf(context, connectorId, row))
  const moved = rows.flatMap((row) => {
    const before = row.carriedBy && row.decision?.choice === 'use' ? routes.get(row.carriedBy.routeId) : undefined
    const after = before && { ...before, enabled: false, effectiveKey: null, revision: before.revision + 1 }
    return before && after ? [{ before, after, connector: row.carriedBy!.connector, address: row.address }] : []
  })
  const changes: Change[] = [
    { put: 'connector', row: connector },
    { put: 'settingsVersion', row: version },
    context.history(actor, { kind: 'connector', id: connectorId, name }, 'created', settingsDifferences(null, version)),
    // Off before the new ones are on: no address is ever carried twice (R13).
    ...moved.flatMap(({ before, after }): readonly Change[] => [
      { expect: 'outgoingRoute', id: before.id, revision: before.revision },
      { put: 'outgoingRoute', row: after },
      context.history(actor, { kind: 'outgoing-route', id: after.id, name: after.name }, 'disabled', [
        { field: 'enabled', from: 'true', to: 'false' },
      ]),
    ]),
    ...created.flatMap((route): readonly Change[] => [
      { put: 'outgoingRoute', row: route },
      context.history(actor, { kind: 'outgoing-route', id: route.id, name: route.name }, 'carried over', [
        { field: 'emailAddress', from: null, to: route.emailAddress },
        { field: 'enabled', from: null, to: 'true' },
      ]),
    ]),
  ]
  return {
    changes,
    created,
    applied: {
      connectorId,
      revision: connector.revision,
      draftId: version.id,
      unmonitored: context.settings().unmonitoredAddress,
      created: created.map(({ id, revision, emailAddress }) => ({ id, revision, address: emailAddress })),
      moved: moved.map(({ after, connector: from, address }) => ({
        id: after.id,
        revision: after.revision,
        address,
        connector: from,
      })),
    },
  }
}

/** M4: enabled, carried over, not proved; the primary address is the default route, which its connector's test proved (R11). */
function routeOf(context: Context, connectorId: string, row: PlanRow): OutgoingRouteRecord {
  const key = addressKey(row.address)!
  const isDefault = row.state === 'primary'
  return {
    id: context.random.id(),
    connectorId,
    name: isDefault ? 'Default' : row.routeName,
    description: row.description,
    emailAddress: row.address,
    isDefault,
    enabled: true,
    revision: 1,
    addressKey: key,
    effectiveKey: key,
    runningAddress: row.address,
    deletedAt: null,
  }
}
