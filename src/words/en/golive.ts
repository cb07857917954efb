/** Go-live: what is observed, the checklist, switching, putting back, splitting. */
const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

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

export const goliveWords = {
  ...switching,
  'test-all.none': () => 'No connector is enabled, so there is nothing to test.',
  'test-all.not-begun': () => 'Not tested.',
  'test-all.cancelled': () => 'Cancelled.',
  'test-all.step': () => 'Test Connection',
  'test-all.passed': (p: { sides: number }) => (p.sides > 1 ? 'Receiving and sending passed.' : 'Passed.'),
  'test-all.result': (p: { passed: number; of: number }) =>
    p.passed === p.of ? `All ${p.of} passed.` : `${p.passed} of ${p.of} passed.`,
  ...puttingBack,
  ...observing,
}
