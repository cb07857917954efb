import type {
  MigrationBlocker,
  MigrationPlan,
  MigrationSource,
  MigrationUndo,
  MigrationView,
} from '../../../contract/migration.ts'
import { isFresh } from '../../../domain/connectorState.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import type { Blocker } from '../../../domain/migration/blockers.ts'
import { isLog } from '../../../domain/migration/kind.ts'
import { worthALook } from '../../../domain/migration/plan.ts'
import { proposedPrimary } from '../../../domain/migration/primary.ts'
import { isWrong } from '../../../domain/migration/slip.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { MigrationRecord, MigrationSourceRecord } from '../ports/migrationRecord.ts'
import { proofHead } from '../proofs.ts'
import { reliantsOf, standingOf, type Standing } from './standing.ts'
import { undoStandingOf, undoViewOf } from './undoStanding.ts'

/** A migration as screens and commands show it; its plan is made anew each time, of the workspace as it is. */
export async function viewOf(context: Context, record: MigrationRecord): Promise<MigrationView> {
  const standing = record.status === 'open' ? await standingOf(context, record) : null
  const senders = record.sources.flatMap((source) => source.senders)
  const listed = reliantsOf(record).map(({ address }) => address)
  return {
    id: record.id,
    revision: record.revision,
    status: record.status,
    step: record.step,
    startedAt: record.startedAt,
    changedAt: record.changedAt,
    gateway: record.gateway,
    hasPassword: standing?.hasPassword ?? false,
    connectorName: record.connectorName,
    primaryAddress: record.primaryAddress,
    proposedPrimary: standing
      ? proposedPrimary(context.settings().unmonitoredAddress, senders, listed, standing.existing)
      : null,
    connectorId: record.connectorId,
    typed: [...record.typed],
    sources: record.sources.map(sourceView),
    plan: standing && planView(context, standing),
    test: standing?.proof ? proofHead(standing.proof, true, context.clock.now()) : null,
    appliedAt: record.appliedAt,
    undoneAt: record.undoneAt,
    backup: record.backup,
    undo: await undoOf(context, record),
  }
}

async function undoOf(context: Context, record: MigrationRecord): Promise<MigrationUndo | null> {
  const standing = await undoStandingOf(context, record)
  return standing && undoViewOf(context, standing)
}

export function sourceView(source: MigrationSourceRecord): MigrationSource {
  return {
    id: source.id,
    kind: source.kind,
    fileName: source.fileName,
    readAt: source.readAt,
    says: saidBy(source),
    addresses: source.reliants.length + source.senders.length,
    mails: source.mails,
    lines: source.lines,
    from: source.from,
    until: source.until,
    slips: source.slips.map((each) => ({
      ...each,
      wrong: isWrong(each),
      says: word(`migration.slip.${each.code}`, { text: each.text }),
    })),
    slipCount: source.slipCount,
  }
}

function saidBy(source: MigrationSourceRecord): Word {
  if (isLog(source.kind)) return word('migration.says.senders', { mails: source.mails, count: source.senders.length })
  if (source.gateway === null) return word('migration.says.addresses', { count: source.reliants.length })
  const { host, port } = source.gateway
  return word('migration.says.gateway', { host, port, count: source.reliants.length })
}

function planView(context: Context, standing: Standing): MigrationPlan {
  const { plan, basis } = standing
  return {
    connectorName: plan.connectorName,
    settings: plan.settings,
    rows: plan.rows.map((row) => ({
      ...row,
      look: worthALook(row),
      merged: [...row.merged],
      corrected: [...row.corrected],
      sources: [...row.sources],
      choices: [...row.choices],
      hosts: [...row.hosts],
      usedBy: [...row.usedBy],
    })),
    defaults: plan.defaults.map(({ id, connector, address, effectiveKey }) => ({
      routeId: id,
      connector,
      address,
      effective: effectiveKey !== null,
    })),
    counts: plan.counts,
    blockers: [...applyBlockers(context, standing)],
    basis,
  }
}

/** Everything that keeps Apply from being possible: the plan's own reasons first, the test last (M3). */
export function applyBlockers(context: Context, { plan, proof }: Standing): readonly MigrationBlocker[] {
  const own = plan.blockers.map(({ step, field, ...why }) => ({ step, field, code: why.code, word: blockerWord(why) }))
  if (isFresh(proof, context.clock.now())) return own
  const test = (code: 'not-tested' | 'test-failed' | 'test-old'): MigrationBlocker => ({
    step: 'prove',
    field: null,
    code,
    word: word(`migration.blocker.${code}`, { connector: plan.connectorName }),
  })
  const newest = proof === null ? 'not-tested' : proof.outcome === 'passed' ? 'test-old' : 'test-failed'
  return [...own, test(newest)]
}

type Why = Blocker extends infer B ? (B extends Blocker ? Omit<B, 'step' | 'field'> : never) : never

function blockerWord(why: Why): Word {
  switch (why.code) {
    case 'setting':
      return word(`problem.${why.problem}`)
    case 'name-missing':
      return word('migration.blocker.name-missing')
    case 'name-taken':
      return word('migration.blocker.name-taken', { name: why.name })
    case 'primary-carried':
      return word('migration.blocker.primary-carried', { address: why.address, connector: why.connector })
    case 'undecided':
      return word('migration.blocker.undecided', { count: why.count })
  }
}
