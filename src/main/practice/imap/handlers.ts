import type { Arguments } from './command.ts'
import type { Session } from './session.ts'

/** The tagged answer to a command; `text` begins with a response code where there is one. */
export interface Reply {
  readonly status: 'OK' | 'NO' | 'BAD'
  readonly text: string
}

export interface Handler {
  /** When the command is allowed (RFC 3501 3). */
  readonly when: 'any' | 'not-signed-in' | 'signed-in' | 'selected'
  /** Whether the command may be used as `UID name`. */
  readonly uid?: boolean
  /** RFC 3501 7.4.1: no EXPUNGE is told during FETCH, STORE and SEARCH by sequence number. */
  readonly numbersStay?: boolean
  handle(session: Session, args: Arguments, byUid: boolean): Reply | Promise<Reply>
}

export const ok = (text: string): Reply => ({ status: 'OK', text })
export const no = (text: string): Reply => ({ status: 'NO', text })
export const bad = (text: string): Reply => ({ status: 'BAD', text })
