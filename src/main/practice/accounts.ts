/** A person or shared mailbox of the practice servers. */
export interface PracticeUser {
  readonly address: string
  readonly username: string
  readonly password: string
  readonly name: string
  /** Further addresses that lead into the same mailbox and may be sent from. */
  readonly aliases: readonly string[]
}

export interface PracticeSharedMailbox {
  readonly address: string
  readonly name: string
  /** Addresses of the users who may open it and send from it. */
  readonly openedBy: readonly string[]
}

export const practiceUsers: readonly PracticeUser[] = [
  {
    address: 'support@practice.test',
    username: 'support@practice.test',
    password: 'practice',
    name: 'Practice Support',
    aliases: ['info@practice.test', 'orders@practice.test'],
  },
  {
    address: 'anna@contoso.test',
    username: 'anna@contoso.test',
    password: 'practice',
    name: 'Anna Contoso',
    aliases: [],
  },
]

export const practiceSharedMailboxes: readonly PracticeSharedMailbox[] = [
  { address: 'team@practice.test', name: 'Practice Team', openedBy: ['support@practice.test'] },
]

const practiceDomains: readonly string[] = ['practice.test', 'contoso.test']

const same = (left: string, right: string) => left.toLowerCase() === right.toLowerCase()

/** Whom a session counts as: a person, or a mailbox that an application opened. */
export type Account = Omit<PracticeUser, 'password'>

/** Who is signed in, and whose mailbox is open: the same address unless a shared mailbox was asked for. */
export interface SignedIn {
  readonly user: Account
  readonly mailbox: string
}

export type SignIn =
  | { readonly outcome: 'signed-in'; readonly as: SignedIn }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'not-authorised' }

/** Judges a sign-in; `authorisation` is SASL's authorisation identity (RFC 4616), empty for the user's own mailbox. */
export function signIn(username: string, password: string, authorisation = ''): SignIn {
  const user = practiceUsers.find((one) => same(one.username, username) || same(localPart(one.username), username))
  if (user === undefined || user.password !== password) return { outcome: 'unknown' }
  if (authorisation === '' || same(authorisation, username)) return opened(user, user.address)
  return opened(user, authorisation)
}

/** Judges whether a user opens the mailbox of an address: the own one, and what is shared with the user. */
function opened(user: Account, address: string): SignIn {
  if (same(address, user.address)) return { outcome: 'signed-in', as: { user, mailbox: user.address } }
  const shared = practiceSharedMailboxes.find((one) => same(one.address, address))
  return shared?.openedBy.includes(user.address)
    ? { outcome: 'signed-in', as: { user, mailbox: shared.address } }
    : { outcome: 'not-authorised' }
}

/**
 * Judges a sign-in by a token that is good for a protocol. An application opens every mailbox, and is then whose mailbox it is; a
 * user opens what a password would open. The mailbox is named by its own address: Exchange takes no other.
 */
export function signInByToken(user: Account | 'application', address: string): SignIn {
  if (user !== 'application') return opened(user, address)
  const own = practiceUsers.find((one) => same(one.address, address))
  const shared = practiceSharedMailboxes.find((one) => same(one.address, address))
  const account = own ?? (shared && { ...shared, username: shared.address, aliases: [] })
  return account === undefined
    ? { outcome: 'unknown' }
    : { outcome: 'signed-in', as: { user: account, mailbox: account.address } }
}

export interface PlainResponse {
  readonly authorisation: string
  readonly username: string
  readonly password: string
}

/** Reads SASL PLAIN (RFC 4616): authorisation identity NUL user NUL password, in Base64. */
export function readPlainResponse(base64: string): PlainResponse | undefined {
  const [authorisation, username, password, ...rest] = Buffer.from(base64, 'base64').toString('utf8').split('\0')
  if (authorisation === undefined || username === undefined || password === undefined || rest.length > 0)
    return undefined
  return { authorisation, username, password }
}

/** Whether the signed-in user may use the address as sender; the null sender is everyone's (RFC 5321 4.5.5). */
export function maySendAs(user: Account, address: string): boolean {
  return (
    address === '' ||
    [user.address, ...user.aliases].some((own) => same(own, address)) ||
    practiceSharedMailboxes.some((one) => same(one.address, address) && one.openedBy.includes(user.address))
  )
}

export type Destination =
  | { readonly kind: 'mailbox'; readonly address: string }
  | { readonly kind: 'unknown-here' }
  | { readonly kind: 'elsewhere' }

/** Where mail for an address goes: into a practice mailbox, nowhere, or (in the real world) to another server. */
export function destinationOf(address: string): Destination {
  const user = practiceUsers.find((one) => [one.address, ...one.aliases].some((own) => same(own, address)))
  if (user !== undefined) return { kind: 'mailbox', address: user.address }
  const shared = practiceSharedMailboxes.find((one) => same(one.address, address))
  if (shared !== undefined) return { kind: 'mailbox', address: shared.address }
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return practiceDomains.some((one) => same(one, domain)) ? { kind: 'unknown-here' } : { kind: 'elsewhere' }
}

function localPart(address: string): string {
  return address.slice(0, address.lastIndexOf('@'))
}
