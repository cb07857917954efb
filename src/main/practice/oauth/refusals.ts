import { randomUUID } from 'node:crypto'
import { practiceHosts } from '../hosts.ts'
import { practiceApplication } from './application.ts'

/** Why Entra gives no token: OAuth's word (RFC 6749 5.2), Entra's number, and its sentence. */
export interface Refusal {
  readonly status: 400 | 401
  readonly error: string
  readonly code: number
  readonly says: string
}

const { clientId, name } = practiceApplication

const because =
  (error: string, status: Refusal['status'] = 400) =>
  (code: number, says: string): Refusal => ({ status, error, code, says })

const invalidRequest = because('invalid_request')
const invalidGrant = because('invalid_grant')
const invalidClient = because('invalid_client', 401)
const invalidScope = because('invalid_scope')

/** Numbers and words from learn.microsoft.com/entra/identity-platform/reference-error-codes and login.microsoftonline.com/error. */
export const refusals = {
  missing: (parameter: string) =>
    invalidRequest(900144, `The request body must contain the following parameter: '${parameter}'.`),
  unknownTenant: (tenant: string) =>
    invalidRequest(
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    ),
  unknownClient: (client: string) =>
    because('unauthorized_client')(
      700016,
      `Application with identifier '${client}' was not found in the directory 'Practice'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    ),
  noSecret: () =>
    invalidClient(
      7000216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    ),
  wrongSecret: () =>
    invalidClient(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    ),
  secretExpired: () =>
    invalidClient(
      7000222,
      `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    ),
  secretOfPublicClient: () =>
    invalidClient(700025, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
  badScope: (scope: string) =>
    invalidScope(
      70011,
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`,
    ),
  scopeWithoutDefault: (scope: string) =>
    invalidScope(
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  unsupportedGrant: (grant: string) =>
    because('unsupported_grant_type')(70003, `The app requested an unsupported grant type '${grant}'.`),
  unknownGrant: () => invalidGrant(70000, 'Provided grant is invalid or malformed.'),
  voidGrant: () =>
    invalidGrant(
      70008,
      'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    ),
  usedCode: () =>
    invalidGrant(
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    ),
  wrongVerifier: () =>
    invalidGrant(501481, 'The Code_Verifier does not match the code_challenge supplied in the authorization request.'),
  otherRedirect: (sent: string, asked: string) =>
    invalidGrant(
      500112,
      `The reply address '${sent}' does not match the reply address '${asked}' provided when requesting Authorization code.`,
    ),
  consentMissing: () =>
    invalidGrant(
      65001,
      `The user or administrator has not consented to use the application with ID '${clientId}' named '${name}'. Send an interactive authorization request for this user and resource.`,
    ),
  consentEnded: (issued: Date) =>
    invalidGrant(
      700082,
      `The refresh token has expired due to inactivity. The token was issued on ${issued.toISOString().replace('Z', '0000Z')} and was inactive for 90.00:00:00.`,
    ),
  unregisteredRedirect: (sent: string) =>
    invalidRequest(
      50011,
      `The redirect URI '${sent}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.`,
    ),
  responseType: (type: string) =>
    because('unsupported_response_type')(700054, `response_type '${type}' is not enabled for the application.`),
  missingChallenge: () => invalidRequest(50147, "The size of the code challenge parameter isn't valid."),
  notSignedIn: () => because('login_required')(50058, 'A silent sign-in request was sent but no user is signed in.'),
  declined: () => because('access_denied')(65004, 'User declined to consent to access the app.'),
} as const

export interface RefusalBody {
  readonly error: string
  readonly error_description: string
  readonly error_codes: readonly number[]
  readonly timestamp: string
  readonly trace_id: string
  readonly correlation_id: string
  readonly error_uri: string
}

/** The refusal in Entra's shape; every one bears ids of its own, by which Microsoft's support finds it. */
export function refusalBody({ error, code, says }: Refusal): RefusalBody {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`
  const [trace, correlation] = [randomUUID(), randomUUID()]
  return {
    error,
    error_description: `AADSTS${code}: ${says} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://${practiceHosts.login}/error?code=${code}`,
  }
}
