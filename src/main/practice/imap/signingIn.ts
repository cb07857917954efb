import { readPlainResponse, signIn } from '../accounts.ts'
import type { SignedIn } from '../accounts.ts'
import type { FaultSwitches } from '../faults.ts'
import { readXoauth2Response, xoauth2Challenge } from '../xoauth2.ts'
import type { Handler, Reply } from './handlers.ts'
import { bad, no, ok } from './handlers.ts'
import { string } from './format.ts'
import type { Session, SessionState } from './session.ts'

/** What the server can do at this point of the session. */
export function capabilities(state: Pick<SessionState, 'secure' | 'signedIn'>, faults: FaultSwitches): string {
  const stripped = faults.isOn('starttls-stripped')
  const all = ['IMAP4rev1', 'LITERAL+', 'ID', 'ENABLE', 'SASL-IR']
  if (state.signedIn === undefined) {
    if (!state.secure && !stripped) all.push('STARTTLS', 'LOGINDISABLED')
    else all.push('AUTH=PLAIN', 'AUTH=XOAUTH2')
  } else {
    all.push(
      'IDLE',
      'NAMESPACE',
      'UNSELECT',
      'SPECIAL-USE',
      'LIST-EXTENDED',
      'ESEARCH',
      'ACL',
      'RIGHTS=texk',
      'CHILDREN',
    )
    if (!faults.isOn('no-uidplus')) all.push('UIDPLUS')
    if (!faults.isOn('no-move')) all.push('MOVE')
  }
  return all.join(' ')
}

function clearTextRefused(session: Session): boolean {
  return !session.state.secure && !session.faults.isOn('starttls-stripped')
}

function enter(session: Session, username: string, password: string, authorisation?: string): Reply {
  session.signInTried(!session.state.secure)
  if (session.faults.meet('account-disabled')) return no('[CONTACTADMIN] This account is disabled')
  if (session.faults.meet('wrong-password')) return no('[AUTHENTICATIONFAILED] Authentication failed')
  const result = signIn(username, password, authorisation)
  switch (result.outcome) {
    case 'unknown':
      return no('[AUTHENTICATIONFAILED] Authentication failed')
    case 'not-authorised':
      return no('[AUTHORIZATIONFAILED] This mailbox may not be opened by this user')
    case 'signed-in':
      return letIn(session, result.as)
  }
}

function letIn({ state, faults }: Session, as: SignedIn): Reply {
  state.signedIn = as
  return ok(`[CAPABILITY ${capabilities(state, faults)}] Signed in`)
}

async function enterByPlain(session: Session, base64: string): Promise<Reply> {
  const plain = readPlainResponse(base64)
  if (plain === undefined) return bad('Not a PLAIN response')
  return enter(session, plain.username, plain.password, plain.authorisation)
}

async function enterByToken(session: Session, base64: string): Promise<Reply> {
  const response = readXoauth2Response(base64)
  if (response === undefined) return bad('Not an XOAUTH2 response')
  session.signInTried(!session.state.secure)
  if (session.faults.meet('account-disabled')) return no('[CONTACTADMIN] This account is disabled')
  const result = session.signInByToken('imap', response)
  if (result.outcome === 'signed-in') return letIn(session, result.as)
  await answerTo(session, xoauth2Challenge)
  return no('AUTHENTICATE failed.')
}

const mechanisms = new Map([
  ['PLAIN', enterByPlain],
  ['XOAUTH2', enterByToken],
])

/** What the client says to a challenge (RFC 3501 6.2.2); undefined, and the session is over, when it says nothing. */
async function answerTo({ out, reader, state }: Session, challenge: string): Promise<string | undefined> {
  out.add(`+ ${challenge}\r\n`)
  await out.flush()
  const line = await reader.line(65_536)
  if (line !== undefined && line !== 'too-long') return line.toString('latin1')
  state.ended = true
  return undefined
}

export const signingIn: Readonly<Record<string, Handler>> = {
  CAPABILITY: {
    when: 'any',
    handle(session) {
      session.out.add(`* CAPABILITY ${capabilities(session.state, session.faults)}\r\n`)
      return ok('Capabilities told')
    },
  },
  NOOP: { when: 'any', handle: () => ok('Nothing done') },
  ID: {
    when: 'any',
    handle(session) {
      session.out.add(`* ID ("name" ${string('Waypost practice')})\r\n`)
      return ok('Pleased to meet you')
    },
  },
  LOGOUT: {
    when: 'any',
    handle(session) {
      session.out.add('* BYE Until next time\r\n')
      session.state.ended = true
      return ok('Signed out')
    },
  },
  STARTTLS: {
    when: 'not-signed-in',
    handle(session) {
      if (session.state.secure) return bad('TLS is already on')
      if (session.faults.isOn('starttls-stripped')) return bad('Unknown command')
      return ok('Begin TLS now')
    },
  },
  LOGIN: {
    when: 'not-signed-in',
    handle(session, args) {
      args.space()
      const username = args.text()
      args.space()
      const password = args.text()
      args.end()
      if (clearTextRefused(session)) return no('[PRIVACYREQUIRED] Signing in needs TLS')
      return enter(session, username, password)
    },
  },
  AUTHENTICATE: {
    when: 'not-signed-in',
    async handle(session, args) {
      args.space()
      const mechanism = args.atom().toUpperCase()
      if (clearTextRefused(session)) return no('[PRIVACYREQUIRED] Signing in needs TLS')
      const enterBy = mechanisms.get(mechanism)
      if (enterBy === undefined) return no('[CANNOT] Mechanism not offered')
      const response = args.takes(' ') ? args.until(' ') : await answerTo(session, '')
      if (response === undefined || response === '*') return bad('Cancelled')
      return enterBy(session, response)
    },
  },
  ENABLE: {
    when: 'signed-in',
    handle(session) {
      session.out.add('* ENABLED\r\n')
      return ok('Nothing to enable')
    },
  },
}
