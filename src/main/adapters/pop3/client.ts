import type { Failure, Stage } from '../../../domain/failure.ts'
import { pop3Failure } from '../../../domain/replies/pop3.ts'
import {
  isToken,
  type Credentials,
  type PasswordCredentials,
  type Resolver,
  type ServerAccess,
  type TokenCredentials,
} from '../../engine/ports/conversation.ts'
import { authXoauth2, longestAuth, plainResponse } from '../sasl.ts'
import { Stopped, type Watch } from '../wire/watch.ts'
import { openWire, type Wire } from '../wire/wire.ts'
import { createMultiline } from './multiline.ts'

/** One POP3 session (RFC 1939), byte-exact. Commands are answered in order; several may be under way where the server allows. */
export interface Pop3Client {
  /** RFC 2449 6.8: further commands need not wait for the reply. */
  readonly pipelining: boolean
  /** Says a command without waiting; one `reply` or `lines` each is owed for it, in order. */
  say(stage: Stage, ...commands: readonly string[]): Promise<void>
  /** A one-line reply, whatever it says. */
  reply(stage: Stage): Promise<Reply>
  /** A multi-line reply; the lines only where it is positive. At most `limit` octets are kept, the rest is passed over. */
  lines(stage: Stage, limit: number): Promise<Reply & { readonly content: Buffer; readonly octets: number }>
  /** Says a command and takes its one-line reply. */
  ask(stage: Stage, command: string): Promise<Reply>
  failure(stage: Stage, reply: Reply): Failure
  destroy(): void
}

export interface Reply {
  readonly positive: boolean
  readonly text: string
}

// RFC 1939 3: 512 octets a response line; explanations of real servers are longer.
const lineLimit = 4 * 1024
const listLimit = 64 * 1024 * 1024

/** Connects and signs in. Throws Stopped or ConnectionLost. */
export async function openPop3(
  access: ServerAccess,
  resolver: Resolver,
  watch: Watch,
  signal: AbortSignal,
  opened: (wire: Wire) => void,
): Promise<Pop3Client> {
  const wire = await openWire(access, resolver, watch, signal, opened)
  const where = { host: access.host, port: access.port }

  const readReply = async (stage: Stage): Promise<Reply> => {
    const line = await wire.line(lineLimit)
    const text = line?.toString('utf8') ?? ''
    if (/^\+OK(?: |$)/i.test(text)) return { positive: true, text }
    if (/^-ERR(?: |$)/i.test(text)) return { positive: false, text }
    // RFC 5034 4: a challenge of AUTH.
    if (stage === 'sign-in' && text.startsWith('+')) return { positive: true, text }
    throw new Stopped({ code: 'protocol-broken', stage, transient: false, ...where, reply: text.slice(0, 500) })
  }
  const client = (pipelining: boolean): Pop3Client => ({
    pipelining,
    say: (stage, ...commands) =>
      watch.during(stage, () => wire.write(commands.map((command) => `${command}\r\n`).join(''))),
    reply: (stage) => watch.during(stage, () => readReply(stage)),
    lines: (stage, limit) =>
      watch.during(stage, async () => {
        const reply = await readReply(stage)
        const multiline = createMultiline(limit)
        if (!reply.positive) return { ...reply, content: Buffer.alloc(0), octets: 0 }
        for (;;) {
          const rest = multiline.feed(await wire.chunk())
          watch.progress()
          if (rest !== undefined) {
            wire.unread(rest)
            return { ...reply, content: await multiline.content(), octets: multiline.length() }
          }
          if (multiline.length() > limit * 2 + listLimit) {
            throw new Stopped({
              code: 'protocol-broken',
              stage,
              transient: false,
              ...where,
              detail: 'a response without an end',
            })
          }
        }
      }),
    ask: (stage, command) =>
      watch.during(stage, async () => {
        await wire.write(`${command}\r\n`)
        return readReply(stage)
      }),
    failure: (stage, reply) => pop3Failure(stage, reply.text, where),
    destroy: () => wire.destroy(),
  })

  const early = client(false)
  const greeting = await early.reply('greeting')
  if (!greeting.positive) throw new Stopped(early.failure('greeting', greeting))
  let offers = await capabilities(early)
  // C14: there is no session without TLS, whatever the access says.
  if (!wire.isSecure()) {
    if (offers !== null && !offers.has('STLS'))
      throw new Stopped({ code: 'starttls-missing', stage: 'starttls', transient: false, ...where })
    const ready = await early.ask('starttls', 'STLS')
    if (!ready.positive)
      throw new Stopped({ ...early.failure('starttls', ready), code: 'starttls-missing', transient: false })
    await watch.during('tls', () => wire.startTls())
    offers = await capabilities(early)
  }
  if (access.credentials !== null) {
    await signIn(early, offers, access.credentials, where)
    // RFC 2449 5: what is offered may change with the sign-in.
    if (offers !== null && !offers.has('PIPELINING')) offers = await capabilities(early)
  }
  return client(offers?.has('PIPELINING') ?? false)
}

/** Capability names in upper case with their arguments; null where the server has no CAPA. */
async function capabilities(client: Pop3Client): Promise<ReadonlyMap<string, readonly string[]> | null> {
  await client.say('capabilities', 'CAPA')
  const offered = await client.lines('capabilities', 64 * 1024)
  if (!offered.positive) return null
  const lines = offered.content
    .toString('latin1')
    .toUpperCase()
    .split('\r\n')
    .filter((line) => line !== '')
  return new Map(lines.map((line) => [line.split(' ')[0]!, line.split(' ').slice(1)]))
}

async function signIn(
  client: Pop3Client,
  offers: ReadonlyMap<string, readonly string[]> | null,
  credentials: Credentials,
  where: { readonly host: string; readonly port: number },
): Promise<void> {
  const mechanisms = offers?.get('SASL') ?? []
  const reply = isToken(credentials)
    ? await byToken(client, mechanisms, credentials)
    : await byPassword(client, mechanisms, credentials)
  if (reply === null) {
    const detail = offers === null ? 'CAPA is not offered' : `SASL ${mechanisms.join(' ')}`.trim()
    throw new Stopped({ code: 'auth-mechanism-missing', stage: 'sign-in', transient: false, ...where, detail })
  }
  if (!reply.positive) throw new Stopped(client.failure('sign-in', reply))
  if (challengeIn(reply.text) !== null)
    throw new Stopped({ code: 'protocol-broken', stage: 'sign-in', transient: false, ...where, reply: reply.text })
}

/** Null where the server has no mechanism that serves. */
async function byPassword(
  client: Pop3Client,
  mechanisms: readonly string[],
  credentials: PasswordCredentials,
): Promise<Reply | null> {
  const { username, password, additionalMailbox } = credentials
  if (mechanisms.includes('PLAIN')) {
    const response = plainResponse(credentials)
    // RFC 5034 4: an initial response that makes the line too long waits for the continuation.
    const atOnce = `AUTH PLAIN ${response}`
    const reply = await client.ask('sign-in', atOnce.length <= longestAuth.pop3 ? atOnce : 'AUTH PLAIN')
    return reply.positive && reply.text.startsWith('+ ') ? client.ask('sign-in', response) : reply
  }
  if (additionalMailbox !== null || endsCommand(username + password)) return null
  const reply = await client.ask('sign-in', `USER ${username}`)
  return reply.positive ? client.ask('sign-in', `PASS ${password}`) : reply
}

async function byToken(
  client: Pop3Client,
  mechanisms: readonly string[],
  credentials: TokenCredentials,
): Promise<Reply | null> {
  if (!mechanisms.includes('XOAUTH2')) return null
  return authXoauth2(
    credentials,
    longestAuth.pop3,
    (line) => client.ask('sign-in', line),
    ({ text }) => challengeIn(text),
  )
}

/** RFC 5034 4: what stands behind the plus sign of a challenge; null where the line is none. */
export const challengeIn = (line: string): string | null =>
  line.startsWith('+') && !/^\+OK\b/i.test(line) ? line.slice(1).trim() : null

const endsCommand = (text: string): boolean => ['\r', '\n', '\0'].some((end) => text.includes(end))

/** Octets of a listing that are taken at all. */
export const longestListing = listLimit
