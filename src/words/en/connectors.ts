import { plural } from '../counted.ts'

const directionNames: Readonly<Record<string, string>> = { incoming: 'Incoming', outgoing: 'Outgoing', both: 'Both' }

const test = {
  'connectors.test.do': () => 'Test Connection',
  'connectors.test.again': () => 'Test again',
  'connectors.test.cancel': () => 'Cancel the test',
  'connectors.test.running': () => 'The test is running',
  'connectors.test.running.incoming': () => 'Receiving is being tested.',
  'connectors.test.running.outgoing': () => 'Sending is being tested.',
  'connectors.test.never': () => 'Not tested yet',
  'connectors.test.never-says': () =>
    'A test goes through every step, as mail would, and changes nothing in the mailbox beyond its own test message.',
  'connectors.test.not-now': (p: { count: number }) =>
    `The settings miss ${p.count === 1 ? 'one field' : `${p.count} fields`}. Complete them first.`,
  'connectors.test.side': () => 'Side',
  'connectors.test.passed': (p: { count: number }) => `${p.count} passed`,
  'connectors.test.warning': (p: { count: number }) => plural(p.count, 'warning'),
  'connectors.test.failed': (p: { count: number }) => `${p.count} failed`,
  'connectors.test.not-run': (p: { count: number }) => `${p.count} not run`,
  'connectors.test.state.passed': () => 'Passed',
  'connectors.test.state.warning': () => 'Warning',
  'connectors.test.state.failed': () => 'Failed',
  'connectors.test.state.not-run': () => 'Not run',
  'connectors.test.state.running': () => 'Running',
  'connectors.test.state.pending': () => 'To come',
  'connectors.test.ms': (p: { ms: number }) =>
    p.ms < 10_000 ? `${Math.round(p.ms)} ms` : `${(p.ms / 1000).toFixed(1)} s`,
  'connectors.test.who': (p: { who: string }) => `Who can do it: ${p.who}`,
  'connectors.test.copy-request': () => 'Copy as request',
  'connectors.test.transcript': () => 'Transcript',
  'connectors.test.transcript-says': () => 'Every line that was said, without credentials.',
  'connectors.test.transcript-none': () => 'Nothing was said: no connection came about.',
  'connectors.test.transcript-copy': () => 'Copy',
  'connectors.test.transcript-save': () => 'Save',
  'connectors.test.tone.ok': () => 'Proved',
  'connectors.test.tone.warning': () => 'Warning',
  'connectors.test.tone.failed': () => 'Failed',
  'connectors.test.tone.info': () => 'Information',
  'connectors.test.tone.test': () => 'Test',
  'connectors.test.tone.neutral': () => 'No result',
  'connectors.test.tone.off': () => 'Off',
  'connectors.test.outdated': () => 'It was about other settings than those that are saved now.',
  'connectors.test.options': () => 'The next test also tries',
  'connectors.test.round-trip': () => 'Delivered unchanged',
  'connectors.test.round-trip.nowhere': () => 'Do not send',
  'connectors.test.round-trip.workspace': () => 'To a mailbox of this workspace',
  'connectors.test.round-trip.address': () => 'To an address',
  'connectors.test.round-trip-hint': () =>
    'Sends one real message and looks for it, to see that the From address arrives as it left. Up to 5 minutes.',
  'connectors.test.round-trip-label': () => 'Address for the test message',
  'connectors.test.removal': () => 'Move and remove in the real folder',
  'connectors.test.removal-hint': () =>
    'The test’s own message is put into the folder and removed again. Another program that reads this folder may take it first.',
  'connectors.test.confirm': () => 'Did the test message arrive with its From address unchanged?',
  'connectors.test.confirm-yes': () => 'It arrived unchanged',
  'connectors.test.confirm-no': () => 'It did not',
  'connectors.history.empty': () => 'No test was made yet',
  'connectors.history.label': () => 'Tests',
  'connectors.history.when': () => 'When',
  'connectors.history.side': () => 'Side',
  'connectors.history.outcome': () => 'Outcome',
  'connectors.history.sentence': () => 'What came of it',
  'connectors.history.outcome.passed': () => 'Passed',
  'connectors.history.outcome.failed': () => 'Failed',
  'connectors.history.outcome.cancelled': () => 'Cancelled',
  'connectors.history.current': () => 'settings as they are saved',
  'connectors.history.back': () => 'All tests',
}

const running = {
  'connectors.enable.do': () => 'Enable…',
  'connectors.enable.needs-fallback': () =>
    'Receiving is proved. It can be enabled when the fallback route says what its mail becomes.',
  'connectors.enable.choose-fallback': () => 'Choose the fallback',
  'connectors.enable.show-items': () => 'Show work items',
  'connectors.enable.again': () => 'Enable these settings…',
  'connectors.enable.not-proved': (p: { sides: string }) => `${p.sides} has no passed test of the saved settings.`,
  'connectors.enable.both-sides': () => 'Receiving and sending',
  'connectors.enable.receiving': () => 'Receiving',
  'connectors.enable.sending': () => 'Sending',
  'connectors.enable.title': (p: { name: string }) => `Enable ${p.name}`,
  'connectors.enable.title-receiving': (p: { name: string }) => `Start receiving for ${p.name}`,
  'connectors.enable.asking': () => 'The mailbox is being asked what waits; no mail is read.',
  'connectors.enable.asked-in-vain': () => 'The mailbox did not answer.',
  'connectors.enable.waiting': (p: { count: number; folder: string }) =>
    p.count === 0 ? `No mail waits in ${p.folder}.` : `${plural(p.count, 'mail waits', 'mails wait')} in ${p.folder}.`,
  'connectors.enable.oldest': () => 'The oldest is from',
  'connectors.enable.newest': () => 'the newest from',
  'connectors.enable.age.day': (p: { count: number }) => `${p.count} from the last day`,
  'connectors.enable.age.week': (p: { count: number }) => `${p.count} from the last week`,
  'connectors.enable.age.month': (p: { count: number }) => `${p.count} from the last month`,
  'connectors.enable.age.year': (p: { count: number }) => `${p.count} from the last year`,
  'connectors.enable.age.older': (p: { count: number }) => `${p.count} older`,
  'connectors.enable.age.unknown': (p: { count: number }) => `${p.count} without a date`,
  'connectors.enable.start': () => 'Which mail becomes work',
  'connectors.enable.start.now': () => 'From now on',
  'connectors.enable.start.now-note': () => 'What waits stays where it is, untouched.',
  'connectors.enable.start.date': () => 'From a date',
  'connectors.enable.start.date-note': () => 'Older mail stays where it is, untouched.',
  'connectors.enable.start.date-label': () => 'From this day on',
  'connectors.enable.start.date-missing': () => 'Choose the day first.',
  'connectors.enable.start.all': () => 'All of it',
  'connectors.enable.start.all-note': (p: { count: number }) =>
    p.count === 0 ? 'Nothing waits.' : `${plural(p.count, 'mail is', 'mails are')} taken at once.`,
  'connectors.enable.start.hold': () => 'Hold',
  'connectors.enable.start.hold-note': () => 'Connect and count what waits; no content is read.',
  'connectors.preview.title': () => 'What the waiting mail would become',
  'connectors.preview.reading': () => 'The waiting mail is read and decided, as a poll would. Nothing is changed.',
  'connectors.preview.nothing': () => 'No mail waits that it would take.',
  'connectors.preview.made': (p: { count: number; live: boolean }) =>
    `${p.count === 1 ? '1 mail' : `${p.count.toLocaleString('en-GB')} mails`} would become work${p.live ? ', with the process set live' : ''}.`,
  'connectors.preview.acknowledgements': (p: { count: number }) =>
    p.count === 0
      ? 'No acknowledgement would go out.'
      : p.count === 1
        ? '1 acknowledgement would go out.'
        : `${p.count.toLocaleString('en-GB')} acknowledgements would go out.`,
  'connectors.preview.looked': (p: { looked: number; waiting: number }) =>
    `The newest ${p.looked.toLocaleString('en-GB')} of ${p.waiting.toLocaleString('en-GB')} were looked at.`,
  'connectors.preview.route': (p: { route: string; count: number }) => `${p.route}: ${p.count.toLocaleString('en-GB')}`,
  'connectors.preview.joined': (p: { count: number }) =>
    p.count === 1 ? '1 joins a work item' : `${p.count} join work items`,
  'connectors.preview.unhandled': (p: { count: number }) => `${p.count} unhandled`,
  'connectors.preview.duplicate': (p: { count: number }) => `${p.count} duplicate`,
  'connectors.preview.ignored': (p: { count: number }) => `${p.count} ignored`,
  'connectors.preview.blocked': (p: { count: number }) => `${p.count} blocked`,
  'connectors.preview.unread': (p: { count: number }) => `${p.count} cannot be read`,
  'connectors.enable.leaves': (p: { addresses: string; count: number; stops: boolean }) =>
    `${p.addresses} ${p.count === 1 ? 'is' : 'are'} not carried any more once these settings run: nothing can be sent under ${p.count === 1 ? 'it' : 'them'}.${p.stops ? ' What stops:' : ''}`,
  'connectors.enable.answered': () => 'This folder was read before. Receiving goes on where it stopped.',
  'connectors.enable.after.keep': () => 'Mail that became work is kept.',
  'connectors.enable.after.keep-days': (p: { days: number }) =>
    `Mail that became work is kept for ${plural(p.days, 'day')}.`,
  'connectors.enable.after.remove': () => 'Mail that became work is removed.',
  'connectors.enable.after.move': (p: { folder: string }) => `Mail that became work is moved to ${p.folder}.`,
  'connectors.enable.after.change': () => 'Change it in Settings',
  'connectors.enable.draft-process': (p: { path: string }) =>
    `${p.path} is a draft. Mail that the fallback takes is set aside until it is live.`,
  'connectors.enable.sending-says': () => 'Sending is switched on: mail under its From address leaves through it.',
  'connectors.enable.sending-stays-off': () =>
    'Sending stays off: it has no passed test of these settings. Switch it on after its test has passed.',
  'connectors.enable.receiving-stays-off': () =>
    'Receiving stays off: it has no passed test of these settings. Switch it on after its test has passed.',
  'connectors.enable.confirm': () => 'Enable',
  'connectors.enable.second-slot.make': () => 'Make a recovery key in Settings',
  'connectors.enable.second-slot.without': () => 'Go on with one way into the vault',
  'connectors.enable.and-live': () => 'Enable and set live',
  'connectors.enable.confirm-receiving': () => 'Start receiving',
  'connectors.enable.done': (p: { name: string }) => `${p.name} is enabled.`,
  'connectors.disable': () => 'Disable',
  'connectors.disable.done': (p: { name: string }) =>
    `${p.name} is disabled. No mailbox is read and nothing is sent by it.`,
  'connectors.disable.not-enabled': () => 'It is not enabled.',
  'connectors.delete': () => 'Delete…',
  'connectors.delete.title': (p: { name: string }) => `Delete ${p.name}`,
  'connectors.delete.consequence': (p: { live: number }) =>
    p.live === 0
      ? 'Deleting it cannot be undone. Its activity history is kept.'
      : `${plural(p.live, 'live process sends', 'live processes send')} from this connector. Deleting it stops ${p.live === 1 ? 'it' : 'them'}, and cannot be undone.`,
  'connectors.delete.route': (p: { route: string }) => `The incoming route ${p.route} is deleted.`,
  'connectors.delete.process': (p: { process: string }) => `${p.process} cannot send any more.`,
  'connectors.delete.queued': (p: { count: number }) =>
    `${plural(p.count, 'mail', 'mails')} in the outbox ${p.count === 1 ? 'loses its' : 'lose their'} way out.`,
  'connectors.delete.unmonitored': () => 'The unmonitored address is not carried any more.',
  'connectors.delete.name': () => 'Email Connector Name',
  'connectors.delete.hint': (p: { name: string }) => `Type ${p.name} to confirm.`,
  'connectors.delete.do': () => 'Delete',
  'connectors.delete.not-yet': () => 'Type the name first.',
  'connectors.delete.done': (p: { name: string }) => `${p.name} is deleted.`,
  'connectors.pending': () => 'Running with the settings of',
  'connectors.pending.changes': (p: { count: number; fields: string }) =>
    `${plural(p.count, 'change waits', 'changes wait')}: ${p.fields}.`,
  'connectors.pending.show': () => 'Show',
  'connectors.pending.hide': () => 'Hide',
  'connectors.pending.test': () => 'Test and enable',
  'connectors.pending.enable': () => 'Enable…',
  'connectors.pending.discard': () => 'Discard',
  'connectors.pending.discarded': () => 'The running settings are the saved ones again.',
  'connectors.pending.field': () => 'Field',
  'connectors.pending.from': () => 'Runs with',
  'connectors.pending.to': () => 'Draft',
  'connectors.switch.receiving': () => 'Receiving',
  'connectors.switch.sending': () => 'Sending',
  'connectors.switch.off': () => 'Off',
  'connectors.switch.held': () => 'Held',
  'connectors.switch.observe': () => 'Observe',
  'connectors.switch.on': () => 'On',
  'connectors.switch.title': () => 'At work',
  'connectors.poll.now': () => 'Poll now',
  'connectors.poll.running': () => 'The mailbox is being read',
  'connectors.poll.paused': () => 'The connector waits to be resumed.',
  'connectors.poll.off': () => 'Receiving is off.',
  'connectors.poll.last': () => 'Last poll',
  'connectors.poll.never': () => 'Not polled yet',
  'connectors.poll.waiting': (p: { count: number }) => plural(p.count, 'mail waits', 'mails wait'),
  'connectors.poll.next': () => 'next',
  'connectors.stopped.incoming': () => 'Receiving stands still since',
  'connectors.stopped.outgoing': () => 'Sending stands still since',
  'connectors.stopped.next': () => 'Next try',
  'connectors.stopped.until-test': () => 'It goes on when a test passes.',
}

/** Connectors: list, editor, Test Connection, Enable, history. */
export const connectorsWords = {
  'connectors.title': () => 'Connectors',
  'connectors.reading': () => 'The connectors are being read',
  'connectors.new': () => 'New connector',
  'connectors.add': () => 'Add a connector',
  'connectors.search': () => 'Search connectors',
  'connectors.order': (p: { order: string }) => `Order: ${p.order}`,
  'connectors.add-short': () => 'Add',
  'connectors.order.needs': () => 'Needs me first',
  'connectors.order.name': () => 'By name',
  'connectors.in': () => 'In',
  'connectors.out': () => 'Out',
  'connectors.not-in-use': () => 'Not in use',
  'connectors.none-found': (p: { typed: string }) => `No connector is called “${p.typed}”.`,
  'connectors.empty': () => 'No connector yet',
  'connectors.empty-says': () =>
    'A connector is one mailbox or one way out. None of your mail is read, moved or removed until one is enabled.',
  'connectors.pick': () => 'Choose a connector',
  'connectors.pick-says': () => 'Its settings, tests and history appear here.',
  'connectors.kind': (p: { useFor: string; services: string; address: string }) =>
    [directionNames[p.useFor] ?? p.useFor, p.services, p.address].filter((part) => part !== '').join(' · '),
  'connectors.sub': (p: { address: string; username: string }) =>
    p.username === '' || p.username === p.address
      ? p.address
      : p.address === ''
        ? `signs in as ${p.username}`
        : `${p.address} · signs in as ${p.username}`,
  'connectors.sub-new': () =>
    'A draft. Nothing is connected to until it is tested, and nothing runs until it is enabled.',
  'connectors.tab.settings': () => 'Settings',
  'connectors.tab.test': () => 'Test Connection',
  'connectors.tab.history': () => 'History',
  'connectors.restored': (p: { connector: string }) =>
    `The earlier settings of ${p.connector} are its draft now. Its secrets, and what happens to mail, stay as they are.`,
  'connectors.tab.activity': () => 'Activity',
  'connectors.tab.routes': () => 'Routes',
  'connectors.more': (p: { name: string }) => `More for ${p.name}`,
  'connectors.unnamed': () => 'Without a name',
  'connectors.gone': () => 'This connector is not there any more',
  'connectors.gone-typed': () => 'Somebody deleted it meanwhile. What you typed is still here.',
  'connectors.gone-keep': () => 'Make a new connector of it',
  'connectors.gone-says': () =>
    'It was deleted, or the address is of another workspace. Its history is under Activity.',
  ...test,
  ...running,
}
