/** What the command line says beside the words that it shares with the app. */

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`

/** Titles of columns and of facts. */
const titles = {
  'cli.column.action': () => 'Action',
  'cli.column.address': () => 'Address',
  'cli.column.category': () => 'Category',
  'cli.column.changed': () => 'Changed',
  'cli.column.class': () => 'Class',
  'cli.column.connector': () => 'Connector',
  'cli.column.default': () => 'Default',
  'cli.column.enabled': () => 'Enabled',
  'cli.column.entries': () => 'Domains and addresses',
  'cli.column.fault': () => 'Fault',
  'cli.column.fields': () => 'Fields',
  'cli.column.from': () => 'From',
  'cli.column.host': () => 'Host',
  'cli.column.in-today': () => 'In today',
  'cli.column.item': () => 'Item',
  'cli.column.kind': () => 'Kind',
  'cli.column.ledger': () => 'Ledger',
  'cli.column.mails': () => 'Mails',
  'cli.column.missed': () => 'Taken by others',
  'cli.column.name': () => 'Name',
  'cli.column.order': () => 'Order',
  'cli.column.out-today': () => 'Out today',
  'cli.column.outcome': () => 'Outcome',
  'cli.column.port': () => 'Port',
  'cli.column.process': () => 'Process',
  'cli.column.proof': () => 'Proof',
  'cli.column.received': () => 'Received',
  'cli.column.recipient': () => 'Recipient',
  'cli.column.reply': () => 'Server’s answer',
  'cli.column.requester': () => 'Requester',
  'cli.column.row': () => 'Row',
  'cli.column.routes': () => 'Routes',
  'cli.column.security': () => 'Security',
  'cli.column.seen': () => 'Seen',
  'cli.column.server': () => 'Server',
  'cli.column.shows': () => 'What a client meets',
  'cli.column.side': () => 'Side',
  'cli.column.state': () => 'State',
  'cli.column.subject': () => 'Subject',
  'cli.column.test-mode': () => 'Test mode',
  'cli.column.to': () => 'To',
  'cli.column.tries': () => 'Tries',
  'cli.column.used-by': () => 'Used by',
  'cli.column.verdict': () => 'Verdict',
  'cli.column.waits': () => 'Waits for proof',
  'cli.column.waiting': () => 'Mail waiting',
  'cli.column.why': () => 'Why',
  'cli.fact.additional-mailbox': () => 'Additional mailbox',
  'cli.fact.after-mail': () => 'After mail became work',
  'cli.fact.carrier': () => 'Carried by',
  'cli.fact.delivery-header': () => 'Trusted delivery header',
  'cli.fact.engine': () => 'Engine',
  'cli.fact.folder': () => 'Folder',
  'cli.fact.for-attention': () => 'For Attention',
  'cli.fact.further-addresses': () => 'Further addresses',
  'cli.fact.id': () => 'Id',
  'cli.fact.incoming-routes': () => 'Incoming routes',
  'cli.fact.incoming-state': () => 'Receiving',
  'cli.fact.kept': () => 'Kept after this session',
  'cli.fact.keychain': () => 'Keychain',
  'cli.fact.message-id': () => 'Message-ID',
  'cli.fact.next-poll': () => 'Next poll',
  'cli.fact.outgoing-routes': () => 'Outgoing routes',
  'cli.fact.outgoing-state': () => 'Sending',
  'cli.fact.owner': () => 'Owner',
  'cli.fact.password': () => 'Password',
  'cli.fact.path': () => 'File',
  'cli.fact.receiving-from': () => 'Receiving from',
  'cli.fact.route': () => 'Route',
  'cli.fact.running-since': () => 'Running since',
  'cli.fact.sent': () => 'Outbox',
  'cli.fact.slot': () => 'Opened by',
  'cli.fact.use-for': () => 'Use for',
  'cli.fact.username': () => 'Username',
  'cli.fact.vault': () => 'Vault',
  'cli.fact.workspace': () => 'Workspace',
  'cli.side.incoming': () => 'Incoming',
  'cli.side.outgoing': () => 'Outgoing',
} as const

/** States and values. */
const values = {
  'cli.yes': () => 'yes',
  'cli.no': () => 'no',
  'cli.on': () => 'on',
  'cli.off': () => 'off',
  'cli.test-mark': () => 'test',
  'cli.kept-in-vault': () => 'kept in the vault',
  'cli.outcome.passed': () => 'Passed',
  'cli.outcome.failed': () => 'Failed',
  'cli.outcome.cancelled': () => 'Cancelled',
  'cli.outcome.not-run': () => 'Not run',
  'cli.outcome.done': () => 'Done',
  'cli.mail.created': () => 'Created',
  'cli.mail.joined': () => 'Joined',
  'cli.mail.duplicate': () => 'Duplicate',
  'cli.mail.ignored': () => 'Ignored',
  'cli.mail.blocked': () => 'Blocked',
  'cli.mail.unhandled': () => 'Unhandled',
  'cli.mail.quarantined': () => 'Quarantined',
  'cli.mail.skipped': () => 'Skipped',
  'cli.mail.observed': () => 'Observed',
  'cli.mail.pending': () => 'Pending',
  'cli.import.create': () => 'create',
  'cli.import.change': () => 'change',
  'cli.import.same': () => 'as it is',
  'cli.vault.absent': () => 'no secret is stored yet',
  'cli.vault.open': () => 'open',
  'cli.vault.locked': () => 'locked',
  'cli.vault.needs-secrets': () => 'secrets must be entered again',
  'cli.balanced': () => 'balanced',
  'cli.balanced-of': (p: { seen: number }) => `balanced, ${count(p.seen, 'mail')} seen today`,
  'cli.imbalance': (p: { by: number }) => `out of balance by ${p.by}`,
  'cli.sent-today': (p: { sent: number; waiting: number; failed: number; unknown: number }) =>
    `${p.sent} sent, ${p.waiting} waiting, ${p.failed} failed, ${p.unknown} unknown`,
  'cli.engine-in': (p: { host: string; processId: number }) => `${p.host}, process ${p.processId}`,
  'cli.a-company': () => 'company',
  'cli.a-connector': () => 'connector',
  'cli.a-process': () => 'process',
  'cli.a-route': () => 'route',
  'cli.a-setting': () => 'setting',
  'cli.a-shape': () => 'shape',
} as const

/** What was typed does not fit. */
const usage = {
  'cli.usage': (p: { problem: string }) => p.problem,
  'cli.not-there': (p: { what: string; name: string; near: string }) =>
    `There is no ${p.what} “${p.name}”.${p.near === '' ? '' : ` The nearest is “${p.near}”.`}`,
  'cli.ambiguous': (p: { what: string; name: string; ids: string }) =>
    `More than one ${p.what} is called “${p.name}”. Name it by its id: ${p.ids}.`,
  'cli.not-both': (p: { one: string; other: string }) => `${p.one} and ${p.other} exclude each other.`,
  'cli.option-needed': (p: { option: string }) => `The option ${p.option} is missing.`,
  'cli.service-needed': () => 'Name at least one email service: --incoming-service, --outgoing-service or both.',
  'cli.route-test-what': () => 'Name the From addresses to test, or use --all.',
  'cli.route-stops': (p: { address: string; queued: number }) =>
    `${p.address} is in use; ${count(p.queued, 'queued mail')} would wait without a carrier.`,
  'cli.stop-confirm': (p: { name: string }) => `Nothing was changed. Type the name once more: --confirm "${p.name}".`,
  'cli.test-what': () => 'Name the connectors to test, or use --all.',
  'cli.aside-process-what': () =>
    'Name one mail by its id, or with --process the process whose waiting mail is decided again.',
  'cli.poll-what': () => 'Name the connectors to poll, or use --all.',
  'cli.try-what': () => 'Name the mails with --eml FILE…, or run the saved route tests with --tests: one of the two.',
  'cli.try-which': (p: { names: string }) =>
    `Several connectors receive: name one with --connector. There are ${p.names}.`,
  'cli.try-no-connector': () => 'No connector receives mail, so there is no route to try.',
  'cli.send-what': () => 'Give --from, --to, --subject and --text-stdin for a new mail, or --release, or --flush.',
  'cli.after-mail-form': (p: { given: string }) => `“${p.given}” is none of keep, keep:DAYS, remove and move:FOLDER.`,
  'cli.start-form': (p: { given: string }) => `“${p.given}” is none of now, all, hold and a date such as 2026-11-21.`,
  'cli.setting-form': (p: { given: string }) => `“${p.given}” is not of the form name=value.`,
  'cli.setting-number': (p: { name: string }) => `${p.name} takes a whole number.`,
  'cli.whole-number': (p: { least: number; most: number }) => `It takes a whole number from ${p.least} to ${p.most}.`,
  'cli.seconds': () => 'It takes a number of seconds.',
  'cli.stdin-taken': (p: { first: string; second: string }) =>
    `Standard input can be read once: ${p.first} and ${p.second} both want it. Use a file descriptor for one of them.`,
  'cli.fd-unreadable': (p: { fd: number; option: string }) =>
    `File descriptor ${p.fd} of ${p.option} cannot be read. The shell opens it with ${p.fd}< FILE.`,
  'cli.file-unreadable': (p: { file: string; why: string }) =>
    `${p.file} cannot be read (${p.why}). Nothing was changed.`,
  'cli.not-json': (p: { file: string; why: string }) => `${p.file} is not JSON: ${p.why}. Nothing was changed.`,
  'cli.delete-stops': (p: { name: string; routes: number; queued: number }) =>
    `Deleting “${p.name}” stops ${count(p.routes, 'incoming route')} and leaves ${count(p.queued, 'queued mail')} without a carrier. Its activity is kept.`,
  'cli.disable-stops': (p: { name: string; queued: number }) =>
    `Disabling “${p.name}” leaves ${count(p.queued, 'queued mail')} without a carrier.`,
  'cli.enable-leaves': (p: { name: string; addresses: string; queued: number }) =>
    `With the newer settings “${p.name}” does not carry ${p.addresses} any more; that leaves ${count(p.queued, 'queued mail')} without a carrier.`,
  'cli.cannot-send-any-more': (p: { process: string }) => `${p.process} cannot send any more.`,
  'cli.unmonitored-stops': () => 'The unmonitored address has no carrier any more.',
  'cli.delete-confirm': (p: { name: string }) => `Nothing was deleted. Type the name once more: --confirm "${p.name}".`,
  'cli.exit-codes': () =>
    'Exit codes: 0 done and well · 1 done, failures found · 2 wrong usage · 3 not available here · 4 refused by rule · 5 internal error · 130 cancelled',
} as const

/** Progress, and what became of it. */
const sentences = {
  'cli.ask-secret': (p: { what: string }) => `${p.what[0]?.toUpperCase() ?? ''}${p.what.slice(1)} (not shown): `,
  'cli.cancelled': () => 'Cancelled. What was under way ended at a safe point.',
  'cli.timed-out': (p: { seconds: number }) => `Cancelled after ${p.seconds} seconds, as --timeout asks.`,
  'cli.not-opened': (p: { problem: string }) => p.problem,
  'cli.failure': (p: { code: string; stage: string; where: string; said: string }) =>
    `${p.where === '' ? '' : `${p.where}: `}${p.code} at ${p.stage}${p.said === '' ? '' : ` (${p.said})`}`,
  'cli.server-said': (p: { reply: string }) => `The server said: ${p.reply}`,
  'cli.who': (p: { who: string }) => `Who can do it: ${p.who}`,
  'cli.attached': () => 'Another Waypost has this workspace open; it does the work.',
  'cli.no-connectors': () => 'There is no connector yet. `waypost connector add --help` says how to add one.',
  'cli.nothing-listed': () => 'There is nothing to list.',
  'cli.no-proof': () => 'The test ended without a result.',
  'cli.connector-added': (p: { name: string }) => `“${p.name}” is saved as a draft. Test it, then enable it.`,
  'cli.connector-saved': (p: { name: string }) => `The draft of “${p.name}” is saved.`,
  'cli.draft-discarded': (p: { name: string }) => `The draft of “${p.name}” is again as it runs.`,
  'cli.changes-wait': () => 'Changes wait until they are tested and enabled:',
  'cli.enabled': (p: { name: string }) => `“${p.name}” is enabled.`,
  'cli.disabled': (p: { name: string }) => `“${p.name}” is disabled. What was being sent finishes.`,
  'cli.deleted': (p: { name: string }) => `“${p.name}” is deleted.`,
  'cli.process-added': (p: { path: string }) => `${p.path} is saved as a draft.`,
  'cli.process-saved': (p: { path: string }) => `${p.path} is saved.`,
  'cli.process-live': (p: { path: string }) => `${p.path} is live.`,
  'cli.process-draft': (p: { path: string }) => `${p.path} is a draft again.`,
  'cli.process-routes': (p: { name: string; processes: number; routes: number; openItems: number }) =>
    `Deleting “${p.name}” deletes ${count(p.processes, 'process', 'processes')}, to which ${count(p.routes, 'route')} lead${p.routes === 1 ? 's' : ''}: their mail is set aside until they lead elsewhere. ${count(p.openItems, 'open work item')} cannot be answered any more.`,
  'cli.despite-routes': () =>
    'Nothing was deleted. Point the routes to another process first, or delete with --despite-routes.',
  'cli.process-renamed': (p: { from: string; to: string; processes: number }) =>
    `“${p.from}” is called “${p.to}” in ${count(p.processes, 'process', 'processes')}.`,
  'cli.exported-catalogue': (p: { file: string }) => `The catalogue is in ${p.file}.`,
  'cli.a-branch': () => 'customer, contract or service',
  'cli.action-form': (p: { given: string }) =>
    `“${p.given}” is no action. Write it as name=address, with ,off behind it where it takes no part.`,
  'cli.column.action-name': () => 'Action',
  'cli.fact.categories': () => 'Ticket categories',
  'cli.company-saved': (p: { name: string }) => `The company “${p.name}” is saved.`,
  'cli.route-added': (p: { name: string }) => `The route “${p.name}” is saved.`,
  'cli.route-saved': (p: { name: string }) => `The route “${p.name}” is saved.`,
  'cli.polling': (p: { name: string }) => `Polling ${p.name} …`,
  'cli.replied': (p: { id: string; state: string }) => `The answer to ${p.id}: ${p.state.toLowerCase()}.`,
  'cli.to': (p: { to: string }) => `to ${p.to}`,
  'cli.no-text': () => 'The text cannot be shown: the vault is locked.',
  'cli.page': (p: { shown: number; total: number; next: string }) =>
    `${p.shown} of ${p.total} are shown.${p.next === '' ? '' : ` The next page: --cursor ${p.next}`}`,
  'cli.aside-became': (p: { items: string }) => `It became ${p.items}.`,
  'cli.probing': (p: { address: string }) =>
    `A test message goes to ${p.address} and is looked for in the mailbox, for up to 5 minutes.`,
  'cli.not-fetched': () => 'The mail was not fetched. The log file says more.',
  'cli.aside-stays': (p: { why: string }) => `It stays set aside. ${p.why}`,
  'cli.exported': (p: { file: string }) => `The configuration is in ${p.file}, without secrets.`,
  'cli.imported': (p: { changed: number }) =>
    `${count(p.changed, 'change')} made. What is new arrived as draft: not enabled, receiving off.`,
  'cli.would-import': (p: { changed: number }) => `${count(p.changed, 'change')} would be made. Nothing was changed.`,
  'cli.exported-sheet': (p: { file: string }) => `The rows are in ${p.file}.`,
  'cli.imported-rows': (p: { create: number; change: number; same: number }) =>
    `${p.create} created, ${p.change} changed, ${p.same} as they were.`,
  'cli.would-import-rows': (p: { create: number; change: number; same: number }) =>
    `${p.create} would be created, ${p.change} changed, ${p.same} left as they are. Nothing was changed.`,
  'cli.sheet-problems': (p: { problems: number }) =>
    `${count(p.problems, 'problem')} found: the file cannot be imported. Nothing was changed.`,
  'cli.secret-missing': (p: { connector: string; secret: 'password' | 'certificate' | 'clientSecret' | 'consent' }) => {
    const said = (what: string, command: string) =>
      `The ${what} of “${p.connector}” is missing: waypost connector ${command}`
    switch (p.secret) {
      case 'password':
        return said('password', `set "${p.connector}" --password-stdin`)
      case 'certificate':
        return said('certificate', `set "${p.connector}" --certificate FILE.pfx --certificate-password-stdin`)
      case 'clientSecret':
        return said('client secret', `set "${p.connector}" --client-secret-stdin`)
      case 'consent':
        return said('sign-in', `sign-in "${p.connector}"`)
    }
  },
  'cli.settings-saved': (p: { names: string }) => `Saved: ${p.names}.`,
  'cli.unlocked-for-now': () =>
    'No other Waypost runs, so the vault is locked again when this command ends. --vault-passphrase-fd opens it for any command.',
  'cli.recovery-key-once': () => 'This key is shown this once. Print it or store it away from this computer.',
  'cli.serving': (p: { name: string; path: string }) => `Waypost serves ${p.name} (${p.path}). Ctrl-C ends it.`,
  'cli.serving-locked': () => 'The vault is locked: no sign-in is tried until `waypost vault unlock` opens it.',
  'cli.already-served': (p: { host: string; processId: number }) =>
    `Process ${p.processId} (${p.host}) serves this workspace already. One workspace has one engine; commands attach to it.`,
  'cli.stopping': () => 'Stopping …',
  'cli.owner-gone': () => 'The process that runs this workspace ended.',
  'cli.practice-runs': (p: { path: string }) => `The practice servers run for ${p.path}. Ctrl-C ends them.`,
  'cli.practice-runs-already': (p: { host: string; processId: number }) =>
    `The practice servers run already, in process ${p.processId} (${p.host}).`,
  'cli.practice-text': () => 'Hello, the printer beside the kitchen asks for toner.',
  'cli.delivered': () => 'The mail lies in the practice mailbox.',
} as const

export const cliWords = { ...titles, ...values, ...usage, ...sentences }
