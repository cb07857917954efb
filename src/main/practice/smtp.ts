import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { SMTPServerSession } from 'smtp-server'
import { destinationOf, maySendAs, signIn } from './accounts.ts'
import type { Account } from './accounts.ts'
import type { FaultSwitches } from './faults.ts'
import { practiceHosts } from './hosts.ts'
import type { Identity } from './identity.ts'
import type { Mailboxes } from './mailboxes.ts'
import { segmentWrites } from './transport.ts'
import type { Accepted } from './transport.ts'
import { xoauth2Problem } from './xoauth2.ts'
import type { TokenSignIn } from './xoauth2.ts'

/** A message that the server took, byte for byte, with its envelope. */
export interface AcceptedMessage {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: Buffer
}

export interface SmtpServices {
  readonly mailboxes: Mailboxes
  readonly faults: FaultSwitches
  readonly identity: Identity
  readonly signInTried: (inClear: boolean) => void
  readonly signInByToken: TokenSignIn
  readonly accepted: (message: AcceptedMessage) => void
}

export interface SmtpServer {
  serve(accepted: Accepted): void
  /** Takes up the certificate and the sign-in in clear text that the faults ask for. */
  refresh(): void
}

/** The largest message that is taken, in bytes. */
const sizeLimit = 50 * 1024 * 1024

/** What follows the client's empty line after a refused token: the library's fixed words, and those of Exchange for them. */
const tokenRefusal = {
  packaged: 'Error: Username and Password not accepted',
  exchange: '5.7.3 Authentication unsuccessful',
} as const

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code })
}

const userOf = (session: SMTPServerSession): Account => session.user

/** A submission server (RFC 6409) behind our own listener; nothing it takes ever leaves the machine. */
export function createSmtpServer(services: SmtpServices, security: 'tls' | 'starttls'): SmtpServer {
  const { faults, identity, mailboxes } = services
  /** By connection, the socket that lies on top: the raw one, or TLS over it. */
  const sockets = new Map<string, Socket>()
  const begun = new Map<string, Accepted>()
  const server = new SMTPServer({
    ...tlsOptions(identity),
    secure: security === 'tls',
    name: practiceHosts.smtp,
    banner: 'Practice SMTP server',
    size: sizeLimit,
    logger: false,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    authMethods: ['LOGIN', 'PLAIN', 'XOAUTH2'],
    onConnect(session, callback) {
      // The library would offer AUTH in clear text and refuse it only when it is used.
      if (security === 'starttls') session.disabledCommands = [faults.isOn('starttls-stripped') ? 'STARTTLS' : 'AUTH']
      callback()
    },
    onSecure(socket, session, callback) {
      session.disabledCommands = []
      begun.get(session.id)?.onTop(socket)
      sockets.set(session.id, socket)
      // Not before TLS: the library starts the handshake without waiting for its own reply to be written.
      if (faults.isOn('one-byte-segments')) segmentWrites(socket)
      callback()
    },
    onAuth(auth, session, callback) {
      services.signInTried(!session.secure)
      if (faults.meet('account-disabled')) return callback(refusal(525, '5.7.13 User account disabled'))
      if (auth.method === 'XOAUTH2') {
        const response = { mailbox: auth.username ?? '', token: auth.accessToken ?? '' }
        const result = services.signInByToken('smtp', response)
        return callback(null, result.outcome === 'signed-in' ? { user: result.as.user } : { data: xoauth2Problem })
      }
      if (faults.meet('wrong-password')) return callback(refusal(535, '5.7.8 Error: authentication failed'))
      const result = signIn(auth.username ?? '', auth.password ?? '', auth.authcid === '' ? '' : auth.authzid)
      if (result.outcome === 'signed-in') return callback(null, { user: result.as.user })
      return callback(refusal(535, '5.7.8 Error: authentication failed'))
    },
    onMailFrom(_address, session, callback) {
      if (!session.user) return callback(refusal(530, '5.7.0 Must issue a STARTTLS command first'))
      if (faults.meet('bye')) return callback(refusal(421, '4.3.2 Service shutting down'))
      if (faults.meet('throttled')) return callback(refusal(450, '4.7.1 Error: too much mail from 127.0.0.1'))
      callback()
    },
    onRcptTo: ({ address }, session, callback) => callback(judgeRecipient(faults, session, address)),
    onData(stream, session, callback) {
      if (faults.meet('cut-before-dot')) {
        stream.once('data', () => sockets.get(session.id)?.destroy())
        return
      }
      // Never read, never answered: the client's next step does not come.
      if (faults.meet('stall-in-message')) return
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.once('end', () => {
        if (stream.sizeExceeded) return callback(refusal(552, '5.3.4 Error: message file too big'))
        const user = userOf(session)
        const written = Buffer.concat(chunks)
        const raw = faults.meet('sender-rewritten') ? withFrom(written, user) : written
        const queued = take(session, raw)
        if (faults.meet('cut-after-dot')) sockets.get(session.id)?.destroy()
        else callback(null, `2.0.0 Ok: queued as ${queued}`)
      })
    },
  })
  server.on('error', () => undefined)

  function take(session: SMTPServerSession, raw: Buffer): string {
    const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
    const to = session.envelope.rcptTo.map(({ address }) => address)
    const queued = randomBytes(5).toString('hex').toUpperCase()
    services.accepted({ from, to, raw })
    for (const recipient of to) {
      const destination = destinationOf(recipient)
      if (destination.kind !== 'mailbox') continue
      const trace = traceFields({ from, recipient, session, queued })
      const isRewritten =
        !isSame(recipient, destination.address) &&
        isSame(domainOf(from), domainOf(recipient)) &&
        faults.meet('to-rewritten', recipient) !== undefined
      const [origin, delivered] = isRewritten
        ? [`X-Original-To: ${recipient}\r\n`, withTo(raw, recipient, destination.address)]
        : ['', raw]
      mailboxes.append(destination.address, 'INBOX', [{ raw: Buffer.concat([Buffer.from(trace + origin), delivered]) }])
    }
    return queued
  }

  return {
    serve(accepted) {
      begun.set(accepted.id, accepted)
      sockets.set(accepted.id, accepted.socket)
      accepted.socket.once('close', () => {
        begun.delete(accepted.id)
        sockets.delete(accepted.id)
      })
      server.connect(accepted.socket, { id: accepted.id })
      for (const connection of server.connections) {
        if (connection.id !== accepted.id) continue
        const send = connection.send.bind(connection)
        connection.send = (code, data, context) => {
          const text = data === tokenRefusal.packaged ? tokenRefusal.exchange : data
          // Replies that name their own enhanced code (RFC 2034) get no second one from the library.
          send(code, text, typeof text === 'string' && /^[245]\.\d+\.\d+ /.test(text) ? false : context)
        }
      }
    },
    refresh() {
      server.options.allowInsecureAuth = faults.isOn('starttls-stripped')
      server.updateSecureContext(tlsOptions(identity))
    },
  }
}

function tlsOptions(identity: Identity): { readonly key: string; readonly cert: string } {
  const { key, certificate } = identity.currentPair()
  return { key, cert: certificate }
}

/** Judges sender and recipient where Postfix does: at RCPT, with its words. */
function judgeRecipient(faults: FaultSwitches, session: SMTPServerSession, recipient: string): Error | null {
  const sender = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
  const user = userOf(session)
  if (!maySendAs(user, sender) || faults.meet('sender-refused', sender)) {
    return refusal(553, `5.7.1 <${sender}>: Sender address rejected: not owned by user ${user.username}`)
  }
  if (destinationOf(recipient).kind === 'unknown-here' || faults.meet('recipient-refused', recipient)) {
    return refusal(550, `5.1.1 <${recipient}>: Recipient address rejected: User unknown in virtual mailbox table`)
  }
  if (faults.meet('greylisted', recipient)) {
    return refusal(450, `4.2.0 <${recipient}>: Recipient address rejected: Greylisted, try again later`)
  }
  if (faults.meet('quota', recipient)) return refusal(452, `4.2.2 <${recipient}>: Mailbox full`)
  return null
}

interface Trace {
  readonly from: string
  readonly recipient: string
  readonly session: SMTPServerSession
  readonly queued: string
}

/** The trace fields that final delivery puts on top (RFC 5321 4.4). */
function traceFields({ from, recipient, session, queued }: Trace): string {
  const date = new Date().toUTCString().replace('GMT', '+0000')
  const client = `${session.hostNameAppearsAs || 'unknown'} ([${session.remoteAddress}])`
  return [
    `Return-Path: <${from}>`,
    `Received: from ${client}`,
    `\tby ${practiceHosts.smtp} with ${session.transmissionType || 'ESMTP'} id ${queued}`,
    `\tfor <${recipient}>; ${date}`,
    '',
  ].join('\r\n')
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

/** The message with an address of its To field replaced by another, as Exchange does with those of a mailbox. */
function withTo(raw: Buffer, alias: string, primary: string): Buffer {
  const text = raw.toString('latin1')
  const headerEnd = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  const header = text
    .slice(0, headerEnd)
    .replace(/^To:.*(?:\r?\n[ \t].*)*/im, (field) =>
      field.replaceAll(new RegExp(alias.replaceAll(/[^\w@]/g, '\\$&'), 'gi'), primary),
    )
  return Buffer.from(header + text.slice(headerEnd), 'latin1')
}

/** The message with its From field replaced by the account's own address, as some services do. */
function withFrom(raw: Buffer, user: Account): Buffer {
  const text = raw.toString('latin1')
  const headerEnd = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  const header = text.slice(0, headerEnd).replace(/^From:.*(?:\r?\n[ \t].*)*/im, `From: ${user.name} <${user.address}>`)
  return Buffer.from(header + text.slice(headerEnd), 'latin1')
}
