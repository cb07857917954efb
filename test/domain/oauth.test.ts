import { expect, test } from 'vitest'
import type { ConnectorSettings } from '../../src/domain/connector.ts'
import { isAuthority, mailServersOf, noOAuth, scopesOf } from '../../src/domain/oauth.ts'

const settings = (authority: string): Parameters<typeof scopesOf>[0] => ({
  ...({ useFor: 'both', incoming: null, outgoing: null } as unknown as ConnectorSettings),
  oauth: { ...noOAuth, authority },
})

test.each([
  ['login.microsoftonline.us', 'https://outlook.office365.us/.default'],
  [' LOGIN.microsoftonline.us:443 ', 'https://outlook.office365.us/.default'],
  ['login.partner.microsoftonline.cn:8443', 'https://partner.outlook.cn/.default'],
  ['login.microsoftonline.com:443', 'https://outlook.office365.com/.default'],
  ['adfs', 'https://outlook.office365.com/.default'],
  ['constructor', 'https://outlook.office365.com/.default'],
])('%s belongs to its cloud, whatever the port and the letters', (authority, scope) => {
  expect(isAuthority(authority.trim())).toBe(true)
  expect(scopesOf(settings(authority), ['incoming'])).toEqual([scope])
})

test('no other name has mail servers of Microsoft’s', () => {
  expect(mailServersOf('login.microsoftonline.us:443')?.incoming).toBe('outlook.office365.us')
  for (const name of ['login.example', 'constructor', '']) expect(mailServersOf(name)).toBeNull()
})
