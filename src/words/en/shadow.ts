import { addresses, counted, number } from '../counted.ts'

type Count = { count: number }
type Place = { folder: string; seconds: number }
/** What every difference is said with: the address, the connector that carries it after Apply, what it is about, and how it was by both ways. */
type By = { address: string; connector: string; what: string; old: string; next: string }

/** RFC 3501 5.1: the one folder that every mailbox has is written like this on the wire, and nowhere else. */
const folderName = (folder: string): string => (folder === 'INBOX' ? 'the Inbox' : folder)
const inFolder = (p: Place): string => `In ${folderName(p.folder)} after ${counted(p.seconds, 'second')}`

const mends: Readonly<Record<string, (p: By) => string>> = {
  SPF: () => 'Add the server by which it leaves to the SPF record of the domain.',
  DKIM: () => 'Let that server sign for the domain.',
  DMARC: () => 'It passes where SPF or DKIM passes for the domain of From: mend one of them.',
}

/** The shadow run of a migration: the same mail by the old gateway and by the new connector. */
export const shadowWords = {
  'activity.action.shadow run': () => 'Shadow run',

  // The test messages themselves.
  'migration.shadow.subject': () => 'Waypost test message',
  'migration.shadow.text': () =>
    'This message leaves twice, by the old gateway and by the new connector, and Waypost compares how both arrive. It removes them again.',

  'migration.shadow.object': () => 'This address in the newest shadow run',
  'migration.shadow.other-account': () =>
    'Its password is not stored: the one of the wizard belongs to another account. Type this gateway in with its password.',
  'migration.shadow.mailbox-closed': (p: { connector: string }) =>
    `The password of ${p.connector} is not stored, so its mailbox cannot be looked into. Enter it on the connector.`,
  'migration.shadow.mailbox-address': (p: { connector: string }) =>
    `${p.connector} has no Primary Email Address that mail can be sent to.`,
  'migration.shadow.gateway-gone': () =>
    'This gateway is not part of the migration any more. Nothing was sent. Choose another one.',
  'migration.shadow.mailbox-gone': () =>
    'This connector is gone, or does not receive. Nothing was sent. Choose another mailbox.',
  'migration.shadow.address-unknown': (p: { address: string }) =>
    `${p.address} is not among the addresses of this migration. Nothing was sent. Choose addresses of the plan.`,

  // While it goes on.
  'migration.shadow.opening': (p: { connector: string }) => `Opening the mailbox of ${p.connector}.`,
  'migration.shadow.under-way': (p: { connector: string; recipient: string }) =>
    `Sending to ${p.recipient}, and looking into the mailbox of ${p.connector}.`,
  'migration.shadow.tidying': (p: { connector: string }) =>
    `Removing what has arrived in the mailbox of ${p.connector}.`,
  'migration.shadow.step.old': () => 'By the old gateway',
  'migration.shadow.step.next': (p: { connector: string }) => `By ${p.connector || 'nobody'}`,
  'migration.shadow.step.looking': (p: { connector: string }) => `Looking into ${p.connector}`,

  // What came of it.
  'migration.shadow.says.running': () => 'The shadow run is under way.',
  'migration.shadow.says.same': (p: Count) =>
    p.count === 1
      ? 'Mail from this address arrives the same by both ways.'
      : `Mail from all ${addresses(p.count)} arrives the same by both ways.`,
  'migration.shadow.says.differs': (p: { count: number; same: number }) =>
    `Mail from ${addresses(p.count)} arrives otherwise than by the old gateway${p.same === 0 ? '' : `, from ${number(p.same)} the same`}.`,
  'migration.shadow.says.bad': (p: { count: number; differs: number; same: number }) =>
    `Mail from ${addresses(p.count)} does not arrive by the new way. ${number(p.differs)} ${p.differs === 1 ? 'differs' : 'differ'}, ${number(p.same)} ${p.same === 1 ? 'is' : 'are'} the same.`,
  'migration.shadow.says.cancelled': (p: Count) =>
    `The shadow run was cancelled. Nothing is known of ${addresses(p.count)}.`,
  'migration.shadow.says.interrupted': (p: Count) =>
    `Waypost ended in the middle of the shadow run${p.count === 0 ? '' : `, and nothing is known of ${addresses(p.count)}`}. Run it again.`,
  'migration.shadow.says.failed': (p: { connector: string; why: string }) =>
    `The mailbox of ${p.connector} could not be looked into, so nothing could be compared. ${p.why}`,
  'migration.shadow.verdict.same': () => 'Same',
  'migration.shadow.verdict.differs': (p: Count) => counted(p.count, 'difference'),
  'migration.shadow.verdict.refused': () => 'Refused',
  'migration.shadow.verdict.not-arrived': () => 'Did not arrive',
  'migration.shadow.verdict.not-run': () => 'Not compared',
  'migration.shadow.fate.waiting': () => 'Under way',
  'migration.shadow.fate.cancelled': () => 'Not looked for: the run ended first',
  'migration.shadow.fate.no-carrier': () =>
    'Not sent: nobody carries this address now, or its connector waits to be resumed.',
  'migration.shadow.fate.not-arrived': (p: { minutes: number }) =>
    `Taken by the server, and not seen within ${counted(p.minutes, 'minute')}. Ask whoever runs the server where it is.`,
  'migration.shadow.fate.refused': (p: { why: string }) => `Not taken. ${p.why}`,
  'migration.shadow.fate.arrived': (p: Place) => inFolder(p),
  'migration.shadow.fate.rewritten': (p: Place & { from: string }) => `${inFolder(p)}, From is ${p.from}`,
  'migration.shadow.leftovers': (p: Count) =>
    `${counted(p.count, 'test message')} had not come by then, or could not be removed. Polls pass over ${p.count === 1 ? 'it' : 'them'}, and the next run removes ${p.count === 1 ? 'it' : 'them'}.`,
  'migration.shadow.same-way': () => 'It takes the same way: both are the same server, sign-in and EHLO name.',

  // Differences: what it is · what it means · what to do.
  'migration.shadow.difference.lost': (p: By) =>
    `The old gateway delivers it, ${p.connector || 'nobody'} does not: after Apply no mail arrives from ${p.address}. Allow the account to send as it, or let another connector carry it.`,
  'migration.shadow.difference.lost-before': () =>
    'By the old gateway it does not arrive either, so nothing changes for it. Leave the address out if nobody sends under it.',
  'migration.shadow.difference.old-refused': (p: By) =>
    `The old gateway does not take it (${p.old}), ${p.connector} does. Mail that never left will leave from now on. Check that this is wanted.`,
  'migration.shadow.difference.old-not-arrived': (p: By) =>
    `By the old gateway it was not seen within ${p.old} minutes, by ${p.connector} it arrives. Mail that got lost will arrive.`,
  'migration.shadow.difference.from-rewritten': (p: By) =>
    `${p.connector} rewrites From to ${p.next}. Readers see that address and answer to it. Allow the account to send as ${p.address}, or sign in with another one.`,
  'migration.shadow.difference.from-restored': (p: By) =>
    `The old gateway rewrites From to ${p.old}, ${p.connector} leaves ${p.address} as it is. Readers will see and answer to ${p.address}. Check that it can be answered.`,
  'migration.shadow.difference.from-rewritten-otherwise': (p: By) =>
    `Both rewrite From: the old gateway to ${p.old}, ${p.connector} to ${p.next}. Readers will answer to another address. Allow the account to send as ${p.address}.`,
  'migration.shadow.difference.folder-junk': (p: By) =>
    `It arrives in ${folderName(p.next)} instead of ${folderName(p.old)}. Readers will miss it. Mend what SPF, DKIM and DMARC say, or ask the administrator of the mailbox to let the new server through.`,
  'migration.shadow.difference.folder': (p: By) =>
    `It arrives in ${folderName(p.next)} instead of ${folderName(p.old)}. A rule of the mailbox sorts it. Look at the rule if that is not wanted.`,
  'migration.shadow.difference.spam-marked': () =>
    'The receiving server marks it as spam, and does not by the old gateway. Readers may miss it. Mend what SPF, DKIM and DMARC say, and ask why it is marked.',
  'migration.shadow.difference.spam-cleared': () =>
    'The receiving server marks it as spam by the old gateway, and does not any more. Nothing needs doing.',
  'migration.shadow.difference.auth-worse': (p: By) =>
    `${p.what} says ${p.next} instead of ${p.old}. Strict receivers may put the mail aside or refuse it. ${mends[p.what]?.(p) ?? ''}`.trim(),
  'migration.shadow.difference.auth-better': (p: By) =>
    `${p.what} says ${p.next} instead of ${p.old}. Receivers trust it more. Nothing needs doing.`,
  'migration.shadow.difference.auth-other': (p: By) =>
    `${p.what} says ${p.next} instead of ${p.old}. That is neither better nor worse.`,
  'migration.shadow.difference.signature-lost': (p: By) =>
    `It is not signed for ${p.what} any more (DKIM). A receiver cannot tell that the domain vouches for it. Let the new server sign for the domain.`,
  'migration.shadow.difference.signature-other': (p: By) =>
    `It is signed for ${p.next} (DKIM), before for ${p.old}. Nothing needs doing where that is the domain of ${p.address}.`,
  'migration.shadow.difference.return-path': (p: By) =>
    `Return-Path is ${p.next} instead of ${p.old}. Bounces go there, and SPF is judged by it. Check that somebody reads them.`,
  'migration.shadow.difference.sender': (p: By) =>
    `Sender is ${p.next} instead of ${p.old}. Some mail programs show it as “on behalf of”. Allow the account to send as ${p.address} where that is not wanted.`,
  'migration.shadow.difference.message-id': (p: By) =>
    `${p.connector} gives it a Message-ID of its own (${p.next}). Answers then name one that Waypost does not know, and are joined by address only. Ask whoever runs the server to leave Message-IDs alone.`,
  'migration.shadow.difference.message-id-kept': (p: By) =>
    `The old gateway gives it a Message-ID of its own, ${p.connector} leaves it. Answers will find their conversation. Nothing needs doing.`,
  'migration.shadow.difference.visible': (p: By) =>
    `${p.what} is “${p.next}” instead of “${p.old}”. A server on one of the ways changes it. Look for a rule there that does.`,
  'migration.shadow.difference.taken-by': (p: By) =>
    `${p.next} takes it first, instead of ${p.old}. Its logs and limits apply from now on.`,
  'migration.shadow.difference.handed-over': (p: By) =>
    `It is handed over by ${p.next} instead of ${p.old}. That is how the connection is signed in and encrypted.`,
  'migration.shadow.difference.tls-lost': (p: By) =>
    `It is handed over by ${p.next}, without TLS; the old gateway takes it by ${p.old}. Everybody on the network can read it. Choose STARTTLS or TLS on ${p.connector}.`,
  'migration.shadow.difference.presented-as': (p: By) =>
    `The server was greeted as ${p.next} instead of ${p.old}. Some servers judge by that name. Set the EHLO name of ${p.connector} where it matters.`,
  'migration.shadow.difference.hops': (p: By) =>
    `It passes ${p.next} ${p.next === '1' ? 'server' : 'servers'} instead of ${p.old}. What the others did, such as signing, filtering or archiving, does not happen or happens elsewhere. Check that nothing is missed.`,
  'migration.shadow.difference.reported-by': (p: By) =>
    `${p.next} checks it instead of ${p.old}. The mail enters by another server of the receiver.`,
  'migration.shadow.difference.headers-added': (p: By) => `It carries further headers: ${p.what}.`,
  'migration.shadow.difference.headers-missing': (p: By) =>
    `It does not carry ${p.what}. A server on the old way adds that. Check that nobody relies on it.`,
  'migration.shadow.difference.slower': (p: By) =>
    `It takes ${p.next} seconds instead of ${p.old}. The new server is put off at first, or queues. Run it again later, and ask whoever runs the server if it stays slow.`,

  // The panel.
  'migration.shadow.title': () => 'Shadow run',
  'migration.shadow.intro': () =>
    'The same mail is sent by the old gateway and by whoever carries the address after Apply, to a mailbox of ours. What arrived is compared, and removed. It informs, and never keeps Apply from being possible.',
  'migration.shadow.gateway': () => 'Old gateway',
  'migration.shadow.gateway-typed': (p: { host: string; port: number }) =>
    `As typed: ${p.host || 'no server'}:${p.port}`,
  'migration.shadow.gateway-file': (p: { file: string; host: string; port: number }) =>
    `As ${p.file} says: ${p.host}:${p.port}`,
  'migration.shadow.mailbox': () => 'To the mailbox of',
  'migration.shadow.mailbox-of': (p: { connector: string; address: string }) => `${p.connector} (${p.address})`,
  'migration.shadow.which': () => 'From addresses',
  'migration.shadow.which.each': (p: Count) => `One of each connector: ${number(p.count)}`,
  'migration.shadow.which.all': (p: Count) => `All ${number(p.count)}`,
  'migration.shadow.which.first': (p: Count) => `The first ${number(p.count)}`,
  'migration.shadow.which.some': () => 'Several',
  'migration.shadow.from': () => 'From',
  'migration.shadow.remove': (p: { address: string }) => `Leave out ${p.address}`,
  'migration.shadow.none': () => 'None',
  'migration.shadow.same-way-all': (p: Count) =>
    p.count === 1
      ? 'This address takes the same way before and after: same server, sign-in and EHLO name. What arrives can only differ by chance.'
      : `All ${addresses(p.count)} take the same way before and after: same server, sign-in and EHLO name. What arrives can only differ by chance.`,
  'migration.shadow.same-way-some': (p: { same: number; all: number }) =>
    `${number(p.same)} of ${addresses(p.all)} ${p.same === 1 ? 'takes' : 'take'} the same way before and after: same server, sign-in and EHLO name.`,
  'migration.shadow.ways-differ': (p: Count) =>
    p.count === 1 ? 'The two ways are different settings.' : 'For every address the two ways are different settings.',
  'migration.shadow.run': (p: Count) => (p.count === 0 ? 'Run' : `Run for ${addresses(p.count)}`),
  'migration.shadow.cancel': () => 'Cancel the run',
  'migration.shadow.running': () => 'Sending and comparing',
  'migration.shadow.progress': (p: { done: number; all: number }) =>
    `${number(p.done)} of ${addresses(p.all)} compared`,
  'migration.shadow.no-mailbox': () =>
    'No connector receives here yet. Add an incoming connector, so that test messages can be found again.',
  'migration.shadow.no-address': () => 'The plan has no address yet that can be sent under.',
  'migration.shadow.choose-address': () => 'Choose at least one address of the plan.',
  'migration.shadow.too-many': (p: Count) => `At most ${addresses(p.count)} at once.`,
  'migration.shadow.column.old': () => 'By the old gateway',
  'migration.shadow.column.next': () => 'By the new way',
  'migration.shadow.column.verdict': () => 'Verdict',
  'migration.shadow.table': () => 'What arrived in the shadow run',
  'migration.shadow.ran': (p: { recipient: string; by: string }) => `To ${p.recipient}, by ${p.by}`,
  'migration.shadow.headers': (p: { address: string }) => `Headers of ${p.address}`,
  'migration.shadow.show-headers': () => 'Headers…',
  'migration.shadow.headers-none': () => 'Nothing arrived, so there are no headers.',
  'cli.migrate.no-gateway': (p: { file: string }) =>
    `${p.file} names no gateway that differs from the one of the wizard. Name a file that was read with --from.`,
  'migration.shadow.report': (p: { at: string; recipient: string; says: string }) =>
    `Shadow run of ${p.at} to ${p.recipient}: ${p.says}`,
}
