import type { IncomingSide, OutgoingSide } from '../../../../domain/connector.ts'
import { incomingPresets, outgoingPresets } from '../../../../domain/connector.ts'
import type { ConnectorForm } from './form.ts'

/** Another service: its preset fills the server in; Other keeps what was typed. */
export function withIncomingService(form: ConnectorForm, service: IncomingSide['service']): ConnectorForm {
  const preset = incomingPresets[service]
  const wasGiven = incomingPresets[form.incoming.service] !== null
  const authentication = service === 'office365-graph' ? 'oauth' : 'password'
  const usual = service === 'other-pop3' ? '995' : '993'
  const server =
    preset !== null
      ? { host: preset.host, port: String(preset.port), security: preset.security }
      : { host: wasGiven ? '' : form.incoming.host, port: usual, security: 'tls' as const }
  return { ...form, incoming: { ...form.incoming, ...server, service, authentication } }
}

export function withOutgoingService(form: ConnectorForm, service: OutgoingSide['service']): ConnectorForm {
  const preset = outgoingPresets[service]
  const wasGiven = outgoingPresets[form.outgoing.service] !== null
  const authentication = service === 'office365-graph' ? 'oauth' : service === 'office365-relay' ? 'none' : 'password'
  const server =
    preset !== null
      ? { host: preset.host, port: String(preset.port), security: preset.security }
      : {
          host: wasGiven ? '' : form.outgoing.host,
          port: wasGiven ? '587' : form.outgoing.port,
          security: wasGiven ? ('starttls' as const) : form.outgoing.security,
        }
  return { ...form, outgoing: { ...form.outgoing, ...server, service, authentication } }
}
