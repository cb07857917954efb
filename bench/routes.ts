import type { Company } from '../src/domain/company.ts'
import type { Message } from '../src/domain/message.ts'
import { noRules, type IncomingRoute, type RouteRules } from '../src/domain/route.ts'
import { nothingKnown, type PlanState } from '../src/domain/routing/planState.ts'
import { compileRoutes, type RouteIndex } from '../src/domain/routing/routeIndex.ts'

export const primary = 'support@example.com'

/** Mailbox `support@example.com` with these routes, and nothing known of earlier mail. */
export const stateWith = (routes: RouteIndex): PlanState => ({
  workspaceId: 'w',
  connectorId: 'c',
  primaryAddress: primary,
  routes,
  process: (id) => ({ id, kind: 'ticket', live: true, deleted: false, hasCategories: false, canSend: true }),
  routedElsewhere: () => false,
  isOwnAddress: () => false,
  isRouted: () => false,
  plusAddressing: 'off',
  ownAddressMail: 'route',
  blocked: { addresses: new Set(), domains: new Set() },
  reopenDays: 30,
  tagCheck: () => 'k7f2qx',
  deliveryHeader: null,
  knowledge: nothingKnown,
  now: 0,
})

export const routeAt = (
  at: number,
  emailAddress: string,
  rules: Partial<RouteRules> = {},
  part: Partial<Pick<IncomingRoute, 'class' | 'match'>> = {},
): IncomingRoute => ({
  id: `r${at}`,
  connectorId: 'c',
  class: 'normal',
  position: at,
  revision: 1,
  name: `Route ${at}`,
  emailAddress,
  processId: 'p',
  ticketCategory: null,
  forAttention: null,
  sendAutomatedEmails: false,
  answerCc: false,
  testMode: false,
  enabled: true,
  match: 'all',
  ...part,
  rules: { ...noRules, ...rules },
})
export const fallback: IncomingRoute = routeAt(0, primary, {}, { class: 'fallback' })

export const messageTo = (to: string, from: string, subject: string, at: number): Message => ({
  messageId: `<${at}@customer.example>`,
  subject,
  replyTo: [],
  date: null,
  inReplyTo: null,
  references: [],
  headers: [
    { name: 'From', value: from },
    { name: 'To', value: to },
    { name: 'Subject', value: subject },
  ],
  text: '',
  attachments: [],
  report: null,
  from: [{ name: 'A customer', address: from }],
  to: [{ name: '', address: to }],
  cc: [],
})

/** Many routes of one kind, and the mail that each of them takes. */
export interface Shape {
  readonly title: string
  readonly route: (at: number) => IncomingRoute
  readonly mail: (at: number) => Message
  readonly companies: (count: number) => readonly Company[]
}

const ticket = (at: number): string => `INC-${String(at).padStart(6, '0')}`
const none = (): readonly Company[] => []

export const shapes: readonly Shape[] = [
  {
    title: 'an address each',
    route: (at) => routeAt(at, `alias${at}@example.com`),
    mail: (at) => messageTo(`alias${at}@example.com`, `user${at}@customer.example`, 'The printer is on fire', at),
    companies: none,
  },
  {
    title: 'one address, a sender each',
    route: (at) => routeAt(at, primary, { senders: [`user${at}@customer.example`] }),
    mail: (at) => messageTo(primary, `user${at}@customer.example`, 'The printer is on fire', at),
    companies: none,
  },
  {
    title: 'one address, a key word each, all beginning alike',
    route: (at) => routeAt(at, primary, { keyWords: [ticket(at)] }),
    mail: (at) => messageTo(primary, 'anna@customer.example', `AW: Question about ${ticket(at)}, second reminder`, at),
    companies: none,
  },
  {
    title: 'one address, a company and a key word each',
    route: (at) => routeAt(at, primary, { companies: [`company${at}`], keyWords: ['outage', 'down'] }),
    mail: (at) => messageTo(primary, `anna@company${at}.example`, 'Outage since this morning', at),
    companies: (count) =>
      Array.from({ length: count }, (_, at) => ({
        id: `company${at}`,
        name: `Company ${at}`,
        entries: [`*@company${at}.example`],
        revision: 1,
      })),
  },
]

export const compiled = ({ route, companies }: Shape, count: number): RouteIndex =>
  compileRoutes([...Array.from({ length: count }, (_, at) => route(at)), fallback], companies(count))
