import { domainToAscii, octetsOf } from '../../../domain/address.ts'
import { done, failed, type Failure, type Outcome } from '../../../domain/failure.ts'
import { smtpFailure } from '../../../domain/replies/smtp.ts'
import type { Where } from '../../../domain/replies/where.ts'
import type { Envelope, RecipientReply } from '../../engine/ports/conversation.ts'
import { ConnectionLost, Stopped } from '../wire/watch.ts'
import type { Watch } from '../wire/watch.ts'
import type { Wire } from '../wire/wire.ts'
import { ask, isPositive, isTransient, readReply, type Offers, type SmtpReply } from './dialogue.ts'
import { stuff } from './dotStuffing.ts'

/** A session that is signed in, between two transactions. */
export interface Session {
  readonly wire: Wire
  readonly where: Where
  readonly offers: Offers
}

/** Recipients named in one go where the server takes several commands at once (RFC 2920). */
const atOnce = 100

const isAscii = (text: string): boolean => octetsOf(text) === text.length

/** How an address goes into MAIL FROM and RCPT TO: the domain as A-label wherever that is enough (RFC 6531 3.2). */
function path(address: string): { readonly written: string; readonly needsUtf8: boolean } {
  const at = address.lastIndexOf('@')
  if (at < 0) return { written: address, needsUtf8: !isAscii(address) }
  const local = address.slice(0, at)
  return isAscii(local)
    ? { written: `${local}@${domainToAscii(address.slice(at + 1))}`, needsUtf8: false }
    : { written: address, needsUtf8: true }
}

/** RFC 5321 4.1.2: nothing in a path may end the command or the angle brackets. */
const isPath = (text: string): boolean => {
  const unquoted = text.replace(/^"(?:[^"\\]|\\.)*"@/, 'quoted@')
  return (
    ![...unquoted].some((character) => character <= ' ' || '<>\u007f'.includes(character)) &&
    !['\r', '\n', '\0'].some((end) => text.includes(end))
  )
}

const answer = (address: string, reply: SmtpReply): RecipientReply => ({
  address,
  result: isPositive(reply) ? 'sent' : isTransient(reply) ? 'deferred' : 'failed',
  reply: reply.text,
})

/**
 * One mail transaction (RFC 5321 3.3). Leaves the session ready for the next one, unless it throws.
 * The final dot divides: lost before it, nothing was delivered and the failure may be mended by waiting; lost after it, the recipients that
 * were accepted are `unknown`.
 */
export async function transact(
  session: Session,
  watch: Watch,
  envelope: Envelope,
  raw: Uint8Array,
  handingOver: (accepted: readonly string[]) => Promise<void>,
): Promise<Outcome<readonly RecipientReply[]>> {
  const { wire, where, offers } = session
  watch.at('sender')
  if (!isPath(envelope.from))
    return failed({ code: 'sender-refused', stage: 'sender', transient: false, ...where, detail: 'no valid address' })
  // RFC 1870: what is announced as too large is not transferred first. It is about this message, never about the sender.
  if (offers.size !== null && offers.size > 0 && raw.length > offers.size) {
    return done(envelope.to.map((address) => ({ address, result: 'failed', reply: `SIZE ${offers.size}` })))
  }
  const answers = new Map<string, RecipientReply>()
  const usable = envelope.to.filter((address) => {
    const reason = !isPath(address)
      ? 'not a valid address'
      : path(address).needsUtf8 && !offers.smtpUtf8
        ? 'SMTPUTF8 is not offered'
        : null
    if (reason !== null) answers.set(address, { address, result: 'failed', reply: reason })
    return reason === null
  })
  const inOrder = () => done(envelope.to.flatMap((address) => answers.get(address) ?? []))
  if (usable.length === 0) return inOrder()

  const mail = mailCommand(envelope.from, usable, raw, offers)
  if (mail === null)
    return failed({
      code: 'not-supported',
      stage: 'sender',
      transient: false,
      ...where,
      detail: 'SMTPUTF8 is not offered',
    })
  const first = offers.pipelining ? usable.slice(0, atOnce) : []
  const named = (addresses: readonly string[]) =>
    addresses.map((address) => `RCPT TO:<${path(address).written}>\r\n`).join('')
  const sender = await watch.during('sender', async () => {
    await wire.write(`${mail}\r\n${named(first)}`)
    return readReply(wire, 'sender', where)
  })
  const replies: (readonly [string, SmtpReply])[] = []
  const readOne = async (address: string) => {
    const reply = await watch.during('recipient', () => readReply(wire, 'recipient', where))
    // 421 ends the session wherever it comes (RFC 5321 3.8).
    if (reply.code === 421) throw new Stopped(smtpFailure('recipient', reply.text, where))
    replies.push([address, reply])
  }
  if (sender.code === 421) throw new Stopped(smtpFailure('sender', sender.text, where))
  for (const address of first) await readOne(address)
  if (!isPositive(sender)) {
    await reset(session, watch)
    // 552 and 5.3.4 at MAIL answer the SIZE parameter (RFC 1870 6.1): the message is meant.
    return sender.code === 552 || /^5\d\d[ -]5\.3\.4/.test(sender.text)
      ? done(envelope.to.map((address) => answers.get(address) ?? answer(address, sender)))
      : failed(smtpFailure('sender', sender.text, where))
  }
  const step = offers.pipelining ? atOnce : 1
  for (let at = first.length; at < usable.length; at += step) {
    const some = usable.slice(at, at + step)
    await watch.during('recipient', () => wire.write(named(some)))
    for (const address of some) await readOne(address)
  }

  const accepted = replies.filter(([, reply]) => isPositive(reply)).map(([address]) => address)
  for (const [address, reply] of replies) if (!isPositive(reply)) answers.set(address, answer(address, reply))
  if (accepted.length === 0) {
    await reset(session, watch)
    const refused = replies.map(([, reply]) => smtpFailure('recipient', reply.text, where))
    // O9: many servers judge the sender at RCPT; then nothing was said about the recipients.
    return refused.every(isNotAboutRecipient) ? failed({ ...refused[0]!, stage: 'sender' }) : inOrder()
  }

  try {
    await handingOver(accepted)
  } catch (error) {
    await reset(session, watch)
    return failed({
      code: 'store-failed',
      stage: 'store',
      transient: true,
      detail: error instanceof Error ? error.message : String(error),
    })
  }
  const final = await handOver(session, watch, raw)
  for (const address of accepted)
    answers.set(
      address,
      'unknown' in final ? { address, result: 'unknown', reply: final.unknown } : answer(address, final),
    )
  return inOrder()
}

const isNotAboutRecipient = (failure: Failure): boolean =>
  failure.code === 'sender-refused' ||
  failure.code === 'auth-rejected' ||
  failure.code === 'account-disabled' ||
  failure.code === 'throttled'

function mailCommand(from: string, to: readonly string[], raw: Uint8Array, offers: Offers): string | null {
  const sender = path(from)
  const utf8Path = sender.needsUtf8 || to.some((address) => path(address).needsUtf8)
  if (sender.needsUtf8 && !offers.smtpUtf8) return null
  const body = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const eightBit = hasEightBit(body, 0, body.length)
  // RFC 6531 3.1: a raw UTF-8 header needs the extension as much as an address does; without it the server is left to judge the header.
  const utf8 = offers.smtpUtf8 && (utf8Path || (eightBit && hasEightBit(body, 0, headerEnd(body))))
  return [
    `MAIL FROM:<${sender.written}>`,
    ...(offers.size === null ? [] : [`SIZE=${raw.length}`]),
    ...(eightBit && offers.eightBit ? ['BODY=8BITMIME'] : []),
    ...(utf8 ? ['SMTPUTF8'] : []),
  ].join(' ')
}

const headerEnd = (body: Buffer): number => {
  const at = body.indexOf('\r\n\r\n')
  return at < 0 ? body.length : at
}

function hasEightBit(body: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (body[at]! > 0x7f) return true
  return false
}

/** RSET, so that the session can carry the next mail. */
async function reset({ wire, where }: Session, watch: Watch): Promise<void> {
  const stage = watch.stage()
  const reply = await ask(wire, watch, stage, where, 'RSET')
  if (!isPositive(reply)) wire.destroy()
}

/** DATA, the content, the final dot and what the server says to it. */
async function handOver(
  { wire, where }: Session,
  watch: Watch,
  raw: Uint8Array,
): Promise<SmtpReply | { readonly unknown: string }> {
  const ready = await ask(wire, watch, 'data', where, 'DATA')
  if (ready.code === 421) throw new Stopped(smtpFailure('data', ready.text, where))
  if (ready.code !== 354) {
    await reset({ wire, where } as Session, watch)
    return ready
  }
  const { content, end } = stuff(raw)
  try {
    for (const piece of content) {
      await watch.during('data', () => wire.write(piece))
      watch.progress()
    }
  } catch (error) {
    // A server that refuses in the middle says why before it closes.
    if (error instanceof ConnectionLost && wire.readable()) {
      const reply = await watch.during('data', () => readReply(wire, 'data', where))
      wire.destroy()
      throw new Stopped(smtpFailure('data', reply.text, where))
    }
    throw error
  }
  try {
    return await watch.during('final-reply', async () => {
      await wire.write(end)
      return readReply(wire, 'final-reply', where)
    })
  } catch (error) {
    wire.destroy()
    if (error instanceof ConnectionLost) return { unknown: error.message }
    if (error instanceof Stopped) return { unknown: error.failure.detail ?? error.failure.code }
    throw error
  }
}
