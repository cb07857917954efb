/** A diagnosis of settings that are kept nowhere. */
export const diagnoseWords = {
  'diagnose.title': () => 'Diagnose a server',
  'diagnose.sub': () =>
    'Tests a mailbox or a sending server now, step by step. Its settings and password are not kept; nothing is enabled.',
  'diagnose.do': () => 'Start the diagnosis',
  'diagnose.change': () => 'Change the settings',
  'diagnose.failed': () => 'The diagnosis ended without a result.',
}
