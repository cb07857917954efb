import { plural } from '../counted.ts'

/** What a step that did not pass is called in "not run, because …". */
export const missingReasons: Readonly<Record<string, string>> = {
  name: 'the name was not found',
  connect: 'there is no connection',
  greeting: 'the server did not greet',
  capabilities: 'the server did not say what it can do',
  starttls: 'the connection was not secured',
  tls: 'the connection was not secured',
  certificate: 'the certificate was refused',
  token: 'there is no access token',
  'sign-in': 'the sign-in did not work',
  mailbox: 'the mailbox was not opened',
  'additional-mailbox': 'the additional mailbox was not opened',
  folder: 'the folder was not opened',
  remove: 'removing was not proved',
  sender: 'the sender was not accepted',
}

const list = (items: readonly string[]): string => items.filter((item) => item !== '').join(', ')

const sideNames: Readonly<Record<string, string>> = { incoming: 'Receiving', outgoing: 'Sending' }
const sideName = (side: string): string => sideNames[side] ?? side

/** Whom a request is written to. */
const people: Readonly<Record<string, string>> = {
  you: 'you',
  'mail-server-admin': 'the mail server’s admin',
  'entra-admin': 'the Entra admin',
  'network-team': 'the network team',
}

/** What a test came to, in a sentence. */
export const verdictWords = {
  'verdict.not-tested': (p: { side: string }) => `${sideName(p.side)} is not tested.`,
  'verdict.cancelled': (p: { side: string }) => `The test of ${sideName(p.side).toLowerCase()} was cancelled.`,
  'verdict.proved': (p: { side: string }) => `${sideName(p.side)} is proved.`,
  'verdict.proved-days-ago': (p: { side: string; days: number }) =>
    `${sideName(p.side)} was proved ${plural(p.days, 'day')} ago.`,
  'verdict.counts': (p: { passed: number; warnings: number; failed: number; notRun: number }) =>
    `${list([
      `${p.passed} passed`,
      p.warnings === 0 ? '' : plural(p.warnings, 'warning'),
      p.failed === 0 ? '' : `${p.failed} failed`,
      p.notRun === 0 ? '' : `${p.notRun} not run`,
    ])}.`,
  'verdict.before.sign-in': (p: { host: string }) => `${p.host} was reached over TLS, the sign-in did not work.`,
  'verdict.before.folder': (_: { host: string }) => 'Sign-in worked, the folder did not open.',
  'verdict.before.remove': (_: { host: string }) => 'Reading works, removing does not.',
  'verdict.before.sender': (_: { host: string }) => 'Everything before the sender worked.',
  'verdict.before.delivered-unchanged': (_: { host: string }) => 'The server took the message.',
  'verdict.failed': (p: { side: string }) => `${sideName(p.side)} is not proved.`,
  'verdict.failed.internal': (_: { side: string }) => 'The test failed in Waypost, not at the server.',
  'verdict.failed.later': (p: { host: string }) => `${p.host} asks to come back later.`,
  'verdict.failed.name': (p: { host: string }) => `${p.host} was not found.`,
  'verdict.failed.connect': (p: { host: string; port?: number }) =>
    `${p.host} was not reached${p.port === undefined ? '' : ` on port ${p.port}`}.`,
  'verdict.failed.tls': (p: { host: string }) => `The connection to ${p.host} could not be secured.`,
  'verdict.failed.certificate': (p: { host: string }) => `The certificate of ${p.host} is refused.`,
  'verdict.failed.greeting': (p: { host: string }) => `${p.host} does not take up the conversation.`,
  'verdict.failed.sign-in': (p: { host: string; user: string }) => `${p.host} refused the sign-in of ${p.user}.`,
  'verdict.failed.folder': (p: { folder: string; host: string }) =>
    `The folder ${p.folder} cannot be read on ${p.host}.`,
  'verdict.failed.remove': (p: { folder: string; user: string }) => `${p.user} cannot remove mail from ${p.folder}.`,
  'verdict.failed.sender': (p: { user: string; address: string }) =>
    p.user === ''
      ? `The mail server does not accept ${p.address} as sender.`
      : `The mail server does not let ${p.user} send as ${p.address}.`,
  'verdict.failed.sender.recipient-refused': (p: { address: string }) =>
    `The mail server refuses mail to ${p.address}, so the sender could not be proved.`,
  'verdict.failed.sender.relay': (p: { host: string; address: string }) =>
    `${p.host} does not take mail for ${p.address}.`,
  'verdict.failed.rewritten': (p: { address: string }) => `The mail server replaces ${p.address} as sender.`,
  'verdict.failed.delivered-unchanged': (p: { address: string }) =>
    `A message from ${p.address} did not arrive unchanged.`,
  'verdict.failed.step': (p: { side: string; step: string }) =>
    `${sideName(p.side)} is not proved: ${missingReasons[p.step] ?? 'a step failed'}.`,
} as const

/** The mail to whoever can mend what failed (T8). */
export const requestWords = {
  'request.subject': (p: { connector: string; host: string; step: string }) =>
    `${p.host}: ${missingReasons[p.step] ?? 'a connection test failed'} (${p.connector})`,
  'request.greeting': (p: { who: string }) => `To ${people[p.who] ?? p.who}`,
  'request.what-was-tried': (p: {
    connector: string
    host: string
    port: number
    user: string
    address: string
    testedAt: string
  }) =>
    `At ${p.testedAt} a connection test of “${p.connector}” (${p.address}) against ${p.host}, port ${p.port}${p.user === '' ? '' : `, signing in as ${p.user}`}, came to this:`,
  'request.server-said': (p: { host: string }) => `${p.host} said:`,
  'request.quotation': (p: { text: string }) =>
    p.text
      .split(/\r?\n/)
      .map((line) => `> ${line}`)
      .join('\n'),
  'request.asked-for': (_: object) => 'What would mend it:',
  'request.or': (_: object) => 'Or, if that is not it:',
  'request.after': (p: { connector: string }) => `The test of “${p.connector}” is repeated after the change.`,
} as const
