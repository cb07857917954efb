import { hostname } from 'node:os'
import type { Failure, Stage } from '../../../domain/failure.ts'
import { smtpFailure } from '../../../domain/replies/smtp.ts'
import type { Where } from '../../../domain/replies/where.ts'
import {
  isToken,
  type Credentials,
  type PasswordCredentials,
  type ServerAccess,
  type TokenCredentials,
} from '../../engine/ports/conversation.ts'
import { authXoauth2, longestAuth, plainResponse } from '../sasl.ts'
import { Stopped } from '../wire/watch.ts'
import type { Watch } from '../wire/watch.ts'
import type { Wire } from '../wire/wire.ts'

/** A reply of one or more lines (RFC 5321 4.2). */
export interface SmtpReply {
  readonly code: number
  /** As the server wrote it, lines joined by a line feed. */
  readonly text: string
}

/** What EHLO offered. */
export interface Offers {
  readonly startTls: boolean
  readonly pipelining: boolean
  readonly smtpUtf8: boolean
  readonly eightBit: boolean
  /** Null where SIZE is not offered; 0 where it is without a limit (RFC 1870 6). */
  readonly size: number | null
  /** Upper case. */
  readonly mechanisms: readonly string[]
}

export const isPositive = (reply: SmtpReply): boolean => reply.code >= 200 && reply.code < 300
export const isTransient = (reply: SmtpReply): boolean => reply.code >= 400 && reply.code < 500

// RFC 5321 4.5.3.1.5 allows 512 octets a reply line; servers exceed it in explanations.
const lineLimit = 8 * 1024
const linesLimit = 512

/** Reads one whole reply. */
export async function readReply(wire: Wire, stage: Stage, where: Where): Promise<SmtpReply> {
  const lines: string[] = []
  for (;;) {
    const octets = await wire.line(lineLimit)
    const line = octets?.toString('utf8')
    const shape = line === undefined ? null : /^([2-5]\d\d)(?:([ -])|$)/.exec(line)
    if (line === undefined || shape === null || lines.length >= linesLimit)
      throw new Stopped(broken(stage, where, line))
    lines.push(line)
    if (shape[2] !== '-') return { code: Number(shape[1]), text: lines.join('\n') }
  }
}

const broken = (stage: Stage, where: Where, line: string | undefined): Failure => ({
  code: 'protocol-broken',
  stage,
  transient: false,
  ...where,
  ...(line === undefined ? { detail: 'a reply line that does not end' } : { reply: line.slice(0, 500) }),
})

/** Says one command and reads its reply. */
export async function ask(wire: Wire, watch: Watch, stage: Stage, where: Where, command: string): Promise<SmtpReply> {
  return watch.during(stage, async () => {
    await wire.write(`${command}\r\n`)
    return readReply(wire, stage, where)
  })
}

function readOffers(reply: SmtpReply): Offers {
  const lines = reply.text.split('\n').slice(1)
  const words = lines.map((line) => line.slice(4).trim().toUpperCase())
  const offered = (name: string) => words.find((word) => word === name || word.startsWith(`${name} `))
  const size = offered('SIZE')
  return {
    startTls: offered('STARTTLS') !== undefined,
    pipelining: offered('PIPELINING') !== undefined,
    smtpUtf8: offered('SMTPUTF8') !== undefined,
    eightBit: offered('8BITMIME') !== undefined,
    size: size === undefined ? null : Number(/\d+/.exec(size)?.[0] ?? 0),
    // "AUTH=PLAIN" is the form that old servers repeat beside the standard one.
    mechanisms: words.filter((word) => /^AUTH[ =]/.test(word)).flatMap((word) => word.slice(5).split(/[ =]+/)),
  }
}

/**
 * C20: the given name, else this computer's where it is a full one. RFC 5321 4.1.3: who has no name says its address;
 * a bare or a local name says nothing to the other side, and many servers refuse it.
 */
export function greetingName(given: string | null, localAddress: string, computer: string = hostname()): string {
  const name = (given?.trim() || computer).replace(/\.$/, '')
  const full = /^(?=.{1,253}$)([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{1,63}$/.test(name)
  if (full && !/^localhost(\.|$)/i.test(name)) return name
  const plain = localAddress.replace(/^::ffff:/, '').replace(/%.*$/, '')
  return plain.includes(':') ? `[IPv6:${plain}]` : `[${plain}]`
}

/** From the greeting to the last EHLO, over TLS unless the access says none. */
export async function greet(
  wire: Wire,
  watch: Watch,
  where: Where,
  access: ServerAccess & { readonly ehloName: string | null },
): Promise<Offers> {
  const greeting = await watch.during('greeting', () => readReply(wire, 'greeting', where))
  if (greeting.code !== 220) throw new Stopped(smtpFailure('greeting', greeting.text, where))
  const name = greetingName(access.ehloName, wire.localAddress())
  const hello = async (stage: Stage): Promise<Offers> => {
    const reply = await ask(wire, watch, stage, where, `EHLO ${name}`)
    if (isPositive(reply)) return readOffers(reply)
    // RFC 5321 3.2: a server that does not know EHLO knows HELO, and offers nothing.
    const older = reply.code >= 500 ? await ask(wire, watch, stage, where, `HELO ${name}`) : reply
    if (!isPositive(older)) throw new Stopped(smtpFailure(stage, older.text, where))
    return readOffers({ code: 250, text: '' })
  }
  // A certificate was shown by then: the first answer inside TLS is what the server thinks of it.
  const judged: Stage = access.clientIdentity ? 'sign-in' : 'capabilities'
  const offers = await hello(wire.isSecure() ? judged : 'capabilities')
  if (access.security !== 'starttls') return offers
  if (!offers.startTls) throw new Stopped({ code: 'starttls-missing', stage: 'starttls', transient: false, ...where })
  const ready = await ask(wire, watch, 'starttls', where, 'STARTTLS')
  if (ready.code !== 220) throw new Stopped(smtpFailure('starttls', ready.text, where))
  await watch.during('tls', () => wire.startTls())
  return hello(judged)
}

/** RFC 4422 appendix A: the certificate of the handshake says who it is. Only where the server offers it; else it is judged by each command. */
export async function signInByCertificate(wire: Wire, watch: Watch, where: Where, offers: Offers): Promise<void> {
  if (!offers.mechanisms.includes('EXTERNAL')) return
  // RFC 4954 4: an initial response of no octets is written as an equals sign.
  const reply = await ask(wire, watch, 'sign-in', where, 'AUTH EXTERNAL =')
  if (!isPositive(reply)) throw new Stopped(smtpFailure('sign-in', reply.text, where))
}

/** Signs in by PLAIN or LOGIN, or with an access token by XOAUTH2. Never over an open connection. */
export async function signIn(
  wire: Wire,
  watch: Watch,
  where: Where,
  offers: Offers,
  credentials: Credentials,
): Promise<void> {
  watch.at('sign-in')
  if (!wire.isSecure()) throw new Stopped({ code: 'starttls-missing', stage: 'sign-in', transient: false, ...where })
  const say = (line: string) => ask(wire, watch, 'sign-in', where, line)
  const reply = isToken(credentials)
    ? await byToken(say, offers, credentials)
    : await byPassword(say, offers, credentials)
  if (reply === null) {
    const detail = offers.mechanisms.length > 0 ? offers.mechanisms.join(' ') : 'AUTH is not offered'
    throw new Stopped({ code: 'auth-mechanism-missing', stage: 'sign-in', transient: false, ...where, detail })
  }
  if (!isPositive(reply)) throw new Stopped(smtpFailure('sign-in', reply.text, where))
}

type Say = (line: string) => Promise<SmtpReply>

/** Null where the server has no mechanism that serves: another mailbox is opened by PLAIN's authorisation identity only (C7). */
async function byPassword(
  say: Say,
  { mechanisms }: Offers,
  credentials: PasswordCredentials,
): Promise<SmtpReply | null> {
  const { username, password, additionalMailbox } = credentials
  if (mechanisms.includes('PLAIN')) return say(`AUTH PLAIN ${plainResponse(credentials)}`)
  if (!mechanisms.includes('LOGIN') || additionalMailbox !== null) return null
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64')
  let reply = await say('AUTH LOGIN')
  if (reply.code === 334) reply = await say(base64(username))
  if (reply.code === 334) reply = await say(base64(password))
  return reply
}

async function byToken(say: Say, { mechanisms }: Offers, credentials: TokenCredentials): Promise<SmtpReply | null> {
  if (!mechanisms.includes('XOAUTH2')) return null
  return authXoauth2(credentials, longestAuth.smtp, say, challengeIn)
}

/** RFC 4954 4: what a 334 asks with; null where the reply is none. */
export const challengeIn = ({ code, text }: SmtpReply): string | null => (code === 334 ? text.slice(4).trim() : null)
