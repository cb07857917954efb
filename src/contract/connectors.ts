import { afterMailSchema, connectorSettingsSchema, receivingStates } from '../domain/connector.ts'
import { consentFactsSchema } from '../domain/oauth.ts'
import { holdingSchema, plannedSchema } from '../domain/golive/planned.ts'
import { certificateView, readCertificate, typedCertificate } from './certificates.ts'
import { command, query } from './define.ts'
import { observedFigures } from './observed.ts'
import { consequences } from './routes.ts'
import {
  byId,
  failureSchema,
  id,
  instant,
  jobSchema,
  nothing,
  proofSchema,
  revised,
  stateMark,
  wordSchema,
  z,
} from './shapes.ts'

const fallback = z.strictObject({
  processId: id,
  ticketCategory: z.string().nullable(),
  forAttention: z.string().nullable(),
  sendAutomatedEmails: z.boolean(),
  testMode: z.boolean(),
})

const difference = z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })

const side = z.strictObject({
  /** The state that lists show for this side; null when the side is not in use. */
  mark: stateMark.nullable(),
  proof: proofSchema.omit({ steps: true }).nullable(),
  /** Whether the saved draft is proved for this side and may be enabled without a new test (T4). */
  proved: z.boolean(),
})

export const connectorRow = z.strictObject({
  id,
  revision: z.number().int(),
  name: z.string(),
  primaryAddress: z.string(),
  useFor: connectorSettingsSchema.shape.useFor,
  incomingService: z.string().nullable(),
  outgoingService: z.string().nullable(),
  username: z.string(),
  enabled: z.boolean(),
  sending: z.boolean(),
  receiving: z.enum(receivingStates),
  /** S7: since when it waits to be resumed after a restore or copy; null while it may run. */
  heldSince: instant.nullable(),
  incoming: side,
  outgoing: side,
  /** Lists show what needs a person first. */
  needsAttention: z.boolean(),
  lastPoll: z
    .strictObject({ at: instant, durationMs: z.number(), failure: failureSchema.nullable(), waiting: z.number().int() })
    .nullable(),
  nextPollAt: instant.nullable(),
  inToday: z.number().int(),
  outToday: z.number().int(),
})

export const connectorView = connectorRow.extend({
  draft: connectorSettingsSchema,
  running: connectorSettingsSchema.nullable(),
  runningSince: instant.nullable(),
  hasPassword: z.boolean(),
  /** C9: of the draft, as is the consent; neither ever comes out. */
  hasClientSecret: z.boolean(),
  /** Whom Microsoft signed in for it, and the last day on which that is good unless it is used before; `stored`: whether it can be had. */
  consent: consentFactsSchema.extend({ endsOn: z.iso.date().nullable(), stored: z.boolean() }).nullable(),
  /** C11: of the draft; `stored`: whether its key can be had. */
  certificate: certificateView.extend({ stored: z.boolean() }).nullable(),
  /** T2: while draft and running differ. */
  pending: z.array(difference),
  /** What is missing, field by field: some of it keeps the draft from being tested, all of it from being enabled. */
  problems: z.array(z.strictObject({ field: z.string(), word: wordSchema, blocks: z.enum(['test', 'enable']) })),
  /** Said while reading, never enforced: services on their way out, unusual ports. */
  advice: z.array(z.strictObject({ field: z.string(), word: wordSchema })),
  afterMail: afterMailSchema,
  furtherAddresses: z.array(z.string()),
  owner: z.string(),
  /** I6: the header of its own server that counts as a recipient; null: To and Cc alone. */
  deliveryHeader: z.string().nullable(),
  fallback: fallback.nullable(),
  /** C16 */
  wasEnabledForSending: z.boolean(),
  incomingRoutes: z.number().int(),
  outgoingRoutes: z.number().int(),
  /** I14: mail of the last days that another client took before it was seen here; null while there is none. */
  missed: z
    .strictObject({ mails: z.number().int(), polls: z.number().int(), since: instant, last: instant, word: wordSchema })
    .nullable(),
  /** I15: what was observed and has no decision yet; null while there is none. */
  observed: observedFigures.nullable(),
  /** G5 */
  planned: plannedSchema.nullable(),
  /** G2: the folders of a holding-folder go-live. */
  holding: holdingSchema.nullable(),
  /** Why a side stands still, with what to do; null while it runs. */
  stopped: z.strictObject({
    incoming: z.strictObject({ since: instant, failure: failureSchema, nextTryAt: instant.nullable() }).nullable(),
    outgoing: z.strictObject({ since: instant, failure: failureSchema, nextTryAt: instant.nullable() }).nullable(),
  }),
})
export type ConnectorRow = z.infer<typeof connectorRow>
export type ConnectorView = z.infer<typeof connectorView>

/** I2, V1: mail is removed or moved only with a second way into the vault, or when a person goes on without one. */
const withoutSecondSlot = z.boolean().optional()

export const connectorSave = z.strictObject({
  /** Null makes a new connector. */
  id: id.nullable(),
  /** The revision that was read (S8); null for a new one. */
  revision: z.number().int().nullable(),
  name: z.string(),
  settings: connectorSettingsSchema,
  /** A new password, or null to keep the stored one (C5: never trimmed, never shown again). */
  password: z.string().nullable(),
  /** C9: a new client secret of the application; left out or null, the stored one stays. */
  clientSecret: z.string().nullable().optional(),
  /** A new certificate; left out or null, the stored one stays (C11). */
  certificate: typedCertificate.nullable().optional(),
  afterMail: afterMailSchema,
  furtherAddresses: z.array(z.string().max(320)).max(100),
  owner: z.string().max(200),
  /** I6: left out, it stays as it is; a new connector trusts none. */
  deliveryHeader: z.string().max(76).nullable().optional(),
  fallback: fallback.nullable(),
  withoutSecondSlot,
})

/** I6: an alias that mail was delivered to, and that its `To` did not name any more. */
export const seenRewrite = z.strictObject({
  address: z.string(),
  header: z.string(),
  arrivedAs: z.string(),
  mails: z.number().int(),
  since: instant,
  last: instant,
  /** Whether its header can be trusted on the connector: Resent-To cannot, anybody writes it. */
  canTrust: z.boolean(),
  word: wordSchema,
})
/** I6: an alias route that took nothing for 30 days while the primary address took mail. */
export const untakenRoute = z.strictObject({ routeId: id, name: z.string(), address: z.string(), word: wordSchema })
export type ConnectorRewrites = z.infer<typeof connectors.rewrites.output>

/** What waits in a mailbox, asked before receiving starts (I15). */
export const receivingQuestion = z.strictObject({
  folder: z.string(),
  /** Mails in the folder now, known here or not. */
  there: z.number().int(),
  /** Those of them that are not known here. */
  waiting: z.number().int(),
  oldest: instant.nullable(),
  newest: instant.nullable(),
  /** Counts by age, the eldest last. */
  ages: z.array(
    z.strictObject({ within: z.enum(['day', 'week', 'month', 'year', 'older', 'unknown']), count: z.number().int() }),
  ),
  /** Whether this folder was read before: then nothing has to be asked. */
  answered: z.boolean(),
  fallbackProcess: z.strictObject({ id, path: z.string(), live: z.boolean() }).nullable(),
})

/** What the waiting mail would become, as far as it was looked at. */
export const receivingPreview = z.strictObject({
  waiting: z.number().int(),
  /** The newest ones, as many as could be read in time. */
  looked: z.number().int(),
  /** Of those, mails that could not be read or are over the size limit. */
  unread: z.number().int(),
  outcomes: z.strictObject({
    created: z.number().int(),
    joined: z.number().int(),
    duplicate: z.number().int(),
    ignored: z.number().int(),
    blocked: z.number().int(),
    unhandled: z.number().int(),
  }),
  /** The routes that would take them, the most used first. */
  routes: z.array(z.strictObject({ routeId: z.string(), name: z.string(), mails: z.number().int() })),
  /** How many acknowledgements would go out. */
  acknowledgements: z.number().int(),
})

export const receivingStart = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('now') }),
  z.strictObject({ from: z.literal('date'), date: instant }),
  z.strictObject({ from: z.literal('all') }),
  z.strictObject({ from: z.literal('hold') }),
])

export const connectors = {
  list: query(nothing, z.strictObject({ rows: z.array(connectorRow) })),
  get: query(byId, connectorView),
  save: command(connectorSave, connectorView),
  /** I6: trusts one delivery header of its own server for matching, or none; effective at once (T3). */
  trustHeader: command(revised.extend({ header: z.string().max(76).nullable() }), connectorView),
  /** I6: signs that its server rewrites `To`: what delivery headers said, and alias routes that nothing reaches. */
  rewrites: query(byId, z.strictObject({ seen: z.array(seenRewrite), untaken: z.array(untakenRoute) })),
  discardDraft: command(revised, connectorView),
  /** R12: the draft as it was after one change of its history; the password and what happens to mail stay as they are. */
  restore: command(revised.extend({ historyId: id }), connectorView),
  /** T1, T2, T4: makes the proved draft the running version and switches the sides in use on. */
  enable: command(
    revised.extend({
      sending: z.boolean().default(true),
      receiving: z.enum(receivingStates).default('on'),
      start: receivingStart.nullable().default(null),
      setProcessLive: z.boolean().default(false),
      withoutSecondSlot,
    }),
    connectorView,
  ),
  disable: command(revised, connectorView),
  setSending: command(revised.extend({ on: z.boolean() }), connectorView),
  setReceiving: command(
    revised.extend({ to: z.enum(receivingStates), start: receivingStart.nullable().default(null), withoutSecondSlot }),
    connectorView,
  ),
  question: command(byId, receivingQuestion),
  /** I15: what would become of the waiting mail. Reads it, and changes nothing. */
  preview: command(
    z.strictObject({ id, start: receivingStart, setProcessLive: z.boolean().default(false) }),
    receivingPreview,
  ),
  /** S7: what a connector of a restored or copied workspace would meet. Connects and counts; no content is read. */
  resumePreview: command(
    byId,
    z.strictObject({
      heldSince: instant,
      /** Null where it does not receive. */
      incoming: receivingQuestion.nullable(),
      newestKnown: z.strictObject({ at: instant, subject: z.string() }).nullable(),
      /** Mail under its addresses that waits for a person. */
      outbox: z.strictObject({ parked: z.number().int(), unknown: z.number().int() }),
    }),
  ),
  /** S7: lets it run again; `start` says which of the mail that is not known here becomes work (I15). */
  resume: command(revised.extend({ start: receivingStart.nullable().default(null) }), connectorView),
  /**
   * C9: a person signs in once, in a browser, for a connector whose draft asks for that. While the work runs its note names the page to open, as `url`;
   * it ends when the answer came, and the draft has the consent then.
   */
  signIn: command(revised, jobSchema),
  /** C11: looks into a certificate file; nothing is kept. */
  readCertificate: command(typedCertificate, readCertificate),
  folders: command(
    z.strictObject({ settings: connectorSettingsSchema, password: z.string().nullable(), connectorId: id.nullable() }),
    z.strictObject({
      folders: z.array(z.strictObject({ path: z.string(), parts: z.array(z.string()), selectable: z.boolean() })),
    }),
  ),
  /** C18, P3: what would stop. */
  consequences: query(byId, consequences.extend({ name: z.string(), incomingRoutes: z.array(z.string()) })),
  /** P3: what stops when the draft takes the place of what runs, and with it another Primary Email Address; `addresses` are carried no more. */
  enablingStops: query(byId.extend({ sending: z.boolean() }), consequences.extend({ addresses: z.array(z.string()) })),
  /** The name typed by hand confirms (C18). */
  remove: command(revised.extend({ typedName: z.string() }), nothing),
}
