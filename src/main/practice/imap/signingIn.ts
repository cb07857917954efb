import { readPlainResponse, signIn } from '../accounts.ts'
import type { FaultSwitches } from '../faults.ts'
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
    else all.push('AUTH=PLAIN')
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
      session.state.signedIn = result.as
      return ok(`[CAPABILITY ${capabilities(session.state, session.faults)}] Signed in`)
  }
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
      if (mechanism !== 'PLAIN') return no('[CANNOT] Mechanism not offered')
      let response: string
      if (args.takes(' ')) response = args.until(' ')
      else {
        session.out.add('+ \r\n')
        await session.out.flush()
        const line = await session.reader.line(65_536)
        if (line === undefined || line === 'too-long') {
          session.state.ended = true
          return bad('Cancelled')
        }
        response = line.toString('latin1')
      }
      if (response === '*') return bad('Cancelled')
      const plain = readPlainResponse(response)
      if (plain === undefined) return bad('Not a PLAIN response')
      return enter(session, plain.username, plain.password, plain.authorisation)
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
