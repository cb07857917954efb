import { parseAddress } from '../../address.ts'
import { z } from '../../schema.ts'
import { collectSlips, slipSchema } from '../slip.ts'

/** Who sent through the old gateway: one From address with what logs tell of it (M2). */
export const senderSeenSchema = z.strictObject({
  address: z.string(),
  /** Mails in the log, and those of the 90 days before it was read. */
  count: z.number().int(),
  recent: z.number().int(),
  lastUsed: z.iso.datetime().nullable(),
  /** Names or addresses of the machines that handed the mail in; the first few. */
  hosts: z.array(z.string()),
})
export type SenderSeen = z.infer<typeof senderSeenSchema>

/** What a log came to. */
export const sendersReadSchema = z.strictObject({
  senders: z.array(senderSeenSchema),
  mails: z.number().int(),
  lines: z.number().int(),
  /** The first and the last mail of the log. */
  from: z.iso.datetime().nullable(),
  until: z.iso.datetime().nullable(),
  slips: z.array(slipSchema),
  slipCount: z.number().int(),
})
export type SendersRead = z.infer<typeof sendersReadSchema>

/** Reads a log of any size piece by piece; what it keeps in memory does not grow with the log. */
export interface SenderReader {
  feed(text: string): void
  end(): SendersRead
}

export interface SenderReading {
  /** Milliseconds since 1970: the 90 days are counted back from it, and a log that names no year ends before it. */
  readonly now: number
  /** Minutes that the clock of the log is ahead of UTC, where its times say nothing of it. */
  readonly utcOffset: number
}

/** The address of `Anna <anna@example.com>`, or the text itself. */
export function bareAddress(text: string): string {
  const [, inside] = /<([^<>]*)>\s*$/.exec(text) ?? []
  return (inside ?? text).trim().replace(/^mailto:/i, '')
}

const recentDays = 90 * 24 * 3600_000
/** More different senders than any gateway of one organisation has: a log of a mail provider, or forged bounce addresses. */
const mostSenders = 50_000
const mostHosts = 8

interface Sender {
  readonly address: string
  count: number
  recent: number
  /** Milliseconds since 1970. */
  last: number
  readonly hosts: Set<string>
}

/** Counts mails per From address. */
export function createTally({ now }: SenderReading) {
  const slips = collectSlips()
  const senders = new Map<string, Sender>()
  /** The same by every spelling: most mails are of an address that was read before, letter by letter. */
  const spelled = new Map<string, Sender>()
  let mails = 0
  let first = Infinity
  let last = -Infinity
  let full = false

  const senderOf = (line: number, written: string): Sender | null => {
    const address = bareAddress(written)
    if (address === '' || address === '<>') return null
    const parsed = parseAddress(address)
    if (parsed === undefined) {
      slips.add(line, 'wrong-address', address)
      return null
    }
    const known = senders.get(parsed.key)
    if (known === undefined && senders.size >= mostSenders) {
      if (!full) slips.add(line, 'too-many-addresses', String(mostSenders))
      full = true
      return null
    }
    const sender = known ?? { address: owned(address), count: 0, recent: 0, last: -Infinity, hosts: new Set<string>() }
    if (known === undefined) senders.set(owned(parsed.key), sender)
    if (spelled.size < 2 * mostSenders) spelled.set(owned(written), sender)
    return sender
  }

  return {
    slips,
    /** `at` in milliseconds since 1970. Mail without a sender is a report of a server, and nobody's. */
    note(line: number, written: string, at: number | null, host: string | null): void {
      const sender = spelled.get(written) ?? senderOf(line, written)
      if (sender === null) return
      mails += 1
      sender.count += 1
      if (host !== null && host !== '' && sender.hosts.size < mostHosts) sender.hosts.add(owned(host))
      if (at === null) return
      if (now - at <= recentDays) sender.recent += 1
      sender.last = Math.max(sender.last, at)
      first = Math.min(first, at)
      last = Math.max(last, at)
    },
    end(lines: number): SendersRead {
      if (mails === 0) slips.add(null, 'no-mail-found')
      const iso = (at: number) => (Number.isFinite(at) ? new Date(at).toISOString() : null)
      return {
        senders: [...senders.values()]
          .map(({ address, count, recent, last: used, hosts }) => ({
            address,
            count,
            recent,
            lastUsed: iso(used),
            hosts: [...hosts],
          }))
          .toSorted((a, b) => b.count - a.count || (a.address < b.address ? -1 : 1)),
        mails,
        lines,
        from: iso(first),
        until: iso(last),
        slips: [...slips.first],
        slipCount: slips.count,
      }
    },
  }
}

/**
 * A copy with letters of its own. A part of a text keeps the whole of it in memory in V8; a few thousand of them would keep a log of any size.
 */
export const owned = (part: string): string => ` ${part}`.slice(1)

/** A set that forgets what it met long ago, so that it holds at most twice its size. */
export function forgetfulSet(size: number) {
  let young = new Set<string>()
  let old = new Set<string>()
  return {
    /** False where it was met before. */
    add(key: string): boolean {
      if (young.has(key) || old.has(key)) return false
      young.add(owned(key))
      if (young.size >= size) {
        old = young
        young = new Set()
      }
      return true
    },
  }
}
