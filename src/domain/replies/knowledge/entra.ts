import { because, only, rowsOf, sources } from './row.ts'

/** The numbers are for people and may change (Microsoft, the same page): they explain, and nothing is decided by them. */
const numbered = (...numbers: readonly number[]): RegExp => new RegExp(`\\bAADSTS(${numbers.join('|')})\\b`, 'i')

const aboutUser = 'https://learn.microsoft.com/troubleshoot/azure/active-directory/'

/** What Entra says of the application, its secret and its tenant. */
const applications = rowsOf('token', {
  'entra.wrong-secret': {
    says: numbered(7000215, 70002),
    causes: [because('reply.entra.wrong-secret', 'you', 'remedy.entra.secret-value', 'remedy.entra.new-secret')],
    source: sources.entra,
    example:
      "invalid_client: AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '00001111-aaaa-2222-bbbb-3333cccc4444'.",
  },
  'entra.secret-expired': {
    says: numbered(7000222),
    causes: [because('reply.entra.secret-expired', 'entra-admin', 'remedy.entra.new-secret')],
    source: sources.entra,
    example:
      "invalid_client: AADSTS7000222: The provided client secret keys for app '00001111-aaaa-2222-bbbb-3333cccc4444' are expired.",
  },
  'entra.client-certificate': {
    says: numbered(700027, 700030, 50012),
    causes: [because('reply.entra.client-certificate', 'entra-admin', 'remedy.entra.upload-certificate')],
    source: sources.entra,
    example: 'invalid_client: AADSTS700027: Client assertion failed signature validation.',
  },
  'entra.secret-missing': {
    says: numbered(7000218),
    causes: [
      because('reply.entra.secret-missing', 'entra-admin', 'remedy.entra.allow-public-client'),
      because('reply.entra.redirect', 'entra-admin', 'remedy.entra.register-redirect'),
    ],
    source: sources.entra,
    example:
      "invalid_client: AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  'entra.request-not-valid': {
    says: numbered(90023, 700025, 9002313),
    causes: [
      because('reply.entra.secret-not-wanted', 'entra-admin', 'remedy.entra.deny-public-client'),
      because('reply.entra.redirect', 'entra-admin', 'remedy.entra.register-redirect'),
      because('reply.entra.tenant-not-found', 'you', 'remedy.entra.check-tenant'),
    ],
    source: sources.entra,
    verified: 'third-party',
    example: "invalid_request: AADSTS90023: Public clients can't send a client secret.",
  },
  'entra.app-not-found': {
    says: numbered(700016, 700011),
    causes: [
      because('reply.entra.app-not-found', 'you', 'remedy.entra.check-client-id', 'remedy.entra.check-tenant'),
      because('reply.entra.app-not-in-tenant', 'entra-admin', 'remedy.entra.grant-consent'),
    ],
    source: sources.entra,
    example:
      "unauthorized_client: AADSTS700016: Application with identifier '00001111-aaaa-2222-bbbb-3333cccc4444' was not found in the directory 'Contoso'.",
  },
  'entra.app-disabled': {
    says: numbered(7000112, 70001),
    causes: [
      because('reply.entra.app-disabled', 'entra-admin', 'remedy.entra.enable-app'),
      because('reply.entra.app-not-found', 'you', 'remedy.entra.check-client-id', 'remedy.entra.check-tenant'),
    ],
    source: sources.entra,
    example:
      "unauthorized_client: AADSTS7000112: Application '00001111-aaaa-2222-bbbb-3333cccc4444'(Waypost) is disabled.",
  },
  'entra.tenant-not-found': {
    says: numbered(90002, 900023, 50059, 50128),
    causes: [because('reply.entra.tenant-not-found', 'you', 'remedy.entra.check-tenant')],
    source: sources.entra,
    example:
      "invalid_request: AADSTS90002: Tenant 'contoso.example' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  },
  'entra.not-multi-tenant': {
    says: numbered(50194),
    causes: [because('reply.entra.not-multi-tenant', 'you', 'remedy.entra.own-tenant')],
    source: sources.entra,
    example:
      "invalid_request: AADSTS50194: Application '00001111-aaaa-2222-bbbb-3333cccc4444'(Waypost) is not configured as a multi-tenant application.",
  },
  'entra.tenant-restriction': {
    says: numbered(50002, 500021, 500022),
    causes: [because('reply.entra.tenant-restriction', 'network-team', 'remedy.entra.allow-tenant')],
    source: sources.entra,
    example: "access_denied: AADSTS500021: Access to 'Contoso' tenant is denied.",
  },
  'entra.not-consented': {
    says: numbered(65001, 90008),
    causes: [
      because('reply.entra.not-consented', 'entra-admin', 'remedy.entra.grant-consent'),
      only(['delegated'], because('reply.entra.not-accepted', 'you', 'remedy.entra.accept')),
    ],
    source: sources.entra,
    example:
      "invalid_grant: AADSTS65001: The user or administrator has not consented to use the application with ID '00001111-aaaa-2222-bbbb-3333cccc4444' named 'Waypost'.",
  },
  'entra.admin-consent': {
    says: numbered(90094, 90095),
    causes: [because('reply.entra.admin-consent', 'entra-admin', 'remedy.entra.grant-consent')],
    source: sources.entra,
    example: 'access_denied: AADSTS90094: The grant requires admin permission.',
  },
  'entra.declined': {
    says: numbered(65004),
    causes: [because('reply.entra.declined', 'you', 'remedy.entra.accept', 'remedy.entra.grant-consent')],
    source: sources.entra,
    example: 'access_denied: AADSTS65004: User declined to consent to access the app.',
  },
  'entra.redirect': {
    says: numbered(50011, 70004),
    causes: [because('reply.entra.redirect', 'entra-admin', 'remedy.entra.register-redirect')],
    source: `${aboutUser}error-code-aadsts50011-reply-url-mismatch`,
    example:
      "invalid_request: AADSTS50011: The redirect URI 'http://localhost' specified in the request does not match the redirect URIs configured for the application.",
  },
  'entra.single-page': {
    says: numbered(700084, 9002327),
    causes: [
      because(
        'reply.entra.single-page',
        'entra-admin',
        'remedy.entra.register-redirect',
        'remedy.entra.no-single-page',
        'remedy.entra.sign-in-again',
      ),
    ],
    source: sources.entra,
    example:
      'invalid_grant: AADSTS700084: The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended.',
  },
  'entra.scope': {
    says: numbered(70011, 700022, 28000, 28002, 28003, 65005, 650057),
    causes: [
      because('reply.entra.scope', 'entra-admin', 'remedy.entra.add-permission'),
      because('reply.entra.scopes-mixed', 'you', 'remedy.report-to-support'),
    ],
    source: sources.entra,
    example: "invalid_scope: AADSTS70011: The provided value for the input parameter 'scope' isn't valid.",
  },
  'entra.no-exchange': {
    says: numbered(500011, 650052, 650054),
    causes: [
      because('reply.entra.no-exchange', 'entra-admin', 'remedy.entra.exchange-licence'),
      because('reply.entra.other-tenant-meant', 'you', 'remedy.entra.check-tenant'),
    ],
    source: sources.entra,
    example:
      "invalid_resource: AADSTS500011: The resource principal named https://outlook.office365.com was not found in the tenant named 'Contoso'.",
  },
  'entra.other-tenant': {
    says: numbered(700005),
    causes: [because('reply.entra.other-tenant', 'you', 'remedy.entra.check-tenant', 'remedy.entra.sign-in-again')],
    source: sources.entra,
    example:
      'invalid_grant: AADSTS700005: Provided Authorization Code is intended to use against other tenant, thus rejected.',
  },
  'entra.loop': {
    says: numbered(50196),
    causes: [because('reply.entra.loop', 'you', 'remedy.entra.fewer-sign-ins', 'remedy.report-to-support')],
    source: sources.entra,
    example:
      'invalid_grant: AADSTS50196: The server terminated an operation because it encountered a client request loop.',
  },
  'entra.tls-too-old': {
    says: numbered(1002016),
    causes: [because('reply.entra.tls-too-old', 'network-team', 'remedy.exempt-from-inspection')],
    source: `${aboutUser}enable-support-tls-environment`,
    example:
      'invalid_request: AADSTS1002016: You are using TLS version 1.0, 1.1 and/or 3DES cipher which are deprecated to improve the security posture of Azure AD.',
  },
})

/** What Entra says of the person who signs in. */
const people = rowsOf('token', {
  'entra.user-not-found': {
    says: numbered(50020, 50034, 51004, 16003, 50014),
    causes: [
      because('reply.entra.user-not-found', 'you', 'remedy.entra.right-account'),
      because('reply.entra.other-tenant-meant', 'you', 'remedy.entra.check-tenant'),
    ],
    source: `${aboutUser}error-code-aadsts50020-user-account-identity-provider-does-not-exist`,
    example:
      "invalid_grant: AADSTS50034: The user account anna@contoso.example does not exist in the directory 'Contoso'.",
  },
  'entra.locked': {
    says: numbered(50053),
    causes: [
      because('reply.entra.locked', 'you', 'remedy.entra.stop-failed-sign-ins'),
      because('reply.entra.address-blocked', 'entra-admin', 'remedy.entra.sign-in-log'),
    ],
    source: sources.entra,
    example:
      'invalid_grant: AADSTS50053: The account is locked, you have tried to sign in too many times with an incorrect user ID or password.',
  },
  'entra.password-expired': {
    says: numbered(50055, 50144),
    causes: [
      because('reply.entra.password-expired', 'you', 'remedy.entra.change-password', 'remedy.entra.sign-in-again'),
    ],
    source: sources.entra,
    example: 'invalid_grant: AADSTS50055: The password is expired.',
  },
  'entra.wrong-password': {
    says: numbered(50126, 50064),
    causes: [because('reply.entra.wrong-password', 'you', 'remedy.entra.sign-in-again')],
    source: sources.entra,
    example: 'invalid_grant: AADSTS50126: Error validating credentials due to invalid username or password.',
  },
  'entra.no-password': {
    says: numbered(50056),
    causes: [because('reply.entra.no-password', 'entra-admin', 'remedy.entra.set-password')],
    source: sources.entra,
    example: 'invalid_grant: AADSTS50056: Invalid or null password: password does not exist in store for this user.',
  },
  'entra.user-disabled': {
    says: numbered(50057),
    causes: [
      because('reply.entra.shared-mailbox', 'you', 'remedy.entra.shared-mailbox'),
      because('reply.entra.user-disabled', 'entra-admin', 'remedy.entra.enable-user'),
    ],
    source: sources.entra,
    example: 'invalid_grant: AADSTS50057: The user account is disabled.',
  },
  'entra.second-factor': {
    says: numbered(50072, 50074, 50076, 50078, 50079, 50158, 53004),
    causes: [
      because(
        'reply.entra.second-factor',
        'you',
        'remedy.entra.sign-in-again',
        'remedy.entra.set-up-second-factor',
        'remedy.entra.use-application',
      ),
    ],
    source: sources.entra,
    example:
      'interaction_required: AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  },
  'entra.not-assigned': {
    says: numbered(50105),
    causes: [because('reply.entra.not-assigned', 'entra-admin', 'remedy.entra.assign-user')],
    source: `${aboutUser}error-code-aadsts50105-user-not-assigned-role`,
    example: 'invalid_grant: AADSTS50105: The signed in user is not assigned to a role for the application.',
  },
  'entra.device': {
    says: numbered(53000, 53001, 50097, 50129),
    causes: [
      because('reply.entra.device', 'entra-admin', 'remedy.entra.managed-computer', 'remedy.entra.policy-in-log'),
    ],
    source: sources.entra,
    example: 'interaction_required: AADSTS53000: Device is not in required device state: compliant.',
  },
  'entra.conditional-access': {
    says: numbered(50131, 53002, 53003, 53011, 530032, 530034, 530035),
    causes: [because('reply.entra.conditional-access', 'entra-admin', 'remedy.entra.policy-in-log')],
    source: sources.entra,
    example:
      'invalid_grant: AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  'entra.sign-in-ended': {
    says: numbered(50089, 50132, 50133, 50173, 54005, 70000, 70008, 70043, 700082),
    causes: [because('reply.entra.sign-in-ended', 'you', 'remedy.entra.sign-in-again')],
    source: sources.entra,
    example:
      'invalid_grant: AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-06-01T08:00:00Z and was inactive for 90.00:00:00.',
  },
})

/** What mends itself, and what the organisation’s own servers are asked for. */
const services = rowsOf('token', {
  'entra.busy': {
    says: numbered(90055),
    causes: [because('reply.entra.busy', 'you', 'remedy.wait', 'remedy.entra.fewer-sign-ins')],
    transient: true,
    source: sources.entra,
    example:
      'temporarily_unavailable: AADSTS90055: The server has terminated the request because there are too many requests.',
  },
  'entra.outage': {
    says: numbered(50033, 50087, 90006, 90012, 90024, 90033, 90090, 90091),
    causes: [because('reply.entra.outage', 'you', 'remedy.wait', 'remedy.entra.status')],
    transient: true,
    source: sources.entra,
    example: 'temporarily_unavailable: AADSTS90033: A transient error has occurred. Please try again.',
  },
  'entra.agent': {
    says: numbered(80001, 80002, 80005, 80007, 80014),
    causes: [because('reply.entra.agent', 'entra-admin', 'remedy.entra.check-agents')],
    source: sources.entra,
    example: 'invalid_grant: AADSTS80002: Password validation request timed out.',
  },
  'entra.agent-clock': {
    says: numbered(80013),
    causes: [because('reply.entra.agent-clock', 'entra-admin', 'remedy.entra.agent-clocks')],
    source: sources.entra,
    example:
      'invalid_grant: AADSTS80013: The authentication attempt could not be completed due to time skew between the machine running the authentication agent and AD.',
  },
})

/** What Microsoft Entra’s token endpoint says, by its AADSTS numbers. */
export const entraReplies = [...applications, ...people, ...services]
