import { Option, type Command } from 'commander'
import {
  authentications,
  directions,
  incomingPresets,
  incomingServices,
  outgoingPresets,
  outgoingServices,
  outgoingTemplates,
  proposedIncomingAuthentication,
  proposedOutgoing,
  proposedOutgoingAuthentication,
  protocolOf,
  securities,
  usesSide,
  usualPorts,
  type AfterMail,
  type Authentication,
  type ConnectorSettings,
  type Direction,
  type IncomingService,
  type IncomingSide,
  type OutgoingService,
  type OutgoingSide,
  type Security,
} from '../../../domain/connector.ts'
import { grants, noOAuth, type Grant, type OAuthSettings } from '../../../domain/oauth.ts'
import { z } from '../../../domain/schema.ts'
import { words } from '../../../words/index.ts'
import { WrongUsage } from './exits.ts'
import { days, portNumber } from './numbers.ts'

/** What commander reads of the options of `connector add` and `connector set`. */
export interface ConnectorOptions {
  readonly useFor?: Direction
  readonly address?: string
  readonly user?: string
  readonly additionalMailbox?: string
  readonly addressFamily?: ConnectorSettings['addressFamily']
  readonly incomingService?: IncomingService
  readonly incomingHost?: string
  readonly incomingPort?: number
  readonly incomingSecurity?: Security
  readonly incomingAuthentication?: 'password' | 'oauth'
  readonly folder?: string
  readonly outgoingService?: OutgoingService
  readonly outgoingHost?: string
  readonly outgoingPort?: number
  readonly outgoingSecurity?: Security
  readonly outgoingAuthentication?: Authentication
  readonly template?: OutgoingSide['template']
  readonly ehlo?: string
  readonly tokenFor?: Grant
  readonly tenant?: string
  readonly clientId?: string
  readonly signInServer?: string
  readonly clientSecretEnds?: string
}

export function addConnectorOptions(command: Command): Command {
  return command
    .addOption(new Option('--use-for <direction>', 'what the connector is for').choices(directions))
    .option('--address <address>', 'primary email address')
    .option('--user <name>', 'username; the address unless given')
    .option('--additional-mailbox <mailbox>', 'open this mailbox with the sign-in of the user; empty for none')
    .addOption(new Option('--address-family <family>', 'IP versions').choices(['any', 'ipv4', 'ipv6']))
    .addOption(new Option('--incoming-service <service>', 'email service').choices(incomingServices))
    .option('--incoming-host <host>', 'server address')
    .option('--incoming-port <port>', 'server port', portNumber)
    .addOption(new Option('--incoming-security <security>', 'TLS mode').choices(securities))
    .addOption(new Option('--incoming-authentication <kind>', 'sign-in').choices(['password', 'oauth']))
    .option('--folder <name>', 'folder that mail is read from; empty for the inbox')
    .addOption(new Option('--outgoing-service <service>', 'email service').choices(outgoingServices))
    .option('--outgoing-host <host>', 'server address')
    .option('--outgoing-port <port>', 'server port', portNumber)
    .addOption(new Option('--outgoing-security <security>', 'TLS mode').choices(securities))
    .addOption(new Option('--outgoing-authentication <kind>', 'sign-in').choices(authentications))
    .addOption(new Option('--template <template>', 'how the way out is used').choices(outgoingTemplates))
    .option('--ehlo <name>', 'EHLO name; empty for this computer’s name')
    .addOption(new Option('--token-for <whom>', 'OAuth 2.0: whom access tokens are for').choices(grants))
    .option('--tenant <tenant>', 'OAuth 2.0: directory (tenant) ID, or a domain of it')
    .option('--client-id <id>', 'OAuth 2.0: application (client) ID')
    .option('--sign-in-server <host>', 'OAuth 2.0: sign-in server of a national cloud')
    .option(
      '--client-secret-ends <day>',
      'last day of the client secret, as 2026-11-30; empty where it is not known',
      day,
    )
}

/** The settings that the options ask for, over those that there were. What a service fills in need not be typed (C2). */
export function settingsFrom(options: ConnectorOptions, base: ConnectorSettings | null): ConnectorSettings {
  const useFor = options.useFor ?? base?.useFor ?? directionOf(options)
  const primaryAddress = options.address ?? base?.primaryAddress ?? addressLike(options.user) ?? ''
  const incoming = usesSide(useFor, 'incoming') ? incomingFrom(options, base?.incoming ?? null) : null
  const service = options.outgoingService ?? base?.outgoing?.service ?? (incoming && proposedOutgoing[incoming.service])
  return {
    useFor,
    primaryAddress,
    username: options.user ?? base?.username ?? primaryAddress,
    additionalMailbox: cleared(options.additionalMailbox, base?.additionalMailbox ?? null),
    addressFamily: options.addressFamily ?? base?.addressFamily ?? 'any',
    incoming,
    outgoing: usesSide(useFor, 'outgoing') ? outgoingFrom(options, base?.outgoing ?? null, service ?? null) : null,
    oauth: oauthFrom(options, base?.oauth ?? null),
  }
}

/** C9: what is not given stays; an engine keeps nothing of it where no side signs in by OAuth 2.0. */
function oauthFrom(options: ConnectorOptions, base: OAuthSettings | null): OAuthSettings {
  const { grant, authority, tenant, clientId, secretEndsOn } = base ?? noOAuth
  return {
    grant: options.tokenFor ?? grant,
    authority: options.signInServer ?? authority,
    tenant: options.tenant ?? tenant,
    clientId: options.clientId ?? clientId,
    secretEndsOn: cleared(options.clientSecretEnds, secretEndsOn),
  }
}

function day(text: string): string {
  if (text !== '' && !z.iso.date().safeParse(text).success) throw new WrongUsage(words['cli.day-form']({ given: text }))
  return text
}

function directionOf(options: ConnectorOptions): Direction {
  if (options.incomingService !== undefined) return options.outgoingService === undefined ? 'incoming' : 'both'
  if (options.outgoingService !== undefined) return 'outgoing'
  throw new WrongUsage(words['cli.service-needed']())
}

const addressLike = (user: string | undefined): string | undefined => (user?.includes('@') ? user : undefined)

/** An option given as the empty text takes the value away. */
export const cleared = (given: string | undefined, before: string | null): string | null =>
  given === undefined ? before : given === '' ? null : given

function incomingFrom(options: ConnectorOptions, base: IncomingSide | null): IncomingSide {
  const service = options.incomingService ?? base?.service
  if (service === undefined) throw new WrongUsage(words['cli.option-needed']({ option: '--incoming-service' }))
  const kept = base?.service === service ? base : null
  const preset = incomingPresets[service]
  const protocol = protocolOf(service)
  const security = options.incomingSecurity ?? kept?.security ?? preset?.security ?? 'tls'
  return {
    service,
    host: options.incomingHost ?? kept?.host ?? preset?.host ?? '',
    port: portFrom(options.incomingPort, kept, preset, protocol === 'graph' ? null : usualPorts[protocol], security),
    security,
    authentication: options.incomingAuthentication ?? kept?.authentication ?? proposedIncomingAuthentication(service),
    folder: protocol === 'pop3' ? null : cleared(options.folder, kept?.folder ?? null),
  }
}

function outgoingFrom(
  options: ConnectorOptions,
  base: OutgoingSide | null,
  service: OutgoingService | null,
): OutgoingSide {
  if (service === null) throw new WrongUsage(words['cli.option-needed']({ option: '--outgoing-service' }))
  const kept = base?.service === service ? base : null
  const preset = outgoingPresets[service]
  const security = options.outgoingSecurity ?? kept?.security ?? preset?.security ?? 'tls'
  return {
    service,
    host: options.outgoingHost ?? kept?.host ?? preset?.host ?? '',
    port: portFrom(options.outgoingPort, kept, preset, usualPorts.smtp, security),
    security,
    authentication: options.outgoingAuthentication ?? kept?.authentication ?? proposedOutgoingAuthentication(service),
    template: options.template ?? kept?.template ?? 'per-connector',
    ehloName: cleared(options.ehlo, kept?.ehloName ?? null),
  }
}

interface Where {
  readonly port: number
  readonly security: Security
}

/** The port that was typed, else the one there was under the same security, else the usual one. */
function portFrom(
  given: number | undefined,
  kept: Where | null,
  preset: Where | null,
  usual: Readonly<Record<Security, readonly number[]>> | null,
  security: Security,
): number {
  if (given !== undefined) return given
  if (kept?.security === security) return kept.port
  if (preset?.security === security) return preset.port
  return usual?.[security][0] ?? 443
}

/** `keep`, `keep:30` (days), `remove` or `move:FOLDER` (I2). */
export function afterMailFrom(text: string): AfterMail {
  const [kind, ...rest] = text.split(':')
  const detail = rest.join(':')
  if (kind === 'keep') return { kind, days: detail === '' ? null : days(detail) }
  if (kind === 'remove' && detail === '') return { kind }
  if (kind === 'move' && detail !== '') return { kind, folder: detail }
  throw new WrongUsage(words['cli.after-mail-form']({ given: text }))
}

export const afterMailText = (after: AfterMail): string =>
  after.kind === 'move'
    ? `move:${after.folder}`
    : after.kind === 'keep' && after.days !== null
      ? `keep:${after.days}`
      : after.kind
