/** What these sentences may name; empty where it does not apply. */
interface About {
  readonly host: string
  readonly protocol: string
  /** The digits of an AADSTS number. */
  readonly number: string
}

const appPermissions: Readonly<Record<string, string>> = {
  imap: 'IMAP.AccessAsApp',
  pop3: 'POP.AccessAsApp',
  smtp: 'SMTP.SendAsApp',
}
/** What an application needs in Exchange Online; a person consents to other permissions. */
export const appPermission = (protocol: string): string => appPermissions[protocol] ?? 'IMAP.AccessAsApp'

/** What a refused access token means, and what to do about it: sign-in servers in general, and Microsoft Entra. */
export const entraWords = {
  'reply.token.interaction': () => 'The sign-in server wants to see the person again, in the browser.',
  'reply.token.invalid-client': () =>
    'The sign-in server does not take what the application shows of itself: its secret or its certificate.',
  'reply.token.invalid-request': () => 'The sign-in server does not take the request as it was made.',
  'reply.token.not-kept': () =>
    'The sign-in succeeded, and nothing of it was kept: the connector asks for another application by now, or the sign-in server gave nothing for the next time.',
  'reply.token.other-answer': (p: About) =>
    `${p.host === '' ? 'The sign-in server' : p.host} was asked for an access token, and something answered that is no sign-in server: the page of a proxy, a firewall or a guest network.`,
  'reply.token.refused': () => 'The sign-in server gives no access token, and does not say more about it here.',
  'reply.token.timed-out': () =>
    'No answer came in time: the sign-in in the browser was not finished, or the sign-in server is slow.',
  'reply.token.unauthorized-client': () =>
    'The application is not known in this tenant, or may not get access tokens in this way.',

  'reply.entra.address-blocked': () => 'Or Entra does not trust the network address that the sign-in came from.',
  'reply.entra.admin-consent': () => 'Only an administrator can allow what the application asks for.',
  'reply.entra.agent': () =>
    'The organisation checks passwords on servers of its own, and these failed or gave Entra no answer.',
  'reply.entra.agent-clock': () =>
    'The organisation checks passwords on servers of its own, and the clocks of these differ.',
  'reply.entra.app-disabled': () => 'The application is switched off in Entra.',
  'reply.entra.app-not-found': () =>
    'There is no such application in this tenant: the client ID or the tenant ID is another one’s.',
  'reply.entra.app-not-in-tenant': () =>
    'Or the application was registered in another tenant, and this one has not consented to it yet.',
  'reply.entra.busy': () => 'Entra has more requests of this tenant or application than it takes, and puts them off.',
  'reply.entra.client-certificate': () =>
    'Entra does not know the certificate by which the application proves who it is, or it has ended.',
  'reply.entra.conditional-access': () =>
    'A policy of the organisation stands against this sign-in: Conditional Access, security defaults, or a risk that Entra saw.',
  'reply.entra.declined': () => 'The person declined what the application asks for.',
  'reply.entra.device': () =>
    'A policy of the organisation allows this sign-in only from computers that the organisation manages.',
  'reply.entra.locked': () =>
    'The account is locked for a while after too many failed sign-ins. Each further one prolongs it.',
  'reply.entra.loop': () => 'Entra saw the same request too often in a short time, and stops answering it.',
  'reply.entra.no-exchange': () => 'The tenant has no Exchange Online, so nobody gets access tokens for it there.',
  'reply.entra.no-password': () => 'Entra keeps no password of this account: none was set, or it is not synchronised.',
  'reply.entra.not-accepted': () => 'Or the person has not accepted yet what the application asks for now.',
  'reply.entra.not-assigned': () =>
    'The application is only for people who are assigned to it, and this person is not.',
  'reply.entra.not-consented': () => 'Nobody has allowed the application what it asks for.',
  'reply.entra.not-multi-tenant': () =>
    'The application is for one tenant alone, and was asked for without naming that one.',
  'reply.entra.other-number': (p: About) => `Entra refuses. Waypost does not know the number AADSTS${p.number}.`,
  'reply.entra.other-tenant': () => 'The person signed in at another tenant than the one that the token is asked from.',
  'reply.entra.other-tenant-meant': () => 'Or the tenant is not the one that is meant.',
  'reply.entra.outage': () => 'The sign-in server has a passing fault. Neither secret nor password is in question.',
  'reply.entra.password-expired': () => 'The password of the person has run out.',
  'reply.entra.redirect': () =>
    'The address that the browser comes back to is not registered, or is registered for another kind of application.',
  'reply.entra.scope': () => 'The application asks for permissions that its registration does not have.',
  'reply.entra.scopes-mixed': () =>
    'Or permissions of two services were asked for at once: those of Graph and of outlook.office.com come by separate tokens.',
  'reply.entra.second-factor': () => 'Entra wants a second factor, which only the person can give.',
  'reply.entra.secret-expired': () => 'The client secret of the application has reached its end date.',
  'reply.entra.secret-missing': () =>
    'The registration demands a client secret. A person’s sign-in has none: it needs public client flows.',
  'reply.entra.secret-not-wanted': () =>
    'The registration is that of a public client, which has no secret to show, and a secret was shown.',
  'reply.entra.shared-mailbox': () =>
    'The account may be a shared mailbox’s: such accounts are switched off by design, and nobody signs in as one.',
  'reply.entra.sign-in-ended': () =>
    'The sign-in is over: the password was changed, somebody revoked it, or it was not used for 90 days.',
  'reply.entra.single-page': () =>
    'The address that the browser comes back to is registered for a single-page application, whose sign-ins end after a day.',
  'reply.entra.tenant-not-found': () =>
    'There is no tenant of this ID or domain, or it lives in another cloud of Microsoft.',
  'reply.entra.tenant-restriction': () => 'A proxy of this network lets people sign in at listed tenants only.',
  'reply.entra.tls-too-old': () =>
    'Entra was spoken to in TLS 1.1 or older. Waypost speaks TLS 1.2 and newer, so something in between does it.',
  'reply.entra.user-disabled': () => 'Or the account was switched off.',
  'reply.entra.user-not-found': () =>
    'The tenant does not know the person: the name is misspelt, or the browser used another account.',
  'reply.entra.wrong-password': () => 'The user name or the password that was entered in the browser is wrong.',
  'reply.entra.wrong-secret': () =>
    'The client secret is wrong. Most often its Secret ID was pasted in place of its Value.',

  'remedy.entra.accept': () => 'Sign in again in the browser, and accept what the application asks for.',
  'remedy.entra.add-permission': () =>
    'In Entra › App registrations › API permissions, add what is missing: permissions of Office 365 Exchange Online for an application, of Microsoft Graph for a person.',
  'remedy.entra.agent-clocks': () =>
    'Let the computers of the authentication agents and the domain controllers take their time from one source.',
  'remedy.entra.allow-public-client': () =>
    'In Entra › App registrations › Authentication, set “Allow public client flows” to Yes.',
  'remedy.entra.allow-tenant': () => 'Add the tenant to those that the proxy allows (Restrict-Access-To-Tenants).',
  'remedy.entra.assign-user': () =>
    'Assign the person in Entra › Enterprise applications › Users and groups, or set “Assignment required” to No.',
  'remedy.entra.change-password': () => 'Set a new password, in the browser or by the admin.',
  'remedy.entra.check-agents': () => 'Check that the authentication agents run and that Active Directory answers them.',
  'remedy.entra.check-client-id': () =>
    'Compare the Application (client) ID with Entra › App registrations › Overview. The object ID beside it is not meant.',
  'remedy.entra.check-tenant': () => 'Compare the Directory (tenant) ID with Entra › Overview.',
  'remedy.entra.deny-public-client': () =>
    'For an application with a secret, set “Allow public client flows” to No in Entra › App registrations › Authentication.',
  'remedy.entra.enable-app': () =>
    'In Entra › Enterprise applications › Properties, let people sign in to the application.',
  'remedy.entra.enable-user': () => 'If it is a person’s account, enable it in Entra › Users.',
  'remedy.entra.exchange-licence': () =>
    'Give the tenant a licence that includes Exchange Online, and its users a mailbox.',
  'remedy.entra.fewer-sign-ins': () =>
    'Raise the poll interval, and stop other programs that get access tokens for the same application.',
  'remedy.entra.grant-app-permission': (p: About) =>
    `In Entra › App registrations › API permissions, add the application permission ${appPermission(p.protocol)} of Office 365 Exchange Online, and grant admin consent.`,
  'remedy.entra.grant-consent': () =>
    'Grant admin consent in Entra › App registrations › API permissions. An application of another tenant stands under Enterprise applications › Permissions.',
  'remedy.entra.look-up-number': (p: About) =>
    `Read what Microsoft says of it: https://login.microsoftonline.com/error?code=${p.number}`,
  'remedy.entra.managed-computer': () => 'Sign in from a computer that is enrolled and meets the policy.',
  'remedy.entra.new-secret': () =>
    'Make a new secret in Entra › App registrations › Certificates & secrets, enter its Value here, and note its end date.',
  'remedy.entra.no-single-page': () => 'Take the address out of “Single-page application” and “Web” there.',
  'remedy.entra.own-tenant': () => 'Enter the Directory (tenant) ID of the organisation as tenant.',
  'remedy.entra.policy-in-log': () =>
    'Read the policy’s name in Entra › Sign-in logs, under Conditional Access of the failed sign-in, and exempt the application or the account there if that is meant.',
  'remedy.entra.register-redirect': () =>
    'In Entra › App registrations › Authentication, register http://localhost under “Mobile and desktop applications”.',
  'remedy.entra.right-account': () =>
    'Sign in again in the browser, and choose the account that the mailbox belongs to or that may open it.',
  'remedy.entra.secret-value': () =>
    'Enter the Value of the secret. Entra shows it only where the secret is made, and never again.',
  'remedy.entra.set-password': () => 'Set a password for the account, or let its password be synchronised.',
  'remedy.entra.set-up-second-factor': () => 'If none is set up yet, set one up at https://aka.ms/mfasetup first.',
  'remedy.entra.shared-mailbox': () =>
    'For a shared mailbox sign in as one of its members, and enter the shared one as Additional mailbox.',
  'remedy.entra.sign-in-again': () => 'Sign in again in the browser.',
  'remedy.entra.sign-in-log': () =>
    'Find the failed sign-in in Entra › Sign-in logs: its details say why. Applications stand under service principal sign-ins.',
  'remedy.entra.status': () =>
    'Look at Service health in the Microsoft 365 admin center, or at https://status.cloud.microsoft.',
  'remedy.entra.stop-failed-sign-ins': () =>
    'Stop the program or device that signs in with an old password, then wait: the lock ends by itself.',
  'remedy.entra.upload-certificate': () =>
    'Upload the current certificate in Entra › App registrations › Certificates & secrets.',
  'remedy.entra.use-application': () =>
    'Or let the application sign in by itself, with a client secret: nobody has to be there for that.',
} as const satisfies Readonly<Record<string, (params: never) => string>>
