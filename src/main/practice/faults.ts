/** What can go wrong with the practice servers on purpose, by name. */
export type FaultName = (typeof catalogue)[number]['name']

/** `login` is the sign-in page with its token endpoint. */
export type FaultProtocol = 'imap' | 'pop3' | 'smtp' | 'login'

/** How a fault shows itself; every field is optional and only some faults read some of them. */
export interface FaultParameters {
  /** The fault goes off by itself after it was met so often; without it, it stays until switched off. */
  readonly times?: number
  /** `missing-folder`: only this folder is missing. */
  readonly folder?: string
  /** `bye`: commands that are still answered before the server ends the session (3). */
  readonly after?: number
  /** `sender-refused`, `recipient-refused`, `greylisted`, `quota`: only for this address. */
  readonly address?: string
  /** `throttled` over IMAP: the wait that the server asks for, in milliseconds (60,000). */
  readonly waitMs?: number
}

export interface PracticeFault {
  readonly name: FaultName
  readonly title: string
  /** One sentence: what a client meets while the fault is on. */
  readonly shows: string
  readonly protocols: readonly FaultProtocol[]
}

const mail: readonly FaultProtocol[] = ['imap', 'pop3', 'smtp']
const all: readonly FaultProtocol[] = [...mail, 'login']

const catalogue = [
  {
    name: 'wrong-password',
    title: 'Password refused',
    shows: 'Every sign-in is refused as if the password were wrong.',
    protocols: mail,
  },
  {
    name: 'account-disabled',
    title: 'Account disabled',
    shows: 'Every sign-in is refused because the account is disabled.',
    protocols: mail,
  },
  {
    name: 'expired-certificate',
    title: 'Expired certificate',
    shows: 'The server shows a certificate that ended last week.',
    protocols: all,
  },
  {
    name: 'wrong-name-certificate',
    title: 'Certificate for another name',
    shows: 'The server shows a certificate made out to other.example.',
    protocols: all,
  },
  {
    name: 'self-signed-certificate',
    title: 'Self-signed certificate',
    shows: 'The server shows a certificate that no authority signed.',
    protocols: all,
  },
  {
    name: 'starttls-stripped',
    title: 'STARTTLS missing',
    shows: 'The server no longer offers STARTTLS and asks for the password in clear text.',
    protocols: mail,
  },
  { name: 'silence', title: 'Silence', shows: 'The server takes the connection and never greets.', protocols: all },
  {
    name: 'reset',
    title: 'Connection reset',
    shows: 'The server resets every new connection at once.',
    protocols: all,
  },
  {
    name: 'bye',
    title: 'Server ends the session',
    shows: 'The server says goodbye after a few commands.',
    protocols: mail,
  },
  {
    name: 'throttled',
    title: 'Throttled',
    shows: 'The server accepts the sign-in and then asks to come back later.',
    protocols: mail,
  },
  {
    name: 'one-byte-segments',
    title: 'One byte at a time',
    shows: 'Every answer arrives in pieces of one byte.',
    protocols: all,
  },
  {
    name: 'cut-in-message',
    title: 'Cut in the middle of a message',
    shows: 'The connection closes in the middle of a message that is being read.',
    protocols: ['imap', 'pop3'],
  },
  {
    name: 'stall-in-message',
    title: 'Stall in the middle of a message',
    shows: 'The server stops in the middle of a message and says nothing more.',
    protocols: mail,
  },
  {
    name: 'missing-folder',
    title: 'Folder missing',
    shows: 'Every folder but the inbox, or the one that is named, does not exist.',
    protocols: ['imap'],
  },
  {
    name: 'uidvalidity-changed',
    title: 'Message numbers start again',
    shows: 'Every folder gets a new UIDVALIDITY and new UIDs, as after a restore.',
    protocols: ['imap'],
  },
  {
    name: 'no-uidplus',
    title: 'No UIDPLUS',
    shows: 'The server cannot expunge single messages or name the UID of a copy.',
    protocols: ['imap'],
  },
  {
    name: 'no-move',
    title: 'No MOVE',
    shows: 'The server cannot move messages, only copy and delete them.',
    protocols: ['imap'],
  },
  { name: 'no-uidl', title: 'No UIDL', shows: 'The server gives messages no lasting identity.', protocols: ['pop3'] },
  {
    name: 'in-use',
    title: 'Mailbox in use',
    shows: 'Another session holds the mailbox, so the sign-in is put off.',
    protocols: ['pop3'],
  },
  { name: 'quota', title: 'Mailbox full', shows: 'The mailbox takes no further mail.', protocols: ['imap', 'smtp'] },
  {
    name: 'sender-refused',
    title: 'Sender refused',
    shows: 'The From address is refused when the recipient is named.',
    protocols: ['smtp'],
  },
  {
    name: 'recipient-refused',
    title: 'Recipient refused',
    shows: 'Every recipient is refused as unknown.',
    protocols: ['smtp'],
  },
  { name: 'greylisted', title: 'Greylisted', shows: 'Every recipient is put off until later.', protocols: ['smtp'] },
  {
    name: 'sender-rewritten',
    title: 'Sender rewritten',
    shows: 'Mail arrives with the From address replaced by the account that signed in.',
    protocols: ['smtp'],
  },
  {
    name: 'to-rewritten',
    title: 'To rewritten to the primary address',
    shows:
      'Mail inside a domain to a further address of a mailbox arrives with the mailbox’s own address in To, and the one that was meant in X-Original-To.',
    protocols: ['smtp'],
  },
  {
    name: 'cut-before-dot',
    title: 'Cut before the end of the message',
    shows: 'The connection closes while the message is being handed over; it is not taken.',
    protocols: ['smtp'],
  },
  {
    name: 'cut-after-dot',
    title: 'Cut after the end of the message',
    shows: 'The message is taken, and the connection closes before the server says so.',
    protocols: ['smtp'],
  },
  {
    name: 'client-secret-expired',
    title: 'Client secret expired',
    shows: 'An application that asks for a token with its secret is refused because the secret has ended.',
    protocols: ['login'],
  },
  {
    name: 'consent-missing',
    title: 'Consent missing',
    shows: 'No token is given because nobody has consented to the application.',
    protocols: ['login'],
  },
  {
    name: 'consent-ended',
    title: 'Sign-in has ended',
    shows: 'A refresh token is refused as unused for too long, so that the user has to sign in again.',
    protocols: ['login'],
  },
  {
    name: 'token-throttled',
    title: 'Token requests throttled',
    shows: 'The token endpoint answers 429 and asks to come back in 30 seconds.',
    protocols: ['login'],
  },
  {
    name: 'token-unavailable',
    title: 'Token endpoint unavailable',
    shows: 'The token endpoint answers 503 with a page in place of an answer.',
    protocols: ['login'],
  },
  {
    name: 'token-rejected',
    title: 'Token refused by the mail server',
    shows: 'The mail servers refuse every token, also one that was just given.',
    protocols: mail,
  },
] as const satisfies readonly { name: string; title: string; shows: string; protocols: readonly FaultProtocol[] }[]

export interface Faults {
  /** Every fault there is, in the order in which a session meets them. */
  list(): readonly PracticeFault[]
  on(name: FaultName, parameters?: FaultParameters): void
  off(name: FaultName): void
  clear(): void
  active(): readonly FaultName[]
}

/** The servers' side: asks whether a fault is on, and counts that it was met. */
export interface FaultSwitches extends Faults {
  isOn(name: FaultName): boolean
  /** The parameters of a fault that is on, counting one of its `times`; undefined while it is off. */
  meet(name: FaultName, about?: string): FaultParameters | undefined
  /** The parameters without counting. */
  look(name: FaultName): FaultParameters | undefined
}

export function createFaults(announce: (name: FaultName, state: 'on' | 'off') => void): FaultSwitches {
  const switched = new Map<FaultName, FaultParameters>()
  const off = (name: FaultName) => {
    if (switched.delete(name)) announce(name, 'off')
  }
  return {
    list: () => catalogue,
    on(name, parameters = {}) {
      if (parameters.times !== undefined && parameters.times <= 0) return off(name)
      switched.set(name, parameters)
      announce(name, 'on')
    },
    off,
    clear() {
      for (const name of switched.keys()) off(name)
    },
    active: () => [...switched.keys()],
    isOn: (name) => switched.has(name),
    look: (name) => switched.get(name),
    meet(name, about) {
      const parameters = switched.get(name)
      if (parameters === undefined) return undefined
      if (parameters.address !== undefined && parameters.address.toLowerCase() !== about?.toLowerCase())
        return undefined
      if (parameters.times !== undefined) {
        if (parameters.times <= 1) off(name)
        else switched.set(name, { ...parameters, times: parameters.times - 1 })
      }
      return parameters
    },
  }
}
