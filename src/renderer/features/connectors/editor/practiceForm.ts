import type { Answer } from '../../../../contract/define.ts'
import { incomingPresets, outgoingPresets, protocolOf } from '../../../../domain/connector.ts'
import type { api } from '../../../api/index.ts'
import type { ConnectorForm } from './form.ts'

type Lab = Awaited<ReturnType<typeof api.practice.get>> extends Answer<infer T> ? T : never

/** The services that the practice servers stand in for beside Other, with their sign-ins by OAuth 2.0. */
const byToken = ['office365-imap', 'office365-pop3', 'office365-smtp'] as const
const isByToken = (service: string): boolean => byToken.some((each) => each === service)

/** Whether nobody has typed a server yet: what stands there is what the service filled in. */
export const isWithoutServer = ({ incoming, outgoing }: ConnectorForm): boolean =>
  [
    [incoming.host, incomingPresets[incoming.service]?.host],
    [outgoing.host, outgoingPresets[outgoing.service]?.host],
  ].every(([host, given]) => host === '' || host === given)

/**
 * The form filled in for a mailbox of the practice servers: IMAP in, SMTP with STARTTLS out. Where Office 365 was chosen it stays, with the practice
 * directory for its tokens.
 */
export function practiceForm(
  form: ConnectorForm,
  { hosts, ports, application }: Lab,
  user: Lab['users'][number],
): ConnectorForm {
  const { tenant, clientId, clientSecret } = application
  const asOffice = isByToken(form.incoming.service)
  const isPop3 = asOffice && protocolOf(form.incoming.service) === 'pop3'
  const authentication = asOffice ? 'oauth' : 'password'
  const oauth = { ...form.oauth, tenant, clientId, authority: `${hosts.login}:${ports['login'] ?? 443}` }
  return {
    ...form,
    name: form.name === '' ? user.name : form.name,
    primaryAddress: user.address,
    username: user.username,
    password: asOffice ? null : user.password,
    ...(asOffice && { oauth, clientSecret: oauth.grant === 'application' ? clientSecret : null }),
    incoming: {
      ...form.incoming,
      service: asOffice ? form.incoming.service : 'other-imap',
      host: isPop3 ? hosts.pop3 : hosts.imap,
      port: String(ports[isPop3 ? 'pop3s' : 'imaps'] ?? 993),
      security: 'tls',
      authentication,
    },
    outgoing: {
      ...form.outgoing,
      service: asOffice ? 'office365-smtp' : 'other-smtp',
      host: hosts.smtp,
      port: String(ports['smtp'] ?? 587),
      security: 'starttls',
      authentication,
    },
  }
}
