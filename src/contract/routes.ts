import { routeClasses, incomingRouteSettingsSchema, outgoingRouteSettingsSchema } from '../domain/route.ts'
import { processSettingsSchema } from '../domain/process.ts'
import { command, query } from './define.ts'
import { byId, id, nothing, revised, stateMark, wordSchema, z } from './shapes.ts'

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
  effective: z.boolean(),
  revision: z.number().int(),
  proof: stateMark,
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
  /** R10: drafts any time; issue of enabling is the route's own. */
  saveOutgoing: command(
    z.strictObject({
      id: id.nullable(),
      revision: z.number().int().nullable(),
      connectorId: id,
      settings: outgoingRouteSettingsSchema,
    }),
    outgoingRouteView,
  ),
  removeOutgoing: command(revised, nothing),
}

export const processView = processSettingsSchema.extend({
  id,
  live: z.boolean(),
  revision: z.number().int(),
  path: z.string(),
  /** Draft, Live, or Live, cannot send. */
  mark: stateMark,
  /** P2: why it cannot be set live, or cannot send now. */
  fromProblem: wordSchema.nullable(),
  linkedRoutes: z.number().int(),
  waitingMail: z.number().int(),
})
export type ProcessView = z.infer<typeof processView>

export const processes = {
  list: query(nothing, z.strictObject({ rows: z.array(processView) })),
  get: query(byId, processView),
  save: command(
    z.strictObject({ id: id.nullable(), revision: z.number().int().nullable(), settings: processSettingsSchema }),
    processView,
  ),
  setLive: command(revised.extend({ live: z.boolean() }), processView),
  remove: command(revised, nothing),
  /** P2: the picker offers only valid addresses, and explains absent ones. */
  fromAddresses: query(
    nothing,
    z.strictObject({
      offered: z.array(z.strictObject({ address: z.string(), connectorName: z.string() })),
      absent: z.array(z.strictObject({ address: z.string(), connectorName: z.string(), why: wordSchema })),
    }),
  ),
}
