import type { ConnectorSettings, Side } from './connector.ts'
import { z } from './schema.ts'

/** Who a token is for (RFC 6749 4.4 and 4.1): the application itself, or the person who signed in once. */
export const grants = ['application', 'delegated'] as const
export type Grant = (typeof grants)[number]

/** Where Entra signs people and applications in; national clouds have servers of their own. */
export const publicAuthority = 'login.microsoftonline.com'

/** One of Microsoft's clouds: its mail servers, and whose mail a token of its sign-in server opens. */
interface Cloud {
  readonly incoming: string
  readonly outgoing: string
  readonly resource: Readonly<Record<Grant, string>>
}

/**
 * By sign-in server. The public cloud takes two names of one resource: that of an application's scope, and that of a person's.
 * Source: Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth"; national clouds: "Microsoft 365 endpoints".
 */
const clouds: Readonly<Record<string, Cloud>> = {
  [publicAuthority]: {
    incoming: 'outlook.office365.com',
    outgoing: 'smtp.office365.com',
    resource: { application: 'outlook.office365.com', delegated: 'outlook.office.com' },
  },
  'login.microsoftonline.us': {
    incoming: 'outlook.office365.us',
    outgoing: 'smtp.office365.us',
    resource: { application: 'outlook.office365.us', delegated: 'outlook.office365.us' },
  },
  'login.partner.microsoftonline.cn': {
    incoming: 'partner.outlook.cn',
    outgoing: 'smtp.partner.outlook.cn',
    resource: { application: 'partner.outlook.cn', delegated: 'partner.outlook.cn' },
  },
}

const cloudOf = (authority: string): Cloud | undefined => {
  const { host } = authorityPlace(authority.trim().toLowerCase())
  return Object.hasOwn(clouds, host) ? clouds[host] : undefined
}

/** The mail servers of the cloud that a sign-in server belongs to; null where that is none of Microsoft's. */
export const mailServersOf = (authority: string): Pick<Cloud, 'incoming' | 'outgoing'> | null =>
  cloudOf(authority) ?? null

/** How a connector gets its access tokens (C9, C10). */
export const oauthSchema = z.strictObject({
  grant: z.enum(grants),
  /** The sign-in server, a host name; a port may follow. */
  authority: z.string().max(255),
  /** Directory (tenant) ID, or a domain of it. */
  tenant: z.string().max(255),
  /** Application (client) ID. */
  clientId: z.string().max(255),
  /** The last day of the client secret, as Entra shows it where it is made; nobody can ask for it later. Null: not noted. */
  secretEndsOn: z.iso.date().nullable(),
})
export type OAuthSettings = z.infer<typeof oauthSchema>

export const noOAuth: OAuthSettings = {
  grant: 'application',
  authority: publicAuthority,
  tenant: '',
  clientId: '',
  secretEndsOn: null,
}

/** A client secret has no limit of its own (C5); this one only keeps nonsense out. Entra's have 40 characters. */
export const clientSecretLimit = 10_000

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const domain = /^(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i
// RFC 1123 2.1. No top-level domain begins with a digit, so that a number is none (RFC 3696 2).
const hostAndPort = /^(?=.{1,255}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z]([a-z0-9-]*[a-z0-9])?(:[1-9]\d{0,4})?$/i

export const isGuid = (text: string): boolean => guid.test(text)

/** A tenant by its id or by one of its domains. An application has no home in `common` and its kind. */
export const isTenant = (text: string, grant: Grant): boolean =>
  guid.test(text) || domain.test(text) || (grant === 'delegated' && /^(organizations|common)$/i.test(text))

export const isAuthority = (text: string): boolean => hostAndPort.test(text) && authorityPlace(text).port <= 65_535

/** Where the sign-in server is: its port is 443 unless the authority names another. */
export function authorityPlace(authority: string): { readonly host: string; readonly port: number } {
  const [host, port] = authority.split(':') as [string, string?]
  return { host, port: port === undefined ? 443 : Number(port) }
}

const permissions = { imap: 'IMAP.AccessAsUser.All', pop3: 'POP.AccessAsUser.All', smtp: 'SMTP.Send' } as const

/**
 * What a token is asked for. A person consents once to what both sides need; from then on each asks for its own, so that it goes on where the other
 * one wants what nobody consented to (T4). An application has what its administrator granted. RFC 6749 3.3; `offline_access` is what brings a
 * refresh token.
 */
export function scopesOf(
  settings: ConnectorSettings & { readonly oauth: OAuthSettings },
  sides: readonly Side[],
): readonly string[] {
  const { grant, authority } = settings.oauth
  const { resource: names } = cloudOf(authority) ?? clouds[publicAuthority]!
  const resource = `https://${names[grant]}`
  if (grant === 'application') return [`${resource}/.default`]
  const wanted = sides.flatMap((side) => permissionOf(settings, side))
  return [...wanted.map((permission) => `${resource}/${permission}`), 'openid', 'profile', 'offline_access']
}

function permissionOf({ useFor, incoming, outgoing }: ConnectorSettings, side: Side): readonly string[] {
  if (useFor !== 'both' && useFor !== side) return []
  if (side === 'outgoing') return outgoing?.authentication === 'oauth' ? [permissions.smtp] : []
  if (incoming?.authentication !== 'oauth') return []
  return [permissions[incoming.service.endsWith('-pop3') ? 'pop3' : 'imap']]
}

/** Whether a person's consent goes on being good: it was given to this application, in this tenant, by this server, and goes to no other. */
export const isSameApplication = (a: OAuthSettings | null, b: OAuthSettings | null): boolean =>
  a !== null &&
  b !== null &&
  (['authority', 'tenant', 'clientId'] as const).every(
    (key) => a[key].trim().toLowerCase() === b[key].trim().toLowerCase(),
  )

/** What is known of the person who signed in, without opening the vault. */
export const consentFactsSchema = z.strictObject({
  /** As the sign-in server names them, usually by mail address; null where it did not say. */
  signedInAs: z.string().nullable(),
  /** Instant of the sign-in. */
  at: z.string(),
})
export type ConsentFacts = z.infer<typeof consentFactsSchema>

/**
 * How long a refresh token lives without being used, in days; each use brings a new one.
 * Source: Microsoft, "Refresh tokens in the Microsoft identity platform".
 */
export const consentDays = 90
