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
  type IncomingService,
  type IncomingSide,
  type OutgoingService,
  type OutgoingSide,
  type Side,
} from '../../../../domain/connector.ts'
import { readCellList, writeCellList } from '../../../../domain/csv.ts'
import { say, word, words } from '../../../../words/index.ts'
import { choice, readAfterMail, writeAfterMail } from './connectorChoices.ts'
import { fine, plain, tooLong, withSettings, type ConnectorColumn, type SheetConnector } from './connectorColumn.ts'
import { oauthColumns } from './oauthColumns.ts'
import type { ReadCell } from './sheet.ts'

/** What a service fills in (C2). */
export function incomingSideOf(service: IncomingService): IncomingSide {
  const protocol = protocolOf(service)
  const preset = incomingPresets[service] ?? {
    host: '',
    port: protocol === 'graph' ? 443 : usualPorts[protocol].tls[0]!,
    security: 'tls' as const,
  }
  return { service, ...preset, authentication: proposedIncomingAuthentication(service), folder: null }
}
export function outgoingSideOf(service: OutgoingService): OutgoingSide {
  const preset = outgoingPresets[service] ?? {
    host: '',
    port: usualPorts.smtp.starttls[0]!,
    security: 'starttls' as const,
  }
  return {
    service,
    ...preset,
    authentication: proposedOutgoingAuthentication(service),
    template: 'per-connector',
    ehloName: null,
  }
}

type SideOf<S extends Side> = S extends 'incoming' ? IncomingSide : OutgoingSide

/** A column about one side: it says nothing where the side is not in use. */
const ofSide = <S extends Side>(
  side: S,
  title: string,
  field: string,
  get: (of: SideOf<S>) => string,
  read: (cell: string, of: SideOf<S>) => ReadCell<Partial<SideOf<S>>>,
): ConnectorColumn => ({
  title,
  field: `settings.${side}.${field}`,
  side,
  write: ({ settings }) => {
    const of = settings[side] as SideOf<S> | null
    return of && usesSide(settings.useFor, side) ? get(of) : ''
  },
  read(cell, connector) {
    const of = connector.settings[side] as SideOf<S> | null
    // Without a service there is nothing yet that it could be about: the column of the service says so.
    if (!of) return fine(connector)
    const found = read(cell, of)
    return found.ok ? fine(withSettings(connector, { [side]: { ...of, ...found.value } })) : found
  },
})

const useFor = choice(directions, (value) => words[`connectors.direction.${value}`]())
const security = choice(securities, (value) => words[`connectors.security.${value}`]())
const signIn = choice(authentications, (value) => words[`connectors.authentication.${value}`]())
const family = choice(['any', 'ipv4', 'ipv6'] as const, (value) =>
  value === 'any' ? 'Any' : value === 'ipv4' ? 'IPv4' : 'IPv6',
)
const template = choice(outgoingTemplates, (value) => words[`connectors.template.${value}`]())
const incomingService = choice(incomingServices, (value) => words[`connectors.service.${value}`]())
// C2 calls it Other: on the way out there is one.
const outgoingService = choice(outgoingServices, (value) => words[`connectors.service.${value}`](), {
  other: 'other-smtp',
})

const portOf = (cell: string): ReadCell<{ readonly port: number }> =>
  /^\d{1,5}$/.test(cell) && Number(cell) >= 1 && Number(cell) <= 65_535
    ? { ok: true, value: { port: Number(cell) } }
    : { ok: false, word: word('sheet.not-a-port', { cell }) }

const service = <S extends Side>(
  side: S,
  title: string,
  known: { write(value: never): string; read(cell: string): ReadCell<SideOf<S>['service']> },
  made: (value: SideOf<S>['service']) => SideOf<S>,
): ConnectorColumn => ({
  title,
  field: `settings.${side}.service`,
  side,
  write: ({ settings }) =>
    settings[side] && usesSide(settings.useFor, side) ? known.write(settings[side].service as never) : '',
  read(cell, connector) {
    if (cell === '') return connector.settings[side] ? fine(connector) : { ok: false, word: word('input.empty') }
    const found = known.read(cell)
    if (!found.ok) return found
    // Another service brings its own server; the columns behind it may say otherwise.
    return connector.settings[side]?.service === found.value
      ? fine(connector)
      : fine(withSettings(connector, { [side]: made(found.value) }))
  },
})

const server = <S extends Side>(side: S, title: 'Incoming' | 'Outgoing'): readonly ConnectorColumn[] => [
  ofSide(
    side,
    `${title} Server`,
    'host',
    ({ host }) => host,
    (cell) =>
      cell.length > 255 ? tooLong(255) : { ok: true, value: (cell === '' ? {} : { host: cell }) as Partial<SideOf<S>> },
  ),
  ofSide(
    side,
    `${title} Port`,
    'port',
    ({ port }) => String(port),
    (cell) => (cell === '' ? { ok: true, value: {} } : (portOf(cell) as ReadCell<Partial<SideOf<S>>>)),
  ),
  ofSide(
    side,
    `${title} Security`,
    'security',
    (of) => security.write(of.security),
    (cell) => {
      if (cell === '') return { ok: true, value: {} }
      const found = security.read(cell)
      return found.ok ? { ok: true, value: { security: found.value } as Partial<SideOf<S>> } : found
    },
  ),
  ofSide(
    side,
    `${title} Authentication`,
    'authentication',
    (of) => signIn.write(of.authentication),
    (cell) => {
      if (cell === '') return { ok: true, value: {} }
      const found = signIn.read(cell)
      if (!found.ok) return found
      return side === 'incoming' && found.value !== 'password' && found.value !== 'oauth'
        ? { ok: false, word: word('problem.authentication-not-offered') }
        : { ok: true, value: { authentication: found.value } as Partial<SideOf<S>> }
    },
  ),
]

/** In this order they are read: a service fills in what the columns behind it may change. */
export const connectorColumns: readonly ConnectorColumn[] = [
  plain(
    'Email Connector Name',
    'name',
    200,
    ({ name }) => name,
    (connector, name) => ({ ...connector, name }),
  ),
  {
    title: 'Use for',
    field: 'settings.useFor',
    write: ({ settings }) => useFor.write(settings.useFor),
    read(cell, connector) {
      const found = cell === '' ? ({ ok: false, word: word('input.empty') } as const) : useFor.read(cell)
      return found.ok ? fine(withSettings(connector, { useFor: found.value })) : found
    },
  },
  plain(
    'Primary Email Address',
    'settings.primaryAddress',
    320,
    ({ settings }) => settings.primaryAddress,
    (connector, primaryAddress) => withSettings(connector, { primaryAddress }),
  ),
  plain(
    'Username',
    'settings.username',
    320,
    ({ settings }) => settings.username,
    (connector, username) => withSettings(connector, { username }),
  ),
  plain(
    'Additional Mailbox',
    'settings.additionalMailbox',
    320,
    ({ settings }) => settings.additionalMailbox ?? '',
    (connector, cell) => withSettings(connector, { additionalMailbox: cell === '' ? null : cell }),
  ),
  {
    title: 'Further Addresses',
    field: 'furtherAddresses',
    write: ({ furtherAddresses }) => writeCellList(furtherAddresses),
    read: (cell, connector) => fine({ ...connector, furtherAddresses: [...readCellList(cell)] }),
  },
  service('incoming', 'Incoming Service', incomingService, incomingSideOf),
  ...server('incoming', 'Incoming'),
  ofSide(
    'incoming',
    'Folder',
    'folder',
    ({ folder }) => folder ?? '',
    (cell, of) => {
      if (cell.length > 1000) return tooLong(1000)
      if (cell !== '' && protocolOf(of.service) === 'pop3') return { ok: false, word: word('sheet.no-folder') }
      return { ok: true, value: { folder: cell === '' ? null : cell } }
    },
  ),
  {
    ...service('outgoing', 'Outgoing Service', outgoingService, outgoingSideOf),
    read(cell, connector) {
      const { incoming, outgoing } = connector.settings
      // C2: for Both the way out is proposed from the way in.
      if (cell === '' && !outgoing && incoming)
        return fine(withSettings(connector, { outgoing: outgoingSideOf(proposedOutgoing[incoming.service]) }))
      return service('outgoing', 'Outgoing Service', outgoingService, outgoingSideOf).read(cell, connector)
    },
  },
  ...server('outgoing', 'Outgoing'),
  ofSide(
    'outgoing',
    'Template',
    'template',
    (of) => template.write(of.template),
    (cell) => {
      const found = cell === '' ? ({ ok: true, value: 'per-connector' } as const) : template.read(cell)
      return found.ok ? { ok: true, value: { template: found.value } } : found
    },
  ),
  ofSide(
    'outgoing',
    'EHLO Name',
    'ehloName',
    ({ ehloName }) => ehloName ?? '',
    (cell) => (cell.length > 255 ? tooLong(255) : { ok: true, value: { ehloName: cell === '' ? null : cell } }),
  ),
  ...oauthColumns,
  {
    title: 'Address Family',
    field: 'settings.addressFamily',
    write: ({ settings }) => family.write(settings.addressFamily),
    read(cell, connector) {
      const found = cell === '' ? ({ ok: true, value: 'any' } as const) : family.read(cell)
      return found.ok ? fine(withSettings(connector, { addressFamily: found.value })) : found
    },
  },
  {
    title: 'After Mail',
    field: 'afterMail',
    side: 'incoming',
    write: ({ afterMail, settings }) => (usesSide(settings.useFor, 'incoming') ? writeAfterMail(afterMail) : ''),
    read(cell, connector) {
      const found = readAfterMail(cell)
      return found.ok ? fine({ ...connector, afterMail: found.value }) : found
    },
  },
  {
    ...plain(
      'Fallback Process',
      'fallback',
      1000,
      ({ fallback }) => fallback,
      (connector, fallback) =>
        // R5: a fallback is changed, never taken away.
        fallback === '' ? connector : { ...connector, fallback },
    ),
    side: 'incoming',
  },
  {
    ...plain(
      'Fallback Ticket Category',
      'fallback.ticketCategory',
      200,
      (of) => of.ticketCategory,
      (connector, cell) => ({
        ...connector,
        ticketCategory: cell,
      }),
    ),
    side: 'incoming',
  },
  plain(
    'Owner',
    'owner',
    200,
    ({ owner }) => owner,
    (connector, owner) => ({ ...connector, owner }),
  ),
]

export const connectorTitles: readonly string[] = connectorColumns.map(({ title }) => title)
export const connectorRequired: readonly string[] = ['Email Connector Name']

/** What screens call it: the reason why a cell of a side that is not in use is refused. */
export const sideNotUsed = (connector: SheetConnector) =>
  word('sheet.side-not-used', { useFor: say(word(`connectors.direction.${connector.settings.useFor}`)) })
