import type { ConnectorSettings, OutgoingService } from '../connector.ts'
import type { Gateway } from './gateway.ts'

/** The service whose servers a gateway names (C2). */
function serviceOf(host: string): OutgoingService {
  const name = host.trim().toLowerCase().replace(/\.$/, '')
  if (name === 'smtp.office365.com') return 'office365-smtp'
  if (name === 'smtp.gmail.com') return 'gmail-smtp'
  return name.endsWith('.mail.protection.outlook.com') ? 'office365-relay' : 'other-smtp'
}

/** The settings that the new connector takes from the gateway (M3): one way out for all addresses (C19). */
export const gatewaySettings = (gateway: Gateway, primaryAddress: string): ConnectorSettings => ({
  useFor: 'outgoing',
  primaryAddress,
  username: gateway.authentication === 'none' ? '' : gateway.username.trim(),
  additionalMailbox: null,
  addressFamily: 'any',
  incoming: null,
  outgoing: {
    service: serviceOf(gateway.host),
    host: gateway.host.trim(),
    port: gateway.port,
    security: gateway.security,
    authentication: gateway.authentication,
    template: 'instance-wide-gateway',
    ehloName: null,
  },
  oauth: null,
})
