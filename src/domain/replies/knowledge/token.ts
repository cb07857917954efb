import { because, only, rowsOf, sources } from './row.ts'

const named = (...errors: readonly string[]): RegExp => new RegExp(`^(${errors.join('|')})\\b`)

/** What a token endpoint says where no number tells more: RFC 6749 5.2, and a number that is not known. */
export const tokenReplies = rowsOf('token', {
  'entra.other-number': {
    general: true,
    says: /\bAADSTS\d+/i,
    causes: [
      because('reply.entra.other-number', 'entra-admin', 'remedy.entra.look-up-number', 'remedy.entra.sign-in-log'),
    ],
    source: sources.entra,
    example: 'invalid_grant: AADSTS99999: Something that nobody has written down yet.',
  },
  'token.invalid-client': {
    general: true,
    at: ['token'],
    says: named('invalid_client'),
    causes: [
      because(
        'reply.token.invalid-client',
        'entra-admin',
        'remedy.entra.secret-value',
        'remedy.entra.new-secret',
        'remedy.entra.check-client-id',
      ),
    ],
    source: sources.rfc6749,
    example: 'invalid_client',
  },
  'token.unauthorized-client': {
    general: true,
    at: ['token'],
    says: named('unauthorized_client', 'unsupported_grant_type'),
    causes: [
      because(
        'reply.token.unauthorized-client',
        'entra-admin',
        'remedy.entra.check-client-id',
        'remedy.entra.check-tenant',
        'remedy.entra.grant-consent',
      ),
    ],
    source: sources.rfc6749,
    example: 'unauthorized_client',
  },
  'token.invalid-grant': {
    general: true,
    at: ['token'],
    says: named('invalid_grant'),
    causes: [
      only(['delegated'], because('reply.entra.sign-in-ended', 'you', 'remedy.entra.sign-in-again')),
      because('reply.token.refused', 'entra-admin', 'remedy.entra.sign-in-log'),
    ],
    source: sources.rfc6749,
    example: 'invalid_grant',
  },
  'token.interaction': {
    general: true,
    at: ['token'],
    says: named('interaction_required', 'login_required', 'account_selection_required'),
    causes: [because('reply.token.interaction', 'you', 'remedy.entra.sign-in-again', 'remedy.entra.use-application')],
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#AuthError',
    example: 'interaction_required',
  },
  'token.consent': {
    general: true,
    at: ['token'],
    says: named('consent_required'),
    causes: [because('reply.entra.not-consented', 'entra-admin', 'remedy.entra.grant-consent', 'remedy.entra.accept')],
    source: 'https://openid.net/specs/openid-connect-core-1_0.html#AuthError',
    example: 'consent_required',
  },
  'token.access-denied': {
    general: true,
    at: ['token'],
    says: named('access_denied'),
    causes: [
      only(['delegated'], because('reply.entra.declined', 'you', 'remedy.entra.accept')),
      because('reply.entra.conditional-access', 'entra-admin', 'remedy.entra.policy-in-log'),
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1',
    example: 'access_denied: the user denied the request',
  },
  'token.invalid-scope': {
    general: true,
    at: ['token'],
    says: named('invalid_scope'),
    causes: [because('reply.entra.scope', 'entra-admin', 'remedy.entra.add-permission', 'remedy.entra.grant-consent')],
    source: sources.rfc6749,
    example: 'invalid_scope',
  },
  'token.invalid-resource': {
    general: true,
    at: ['token'],
    says: named('invalid_resource', 'invalid_target'),
    causes: [
      because('reply.entra.no-exchange', 'entra-admin', 'remedy.entra.exchange-licence', 'remedy.entra.check-tenant'),
    ],
    source: 'https://www.rfc-editor.org/rfc/rfc8707#section-2',
    example: 'invalid_resource',
  },
  'token.invalid-request': {
    general: true,
    at: ['token'],
    says: named('invalid_request', 'unsupported_response_type'),
    causes: [
      because('reply.token.invalid-request', 'you', 'remedy.entra.check-tenant', 'remedy.report-to-support'),
      because('reply.entra.redirect', 'entra-admin', 'remedy.entra.register-redirect'),
    ],
    source: sources.rfc6749,
    example: 'invalid_request',
  },
  'token.later': {
    general: true,
    at: ['token'],
    says: named('temporarily_unavailable', 'server_error'),
    causes: [because('reply.entra.outage', 'you', 'remedy.wait', 'remedy.entra.status')],
    transient: true,
    source: 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1',
    example: 'temporarily_unavailable',
  },
})
