import { plural } from '../counted.ts'

/** Go-live: what is observed, the checklist, switching, putting back, splitting. */

const observing = {
  'need.observing': (p: { connector: string; mails: number; created: number }) =>
    p.mails === 0
      ? `${p.connector} observes: nothing came yet, and nothing is changed. Switch receiving on when it is meant to take mail.`
      : `${p.connector} observes: of ${plural(p.mails, 'mail', 'mails')}, ${p.created} would become work. Nothing is taken until receiving is on.`,
  'golive.observed.title': () => 'Observed',
  'golive.observed.says': (p: { mails: number; created: number; acknowledgements: number }) =>
    `${plural(p.mails, 'mail was', 'mails were')} read and decided: ${p.created} would become work, and ${plural(p.acknowledgements, 'acknowledgement', 'acknowledgements')} would go out.`,
  'golive.observed.nothing-changes': () =>
    'Nothing is removed, created or answered. All of it is decided anew when receiving starts.',
  'golive.observed.nothing-yet': () => 'No mail yet. Each poll reads the real folder, decides, and changes nothing.',
  'golive.observed.since': () => 'Since',
  'golive.observed.outcome': (p: { outcome: string; count: number }) => `${p.count} ${p.outcome}`,
  'golive.observed.show': () => 'Show the mail',
  'golive.observed.hide': () => 'Hide the mail',
  'golive.observed.label': () => 'Observed mail',
  'golive.observed.subject': () => 'Subject',
  'golive.observed.sender': () => 'From',
  'golive.observed.received': () => 'Received',
  'golive.observed.would': () => 'Would be',
  'golive.observed.routes': () => 'By route',
  'golive.observed.not-looked': () => 'Not looked at yet',
  'golive.observed.reading': () => 'The observed mail is being read',
  'golive.observed.no-subject': () => 'No subject',
  'golive.observed.more': (p: { shown: number; total: number }) => `The newest ${p.shown} of ${p.total} are shown.`,
  'golive.observed.outcome.created': () => 'work',
  'golive.observed.outcome.joined': () => 'an answer to known work',
  'golive.observed.outcome.duplicate': () => 'a duplicate',
  'golive.observed.outcome.ignored': () => 'ignored',
  'golive.observed.outcome.blocked': () => 'blocked',
  'golive.observed.outcome.unhandled': () => 'unhandled',
  'golive.observed.outcome.quarantined': () => 'quarantined',
  'golive.observed.outcome.skipped': () => 'skipped',
  'golive.observed.outcome.observed': () => 'observed',
  'golive.observed.outcome.pending': () => 'pending',
}

const switching = {
  'golive.step.repoint': () => 'Point the draft to the real folder',
  'golive.step.check': () => 'Look at its settings',
  'golive.step.test': () => 'Test Connection',
  'golive.step.enable': () => 'Enable on the real folder',
  'golive.step.start': () => 'Switch receiving on',
  'golive.switch.none': () => 'No connector is named. Name those that are to receive.',
  'golive.switch.not-enabled': (p: { connector: string }) =>
    `${p.connector} is not enabled, so nothing was switched. Test and enable it with receiving held first.`,
  'golive.switch.already': (p: { connector: string }) => `${p.connector} receives already. Nothing was changed.`,
  'golive.switch.pending': (p: { connector: string }) =>
    `${p.connector} has changes that wait. Enable or discard them first; nothing was switched.`,
  'golive.switch.draft-stays': (p: { why: string }) =>
    `${p.why} Somebody edited the connector meanwhile, so that draft stays; what runs is as before.`,
  'golive.switch.cancelled': () => 'Cancelled before anything was switched.',
  'golive.switch.not-begun': () => 'Not begun.',
  'golive.switch.done': (p: { connector: string }) => `${p.connector} receives. Put back stays for one hour.`,
  'golive.switch.result': (p: { done: number; failed: number; of: number }) =>
    p.failed === 0 && p.done === p.of
      ? `${plural(p.done, 'connector receives', 'connectors receive')}.`
      : `${p.done} of ${plural(p.of, 'connector', 'connectors')} ${p.done === 1 ? 'receives' : 'receive'}. ${
          p.failed === 0
            ? 'The others were not begun.'
            : `${p.failed} failed and ${p.failed === 1 ? 'is' : 'are'} as before.`
        }`,
  'golive.plan.zone': (p: { zone: string }) =>
    `${p.zone || 'This'} is not a time zone. Write one such as Europe/Berlin.`,
  'golive.plan.date': (p: { date: string }) => `${p.date.replace('T', ' ')} does not exist in the calendar.`,
  'golive.holding.no-incoming': () => 'This connector does not receive, so it needs no holding folder.',
  'golive.holding.pop3': () =>
    'POP3 knows one folder only, so a holding folder is not possible. Use the receiving switch, or split the connector.',
  'golive.holding.graph': () => 'Holding folders over Graph are not part of this version. Use the receiving switch.',
  'golive.holding.in-use': (p: { connector: string }) =>
    `${p.connector} runs on its holding folder: without it the mail there would be taken. Go live, or enable another folder first.`,
  'golive.holding.still-read': (p: { connector: string; folder: string }) =>
    `${p.connector} waits in ${p.folder}, and would take the mail there once another folder is the holding folder. Set receiving to Held first.`,
  'golive.holding.same': () => 'Holding folder and real folder are the same. Choose another one to wait in.',
  'golive.holding.no-real-folder': (p: { folder: string }) =>
    `The mailbox has no folder ${p.folder}. Choose one that is there as the real folder.`,
  'golive.holding.no-folder': (p: { folder: string }) =>
    `The mailbox has no folder ${p.folder}. Choose one that is there, or let it be made.`,
  'golive.holding.not-made': (p: { folder: string; why: string }) =>
    `The server did not make the folder ${p.folder}: ${p.why}. Make it in a mail program, then choose it here.`,
  'activity.field.owner': () => 'Owner',
  'activity.field.planned': () => 'Planned go-live',
  'activity.field.holding': () => 'Holding folder',
}

const splitting = {
  'golive.split.do': () => 'Split into two…',
  'golive.split.title': (p: { name: string }) => `Split ${p.name} into two connectors`,
  'golive.split.says': (p: { name: string }) =>
    `${p.name} stays and becomes Outgoing: its From addresses and the processes that send from them stay as they are. A new Incoming connector takes the incoming routes with the fallback, and everything that was received.`,
  'golive.split.name': () => 'Name of the new Incoming connector',
  'golive.split.proposed': (p: { name: string }) => `${p.name} incoming`,
  'golive.split.confirm': () => 'Split',
  'golive.split.done': (p: { name: string; incoming: string }) =>
    `${p.name} sends. ${p.incoming} receives what ${p.name} received.`,
  'golive.split.missing': () => 'Name the new connector first.',
  'golive.split.not-both': (p: { connector: string }) =>
    `${p.connector} is not used for both, so there is nothing to split.`,
  'golive.split.pending': (p: { connector: string }) =>
    `${p.connector} has changes that wait. Enable or discard them first, then split it.`,
  'activity.action.split': () => 'Split into two',
  'activity.field.incoming route': () => 'Incoming route',
  'activity.field.split from': () => 'Split from',
}

const puttingBack = {
  'golive.put-back.over': (p: { connector: string }) =>
    `${p.connector} can not be put back: that is possible for the first hour after receiving was switched on. Switch receiving to Held to stop it.`,
  'golive.put-back.done': (p: { connector: string; mails: number; items: number; staying: number; sent: number }) =>
    [
      `${p.connector} takes no mail. ${plural(p.mails, 'mail is', 'mails are')} as before, and ${plural(p.items, 'work item was', 'work items were')} withdrawn.`,
      ...(p.staying > 0 ? [`${plural(p.staying, 'work item stays', 'work items stay')}, with its mail.`] : []),
      ...(p.sent > 0
        ? [`${plural(p.sent, 'acknowledgement that was sent stays', 'acknowledgements that were sent stay')} sent.`]
        : []),
    ].join(' '),
  'golive.put-back.not-sent': () => 'Not sent: the mail that it acknowledges was put back.',
  'activity.action.receiving put back': () => 'Receiving put back',
  'activity.action.mail put back': () => 'Mail put back',
  'activity.field.mails': () => 'Mails',
  'activity.field.withdrawn': () => 'Withdrawn',
}

const screen = {
  'app.nav.go-live': () => 'Go live',
  'app.nav.checklist': () => 'Checklist',
  'golive.reading': () => 'The checklists are being read',
  'golive.empty': () => 'No connector yet',
  'golive.empty-says': () => 'A connector’s way to its mail is shown here, with what is missing and what is dangerous.',
  'golive.pick': () => 'Choose a connector',
  'golive.pick-says': () => 'What is done, what is missing and what is dangerous appears here.',
  'golive.to-do-count': (p: { count: number }) => `${p.count} to do`,
  'golive.processes.list': (p: { open: number; of: number }) =>
    p.open === 0 ? `${p.of}, none needs anything` : `${p.open} of ${p.of} ${p.open === 1 ? 'needs' : 'need'} somebody`,
  'golive.processes.process': () => 'Process',
  'golive.processes.search': () => 'Search processes',
  'golive.processes.none': (p: { search: string }) => `No process has “${p.search}” in its path.`,
  'golive.path': () => 'The way to its mail',
  'golive.path.reached': () => '(reached)',
  'golive.path.ahead': () => '(not yet)',
  'golive.lines': (p: { name: string }) => `Checklist of ${p.name}`,
  'golive.open-connector': () => 'Open the connector',
  'golive.plan.do': () => 'Plan the day…',
  'golive.plan.title': (p: { name: string }) => `When ${p.name} goes live`,
  'golive.start-title': (p: { name: string }) => `Which mail of ${p.name} becomes work`,
  'golive.plan.local': () => 'Day and time',
  'golive.plan.zone-label': () => 'Time zone',
  'golive.plan.owner': () => 'Owner',
  'golive.plan.owner-hint': () => 'The person or team who switches it.',
  'golive.plan.decide': () => 'Say now which mail becomes work',
  'golive.plan.save': () => 'Save plan',
  'golive.holding.do': () => 'Holding folder…',
  'golive.holding.title': (p: { name: string }) => `Holding folder of ${p.name}`,
  'golive.holding.says': () =>
    'Until the go-live the connector reads a folder that receives no mail. Nothing in it is taken, made or removed.',
  'golive.holding.folder': () => 'Holding folder',
  'golive.holding.folder-hint': () => 'A folder that no rule files mail into.',
  'golive.holding.choose': () => 'Choose the folder to wait in',
  'golive.holding.choose-real': () => 'Choose the real folder',
  'golive.holding.create': () => 'Make it if it is not there',
  'golive.holding.real': () => 'Real folder',
  'golive.holding.real-hint': () => 'What is read from the go-live on.',
  'golive.holding.missing': () => 'Name both folders first.',
  'golive.holding.save': () => 'Save and test',
  'golive.holding.looking': () => 'The holding folder is being looked into',
  'golive.holding.receives': (p: { folder: string; mails: number; recent: number }) =>
    p.mails === 0
      ? `${p.folder} holds no mail.`
      : `${p.folder} holds ${plural(p.mails, 'mail', 'mails')}, ${p.recent} of the last 30 days.`,
  'golive.holding.newest': () => 'The newest came',
  'golive.holding.gone': (p: { folder: string }) => `${p.folder} is not there any more.`,
  'golive.start': () => 'Start receiving…',
  'golive.start.not-yet': (p: { why: string }) => `Not yet: ${p.why}`,
  'golive.start.says': () =>
    'Start receiving tests again, then takes mail as chosen. Put back stays for the first hour: it stops receiving and returns the mail taken. Acknowledgements that were sent cannot be taken back.',
  'golive.start.pop3': () =>
    'Start receiving tests again, then takes mail as chosen. Put back stays for the first hour: it stops receiving. Mail that POP3 removed cannot be returned, nor acknowledgements that were sent.',
  'golive.start.now-hint': () => 'What lies in the folder stays as it is.',
  'golive.start.date-hint': () => 'What was received since that day becomes work; older mail stays as it is.',
  'golive.start.all-hint': () => 'Everything in the folder becomes work, and is acknowledged where routes say so.',
  'golive.start-picker': () => 'Mail that becomes work',
  'golive.start-picker.open': (p: { names: string }) => `Mail that becomes work (${p.names})`,
  'golive.second-slot': () => 'Go on without a second way into the vault',
  'golive.second-slot.hint': () => 'Asked only where mail is removed or moved after it became work.',
  'golive.switch-many': (p: { count: number }) =>
    p.count === 0
      ? 'Switch the ready ones'
      : p.count === 1
        ? 'Switch the ready one'
        : `Switch the ${p.count} ready ones`,
  'golive.switch-many.none': () => 'No connector is ready to receive.',
  'golive.switch.title': (p: { name: string }) => `Start receiving on ${p.name}`,
  'golive.switch.title-many': (p: { count: number }) => `Start receiving on ${p.count} connectors`,
  'golive.switch.says': (p: { count: number }) =>
    p.count === 1
      ? 'It is tested again first. If a step fails, it stays as it is.'
      : 'Each is tested again first. One that fails stays as it is and stops none of the others.',
  'golive.switch.undo': () => 'Put back stays for the first hour.',
  'golive.switch.do': () => 'Start receiving',
  'golive.switch.cancel': () => 'Stop after the running ones',
  'golive.close': () => 'Close',
  'golive.under-way': () => 'Under way',
  'golive.column.connector': () => 'Connector',
  'golive.column.state': () => 'State',
  'golive.column.steps': () => 'Steps',
  'golive.column.came': () => 'What came of it',
  'golive.row.waiting': () => 'Waiting',
  'golive.row.running': () => 'Under way',
  'golive.row.done': () => 'Done',
  'golive.row.failed': () => 'Failed',
  'golive.row.cancelled': () => 'Cancelled',
  'golive.row.undone': () => 'taken back',
  'golive.export': () => 'Export the checklist',
  'golive.export.html': () => 'As a page (HTML)',
  'golive.export.markdown': () => 'As Markdown',
  'golive.put-back': () => 'Put back…',
  'golive.put-back.until': () => 'Receiving can be put back until',
  'golive.put-back.title': (p: { name: string }) => `Put receiving of ${p.name} back`,
  'golive.put-back.asking': () => 'What can be returned is being looked up.',
  'golive.put-back.in-vain': () => 'What can be returned is not known.',
  'golive.put-back.do': () => 'Put back',
  'golive.put-back.under-way': () => 'The mail is being returned',
  'golive.put-back.to': (p: { receiving: string }) => `Receiving is set to ${p.receiving}.`,
  'golive.put-back.to-holding': () => 'The holding folder is read again.',
  'golive.put-back.returns': (p: { mails: number; folder: string }) =>
    p.mails === 0 ? 'No mail has to be returned.' : `${plural(p.mails, 'mail is', 'mails are')} in ${p.folder} again.`,
  'golive.put-back.withdraws': (p: { items: number }) =>
    p.items === 0 ? 'No work item is withdrawn.' : `${plural(p.items, 'work item is', 'work items are')} withdrawn.`,
  'golive.put-back.gone': (p: { mails: number }) =>
    `${plural(p.mails, 'mail that POP3 removed is', 'mails that POP3 removed are')} not returned: their work items stay.`,
  'golive.put-back.elsewhere': (p: { mails: number }) =>
    `${plural(p.mails, 'mail of the mailbox that was read before is', 'mails of the mailbox that was read before are')} not returned: their work items stay.`,
  'golive.put-back.sent': (p: { count: number }) =>
    `${plural(p.count, 'acknowledgement was', 'acknowledgements were')} sent and cannot be taken back.`,
  'golive.put-back.unsent': (p: { count: number }) =>
    `${plural(p.count, 'acknowledgement that waits is', 'acknowledgements that wait are')} not sent.`,
  'golive.put-back.staying': () => 'Somebody worked on these, so they stay, and their mail with them:',
  'golive.put-back.broke-off': (p: { why: string }) =>
    `Not all of it could be returned: ${p.why}. Receiving is stopped; Put back goes on where it stopped.`,
  'test-all.title': () => 'Test all',
  'test-all.do': () => 'Test all',
  'test-all.sentence': () => 'Every enabled connector is tested with its saved settings',
  'test-all.says': () => 'Four at a time. Nothing is sent, and nothing changes in a mailbox.',
}

export const goliveWords = {
  ...switching,
  ...screen,
  'test-all.none': () => 'No connector is enabled, so there is nothing to test.',
  'test-all.not-begun': () => 'Not tested.',
  'test-all.cancelled': () => 'Cancelled.',
  'test-all.step': () => 'Test Connection',
  'test-all.passed': (p: { sides: number }) => (p.sides > 1 ? 'Receiving and sending passed.' : 'Passed.'),
  'test-all.result': (p: { passed: number; of: number }) =>
    p.passed === p.of ? `All ${p.of} passed.` : `${p.passed} of ${p.of} passed.`,
  ...puttingBack,
  ...splitting,
  ...observing,
}
