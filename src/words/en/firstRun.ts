/** The first start of a workspace. */
export const firstRunWords = {
  'firstRun.title': () => 'Prove your mail before it goes live',
  'firstRun.sub': () =>
    'None of your mail is read, moved or removed until you enable a connector. Everything stays on this computer.',
  'firstRun.sub-practice': () =>
    'These mail servers run inside Waypost, in a workspace of their own. No mail leaves this computer.',
  'firstRun.diagnose': () => 'Diagnose a server',
  'firstRun.diagnose-says': () => 'Test a mailbox or a sending server now. Its settings and password are not kept.',
  'firstRun.diagnose-do': () => 'Start a diagnosis',
  'firstRun.connect': () => 'Connect a mailbox',
  'firstRun.connect-says': () =>
    'Enter its servers and its sign-in. Waypost tests every step before anything is enabled.',
  'firstRun.connect-says-practice': () =>
    'Its servers and its sign-in are filled in with one press. Test it, enable it, and a first work item arrives.',
  'firstRun.connect-do': () => 'Add a connector',
  'firstRun.practise': () => 'Practise',
  'firstRun.practise-says': () =>
    'Mailboxes and a sending server inside Waypost, in a workspace of their own. Break things.',
  'firstRun.practise-do': () => 'Open practice',
  'firstRun.servers': () => 'The practice servers',
  'firstRun.servers-says': () => 'Mailboxes, passwords, and the faults that can be switched on.',
  'firstRun.servers-do': () => 'Show the servers',
  'firstRun.own': () => 'Your own workspace',
  'firstRun.own-says': () => 'Leave practice. Its servers go on running until Waypost ends.',
  'firstRun.own-do': () => 'Leave practice',
  'firstRun.secrets': (p: { keychain: string }) => `Secrets are encrypted with a key in ${p.keychain}.`,
  'firstRun.secrets-kept': () => 'Secrets are encrypted; the key is kept as chosen in Settings.',
  'firstRun.secrets-link': () => 'Where secrets live',
}
