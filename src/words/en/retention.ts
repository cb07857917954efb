const mails = (count: number): string => (count === 1 ? '1 mail' : `${count.toLocaleString('en-GB')} mails`)
const days = (count: number): string => (count === 1 ? '1 day' : `${count.toLocaleString('en-GB')} days`)
const megabytes = (octets: number): string =>
  octets < 100_000
    ? `${Math.max(1, Math.round(octets / 1000))} kB`
    : `${(octets / 1_000_000).toLocaleString('en-GB', { maximumFractionDigits: 1 })} MB`
const date = (instant: string): string => instant.slice(0, 10)
const ask = (contact: string): string => (contact === '' ? 'the IT of your organisation' : contact)

/** How long raw mail is kept (V3), and mail that is gone. */
export const retentionWords = {
  'retention.label': () => 'Keep raw mail',
  'retention.ever': () => 'For ever',
  'retention.days': () => 'For days after closing',
  'retention.days-label': () => 'Days after its work item closed',
  'retention.hint.ever': () => 'The workspace grows with its mail. Nothing is removed from it by itself.',
  'retention.hint.days': () =>
    'Days after its work item closed. Then the mail itself goes: source, text and attachments. Who wrote to whom, when and about what stays, and so do copies in backups. Set aside is never cleared by itself.',
  'retention.error': () => 'A whole number of days from 1 to 36,500.',
  'retention.last': (p: { at: string; mails: number; octets: number }) =>
    `Last removed on ${date(p.at)}: ${mails(p.mails)}, ${megabytes(p.octets)}.`,
  'retention.dialog': (p: { days: number }) => `Keep raw mail for ${days(p.days)}`,
  'retention.counting': () => 'Stored mail is being counted',
  'retention.now': (p: { mails: number; octets: number }) =>
    p.mails === 0
      ? 'No mail goes now.'
      : `${mails(p.mails)} (${megabytes(p.octets)}) ${p.mails === 1 ? 'goes' : 'go'} now: received mail and answers of work items that were closed long enough ago.`,
  'retention.then': (p: { days: number }) =>
    `From then on every mail goes ${days(p.days)} after its work item closed. Removed mail cannot be brought back from this workspace.`,
  'retention.stays': () =>
    'What stays: mail of work that is not closed, Set aside, mail that is being sent, route tests, backups, and everything that lies in the mailbox.',
  'retention.keep': () => 'Keep it',
  'retention.do': (p: { mails: number }) => (p.mails === 0 ? 'Save' : 'Save and remove'),

  'retention.removed': (p: { at: string; mails: number; of: number }) =>
    `The mail itself was removed on ${date(p.at)} by retention${p.mails === p.of ? '' : ` (${p.mails} of ${p.of} mails)`}; what stays is who wrote to whom, when and about what, and replies still find this work item.`,
  'retention.removed-one': (p: { at: string }) => `Removed on ${date(p.at)} by retention.`,
  'refusal.removed-by-retention': (p: { at: string }) =>
    `Retention removed this mail on ${date(p.at)}. Its text and attachments are not here any more; a backup made before may have them.`,
  'refusal.policy-retention': (p: { contact: string }) =>
    `The policy of this computer does not allow removing mail, and stored mail may be the only copy. Nothing was saved. Keep it for ever, or ask ${ask(p.contact)}.`,
  'policy.retention-refused': () => 'The policy of this computer does not allow removing mail, stored mail neither.',
  'proving.not-read.removed': (p: { at: string }) => `Retention removed this mail on ${date(p.at)}.`,
  'proving.stored.removed': (p: { count: number }) =>
    `${mails(p.count)} ${p.count === 1 ? 'is' : 'are'} not in this list: retention removed the mail itself.`,
  'proving.trial.removed': (p: { count: number }) =>
    `${mails(p.count)} of this connector ${p.count === 1 ? 'was' : 'were'} passed over: retention removed the mail itself.`,
  'activity.action.removed by retention': () => 'Removed by retention',
  'activity.field.size': () => 'Size',
  'activity.field.retentionDays': () => 'Keep raw mail (days)',
  'cli.retention-confirm': (p: { days: number }) =>
    `Nothing was saved. Give --confirm ${p.days} to keep raw mail for ${days(p.days)} only.`,
}
