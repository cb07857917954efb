import type { IncomingSide, OutgoingSide } from '../../../../domain/connector.ts'
import {
  incomingPresets,
  outgoingAuthenticationsFor,
  outgoingPresets,
  proposedIncomingAuthentication,
  proposedOutgoingAuthentication,
} from '../../../../domain/connector.ts'
import { mailServersOf } from '../../../../domain/oauth.ts'
import type { ConnectorForm } from './form.ts'

/** Another service: its preset fills the server in; Other keeps what was typed. */
export function withIncomingService(form: ConnectorForm, service: IncomingSide['service']): ConnectorForm {
  const preset = incomingPresets[service]
  const wasGiven = incomingPresets[form.incoming.service] !== null
  const authentication = proposedIncomingAuthentication(service)
  const usual = service === 'other-pop3' ? '995' : '993'
  const server =
    preset !== null
      ? { host: preset.host, port: String(preset.port), security: preset.security }
      : { host: wasGiven ? '' : form.incoming.host, port: usual, security: 'tls' as const }
  return inStep({ ...form, incoming: { ...form.incoming, ...server, service, authentication } })
}

export function withOutgoingService(form: ConnectorForm, service: OutgoingSide['service']): ConnectorForm {
  const preset = outgoingPresets[service]
  const wasGiven = outgoingPresets[form.outgoing.service] !== null
  const authentication = proposedOutgoingAuthentication(service)
  const server =
    preset !== null
      ? { host: preset.host, port: String(preset.port), security: preset.security }
      : {
          host: wasGiven ? '' : form.outgoing.host,
          port: wasGiven ? '587' : form.outgoing.port,
          security: wasGiven ? ('starttls' as const) : form.outgoing.security,
        }
  return inStep({ ...form, outgoing: { ...form.outgoing, ...server, service, authentication } })
}

/** Another sign-in server: one of Microsoft's brings the mail servers of its cloud along. */
export function withAuthority(form: ConnectorForm, authority: string): ConnectorForm {
  const next = { ...form, oauth: { ...form.oauth, authority } }
  const servers = mailServersOf(authority)
  if (servers === null) return next
  const isOffice = (service: string) => service.startsWith('office365-') && service !== 'office365-relay'
  return {
    ...next,
    incoming: isOffice(form.incoming.service) ? { ...form.incoming, host: servers.incoming } : form.incoming,
    outgoing: isOffice(form.outgoing.service) ? { ...form.outgoing, host: servers.outgoing } : form.outgoing,
  }
}

/** C12: for Both the way out takes the sign-in of the way in, where it offers that one. */
export function inStep(form: ConnectorForm): ConnectorForm {
  const { useFor, incoming, outgoing } = form
  const isSignIn = outgoing.authentication === 'password' || outgoing.authentication === 'oauth'
  const offered = outgoingAuthenticationsFor(useFor, outgoing.service)
  return useFor === 'both' && isSignIn && offered.includes(incoming.authentication)
    ? { ...form, outgoing: { ...outgoing, authentication: incoming.authentication } }
    : form
}
