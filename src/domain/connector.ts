import { addressKey } from './address.ts'
import { authorityPlace, isSameApplication, oauthSchema, type OAuthSettings } from './oauth.ts'
import { proxyMark, type Proxy } from './proxy.ts'
import { z } from './schema.ts'

export const directions = ['incoming', 'outgoing', 'both'] as const
export type Direction = (typeof directions)[number]

/** The two sides of a connector: each is proved, switched and shown for itself (T4). */
export const sides = ['incoming', 'outgoing'] as const
export type Side = (typeof sides)[number]

export const incomingServices = [
  'gmail-pop3',
  'gmail-imap',
  'office365-pop3',
  'office365-imap',
  'office365-graph',
  'other-imap',
  'other-pop3',
] as const
export type IncomingService = (typeof incomingServices)[number]

export const outgoingServices = [
  'gmail-smtp',
  'office365-smtp',
  'office365-relay',
  'office365-graph',
  'other-smtp',
] as const
export type OutgoingService = (typeof outgoingServices)[number]

export const incomingProtocols = ['imap', 'pop3', 'graph'] as const
export type IncomingProtocol = (typeof incomingProtocols)[number]
export type OutgoingProtocol = 'smtp' | 'graph'

/** TLS from the first byte, STARTTLS (required, never opportunistic), or none (C14). */
export const securities = ['tls', 'starttls', 'none'] as const
export type Security = (typeof securities)[number]

/** How a side proves who it is (C9, C10). */
export const authentications = ['none', 'password', 'certificate', 'oauth'] as const
export type Authentication = (typeof authentications)[number]

/** C5: the limit of the platform this model comes from, in code points; nothing is trimmed. */
export const passwordLimit = 50
export const passwordLength = (password: string): number => [...password].length

const host = z.string().max(255)
const port = z.number().int().min(1).max(65535)

/** Which version of which secret a settings version signs in with; the secret itself is in the vault only (C17). */
export const secretRefSchema = z.strictObject({ id: z.string(), version: z.number().int() })
export type SecretRef = z.infer<typeof secretRefSchema>

/** A certificate is kept with its private key (C11), a consent as the refresh token that a person's sign-in brought (C9). */
export const secretKinds = ['password', 'certificate', 'clientSecret', 'consent'] as const
export type SecretKind = (typeof secretKinds)[number]

/** What a settings version signs in with: each kind is kept by itself, and has versions of its own (T3). */
export type Secrets = Readonly<Record<SecretKind, SecretRef | null>>
export const noSecrets = { password: null, certificate: null, clientSecret: null, consent: null } as const
export const passwordAlone = (password: SecretRef | null) => ({ ...noSecrets, password })

export const incomingSideSchema = z.strictObject({
  service: z.enum(incomingServices),
  host,
  port,
  security: z.enum(securities),
  authentication: z.enum(['password', 'oauth']),
  /** C8: null is the Inbox. POP3 has none. */
  folder: z.string().max(1000).nullable(),
})
export type IncomingSide = z.infer<typeof incomingSideSchema>

/** C19: how a workspace uses one way out. */
export const outgoingTemplates = ['per-connector', 'instance-wide-gateway', 'instance-wide-send-as'] as const

export const outgoingSideSchema = z.strictObject({
  service: z.enum(outgoingServices),
  host,
  port,
  security: z.enum(securities),
  authentication: z.enum(authentications),
  template: z.enum(outgoingTemplates),
  /** C20: null is this computer's name, made valid. */
  ehloName: z.string().max(255).nullable(),
})
export type OutgoingSide = z.infer<typeof outgoingSideSchema>

/** The settings that a proof is about: one immutable row a version (T2). */
export const connectorSettingsSchema = z.strictObject({
  useFor: z.enum(directions),
  primaryAddress: z.string().max(320),
  username: z.string().max(320),
  /** C7: sign in as Username, open this mailbox. */
  additionalMailbox: z.string().max(320).nullable(),
  /** C20 */
  addressFamily: z.enum(['any', 'ipv4', 'ipv6']),
  incoming: incomingSideSchema.nullable(),
  outgoing: outgoingSideSchema.nullable(),
  /** C9: one sign-in for both sides (C12); null where none of them signs in by OAuth 2.0. */
  oauth: oauthSchema.nullable().default(null),
})
export type ConnectorSettings = z.infer<typeof connectorSettingsSchema>

/** What is sealed into a version beside its settings. */
export interface SettingsVersion extends Secrets {
  readonly id: string
  readonly settings: ConnectorSettings
  readonly savedAt: string
}

/** What happens to a mail in the mailbox after it became work (I2). Effective at once; no proof is about it (T3). */
export const afterMailSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep'), days: z.number().int().min(1).max(3650).nullable() }),
  z.strictObject({ kind: z.literal('remove') }),
  z.strictObject({ kind: z.literal('move'), folder: z.string().min(1).max(1000) }),
])
export type AfterMail = z.infer<typeof afterMailSchema>

/** I15. A side that is off needs no proof (T1). */
export const receivingStates = ['off', 'held', 'observe', 'on'] as const
export type Receiving = (typeof receivingStates)[number]

export const protocolOf = (service: IncomingService): IncomingProtocol =>
  service.endsWith('-pop3') ? 'pop3' : service.endsWith('-imap') ? 'imap' : 'graph'

export const outgoingProtocolOf = (service: OutgoingService): OutgoingProtocol =>
  service === 'office365-graph' ? 'graph' : 'smtp'

export const usesSide = (useFor: Direction, side: Side): boolean => useFor === 'both' || useFor === side

export const sidesOf = (useFor: Direction): readonly Side[] => sides.filter((side) => usesSide(useFor, side))

interface Preset {
  readonly host: string
  readonly port: number
  readonly security: Security
}

/** Server addresses that a service fills in (C2). Sources: ISPDB, Microsoft's POP3/IMAP4 and SMTP AUTH pages, Gmail's help; Other asks. */
export const incomingPresets: Readonly<Record<IncomingService, Preset | null>> = {
  'gmail-pop3': { host: 'pop.gmail.com', port: 995, security: 'tls' },
  'gmail-imap': { host: 'imap.gmail.com', port: 993, security: 'tls' },
  'office365-pop3': { host: 'outlook.office365.com', port: 995, security: 'tls' },
  'office365-imap': { host: 'outlook.office365.com', port: 993, security: 'tls' },
  'office365-graph': { host: 'graph.microsoft.com', port: 443, security: 'tls' },
  'other-imap': null,
  'other-pop3': null,
}

export const outgoingPresets: Readonly<Record<OutgoingService, Preset | null>> = {
  'gmail-smtp': { host: 'smtp.gmail.com', port: 465, security: 'tls' },
  // Port 465 is not offered by Office 365: STARTTLS on 587.
  'office365-smtp': { host: 'smtp.office365.com', port: 587, security: 'starttls' },
  // The tenant's own MX name, <tenant>.mail.protection.outlook.com, has to be typed in.
  'office365-relay': { host: '', port: 25, security: 'starttls' },
  'office365-graph': { host: 'graph.microsoft.com', port: 443, security: 'tls' },
  'other-smtp': null,
}

/** For Both, the way out is proposed from the way in (C2). */
export const proposedOutgoing: Readonly<Record<IncomingService, OutgoingService>> = {
  'gmail-pop3': 'gmail-smtp',
  'gmail-imap': 'gmail-smtp',
  'office365-pop3': 'office365-smtp',
  'office365-imap': 'office365-smtp',
  'office365-graph': 'office365-graph',
  'other-imap': 'other-smtp',
  'other-pop3': 'other-smtp',
}

/** The usual port of a protocol under a security mode (C15: IANA, RFC 8314). */
export const usualPorts: Readonly<Record<'imap' | 'pop3' | 'smtp', Readonly<Record<Security, readonly number[]>>>> = {
  imap: { tls: [993], starttls: [143], none: [143] },
  pop3: { tls: [995], starttls: [110], none: [110] },
  smtp: { tls: [465], starttls: [587, 25], none: [25] },
}

/** What the port usually takes when it is another mode than the chosen one: said while typing, never enforced (C15). */
export function portMismatch(
  protocol: 'imap' | 'pop3' | 'smtp',
  port: number,
  security: Security,
): { readonly usualSecurity: Security; readonly usualPort: number } | null {
  const usual = usualPorts[protocol]
  if (usual[security].includes(port)) return null
  const other = (['tls', 'starttls'] as const).find((mode) => usual[mode].includes(port))
  return other ? { usualSecurity: other, usualPort: usual[security][0]! } : null
}

/** Authentication modes that a service offers (C10). */
export const outgoingAuthentications: Readonly<Record<OutgoingService, readonly Authentication[]>> = {
  'gmail-smtp': ['password'],
  'office365-smtp': ['oauth', 'password'],
  'office365-relay': ['certificate', 'none'],
  'office365-graph': ['oauth'],
  'other-smtp': ['password', 'none', 'certificate'],
}

/** C12: a connector for both sends with the sign-in of its incoming side; the relay alone has a certificate of its own then. */
export const outgoingAuthenticationsFor = (useFor: Direction, service: OutgoingService): readonly Authentication[] =>
  outgoingAuthentications[service].filter(
    (authentication) => !(useFor === 'both' && service === 'other-smtp' && authentication === 'certificate'),
  )

export const incomingAuthentications: Readonly<Record<IncomingService, readonly ('password' | 'oauth')[]>> = {
  'gmail-pop3': ['password'],
  'gmail-imap': ['password'],
  'office365-pop3': ['oauth', 'password'],
  'office365-imap': ['oauth', 'password'],
  'office365-graph': ['oauth'],
  'other-imap': ['password'],
  'other-pop3': ['password'],
}

/** How a service is signed in to unless somebody says otherwise. For Office 365 that is OAuth 2.0: passwords are switched off, or on their way out. */
export const proposedIncomingAuthentication = (service: IncomingService): 'password' | 'oauth' =>
  incomingAuthentications[service][0]!
/** A relay lets in by address more often than by certificate, and a certificate has to be there first. */
export const proposedOutgoingAuthentication = (service: OutgoingService): Authentication =>
  service === 'office365-relay' ? 'none' : outgoingAuthentications[service][0]!

// RFC 9051 5.1: INBOX is one folder, whatever its letter case; all other names are as the server writes them.
export const sameFolderName = (name: string): string => (/^inbox$/i.test(name.trim()) ? 'INBOX' : name.trim())

/** The folder that is opened: the Inbox unless one is named. */
export const folderOf = (side: IncomingSide): string => sameFolderName(side.folder ?? '') || 'INBOX'

/** Whether a side that is in use signs in this way. */
const uses = (settings: ConnectorSettings, authentication: Authentication): boolean =>
  sidesOf(settings.useFor).some((side) => settings[side]?.authentication === authentication)

/** Whether a side signs in with Username and Password. */
export const usesPassword = (settings: ConnectorSettings): boolean => uses(settings, 'password')

/** Whether a side signs in by OAuth 2.0. */
export const usesOAuth = (settings: ConnectorSettings): boolean => uses(settings, 'oauth')

/** Whether a side names a user as whom it signs in (C4, C7). */
export const signsIn = (settings: ConnectorSettings): boolean => usesPassword(settings) || usesOAuth(settings)

/** Whether the outgoing side shows a client certificate. */
export const showsCertificate = (settings: ConnectorSettings): boolean => uses(settings, 'certificate')

/** The kind of secret that a side signs in with; null where it needs none. */
export function secretFor(side: Side, settings: ConnectorSettings): SecretKind | null {
  const authentication = settings[side]?.authentication ?? 'none'
  if (authentication === 'none') return null
  if (authentication !== 'oauth') return authentication
  return settings.oauth?.grant === 'delegated' ? 'consent' : 'clientSecret'
}

/** The kinds of secrets that these settings sign in with. */
export const secretsNeeded = (settings: ConnectorSettings): readonly SecretKind[] => {
  const needed = sidesOf(settings.useFor).map((side) => secretFor(side, settings))
  return secretKinds.filter((kind) => needed.includes(kind))
}

/** The secrets of a version by themselves. */
export const secretsIn = <V extends Secrets>({ password, certificate, clientSecret, consent }: V) =>
  ({ password, certificate, clientSecret, consent }) as Pick<V, SecretKind>

/** What of a version's secrets other settings may use: a person's consent goes to no other application. */
export const secretsUnder = (
  settings: ConnectorSettings,
  version: Pick<SettingsVersion, 'settings' | keyof Secrets>,
): Secrets => ({
  ...secretsIn(version),
  consent: isSameApplication(version.settings.oauth, settings.oauth) ? version.consent : null,
})

/** The secrets that these settings would sign in with in place of a version's, and that are not there (S2). */
export const secretsMissing = (
  settings: ConnectorSettings,
  version: Parameters<typeof secretsUnder>[1] | null,
): readonly SecretKind[] => {
  const there = version && secretsUnder(settings, version)
  return secretsNeeded(settings).filter((kind) => !there?.[kind])
}

/** Which secrets are stored, whether or not they can be opened. */
export const stored = (secrets: Secrets): Readonly<Record<SecretKind, boolean>> => ({
  password: secrets.password !== null,
  certificate: secrets.certificate !== null,
  clientSecret: secrets.clientSecret !== null,
  consent: secrets.consent !== null,
})

/** The secret that a side signs in with; null where it needs none, or has none yet. */
export function secretOf(side: Side, settings: ConnectorSettings, secrets: Secrets): SecretRef | null {
  const kind = secretFor(side, settings)
  return kind && secrets[kind]
}

/**
 * What a proof of one side is bound to (T3). Two settings with the same text were proved by the same test.
 * Names, owners, dates and what happens to mail afterwards are not part of it.
 */
export function fingerprint(
  side: Side,
  settings: ConnectorSettings,
  secrets: Secrets,
  surroundings: { readonly organisationCa: string | null; readonly proxy: Proxy | null },
): string {
  const server = side === 'incoming' ? settings.incoming : settings.outgoing
  if (!server || !usesSide(settings.useFor, side)) return `${side}:none`
  const secret = secretOf(side, settings, secrets)
  // A certificate says by itself who sends: no user name goes with it.
  const named = server.authentication !== 'none' && server.authentication !== 'certificate'
  return JSON.stringify([
    side,
    server.service,
    side === 'incoming'
      ? protocolOf(server.service as IncomingService)
      : outgoingProtocolOf(server.service as OutgoingService),
    server.host.trim().toLowerCase(),
    server.port,
    server.security,
    server.authentication,
    named ? settings.username : null,
    secret ? [secret.id, secret.version] : null,
    named ? settings.additionalMailbox : null,
    side === 'incoming' ? folderOf(settings.incoming!) : null,
    addressKey(settings.primaryAddress) ?? settings.primaryAddress,
    surroundings.organisationCa,
    proxyMark(surroundings.proxy, server.host),
    ...(server.authentication === 'oauth' ? [tokenMark(settings.oauth, surroundings.proxy)] : []),
  ])
}

/** What of the token's origin is proved, with the way there; the noted end of a secret is none of it. */
const tokenMark = (oauth: OAuthSettings | null, proxy: Proxy | null): unknown =>
  oauth && [
    oauth.grant,
    oauth.authority.trim().toLowerCase(),
    oauth.tenant.trim().toLowerCase(),
    oauth.clientId.trim().toLowerCase(),
    proxyMark(proxy, authorityPlace(oauth.authority.trim()).host),
  ]

/**
 * C16: once enabled with an outgoing side, a connector keeps one.
 * Returns whether the change is allowed for a connector that `wasEnabledForSending` at any time.
 */
export const directionChangeAllowed = (to: Direction, wasEnabledForSending: boolean): boolean =>
  !wasEnabledForSending || to !== 'incoming'

/** I3: a changed host, user or additional mailbox starts a new mailbox epoch; the folder is part of each identity instead. */
export const mailboxEpochKey = (settings: ConnectorSettings): string =>
  JSON.stringify([
    settings.incoming && protocolOf(settings.incoming.service),
    settings.incoming?.host.trim().toLowerCase(),
    settings.username,
    settings.additionalMailbox,
  ])

/** C21: two enabled incoming connectors never read the same folder of the same mailbox. */
export const mailboxKey = (settings: ConnectorSettings): string | null =>
  settings.incoming && usesSide(settings.useFor, 'incoming')
    ? JSON.stringify([
        settings.incoming.host.trim().toLowerCase().replace(/\.$/, ''),
        settings.username.trim().toLowerCase(),
        settings.additionalMailbox?.toLowerCase() ?? null,
        protocolOf(settings.incoming.service) === 'pop3' ? 'INBOX' : folderOf(settings.incoming),
      ])
    : null
