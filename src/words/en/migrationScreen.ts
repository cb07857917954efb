import { addresses, counted, number } from '../counted.ts'

type Count = { count: number }

/** The screens of the migration wizard. */
export const migrationScreenWords = {
  'migration.title': () => 'Migration',
  'migration.sub': () =>
    'A hidden gateway that sends whatever no connector matches becomes one visible connector, with a route for every address.',
  'migration.loading': () => 'Reading the migration',
  'migration.start': () => 'Start a migration',
  'migration.start-again': () => 'Start again from this plan',
  'migration.start-sentence': () => 'Move off the System Default SMTP Gateway',
  'migration.start-says': () =>
    'Nothing changes until the last step, and the whole migration can be undone for 7 days. It is kept at every step.',
  'migration.wizard-title': () => 'Move off the System Default SMTP Gateway',
  'migration.wizard-sub': () => 'Nothing changes until the last step. The whole migration can be undone for 7 days.',
  'migration.steps': () => 'Steps of the migration',
  'migration.step.gateway': () => 'Gateway',
  'migration.step.senders': () => 'Who sends through it',
  'migration.step.plan': () => 'Plan',
  'migration.step.prove': () => 'Prove',
  'migration.step.apply': () => 'Apply',
  'migration.step-done': () => '(done)',
  'migration.saving': () => 'Saving',
  'migration.save-and-close': () => 'Save and close',
  'migration.back': () => 'Back',
  'migration.continue': (p: { step: string }) => `Continue to ${p.step}`,
  'migration.apply': () => 'Apply the migration',
  'migration.cancel': () => 'Cancel',
  'migration.go-on': () => 'Go on with it',
  'migration.undo-this': () => 'Undo',
  'migration.in-the-way': () => 'In the way',
  'migration.abandon': () => 'Abandon…',
  'migration.abandon-title': () => 'Abandon the migration',
  'migration.abandon-says': () =>
    'What was read, typed and decided is thrown away, and the stored password with it. The configuration is as it was: nothing was applied.',
  'migration.abandon-do': () => 'Abandon it',
  'migration.from-sources': (p: { files: string; logs: string }) =>
    `From ${[p.files || 'what was typed in', p.logs, 'the process catalogue'].filter((each) => each !== '').join(', ')}.`,

  'migration.files.others': () => 'Files that name the gateway or its addresses',
  'migration.files.others-hint': () =>
    'JSON, a list of addresses as CSV, a .NET web.config or app.config, a Postfix main.cf.',
  'migration.files.logs': () => 'Logs of who sends',
  'migration.files.logs-hint': () =>
    'A Postfix mail.log, a message tracking log of Exchange, a message trace of Exchange Online as CSV. Logs of any size are read.',
  'migration.file': () => 'File',
  'migration.file-kind': () => 'What the file is',
  'migration.kind.told': () => 'Told by its beginning',
  'migration.kind.json': () => 'JSON',
  'migration.kind.addresses-csv': () => 'CSV of addresses',
  'migration.kind.dotnet': () => '.NET configuration',
  'migration.kind.main-cf': () => 'Postfix main.cf',
  'migration.kind.mail-log': () => 'Postfix mail.log',
  'migration.kind.tracking': () => 'Exchange tracking or trace',
  'migration.choose-files': () => 'Choose files…',
  'migration.stop-reading': () => 'Stop reading',
  'migration.reading': (p: { fileName: string }) => `Reading ${p.fileName}`,
  'migration.file-read': (p: { fileName: string; says: string }) => `${p.fileName} is read. ${p.says}`,
  'migration.remove-file': (p: { fileName: string }) => `Leave ${p.fileName} out`,
  'migration.at-line': (p: { line: number }) => `Line ${number(p.line)}:`,
  'migration.not-read': () => 'Not read',
  'migration.to-know': () => 'To know',
  'migration.show-slips': (p: Count) => `Show ${number(p.count)} more`,
  'migration.more-slips': (p: Count) => `${counted(p.count, 'more line')} of this kind.`,

  'migration.gateway.title': () => 'Which gateway is it?',
  'migration.gateway.says': () =>
    'The server that sent whatever no connector matched. Its settings are read from a file, or typed in.',
  'migration.gateway.typed': () => 'The gateway',
  'migration.gateway.host': () => 'Server address',
  'migration.gateway.port': () => 'Port',
  'migration.gateway.security': () => 'Security',
  'migration.gateway.authentication': () => 'Authentication',
  'migration.gateway.authentication.none': () => 'None',
  'migration.gateway.authentication.password': () => 'Username and Password',
  'migration.gateway.password-hint': () => 'Stored in the vault when the field is left, and never shown again.',
  'migration.gateway.port-usual': (p: { port: number; security: string }) =>
    `Port ${p.port} is usually used with ${p.security === 'tls' ? 'TLS' : 'STARTTLS'}.`,
  'migration.gateway.use-security': (p: { security: string }) => `Use ${p.security === 'tls' ? 'TLS' : 'STARTTLS'}`,

  'migration.senders.title': () => 'Who sends through it?',
  'migration.senders.says': () =>
    'Every address that relied on the gateway becomes a visible route. Logs show who really sends, from which machine, and when last.',
  'migration.senders.typed': () => 'Addresses',
  'migration.senders.addresses': () => 'Addresses that relied on the gateway',
  'migration.senders.hint': (p: Count) =>
    p.count === 0
      ? 'One a line, or separated by semicolons.'
      : `${addresses(p.count)}, one a line or separated by semicolons.`,
  'migration.senders.wrong': (p: Count) =>
    p.count === 1
      ? '1 of them is no mail address. The plan asks for the right one.'
      : `${number(p.count)} of them are no mail addresses. The plan asks for the right ones.`,
  'migration.senders.catalogue': () => 'Process catalogue',
  'migration.senders.found': (p: Count) =>
    p.count === 0
      ? 'Every From address of the processes has a route that carries it.'
      : `${addresses(p.count)} of processes that no outgoing route carries.`,
  'migration.senders.clear': () => 'Clear the addresses',

  'migration.plan.title': () => 'What becomes of each address?',
  'migration.plan.says': () => 'This is all that Apply does. Decisions stand first; the rest needs nothing.',
  'migration.plan.connector': () => 'New connector',
  'migration.plan.name': () => 'Email Connector Name',
  'migration.plan.primary-hint': () =>
    'Its default route. The unmonitored address is the usual one: automatic mail of the system leaves under it.',
  'migration.plan.use-address': (p: { address: string }) => `Use ${p.address}`,
  'migration.plan.to-decide': () => 'To decide',
  'migration.plan.to-look': () => 'To look at',
  'migration.plan.routes': () => 'Addresses that become routes',
  'migration.plan.stay': () => 'Left out or left as they are',
  'migration.plan.defaults': () => 'Default routes of existing connectors',
  'migration.plan.used': (p: { used: number; unused: number }) =>
    `Of the addresses that become routes, ${number(p.used)} sent within the last 90 days of the logs, ${number(p.unused)} did not.`,
  'migration.plan.search': () => 'Address starts with…',
  'migration.plan.filter': () => 'Which addresses',
  'migration.filter.all': (p: Count) => `All ${number(p.count)}`,
  'migration.filter.decide': (p: Count) => `To decide: ${number(p.count)}`,
  'migration.filter.look': (p: Count) => `To look at: ${number(p.count)}`,
  'migration.filter.routes': (p: Count) => `Become routes: ${number(p.count)}`,
  'migration.filter.out': (p: Count) => `Not migrated: ${number(p.count)}`,
  'migration.plan.leave-out-unused': (p: Count) => `Leave out ${number(p.count)} unused by any process`,
  'migration.plan.all-used': () => 'A process sends under every address that becomes a route, or it was decided about.',
  'migration.plan.left-out': (p: Count) => `${addresses(p.count)} ${p.count === 1 ? 'is' : 'are'} left out.`,
  'migration.plan.table': () => 'Plan of the migration',
  'migration.plan.empty': () => 'No address relies on the gateway yet. Type some in, or read a log.',
  'migration.plan.none-found': () => 'No address matches the search.',
  'migration.plan.more': (p: Count) => `Show ${number(p.count)} more, enabled as they are and not proved`,
  'migration.column.becomes': () => 'Will send through',
  'migration.column.hosts': () => 'From hosts',
  'migration.column.decision': () => 'Decision',
  'migration.column.carrier': () => 'Carried by',
  'migration.column.sends': () => 'Sends now',
  'migration.processes': (p: Count) => (p.count === 0 ? '–' : counted(p.count, 'process', 'processes')),
  'migration.becomes.carried': (p: { connector: string }) => `${p.connector} carries it already`,
  'migration.becomes.invalid': () => 'No mail address',
  'migration.becomes.left-out': () => 'Left out',
  'migration.becomes.similar': (p: { domain: string }) => `Looks like ${p.domain}`,
  'migration.becomes.merged': (p: { spellings: string }) => `Same as ${p.spellings}`,
  'migration.becomes.default': (p: { connector: string }) => `${p.connector}, default route`,
  'migration.decision.keep': (p: { connector: string }) => `Keep ${p.connector}`,
  'migration.decision.use': (p: { connector: string }) => `Use ${p.connector}`,
  'migration.decision.default-stays': (p: { connector: string }) =>
    `It is the default route of ${p.connector}, which cannot be switched off by itself.`,
  'migration.decision.correct': () => 'Correct…',
  'migration.decision.leave-out': () => 'Leave out',
  'migration.decision.as-is': () => 'Leave as it is',
  'migration.decision.primary': () => 'Enabled with the connector',
  'migration.decision.carried-over': () => 'Enabled, carried over',
  'migration.decided.keep': (p: { connector: string }) => `Stays with ${p.connector}`,
  'migration.decided.use': (p: { connector: string }) => `Taken over by ${p.connector}`,
  'migration.decided.leave-out': () => 'Left out',
  'migration.decided.as-is': () => 'Right as it is',
  'migration.decided.correct': (p: { was: string }) => `Corrected from ${p.was}`,
  'migration.correct.title': (p: { address: string }) => `Correct ${p.address}`,
  'migration.correct.save': () => 'Use this address',
  'migration.correct.not-yet': () => 'This is not one mail address.',

  'migration.prove.title': (p: { connector: string }) => `Does ${p.connector} work?`,
  'migration.prove.says': () =>
    'Apply needs a passed test with exactly these settings. Only the connection and the sender are tried; no mail is sent.',
  'migration.prove.subject': (p: { host: string; port: number; address: string }) =>
    `${p.host || 'No server'}:${p.port}, as ${p.address || 'no address yet'}`,
  'migration.prove.start': () => 'Test Connection',
  'migration.prove.cancel': () => 'Cancel the test',
  'migration.prove.incomplete': () => 'The gateway or the new connector is not complete yet.',
  'migration.prove.ladder': () => 'Proof of sending',
  'migration.prove.each-later': () =>
    'Each migrated address is enabled and not proved. After Apply, every one of them can be proved in one go.',

  'migration.apply.title': () => 'Ready to apply',
  'migration.apply.blocked': (p: Count) => `${counted(p.count, 'thing')} ${p.count === 1 ? 'is' : 'are'} in the way`,
  'migration.apply.says': () => 'All of it happens in one step, or none of it.',
  'migration.apply.list': () => 'What Apply does',
  'migration.apply.does': () => 'Apply does this',
  'migration.apply.mend': (p: { step: string }) => `Go to ${p.step}`,
  'migration.apply.backup': () => 'A backup of the workspace is written and checked.',
  'migration.apply.connector': (p: { connector: string; host: string; address: string }) =>
    `The connector ${p.connector} is made from ${p.host || 'the gateway'}, enabled for sending, with the default route ${p.address || 'of its primary address'}.`,
  'migration.apply.routes': (p: Count) =>
    `${addresses(p.count)} become enabled routes of it, carried over and not proved.`,
  'migration.apply.moved': (p: { address: string; connector: string }) =>
    `${p.address} is switched off at ${p.connector} and carried by the new connector.`,
  'migration.apply.undo': () => 'It can be undone as a whole for 7 days, as long as nothing that it made is changed.',
  'migration.apply.defaults': () => 'Default routes of existing connectors',
  'migration.sends.yes': () => 'Yes',
  'migration.sends.no': () => 'No, its connector is off',

  'migration.outcome.applied': () => 'The migration is applied',
  'migration.outcome.applied-says': (p: { connector: string }) =>
    `${p.connector} carries what the hidden gateway sent. There is no fallback any more: an address without a route sends nothing.`,
  'migration.outcome.undone': () => 'The migration is undone',
  'migration.outcome.undone-says': (p: { connector: string }) =>
    `${p.connector} and its routes are gone again; the configuration is what it was before. Mail that was sent stays sent.`,
  'migration.outcome.report': () => 'Report',
  'migration.outcome.markdown': () => 'Save as Markdown',
  'migration.outcome.html': () => 'Save as HTML',
  'migration.outcome.undo': () => 'Undo the migration…',
  'migration.outcome.prove': (p: Count) => (p.count === 0 ? 'Prove the addresses…' : `Prove ${addresses(p.count)}…`),
  'migration.outcome.connector-gone': () => 'The connector that it made is deleted.',
  'migration.outcome.all-proved': () => 'Every address that was carried over is proved.',
  'migration.outcome.routes': () => 'Routes',
  'migration.outcome.routes-of': (p: { count: number; unproved: number }) =>
    `${counted(p.count, 'route')}, ${number(p.unproved)} not proved`,
  'migration.outcome.undone-at': () => 'Undone',
  'migration.outcome.undo-until': () => 'Can be undone until',
  'migration.outcome.not-undone': () => 'It cannot be undone as a whole any more.',

  'migration.undo.title': () => 'Undo the migration',
  'migration.undo.says': (p: { connector: string }) =>
    `${p.connector} is removed with its routes and its stored password, by inverse changes in one step.`,
  'migration.undo.stops': (p: Count) => `Nothing can be sent from here any more under ${addresses(p.count)}.`,
  'migration.undo.returns': (p: { address: string; connector: string }) =>
    `${p.address} goes back to ${p.connector}, which carried it before.`,
  'migration.undo.process': (p: { process: string }) => `${p.process} is live, and cannot send any more.`,
  'migration.undo.queued': (p: Count) =>
    `${counted(p.count, 'mail')} in the outbox ${p.count === 1 ? 'waits' : 'wait'} without a carrier.`,
  'migration.undo.untouched': () => 'Mail, outbox and ledger are not touched.',
  'migration.undo.leave': () => 'Leave it applied',
  'migration.undo.do': () => 'Undo the migration',
  'migration.undo.doing': () => 'Undoing',
  'migration.undo.done': () => 'The migration is undone.',

  'cli.migrate.one-act': () => 'Say one of --plan, --shadow, --apply, --undo, --abandon and --report.',
  'cli.migrate.none': () => 'There is no migration. Begin one with --from FILE --plan.',
  'cli.migrate.abandoned': () => 'The migration is abandoned. Nothing of it was applied.',
  'cli.migrate.stops': (p: { address: string }) => `Nothing can be sent under ${p.address} any more.`,
  'cli.migrate.decision': (p: { written: string }) =>
    `${p.written} is no decision. Write ADDRESS=keep, ADDRESS=use, ADDRESS=leave-out, ADDRESS=as-is or ADDRESS=correct:ADDRESS.`,
  'cli.migrate.no-row': (p: { address: string }) => `The plan has no address ${p.address}.`,
  'cli.migrate.choices': (p: { address: string; choices: string }) => `${p.address} needs a decision: ${p.choices}.`,
  'cli.migrate.becomes': () => 'Becomes',
  'cli.migrate.state.primary': () => 'default route',
  'cli.migrate.state.migrates': () => 'route',
  'cli.migrate.state.carried': () => 'to decide: carried already',
  'cli.migrate.state.invalid': () => 'to decide: no mail address',
  'cli.migrate.state.kept': () => 'stays where it is',
  'cli.migrate.state.left-out': () => 'left out',
  'cli.migrate.not-applied': () => 'The test failed. Nothing was applied.',
  'cli.migrate.applied': (p: { connector: string; backup: string }) =>
    `${p.connector} is made, with every route of the plan. The backup is ${p.backup}.`,

  'migration.carriers.title': () => 'Who carries each From address now',
  'migration.carriers.count': (p: { all: number; none: number }) =>
    p.none === 0
      ? `${addresses(p.all)}, each with a carrier`
      : `${addresses(p.all)}, ${number(p.none)} without a carrier`,
  'migration.carriers.nobody': () => 'Nobody: nothing can be sent',
  'migration.carriers.default': () => 'default route',
  'migration.carriers.unmonitored': () => 'unmonitored address',
  'migration.carriers.empty': () => 'The workspace has no From address yet.',
}
