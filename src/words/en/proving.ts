import { plural } from '../counted.ts'

/** The proving ground: what would become of a mail, and why; route tests; what an edit would change (R15). */

/** Words of one verdict, of one rule: said by screen and command line alike. */
const verdicts = {
  'proving.check.size.within': () => 'Within the size limit',
  'proving.check.size.over': (p: { limit: number }) => `Over the size limit of ${Math.floor(p.limit / 1_000_000)} MB`,
  'proving.check.test.own': () => 'A test message of Waypost',
  'proving.check.loop.none': () => 'Not our own mail',
  'proving.check.loop.own-loop': () => 'Carries our loop mark',
  'proving.check.loop.own-mail': () => 'A mail of ours that came back',
  'proving.check.loop.own-address': () => 'Written from one of our addresses',
  'proving.check.report.none': () => 'No delivery report',
  'proving.check.report.about-ours': () => 'A delivery report about a mail of ours',
  'proving.check.report.about-unknown': () => 'A delivery report about a mail that is not ours',
  'proving.check.blocked.no': () => 'Sender not blocked',
  'proving.check.blocked.yes': () => 'Sender is blocked',
  'proving.check.sender.valid': () => 'Names a sender',
  'proving.check.sender.none': () => 'Names no sender that could be answered',
  'proving.check.copy.none': () => 'Not seen before',
  'proving.check.copy.same-bytes': () => 'The very same mail came before',
  'proving.check.copy.same-content': () => 'The same content came before',
  'proving.check.copy.same-message-id': () => 'The same Message-ID came before',
  'proving.check.copy.routed-elsewhere': () => 'Another mailbox takes its own copy',
  'proving.check.automatic.none': () => 'No sign of automatic mail',
  'proving.check.automatic.auto-submitted': () => 'Automatic: Auto-Submitted says so',
  'proving.check.automatic.precedence': () => 'Automatic: Precedence says so',
  'proving.check.automatic.null-return-path': () => 'Automatic: its Return-Path is empty',
  'proving.check.automatic.delivery-report': () => 'Automatic: a delivery report',
  'proving.check.automatic.loop-header': () => 'Automatic: another workspace sent it',
  'proving.check.reply.none': () => 'Answers no work item',
  'proving.check.reply.by-tag': () => 'Its address names a work item',
  'proving.check.reply.by-header': () => 'Answers a mail of a work item',
  'proving.check.reply.too-old': () => 'Answers a work item that was closed too long ago',
}

const seen = (saw: string): string => (saw === '' ? '' : ` It is ${saw}.`)
const rules = {
  'proving.rule.important.holds': (_: { wanted: string; saw: string }) => 'The mail is marked important.',
  'proving.rule.important.fails': (_: { wanted: string; saw: string }) => 'The mail is not marked important.',
  'proving.rule.attachmentTypes.holds': (p: { wanted: string; saw: string }) =>
    `An attachment ends with ${p.wanted}: ${p.saw}.`,
  'proving.rule.attachmentTypes.fails': (p: { wanted: string; saw: string }) =>
    p.saw === ''
      ? `It has no attachment; one that ends with ${p.wanted} is wanted.`
      : `No attachment ends with ${p.wanted}. It has ${p.saw}.`,
  'proving.rule.keyWords.holds': (p: { wanted: string; saw: string }) => `The subject has ${p.wanted}.`,
  'proving.rule.keyWords.fails': (p: { wanted: string; saw: string }) => `The subject does not have ${p.wanted}.`,
  'proving.rule.recipients.holds': (p: { wanted: string; saw: string }) => `To or Cc has ${p.wanted}.`,
  'proving.rule.recipients.fails': (p: { wanted: string; saw: string }) =>
    `Neither To nor Cc has ${p.wanted}.${p.saw === '' ? '' : ` They have ${p.saw}.`}`,
  'proving.rule.senders.holds': (p: { wanted: string; saw: string }) => `The sender ${p.saw} is ${p.wanted}.`,
  'proving.rule.senders.fails': (p: { wanted: string; saw: string }) => `The sender is not ${p.wanted}.${seen(p.saw)}`,
  'proving.rule.companies.holds': (p: { wanted: string; saw: string }) => `The sender ${p.saw} belongs to ${p.wanted}.`,
  'proving.rule.companies.fails': (p: { wanted: string; saw: string }) =>
    p.wanted === ''
      ? 'The companies of this rule were deleted, so it never holds.'
      : `The sender${p.saw === '' ? '' : ` ${p.saw}`} does not belong to ${p.wanted}.`,

  'proving.route.took': (p: { rules: string }) =>
    p.rules === '' ? 'It has no rules: this route takes it.' : `${p.rules} Every rule holds: this route takes it.`,
  'proving.route.took-any': (p: { rules: string }) => `${p.rules} One rule is enough: this route takes it.`,
  'proving.route.took-last': () => 'No other route took the mail: the fallback takes it.',
  'proving.route.rules': (p: { rules: string }) => p.rules,
  'proving.route.rules-any': (p: { rules: string }) => `None of its rules holds. ${p.rules}`,
  'proving.route.off-would': () => 'The route is switched off. It would take this mail.',
  'proving.route.off': (p: { rules: string }) => `The route is switched off. ${p.rules}`,
  'proving.route.behind': (p: { route: string }) => `Not asked: ${p.route} took the mail.`,
  'proving.route.joined': () => 'Not asked: the mail joins its work item.',
  'proving.route.served': () => 'Not asked: an earlier copy has its work item.',
  'proving.route.other-recipient': () => 'Not asked: a normal route took the mail for another recipient.',
  'proving.route.no-need': () => 'Not asked: the mail was decided before its routes.',
  'proving.route.new': () => 'New route',
}

const acknowledged = {
  'proving.acknowledge.send': (p: { to: string; cc: string }) =>
    `Would acknowledge to ${p.to}${p.cc === '' ? '' : `, with a copy to ${p.cc}`}.`,
  'proving.acknowledge.hold': (p: { to: string }) =>
    `Would hold the acknowledgement to ${p.to} for a person: this sender writes faster than a person types.`,
  'proving.acknowledge.off': () => 'No acknowledgement: the route sends no automated emails.',
  'proving.acknowledge.linked': () => 'No acknowledgement: the work item is linked to an earlier one.',
  'proving.acknowledge.automatic': () => 'No acknowledgement: automatic mail is never answered automatically.',
  'proving.acknowledge.own-address': () => 'No acknowledgement: it was written from one of our addresses.',
  'proving.acknowledge.suppressed': () => 'No acknowledgement: the mail asks for no automatic answer.',
  'proving.acknowledge.answers-ourselves': () => 'No acknowledgement: it would go to one of our own addresses.',
  'proving.acknowledge.limit': () => 'No acknowledgement: this address got five within 24 hours.',
  'proving.acknowledge.cannot-send': () =>
    'No acknowledgement: nothing can leave under the process’s From address now.',
}

const outcomes = {
  'proving.new-item': (p: { kind: string; number: number }) => `new ${p.kind} ${p.number}`,
  'proving.mark.created': (p: { count: number; kind: string; test: number }) =>
    `${p.count} ${p.test === 1 ? 'test ' : ''}${p.kind === 'mixed' ? 'work items' : p.count === 1 ? p.kind : `${p.kind}s`}`,
  'proving.mark.joined': (p: { item: string; count: number }) =>
    p.count === 1 ? `Joins ${p.item}` : `Joins ${p.count} items`,
  'proving.mark.duplicate': () => 'Duplicate, kept',
  'proving.mark.ignored': () => 'Ignored, kept',
  'proving.mark.blocked': () => 'Blocked, kept',
  'proving.mark.unhandled': () => 'Unhandled, kept',
  'proving.mark.quarantined': () => 'Quarantined',
  'proving.mark.passed-over': () => 'Passed over',
  'proving.mark.not-read': () => 'Not read',
  'proving.says.created': (p: { parts: string }) => `Makes ${p.parts}.`,
  'proving.says.joined': (p: { items: string; parts: string }) =>
    `Joins ${p.items}${p.parts === '' ? '' : `, and makes ${p.parts}`}.`,
  'proving.says.part': (p: { work: string; route: string; recipient: string; test: number; process: string }) =>
    `a ${p.test === 1 ? 'test ' : ''}${p.work} in ${p.process} for ${p.recipient} by ${p.route}`,
  'proving.says.passed-over': () => 'A test message of Waypost: every poll passes over it, and it is counted nowhere.',
  'proving.expected.created': (p: { parts: string }) => `Expected: ${p.parts}.`,
  'proving.expected.part': (p: { work: string; route: string; recipient: string }) =>
    `a ${p.work} for ${p.recipient} by ${p.route}`,
  'proving.expected.unhandled-part': (p: { recipient: string; route: string }) =>
    `nothing for ${p.recipient} by ${p.route}`,
  'proving.expected.joined': () => 'Expected: it joins a work item.',
  'proving.expected.duplicate': () => 'Expected: a duplicate.',
  'proving.expected.ignored': () => 'Expected: ignored.',
  'proving.expected.blocked': () => 'Expected: blocked.',
  'proving.expected.unhandled': () => 'Expected: unhandled.',
  'proving.deleted-route': () => 'a route that was deleted',
  'proving.whole-mail': () => 'the mail as a whole',

  'proving.recipient.created': (p: { work: string; process: string }) => `${p.work} in ${p.process}.`,
  'proving.recipient.same-as': (p: { address: string }) => `Counts as ${p.address}, which has its work item.`,
  'proving.recipient.joined': () => 'Nothing of its own: the mail joins its work item.',
  'proving.recipient.decided': () => 'Nothing of its own: the mail was decided before its routes.',
  'proving.recipient.served': () => 'Nothing of its own: an earlier copy of this mail served this address.',
  'proving.recipient.primary': () => 'Nothing of its own: another recipient was taken, so the fallback is not used.',
  'proving.recipient.left': () => 'No route of its own takes it, so it is left to wildcard routes and fallback.',
  'proving.recipient.no-route': () => 'Nothing of its own: no route has this address.',
  'proving.recipient.not-taken': () => 'Nothing of its own: no route of this address takes the mail.',
  'proving.recipient.whole-unused': () => 'Wildcard routes and fallback are not used: a normal route took the mail.',
  'proving.recipient.whole-decided': () => 'Wildcard routes and fallback are not asked.',

  'proving.hint.rewritten': (p: { address: string; route: string }) =>
    `The mail was delivered to ${p.address}, which stands in neither To nor Cc, so ${p.route} is not asked. The mail server may have rewritten To, or the mail came by BCC. Connectors can trust one delivery header of their own server.`,
  'proving.hint.delivered': (p: { address: string; header: string }) =>
    `${p.address} counts as a recipient, because this connector trusts ${p.header} of its own server.`,
  'proving.hint.primary': (p: { address: string }) =>
    `${p.address} is the primary address and gets nothing of its own: another recipient was taken, so the fallback is not used.`,
  'proving.hint.no-mail': () =>
    'This does not look like a mail: it has no From, To, Date or Message-ID. Save the mail as .eml, with its headers.',
  'proving.hint.connector-off': (p: { connector: string }) =>
    `${p.connector} does not receive now. This is what would happen if it did.`,

  'proving.not-read.outlook': () =>
    'This is an Outlook item (.msg), which no mail server delivers. Save it as .eml, or forward it to the mailbox.',
  'proving.not-read.base64': () => 'Its content did not arrive whole. Drop the file again.',
  'proving.not-read.empty': () => 'The file is empty.',
  'proving.not-read.locked': () =>
    'This stored mail is encrypted and the vault is locked. Unlock it; dropped files work meanwhile.',
  'proving.not-read.gone': () => 'The source of this mail is not stored here any more.',
}

const tests = {
  'proving.test.passed': () => 'Passed',
  'proving.test.failed': () => 'Failed',
  'proving.test.not-run': () => 'Not run',
  'proving.test.differs': (p: { expected: string; now: string }) => `${p.expected} Now: ${p.now}`,
  'proving.test.no-connector': () => 'Its connector was deleted.',
  'refusal.test-locked': () =>
    'A route test is kept encrypted, and the vault is locked. Unlock it, then save the test. Nothing was saved.',
  'refusal.test-undecided': (p: { why: string }) => `This mail cannot be a route test: ${p.why}`,
  'refusal.compared-gone': () => 'This comparison is not kept any more. Compare again.',
}

/** What the screen itself says. */
const screen = {
  'proving.title': () => 'Proving ground',
  'proving.list': () => 'Mails to try',
  'proving.drop': () => 'Drop mails here, or choose',
  'proving.drop-now': () => 'Drop them: nothing is delivered, nothing is kept',
  'proving.choose': () => 'Choose mails',
  'proving.pick': () => 'Pick stored mail…',
  'proving.clear': () => 'Clear the list',
  'proving.remove': () => 'Take it off the list',
  'proving.trying': () => 'The mails are being tried',
  'proving.what': () => 'The outcome',
  'proving.empty': () => 'Drop a mail to see what would become of it',
  'proving.empty-means': () =>
    'Per recipient you see which route takes it, and why each earlier one did not. The engine itself decides; nothing is written, sent or removed.',
  'proving.no-connector': () => 'No connector receives mail yet',
  'proving.no-connector-means': () => 'Routes belong to an incoming connector. Add one, then try mails on it.',
  'proving.add-connector': () => 'Add a connector',
  'proving.pick-one': () => 'Pick a mail',
  'proving.count': (p: { count: number }) => `${plural(p.count, 'mail')}, tried in this order.`,
  'proving.no-subject': () => '(no subject)',
  'proving.no-sender': () => 'no sender',
  'proving.important': () => 'important',
  'proving.received-by': () => 'As received by',
  'proving.head': (p: { from: string; to: string; marks: string }) =>
    `${p.from} → ${p.to}${p.marks === '' ? '' : ` · ${p.marks}`}`,
  'proving.no-recipients': () => 'no recipients',
  'proving.view': () => 'View mail',
  'proving.view-title': (p: { name: string }) => `Source of ${p.name}`,
  'proving.view-cut': (p: { shown: string; size: string }) => `The first ${p.shown} of ${p.size} are shown.`,
  'proving.close': () => 'Close',
  'proving.save': () => 'Save as test',
  'proving.save-title': () => 'Save as a route test',
  'proving.save-name': () => 'Name',
  'proving.save-means': () =>
    'The mail is kept in the workspace, encrypted like other mail. The test expects what happens now, as if no copy of the mail had come before.',
  'proving.save-do': () => 'Save test',
  'proving.save-cancel': () => 'Cancel',
  'proving.save-not-decided': () => 'Nothing is decided about this mail, so nothing can be expected of it.',
  'proving.saved': (p: { name: string }) => `${p.name} is saved as a route test.`,
  'proving.show-tests': () => 'Show tests',
  'proving.checks': () => 'Checks before the routes',
  'proving.recipients': () => 'Recipients',
  'proving.to': (p: { recipient: string; outcome: string }) => `${p.recipient} → ${p.outcome}`,
  'proving.nothing-of-its-own': () => 'nothing of its own',
  'proving.left-to-rest': () => 'left to wildcard and fallback',
  'proving.rest': () => 'Wildcard routes and fallback',
  'proving.ticket': () => 'Ticket',
  'proving.case': () => 'Case',
  'proving.test-ticket': () => 'Test ticket',
  'proving.test-case': () => 'Test case',
  'proving.unhandled': () => 'unhandled',
  'proving.not-used': () => 'not used',
  'proving.attention': (p: { who: string }) => `for ${p.who}`,
  'proving.linked': (p: { item: string }) => `linked to ${p.item}`,
  'proving.order': (p: { order: number; name: string }) => `${p.order} · ${p.name}`,
  'proving.order-wildcard': (p: { name: string }) => `Wildcard · ${p.name}`,
  'proving.order-fallback': (p: { name: string }) => (p.name === 'Fallback' ? p.name : `Fallback · ${p.name}`),
  'proving.and-more': (p: { route: string; count: number }) => `${p.route} and ${p.count} more`,
  'proving.open-route': () => 'Open route',
  'proving.verdict.took': () => 'Takes it',
  'proving.verdict.rules': () => 'Does not take it',
  'proving.verdict.disabled': () => 'Switched off',
  'proving.verdict.not-asked': () => 'Not asked',
  'proving.left': (p: { count: number }) => `${plural(p.count, 'further route')} not shown.`,
  'proving.too-many': (p: { names: string }) =>
    `Left out: ${p.names}. One try takes 40 MB and 200 mails. Take others off the list first.`,
  'proving.unreadable-file': (p: { names: string }) => `Not read: ${p.names}. Folders and locked files are not taken.`,

  'proving.tab.try': () => 'Try mails',
  'proving.tab.tests': () => 'Route tests',
  'proving.tests.what': () => 'Route tests',
  'proving.tests.reading': () => 'Route tests are being run',
  'proving.tests.empty': () => 'No route test yet',
  'proving.tests.empty-means': () =>
    'Try a mail and press Save as test. From then on every edit of a route shows whether the mail still ends as expected.',
  'proving.tests.try': () => 'Try a mail',
  'proving.tests.all-pass': (p: { count: number }) =>
    p.count === 1 ? 'The route test passes.' : `All ${p.count} route tests pass.`,
  'proving.tests.fail': (p: { failed: number; of: number }) => `${p.failed} of ${plural(p.of, 'route test')} fail.`,
  'proving.tests.some-not-run': (p: { count: number }) => `${plural(p.count, 'route test')} could not be run.`,
  'proving.tests.run': () => 'Run all',
  'proving.tests.accept': () => 'Expect this from now on',
  'proving.tests.delete': () => 'Delete',
  'proving.tests.rename-do': () => 'Rename',
  'proving.tests.renamed': (p: { from: string; to: string }) => `${p.from} is called ${p.to} now.`,
  'proving.tests.deleted': (p: { name: string }) => `${p.name} is deleted.`,
  'proving.tests.accepted': (p: { name: string }) => `${p.name} expects what happens now.`,
  'proving.tests.open': () => 'Try this mail',
  'proving.tests.more': (p: { name: string }) => `Actions for ${p.name}`,
  'proving.tests.column.name': () => 'Test',
  'proving.tests.column.connector': () => 'Received by',
  'proving.tests.column.result': () => 'Result',
  'proving.tests.column.acts': () => 'Actions',
  'proving.tests.column.says': () => 'Outcome',

  'proving.stored.title': () => 'Pick stored mail',
  'proving.stored.search': () => 'Search subject or sender',
  'proving.stored.reading': () => 'Stored mail is being read',
  'proving.stored.what': () => 'The stored mail',
  'proving.stored.empty': () => 'No stored mail fits',
  'proving.stored.empty-means': () => 'Mail that was received here is kept with its source until retention removes it.',
  'proving.stored.try': (p: { count: number }) => (p.count === 0 ? 'Try' : `Try ${plural(p.count, 'mail')}`),
  'proving.stored.none': () => 'No mail is picked.',

  'proving.trial.mail': () => 'Try a mail',
  'proving.trial.mail-hint': () => 'Drop a mail to see what would become of it with this edit. Nothing is saved.',
  'proving.trial.same': () => 'Same outcome as without this edit',
  'proving.trial.other': (p: { before: string }) => `Without this edit: ${p.before}`,
  'proving.trial.compare': () => 'What would change',
  'proving.trial.ask': () => 'Compare',
  'proving.trial.again': () => 'Compare again',
  'proving.trial.comparing': () => 'Route tests and stored mail are being compared',
  'proving.trial.cancel': () => 'Cancel',
  'proving.trial.hint': (p: { newest: number }) =>
    `Before it is done: compares every route test and the newest ${p.newest} stored mails of this connector, each as if it came alone.`,
  'proving.trial.nothing': (p: { tests: number; mails: number }) =>
    `Nothing changes: ${plural(p.tests, 'route test')} and ${plural(p.mails, 'stored mail')} end as before.`,
  'proving.trial.none': () => 'There is nothing to compare yet: no route test, and no stored mail of this connector.',
  'proving.trial.changes': (p: { count: number; tests: number; mails: number }) =>
    `${plural(p.count, 'outcome')} of ${plural(p.tests, 'route test')} and ${plural(p.mails, 'stored mail')} would change.`,
  'proving.trial.ended': (p: { compared: number; of: number }) =>
    `Compared ${p.compared} of ${plural(p.of, 'stored mail')}; then the time was over.`,
  'proving.trial.not-read': (p: { count: number }) =>
    `${plural(p.count, 'stored mail')} could not be read: the vault is locked, or the source is not here any more.`,
  'proving.trial.table': () => 'Outcomes that would change',
  'proving.trial.column.mail': () => 'Mail',
  'proving.trial.column.before': () => 'Now',
  'proving.trial.column.after': () => 'Afterwards',
  'proving.trial.of-test': (p: { passes: number }) =>
    p.passes === 1 ? 'Route test, still passes' : 'Route test, would fail',
  'proving.trial.more': (p: { count: number }) => `${plural(p.count, 'further outcome')} not shown.`,
  'proving.trial.outdated': () => 'This has changed since.',
}

export const provingWords = { ...verdicts, ...rules, ...acknowledged, ...outcomes, ...tests, ...screen }
