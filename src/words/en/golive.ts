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
  ...puttingBack,
  ...observing,
}
