interface Absent {
  readonly connector: string
  readonly address: string
  readonly running: string
}

/** The catalogue of processes: what holds a process up, what an act on it stops, and its files. */
export const catalogueWords = {
  'absent.incoming-only': (p: Absent) => `${p.connector} is for incoming mail only, so it cannot send.`,
  'absent.connector-draft': (p: Absent) =>
    `${p.connector} was never enabled. It is tested and enabled first, under Connectors.`,
  'absent.connector-off': (p: Absent) => `${p.connector} is disabled. Enable it, with Sending on.`,
  'absent.sending-off': (p: Absent) => `Sending of ${p.connector} is off. Switch it on.`,
  'absent.draft-waits': (p: Absent) =>
    `It is the draft of a route that sends under ${p.running}. It waits for its test and for Enable.`,
  'absent.not-tested': (p: Absent) => `${p.address} was never tested. Test its route, then enable it, under Routes.`,
  'absent.test-failed': (p: Absent) => `The last test of ${p.address} failed. Its route shows why, under Routes.`,
  'absent.test-old': (p: Absent) =>
    `The last test of ${p.address} is older than 30 days, or was about other settings. Test its route again, then enable it.`,
  'absent.route-off': (p: Absent) => `${p.address} is proved, and its route is off. Enable it under Routes.`,

  'live.from': (p: { address: string }) => p.address || 'its own From address is empty',
  'live.action': (p: { action: string; address: string }) =>
    `${p.address || 'an empty From address'} (action ${p.action})`,
  'refusal.actions-not-carried': (p: { process: string; addresses: string }) =>
    `${p.process} cannot be live, since no enabled outgoing route carries: ${p.addresses}. Enable a connector or route that sends for it, choose another From address, or let the action take no part.`,
  'refusal.actions-cases-only': () => 'Only case processes have actions.',
  'refusal.action-twice': (p: { action: string }) =>
    `${p.action} is the name of an earlier action of this process. Choose another one.`,
  'refusal.action-gone': (p: { action: string; process: string }) =>
    `${p.process} has no action ${p.action} that takes part. Nothing was sent. Choose what to answer as again.`,
  'refusal.not-one-branch': () =>
    'These processes do not lie in one customer, contract or service. Nothing was renamed.',

  'processes.action-of': (p: { process: string; action: string }) => `${p.process}, action ${p.action}`,
  'processes.action-text': (p: { name: string; address: string; takesPart: string }) =>
    `${p.name} <${p.address}>${p.takesPart === 'true' ? '' : ' (takes no part)'}`,
  'processes.action.no-part': () => 'Takes no part',
  'processes.action.part': () => 'Takes part',
  'processes.action.problem': (p: { action: string; problem: string }) => `Action ${p.action}: ${p.problem}`,
  'activity.field.actions': () => 'Actions',
  'activity.field.action': () => 'Answered as',
  'activity.action.brought back': () => 'Brought back as a draft',
  'connectors.delete.action': (p: { process: string; action: string }) =>
    `Action ${p.action} of ${p.process} cannot send any more.`,

  'catalogue.open': () => 'Import and export…',
  'catalogue.title': () => 'Import and export of processes',
  'catalogue.sub': () =>
    'The catalogue as CSV, for a spreadsheet, or as JSON. What a file names is made as a draft or changed; what it does not name stays as it is.',
  'catalogue.back': () => 'All processes',
  'catalogue.csv': () => 'CSV, for a spreadsheet',
  'catalogue.json': () => 'JSON',
  'catalogue.file-hint': () =>
    'CSV with the names of the columns in its first row, or JSON as an export writes it. Nothing is changed yet.',
  'catalogue.paste-hint': () => 'From a spreadsheet, with the row that names the columns, or JSON.',

  'connectors.stop.disable': (p: { name: string }) => `Disable ${p.name}`,
  'connectors.stop.disable-do': () => 'Disable',
  'connectors.stop.sending-off': (p: { name: string }) => `Switch Sending of ${p.name} off`,
  'connectors.stop.sending-off-do': () => 'Switch Sending off',
  'connectors.stop.means': (p: { live: number }) =>
    p.live === 0
      ? 'Something sends from this connector. It stops:'
      : p.live === 1
        ? '1 live process sends from this connector. It stays live and takes mail in, and cannot send until an address is carried again:'
        : `${p.live} live processes send from this connector. They stay live and take mail in, and cannot send until an address is carried again:`,

  'items.reply-as': () => 'Answer as',
  'items.reply-as-itself': () => 'The process itself',

  'sheet.action-alone': (p: { process: string }) =>
    `${p.process} is not there, so it can have no action. Give it a row of its own, with an empty Action.`,
  'sheet.not-of-action': () => 'an action has none of its own. It stands in the row of its process.',
  'sheet.only-of-action': () => 'this says something of actions only. This row has no Action.',
  'sheet.not-json': (p: { why: string }) => `the text is not JSON: ${p.why}`,
  'sheet.no-processes': () => 'the file holds no list of processes.',
}
