import type { Failure, Outcome } from '../../../domain/failure.ts'
import { done, failed } from '../../../domain/failure.ts'
import { breathing } from '../../engine/breathing.ts'
import { ConnectionLost } from '../wire/watch.ts'
import { readIdentity, uidSet } from './identity.ts'
import { largestLiteral, type ImapSession } from './session.ts'

interface Fetched {
  readonly identity: string
  readonly raw: Outcome<Uint8Array>
  readonly header?: Uint8Array
}

/** Octets and messages that one command asks for: large enough that round trips do not count, small enough to hold in memory. */
const batchOctets = 4 * 1024 * 1024
const batchMessages = 500

/**
 * A larger message is asked for in parts of this many octets (RFC 3501 6.4.5): the library puts a literal together in one go, which would
 * hold up everything else in this process for as long as that takes.
 */
const partOctets = 2 * 1024 * 1024

/** Octets read ahead of the consumer before the server is made to wait. */
const aheadOctets = 8 * 1024 * 1024

/** The header of a message that is not loaded: enough for sender and subject. */
const headerOctets = 256 * 1024

/**
 * Raw sources in the given order. Commands for many messages at once, read ahead while the consumer works; the order of the answers is the
 * server's, so an early one waits for its turn inside its batch. What breaks the connection is the answer for the message whose turn it is,
 * and the last one.
 */
export async function* fetchMessages(
  session: ImapSession,
  uidValidity: string,
  sizes: Map<number, number>,
  identities: readonly string[],
  wantedLimit: number,
): AsyncGenerator<Fetched> {
  // A literal beyond the library's own limit would end the session.
  const limit = Math.min(wantedLimit, largestLiteral)
  const { client, watch, where } = session
  const gone = (identity: string): Fetched => {
    // The library answers nothing at all on a connection that ended meanwhile; that is no word of a message.
    if (!client.usable || client.mailbox === false) throw new ConnectionLost(undefined, 'the connection ended')
    return { identity, raw: failed({ code: 'message-gone', stage: 'fetch', transient: false, ...where }) }
  }
  const queue: Fetched[] = []
  let queued = 0
  let finished = false
  let stopped = false
  let failure: Failure | undefined
  let wakeReader = (): void => undefined
  let wakeWriter = (): void => undefined

  const deliver = async (fetched: Fetched): Promise<void> => {
    queue.push(fetched)
    queued += fetched.raw.ok ? fetched.raw.value.length : 0
    wakeReader()
    while (queued > aheadOctets && !stopped) {
      await new Promise<void>((resolve) => {
        wakeWriter = resolve
      })
    }
  }

  const read = async (): Promise<void> => {
    const wanted = identities.map((identity) => {
      const known = readIdentity(identity)
      return { identity, uid: known?.uidValidity === uidValidity ? known.uid : null }
    })
    const unsized = wanted.flatMap(({ uid }) => (uid === null || sizes.has(uid) ? [] : [uid]))
    for (let at = 0; at < unsized.length; at += batchMessages) {
      const answers = client.fetch(
        uidSet(unsized.slice(at, at + batchMessages)),
        { uid: true, size: true },
        { uid: true },
      )
      for await (const { uid, size } of answers) {
        watch.progress()
        if (uid !== undefined && size !== undefined) sizes.set(uid, size)
      }
    }
    for (let at = 0; at < wanted.length && !stopped;) {
      const { identity, uid } = wanted[at]!
      const size = uid === null ? undefined : sizes.get(uid)
      if (uid === null || size === undefined) {
        await deliver(gone(identity))
        at += 1
        continue
      }
      if (size > limit) {
        await deliver(await tooLarge(identity, uid, size))
        at += 1
        continue
      }
      if (size > partOctets) {
        await deliver(await inParts(identity, uid))
        at += 1
        continue
      }
      let end = at
      let octets = 0
      while (end < wanted.length && end - at < batchMessages && (end === at || octets < batchOctets)) {
        const next = wanted[end]!
        const nextSize = next.uid === null ? undefined : sizes.get(next.uid)
        if (nextSize === undefined || nextSize > limit || nextSize > partOctets) break
        octets += nextSize
        end += 1
      }
      await readBatch(wanted.slice(at, end).map((each) => ({ identity: each.identity, uid: each.uid! })))
      at = end
    }
  }

  const readBatch = async (batch: readonly { readonly identity: string; readonly uid: number }[]): Promise<void> => {
    const early = new Map<number, Buffer>()
    let turn = 0
    const answers = client.fetch(uidSet(batch.map(({ uid }) => uid)), { uid: true, source: true }, { uid: true })
    try {
      for await (const { uid, source } of answers) {
        watch.progress()
        if (stopped || uid === undefined || source === undefined) continue
        early.set(uid, source)
        for (let next = batch[turn]; next !== undefined; next = batch[turn]) {
          const raw = early.get(next.uid)
          if (raw === undefined) break
          turn += 1
          await deliver(loaded(next.identity, raw))
        }
      }
    } catch (error) {
      // One message that the server cannot read must not hide the others: each is asked for by itself.
      if (!session.isRefusal(error) || stopped) throw error
      const rest = batch.slice(turn)
      if (batch.length > 1) for (const each of rest) await readBatch([each])
      else for (const { identity } of rest) await deliver({ identity, raw: failed(session.failureOf(error)) })
      return
    }
    for (const { identity, uid } of batch.slice(turn)) {
      const raw = early.get(uid)
      await deliver(raw === undefined ? gone(identity) : loaded(identity, raw))
    }
  }

  const overLimit = (octets: number): Failure => ({
    code: 'too-large',
    stage: 'fetch',
    transient: false,
    ...where,
    detail: `${octets} octets`,
  })
  // A server's RFC822.SIZE is not always the size it sends (Exchange estimates).
  const loaded = (identity: string, raw: Buffer): Fetched =>
    raw.length <= limit
      ? { identity, raw: done(raw) }
      : { identity, raw: failed(overLimit(raw.length)), header: raw.subarray(0, endOfHeader(raw)) }
  const inParts = async (identity: string, uid: number): Promise<Fetched> => {
    const parts: Buffer[] = []
    let octets = 0
    try {
      for (let last = partOctets; last === partOctets && octets <= limit && !stopped;) {
        const found = await client.fetchOne(
          `${uid}`,
          { uid: true, source: { start: octets, maxLength: partOctets } },
          { uid: true },
        )
        watch.progress()
        if (found === false || found === undefined) return gone(identity)
        // Behind the end some servers say NIL, others an empty part.
        const part = found.source ?? Buffer.alloc(0)
        parts.push(part)
        octets += part.length
        last = part.length
      }
    } catch (error) {
      if (!session.isRefusal(error)) throw error
      return { identity, raw: failed(session.failureOf(error)) }
    }
    const pause = breathing()
    const whole = Buffer.allocUnsafe(octets)
    let at = 0
    for (const part of parts) {
      whole.set(part, at)
      at += part.length
      await pause()
    }
    return loaded(identity, whole)
  }
  const tooLarge = async (identity: string, uid: number, size: number): Promise<Fetched> => {
    const found = await client.fetchOne(
      `${uid}`,
      { uid: true, bodyParts: [{ key: 'HEADER', start: 0, maxLength: headerOctets }] },
      { uid: true },
    )
    watch.progress()
    if (found === false || found === undefined) return gone(identity)
    const header = found.headers ?? [...(found.bodyParts?.values() ?? [])][0]
    return { identity, raw: failed(overLimit(size)), ...(header === undefined ? {} : { header }) }
  }

  const reading = read().then(
    () => {
      finished = true
      wakeReader()
    },
    (error: unknown) => {
      failure = session.failureOf(error)
      finished = true
      wakeReader()
    },
  )
  let given = 0
  try {
    while (given < identities.length) {
      if (queue.length === 0 && !finished) {
        await watch.during('fetch', () => new Promise<void>((resolve) => (wakeReader = resolve)))
      }
      const next = queue.shift()
      if (next !== undefined) {
        queued -= next.raw.ok ? next.raw.value.length : 0
        if (queued <= aheadOctets) wakeWriter()
        given += 1
        yield next
      } else if (finished) {
        failure ??= { code: 'internal', stage: 'fetch', transient: false, ...where }
        yield { identity: identities[given]!, raw: failed(failure) }
        return
      }
    }
  } catch (error) {
    yield { identity: identities[given]!, raw: failed(session.failureOf(error)) }
  } finally {
    stopped = true
    wakeWriter()
    // Who stops early leaves answers under way; the next command comes after them.
    await watch.during('fetch', () => reading).catch(() => undefined)
  }
}

function endOfHeader(raw: Buffer): number {
  const crlf = raw.indexOf('\r\n\r\n')
  const end = crlf >= 0 ? crlf + 4 : raw.length
  return Math.min(end, headerOctets)
}
