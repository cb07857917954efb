import { proofOutcomes } from '../domain/diagnosis/proof.ts'
import { routeClasses, incomingRouteSettingsSchema, outgoingRouteSettingsSchema } from '../domain/route.ts'
import { branchLevels, processSettingsSchema } from '../domain/process.ts'
import { lintKinds, lintSeverities } from '../domain/routing/lint/lint.ts'
import { command, query } from './define.ts'
import { sheetReport } from './transfer.ts'
import {
  byId,
  id,
  instant,
  jobSchema,
  nothing,
  proofSchema,
  revised,
  roundTripAsked,
  stateMark,
  wordSchema,
  z,
} from './shapes.ts'

export const incomingRouteView = incomingRouteSettingsSchema.extend({
  id,
  connectorId: id,
  class: z.enum(routeClasses),
  /** Inside its class, from 1 on without gaps. */
  position: z.number().int(),
  revision: z.number().int(),
  processPath: z.string().nullable(),
  processLive: z.boolean(),
  /** Of the companies of its rule (R2f), in the order of the rule; those that were deleted are left out. */
  companyNames: z.array(z.string()),
  hits30Days: z.number().int(),
})
export const outgoingRouteView = outgoingRouteSettingsSchema.extend({
  id,
  connectorId: id,
  isDefault: z.boolean(),
  enabled: z.boolean(),
  /** Whether mail may leave under it now: the route is enabled and its connector enabled for sending (T1). */
  effective: z.boolean(),
  revision: z.number().int(),
  /** T2: the address it runs with; null while it never ran. `emailAddress` is the draft's. */
  runningAddress: z.string().nullable(),
  /** T2: the draft's address waits until it is proved and saved as the running one. */
  pending: z.boolean(),
  /** Of the address in use: what runs while it is enabled, else the draft's. */
  proof: stateMark,
  /** The newest completed test of the draft's address under the connector's running settings (T4). */
  lastTest: z.strictObject({ proofId: id, outcome: z.enum(proofOutcomes), finishedAt: instant }).nullable(),
  /** Whether the draft's address may be enabled without a new test. */
  proved: z.boolean(),
  /** Why it cannot be tested now, one sentence; null where it can. */
  untestable: wordSchema.nullable(),
  sent30Days: z.number().int(),
  usedBy: z.array(z.string()),
})
export type IncomingRouteView = z.infer<typeof incomingRouteView>
export type OutgoingRouteView = z.infer<typeof outgoingRouteView>

/** At most so many routes in one act: more than a workspace is made for. */
const rows = z.array(revised).min(1).max(20_000)
const position = z.number().int().min(1)
/** Where a route goes inside its class: a position that counts from 1, or the place beside another one (R8). */
const place = z.union([position, z.strictObject({ before: id }), z.strictObject({ after: id })])
const moved = z.strictObject({ id, revision: z.number().int(), from: position, to: position })
/** Routes that an act on many left as they were, each with its reason. */
const refused = z.array(z.strictObject({ id, name: z.string(), word: wordSchema }))
/** P3: actions of live processes that cannot send any more, by the process's path. */
export const liveActions = z.array(z.strictObject({ process: z.string(), action: z.string() }))
/** What lint says of an incoming route (R14). */
export const lintFinding = z.strictObject({
  kind: z.enum(lintKinds),
  severity: z.enum(lintSeverities),
  connectorId: id,
  connectorName: z.string(),
  routeId: id,
  routeName: z.string(),
  /** The route that stands before it, where it is about both. */
  otherRouteId: id.nullable(),
  /** In a few words, to stand beside the rules. */
  chip: wordSchema,
  word: wordSchema,
  mend: wordSchema,
})
export type LintFinding = z.infer<typeof lintFinding>

/** P3: what depends on From addresses, and stops without them. */
export const consequences = z.strictObject({
  /** Their paths. */
  liveProcesses: z.array(z.string()),
  liveActions,
  /** Mails that wait in the outbox. */
  queued: z.number().int(),
  unmonitored: z.boolean(),
})

export const routes = {
  list: query(
    z.strictObject({ connectorId: id.nullable().default(null) }),
    z.strictObject({
      groups: z.array(
        z.strictObject({
          connectorId: id,
          connectorName: z.string(),
          enabled: z.boolean(),
          incoming: z.array(incomingRouteView).nullable(),
          outgoing: z.array(outgoingRouteView).nullable(),
        }),
      ),
    }),
  ),
  /**
   * R14: connector by connector, errors first; of one connector, of a few routes, or of all. It is found anew only where the configuration
   * changed: ask as often as you like, but not for ten thousand routes where twenty are looked at.
   */
  lint: query(
    z.strictObject({
      connectorId: id.nullable().default(null),
      routeIds: z.array(id).max(1000).nullable().default(null),
    }),
    z.strictObject({ rows: z.array(lintFinding) }),
  ),
  /** How many routes of each connector it befalls, by what it comes to: routes, not findings. */
  lintCounts: query(
    z.strictObject({}),
    z.strictObject({
      rows: z.array(
        z.strictObject({
          connectorId: id,
          neverFires: z.number().int(),
          noWork: z.number().int(),
          /** Neither, and worth a look; a draft process is said by itself. */
          worthALook: z.number().int(),
        }),
      ),
    }),
  ),
  saveIncoming: command(
    z.strictObject({
      id: id.nullable(),
      revision: z.number().int().nullable(),
      connectorId: id,
      settings: incomingRouteSettingsSchema,
    }),
    incomingRouteView,
  ),
  removeIncoming: command(revised, nothing),
  /** R8: inside its connector and class. `of` is how many the class has. */
  move: command(revised.extend({ to: place }), moved.extend({ of: z.number().int() })),
  /** Several, which keep their order among themselves; with `each`, every one to a position of its own, as when a move is taken back. */
  moveMany: command(
    z.strictObject({ rows, to: z.union([place, z.strictObject({ each: z.array(position) })]) }),
    z.strictObject({ moved: z.array(moved), refused, of: z.number().int() }),
  ),
  setEnabledMany: command(
    z.strictObject({ rows, enabled: z.boolean() }),
    z.strictObject({ changed: z.array(revised), refused }),
  ),
  removeMany: command(z.strictObject({ rows }), z.strictObject({ removed: z.array(id), refused })),
  /** R12: back to the settings after one change of its history; asks nothing, and is an edit like any other. */
  restoreIncoming: command(revised.extend({ historyId: id }), incomingRouteView),
  /**
   * R10: name and description are effective at once, the address is a draft's. With `enabled: true` the proved draft becomes the
   * running version in the same transaction; `false` switches it off; null leaves it as it is.
   */
  saveOutgoing: command(
    z.strictObject({
      id: id.nullable(),
      revision: z.number().int().nullable(),
      connectorId: id,
      settings: outgoingRouteSettingsSchema,
      enabled: z.boolean().nullable().default(null),
    }),
    outgoingRouteView,
  ),
  /** R12: the draft as it was after one change of its history; what runs goes on running. */
  restoreOutgoing: command(revised.extend({ historyId: id }), outgoingRouteView),
  /** T2: the draft's address is again the running one. */
  discardOutgoing: command(revised, outgoingRouteView),
  removeOutgoing: command(revised, nothing),
  /** As with incoming routes, of From addresses; those that cannot be enabled are named with the reason. The default ones are never among them (R11). */
  setOutgoingEnabledMany: command(
    z.strictObject({ rows, enabled: z.boolean() }),
    z.strictObject({ changed: z.array(revised), refused }),
  ),
  removeOutgoingMany: command(z.strictObject({ rows }), z.strictObject({ removed: z.array(id), refused })),
  /** T6: tests the saved address; the job ends with the proof's id. */
  testOutgoing: command(z.strictObject({ id, roundTrip: roundTripAsked.default({ to: 'nowhere' }) }), jobSchema),
  /** Tests From addresses one after the other, a few at once: of one connector, those that are named, or all. */
  proveOutgoing: command(
    z.strictObject({
      connectorId: id.nullable().default(null),
      ids: z.array(id).max(10_000).nullable().default(null),
      roundTrip: roundTripAsked.default({ to: 'nowhere' }),
    }),
    jobSchema,
  ),
  /** What tests of From addresses came to, by proof id. */
  proofs: query(
    z.strictObject({ ids: z.array(id).max(10_000) }),
    z.strictObject({
      rows: z.array(
        z.strictObject({
          routeId: id,
          routeName: z.string(),
          address: z.string(),
          connectorName: z.string(),
          proof: proofSchema.omit({ steps: true }),
        }),
      ),
    }),
  ),
  /** P3: what stops when a From address is disabled, deleted or changed. */
  consequences: query(byId, consequences.extend({ name: z.string(), address: z.string() })),
  consequencesOfMany: query(z.strictObject({ ids: z.array(id).max(10_000) }), consequences),
}

export const processView = processSettingsSchema.extend({
  id,
  live: z.boolean(),
  revision: z.number().int(),
  path: z.string(),
  /** Draft; Live; Live, cannot send, as a whole or in some actions. */
  mark: stateMark,
  /** P2: why it cannot be set live, or cannot send now, under its own From address. */
  fromProblem: wordSchema.nullable(),
  /** P2: the same of its actions that take part, by name. */
  actionProblems: z.array(z.strictObject({ action: z.string(), word: wordSchema })),
  linkedRoutes: z.number().int(),
  waitingMail: z.number().int(),
})
export type ProcessView = z.infer<typeof processView>

/** The catalogue as a file: a spreadsheet, or what a configuration has under `processes`. */
const catalogueFormat = z.enum(['csv', 'json'])
const catalogueFile = z.strictObject({ format: catalogueFormat, text: z.string().max(30_000_000) })
const fromAddress = z.strictObject({ address: z.string(), connectorId: id, connectorName: z.string() })

export const processes = {
  list: query(nothing, z.strictObject({ rows: z.array(processView) })),
  get: query(byId, processView),
  save: command(
    z.strictObject({ id: id.nullable(), revision: z.number().int().nullable(), settings: processSettingsSchema }),
    processView,
  ),
  setLive: command(revised.extend({ live: z.boolean() }), processView),
  remove: command(revised, nothing),
  /** All of them in one transaction, or none. */
  removeMany: command(z.strictObject({ rows }), z.strictObject({ removed: z.array(revised) })),
  /** Takes a deletion back: each arrives as a draft, with its routes; refused where its path was taken since. */
  restoreMany: command(z.strictObject({ rows }), z.strictObject({ restored: z.array(revised) })),
  /** Renames a customer, contract or service for all processes below it: those that are named have to be all of them. */
  rename: command(
    z.strictObject({ rows, level: z.enum(branchLevels), to: processSettingsSchema.shape.customer }),
    z.strictObject({ renamed: z.array(revised) }),
  ),
  /** P4: what these processes hold up: the routes that lead to them, their waiting mail and open work items. */
  consequences: query(
    z.strictObject({ ids: z.array(id).max(20_000) }),
    z.strictObject({
      processes: z.number().int(),
      live: z.number().int(),
      routes: z.array(
        z.strictObject({
          id,
          name: z.string(),
          connectorName: z.string(),
          processPath: z.string(),
          isFallback: z.boolean(),
          ticketCategory: z.string().nullable(),
        }),
      ),
      waitingMail: z.number().int(),
      openItems: z.number().int(),
    }),
  ),
  /** P2: the picker offers only valid addresses, and explains absent ones. */
  fromAddresses: query(
    nothing,
    z.strictObject({ offered: z.array(fromAddress), absent: z.array(fromAddress.extend({ why: wordSchema })) }),
  ),
  /** P5: in a stable order; reads back as it was. */
  export: query(z.strictObject({ format: catalogueFormat }), z.strictObject({ text: z.string() })),
  /** What importing a file would change, and every slip in it with its row and column; changes nothing. */
  preview: query(catalogueFile, sheetReport),
  /** Does it in one transaction, or nothing. With the `basis` of a preview it is refused where it would do anything else by now. */
  import: command(catalogueFile.extend({ basis: z.string().nullable().default(null) }), sheetReport),
}
