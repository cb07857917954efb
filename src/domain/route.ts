import { z } from './schema.ts'

/** R7: normal routes, then wildcard routes, then the fallback. */
export const routeClasses = ['normal', 'wildcard', 'fallback'] as const
export type RouteClass = (typeof routeClasses)[number]

/** R2: every rule that is set must hold, or any one of them. */
export const ruleMatches = ['all', 'any'] as const
export type RuleMatch = (typeof ruleMatches)[number]

const entries = z.array(z.string().trim().min(1).max(320)).max(500)

/** R2, a to f. An empty list, or a mark that is not asked for, is a rule that is not set. */
export const routeRulesSchema = z.strictObject({
  /** a: the mail is marked important (N9). */
  important: z.boolean(),
  /** b: it has an attachment whose name ends so, such as `.pdf` (N11). */
  attachmentTypes: entries,
  /** c: its subject contains one of these (N12). */
  keyWords: entries,
  /** d: To or Cc includes one of these addresses or domains (N14, N15). */
  recipients: entries,
  /** e: the sender is one of these addresses or domains (N14, N15). */
  senders: entries,
  /** f: the sender belongs to one of these companies, by id (N16). */
  companies: z.array(z.string().min(1).max(64)).max(500),
})
export type RouteRules = z.infer<typeof routeRulesSchema>

export const noRules: RouteRules = {
  important: false,
  attachmentTypes: [],
  keyWords: [],
  recipients: [],
  senders: [],
  companies: [],
}

/** The rules by their name, in the order in which they are asked and shown. */
export const ruleNames = ['important', 'attachmentTypes', 'keyWords', 'recipients', 'senders', 'companies'] as const
export type RuleName = (typeof ruleNames)[number]

/** What an incoming route says beyond whom it serves (R1). */
export const incomingRouteSettingsSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** `*` makes it a wildcard route (R6). */
  emailAddress: z.string().max(320),
  processId: z.string().nullable(),
  ticketCategory: z.string().max(200).nullable(),
  forAttention: z.string().max(200).nullable(),
  sendAutomatedEmails: z.boolean(),
  answerCc: z.boolean(),
  testMode: z.boolean(),
  enabled: z.boolean(),
  match: z.enum(ruleMatches).default('all'),
  rules: routeRulesSchema.default(noRules),
})
export type IncomingRouteSettings = z.infer<typeof incomingRouteSettingsSchema>

/** The settings of a route alone: what is saved, compared and restored of it, without its place (R12). */
export const routeSettings = (route: IncomingRouteSettings): IncomingRouteSettings => ({
  name: route.name,
  emailAddress: route.emailAddress,
  processId: route.processId,
  ticketCategory: route.ticketCategory,
  forAttention: route.forAttention,
  sendAutomatedEmails: route.sendAutomatedEmails,
  answerCc: route.answerCc,
  testMode: route.testMode,
  enabled: route.enabled,
  match: route.match,
  rules: route.rules,
})

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
  /** The address of the running version (T2); null while it never ran. `emailAddress` is the draft's. */
  readonly runningAddress: string | null
}

/** The address that a route sends under: what runs while it is enabled, else what its draft says (T2). */
export const addressInUse = (route: Pick<OutgoingRoute, 'enabled' | 'runningAddress' | 'emailAddress'>): string =>
  route.enabled ? (route.runningAddress ?? route.emailAddress) : route.emailAddress
