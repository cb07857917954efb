import { holdingSchema, plannedSchema, plannedStartSchema } from '../domain/golive/planned.ts'
import { observedSchema } from '../domain/golive/observed.ts'
import { asideReasons } from '../domain/ledger.ts'
import { connectorSettingsSchema, receivingStates } from '../domain/connector.ts'
import { waypoints } from '../domain/golive/checklist.ts'
import { lineStates } from '../domain/golive/line.ts'
import { workStates } from '../domain/workItem.ts'
import { connectorView } from './connectors.ts'
import { command, query } from './define.ts'
import { observedFigures } from './observed.ts'
import { byId, id, instant, jobSchema, nothing, page, pageOf, revised, wordSchema, z } from './shapes.ts'

const observedMail = z.strictObject({
  id,
  subject: z.string(),
  sender: z.string(),
  receivedAt: instant.nullable(),
  firstSeenAt: instant,
  /** Null while it was not looked at yet. */
  outcome: observedSchema.shape.outcome.nullable(),
  reason: z.enum(asideReasons).nullable(),
  /** Names of the routes that would have taken it. */
  routes: z.array(z.string()),
  acknowledgements: z.number().int(),
  /** Whether it can be tried in the proving ground. */
  stored: z.boolean(),
})
export type ObservedMail = z.infer<typeof observedMail>

const mend = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('open'), tab: z.enum(['settings', 'test']) }),
  z.strictObject({
    act: z.enum(['enable', 'observe', 'hold', 'choose-start', 'plan', 'resume', 'holding', 'processes']),
  }),
  z.strictObject({ act: z.literal('routes'), connectorId: id.nullable() }),
  z.strictObject({ act: z.literal('process'), processId: id }),
  z.strictObject({ act: z.literal('set-live'), processId: id }),
])

/** One line of a checklist: what is so, what it means, and the act that mends it. */
export const checklistLine = z.strictObject({
  id: z.string(),
  state: z.enum(lineStates),
  /** Receiving cannot be switched on before it is mended. */
  blocks: z.boolean(),
  title: wordSchema,
  says: wordSchema.nullable(),
  mend: z.strictObject({ word: wordSchema, act: mend }).nullable(),
})

const checklistRow = z.strictObject({
  connectorId: id,
  name: z.string(),
  revision: z.number().int(),
  owner: z.string(),
  primaryAddress: z.string(),
  useFor: connectorSettingsSchema.shape.useFor,
  pop3: z.boolean(),
  enabled: z.boolean(),
  sending: z.boolean(),
  receiving: z.enum(receivingStates),
  holding: holdingSchema.nullable(),
  planned: plannedSchema.nullable(),
  /** The planned instant; null while none is planned. */
  at: instant.nullable(),
  standing: z.enum(['live', 'ready', 'not-ready', 'to-do']),
  mayStart: z.boolean(),
  path: z.array(z.strictObject({ waypoint: z.enum(waypoints), reached: z.boolean() })),
  lines: z.array(checklistLine),
  done: z.number().int(),
  dangers: z.number().int(),
  toDo: z.number().int(),
  /** Until when the last start of receiving can be put back; null when it cannot. */
  putBackUntil: instant.nullable(),
})
export type ChecklistRow = z.infer<typeof checklistRow>

/** The go-live of one process that is not deleted. */
const processChecklistRow = z.strictObject({
  processId: id,
  path: z.string(),
  revision: z.number().int(),
  live: z.boolean(),
  /** *Well*: nothing to do; also a draft that no enabled route leads to. */
  standing: z.enum(['not-ready', 'to-do', 'well']),
  lines: z.array(checklistLine),
  done: z.number().int(),
  dangers: z.number().int(),
  toDo: z.number().int(),
})
export type ProcessChecklistRow = z.infer<typeof processChecklistRow>
export type ChecklistLineView = z.infer<typeof checklistLine>

const putBackPreview = z.strictObject({
  since: instant,
  until: instant,
  /** It was begun and did not come to its end: it goes on where it stopped. */
  begun: z.boolean(),
  kind: z.enum(['receiving', 'holding-folder']),
  /** What receiving is set to. */
  receiving: z.enum(receivingStates),
  folder: z.string(),
  pop3: z.boolean(),
  /** Mails that are decided anew one day; those that were taken out are put in again. */
  mails: z.number().int(),
  /** Mails that POP3 removed. */
  gone: z.number().int(),
  /** Ids of work items that nobody worked on. */
  withdrawn: z.array(z.string()),
  /** Work items that somebody worked on, or that were there before. */
  staying: z.array(z.strictObject({ id: z.string(), subject: z.string(), state: z.enum(workStates) })),
  acknowledgements: z.strictObject({ sent: z.number().int(), waiting: z.number().int() }),
})
export type PutBackPreview = z.infer<typeof putBackPreview>

const expiryRow = z.strictObject({
  id: z.string(),
  what: z.enum(['server-certificate', 'client-certificate', 'client-secret', 'consent', 'announced']),
  /** The last day on which it works. */
  endsOn: z.iso.date(),
  tone: z.enum(['ok', 'warning', 'failed']),
  title: wordSchema,
  says: wordSchema,
  /** Where an announced date is written. */
  source: z.string().nullable(),
  dependsOn: z.strictObject({
    connectors: z.array(z.strictObject({ id, name: z.string() })),
    /** Paths of live processes that send from them. */
    processes: z.array(z.string()),
  }),
})
export type ExpiryRow = z.infer<typeof expiryRow>

export const golive = {
  /** G6: what will stop a connector, the soonest first, with what depends on it. */
  expiry: query(nothing, z.strictObject({ at: instant, rows: z.array(expiryRow) })),
  /** G4: computed from what is so now; what needs somebody first. */
  checklist: query(
    nothing,
    z.strictObject({ at: instant, rows: z.array(checklistRow), processes: z.array(processChecklistRow) }),
  ),
  /** G4: the same as a file to hand round: one page of HTML that needs nothing else, or Markdown. */
  report: query(
    z.strictObject({ format: z.enum(['html', 'markdown']) }),
    z.strictObject({ fileName: z.string(), text: z.string() }),
  ),
  /** I15: what was observed, mail by mail, the newest first. */
  observed: query(
    z.strictObject({ connectorId: id, ...page }),
    pageOf(observedMail).extend({ figures: observedFigures.nullable() }),
  ),
  /** G5: date with its zone, the mail that becomes work then, and the owner. Effective at once (T3). */
  plan: command(revised.extend({ owner: z.string().max(200), planned: plannedSchema.nullable() }), connectorView),
  /** G2: the two folders; the draft reads the holding folder from then on. Null: no holding folder any more. */
  hold: command(
    revised.extend({ folders: holdingSchema.nullable(), create: z.boolean().default(false) }),
    connectorView,
  ),
  /** G2: does the holding folder receive mail? It is counted, and nothing in it is read. */
  holding: command(
    byId,
    z.strictObject({
      /** Why this connector cannot wait in a holding folder. */
      refused: wordSchema.nullable(),
      folder: z.string().nullable(),
      exists: z.boolean(),
      mails: z.number().int(),
      newest: instant.nullable(),
      /** Received in the last 30 days. */
      recent: z.number().int(),
    }),
  ),
  /** G2, G3, G5: starts receiving on one or many connectors, each with its steps; a failure leaves that one as it was. */
  switch: command(
    z.strictObject({
      ids: z.array(id).min(1).max(1000),
      /** For those that have no start planned. */
      start: plannedStartSchema.nullable().default(null),
      withoutSecondSlot: z.boolean().optional(),
    }),
    jobSchema,
  ),
  /** G3, B: the original becomes Outgoing, a new one takes the incoming side with all that it received. */
  split: command(
    revised.extend({ name: z.string() }),
    z.strictObject({ incoming: connectorView, outgoing: connectorView }),
  ),
  /** G5: what *Put back* can return, and what not. Refused once its hour is over. */
  putBackPreview: query(byId, putBackPreview),
  /** G5: stops receiving at once, then returns the mail and withdraws what became of it. */
  putBack: command(revised, jobSchema),
}
