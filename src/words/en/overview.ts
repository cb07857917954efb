const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']
const number = (count: number): string => numbers[count] ?? String(count)
const mailboxes = (count: number): string => (count === 1 ? '1 mailbox' : `${count} mailboxes`)

/** What needs me, today's mail, every connector. */
export const overviewWords = {
  'overview.title': (p: { needs: number }) =>
    p.needs === 0 ? 'Nothing needs you' : p.needs === 1 ? 'One thing needs you' : `${number(p.needs)} things need you`,
  'overview.reading': () => 'The overview is being read',
  'overview.needs': () => 'What needs you',
  'overview.sub': (p: { needs: number; receivingFrom: number; lookedInto: number; lastMail: string }) =>
    `${p.needs === 0 || p.receivingFrom === 0 ? '' : 'Everything else runs. '}${
      p.receivingFrom === 0
        ? p.lookedInto === 0
          ? 'No mailbox is read now.'
          : `No mail is taken now; ${mailboxes(p.lookedInto)} ${p.lookedInto === 1 ? 'is' : 'are'} held or observed.`
        : `Receiving from ${mailboxes(p.receivingFrom)}${p.lastMail === '' ? ', no mail yet' : `, last mail ${p.lastMail}`}.`
    }`,
  'overview.tone.failed': () => 'Failed',
  'overview.tone.warning': () => 'Warning',
  'overview.tone.info': () => 'Information',
  'overview.today': () => 'Today’s mail',
  'overview.balanced': (p: { seen: string }) => `${p.seen} seen, ${p.seen} accounted for`,
  'overview.not-balanced': (p: { seen: string; accounted: string }) => `${p.seen} seen, ${p.accounted} accounted for`,
  'overview.at': () => 'at',
  'overview.made': (p: { test: number }) => `work items made${p.test > 0 ? `, ${p.test} as test` : ''}`,
  'overview.outcome.joined': () => 'joined',
  'overview.outcome.duplicate': () => 'duplicate',
  'overview.outcome.ignored': () => 'ignored',
  'overview.outcome.blocked': () => 'blocked',
  'overview.outcome.unhandled': () => 'unhandled',
  'overview.outcome.quarantined': () => 'quarantined',
  'overview.outcome.skipped': () => 'skipped, older than the start',
  'overview.outcome.observed': () => 'observed',
  'overview.outcome.pending': () => 'pending',
  'overview.sent': (p: { sent: number; waiting: number; failed: number; unknown: number }) =>
    `Sent ${p.sent} · waiting ${p.waiting} · failed ${p.failed} · unknown ${p.unknown}`,
  'overview.connectors': () => 'Connectors',
  'overview.column.connector': () => 'Connector',
  'overview.column.receiving': () => 'Receiving',
  'overview.column.sending': () => 'Sending',
  'overview.column.last-poll': () => 'Last poll',
  'overview.column.in': () => 'In today',
  'overview.column.waiting': () => 'Waiting in mailbox',
  'overview.column.out': () => 'Out today',
  'overview.column.proof': () => 'Last proof',
  'overview.side-unused': () => 'Not in use',
  'overview.took': (p: { seconds: string }) => `${p.seconds} s`,
  'overview.poll-failed': () => 'failed',
  'overview.proof': (p: { incoming: string; outgoing: string }) =>
    p.incoming !== '' && p.outgoing !== '' && p.incoming !== p.outgoing
      ? `In ${p.incoming}, Out ${p.outgoing}`
      : p.incoming || p.outgoing || '–',
  'overview.proof-when': (p: { when: string; failed: 'yes' | 'no' }) =>
    p.failed === 'yes' ? `failed ${p.when}` : p.when,
  'overview.empty': () => 'No connector yet',
  'overview.empty-says': () =>
    'A connector is one mailbox or one way out. None of your mail is read until one is enabled.',
}
