import type { Company } from '../../../src/domain/company.ts'
import type { Message } from '../../../src/domain/message.ts'
import { noRules, type IncomingRoute, type RouteRules } from '../../../src/domain/route.ts'
import { addressSet } from '../../../src/domain/routing/judge.ts'
import { planWorkItems, type Plan } from '../../../src/domain/routing/plan.ts'
import {
  nothingKnown,
  type ItemStanding,
  type Knowledge,
  type PlanState,
} from '../../../src/domain/routing/planState.ts'
import { compileRoutes } from '../../../src/domain/routing/routeIndex.ts'

const at = (address: string) => ({ name: '', address })

/** A mail in short: addresses as lists, headers as an object. */
export interface ShortMail {
  readonly from?: readonly string[]
  readonly to?: readonly string[]
  readonly cc?: readonly string[]
  readonly replyTo?: readonly string[]
  readonly subject?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly attachments?: readonly string[]
  readonly messageId?: string | null
  readonly inReplyTo?: string
  readonly references?: readonly string[]
  readonly report?: Message['report']
}

export const mail = (part: ShortMail = {}): Message => ({
  messageId: part.messageId === undefined ? '<1@example.com>' : part.messageId,
  subject: part.subject ?? 'S',
  replyTo: (part.replyTo ?? []).map(at),
  date: null,
  inReplyTo: part.inReplyTo ?? null,
  references: part.references ?? [],
  headers: Object.entries(part.headers ?? {}).map(([name, value]) => ({ name, value })),
  text: '',
  attachments: (part.attachments ?? []).map((fileName) => ({
    fileName,
    mediaType: 'application/octet-stream',
    size: 1,
    digest: fileName,
  })),
  report: part.report ?? null,
  from: (part.from ?? ['anna@customer.example']).map(at),
  to: (part.to ?? ['support@example.com']).map(at),
  cc: (part.cc ?? []).map(at),
})

export const route = (
  id: string,
  emailAddress: string,
  part: Partial<Omit<IncomingRoute, 'rules'>> & { readonly rules?: Partial<RouteRules> } = {},
): IncomingRoute => ({
  id,
  emailAddress,
  connectorId: 'c',
  class: emailAddress === '*' ? 'wildcard' : 'normal',
  position: 1,
  revision: 1,
  name: id,
  processId: 'live',
  ticketCategory: null,
  forAttention: null,
  sendAutomatedEmails: false,
  answerCc: false,
  testMode: false,
  enabled: true,
  match: 'all',
  ...part,
  rules: { ...noRules, ...part.rules },
})
export const fallback = route('fallback', 'support@example.com', { class: 'fallback' })

const processes: Readonly<Record<string, { kind: 'ticket' | 'case'; live: boolean; deleted: boolean }>> = {
  live: { kind: 'ticket', live: true, deleted: false },
  case: { kind: 'case', live: true, deleted: false },
  draft: { kind: 'ticket', live: false, deleted: false },
  deleted: { kind: 'ticket', live: false, deleted: true },
}

export const item = (id: string, part: Partial<ItemStanding> = {}): ItemStanding => ({
  id,
  root: id,
  state: 'in-progress',
  waitingReason: null,
  closedAt: null,
  addressKey: 'support@example.com',
  threadKeys: ['support@example.com'],
  ...part,
})

/** The state of a mailbox `support@example.com`, connector `c`, at the beginning of time. */
export const stateOf = (
  routes: readonly IncomingRoute[],
  part: Partial<Omit<PlanState, 'knowledge' | 'routes' | 'blocked'>> & {
    readonly knowledge?: Partial<Knowledge>
    readonly companies?: readonly Company[]
    readonly blocked?: readonly string[]
  } = {},
): PlanState => {
  const { knowledge, companies = [], blocked = [], ...rest } = part
  return {
    workspaceId: 'w',
    connectorId: 'c',
    primaryAddress: 'support@example.com',
    routes: compileRoutes(routes, companies),
    process: (id) => (processes[id] ? { id, hasCategories: false, canSend: true, ...processes[id] } : undefined),
    routedElsewhere: () => false,
    isOwnAddress: (key) => key.endsWith('@example.com'),
    isRouted: (key) => key.endsWith('@example.com'),
    plusAddressing: 'off',
    ownAddressMail: 'route',
    blocked: addressSet(blocked),
    reopenDays: 30,
    tagCheck: () => 'k7f2qx',
    deliveryHeader: null,
    knowledge: { ...nothingKnown, ...knowledge },
    now: 0,
    ...rest,
  }
}

/** What a plan comes to, part by part, in short. */
export const short = ({ parts, outcome, reason }: Plan): readonly string[] =>
  parts.length === 0
    ? [`${outcome}: ${reason}`]
    : parts.map((part) => {
        switch (part.kind) {
          case 'create':
            return `${part.routeId}: ${part.recipient}${part.linkedTo === null ? '' : ` (linked to ${part.linkedTo})`}`
          case 'join':
            return `joins ${part.itemId} as ${part.mark}${part.state === 'to-do' ? ', to do' : ''}`
          case 'unhandled':
            return `${part.routeId}: ${part.reason}`
          case 'report':
            return `report about ${part.outboxId}`
        }
      })

export const outcome = (message: Message, ...routes: readonly IncomingRoute[]): readonly string[] =>
  short(planWorkItems(message, stateOf(routes)))

/** The same numbers in every run (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
