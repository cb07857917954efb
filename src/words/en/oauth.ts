/** Sign-ins by OAuth 2.0: what is typed, what is missing, and a person's sign-in in the browser. Names of Entra's pages as Entra has them. */
export const oauthWords = {
  'oauth.grant.application': () => 'Application',
  'oauth.grant.delegated': () => 'Person',
  'connectors.field.authentication': () => 'Authentication',
  'connectors.field.oauth.grant': () => 'Token for',
  'connectors.field.oauth.tenant': () => 'Directory (tenant) ID',
  'connectors.field.oauth.clientId': () => 'Application (client) ID',
  'connectors.field.oauth.authority': () => 'Sign-in server',
  'connectors.field.oauth.secretEndsOn': () => 'Secret ends on',
  'connectors.field.oauth.user': () => 'Username',
  'connectors.field.clientSecret': () => 'Client secret',
  'connectors.field.consent': () => 'Sign-in',
  'oauth.hint.application': () =>
    'The application signs in by itself, at any hour. Its administrator lets it into this mailbox in Exchange.',
  'oauth.hint.delegated': () =>
    'Somebody who may open this mailbox signs in once, in the browser. It goes on as long as it is used at least every 90 days.',
  'oauth.hint.tenant': () => 'In Entra under App registrations › Overview, or a domain of the organisation.',
  'oauth.hint.client-id': () => 'On the same page.',
  'oauth.hint.secret': () => 'The Value from Certificates & secrets, not the Secret ID.',
  'oauth.hint.secret-stored': () => 'Stored in the vault. Type a new one to replace it.',
  'oauth.hint.ends-on': () => 'Entra shows this day beside the secret; Waypost cannot ask for it.',
  'oauth.hint.user': () => 'The address of the mailbox that is opened.',
  'oauth.hint.authority': () =>
    'National clouds have their own: login.microsoftonline.us, login.partner.microsoftonline.cn. Their mail servers are filled in with it.',

  'problem.sign-in-not-for-both': () =>
    'A connector for both sends with the sign-in of its incoming side. Choose the same one for both, or make an Outgoing connector for the other.',
  'problem.authority-invalid': () => 'This is not the name of a sign-in server, such as login.microsoftonline.com.',
  'problem.tenant-invalid': () =>
    'This is neither a Directory (tenant) ID nor a domain. Copy the ID from the application’s Overview in Entra.',
  'problem.client-id-invalid': () =>
    'This is not an Application (client) ID. It looks like 11111111-2222-3333-4444-555555555555, on the application’s Overview in Entra.',
  'problem.client-secret-missing': () =>
    'No client secret is stored. Enter the Value that Entra showed under Certificates & secrets.',
  'problem.consent-missing': () =>
    'Nobody signed in for this connector yet. Save it, and choose Sign in with Microsoft.',
  'connectors.problem.sign-in-not-for-both': () =>
    'A connector for both sends with the sign-in of its incoming side. Choose the same one for both, or make an Outgoing connector for the other.',
  'connectors.problem.authority-invalid': () => 'This is not the name of a sign-in server.',
  'connectors.problem.tenant-invalid': () =>
    'This is neither an ID nor a domain. Copy the Directory (tenant) ID from the application’s Overview in Entra.',
  'connectors.problem.client-id-invalid': () =>
    'An Application (client) ID looks like 11111111-2222-3333-4444-555555555555. Copy it from the application’s Overview in Entra.',
  'connectors.problem.client-secret-missing': () => 'A client secret is needed.',
  'connectors.problem.consent-missing': () => 'Somebody has to sign in once: save the draft, then sign in.',
  'refusal.client-secret-is-id': () =>
    'This is the Secret ID. Entra shows it beside the Value, and the Value is the secret. It can be seen only while it is new: make a new secret if it is hidden already.',
  'refusal.client-secret-too-long': (p: { limit: number }) =>
    `No client secret has more than ${p.limit.toLocaleString('en')} characters. Nothing was saved.`,
  'refusal.token-kept-nowhere': () =>
    'An access token takes a client secret or the sign-in of a person, and a test without a connector keeps neither. Save a connector and test that, or test with a password.',

  'sign-in.button': () => 'Sign in with Microsoft',
  'sign-in.again': () => 'Sign in again',
  'sign-in.save-first': () => 'Save the draft first: the page that opens is that of the saved application.',
  'sign-in.open-page': (p: { url: string }) => `Open this page in a browser of this computer, and sign in: ${p.url}`,
  'sign-in.open': () => 'Open the sign-in page',
  'sign-in.copy': () => 'Copy its address',
  'sign-in.copied': () => 'Copied',
  'sign-in.not-copied': () => 'Not copied',
  'sign-in.failed': () => 'Failed',
  'sign-in.waiting': () => 'Waiting for the sign-in in the browser. It has to be a browser of this computer.',
  'sign-in.cancel': () => 'Cancel',
  'sign-in.cancelled': () => 'The sign-in was cancelled. Nothing was changed.',
  'sign-in.none': () => 'Nobody has signed in yet.',
  'sign-in.lost': () => 'The sign-in cannot be opened any more. Sign in again.',
  'sign-in.as': (p: { name: string; day: string }) => `Signed in as ${p.name || 'somebody'} on ${p.day}`,
  'sign-in.ends': (p: { day: string }) => `Good until ${p.day} without use; each use prolongs it.`,
  'sign-in.done': (p: { name: string }) =>
    `${p.name || 'The person'} signed in. Run Test Connection to prove that this opens the mailbox.`,
  'sign-in.not-delegated': (p: { connector: string }) =>
    `${p.connector} does not sign in for a person. Set Token for to Person, and save.`,
  'sign-in.page-title': () => 'Waypost',
  'sign-in.page-done': () => 'You are signed in. Close this window and go back to Waypost.',
  'sign-in.page-failed': () => 'The sign-in did not succeed. Close this window: Waypost says why.',
  'advice.signed-in-as-other': (p: { name: string; username: string }) =>
    `${p.name} signed in, and ${p.username} is opened. That works only where ${p.name} may open this mailbox: tick the additional mailbox if it is shared, or sign in as ${p.username}.`,

  'configuration.secret.clientSecret': () => 'Client secret',
  'configuration.secret.consent': () => 'Sign-in of a person',
  'cli.day-form': (p: { given: string }) => `${p.given} is not a day such as 2026-11-30.`,
  'cli.fact.client-secret': () => 'Client secret',
  'cli.fact.oauth': () => 'OAuth 2.0',
}
