import { createHash } from 'node:crypto'
import type { FaultSwitches } from '../faults.ts'
import { isPracticeTenant, practiceApplication, readScopes } from './application.ts'
import type { Scopes } from './application.ts'
import { refusals } from './refusals.ts'
import type { Refusal } from './refusals.ts'
import { accessLifetime } from './tokens.ts'
import type { Delegation, TokenStore } from './tokens.ts'

/** What a token is asked for with (RFC 6749 4.1.3, 4.4.2, 6). */
export const tokenGrants = ['client_credentials', 'authorization_code', 'refresh_token'] as const
export type TokenGrant = (typeof tokenGrants)[number]

export interface IssuedTokens {
  readonly token_type: 'Bearer'
  /** Left out where the application asks for itself, as Entra does. */
  readonly scope?: string
  readonly expires_in: number
  readonly ext_expires_in: number
  readonly access_token: string
  readonly refresh_token?: string
  readonly id_token?: string
}

export type Granted =
  | { readonly kind: 'tokens'; readonly tokens: IssuedTokens }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** The form of a token request: the value of a parameter, undefined when it is not there or empty. */
export type Form = (parameter: string) => string | undefined

export interface GrantServices {
  readonly tokens: TokenStore
  readonly faults: FaultSwitches
}

const refused = (refusal: Refusal): Granted => ({ kind: 'refused', refusal })

/** Judges a token request as Entra's v2.0 endpoint does, and issues what was asked for. */
export function grant(services: GrantServices, tenant: string, form: Form): Granted {
  if (!isPracticeTenant(tenant)) return refused(refusals.unknownTenant(tenant))
  const type = form('grant_type')
  if (type === undefined) return refused(refusals.missing('grant_type'))
  const client = form('client_id')
  if (client === undefined) return refused(refusals.missing('client_id'))
  if (client.toLowerCase() !== practiceApplication.clientId) return refused(refusals.unknownClient(client))
  switch (type) {
    case 'client_credentials':
      return toApplication(services, form)
    case 'authorization_code':
      return toCode(services, form)
    case 'refresh_token':
      return toRefreshToken(services, form)
    default:
      return refused(refusals.unsupportedGrant(type))
  }
}

function toApplication({ tokens, faults }: GrantServices, form: Form): Granted {
  const secret = form('client_secret')
  if (secret === undefined) return refused(refusals.noSecret())
  if (secret !== practiceApplication.clientSecret) return refused(refusals.wrongSecret())
  if (faults.meet('client-secret-expired')) return refused(refusals.secretExpired())
  const asked = form('scope')
  if (asked === undefined) return refused(refusals.missing('scope'))
  if (!asked.toLowerCase().endsWith('/.default')) return refused(refusals.scopeWithoutDefault(asked))
  const scopes = readScopes(asked)
  if (scopes.kind === 'not-valid') return refused(refusals.badScope(scopes.scope))
  if (faults.meet('consent-missing')) return refused(refusals.consentMissing())
  return {
    kind: 'tokens',
    tokens: {
      token_type: 'Bearer',
      expires_in: accessLifetime,
      ext_expires_in: accessLifetime,
      access_token: tokens.access({ kind: 'application' }, scopes.resource),
    },
  }
}

function toCode(services: GrantServices, form: Form): Granted {
  if (form('client_secret') !== undefined) return refused(refusals.secretOfPublicClient())
  const code = form('code')
  if (code === undefined) return refused(refusals.missing('code'))
  const redirectUri = form('redirect_uri')
  if (redirectUri === undefined) return refused(refusals.missing('redirect_uri'))
  const taken = services.tokens.takeCode(code)
  switch (taken.kind) {
    case 'unknown':
      return refused(refusals.unknownGrant())
    case 'used':
      return refused(refusals.usedCode())
    case 'void':
      return refused(refusals.voidGrant())
    case 'code':
      break
  }
  const { request } = taken
  if (request.redirectUri !== redirectUri) return refused(refusals.otherRedirect(redirectUri, request.redirectUri))
  // RFC 7636 4.6: S256 alone, so the challenge is the digest of the verifier.
  const digest = createHash('sha256').update(form('code_verifier') ?? '')
  if (digest.digest('base64url') !== request.challenge) return refused(refusals.wrongVerifier())
  return toUser(services, { user: request.user, scopes: request.scopes, issued: new Date() }, form, request.nonce)
}

function toRefreshToken(services: GrantServices, form: Form): Granted {
  if (form('client_secret') !== undefined) return refused(refusals.secretOfPublicClient())
  const token = form('refresh_token')
  if (token === undefined) return refused(refusals.missing('refresh_token'))
  const delegation = services.tokens.delegationOf(token)
  if (delegation === undefined) return refused(refusals.unknownGrant())
  if (delegation === 'void') return refused(refusals.voidGrant())
  if (services.faults.meet('consent-ended')) return refused(refusals.consentEnded(delegation.issued))
  return toUser(services, delegation, form)
}

/** Tokens for a user: with the scopes that the request names, or those that were consented to (RFC 6749 6). */
function toUser({ tokens, faults }: GrantServices, delegation: Delegation, form: Form, nonce?: string): Granted {
  const asked = form('scope')
  const scopes = asked === undefined ? delegation.scopes : readScopes(asked)
  if (scopes.kind === 'not-valid') return refused(refusals.badScope(scopes.scope))
  if (faults.meet('consent-missing')) return refused(refusals.consentMissing())
  const permissions = consented(scopes, delegation.scopes)
  if (permissions.length === 0) return refused(refusals.consentMissing())
  const { user } = delegation
  return {
    kind: 'tokens',
    tokens: {
      token_type: 'Bearer',
      scope: scopes.granted.join(' '),
      expires_in: accessLifetime,
      ext_expires_in: accessLifetime,
      access_token: tokens.access({ kind: 'user', user, permissions }, scopes.resource),
      ...(delegation.scopes.also.includes('offline_access') && {
        refresh_token: tokens.refresh({ ...delegation, issued: new Date() }),
      }),
      ...(scopes.also.includes('openid') && { id_token: tokens.identity(user, nonce) }),
    },
  }
}

/** Everything of what was consented to where `.default` asks for it; otherwise all that is named, or nothing. */
function consented(asked: Scopes, before: Scopes): Scopes['permissions'] {
  if (asked.breadth === 'default') return before.permissions
  return asked.permissions.every((one) => before.permissions.includes(one)) ? asked.permissions : []
}
