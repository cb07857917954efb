import { parseAddress } from './address.ts'
import {
  incomingAuthentications,
  outgoingAuthentications,
  outgoingAuthenticationsFor,
  protocolOf,
  showsCertificate,
  signsIn,
  usesOAuth,
  usesPassword,
  usesSide,
  type ConnectorSettings,
  type SecretKind,
} from './connector.ts'
import { isAuthority, isGuid, isTenant } from './oauth.ts'

export type ProblemCode =
  | 'required'
  | 'address-invalid'
  | 'host-invalid'
  | 'port-invalid'
  | 'password-missing'
  | 'certificate-missing'
  | 'certificate-not-for-both'
  | 'security-none-refused'
  | 'authentication-not-offered'
  | 'sign-in-not-for-both'
  | 'authority-invalid'
  | 'tenant-invalid'
  | 'client-id-invalid'
  | 'client-secret-missing'
  | 'consent-missing'
  | 'service-not-built'
  | 'ehlo-invalid'
  | 'fallback-missing'
  | 'additional-mailbox-needs-sign-in'

/** One thing that is missing or wrong in a draft; the path is the one of the settings. */
export interface Problem {
  readonly field: string
  readonly code: ProblemCode
}

// RFC 1123 2.1 names, IPv4 and bracketed or bare IPv6 addresses; names may hold UTF-8 and are sent as A-labels.
const hostPattern =
  /^(\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]?|(?!-)[\p{L}\p{N}_-]{1,63}(\.(?!-)[\p{L}\p{N}_-]{1,63})*\.?)$/u
const ehloPattern =
  /^(\[[0-9a-fA-F:.IPv]+\]|[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*)$/

/** R5: an incoming connector is not enabled without a fallback; proving its mailbox needs none. */
export const blocks = (code: ProblemCode): 'test' | 'enable' => (code === 'fallback-missing' ? 'enable' : 'test')

/** What there is beside the settings; a secret that is not named is not there. */
type Has = Readonly<Partial<Record<SecretKind, boolean>> & { readonly fallback: boolean }>

/** What is missing, field by field. Drafts with problems are saved all the same. */
export function connectorProblems(settings: ConnectorSettings, has: Has): readonly Problem[] {
  const problems: Problem[] = []
  const say = (field: string, code: ProblemCode) => problems.push({ field, code })

  if (settings.primaryAddress.trim() === '') say('primaryAddress', 'required')
  else if (!parseAddress(settings.primaryAddress)) say('primaryAddress', 'address-invalid')

  const server = (side: 'incoming' | 'outgoing', host: string) => {
    if (host.trim() === '') say(`${side}.host`, 'required')
    else if (!hostPattern.test(host.trim())) say(`${side}.host`, 'host-invalid')
  }

  if (usesSide(settings.useFor, 'incoming')) {
    const incoming = settings.incoming
    if (!incoming) say('incoming.service', 'required')
    else {
      server('incoming', incoming.host)
      if (incoming.security === 'none') say('incoming.security', 'security-none-refused')
      if (!incomingAuthentications[incoming.service].includes(incoming.authentication)) {
        say('incoming.authentication', 'authentication-not-offered')
      }
      if (protocolOf(incoming.service) === 'graph') say('incoming.service', 'service-not-built')
    }
    if (!has.fallback) say('fallback', 'fallback-missing')
  }

  if (usesSide(settings.useFor, 'outgoing')) {
    const outgoing = settings.outgoing
    if (!outgoing) say('outgoing.service', 'required')
    else {
      server('outgoing', outgoing.host)
      // C14: clear text is left for a relay that asks for no credentials, and for nothing else.
      if (outgoing.security === 'none' && !(outgoing.service === 'other-smtp' && outgoing.authentication === 'none')) {
        say('outgoing.security', 'security-none-refused')
      }
      if (!outgoingAuthentications[outgoing.service].includes(outgoing.authentication)) {
        say('outgoing.authentication', 'authentication-not-offered')
      } else if (!outgoingAuthenticationsFor(settings.useFor, outgoing.service).includes(outgoing.authentication)) {
        say('outgoing.authentication', 'certificate-not-for-both')
      } else if (signsInApart(settings)) say('outgoing.authentication', 'sign-in-not-for-both')
      else if (showsCertificate(settings) && !has.certificate) say('certificate', 'certificate-missing')
      if (outgoing.service === 'office365-graph') say('outgoing.service', 'service-not-built')
      if (
        outgoing.ehloName !== null &&
        (!ehloPattern.test(outgoing.ehloName) || /^localhost\b/i.test(outgoing.ehloName))
      ) {
        say('outgoing.ehloName', 'ehlo-invalid')
      }
    }
  }

  if (signsIn(settings) && settings.username.trim() === '') say('username', 'required')
  if (usesPassword(settings) && !has.password) say('password', 'password-missing')
  if (usesOAuth(settings)) for (const problem of oauthProblems(settings.oauth, has)) problems.push(problem)
  if (settings.additionalMailbox !== null) {
    if (settings.additionalMailbox.trim() === '') say('additionalMailbox', 'required')
    if (!signsIn(settings)) say('additionalMailbox', 'additional-mailbox-needs-sign-in')
  }
  return problems
}

/** C12: a connector for both sends with the sign-in of its incoming side, where sending has one that is no certificate. */
const signsInApart = ({ useFor, incoming, outgoing }: ConnectorSettings): boolean =>
  useFor === 'both' &&
  (outgoing?.authentication === 'password' || outgoing?.authentication === 'oauth') &&
  incoming !== null &&
  incoming.authentication !== outgoing.authentication

/** C9: what is missing to ask for an access token. */
function oauthProblems(
  oauth: ConnectorSettings['oauth'],
  has: Pick<Has, 'clientSecret' | 'consent'>,
): readonly Problem[] {
  if (oauth === null) return [{ field: 'oauth.tenant', code: 'required' }]
  const checked = (field: string, text: string, isRight: boolean, code: ProblemCode): readonly Problem[] =>
    text.trim() === '' ? [{ field, code: 'required' }] : isRight ? [] : [{ field, code }]
  const { authority, tenant, clientId, grant } = oauth
  return [
    ...checked('oauth.authority', authority, isAuthority(authority.trim()), 'authority-invalid'),
    ...checked('oauth.tenant', tenant, isTenant(tenant.trim(), grant), 'tenant-invalid'),
    ...checked('oauth.clientId', clientId, isGuid(clientId.trim()), 'client-id-invalid'),
    ...(grant === 'application' && !has.clientSecret
      ? [{ field: 'clientSecret', code: 'client-secret-missing' } as const]
      : []),
    ...(grant === 'delegated' && !has.consent ? [{ field: 'consent', code: 'consent-missing' } as const] : []),
  ]
}
