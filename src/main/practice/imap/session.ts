import type { SignedIn } from '../accounts.ts'
import type { FaultSwitches } from '../faults.ts'
import type { LineReader } from '../lineReader.ts'
import type { Mailboxes, StoredMessage } from '../mailboxes.ts'
import type { Output } from '../output.ts'
import type { TokenSignIn } from '../xoauth2.ts'
import { writeSet } from './sequence.ts'

/** What a client has open, and what it was told about it: sequence numbers are positions in `known`. */
export interface Selected {
  readonly folder: string
  readonly uidValidity: number
  readonly readOnly: boolean
  known: StoredMessage[]
  /** The folder's messages when `known` was last brought up to date. */
  upToDate: readonly StoredMessage[]
}

export interface Session {
  readonly mailboxes: Mailboxes
  readonly faults: FaultSwitches
  readonly reader: LineReader
  readonly out: Output
  readonly state: SessionState
  /** Does the TLS handshake; false when the client turned away. */
  startTls(): Promise<boolean>
  signInTried(inClear: boolean): void
  readonly signInByToken: TokenSignIn
}

export interface SessionState {
  secure: boolean
  signedIn: SignedIn | undefined
  selected: Selected | undefined
  commands: number
  /** The tag of the command that is being answered. */
  tag: string
  ended: boolean
}

/** Tells the client what changed in its folder since it was last told (RFC 3501 5.2, 7.4.1). */
export function tellChanges(session: Session, expunges: 'told' | 'kept-back'): void {
  const { signedIn, selected } = session.state
  if (signedIn === undefined || selected === undefined) return
  const folder = session.mailboxes.folder(signedIn.mailbox, selected.folder)
  if (folder === undefined || folder.uidValidity !== selected.uidValidity) {
    // RFC 3501 2.3.1.1: the numbers of an open folder cannot change under the client's hands.
    session.out.add('* BYE The folder has changed\r\n')
    session.state.ended = true
    return
  }
  if (folder.messages === selected.upToDate) return
  const now = new Map(folder.messages.map((message) => [message.uid, message]))
  const kept: StoredMessage[] = []
  const before = selected.known
  for (const message of before) {
    const current = now.get(message.uid)
    if (current === undefined && expunges === 'told') {
      session.out.add(`* ${kept.length + 1} EXPUNGE\r\n`)
      continue
    }
    kept.push(current ?? message)
    if (current !== undefined && current !== message) session.out.add(flagsLine(kept.length, current))
  }
  const highest = before.at(-1)?.uid ?? 0
  const fresh = folder.messages.filter((message) => message.uid > highest)
  selected.known = [...kept, ...fresh]
  if (fresh.length > 0) session.out.add(`* ${selected.known.length} EXISTS\r\n`)
  // Kept-back expunges have to be looked for again.
  selected.upToDate = selected.known.length === folder.messages.length ? folder.messages : []
}

export function flagsLine(sequence: number, message: StoredMessage): string {
  return `* ${sequence} FETCH (UID ${message.uid} FLAGS (${message.flags.join(' ')}))\r\n`
}

/** `[COPYUID validity from to]`, or nothing where the server has no UIDPLUS (RFC 4315). */
export function copyUid(session: Session, validity: number, from: readonly number[], to: readonly number[]): string {
  return session.faults.isOn('no-uidplus') || from.length === 0
    ? ''
    : `[COPYUID ${validity} ${writeSet(from)} ${writeSet(to)}] `
}

/** Whether the folder is made missing by a fault. */
export function isMissing(faults: FaultSwitches, folder: string): boolean {
  const fault = faults.look('missing-folder')
  if (fault === undefined) return false
  return fault.folder === undefined ? folder !== 'INBOX' : fault.folder === folder
}
