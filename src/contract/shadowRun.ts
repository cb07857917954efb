import { differenceCodes, shadowVerdicts } from '../domain/migration/shadow/compare.ts'
import { fateSchema, mostAddresses, shadowStates, wayShape } from '../domain/migration/shadow/run.ts'
import { command, query } from './define.ts'
import { byId, failureSchema, id, instant, jobSchema, revised, tones, wordSchema, z } from './shapes.ts'

const count = z.number().int()
const tone = z.enum(tones)

/** One message of a pair, with what became of it in a sentence. */
const sentView = z.strictObject({
  way: wayShape,
  messageId: z.string(),
  what: z.enum(fateSchema.options.map((option) => option.shape.what.value)),
  tone,
  word: wordSchema,
  /** The server's own words, where it refused. */
  reply: z.string().nullable(),
})

const rowView = z.strictObject({
  address: z.string(),
  /** Both ways are literally the same settings. */
  isSameWay: z.boolean(),
  old: sentView,
  next: sentView,
  verdict: z.enum(shadowVerdicts),
  tone,
  word: wordSchema,
  /** One sentence each: what it is, what it means, what to do. What harms first. */
  differences: z.array(z.strictObject({ code: z.enum(differenceCodes), tone, word: wordSchema })),
})
export type ShadowRow = z.infer<typeof rowView>

/** A shadow run: the same mail by the old gateway and by whoever carries it after Apply, and how it arrived. */
export const shadowRunView = z.strictObject({
  id,
  state: z.enum(shadowStates),
  startedAt: instant,
  finishedAt: instant.nullable(),
  startedBy: z.string(),
  /** What came of it, in one sentence. */
  says: wordSchema,
  tone,
  old: wayShape,
  /** The file that named the old gateway; null: it was typed. */
  fileName: z.string().nullable(),
  connectorId: id,
  connector: z.string(),
  recipient: z.string(),
  counts: z.strictObject({ same: count, differs: count, refused: count, notArrived: count, notRun: count }),
  rows: z.array(rowView),
  /** Test messages that may still come into the mailbox, or could not be removed. */
  leftovers: count,
  failure: failureSchema.nullable(),
})
export type ShadowRunView = z.infer<typeof shadowRunView>

const shadowView = z.strictObject({
  /** Why no shadow run is possible at all: there is no plan any more, or its migration is over. */
  closed: wordSchema.nullable(),
  /** The gateway as it was typed (`typed`), and as files named it where that is another one. */
  gateways: z.array(
    z.strictObject({ id, fileName: z.string().nullable(), way: wayShape, unusable: wordSchema.nullable() }),
  ),
  addresses: z.array(
    z.strictObject({
      address: z.string(),
      /** Who carries it after Apply, or carries it now; null: nobody. */
      connector: z.string().nullable(),
      /** Gateways whose settings are literally those of the connector. */
      sameAs: z.array(id),
    }),
  ),
  mailboxes: z.array(
    z.strictObject({ connectorId: id, connector: z.string(), address: z.string(), unusable: wordSchema.nullable() }),
  ),
  /** The newest run. */
  run: shadowRunView.nullable(),
})
export type ShadowView = z.infer<typeof shadowView>

const arrivedHeaders = z.array(z.strictObject({ name: z.string(), value: z.string() })).nullable()

/** The shadow run of a migration; it informs, and never keeps Apply from being possible. */
export const shadowRuns = {
  shadow: query(byId, shadowView),
  /** Sends two messages for each address; the job ends with the id of the run. */
  startShadow: command(
    revised.extend({
      gateway: id,
      connectorId: id,
      addresses: z.array(z.string().max(320)).min(1).max(mostAddresses),
    }),
    jobSchema,
  ),
  /** The headers of the newest run as they arrived; null where nothing did. */
  shadowHeaders: query(
    byId.extend({ address: z.string().max(320) }),
    z.strictObject({ old: arrivedHeaders, next: arrivedHeaders }),
  ),
}
