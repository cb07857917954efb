import type { SecureContext } from 'node:tls'
import type { FaultSwitches } from '../faults.ts'
import { createLineReader } from '../lineReader.ts'
import type { Mailboxes } from '../mailboxes.ts'
import { createOutput } from '../output.ts'
import { segmentWrites, secured } from '../transport.ts'
import type { Accepted } from '../transport.ts'
import type { TokenSignIn } from '../xoauth2.ts'
import type { CommandText } from './command.ts'
import { readArguments, readCommand, SyntaxBad } from './command.ts'
import { folders } from './folders.ts'
import type { Handler, Reply } from './handlers.ts'
import { bad, no } from './handlers.ts'
import { messages } from './messages.ts'
import type { Session, SessionState } from './session.ts'
import { tellChanges } from './session.ts'
import { capabilities, signingIn } from './signingIn.ts'

export interface ImapServices {
  readonly mailboxes: Mailboxes
  readonly faults: FaultSwitches
  readonly context: () => SecureContext
  readonly signInTried: (inClear: boolean) => void
  readonly signInByToken: TokenSignIn
}

const handlers = new Map<string, Handler>(Object.entries({ ...signingIn, ...folders, ...messages }))

/** Serves one IMAP4rev1 connection (RFC 3501) until either side ends it. */
export async function serveImap(services: ImapServices, accepted: Accepted): Promise<void> {
  let { socket } = accepted
  socket.on('error', () => undefined)
  if (services.faults.isOn('one-byte-segments')) segmentWrites(socket)
  const reader = createLineReader(socket)
  const out = createOutput(socket)
  const state: SessionState = {
    secure: accepted.secure,
    signedIn: undefined,
    selected: undefined,
    commands: 0,
    tag: '',
    ended: false,
  }
  const session: Session = {
    mailboxes: services.mailboxes,
    faults: services.faults,
    reader,
    out,
    state,
    signInTried: services.signInTried,
    signInByToken: services.signInByToken,
    async startTls() {
      reader.detach()
      const upgraded = await secured(socket, services.context(), accepted.onTop)
      if (upgraded === undefined) return false
      socket = upgraded
      if (services.faults.isOn('one-byte-segments')) segmentWrites(socket)
      reader.attach(socket)
      out.attach(socket)
      state.secure = true
      return true
    },
  }

  out.add(`* OK [CAPABILITY ${capabilities(state, services.faults)}] Practice IMAP server ready\r\n`)
  await out.flush()
  while (!state.ended) {
    const read = await readCommand(reader, () => {
      out.add('+ Go on\r\n')
      void out.flush()
    })
    if (read.kind === 'gone') break
    if (read.kind === 'line-too-long') {
      out.add('* BYE Line too long\r\n')
      break
    }
    if (read.kind === 'literal-too-big') {
      out.add(`${read.tag} NO [TOOBIG] Literal too big\r\n* BYE Literal too big\r\n`)
      break
    }
    await answer(session, read.command)
    await out.flush()
  }
  await out.end()
}

async function answer(session: Session, command: CommandText): Promise<void> {
  const { state, out, faults } = session
  const args = readArguments(command)
  const tag = args.until(' ')
  if (tag === '' || args.atEnd()) {
    out.add('* BAD Tag and command expected\r\n')
    return
  }
  state.tag = tag
  state.commands++
  const bye = faults.look('bye')
  if (bye !== undefined && state.commands > (bye.after ?? 3)) {
    faults.meet('bye')
    out.add('* BYE Practice server is going down\r\n')
    state.ended = true
    return
  }
  args.takes(' ')
  const first = args.until(' ').toUpperCase()
  const byUid = first === 'UID' && args.takes(' ')
  const name = byUid ? args.until(' ').toUpperCase() : first
  const handler = handlers.get(name)
  const reply = await carryOut(session, handler, name, byUid, () => handler?.handle(session, args, byUid))
  if (state.selected !== undefined && !state.ended) {
    tellChanges(session, handler?.numbersStay === true && !byUid ? 'kept-back' : 'told')
  }
  out.add(`${tag} ${reply.status} ${reply.text}\r\n`)
  if (name === 'STARTTLS' && reply.status === 'OK') {
    await out.flush()
    if (!(await session.startTls())) state.ended = true
  }
}

const whenThrottled = new Set(['SELECT', 'EXAMINE', 'STATUS', 'FETCH', 'SEARCH', 'STORE', 'COPY', 'MOVE', 'APPEND'])

async function carryOut(
  session: Session,
  handler: Handler | undefined,
  name: string,
  byUid: boolean,
  handle: () => Reply | Promise<Reply> | undefined,
): Promise<Reply> {
  const { state, faults } = session
  if (handler === undefined || (byUid && handler.uid !== true)) return bad('Unknown command')
  if (handler.when === 'not-signed-in' && state.signedIn !== undefined) return bad('Already signed in')
  if ((handler.when === 'signed-in' || handler.when === 'selected') && state.signedIn === undefined)
    return bad('Sign in first')
  if (handler.when === 'selected' && state.selected === undefined) return bad('Open a folder first')
  if (whenThrottled.has(name)) {
    const throttled = faults.meet('throttled')
    // The words of Exchange Online, which clients know.
    if (throttled)
      return bad(`Request is throttled. Suggested Backoff Time: ${throttled.waitMs ?? 60_000} milliseconds`)
  }
  try {
    return (await handle()) ?? no('Not done')
  } catch (error) {
    if (error instanceof SyntaxBad) return bad(error.message)
    return bad('Internal error')
  }
}
