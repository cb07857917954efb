import { authentications, securities } from '../../connector.ts'
import { failureSchema } from '../../failure.ts'
import { z } from '../../schema.ts'

/** The two that carry the same mail: what the old programs used, and whoever carries the address after Apply. */
export const shadowSides = ['old', 'next'] as const
export type ShadowSide = (typeof shadowSides)[number]

/** One way out, as far as a server can tell it from another. */
export const wayShape = z.strictObject({
  /** The connector whose settings they are; null: the old gateway, which is none. */
  connector: z.string().nullable(),
  host: z.string(),
  port: z.number().int(),
  security: z.enum(securities),
  authentication: z.enum(authentications),
  username: z.string(),
  /** Null: this computer's name (C20). */
  ehloName: z.string().nullable(),
})
export type Way = z.infer<typeof wayShape>

/** A message as it lay in the mailbox. */
export const arrivedSchema = z.strictObject({
  what: z.literal('arrived'),
  folder: z.string(),
  /** The folder is the mailbox's own for spam (RFC 6154). */
  isJunk: z.boolean(),
  /** From the handing over until it was seen. */
  seconds: z.number().int(),
  /** As it is there by then; the addresses of From, in order. */
  from: z.array(z.string()),
  messageId: z.string().nullable(),
  headers: z.array(z.strictObject({ name: z.string(), value: z.string() })),
})
export type Arrived = z.infer<typeof arrivedSchema>

/** What became of one message of a shadow run. */
export const fateSchema = z.discriminatedUnion('what', [
  /** Still to be sent, or looked for. */
  z.strictObject({ what: z.literal('waiting') }),
  arrivedSchema,
  /** It was taken, and not seen within so many minutes. */
  z.strictObject({ what: z.literal('not-arrived'), minutes: z.number() }),
  /** It was not taken, or could not be sent. */
  z.strictObject({ what: z.literal('refused'), failure: failureSchema }),
  /** The run ended before anything was known of it. */
  z.strictObject({ what: z.literal('cancelled') }),
])
export type Fate = z.infer<typeof fateSchema>

const message = z.strictObject({
  way: wayShape,
  messageId: z.string(),
  fate: fateSchema,
})
export type ShadowMessage = z.infer<typeof message>

/** The same mail by two ways: envelope, visible headers and body are one; only the Message-ID and the mark of the test differ. */
export const pairSchema = z.strictObject({
  address: z.string(),
  subject: z.string(),
  /** Whether both ways are literally the same settings. */
  isSameWay: z.boolean(),
  old: message,
  next: message,
})
export type ShadowPair = z.infer<typeof pairSchema>

/** `interrupted`: the engine ended in the middle of it. */
export const shadowStates = ['running', 'done', 'cancelled', 'failed', 'interrupted'] as const

const normalHost = (host: string): string => host.trim().toLowerCase().replace(/\.$/, '')

/** Whether no server can tell two ways from one another. Secrets are compared by whoever knows them. */
export const isSameWay = (a: Way, b: Way): boolean =>
  normalHost(a.host) === normalHost(b.host) &&
  a.port === b.port &&
  a.security === b.security &&
  a.authentication === b.authentication &&
  (a.authentication === 'none' || a.username === b.username) &&
  a.ehloName === b.ehloName

/** Addresses of one run: each is two messages, and servers count what one account sends (O6). */
export const mostAddresses = 200
