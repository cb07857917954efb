import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { passwordLength, passwordLimit, type SecretRef } from '../../../domain/connector.ts'
import type { Decision, Decisions } from '../../../domain/migration/decision.ts'
import { emptyGateway } from '../../../domain/migration/gateway.ts'
import { defaultConnectorName } from '../../../domain/migration/plan.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { MigrationRecord } from '../ports/migrationRecord.ts'
import type { FieldChange } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import { sealSecret, secretRow } from '../secrets.ts'
import { kept, migrationHistory, openOf } from './changing.ts'
import { viewOf } from './view.ts'

type Editing = Pick<
  Handlers<WaypostContract>['migration'],
  'start' | 'goTo' | 'saveGateway' | 'saveAddresses' | 'removeSource' | 'decide' | 'abandon'
>

/** The wizard's own state (M1–M3): nothing of it is in the configuration before Apply. */
export function createEditing(context: Context): Editing {
  return {
    async start(_, actor) {
      const all = await context.store.migrations()
      if (all.some(({ status }) => status === 'open')) return refuse('refused', word('migration.refused.already-open'))
      const newest = all.find(({ status }) => status !== 'abandoned')
      // After an undo one begins where the undone one was; its password went with it.
      const again = newest?.status === 'undone' ? newest : null
      const now = context.now()
      const record: MigrationRecord = {
        id: context.random.id(),
        revision: 1,
        status: 'open',
        step: 'gateway',
        startedAt: now,
        changedAt: now,
        gateway: again?.gateway ?? emptyGateway,
        connectorName: again?.connectorName ?? defaultConnectorName,
        primaryAddress: again?.primaryAddress ?? '',
        connectorId: context.random.id(),
        password: null,
        secretVersion: 0,
        typed: again?.typed ?? [],
        sources: again?.sources ?? [],
        decisions: again?.decisions ?? {},
        applied: null,
        report: null,
        appliedAt: null,
        undoneAt: null,
        backup: null,
      }
      const committed = await context.commit([
        { put: 'migration', row: record },
        migrationHistory(context, actor, record, 'started'),
      ])
      if (!committed.ok) return refuse('refused', word('migration.refused.already-open'))
      context.events.changed('migration')
      return answer(await viewOf(context, record))
    },

    async goTo({ step, ...which }) {
      const record = await openOf(context, which)
      if (!record.ok) return record
      return record.value.step === step
        ? answer(await viewOf(context, record.value))
        : kept(context, record.value, { step }, null)
    },

    async saveGateway({ gateway, password, connectorName, primaryAddress, ...which }, actor) {
      const found = await openOf(context, which)
      if (!found.ok) return found
      const record = found.value
      const secret = await passwordChange(context, record, password)
      if (!secret.ok) return secret
      const after = {
        gateway: { ...gateway, host: gateway.host.trim(), username: gateway.username.trim() },
        connectorName: connectorName.normalize('NFC').trim(),
        primaryAddress: primaryAddress.trim(),
        ...secret.value.part,
      }
      if (after.connectorName.length > 200) {
        const why = word('refusal.name-too-long')
        return refuse('invalid-input', why, { fields: [{ path: 'connectorName', word: why }] })
      }
      const changes = differences(record, after)
      if (changes.length === 0) return answer(await viewOf(context, record))
      const line = migrationHistory(context, actor, { ...record, ...after }, 'edited', changes)
      return kept(context, record, after, line, secret.value.changes)
    },

    async saveAddresses({ addresses, ...which }, actor) {
      const record = await openOf(context, which)
      if (!record.ok) return record
      const typed = [...new Set(addresses)]
      const before = record.value.typed
      if (typed.length === before.length && typed.every((each, at) => each === before[at]))
        return answer(await viewOf(context, record.value))
      const line = migrationHistory(context, actor, record.value, 'edited', [
        { field: 'addresses', from: String(before.length), to: String(typed.length) },
      ])
      return kept(context, record.value, { typed }, line)
    },

    async removeSource({ sourceId, ...which }, actor) {
      const record = await openOf(context, which)
      if (!record.ok) return record
      const gone = record.value.sources.find((source) => source.id === sourceId)
      if (gone === undefined) return notFound('This file')
      const line = migrationHistory(context, actor, record.value, 'edited', [
        { field: 'file', from: gone.fileName, to: null },
      ])
      return kept(context, record.value, { sources: record.value.sources.filter((source) => source !== gone) }, line)
    },

    async decide({ decisions, ...which }, actor) {
      const record = await openOf(context, which)
      if (!record.ok) return record
      const { after, changes } = decided(record.value.decisions, decisions)
      if (changes.length === 0) return answer(await viewOf(context, record.value))
      return kept(
        context,
        record.value,
        { decisions: after },
        migrationHistory(context, actor, record.value, 'decided', changes),
      )
    },

    async abandon(which, actor) {
      const found = await openOf(context, which)
      if (!found.ok) return found
      const record = found.value
      const committed = await context.commit([
        { expect: 'migration', id: record.id, revision: record.revision },
        { put: 'migration', row: { ...record, ...ended(context, record), status: 'abandoned' } },
        ...forgotten(record.password),
        migrationHistory(context, actor, record, 'abandoned'),
      ])
      if (!committed.ok) return refuseCommit(committed, record.connectorName)
      context.events.changed('migration')
      return answer({})
    },
  }
}

/** What every end of a migration has: no password is kept for what is over (T3). */
export const ended = (context: Context, record: MigrationRecord) => ({
  revision: record.revision + 1,
  changedAt: context.now(),
  password: null,
})

export const forgotten = (ref: SecretRef | null): readonly Change[] =>
  ref === null ? [] : [{ forget: 'secret', id: secretRow(ref) }]

/** A new password, sealed; an empty one takes the stored one away; null leaves it (C5, C17). */
export async function passwordChange(context: Context, record: MigrationRecord, password: string | null) {
  const stays: Partial<Pick<MigrationRecord, 'password' | 'secretVersion'>> = {}
  if (password === null) return answer({ part: stays, changes: [] as readonly Change[] })
  if (password === '') return answer({ part: { ...stays, password: null }, changes: forgotten(record.password) })
  const length = passwordLength(password)
  if (length > passwordLimit) {
    const why = word('refusal.password-too-long', { length, limit: passwordLimit })
    return refuse('invalid-input', why, { fields: [{ path: 'password', word: why }] })
  }
  const ref: SecretRef = { id: `password-${record.connectorId}`, version: record.secretVersion + 1 }
  const sealed = await sealSecret(context, ref, password)
  if (!sealed.ok) return sealed
  const changes: readonly Change[] = [{ put: 'secret', row: sealed.value }, ...forgotten(record.password)]
  return answer({ part: { ...stays, password: ref, secretVersion: ref.version }, changes })
}

type Edited = Pick<MigrationRecord, 'gateway' | 'connectorName' | 'primaryAddress'> &
  Partial<Pick<MigrationRecord, 'password'>>

/** What Activity says of an edit; a password is only said to be another one. */
export function differences(before: MigrationRecord, after: Edited): readonly FieldChange[] {
  const fields: readonly (readonly [string, string, string])[] = [
    ['name', before.connectorName, after.connectorName],
    ['primaryAddress', before.primaryAddress, after.primaryAddress],
    ...(['host', 'port', 'security', 'authentication', 'username'] as const).map(
      (field) => [field, String(before.gateway[field]), String(after.gateway[field])] as const,
    ),
  ]
  const changed = fields
    .filter(([, from, to]) => from !== to)
    .map(([field, from, to]) => ({ field, from: from || null, to: to || null }))
  return after.password === undefined || after.password === before.password
    ? changed
    : [...changed, { field: 'password', from: null, to: after.password === null ? 'none' : 'changed' }]
}

const described = (decision: Decision | undefined): string | null =>
  decision === undefined
    ? null
    : decision.choice === 'correct'
      ? `${decision.choice} ${decision.address}`
      : decision.choice

function decided(
  before: Decisions,
  wanted: readonly { readonly key: string; readonly decision: Decision | null }[],
): { readonly after: Decisions; readonly changes: readonly FieldChange[] } {
  const after = new Map(Object.entries(before))
  const changes: FieldChange[] = []
  for (const { key, decision } of wanted) {
    const from = described(after.get(key))
    const to = described(decision ?? undefined)
    if (from === to) continue
    changes.push({ field: key, from, to })
    if (decision === null) after.delete(key)
    else after.set(key, decision)
  }
  return { after: Object.fromEntries(after), changes }
}
