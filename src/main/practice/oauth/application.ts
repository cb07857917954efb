/**
 * The one application of the practice directory, as an administrator registers it in Entra: with a secret for itself, and as a public
 * client that sends people to the sign-in page. Like the practice passwords, its secret is none.
 */
export const practiceApplication = {
  name: 'Waypost practice',
  tenant: '2f6ae3b4-58d1-4c07-9b1e-7a0c4d93e815',
  /** A domain of the directory, which names it as well. */
  tenantName: 'practice.test',
  clientId: '8c1d7f20-3e9b-4a65-b0f2-d4e6715ac39b',
  clientSecret: 'practice-secret-of-forty-characters-only',
} as const

/** Whether a directory is the practice directory, by its id or its domain. */
export const isPracticeTenant = (tenant: string): boolean =>
  [practiceApplication.tenant, practiceApplication.tenantName].some((one) => one === tenant.toLowerCase())

export type MailProtocol = 'imap' | 'pop3' | 'smtp'

/** What a user lets the application do, as it stands in the claim `scp`. */
export type Permission = 'IMAP.AccessAsUser.All' | 'POP.AccessAsUser.All' | 'SMTP.Send'

/** What each protocol asks of a user's token (Microsoft: "Authenticate an IMAP, POP or SMTP connection using OAuth"). */
export const permissionFor: Readonly<Record<MailProtocol, Permission>> = {
  imap: 'IMAP.AccessAsUser.All',
  pop3: 'POP.AccessAsUser.All',
  smtp: 'SMTP.Send',
}

/** What an administrator consented to for the application itself: the claim `roles`. */
export const applicationRoles: readonly string[] = ['IMAP.AccessAsApp', 'POP.AccessAsApp', 'SMTP.SendAsApp']

const permissions = Object.values(permissionFor)
const resources = ['https://outlook.office365.com', 'https://outlook.office.com'] as const
const aboutThePerson = ['openid', 'profile', 'email', 'offline_access'] as const
type AboutThePerson = (typeof aboutThePerson)[number]

/** A scope parameter, taken apart. */
export interface Scopes {
  readonly kind: 'scopes'
  /** Who is to take the token: the claim `aud`. */
  readonly resource: string
  readonly permissions: readonly Permission[]
  /** The scopes of the resource as they were asked for, which the answer repeats. */
  readonly granted: readonly string[]
  readonly also: readonly AboutThePerson[]
  /** Whether everything was asked for that was ever consented to. */
  readonly breadth: 'default' | 'named'
}

export type ReadScopes = Scopes | { readonly kind: 'not-valid'; readonly scope: string }

/** Reads a scope parameter (RFC 6749 3.3). Like Entra, it takes no `.default` beside other scopes, and any letter case. */
export function readScopes(asked: string): ReadScopes {
  const notValid = (scope: string) => ({ kind: 'not-valid', scope }) as const
  const also: AboutThePerson[] = []
  const granted: string[] = []
  const found = new Set<Permission>()
  let resource: string | undefined
  let breadth: Scopes['breadth'] = 'named'
  for (const scope of asked.split(' ').filter((word) => word !== '')) {
    const person = aboutThePerson.find((one) => one === scope.toLowerCase())
    if (person !== undefined) {
      also.push(person)
      continue
    }
    const of = resources.find((one) => scope.toLowerCase().startsWith(`${one}/`))
    if (of === undefined) return notValid(scope)
    const name = scope.slice(of.length + 1).toLowerCase()
    const named = name === '.default' ? permissions : permissions.filter((one) => one.toLowerCase() === name)
    if (named.length === 0) return notValid(scope)
    if (name === '.default') breadth = 'default'
    resource ??= of
    granted.push(scope)
    for (const one of named) found.add(one)
  }
  if (resource === undefined || (breadth === 'default' && granted.length > 1)) return notValid(asked)
  return { kind: 'scopes', resource, permissions: [...found], granted, also, breadth }
}
