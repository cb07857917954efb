import { plural } from '../counted.ts'
import { accessTokenWords } from './accessToken.ts'
import { certificateVerdictWords } from './clientCertificate.ts'
import { entraWords } from './entra.ts'
import { proxyWayWords } from './proxyWay.ts'
import { remedyWords } from './remedies.ts'
import { replyWords } from './replies.ts'
import { missingReasons, requestWords, verdictWords } from './verdicts.ts'

/** What the sentences of a test name: always there, empty where it does not apply. */
interface About {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly address: string
  readonly folder: string
  readonly mailbox: string
}

type Step = { readonly step: string }

/** Where the conversation stood: "while signing in". */
const during: Readonly<Record<string, string>> = {
  name: 'while the name was looked up',
  connect: 'while connecting',
  greeting: 'instead of greeting',
  capabilities: 'when asked what it can do',
  starttls: 'during STARTTLS',
  tls: 'during the TLS handshake',
  certificate: 'during the TLS handshake',
  token: 'while the access token was asked for',
  'sign-in': 'during the sign-in',
  mailbox: 'while the mailbox was opened',
  'additional-mailbox': 'while the mailbox was opened',
  folder: 'while the folder was opened',
  remove: 'while moving and removing was tried',
  sender: 'while the sender was tried',
  'delivered-unchanged': 'while the test message travelled',
}
const at = (step: string): string => during[step] ?? ''

const matches: Readonly<Record<string, string>> = {
  exact: 'name matches',
  wildcard: 'name matches by wildcard',
  ip: 'names the IP address',
}
const match = (by: string): string => matches[by] ?? ''

const stepTitles = {
  'step.name': () => 'Name',
  'step.connect': () => 'Connect',
  'step.greeting': () => 'Greeting',
  'step.capabilities': () => 'Capabilities',
  'step.starttls': () => 'STARTTLS',
  'step.tls': () => 'TLS',
  'step.certificate': () => 'Certificate',
  'step.sign-in': () => 'Sign in',
  'step.mailbox': () => 'Mailbox',
  'step.additional-mailbox': () => 'Additional mailbox',
  'step.folder': () => 'Folder',
  'step.remove': () => 'Move and remove',
  'step.sender': () => 'Sender accepted',
  'step.delivered-unchanged': () => 'Delivered unchanged',
  'who.you': () => 'you',
  'who.mail-server-admin': () => 'the mail server’s admin',
  'who.entra-admin': () => 'the Entra admin',
  'who.network-team': () => 'the network team',
} as const

const ways = {
  'diagnosis.not-run': (p: { missing: string }) =>
    `Not run, because ${missingReasons[p.missing] ?? 'an earlier step is missing'}.`,
  'diagnosis.cancelled': (_: Step) => 'Not run, because the test was cancelled.',
  'diagnosis.internal': (_: Step) => 'Waypost failed at this step. It says nothing about the server.',
  'diagnosis.trouble.silent': (p: Step & { seconds: number }) =>
    p.step === 'greeting'
      ? `The server takes the connection and says nothing for ${plural(p.seconds, 'second')}.`
      : `The server gave no answer within ${plural(p.seconds, 'second')} ${at(p.step)}.`,
  'diagnosis.trouble.deadline': (p: Step & { seconds: number }) =>
    `The time for the whole test, ${plural(p.seconds, 'second')}, ended ${at(p.step)}.`,
  'diagnosis.trouble.closed': (p: Step) => `The server closed the connection ${at(p.step)}.`,
  'diagnosis.trouble.reset': (p: Step) => `The connection was cut ${at(p.step)}.`,
  'diagnosis.trouble.not-understood': (p: Step) =>
    `The server said something that its protocol does not know ${at(p.step)}.`,
  'diagnosis.trouble.too-long': (p: Step & { limit: number }) =>
    `The server said more than ${Math.round(p.limit / 1024)} kB ${at(p.step)}, which no mail server needs to.`,

  'diagnosis.name.passed': (p: { host: string; addresses: string }) => `${p.host} → ${p.addresses}`,
  'diagnosis.name.not-found': (p: About) => `${p.host} has no address in the DNS.`,
  'diagnosis.name.lookup-failed': (p: About) => `The name service gave no answer about ${p.host}.`,

  'diagnosis.connect.passed': (p: About & { addresses: string }) => `${p.addresses} answers on port ${p.port}`,
  'diagnosis.connect.passed-both': (p: About) => `Both addresses answer on port ${p.port}`,
  'diagnosis.connect.passed-all': (p: About & { addresses: string }) => `${p.addresses} answer on port ${p.port}`,
  'diagnosis.connect.one-family': (p: About & { addresses: string; dead: string }) =>
    `${p.addresses} answers on port ${p.port}, ${p.dead} does not.`,
  'diagnosis.connect.family-dead': (p: { host: string; dead: string }) =>
    `${p.host} also has the address ${p.dead}. Connections that try it first wait until it fails.`,
  'diagnosis.connect.connection-refused': (p: About) => `${p.host} refuses connections on port ${p.port}.`,
  'diagnosis.connect.connection-timed-out': (p: About) => `${p.host} does not answer on port ${p.port}.`,
  'diagnosis.connect.network-unreachable': (p: About) => `There is no route from this computer to ${p.host}.`,
  'diagnosis.connect.connection-reset': (p: About) => `The connection to ${p.host} on port ${p.port} was cut at once.`,
  'diagnosis.connect.connection-closed': (p: About) =>
    `The connection to ${p.host} on port ${p.port} was closed at once.`,
  'diagnosis.connect.internal': (p: About) => `No connection to ${p.host} on port ${p.port} came about.`,
  'diagnosis.connect.other-port-answers': (p: About & { other: number }) =>
    `${p.host} answers on port ${p.other}, not on port ${p.port}.`,

  'diagnosis.tls.passed': (p: { label: string }) => p.label,
  'diagnosis.tls.plain-greeting': (p: About & { greeting: string }) =>
    `Port ${p.port} greets in clear text, without TLS.`,
  'diagnosis.tls.plain-greeting-means': (p: About) =>
    `Security is set to TLS, and port ${p.port} of ${p.host} starts in clear text and upgrades by STARTTLS.`,
  'diagnosis.tls.not-tls': (p: About) => `Port ${p.port} of ${p.host} does not speak TLS.`,
  'diagnosis.tls.client-certificate': (p: About) => `${p.host} demands a client certificate.`,
  'diagnosis.tls.failed': (p: About & { detail: string }) => `The TLS handshake with ${p.host} failed.`,

  'diagnosis.starttls.missing': (p: About) =>
    `${p.host} does not offer STARTTLS on port ${p.port}. No user name and no password was sent.`,
  'diagnosis.starttls.injected': (p: About & { octets: number }) =>
    `${plural(p.octets, 'octet')} came in clear text behind the server’s go-ahead. They were dropped, and nothing was sent.`,
  'diagnosis.starttls.injected-means': (_: About) =>
    'Someone between this computer and the server can put words into the secured conversation, or the server is broken (CVE-2011-0411).',

  'diagnosis.certificate.passed-public': (p: { by: string; until: string }) =>
    `Publicly trusted, ${match(p.by)}, valid until ${p.until}`,
  'diagnosis.certificate.passed-organisation': (p: { by: string; until: string; anchor: string }) =>
    `Trusted by ${p.anchor}, not publicly. Platforms that demand public trust will refuse it. The ${match(p.by)}, valid until ${p.until}`,
  'diagnosis.certificate.ends-soon-public': (p: { by: string; until: string; days: number }) =>
    `Publicly trusted, ${match(p.by)}. Ends in ${plural(p.days, 'day')}, on ${p.until}`,
  'diagnosis.certificate.ends-soon-organisation': (p: { by: string; until: string; days: number; anchor: string }) =>
    `Trusted by ${p.anchor}, not publicly. Platforms that demand public trust will refuse it. Ends in ${plural(p.days, 'day')}, on ${p.until}`,
  'diagnosis.certificate.ends-soon-means': (p: About & { until: string }) =>
    `Less than a third of the certificate’s lifetime is left. After ${p.until} every connection to ${p.host} fails.`,
  'diagnosis.certificate.none': (p: About) => `${p.host} shows no certificate.`,
  'diagnosis.certificate.self-signed': (p: About) => `${p.host} shows a certificate that it signed itself.`,
  'diagnosis.certificate.private-authority': (p: About & { issuer: string }) =>
    `The certificate of ${p.host} comes from “${p.issuer}”, a private authority.`,
  'diagnosis.certificate.authority-unknown': (p: About & { issuer: string }) =>
    `The certificate of ${p.host} is signed by “${p.issuer}”, which is no publicly trusted authority and was not sent along.`,
  'diagnosis.certificate.intermediate-missing': (p: About & { issuer: string }) =>
    `${p.host} does not send the intermediate certificate “${p.issuer}” that signed its own.`,
  'diagnosis.certificate.this-computer': (p: About & { issuer: string }) =>
    `The certificate of ${p.host} comes from “${p.issuer}”: trusted on this computer, not publicly.`,
  'diagnosis.certificate.this-computer-means': (p: { anchor: string }) =>
    `“${p.anchor}” was added to this computer’s own list. Other computers do not know it, so Waypost does not count it.`,
  'diagnosis.certificate.inspected': (p: About & { issuer: string }) =>
    `The certificate shown for ${p.host} was made by “${p.issuer}”, which inspects connections.`,
  'diagnosis.certificate.internal-name': (p: About) =>
    `${p.host} is an internal name or address. No public authority certifies those, so its certificate can only come from a private one.`,
  'diagnosis.certificate.wrong-name': (p: About & { names: string }) =>
    `The certificate is for ${p.names}, not for ${p.host}.`,
  'diagnosis.certificate.wrong-name-means': (p: About) =>
    `The server is reached by a name that its certificate does not carry: ${p.host}.`,
  'diagnosis.certificate.wildcard-depth': (p: About & { wildcard: string }) =>
    `The certificate is for ${p.wildcard}, which does not cover ${p.host}: a wildcard stands for one label.`,
  'diagnosis.certificate.wildcard-depth-means': (p: About & { wildcard: string }) =>
    `${p.host} has more labels in front than ${p.wildcard} allows.`,
  'diagnosis.certificate.ip-not-named': (p: About & { names: string }) =>
    `The certificate does not name the IP address ${p.host}. It is for ${p.names === '' ? 'no name' : p.names}.`,
  'diagnosis.certificate.ip-not-named-means': (_: About) =>
    'The server address is an IP address, and certificates are made for names.',
  'diagnosis.certificate.common-name-only': (p: About) =>
    `The certificate names ${p.host} at most in its common name, which does not count.`,
  'diagnosis.certificate.common-name-only-means': (_: About) =>
    'The certificate has no alternative names. Current software looks nowhere else (RFC 9525).',
  'diagnosis.certificate.expired': (p: About & { until: string; clock: string }) =>
    `The certificate of ${p.host} ended on ${p.until}. This computer’s clock says ${p.clock} UTC.`,
  'diagnosis.certificate.expired-means': (_: About) =>
    'The certificate was not renewed, or the server was not restarted with the new one.',
  'diagnosis.certificate.intermediate-expired': (p: About & { subject: string; until: string }) =>
    `The intermediate certificate “${p.subject}” that ${p.host} sends ended on ${p.until}.`,
  'diagnosis.certificate.intermediate-expired-means': (_: About) =>
    'The server’s own certificate was renewed, and an old intermediate was left beside it.',
  'diagnosis.certificate.not-yet-valid': (p: About & { from: string; clock: string }) =>
    `The certificate of ${p.host} is valid from ${p.from} on. This computer’s clock says ${p.clock} UTC.`,
  'diagnosis.certificate.not-yet-valid-means': (_: About) => 'The certificate was made for a later date.',
  'diagnosis.certificate.weak-key': (p: { subject: string; bits: number }) =>
    `The certificate “${p.subject}” has a key of ${p.bits} bits. At least 2048 are needed.`,
  'diagnosis.certificate.weak-key-means': (_: About) =>
    'A key of this size can be broken. No public authority has issued one since 2014.',
  'diagnosis.certificate.refused': (p: About & { detail: string }) =>
    `The certificate of ${p.host} was refused (${p.detail}).`,

  'diagnosis.greeting.passed': (p: { greeting: string }) => (p.greeting === '' ? 'The server greets' : p.greeting),
  'diagnosis.greeting.passed-with': (p: { greeting: string; extensions: string }) =>
    `${p.greeting}. Offers ${p.extensions}`,
  'diagnosis.greeting.tls-first': (p: About) => `Port ${p.port} waits for TLS and says nothing in clear text.`,
  'diagnosis.greeting.refused': (p: About) => `${p.host} refuses this computer in its greeting.`,
  'diagnosis.greeting.later': (p: About) => `${p.host} greets with “later”.`,

  'diagnosis.capabilities.passed': (p: { list: string }) => p.list,
  'diagnosis.capabilities.none': (_: About) => 'The server names nothing beyond the basics',
  'diagnosis.capabilities.refused': (p: About) => `${p.host} does not say what it can do.`,

  'diagnosis.sign-in.passed': (p: About & { mechanism: string }) =>
    p.mailbox === '' ? `${p.user} by ${p.mechanism} over TLS` : `${p.user} for ${p.mailbox} by ${p.mechanism} over TLS`,
  'diagnosis.sign-in.refused': (p: About) => `${p.host} refused the sign-in of ${p.user}.`,
  'diagnosis.sign-in.refused-for': (p: About) => `${p.host} refused the sign-in of ${p.user} for ${p.mailbox}.`,
  'diagnosis.sign-in.not-secured': (p: About) =>
    `The connection to ${p.host} is not secured well enough. No user name and no password was sent.`,
  'diagnosis.sign-in.later': (p: About) => `${p.host} cannot check the sign-in of ${p.user} now.`,
  'diagnosis.sign-in.disabled': (p: About) => `${p.host} says that ${p.user} may not sign in here.`,
  'diagnosis.sign-in.expired': (p: About) => `The password of ${p.user} has expired.`,
  'diagnosis.sign-in.no-mechanism': (p: About & { offered: string }) =>
    `${p.host} offers no sign-in by user name and password${p.offered === '' ? '' : `, only ${p.offered}`}.`,
  'diagnosis.sign-in.no-plain': (p: About & { offered: string }) =>
    `${p.host} does not offer PLAIN, so ${p.user} has no way to open ${p.mailbox}. Nothing was sent.`,
  'diagnosis.sign-in.no-plain-means': (_: About) =>
    'Another mailbox is opened by the authorisation identity of SASL PLAIN. No other sign-in that this server offers has one.',

  'diagnosis.mailbox.passed': (p: { opened: string }) => `${p.opened} is the mailbox that was opened`,
  'diagnosis.mailbox.opened': (p: { opened: string }) => `${p.opened} is the mailbox that was opened`,
  'diagnosis.mailbox.local-part': (p: About & { opened: string }) =>
    `${p.opened} is the name in front of the @ of the connector’s address`,
  'diagnosis.mailbox.not-sure': (p: About & { opened: string }) =>
    `${p.opened} is not an address of this connector. Whose mailbox it is was not said.`,
  'diagnosis.mailbox.not-sure-means': (p: About & { opened: string }) =>
    `Mail to ${p.address} may arrive in another mailbox than the one that ${p.opened} opens.`,
  'diagnosis.additional-mailbox.passed': (p: About) => `${p.user} may open ${p.mailbox}`,

  'diagnosis.folder.passed': (p: About & { messages: number }) =>
    `${p.folder} can be read: ${plural(p.messages, 'message')}`,
  'diagnosis.folder.passed-pop3': (p: { messages: number }) =>
    `The mailbox can be read: ${plural(p.messages, 'message')}, each with a lasting identity`,
  'diagnosis.folder.missing': (p: About) => `There is no folder ${p.folder}.`,
  'diagnosis.folder.unreadable': (p: About) => `The folder ${p.folder} cannot be read.`,
  'diagnosis.folder.later': (p: About) => `The folder ${p.folder} cannot be read now.`,
  'diagnosis.folder.no-uidl': (p: About) => `${p.host} gives messages no lasting identity (no UIDL).`,
  'diagnosis.folder.others': (p: { folder: string; others: string }) =>
    `${p.folder} does not exist. Folders that do: ${p.others}.`,

  'diagnosis.remove.rights': (p: About & { rights: string }) =>
    `The server grants moving and removing in ${p.folder} (${p.rights})`,
  'diagnosis.remove.no-rights': (p: About & { rights: string }) =>
    `${p.user} may read ${p.folder}, and may not remove messages from it (${p.rights}).`,
  'diagnosis.remove.no-rights-means': (p: About) =>
    `Without the rights t and e on ${p.folder} mail stays there after it became work.`,
  'diagnosis.remove.temporary-folder': (p: { proved: string }) =>
    `Proved on a test message in a temporary folder: ${p.proved}`,
  'diagnosis.remove.real-folder': (p: About & { proved: string }) =>
    `Proved on a test message in ${p.folder}: ${p.proved}`,
  'diagnosis.remove.no-uidplus': (p: { proved: string }) =>
    `Proved on a test message: ${p.proved}. The server has no UIDPLUS.`,
  'diagnosis.remove.no-uidplus-means': (p: About) =>
    `${p.host} removes everything that anyone has marked as deleted in the folder, not only what Waypost names.`,
  'diagnosis.remove.failed': (p: About & { proved: string }) =>
    p.proved === ''
      ? 'A test message could not be put into a temporary folder.'
      : `The test message got as far as ${p.proved}, and was then refused.`,
  'diagnosis.remove.left-behind': (p: { leftBehind: string }) =>
    `The temporary folder “${p.leftBehind}” could not be taken away.`,
  'diagnosis.remove.left-behind-means': (_: About) => 'It holds at most the test’s own message.',
  'diagnosis.remove.pop3': (_: About) => 'POP3 has no way to prove removal without removing a message.',
  'diagnosis.remove.pop3-means': (_: About) =>
    'Removal shows at the first poll that removes: it counts only after the server’s last yes.',

  'diagnosis.sender.passed': (p: About) => `${p.address} is accepted as sender`,
  'diagnosis.sender.not-final': (p: About) =>
    `${p.address} is accepted so far. ${p.host} decides about the sender only when a message is delivered.`,
  'diagnosis.sender.not-final-means': (_: About) =>
    'This service judges Send As after the whole message was handed over, or replaces the From address on the way.',
  'diagnosis.sender.refused': (p: About & { command: string }) => `${p.address} is refused as sender, at ${p.command}.`,
  'diagnosis.sender.recipient-refused': (p: About & { command: string }) =>
    `${p.host} refuses mail to ${p.address}, at ${p.command}. Whether it accepts the address as sender stays open.`,
  'diagnosis.sender.relay': (p: About & { command: string }) =>
    `${p.host} does not take mail for ${p.address}, at ${p.command}.`,
  'diagnosis.sender.unclear': (p: About & { command: string }) =>
    `${p.host} refused at ${p.command}, and does not say whether it means the sender or the recipient.`,
  'diagnosis.sender.later': (p: About & { command: string }) => `${p.host} says “later” at ${p.command}.`,
  'diagnosis.sender.stopped': (p: About) => `${p.host} gave no verdict about ${p.address}.`,

  'diagnosis.delivered-unchanged.asked-for': (_: About) => 'Runs when it is asked for: it sends a real message.',
  'diagnosis.delivered-unchanged.passed': (p: { address: string; recipient: string; seconds: number }) =>
    `Arrived at ${p.recipient} after ${plural(p.seconds, 'second')}, From ${p.address} unchanged`,
  'diagnosis.delivered-unchanged.rewritten': (p: { address: string; recipient: string; arrived: string }) =>
    `Arrived at ${p.recipient} with From ${p.arrived} instead of ${p.address}.`,
  'diagnosis.delivered-unchanged.not-found': (p: { recipient: string; minutes: number }) =>
    `The message was accepted, and was not found at ${p.recipient} within ${plural(p.minutes, 'minute')}.`,
  'diagnosis.delivered-unchanged.not-found-means': (p: { recipient: string }) =>
    `It may still travel, lie in another folder of ${p.recipient}, or have been rejected after the server took it.`,
  'diagnosis.delivered-unchanged.by-hand': (p: { recipient: string }) =>
    `The message was accepted. Waypost cannot read ${p.recipient}: whether it arrived unchanged is confirmed by hand.`,
  'diagnosis.delivered-unchanged.confirmed': (p: { address: string }) =>
    `Confirmed by hand: it arrived, From ${p.address} unchanged`,
  'diagnosis.delivered-unchanged.denied': (p: { address: string }) =>
    `Said by hand: it did not arrive with From ${p.address}.`,
  'diagnosis.delivered-unchanged.refused': (p: { address: string; recipient: string }) =>
    `The message from ${p.address} to ${p.recipient} was refused when it was handed over.`,
} as const

/** The sentences of Test Connection: key and parameters to text. */
export const diagnosisWords = {
  ...stepTitles,
  ...ways,
  ...verdictWords,
  ...requestWords,
  ...certificateVerdictWords,
  ...accessTokenWords,
  ...replyWords,
  ...remedyWords,
  ...entraWords,
  ...proxyWayWords,
} as const satisfies Readonly<Record<string, (params: never) => string>>
