import { usesOAuth } from '../../../../domain/connector.ts'
import { grants, noOAuth, publicAuthority, type OAuthSettings } from '../../../../domain/oauth.ts'
import { z } from '../../../../domain/schema.ts'
import { word, words } from '../../../../words/index.ts'
import { choice } from './connectorChoices.ts'
import { fine, tooLong, withSettings, type ConnectorColumn } from './connectorColumn.ts'
import type { ReadCell } from './sheet.ts'

const grant = choice(grants, (value) => words[`oauth.grant.${value}`]())

/** C9: a column about OAuth 2.0; it says nothing where no side signs in by it. */
const ofOAuth = (
  title: string,
  field: keyof OAuthSettings,
  read: (cell: string) => ReadCell<Partial<OAuthSettings>>,
  write: (of: OAuthSettings) => string = (of) => of[field] ?? '',
): ConnectorColumn => ({
  title,
  field: `oauth.${field}`,
  write: ({ settings }) => (settings.oauth && usesOAuth(settings) ? write(settings.oauth) : ''),
  read(cell, connector) {
    if (cell === '') return fine(connector)
    const found = read(cell)
    const { oauth } = connector.settings
    return found.ok ? fine(withSettings(connector, { oauth: { ...(oauth ?? noOAuth), ...found.value } })) : found
  },
})

const shortText = (cell: string, part: Partial<OAuthSettings>): ReadCell<Partial<OAuthSettings>> =>
  cell.length > 255 ? tooLong(255) : { ok: true, value: part }

/** How a connector gets its access tokens. */
export const oauthColumns: readonly ConnectorColumn[] = [
  ofOAuth(
    'Token For',
    'grant',
    (cell) => {
      const found = grant.read(cell)
      return found.ok ? { ok: true, value: { grant: found.value } } : found
    },
    (of) => grant.write(of.grant),
  ),
  ofOAuth('Directory (tenant) ID', 'tenant', (tenant) => shortText(tenant, { tenant })),
  ofOAuth('Application (client) ID', 'clientId', (clientId) => shortText(clientId, { clientId })),
  ofOAuth(
    'Sign-in Server',
    'authority',
    (authority) => shortText(authority, { authority }),
    // The usual one needs no cell.
    ({ authority }) => (authority === publicAuthority ? '' : authority),
  ),
  ofOAuth('Application Valid Until', 'secretEndsOn', (cell) => {
    const day = z.iso.date().safeParse(cell)
    return day.success
      ? { ok: true, value: { secretEndsOn: day.data } }
      : { ok: false, word: word('cli.day-form', { given: cell }) }
  }),
]
