import { connectorSettingsSchema } from '../domain/connector.ts'
import { candidateSources } from '../domain/migration/candidates.ts'
import { migrationSteps } from '../domain/migration/blockers.ts'
import { decisionSchema } from '../domain/migration/decision.ts'
import { gatewaySchema } from '../domain/migration/gateway.ts'
import { fileKinds } from '../domain/migration/kind.ts'
import { rowStates } from '../domain/migration/plan.ts'
import { slipSchema } from '../domain/migration/slip.ts'
import { command, query } from './define.ts'
import { shadowRuns, shadowRunView } from './shadowRun.ts'
import { byId, id, instant, jobSchema, nothing, proofSchema, revised, wordSchema, z } from './shapes.ts'

const count = z.number().int()
const choice = z.enum(['keep', 'use', 'leave-out', 'correct', 'as-is'])

/** A file that was read (M2), and what came of it. */
const sourceView = z.strictObject({
  id,
  kind: z.enum(fileKinds),
  fileName: z.string(),
  readAt: instant,
  /** In one sentence, what it said. */
  says: wordSchema,
  addresses: count,
  /** Of a log: mails that were counted, lines, and from when to when. */
  mails: count,
  lines: count,
  from: instant.nullable(),
  until: instant.nullable(),
  /** The first hundred, each with its line; `wrong` is false where something was read that a connector does in another way. */
  slips: z.array(slipSchema.extend({ wrong: z.boolean(), says: wordSchema })),
  slipCount: count,
})
export type MigrationSource = z.infer<typeof sourceView>

const planRow = z.strictObject({
  key: z.string(),
  address: z.string(),
  /** Other spellings of the same address, which are merged into it. */
  merged: z.array(z.string()),
  corrected: z.array(z.strictObject({ key: z.string(), address: z.string() })),
  sources: z.array(z.enum(candidateSources)),
  state: z.enum(rowStates),
  /** Apply waits for a decision. */
  undecided: z.boolean(),
  /** Not asked about, and worth a look. */
  look: z.boolean(),
  decision: decisionSchema.nullable(),
  choices: z.array(choice),
  carriedAsDefault: z.boolean(),
  carriedBy: z.strictObject({ routeId: id, connectorId: id, connector: z.string() }).nullable(),
  similarTo: z.string().nullable(),
  routeName: z.string(),
  description: z.string(),
  count,
  /** Within 90 days before the log was read. */
  recent: count,
  lastUsed: instant.nullable(),
  hosts: z.array(z.string()),
  usedBy: z.array(z.string()),
})
export type MigrationRow = z.infer<typeof planRow>

const blocker = z.strictObject({
  step: z.enum(migrationSteps),
  field: z.string().nullable(),
  code: z.string(),
  word: wordSchema,
})
export type MigrationBlocker = z.infer<typeof blocker>

/** M3: all that Apply does. */
const planView = z.strictObject({
  connectorName: z.string(),
  settings: connectorSettingsSchema,
  rows: z.array(planRow),
  defaults: z.array(
    z.strictObject({ routeId: id, connector: z.string(), address: z.string(), effective: z.boolean() }),
  ),
  counts: z.strictObject({
    routes: count,
    used: count,
    unused: count,
    defaults: count,
    toDecide: count,
    toLookAt: count,
    leftOut: count,
    kept: count,
    unusedByProcess: count,
  }),
  /** What keeps Apply from being possible; empty: it can be applied. */
  blockers: z.array(blocker),
  /** What the plan would do, in short: Apply is given it, and does that and nothing else. */
  basis: z.string(),
})
export type MigrationPlan = z.infer<typeof planView>

const undoView = z.strictObject({
  until: instant,
  /** Why it cannot be undone; empty: it can. */
  blockers: z.array(z.strictObject({ code: z.string(), word: wordSchema })),
  /** Addresses that nothing can be sent from here any more afterwards. */
  stops: z.array(z.string()),
  /** Addresses that go back to the connector that carried them before. */
  returns: z.array(z.strictObject({ address: z.string(), connector: z.string() })),
  liveProcesses: z.array(z.string()),
  queued: count,
})
export type MigrationUndo = z.infer<typeof undoView>

export const migrationStatuses = ['open', 'applied', 'undone', 'abandoned'] as const

/** One migration, at any step of it; the engine keeps all of it, so that it goes on where it stopped. */
const migrationView = z.strictObject({
  id,
  revision: count,
  status: z.enum(migrationStatuses),
  step: z.enum(migrationSteps),
  startedAt: instant,
  changedAt: instant,
  gateway: gatewaySchema,
  /** A stored password can be used; never the password itself. */
  hasPassword: z.boolean(),
  connectorName: z.string(),
  primaryAddress: z.string(),
  /** M3: what is proposed for it, and why there may be nothing. */
  proposedPrimary: z.string().nullable(),
  /** The id that the new connector has, or will have. */
  connectorId: id,
  typed: z.array(z.string()),
  sources: z.array(sourceView),
  /** While it is open. */
  plan: planView.nullable(),
  /** The newest test of Outgoing Connector with these settings. */
  test: proofSchema.omit({ steps: true }).nullable(),
  appliedAt: instant.nullable(),
  undoneAt: instant.nullable(),
  backup: z.string().nullable(),
  /** While it is applied. */
  undo: undoView.nullable(),
})
export type MigrationView = z.infer<typeof migrationView>

const outcome = z.strictObject({
  address: z.string(),
  routeName: z.string(),
  recent: count,
  usedBy: z.array(z.string()),
})

/** M6: what was created, moved, left. */
export const migrationReportSchema = z.strictObject({
  connectorName: z.string(),
  host: z.string(),
  port: count,
  security: z.string(),
  primaryAddress: z.string(),
  appliedBy: z.string(),
  appliedAt: instant,
  testedAt: instant,
  created: z.array(outcome),
  moved: z.array(z.strictObject({ address: z.string(), from: z.string() })),
  kept: z.array(z.strictObject({ address: z.string(), connector: z.string() })),
  leftOut: z.array(z.string()),
  merged: z.array(z.strictObject({ address: z.string(), spellings: z.array(z.string()) })),
  corrected: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  defaults: z.array(z.strictObject({ connector: z.string(), address: z.string() })),
  sources: z.array(z.strictObject({ fileName: z.string(), kind: z.enum(fileKinds), slips: count })),
  backup: z.string(),
})
export type MigrationReport = z.infer<typeof migrationReportSchema>

/** The migration wizard (M1–M7). Everything but `apply` and `undo` changes the wizard's own state only. */
export const migration = {
  ...shadowRuns,
  /** The migration that is open, else the newest one; null: there was none yet. */
  get: query(nothing, z.strictObject({ migration: migrationView.nullable() })),
  list: query(
    nothing,
    z.strictObject({
      rows: z.array(
        z.strictObject({
          id,
          status: z.enum(migrationStatuses),
          connectorName: z.string(),
          startedAt: instant,
          appliedAt: instant.nullable(),
          undoneAt: instant.nullable(),
          routes: count,
        }),
      ),
    }),
  ),
  /** Begins one; refused while another is open. */
  start: command(nothing, migrationView),
  /** Where the wizard stands. Back and forth lose nothing. */
  goTo: command(revised.extend({ step: z.enum(migrationSteps) }), migrationView),
  /** `password`: null leaves the stored one, an empty text takes it away. */
  saveGateway: command(
    revised.extend({
      gateway: gatewaySchema,
      password: z.string().nullable(),
      connectorName: z.string().max(1000),
      primaryAddress: z.string().max(320),
    }),
    migrationView,
  ),
  /** The addresses that were typed in, all of them. */
  saveAddresses: command(
    revised.extend({ addresses: z.array(z.string().trim().min(1).max(1000)).max(20_000) }),
    migrationView,
  ),
  /**
   * Reads a file piece by piece, in order: the first with `readingId: null`, the last with `last: true`. A file that was read before under
   * the same name takes its place. `kind: null`: told by its beginning. Nothing of it is kept until the last piece.
   */
  read: command(
    revised.extend({
      readingId: id.nullable(),
      fileName: z.string().min(1).max(260),
      kind: z.enum(fileKinds).nullable().default(null),
      /** Base64, at most 3 MB of it. */
      bytes: z.string().max(4_200_000),
      last: z.boolean(),
    }),
    z.strictObject({ readingId: id.nullable(), source: sourceView.nullable(), migration: migrationView.nullable() }),
  ),
  removeSource: command(revised.extend({ sourceId: id }), migrationView),
  /** Decides about addresses by the keys of their rows; null takes a decision back. */
  decide: command(
    revised.extend({
      decisions: z
        .array(z.strictObject({ key: z.string().max(1100), decision: decisionSchema.nullable() }))
        .max(20_000),
    }),
    migrationView,
  ),
  /** Tests Outgoing Connector with the settings of the wizard; the job ends with the proof's id. */
  test: command(revised, jobSchema),
  /** M5: a backup, then one transaction. Refused where the plan would do anything else by now than its `basis` says. */
  apply: command(revised.extend({ basis: z.string() }), migrationView),
  /** M5: inverse changes in one transaction; mail, outbox and ledger stay. */
  undo: command(revised, migrationView),
  /** Ends an open migration without a trace in the configuration. */
  abandon: command(revised, nothing),
  /** M6. Of an applied or undone migration. */
  report: query(
    byId,
    z.strictObject({
      report: migrationReportSchema,
      /** The newest shadow run, whether before Apply or since. */
      shadow: shadowRunView.nullable(),
      markdown: z.string(),
      html: z.string(),
      fileName: z.string(),
    }),
  ),
  /** M7: every From address in the workspace, and who carries it now. */
  carriers: query(
    nothing,
    z.strictObject({
      rows: z.array(
        z.strictObject({
          address: z.string(),
          /** Null: nobody; nothing can be sent under it. */
          connector: z.string().nullable(),
          connectorId: id.nullable(),
          isDefault: z.boolean(),
          usedBy: z.array(z.string()),
          unmonitored: z.boolean(),
        }),
      ),
      uncarried: count,
    }),
  ),
}
