import { asideReasons, mailOutcomes } from '../domain/ledger.ts'
import { workKinds } from '../domain/process.ts'
import { incomingRouteSettingsSchema, routeClasses, ruleNames } from '../domain/route.ts'
import { acknowledgementReasons } from '../domain/routing/acknowledgement.ts'
import { expectedOutcomeSchema } from '../domain/routing/routeTest.ts'
import { routeVerdicts } from '../domain/routing/trace.ts'
import { itemMailMarks } from '../domain/workItem.ts'
import { command, query } from './define.ts'
import { id, instant, jobSchema, nothing, page, pageOf, revised, tones, wordSchema, z } from './shapes.ts'

/** Octets of one call; what base64 adds included, since that is what crosses. */
export const mostOctets = 40 * 1024 * 1024

/** A mail to try: a file's content, or one that the workspace keeps, as stored mail or as a route test. */
const triedMail = z.union([
  z.strictObject({ name: z.string().max(500), base64: z.string().max(mostOctets) }),
  z.strictObject({ mailId: id }),
  z.strictObject({ testId: id }),
])

/** A route as it stands in the editor: `id` null is one that is not saved yet. */
export const routeEdit = z.strictObject({ id: id.nullable(), settings: incomingRouteSettingsSchema })
export type RouteEdit = z.infer<typeof routeEdit>

const ids = z.array(id).min(1).max(20_000)
/** What could be done with the incoming routes of one connector: an edit, or an act on some of them. */
export const routesChange = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('edit'), route: routeEdit }),
  z.strictObject({ what: z.literal('remove'), ids }),
  z.strictObject({ what: z.literal('switch'), ids, enabled: z.boolean() }),
  /** Together to a position of their class, counted from 1 on (R8). */
  z.strictObject({ what: z.literal('move'), ids, to: z.number().int().min(1) }),
])
export type RoutesChange = z.infer<typeof routesChange>

const acknowledgement = z.strictObject({
  kind: z.enum(['send', 'hold', 'none']),
  to: z.string().nullable(),
  cc: z.array(z.string()),
  /** Why there is none. */
  why: z.enum(acknowledgementReasons).nullable(),
  says: wordSchema,
})

/** One part of what a mail becomes. Work items that do not exist are called *new ticket 1*, *new case 2*. */
const provenPart = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('create'),
    recipient: z.string(),
    routeId: z.string(),
    routeName: z.string(),
    item: z.string(),
    work: z.enum(workKinds),
    processId: z.string(),
    processPath: z.string(),
    category: z.string().nullable(),
    forAttention: z.string().nullable(),
    test: z.boolean(),
    linkedTo: z.string().nullable(),
    acknowledgement,
  }),
  z.strictObject({ kind: z.literal('join'), item: z.string(), mark: z.enum(itemMailMarks), toDo: z.boolean() }),
  z.strictObject({
    kind: z.literal('unhandled'),
    recipient: z.string().nullable(),
    routeId: z.string().nullable(),
    routeName: z.string().nullable(),
    reason: z.enum(asideReasons),
  }),
  /** A delivery report about a mail of ours (N35). */
  z.strictObject({ kind: z.literal('report'), outboxId: z.string() }),
])
export type ProvenPart = z.infer<typeof provenPart>

const ruleTrace = z.strictObject({
  rule: z.enum(ruleNames),
  holds: z.boolean(),
  /** The first entries of a long list; `wantedCount` is how many there are. */
  wanted: z.array(z.string()),
  wantedCount: z.number().int(),
  /** Which of them the mail shows. */
  met: z.array(z.string()),
  saw: z.array(z.string()),
})
const routeTrace = z.strictObject({
  /** Null: the edited route that is not saved yet. */
  routeId: z.string().nullable(),
  name: z.string(),
  class: z.enum(routeClasses),
  /** Its place among the routes of its class, from 1 on. */
  order: z.number().int(),
  verdict: z.enum(routeVerdicts),
  wouldTake: z.boolean(),
  match: z.enum(['all', 'any']),
  rules: z.array(ruleTrace),
  says: wordSchema,
})
export type ProvenRoute = z.infer<typeof routeTrace>

const recipientTrace = z.strictObject({
  /** Null: the mail as a whole, for wildcard routes and the fallback. */
  recipient: z.string().nullable(),
  routes: z.array(routeTrace),
  /** Routes behind those shown, which were not asked or did not take it. */
  left: z.number().int(),
  part: provenPart.nullable(),
  /** What becomes of this recipient, in a sentence. */
  says: wordSchema,
})
export type ProvenRecipient = z.infer<typeof recipientTrace>

export const checks = ['size', 'test', 'loop', 'report', 'blocked', 'sender', 'copy', 'automatic', 'reply'] as const
/** What one check of N30 found: `is` by name, and in words. */
const verdict = z.strictObject({
  check: z.enum(checks),
  is: z.string(),
  tone: z.enum(tones),
  says: wordSchema,
})

/** How a mail ends: those of the ledger, a test message of Waypost that every poll passes over (T10), a file that is no mail. */
export const provenOutcomes = [...mailOutcomes, 'passed-over', 'not-read'] as const

/** What becomes of a mail, short enough for a list. */
const outcomeView = z.strictObject({
  outcome: z.enum(provenOutcomes),
  reason: z.enum(asideReasons).nullable(),
  parts: z.array(provenPart),
  mark: z.strictObject({ tone: z.enum(tones), says: wordSchema }),
  says: wordSchema,
})
export type OutcomeView = z.infer<typeof outcomeView>

export const provenMail = outcomeView.extend({
  /** The file's name, or the subject of a stored mail. */
  name: z.string(),
  mailId: z.string().nullable(),
  size: z.number().int(),
  head: z
    .strictObject({
      subject: z.string(),
      from: z.string(),
      to: z.array(z.string()),
      cc: z.array(z.string()),
      date: instant.nullable(),
      messageId: z.string().nullable(),
      important: z.boolean(),
      attachments: z.array(z.string()),
    })
    .nullable(),
  verdicts: z.array(verdict),
  recipients: z.array(recipientTrace),
  hints: z.array(wordSchema),
  /** With an edited route: what it would become without the edit, and whether that is the same. */
  before: z.strictObject({ view: outcomeView, same: z.boolean() }).nullable(),
  /** What a route test of it would expect: its outcome if no copy of it had come before. Null where nothing was decided. */
  expected: expectedOutcomeSchema.nullable(),
})
export type ProvenMail = z.infer<typeof provenMail>

const storedRow = z.strictObject({
  mailId: id,
  connectorId: id,
  connectorName: z.string(),
  subject: z.string(),
  from: z.string(),
  receivedAt: instant,
  outcome: z.enum(mailOutcomes),
})
export type StoredRow = z.infer<typeof storedRow>

export const routeTestRow = z.strictObject({
  id,
  revision: z.number().int(),
  name: z.string(),
  connectorId: id,
  connectorName: z.string(),
  subject: z.string(),
  from: z.string(),
  createdAt: instant,
  expected: z.strictObject({ outcome: expectedOutcomeSchema, says: wordSchema }),
})
export type RouteTestRow = z.infer<typeof routeTestRow>

export const routeTestResult = routeTestRow.extend({
  result: z.enum(['passed', 'failed', 'not-run']),
  /** What happens now; null where it could not be run. */
  now: outcomeView.nullable(),
  /** The difference, or why it was not run. */
  says: wordSchema,
})
export type RouteTestResult = z.infer<typeof routeTestResult>

const difference = z.strictObject({
  of: z.enum(['route-test', 'stored-mail']),
  /** The route test's or the mail's. */
  id,
  name: z.string(),
  from: z.string(),
  receivedAt: instant,
  before: outcomeView,
  after: outcomeView,
  /** Of a route test: whether it passes with the edit. */
  passes: z.boolean().nullable(),
})
export type Difference = z.infer<typeof difference>

export const comparison = z.strictObject({
  tests: z.strictObject({ compared: z.number().int(), of: z.number().int() }),
  mails: z.strictObject({ compared: z.number().int(), of: z.number().int() }),
  /** Stored mail that could not be read: the vault is locked, or its source is not here any more. */
  notRead: z.number().int(),
  /** V3: mail of the connector that retention removed; it is passed over. */
  removed: z.number().int(),
  /** Why it ended before all were compared. */
  ended: z.enum(['done', 'out-of-time', 'cancelled']),
  differences: z.array(difference),
})
export type Comparison = z.infer<typeof comparison>

export const proving = {
  /**
   * What would become of these mails, one after the other as if they arrived in this order (R15). Nothing is written, ever. With `routes` as they
   * stand in the editor instead of as they are saved.
   */
  try: query(
    z.strictObject({
      connectorId: id,
      mails: z.array(triedMail).min(1).max(200),
      routes: z.array(routeEdit).max(50).default([]),
    }),
    z.strictObject({ mails: z.array(provenMail) }),
  ),
  /** Mail whose source is stored, newest first. */
  storedMail: query(
    z.strictObject({ connectorId: id.nullable().default(null), search: z.string().max(200).default(''), ...page }),
    pageOf(storedRow).extend({
      /** V3: mail that retention removed, which is not in this list. */
      removed: z.number().int(),
    }),
  ),
  /** The source of a kept mail, to read. */
  source: query(
    z.union([z.strictObject({ mailId: id }), z.strictObject({ testId: id })]),
    z.strictObject({ name: z.string(), base64: z.string() }),
  ),
  /** Which route tests and which stored mails would end otherwise after a change. A job where it takes longer than a moment. */
  compare: query(
    z.strictObject({
      connectorId: id,
      change: routesChange,
      /** The newest so many stored mails of the connector. */
      newest: z.number().int().min(0).max(5000).default(500),
    }),
    z.strictObject({ job: jobSchema.nullable(), comparison: comparison.nullable() }),
  ),
  /** What a job of `compare` found. */
  compared: query(z.strictObject({ jobId: id }), comparison),
  tests: query(
    z.strictObject({ connectorId: id.nullable().default(null) }),
    z.strictObject({ rows: z.array(routeTestRow) }),
  ),
  runTests: query(
    z.strictObject({ connectorId: id.nullable().default(null), ids: z.array(id).max(1000).nullable().default(null) }),
    z.strictObject({ rows: z.array(routeTestResult), passed: z.number().int(), failed: z.number().int() }),
  ),
  /** Keeps a mail as a route test; it expects what happens now, unless another outcome is given. */
  addTest: command(
    z.strictObject({
      name: z.string().trim().min(1).max(200),
      connectorId: id,
      mail: triedMail,
      expected: expectedOutcomeSchema.nullable().default(null),
    }),
    routeTestRow,
  ),
  /** What happens now is what the test expects from now on. */
  acceptTest: command(revised, routeTestRow),
  /** Another name; what it expects stays. */
  renameTest: command(revised.extend({ name: z.string().trim().min(1).max(200) }), routeTestRow),
  removeTest: command(revised, nothing),
}
