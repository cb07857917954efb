import { signInByToken } from './accounts.ts'
import type { SignIn } from './accounts.ts'
import type { FaultSwitches } from './faults.ts'
import { permissionFor } from './oauth/application.ts'
import type { MailProtocol } from './oauth/application.ts'
import type { TokenStore } from './oauth/tokens.ts'

/** What a client says with XOAUTH2: the mailbox that is to open, and a token in place of a password. */
export interface Xoauth2Response {
  readonly mailbox: string
  readonly token: string
}

/** Judges it. What the token lacks is not told apart, as Exchange does not. */
export type TokenSignIn = (protocol: MailProtocol, response: Xoauth2Response) => SignIn

/** Reads `user=…^Aauth=Bearer …^A^A` in Base64 (developers.google.com/workspace/gmail/imap/xoauth2-protocol). */
export function readXoauth2Response(base64: string): Xoauth2Response | undefined {
  const [user = '', auth = '', ...end] = Buffer.from(base64, 'base64').toString('utf8').split('\x01')
  const mailbox = /^user=(.+)$/i.exec(user)?.[1]
  const token = /^auth=Bearer (.+)$/i.exec(auth)?.[1]
  return mailbox === undefined || token === undefined || end.join('/') !== '/' ? undefined : { mailbox, token }
}

/** Why a token is refused, as the challenge that comes before the refusal; the client answers it with an empty line. */
export const xoauth2Problem = {
  status: '400',
  schemes: 'Bearer',
  scope: 'https://outlook.office365.com/.default',
} as const

export const xoauth2Challenge: string = Buffer.from(JSON.stringify(xoauth2Problem)).toString('base64')

export function createTokenSignIn(tokens: TokenStore, faults: FaultSwitches): TokenSignIn {
  return (protocol, { mailbox, token }) => {
    if (faults.meet('wrong-password') || faults.meet('token-rejected')) return { outcome: 'unknown' }
    const bearer = tokens.bearerOf(token)
    if (bearer === undefined) return { outcome: 'unknown' }
    if (bearer.kind === 'application') return signInByToken('application', mailbox)
    return bearer.permissions.includes(permissionFor[protocol])
      ? signInByToken(bearer.user, mailbox)
      : { outcome: 'not-authorised' }
  }
}
