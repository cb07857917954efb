const mails = (count: number): string => (count === 1 ? '1 mail' : `${count} mails`)
const day = (iso: string): string =>
  new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** I6: an address in `To` that the server changed on the way in: the signs of it, and what can be done. */
export const rewritesWords = {
  'rewrites.seen': (p: RewriteSaid) =>
    `${mails(p.mails)} of ${p.connector} since ${day(p.since)} ${p.mails === 1 ? 'was' : 'were'} delivered to ${p.address} and arrived with To: ${p.arrivedAs}. The server probably rewrites To, so the route for ${p.address} does not take this mail. Trust ${p.header} here if your own server writes it, or ask the mail administrator to leave To as it is.`,
  'rewrites.resent': (p: RewriteSaid) =>
    `${mails(p.mails)} of ${p.connector} since ${day(p.since)} ${p.mails === 1 ? 'was' : 'were'} sent on to ${p.address} and arrived with To: ${p.arrivedAs}. The route for ${p.address} does not take this mail. ${p.header} is written by whoever sends mail on and is not trusted: ask the mail administrator for a delivery header such as X-Original-To.`,
  'rewrites.untaken': (p: { route: string; address: string; primaryHits: number }) =>
    `The route ${p.route} took no mail in 30 days, while the primary address took ${mails(p.primaryHits)}. Either nobody writes to ${p.address}, or the server rewrites To. A test message to ${p.address} shows which.`,
  'rewrites.trust': (p: { header: string }) => `Trust ${p.header} for this connector`,
  'rewrites.trusted': (p: { header: string; connector: string }) =>
    `${p.connector} trusts ${p.header}. It holds for the next mail.`,
  'rewrites.probe': () => 'Send a test message…',

  'probe.title': (p: { address: string }) => `Send a test message to ${p.address}`,
  'probe.means': () =>
    'It shows how To arrives and which route takes such mail. The message is found in the mailbox and removed again; nothing else there is touched.',
  'probe.from': () => 'Send it from',
  'probe.from-proposed': () => 'Whichever is best',
  'probe.from-proposed-note': () => 'Another connector’s address where there is one',
  'probe.from-hint': () => 'Servers may treat mail from inside their domain differently from mail from outside.',
  'probe.start': () => 'Send test message',
  'probe.again': () => 'Send another',
  'probe.stop': () => 'Stop waiting',
  'probe.close': () => 'Close',
  'probe.sending': (p: { address: string; from: string }) => `Being sent from ${p.from} to ${p.address}.`,
  'probe.waiting': (p: { address: string; minutes: number }) =>
    `Sent to ${p.address}. It is looked for in the mailbox for up to ${p.minutes} minutes.`,
  'probe.beginning': () => 'The mailbox is being looked into.',
  'probe.cancelled': () => 'Stopped. If the message still arrives, it makes no work.',
  'probe.failed': (p: { why: string }) => `The test did not end: ${p.why}`,
  'probe.text': () => 'This message shows how mail to this address arrives. Waypost removes it again.',
  'probe.arrived': (p: { connector: string; to: string }) =>
    `Found in the mailbox of ${p.connector}, with To: ${p.to}.`,
  'probe.unchanged': (p: { address: string }) => `Mail to ${p.address} arrives with To unchanged.`,
  'probe.rewritten': (p: { address: string; arrivedAs: string }) =>
    `Mail to ${p.address} arrives with To: ${p.arrivedAs === '' ? 'nobody' : p.arrivedAs}.`,
  'probe.taken': (p: { route: string }) => `The route ${p.route} takes such mail.`,
  'probe.nobody': () => 'No route takes such mail: it is set aside as unhandled.',
  'probe.by-header': (p: { header: string; address: string }) =>
    `${p.header} names ${p.address}, and this connector trusts it.`,
  'probe.no-route': (p: { address: string }) => `No route has the Email Address ${p.address}.`,
  'probe.not-reached': (p: { address: string }) => `No route for ${p.address} is reached by such mail.`,
  'probe.disabled': (p: { route: string }) => `The route ${p.route} is disabled.`,
  'probe.rules': (p: { route: string; rules: string }) =>
    `The route ${p.route} is asked. Its rules do not hold for the test message (${p.rules}); mail for which they hold is taken.`,
  'probe.rule.important': () => 'important mail only',
  'probe.rule.attachmentTypes': () => 'attachment types',
  'probe.rule.keyWords': () => 'key words',
  'probe.rule.recipients': () => 'recipients',
  'probe.rule.senders': () => 'senders',
  'probe.rule.companies': () => 'companies',
  'probe.do.trust': (p: { header: string; address: string }) =>
    `You trust ${p.header} on this connector, if your own server writes it: it names ${p.address}.`,
  'probe.do.rewritten': (p: { address: string }) =>
    `The mail administrator lets To stay ${p.address}, or gives ${p.address} a mailbox of its own.`,
  'probe.do.disabled': (p: { route: string }) => `You enable the route ${p.route}.`,
  'probe.do.rules': (_: { route: string }) => 'You send a mail for which the rules hold, or loosen them.',
  'probe.do.not-sent': () => 'You choose another From address, or test the connector that sends.',
  'probe.do.not-found': () =>
    'You look into Junk and the other folders of the mailbox, and ask the mail administrator where the address leads.',
  'probe.not-sent': (p: { address: string; why: string }) => `The test message to ${p.address} was not sent: ${p.why}`,
  'probe.not-found': (p: { address: string; minutes: number }) =>
    `The test message to ${p.address} was not found in the mailbox within ${p.minutes} minutes.`,
  'probe.to': () => 'To as it arrived',
  'probe.deliveries': () => 'Delivery headers',
  'probe.no-deliveries': () => 'none',
}

interface RewriteSaid {
  readonly connector: string
  readonly address: string
  readonly header: string
  readonly arrivedAs: string
  readonly mails: number
  readonly since: string
}
