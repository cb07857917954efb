/** What ends, and when (G6). */
export const expiryWords = {
  'expiry.title': () => 'What ends when',
  'expiry.sub': () =>
    'Certificates of servers as tests saw them last, client certificates, client secrets and sign-ins of connectors, and what services have announced. Nothing is asked on the internet.',
  'expiry.reading': () => 'What ends is being read',
  'expiry.empty': () => 'Nothing is known that ends',
  'expiry.empty-says': () => 'Certificates appear here after the first Test Connection over TLS.',
  'expiry.calendar': () => 'This month and the next twelve',
  'expiry.month': (p: { count: number }) => (p.count === 0 ? '–' : `${p.count} ${p.count === 1 ? 'end' : 'ends'}`),
  'expiry.column.day': () => 'Last day',
  'expiry.column.what': () => 'What ends',
  'expiry.column.says': () => 'What it means',
  'expiry.column.depends': () => 'What depends on it',
  'expiry.processes': (p: { count: number }) => `${p.count} live ${p.count === 1 ? 'process' : 'processes'}`,
  'expiry.certificate': (p: { host: string }) => `Certificate of ${p.host}`,
  'expiry.certificate.ended': (p: { days: number; seen: string }) =>
    `It had ended when it was last seen or since (${p.seen}): nothing connects until the server has a new one. Test again to see.`,
  'expiry.certificate.overdue': (p: { days: number; seen: string }) =>
    `This server renews about ${p.days} days before the end, and has not done so when it was seen on ${p.seen}. Tell its admin.`,
  'expiry.certificate.last-third': (p: { days: number; seen: string }) =>
    `It is in the last third of its life, as seen on ${p.seen}. Its server should have renewed it by now.`,
  'expiry.certificate.fine': (p: { days: number; seen: string }) => `As seen on ${p.seen}.`,
  'expiry.client-certificate': (p: { name: string }) => `Client certificate ${p.name}`,
  'expiry.client-certificate.ended': () =>
    'It has ended: servers turn it away. Choose the renewed .pfx file in the settings of its connector.',
  'expiry.client-certificate.soon': () =>
    'It ends within 30 days. Have it renewed, choose the new .pfx file in the settings of its connector, and prove it.',
  'expiry.client-certificate.fine': () => 'Kept in the vault.',
  'expiry.client-secret': (p: { clientId: string }) => `Client secret of the application ${p.clientId}`,
  'expiry.client-secret.ended': () =>
    'It has ended: no access token is given any more. Make a new one in Entra, and enter its Value and its day in the settings of the connectors.',
  'expiry.client-secret.soon': () =>
    'It ends within 30 days. Make a new one in Entra beside it, enter its Value and its day in the settings of the connectors, and prove them.',
  'expiry.client-secret.fine': () => 'As it was noted when the secret was entered.',
  'expiry.consent': (p: { name: string; connector: string }) => `Sign-in of ${p.name} for ${p.connector}`,
  'expiry.consent.ended': () =>
    'It was not used for 90 days, so Microsoft takes it no more. Sign in again in the settings of the connector.',
  'expiry.consent.soon': () =>
    'It was not used for 60 days. Test the connector, or let it run: each use gives it 90 days more.',
  'expiry.consent.fine': () =>
    'Each use gives it 90 days more. A changed password or an administrator can end it earlier.',
  'expiry.announced.office365-smtp-password': () => 'Username and Password for sending through Office 365 (SMTP)',
  'expiry.announced.office365-incoming-password': () => 'Username and Password for reading Office 365 by IMAP and POP3',
  'expiry.announced.says': (p: { asKnownOn: string }) =>
    `Announced by Microsoft, as known on ${p.asKnownOn}. Change to OAuth 2.0 or Graph before that day.`,
}
