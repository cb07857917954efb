import { routeClasses, incomingRouteSettingsSchema, outgoingRouteSettingsSchema } from '../domain/route.ts'
import { processSettingsSchema } from '../domain/process.ts'
import { command, query } from './define.ts'
import { byId, id, nothing, revised, stateMark, wordSchema, z } from './shapes.ts'

export const incomingRouteView = incomingRouteSettingsSchema.extend({
  id,
  connectorId: id,
  class: z.enum(routeClasses),
  position: z.number().int(),
  revision: z.number().int(),
  processPath: z.string().nullable(),
  processLive: z.boolean(),
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
  /** R12: back to the settings after one change of its history; asks nothing, and is an edit like any other. */
  restoreIncoming: command(revised.extend({ historyId: id }), incomingRouteView),
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
