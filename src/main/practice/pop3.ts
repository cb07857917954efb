import type { SecureContext } from 'node:tls'
import { readPlainResponse, signIn } from './accounts.ts'
import type { FaultSwitches } from './faults.ts'
import { createLineReader } from './lineReader.ts'
import type { Mailboxes, StoredMessage } from './mailboxes.ts'
import { createOutput } from './output.ts'
import type { Output } from './output.ts'
import { segmentWrites, secured } from './transport.ts'
import type { Accepted } from './transport.ts'
import { readXoauth2Response, xoauth2Challenge } from './xoauth2.ts'
import type { TokenSignIn } from './xoauth2.ts'

export interface Pop3Services {
  readonly mailboxes: Mailboxes
  readonly faults: FaultSwitches
  readonly context: () => SecureContext
  readonly signInTried: (inClear: boolean) => void
  readonly signInByToken: TokenSignIn
  /** Addresses of the mailboxes that a session holds (RFC 1939 4: one session at a time). */
  readonly lock: Set<string>
}

/** An open mailbox: the messages as they were at the sign-in, and those marked for removal. */
interface Drop {
  readonly address: string
  readonly messages: readonly StoredMessage[]
  readonly marked: Set<number>
}

interface Session {
  readonly services: Pop3Services
  readonly out: Output
  readonly readLine: () => Promise<string | undefined>
  secure: boolean
  username: string | undefined
  drop: Drop | undefined
  ended: boolean
}

type Handler = (session: Session, argument: string) => string | undefined | Promise<string | undefined>

/** RFC 4954 4 holds it to be enough for whatever a sign-in says; tokens are long. */
const lineLimit = 12_288

/** Serves one POP3 connection (RFC 1939) until either side ends it. Without QUIT nothing is removed. */
export async function servePop3(services: Pop3Services, accepted: Accepted): Promise<void> {
  let { socket } = accepted
  socket.on('error', () => undefined)
  if (services.faults.isOn('one-byte-segments')) segmentWrites(socket)
  const reader = createLineReader(socket)
  const out = createOutput(socket)
  const readLine = async () => {
    const line = await reader.line(lineLimit)
    return line === undefined || line === 'too-long' ? undefined : line.toString('utf8')
  }
  const session: Session = {
    services,
    out,
    readLine,
    secure: accepted.secure,
    username: undefined,
    drop: undefined,
    ended: false,
  }
  const release = () => {
    if (session.drop !== undefined) services.lock.delete(session.drop.address)
    session.drop = undefined
  }
  socket.once('close', release)
  await say(out, '+OK Practice POP3 server ready')
  for (let commands = 1; !session.ended; commands++) {
    const line = await readLine()
    if (line === undefined) break
    const bye = services.faults.look('bye')
    if (bye !== undefined && commands > (bye.after ?? 3)) {
      services.faults.meet('bye')
      await say(out, '-ERR [SYS/TEMP] Practice server is going down')
      break
    }
    const [word = ''] = line.split(' ', 1)
    const name = word.toUpperCase()
    const handler = session.drop === undefined ? beforeSignIn.get(name) : afterSignIn.get(name)
    const reply =
      handler === undefined ? '-ERR Unknown command' : await handler(session, line.slice(word.length + 1).trim())
    if (reply !== undefined) await say(out, reply)
    if (name === 'STLS' && reply?.startsWith('+OK')) {
      reader.detach()
      const upgraded = await secured(socket, services.context(), accepted.onTop)
      if (upgraded === undefined) break
      socket = upgraded
      if (services.faults.isOn('one-byte-segments')) segmentWrites(socket)
      reader.attach(socket)
      out.attach(socket)
      session.secure = true
      session.username = undefined
    }
  }
  release()
  await out.end()
}

async function say(out: Output, reply: string): Promise<void> {
  out.add(`${reply}\r\n`)
  await out.flush()
}

function enter(session: Session, username: string, password: string, authorisation = ''): string {
  const { faults } = session.services
  session.services.signInTried(!session.secure)
  if (faults.meet('account-disabled')) return '-ERR [AUTH] This account is disabled'
  if (faults.meet('wrong-password')) return '-ERR [AUTH] Authentication failed'
  const result = signIn(username, password, authorisation)
  if (result.outcome === 'unknown') return '-ERR [AUTH] Authentication failed'
  if (result.outcome === 'not-authorised') return '-ERR [AUTH] This mailbox may not be opened by this user'
  return openDrop(session, result.as.mailbox)
}

function enterByPlain(session: Session, base64: string): string {
  const plain = readPlainResponse(base64)
  if (plain === undefined) return '-ERR Not a PLAIN response'
  return enter(session, plain.username, plain.password, plain.authorisation)
}

async function enterByToken(session: Session, base64: string): Promise<string> {
  const response = readXoauth2Response(base64)
  if (response === undefined) return '-ERR Not an XOAUTH2 response'
  session.services.signInTried(!session.secure)
  if (session.services.faults.meet('account-disabled')) return '-ERR [AUTH] This account is disabled'
  const result = session.services.signInByToken('pop3', response)
  if (result.outcome === 'signed-in') return openDrop(session, result.as.mailbox)
  await answerTo(session, xoauth2Challenge)
  return '-ERR Authentication failure: unknown user name or bad password.'
}

const mechanisms = new Map<string, (session: Session, base64: string) => string | Promise<string>>([
  ['PLAIN', enterByPlain],
  ['XOAUTH2', enterByToken],
])

/** What the client says to a challenge (RFC 5034 4); undefined when it says nothing any more. */
async function answerTo(session: Session, challenge: string): Promise<string | undefined> {
  await say(session.out, `+ ${challenge}`)
  return session.readLine()
}

function openDrop(session: Session, address: string): string {
  const { faults, lock, mailboxes } = session.services
  if (faults.meet('throttled')) return '-ERR [LOGIN-DELAY] Minimum time between sign-ins not kept'
  if (faults.meet('in-use') || lock.has(address)) return '-ERR [IN-USE] The mailbox is in use by another session'
  lock.add(address)
  const messages = mailboxes.folder(address, 'INBOX')?.messages ?? []
  session.drop = { address, messages, marked: new Set() }
  return `+OK ${messages.length} messages`
}

/** TLS first, unless a fault lets the server take passwords in clear text. */
const mayTakePassword = (session: Session) => session.secure || session.services.faults.isOn('starttls-stripped')

function capabilities(session: Session): readonly string[] {
  const { faults } = session.services
  const all = ['TOP', 'RESP-CODES', 'AUTH-RESP-CODE', 'PIPELINING']
  if (!faults.isOn('no-uidl')) all.push('UIDL')
  if (mayTakePassword(session)) all.push('USER', `SASL ${[...mechanisms.keys()].join(' ')}`)
  if (!session.secure && !faults.isOn('starttls-stripped')) all.push('STLS')
  return [...all, 'IMPLEMENTATION Waypost-practice']
}

const capa: Handler = (session) => ['+OK', ...capabilities(session), '.'].join('\r\n')

const quit: Handler = (session) => {
  session.ended = true
  const { drop } = session
  if (drop === undefined) return '+OK Until next time'
  const uidls = new Set([...drop.marked].map((index) => drop.messages[index]?.uidl))
  const { mailboxes } = session.services
  const gone = mailboxes.folder(drop.address, 'INBOX')?.messages.filter((message) => uidls.has(message.uidl)) ?? []
  mailboxes.expunge(drop.address, 'INBOX', new Set(gone.map(({ uid }) => uid)))
  return `+OK ${gone.length} messages removed`
}

const beforeSignIn = new Map<string, Handler>([
  ['CAPA', capa],
  ['QUIT', quit],
  [
    'STLS',
    (session) =>
      session.secure || session.services.faults.isOn('starttls-stripped')
        ? '-ERR Unknown command'
        : '+OK Begin TLS now',
  ],
  [
    'USER',
    (session, argument) => {
      if (!mayTakePassword(session)) return '-ERR Signing in needs TLS'
      session.username = argument
      return '+OK Password expected'
    },
  ],
  [
    'PASS',
    (session, argument) => {
      const { username } = session
      session.username = undefined
      return username === undefined ? '-ERR USER comes first' : enter(session, username, argument)
    },
  ],
  [
    'AUTH',
    async (session, argument) => {
      if (argument === '') return ['+OK', ...(mayTakePassword(session) ? mechanisms.keys() : []), '.'].join('\r\n')
      const [mechanism = '', initial] = argument.split(' ')
      if (!mayTakePassword(session)) return '-ERR Signing in needs TLS'
      const enterBy = mechanisms.get(mechanism.toUpperCase())
      if (enterBy === undefined) return '-ERR Mechanism not offered'
      const response = initial ?? (await answerTo(session, ''))
      if (response === undefined || response === '*') return '-ERR Cancelled'
      return enterBy(session, response)
    },
  ],
])

/** The message of a number as sessions count, from 1, unless it is marked for removal. */
function find(drop: Drop, argument: string): { readonly index: number; readonly message: StoredMessage } | undefined {
  const index = /^\d+$/.test(argument) ? Number(argument) - 1 : -1
  const message = drop.messages[index]
  return message === undefined || drop.marked.has(index) ? undefined : { index, message }
}

const noSuchMessage = '-ERR No such message'

function inDrop(handle: (drop: Drop, argument: string, session: Session) => ReturnType<Handler>): Handler {
  return (session, argument) =>
    session.drop === undefined ? '-ERR Sign in first' : handle(session.drop, argument, session)
}

/** UIDL and LIST: one message, or all of them. */
function listing(value: (message: StoredMessage) => string | number): (drop: Drop, argument: string) => string {
  return (drop, argument) => {
    if (argument !== '') {
      const found = find(drop, argument)
      return found === undefined ? noSuchMessage : `+OK ${found.index + 1} ${value(found.message)}`
    }
    const lines = drop.messages.flatMap((message, index) =>
      drop.marked.has(index) ? [] : [`${index + 1} ${value(message)}\r\n`],
    )
    return `+OK ${lines.length} messages\r\n${lines.join('')}.`
  }
}

const uidl = listing((message) => message.uidl)
const sizes = listing((message) => message.raw.length)

const afterSignIn = new Map<string, Handler>([
  ['CAPA', capa],
  ['QUIT', quit],
  ['NOOP', () => '+OK'],
  ['LIST', inDrop(sizes)],
  [
    'UIDL',
    inDrop((drop, argument, { services }) =>
      services.faults.isOn('no-uidl') ? '-ERR Unknown command' : uidl(drop, argument),
    ),
  ],
  [
    'STAT',
    inDrop((drop) => {
      const left = drop.messages.filter((_, index) => !drop.marked.has(index))
      return `+OK ${left.length} ${left.reduce((sum, message) => sum + message.raw.length, 0)}`
    }),
  ],
  [
    'RSET',
    inDrop((drop) => {
      drop.marked.clear()
      return '+OK'
    }),
  ],
  [
    'DELE',
    inDrop((drop, argument) => {
      const found = find(drop, argument)
      if (found === undefined) return noSuchMessage
      drop.marked.add(found.index)
      return '+OK Marked for removal'
    }),
  ],
  [
    'RETR',
    inDrop((drop, argument, session) => {
      const found = find(drop, argument)
      return found === undefined ? noSuchMessage : sendMessage(session, found.message.raw)
    }),
  ],
  [
    'TOP',
    inDrop((drop, argument, session) => {
      const [number = '', lines = ''] = argument.split(' ')
      const found = find(drop, number)
      if (found === undefined || !/^\d+$/.test(lines)) return noSuchMessage
      return sendMessage(session, topOf(found.message.raw, Number(lines)))
    }),
  ],
])

/** Sends a message after +OK, or half of it where a fault strikes. */
async function sendMessage(session: Session, raw: Buffer): Promise<undefined> {
  const { faults } = session.services
  const stuffed = dotStuffed(raw)
  session.out.add(`+OK ${raw.length} octets\r\n`)
  const cut = faults.meet('cut-in-message')
  const stall = cut === undefined ? faults.meet('stall-in-message') : undefined
  if (cut !== undefined || stall !== undefined) {
    session.out.add(stuffed.subarray(0, stuffed.length >> 1))
    if (cut !== undefined) await session.out.cut()
    else await session.out.flush()
    // Nothing follows: the client is left alone with half a message until it goes.
    return new Promise(() => undefined)
  }
  session.out.add(stuffed, '.\r\n')
  await session.out.flush()
}

/** The message as it travels: a dot before every leading dot, and a line end at its end (RFC 1939 3). */
function dotStuffed(raw: Buffer): Buffer {
  const text = raw.toString('latin1').replace(/^\./gm, '..')
  return Buffer.from(text.endsWith('\r\n') || text === '' ? text : `${text}\r\n`, 'latin1')
}

/** The header, the empty line, and so many lines of the body. */
function topOf(raw: Buffer, lines: number): Buffer {
  const text = raw.toString('latin1')
  const header = /\r?\n\r?\n/.exec(text)
  if (header === null) return raw
  const bodyStart = header.index + header[0].length
  const body = text
    .slice(bodyStart)
    .split(/(?<=\n)/)
    .slice(0, lines)
  return Buffer.from(text.slice(0, bodyStart) + body.join(''), 'latin1')
}
