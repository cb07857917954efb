/** What a remedy may name; empty where it does not apply. */
interface About {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly address: string
  readonly folder: string
  readonly mailbox: string
}

const who = (user: string): string => (user === '' ? 'this computer' : user)
const box = (p: About): string => (p.mailbox === '' ? p.address : p.mailbox)

/** What to do, one sentence each. */
export const remedyWords = {
  'remedy.ask-for-host': () => 'Ask the IT of your organisation to allow the server, or use one that is allowed.',
  'remedy.allow-additional-mailbox': (p: About) =>
    `Give ${who(p.user)} full access to ${box(p)}, and allow sign-in with an authorisation identity. In Dovecot this is a master user.`,
  'remedy.allow-external-senders': () => 'Allow senders from outside for this recipient or group.',
  'remedy.allow-list-computer': (p: About) => `Take this computer’s address into the allow list of ${p.host}.`,
  'remedy.allow-relay': (p: About) => `Allow ${who(p.user)} to relay through ${p.host}.`,
  'remedy.allow-sender': (p: About) => `Allow ${who(p.user)} to send as ${p.address}.`,
  'remedy.allow-sender-postfix': (p: About) =>
    `Allow ${who(p.user)} to send as ${p.address}. In Postfix this is smtpd_sender_login_maps.`,
  'remedy.allow-smtp-sign-in': (p: About) => `Allow ${who(p.user)} to sign in by SMTP.`,
  'remedy.app-password': () =>
    'Make an app password at myaccount.google.com/apppasswords and enter it as the password.',
  'remedy.ask-what-is-allowed': (p: About) => `Ask what ${p.host} allows ${who(p.user)} to do here.`,
  'remedy.ask-why-blocked': (p: About) => `Look up why ${who(p.user)} is blocked, and unblock it.`,
  'remedy.break-forwarding-loop': () => 'Find the forwarding rule that sends the mail in a circle, and end it.',
  'remedy.change-password': (p: About) => `If the mail was not yours, change the password of ${who(p.user)} first.`,
  'remedy.change-safe-attachments': () =>
    'Choose another action than Dynamic Delivery in the Safe Attachments policy for this mailbox.',
  'remedy.check-admin-rules': () =>
    'Look through the routing and compliance rules in the Google Admin console: one of them refuses this mail.',
  'remedy.check-dns': () => 'Check that this computer’s name servers answer.',
  'remedy.check-host-spelling': (p: About) => `Compare the server address letter by letter: ${p.host}.`,
  'remedy.check-own-network': () => 'Check this computer’s network connection, VPN and proxy.',
  'remedy.check-password': (p: About) => `Enter the password of ${who(p.user)} again.`,
  'remedy.check-password-on-the-web': (p: About) =>
    `Sign in as ${who(p.user)} in Outlook on the web, to see whether the password is right.`,
  'remedy.check-port': (p: About) => `Compare port ${p.port} and the security mode with what the provider says.`,
  'remedy.check-recipient': (p: About) => `Check that ${p.address} exists and takes mail.`,
  'remedy.check-sender': (p: About) => `Compare the address letter by letter: ${p.address}.`,
  'remedy.check-service-status': (p: About) => `Look at the status page or the log of ${p.host}.`,
  'remedy.check-username': () =>
    'Check the user name: some servers want the whole address, some only the part before the @.',
  'remedy.choose-family': () => 'Choose one address family in the advanced settings of the connector.',
  'remedy.choose-folder': () => 'Choose one of the folders that are there.',
  'remedy.choose-starttls': (p: About) => `Set Security to STARTTLS for port ${p.port}.`,
  'remedy.choose-starttls-port': () => 'Keep STARTTLS and use its port: IMAP 143, POP3 110, SMTP 587.',
  'remedy.choose-tls': (p: About) => `Set Security to TLS for port ${p.port}.`,
  'remedy.choose-tls-port': () => 'Set Security to TLS and use its port: IMAP 993, POP3 995, SMTP 465.',
  'remedy.connector-certificate-name': () =>
    'Set TlsSenderCertificateName of the inbound connector to the name in the certificate: Set-InboundConnector NAME -TlsSenderCertificateName CERTIFICATE-NAME',
  'remedy.create-folder': (p: About) => `Create the folder ${p.folder} in the mailbox.`,
  'remedy.create-mailbox': (p: About) => `Create ${p.address} as a mailbox or as an alias of one.`,
  'remedy.delete-temporary-folder': (p: { leftBehind: string }) =>
    `Delete the folder “${p.leftBehind}” in the mailbox.`,
  'remedy.delist-ip': () =>
    'Ask the list that the answer names to take the sending address off, after the cause is mended.',
  'remedy.empty-mailbox': () => 'Make room in the mailbox.',
  'remedy.exempt-from-inspection': (p: About) =>
    `Exempt ${p.host} from inspection by the proxy, firewall or virus scanner.`,
  'remedy.fewer-connections': (p: About) =>
    `Close other programs that use the account, or lower the number of connections to ${p.host}.`,
  'remedy.fewer-recipients': () => 'Send to fewer recipients at once.',
  'remedy.fix-spf-dmarc': (p: About) =>
    `Let the SPF record, DKIM signature and PTR record of the sending server match the domain of ${p.address}.`,
  'remedy.grant-app-full-access': (p: About) =>
    `Give the service principal the mailbox: Add-MailboxPermission ${box(p) || 'MAILBOX'} -User ENTERPRISE-OBJECT -AccessRights FullAccess`,
  'remedy.grant-app-send-as': (p: About) =>
    `To send as ${p.address || 'an address'}, grant it Send As: Add-RecipientPermission ${p.address || 'ADDRESS'} -Trustee ENTERPRISE-OBJECT -AccessRights SendAs`,
  'remedy.grant-folder-rights': (p: About) => `Give ${who(p.user)} the right to read ${p.folder}.`,
  'remedy.grant-full-access': (p: About) =>
    `Give ${who(p.user)} full access: Add-MailboxPermission ${box(p)} -User ${p.user === '' ? 'USER' : p.user} -AccessRights FullAccess`,
  'remedy.grant-removal-rights': (p: About) => `Give ${who(p.user)} the rights t and e on ${p.folder}.`,
  'remedy.grant-send-as': (p: About) =>
    `Grant Send As: Add-RecipientPermission ${p.address} -Trustee ${p.user === '' ? 'USER' : p.user} -AccessRights SendAs`,
  'remedy.inbound-connector': () => 'Set up an inbound connector for this computer, by certificate or by IP address.',
  'remedy.install-full-chain': (p: About) =>
    `Install the full chain on ${p.host}: the server’s certificate followed by every intermediate one.`,
  'remedy.keep-mail': () => 'Or choose to keep mail in the mailbox after it became work.',
  'remedy.license-mailbox': (p: About) => `Check that ${box(p)} has a mailbox and a licence.`,
  'remedy.no-client-certificate-port': (p: About) =>
    `Let ${p.host} take sign-ins without a client certificate on this port.`,
  'remedy.note-further-address': (p: About) =>
    `If it is the right mailbox, note ${p.user} as a further address of the connector.`,
  'remedy.nothing-to-do': () => 'Nothing needs to be done.',
  'remedy.offer-plain': (p: About) => `Let ${p.host} offer PLAIN after TLS.`,
  'remedy.open-family': (p: About & { dead: string }) =>
    `Let ${p.dead} answer on port ${p.port}, or take it out of the DNS.`,
  'remedy.open-firewall': (p: About) => `Open port ${p.port} from this computer to ${p.host}.`,
  'remedy.organisation-ca': () =>
    'If it is your organisation’s own authority, add its certificate as organisation CA in Settings.',
  'remedy.own-sign-in': (p: About) => `Or give ${box(p)} a sign-in of its own and use it as Username.`,
  'remedy.poll-less-often': () => 'Raise the poll interval, and stop other programs that poll the same account.',
  'remedy.port-25-blocked': (p: About) =>
    p.port === 25
      ? 'Many networks block port 25 outwards: use 587 or 465, or have it opened.'
      : `Check that no firewall drops port ${p.port}.`,
  'remedy.prefer-ipv4': () => 'If only IPv6 is without a route, choose IPv4 in the advanced settings of the connector.',
  'remedy.protocol-on-mailbox': (p: About & { protocol: string }) =>
    `Switch it on: Set-CASMailbox ${box(p) || 'MAILBOX'} ${p.protocol === 'pop3' ? '-PopEnabled' : '-ImapEnabled'} $true`,
  'remedy.prove-delivery': () => 'Run “Delivered unchanged”: it sends a real message and looks at what arrives.',
  'remedy.public-certificate': (p: About) => `Install a certificate from a public authority on ${p.host}.`,
  'remedy.publish-name': (p: About) =>
    `If the name is right, publish it in the DNS, or use this computer where ${p.host} is known.`,
  'remedy.publish-sender-domain': (p: About) => `Publish MX or address records for the domain of ${p.address}.`,
  'remedy.raise-connection-limit': (p: About) => `Raise the limit of ${p.host} for this account or this computer.`,
  'remedy.raise-quota': (p: About) => `Raise the quota of ${box(p)}.`,
  'remedy.read-server-log': (p: About) => `Look into the log of ${p.host} at the time of the test.`,
  'remedy.register-domain': () => 'Register the sending domain in the Microsoft 365 admin center.',
  'remedy.register-service-principal': () =>
    'Register the service principal with the object id of the enterprise application, not of the app registration: New-ServicePrincipal -AppId APP -ObjectId ENTERPRISE-OBJECT',
  'remedy.reissue-for-name': (p: About) => `Or have a certificate made that names ${p.host}.`,
  'remedy.relay-allow-list': () =>
    'Take this computer’s public address into the allow list of the SMTP relay service in the Google Admin console.',
  'remedy.renew-certificate': (p: About) => `Renew the certificate of ${p.host}, and restart the mail service.`,
  'remedy.renew-password': (p: About) => `Set a new password for ${who(p.user)} and enter it here.`,
  'remedy.replace-certificate': (p: About) => `Replace the certificate of ${p.host} with one from a public authority.`,
  'remedy.report-to-support': () => 'Save the transcript and report it to the makers of Waypost.',
  'remedy.restricted-entities': (p: About) =>
    `Release ${p.address} under Restricted entities in the Microsoft Defender portal.`,
  'remedy.send-full-chain': () =>
    'Send the full certificate chain: choose a .pfx file that holds the intermediate certificates too.',
  'remedy.send-test-mail': (p: About) =>
    `Send a mail to ${p.address} and see whether the message count of the folder grows.`,
  'remedy.sent-items-retention': () =>
    'Set a retention policy on Sent Items: every submitted mail leaves a copy there.',
  'remedy.set-clock': () => 'If this computer’s clock is wrong, set it.',
  'remedy.set-ehlo-name': () => 'Set an EHLO name in the advanced settings that the DNS knows as this computer’s.',
  'remedy.set-sign-in': () => 'Set Authentication to Username and Password.',
  'remedy.sign-in-by-upn': () => 'Sign in by the user principal name, where it differs from the primary address.',
  'remedy.sign-in-on-the-web': (p: About) =>
    `Sign in once as ${who(p.user)} in a web browser and answer what Google asks.`,
  'remedy.smtp-auth-on-mailbox': (p: About) =>
    `Switch SMTP AUTH on for one mailbox: Set-CASMailbox ${box(p)} -SmtpClientAuthenticationDisabled $false`,
  'remedy.smtp-auth-on-tenant': () =>
    'Or for the whole organisation: Set-TransportConfig -SmtpClientAuthenticationDisabled $false',
  'remedy.start-service': (p: About) => `Check that the mail service runs on ${p.host} and listens on port ${p.port}.`,
  'remedy.starttls-on': (p: About) => `Switch STARTTLS on for port ${p.port} of ${p.host}.`,
  'remedy.stop-other-reader': () => 'Stop the other program that reads this mailbox.',
  'remedy.test-again': () => 'Test again.',
  'remedy.two-step-on': () => 'App passwords need 2-Step Verification: switch it on first.',
  'remedy.uidl-on': (p: About) => `Switch UIDL on for ${p.host}.`,
  'remedy.update-connector-ip': () => 'Update the public IP address in the inbound connector, if it has changed.',
  'remedy.upgrade-tls': (p: About) => `Let ${p.host} speak TLS 1.2 or newer with current ciphers.`,
  'remedy.use-certificate-authentication': () =>
    'Or set Authentication to Authentication Certificate, where the service offers it.',
  'remedy.use-certificate-name': (p: { offer?: string }) =>
    p.offer === undefined
      ? 'Use a name that the certificate carries as server address.'
      : `Use ${p.offer} as server address, if it is the same server.`,
  'remedy.use-graph': () => 'Use Office 365 (Graph): it signs in by OAuth, and Microsoft is retiring passwords here.',
  'remedy.use-host-name': () => 'Use the server’s name as server address, not its IP address.',
  'remedy.use-imap': () => 'Use IMAP, where the server offers it.',
  'remedy.use-mx-host': () =>
    'Without a sign-in use the organisation’s own MX name, TENANT.mail.protection.outlook.com, on port 25.',
  'remedy.use-oauth': () => 'Set Authentication to OAuth 2.0.',
  'remedy.use-own-address': (p: About) => `Or use an address that ${who(p.user)} may already send as.`,
  'remedy.use-port': (p: { other: number }) => `Use port ${p.other} with its usual security mode.`,
  'remedy.use-public-name': (p: About) =>
    `Give the server a public name with a public certificate, and use it instead of ${p.host}.`,
  'remedy.use-relay': () => 'Or use Office 365 (SMTP Relay), which needs a connector in Exchange and no password.',
  'remedy.use-relay-service': () => 'Or use Google’s SMTP relay service, which has higher limits.',
  'remedy.use-sign-in-port': () =>
    'Send through the submission port with a sign-in (587 or 465): block lists count on port 25.',
  'remedy.use-starttls': () => 'Set Security to STARTTLS.',
  'remedy.use-tls': () => 'Set Security to TLS or STARTTLS.',
  'remedy.wait': () => 'Wait a few minutes and test again.',
  'remedy.wait-a-day': () => 'Wait until the limit is lifted: up to 24 hours.',
} as const satisfies Readonly<Record<string, (params: never) => string>>
