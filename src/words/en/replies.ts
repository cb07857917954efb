import { appPermission } from './entra.ts'

/** What a meaning may name; empty where it does not apply. */
interface About {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly address: string
  readonly folder: string
  readonly mailbox: string
}

const box = (p: About): string => (p.mailbox === '' ? p.address : p.mailbox)

/** RFC 3463 3: what the second part of an enhanced code speaks of. */
const subjects: Readonly<Record<string, string>> = {
  address: 'an address',
  mailbox: 'the mailbox',
  system: 'the mail system',
  network: 'the network or the route',
  protocol: 'the commands of the conversation',
  content: 'the content of the message',
  policy: 'security or policy',
}

/** What an answer means, one or two sentences each. */
export const replyWords = {
  'reply.unrecognised': (p: { later: number; subject: string }) =>
    `This answer is not known. By its class it means ${p.later === 1 ? '“later”: the same attempt may pass after a while' : '“no”: the same attempt will not pass by waiting'}${
      subjects[p.subject] === undefined ? '' : `, and it is about ${subjects[p.subject]}`
    }.`,
  'reply.additional-mailbox-refused': (p: About) =>
    `${p.user} may not open ${box(p)}. Servers often answer this as if the password were wrong.`,
  'reply.block-list': (p: About) => `${p.host} refuses this computer’s address because a block list names it.`,
  'reply.cancelled': () => 'The test was cancelled before this step ended.',
  'reply.clientbug': () => 'The server says that Waypost said something wrong.',
  'reply.dovecot.connections': () =>
    'Dovecot limits how many connections one user opens from one address, and the limit is reached.',
  'reply.google.admin-rule': () => 'A rule of the domain’s own Google Workspace admin refused it (gcdp), not Google.',
  'reply.google.app-password-required': () =>
    'The account has 2-Step Verification, so Google takes an app password here and not the ordinary one.',
  'reply.google.bad-credentials': () =>
    'Google does not take the ordinary password here. Or the app password is wrong or revoked, or Advanced Protection forbids app passwords.',
  'reply.google.bandwidth': () => 'The account has read more by IMAP today than Google allows (2,500 MB a day).',
  'reply.google.later': () => 'Google has a passing problem with this connection, mailbox or recipient.',
  'reply.google.relay-not-allowed': () =>
    'Google does not know this computer as a relay client, dislikes its EHLO name, or finds the rate unusual.',
  'reply.google.sending-quota': () => 'The account has sent as much as Google allows in a day.',
  'reply.google.simultaneous': () => 'More than 15 IMAP connections to this account are open.',
  'reply.google.too-many-sign-ins': () => 'Too many sign-ins in a short time. Further ones prolong the wait.',
  'reply.google.web-login': () => 'Google wants a person to sign in with a web browser first.',
  'reply.greylisted': (p: About) =>
    `${p.host} puts off senders that it has not seen before. A second attempt after some minutes passes.`,
  'reply.helo-refused': (p: About) => `${p.host} does not accept the name that this computer gave in EHLO.`,
  'reply.imap.authenticationfailed': (p: About) => `The password or the user name ${p.user} is wrong.`,
  'reply.imap.authorizationfailed': (p: About) => `The password is right, and ${p.user} may not act for ${box(p)}.`,
  'reply.imap.bye': (p: About) => `${p.host} ended the session.`,
  'reply.imap.cannot': (p: About) => `${p.host} cannot do this at all, whatever the rights.`,
  'reply.imap.contactadmin': (p: About) =>
    `The account ${p.user} is disabled, locked or not allowed to sign in this way.`,
  'reply.imap.expired': (p: About) => `The password of ${p.user} has run out.`,
  'reply.imap.inuse': () => 'Another session holds the folder or the mailbox.',
  'reply.imap.limit': (p: About) => `A limit of ${p.host} is reached.`,
  'reply.imap.nonexistent': (p: About) => `The folder ${p.folder} does not exist, or ${p.user} may not see it.`,
  'reply.imap.noperm': (p: About) => `${p.user} has no right to this folder.`,
  'reply.imap.overquota': (p: About) => `${box(p)} is full.`,
  'reply.imap.privacyrequired': (p: About) => `${p.host} takes sign-ins only over TLS.`,
  'reply.imap.serverbug': (p: About) => `${p.host} failed by itself, or its mailbox is damaged.`,
  'reply.imap.uidvalidity': () =>
    'The server has rebuilt the folder and numbers its messages anew. Mail is told by its content, so nothing is processed twice.',
  'reply.imap.unavailable': (p: About) => `${p.host} cannot check passwords now. The password is not in question.`,
  'reply.internal': () => 'This is a fault of Waypost.',
  'reply.mailbox-full': (p: About) => `${box(p)} takes no further mail because it is full.`,
  'reply.mechanism-missing': (p: About) => `${p.host} takes no user name and password in the way that was tried.`,
  'reply.microsoft.bare-linefeed': () => 'The message has lines that end without a carriage return.',
  'reply.microsoft.app-not-in-exchange': (p: About) =>
    `Exchange does not know the application, or knows it under a wrong id, or has given it no access to ${box(p)}. The consent in Entra alone opens no mailbox.`,
  'reply.microsoft.app-permission-missing': (p: { protocol: string }) =>
    `The application lacks the permission ${appPermission(p.protocol)} of Exchange Online, or no administrator has consented to it.`,
  'reply.microsoft.basic-blocked': () =>
    'The organisation blocks sign-in by password (security defaults or an authentication policy). App passwords fail in the same way.',
  'reply.microsoft.basic-retired': () => 'Exchange Online no longer takes a password for sending.',
  'reply.microsoft.concurrent-connections': () => 'More than three connections send from this mailbox at once.',
  'reply.microsoft.direct-send': () =>
    'The organisation refuses mail in its own name from senders that do not sign in (Reject Direct Send).',
  'reply.microsoft.dynamic-delivery': () =>
    'Defender still scans the attachments of this message and shows a stand-in until then.',
  'reply.microsoft.imap-basic-gone': () =>
    'Exchange Online takes no passwords for IMAP and POP3 any more, right or wrong.',
  'reply.microsoft.ip-reputation': () =>
    'Microsoft refuses the sending address or the organisation for its reputation.',
  'reply.microsoft.loop': () => 'The message was passed round in a circle.',
  'reply.microsoft.not-connected': (p: About) =>
    `The sign-in worked, and ${p.user} has no access to ${box(p)}, or that mailbox has no licence.`,
  'reply.microsoft.not-signed-in': () => 'Exchange Online wants a sign-in over TLS before it takes mail on this host.',
  'reply.microsoft.protocol-off': (p: About & { protocol: string }) =>
    `${p.protocol === 'pop3' ? 'POP3' : 'IMAP'} is switched off for ${box(p)}. Exchange does not say so.`,
  'reply.microsoft.recipient-internal-only': () =>
    'The recipient or group takes mail only from inside, or from listed senders.',
  'reply.microsoft.relay-connector': () =>
    'No inbound connector matches: the certificate has another name or came without its chain, or the public IP address has changed.',
  'reply.microsoft.restricted-sender': (p: About) =>
    `Microsoft has stopped ${p.address} from sending because of outbound spam.`,
  'reply.microsoft.security-defaults': () => 'Multifactor sign-in or security defaults stand against a password here.',
  'reply.microsoft.send-as': (p: About) => `${p.user} signed in and may not send as ${p.address}.`,
  'reply.microsoft.send-as-after-data': (p: About) =>
    `${p.user} may not send as ${p.address}. Exchange says so only after the whole message was handed over.`,
  'reply.microsoft.sender-identity': () => 'SPF, DMARC, the EHLO name or the PTR record do not fit the sender.',
  'reply.microsoft.sent-items-full': () => 'The sending mailbox is full: copies of sent mail fill it.',
  'reply.microsoft.sign-in-not-readable': () => 'Exchange answers this to a sign-in that it cannot make sense of.',
  'reply.microsoft.smtp-auth-off-mailbox': (p: About) =>
    `SMTP sign-in is switched off for ${box(p)}. The password may be right.`,
  'reply.microsoft.smtp-auth-off-tenant': () =>
    'Microsoft 365 has SMTP sign-in switched off for the whole organisation. The password may be right: Exchange Online does not look at it.',
  'reply.microsoft.submission-quota': () => 'The mailbox has sent to 10,000 recipients today.',
  'reply.microsoft.token-of-another': (p: About) =>
    `The person who signed in in the browser may not open ${box(p)}. Exchange answers that like a wrong password.`,
  'reply.microsoft.unknown-recipient': () =>
    'The recipient is not in the organisation’s directory. Without a sign-in only its own recipients can be reached.',
  'reply.microsoft.wrong-region': () => 'The mail went to another organisation’s entrance.',
  'reply.microsoft.wrong-sasl-user': (p: About) => `${p.user} may not open ${box(p)}.`,
  'reply.microsoft.wrong-secret': (p: About) =>
    `The password of ${p.user} is wrong, or the sign-in needs the user principal name.`,
  'reply.network.mode-mismatch': (p: About) => `Port ${p.port} may be meant for another protocol or security mode.`,
  'reply.network.name-not-found': (p: About) =>
    `The DNS does not know ${p.host}: it is misspelt, not published, or known inside another network only.`,
  'reply.network.policy': () => 'The policy that IT settled for this computer does not allow this server.',
  'reply.network.refused': (p: About) => `Nothing listens on port ${p.port} of ${p.host}.`,
  'reply.network.refuses-this-computer': (p: About) =>
    `${p.host} does not want to talk to this computer: an allow list, a rate limit or a block.`,
  'reply.network.reset': () => 'Something between, often a firewall, cuts the connection.',
  'reply.network.resolver-down': () => 'This computer’s name service is not reachable. It says nothing about the name.',
  'reply.network.server-down': (p: About) => `The mail service of ${p.host} is not running.`,
  'reply.network.timed-out': (p: About) => `A firewall drops connections to port ${p.port} without an answer.`,
  'reply.network.unreachable': (p: About) => `This computer has no network route to ${p.host}.`,
  'reply.not-a-mail-server': (p: About) =>
    `What answers on port ${p.port} of ${p.host} is no mail server of this kind.`,
  'reply.pop3.in-use': () => 'Another POP3 session holds the mailbox.',
  'reply.pop3.login-delay': () => 'The server wants more time between two sign-ins.',
  'reply.pop3.no-uidl': () =>
    'Without lasting identities no message can be told from one that was read before, so mail would be processed twice.',
  'reply.pop3.sys-perm': () => 'The server has a fault that an admin must mend. The password is not in question.',
  'reply.relay-denied': (p: About) => `${p.host} takes mail for other servers only from those who sign in.`,
  'reply.relay-not-final': (p: About) => `${p.host} is not the server of that domain, and this account may not relay.`,
  'reply.sender-domain': (p: About) => `${p.host} does not find the domain of ${p.address} in the DNS.`,
  'reply.sender-not-allowed': (p: About) =>
    `${p.user === '' ? 'This connection' : p.user} may not send as ${p.address}.`,
  'reply.sender-not-owned': (p: About) => `The server knows ${p.address} as another account’s address.`,
  'reply.sender-rewritten': (p: About) =>
    `The server replaces ${p.address} by the address of the account, because Send As is missing or aliases are not kept.`,
  'reply.server-busy': (p: About) => `${p.host} has too many connections or requests from here.`,
  'reply.server-outage': (p: About) => `${p.host} has a passing fault.`,
  'reply.sign-in-needed': (p: About) => `${p.host} takes mail only from those who sign in.`,
  'reply.sign-in-not-for-smtp': (p: About) => `The account ${p.user} may not sign in by SMTP.`,
  'reply.silent': (p: About) => `${p.host} is overloaded, or the service behind the port hangs.`,
  'reply.starttls-off': (p: About) => `STARTTLS is switched off on port ${p.port} of ${p.host}.`,
  'reply.starttls-stripped': () =>
    'Or something between (a firewall, a virus scanner) takes the offer out of the conversation.',
  'reply.tls.as-named': (p: { detail?: string }) =>
    p.detail === undefined || p.detail === ''
      ? 'The certificate breaks a rule of its kind.'
      : `The certificate breaks a rule of its kind: ${p.detail}.`,
  'reply.tls.clear-text-port': (p: About) => `Port ${p.port} greets in clear text, and TLS was spoken to it.`,
  'reply.tls.client-certificate': (p: About) =>
    `${p.host} lets only computers in that show a certificate of their own.`,
  'reply.tls.clock': () => 'A wrong clock of this computer makes a good certificate look out of its time.',
  'reply.tls.dates': (p: About) => `The certificate of ${p.host} is outside its dates.`,
  'reply.tls.intercepted': () =>
    'A proxy, firewall or virus scanner opens the connection and shows a certificate of its own.',
  'reply.tls.intermediate-missing': (p: About) =>
    `${p.host} sends its own certificate without the intermediate one. Web browsers hide this by fetching it.`,
  'reply.tls.no-sni': () => 'The server was not told which name is meant, so it shows a stand-in certificate.',
  'reply.tls.private-root': () => 'The authority is private. Only computers that were told about it trust it.',
  'reply.tls.self-signed': () => 'Nobody but the server itself vouches for this certificate.',
  'reply.tls.tls-port': (p: About) =>
    `Port ${p.port} speaks TLS from the first byte, and Security is set to STARTTLS or None.`,
  'reply.tls.too-old': (p: About) =>
    `${p.host} and Waypost have no TLS version or cipher in common. Waypost speaks TLS 1.2 and newer.`,
  'reply.tls.wrong-name': (p: About) => `The certificate does not carry the name ${p.host}.`,
  'reply.unknown-recipient': (p: About) => `${p.address} does not exist on ${p.host}, or takes no mail.`,
} as const satisfies Readonly<Record<string, (params: never) => string>>
