import { addresses, counted, number } from '../counted.ts'

type Text = { text: string }

/** The migration off the System Default SMTP Gateway (M1–M7): what the engine says of it. */
export const migrationWords = {
  'app.nav.migration': () => 'Migration',
  'activity.kind.migration': () => 'Migration',
  'activity.action.carried over': () => 'Carried over',
  'activity.action.started': () => 'Started',
  'activity.action.file read': () => 'File read',
  'activity.action.decided': () => 'Decided',
  'activity.action.abandoned': () => 'Abandoned',
  'activity.action.applied': () => 'Applied',
  'activity.action.undone': () => 'Undone',

  'migration.object': () => 'The migration',
  'migration.says.senders': (p: { mails: number; count: number }) =>
    `${counted(p.mails, 'mail')} from ${addresses(p.count)}.`,
  'migration.says.addresses': (p: { count: number }) => `${addresses(p.count)}.`,
  'migration.says.gateway': (p: { host: string; port: number; count: number }) =>
    `Gateway ${p.host}:${p.port}${p.count === 0 ? '' : `, ${addresses(p.count)}`}.`,

  // What is wrong in a file, behind its line.
  'migration.slip.not-json': (p: Text) => `The file is not JSON: ${p.text}.`,
  'migration.slip.not-an-object': () =>
    'The file is neither an object with gateway and addresses, nor a list of addresses.',
  'migration.slip.unknown-key': (p: Text) => `There is no key “${p.text}” here. It is not read.`,
  'migration.slip.wrong-value': (p: Text) => `The value of “${p.text}” is not one that can be used. It is not read.`,
  'migration.slip.not-xml': () => 'The file has no XML element.',
  'migration.slip.no-smtp': () => 'The file has no <smtp> element inside <mailSettings>.',
  'migration.slip.encrypted-section': (p: Text) =>
    `The section ${p.text} is encrypted. Decrypt it with aspnet_regiis on its own server, or type the gateway in.`,
  'migration.slip.section-elsewhere': (p: Text) =>
    `The section is kept in another file (${p.text}). Read that file instead, or type the gateway in.`,
  'migration.slip.pickup-folder': (p: Text) =>
    `Mail is handed over by a folder (${p.text}), not by the network. The server that empties the folder is the gateway.`,
  'migration.slip.no-relayhost': () => 'relayhost is not set: this Postfix delivers by itself, through no gateway.',
  'migration.slip.variable-unknown': (p: Text) => `$${p.text} is not set in this file. It is read as empty.`,
  'migration.slip.not-an-assignment': (p: Text) => `“${p.text}” is not of the form name = value. It is not read.`,
  'migration.slip.not-a-log-line': (p: Text) => `“${p.text}” is no line of a mail log. It is not counted.`,
  'migration.slip.no-mail-found': () => 'No mail that left is found in this log.',
  'migration.slip.no-fields': (p: Text) =>
    `No column names stand before the first row: “${p.text}”. A tracking log has #Fields, an export a first row.`,
  'migration.slip.column-missing': (p: Text) => `The columns ${p.text} are missing.`,
  'migration.slip.wrong-time': (p: Text) => `“${p.text}” is no time. The mail is counted without one.`,
  'migration.slip.wrong-address': (p: Text) => `“${p.text}” is no mail address.`,
  'migration.slip.row-broken': (p: Text) =>
    `The row is not complete${p.text === '' ? '' : `: “${p.text}”`}. It is not read.`,
  'migration.slip.line-too-long': () => 'The line is longer than any line of a log. It is not read.',
  'migration.slip.no-address': () => 'The file names no address.',
  'migration.slip.password-too-long': (p: Text) =>
    `The password has ${p.text} characters; at most 50 are taken. It is not read.`,
  'migration.slip.host-missing': () => 'No server is named.',
  'migration.slip.port-wrong': (p: Text) => `“${p.text}” is no port. The usual one is taken.`,
  'migration.slip.too-many-addresses': (p: Text) => `More than ${p.text} senders: those that come now are not counted.`,
  // What was read, and a connector does in another way.
  'migration.slip.default-credentials': () =>
    'The gateway signs in as the Windows user. A connector signs in with Username and Password, or not at all.',
  'migration.slip.ssl-is-starttls': (p: Text) => `enableSsl is STARTTLS in .NET. It is kept, on port ${p.text}.`,
  'migration.slip.greets-as': (p: Text) =>
    `The gateway is greeted as ${p.text} (clientDomain). Where it insists on that name, set it as EHLO name of the connector afterwards.`,
  'migration.slip.several-gateways': (p: Text) =>
    `More than one gateway is named${p.text === '' ? '' : ` (${p.text})`}. The first one is taken.`,
  'migration.slip.looked-up-by-mx': (p: Text) =>
    `Without brackets Postfix asks DNS for the MX of ${p.text}. A connector connects to the name itself.`,
  'migration.slip.opportunistic': (p: Text) =>
    `The security level “${p.text}” goes on in clear text where TLS is not offered. A connector does not: STARTTLS is taken.`,
  'migration.slip.clear-text': () => 'The gateway is signed in to in clear text. A connector never does that.',
  'migration.slip.password-elsewhere': (p: Text) =>
    `The sign-in is kept in another file${p.text === '' ? '' : ` (${p.text})`}. Username and password are typed in.`,
  'migration.slip.by-sender': (p: Text) => `${p.text} chooses gateways by sender. Only relayhost is read.`,
  'migration.slip.password-taken': () => 'The password that stands here is taken into the vault.',

  'migration.blocker.name-missing': () => 'The new connector has no name.',
  'migration.blocker.name-taken': (p: { name: string }) =>
    `There is a connector called ${p.name} already. Give the new one another name.`,
  'migration.blocker.primary-carried': (p: { address: string; connector: string }) =>
    `${p.address} is carried by ${p.connector} already. Another Primary Email Address is needed.`,
  'migration.blocker.undecided': (p: { count: number }) =>
    p.count === 1 ? '1 address needs a decision.' : `${number(p.count)} addresses need a decision.`,
  'migration.blocker.not-tested': (p: { connector: string }) =>
    `${p.connector} is not tested with these settings. Test Connection proves it.`,
  'migration.blocker.test-failed': (p: { connector: string }) =>
    `The test of ${p.connector} failed. The migration is applied when it passes.`,
  'migration.blocker.test-old': (p: { connector: string }) =>
    `The test of ${p.connector} is older than 30 days. Test it once more.`,

  'migration.refused.open': () => 'The migration is not applied yet.',
  'migration.refused.applied': () =>
    'The migration is applied. It can be undone; what it made is edited on Connectors and Routes.',
  'migration.refused.undone': () => 'The migration is undone. Start another one.',
  'migration.refused.abandoned': () => 'The migration is abandoned. Start another one.',
  'migration.refused.already-open': () => 'A migration is open already. Go on with it, or abandon it first.',
  'migration.refused.not-applied': () => 'The migration is not applied, so there is nothing to undo.',
  'migration.refused.kind-unknown': (p: { fileName: string }) =>
    `What ${p.fileName} is does not show at its beginning. Say whether it is JSON, CSV, a .NET configuration, main.cf or a log.`,
  'migration.refused.reading-gone': (p: { fileName: string }) =>
    `Reading ${p.fileName} was interrupted; nothing of it was taken. Read the file again.`,
  'migration.refused.too-large': (p: { fileName: string }) =>
    `${p.fileName} is larger than 10 MB. Only logs are; nothing of it was taken.`,
  'migration.refused.incomplete': (p: { problems: string }) => `The gateway cannot be tested yet: ${p.problems}`,
  'migration.refused.plan-changed': () =>
    'The workspace changed since this plan was shown, and the plan with it. Nothing was applied. Look at the plan again.',
  'migration.refused.blocked': (p: { count: number }) =>
    `The migration cannot be applied: ${counted(p.count, 'thing')} ${p.count === 1 ? 'is' : 'are'} in the way. Nothing was changed.`,
  'migration.refused.undo': (p: { count: number }) =>
    `The migration cannot be undone as a whole: ${counted(p.count, 'thing')} built on it changed. Nothing was changed.`,

  'migration.undo.too-late': () => 'The seven days are over.',
  'migration.undo.connector-gone': () => 'The connector that it made is deleted.',
  'migration.undo.connector-changed': (p: { name: string }) => `The connector ${p.name} was changed since.`,
  'migration.undo.route-changed': (p: { name: string }) => `The route ${p.name} was changed since.`,
  'migration.undo.route-gone': (p: { name: string }) => `The route of ${p.name} was deleted since.`,
  'migration.undo.route-added': (p: { name: string }) => `The route ${p.name} was added since.`,
  'migration.undo.moved-changed': (p: { name: string }) => `${p.name}, which was switched off, was changed since.`,
  'migration.undo.moved-carried': (p: { name: string; connector: string }) =>
    `${p.name} was switched off, and ${p.connector} carries its address by now.`,
  'migration.undo.unmonitored': () =>
    'The unmonitored address was set since to an address that only this migration carries.',

  'migration.report.title': () => 'Migration off the System Default SMTP Gateway',
  'migration.report.connector': () => 'Connector',
  'migration.report.server': () => 'Server',
  'migration.report.primary': () => 'Primary Email Address',
  'migration.report.tested': () => 'Test Connection passed',
  'migration.report.applied': () => 'Applied',
  'migration.report.backup': () => 'Backup made before',
  'migration.report.no-fallback': () =>
    'There is no fallback gateway any more: an address without an enabled route sends nothing. Routes that were carried over are enabled and not proved until each is tested.',
  'migration.report.created': (p: { count: number }) => `${counted(p.count, 'route')} created`,
  'migration.report.moved': (p: { count: number }) => `${addresses(p.count)} taken over from another connector`,
  'migration.report.kept': (p: { count: number }) => `${addresses(p.count)} left with another connector`,
  'migration.report.left-out': (p: { count: number }) => `${addresses(p.count)} left out`,
  'migration.report.merged': (p: { count: number }) => `${addresses(p.count)} spelled in several ways`,
  'migration.report.corrected': (p: { count: number }) => `${addresses(p.count)} corrected`,
  'migration.report.defaults': (p: { count: number }) => `${counted(p.count, 'default route')} of existing connectors`,
  'migration.report.sources': (p: { count: number }) => `${counted(p.count, 'file')} read`,
  'migration.report.route': () => 'Route Name',
  'migration.report.from': () => 'Carried before by',
  'migration.report.spellings': () => 'Also spelled',
  'migration.report.was': () => 'Found as',
  'migration.report.file': () => 'File',
  'migration.report.slips': () => 'Lines to look at',
  'migration.column.address': () => 'From address',
  'migration.column.recent': () => 'Last 90 days',
  'migration.column.used-by': () => 'Used by',
}
