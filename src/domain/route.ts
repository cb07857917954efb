import { z } from './schema.ts'

/** R7: normal routes, then wildcard routes, then the fallback. */
export const routeClasses = ['normal', 'wildcard', 'fallback'] as const
export type RouteClass = (typeof routeClasses)[number]

/** What an incoming route says beyond whom it serves (R1). */
export const incomingRouteSettingsSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  emailAddress: z.string().max(320),
  processId: z.string().nullable(),
  ticketCategory: z.string().max(200).nullable(),
  forAttention: z.string().max(200).nullable(),
  sendAutomatedEmails: z.boolean(),
  answerCc: z.boolean(),
  testMode: z.boolean(),
  enabled: z.boolean(),
})
export type IncomingRouteSettings = z.infer<typeof incomingRouteSettingsSchema>

export interface IncomingRoute extends IncomingRouteSettings {
  readonly id: string
  readonly connectorId: string
  readonly class: RouteClass
  /** Inside its class, the administrator's order (R7). */
  readonly position: number
  readonly revision: number
}

export const outgoingRouteSettingsSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(1000),
  emailAddress: z.string().max(320),
})
export type OutgoingRouteSettings = z.infer<typeof outgoingRouteSettingsSchema>

/** A From address of an outgoing connector (R10, R11). */
export interface OutgoingRoute extends OutgoingRouteSettings {
  readonly id: string
  readonly connectorId: string
  readonly isDefault: boolean
  readonly enabled: boolean
  readonly revision: number
}
