/** Words that every screen shares while it waits for an answer of the engine, or shows a refusal. */
export const answerWords = {
  'answer.not-shown': (p: { what: string }) => `${p.what} cannot be shown.`,
  'answer.to-do': () => 'Nothing was changed. Try again; Activity and the log file say more if it stays so.',
  'answer.again': () => 'Try again',
  'answer.cancel': () => 'Cancel',
  'answer.unlock': () => 'Unlock the vault',
  'answer.close': () => 'Close',
  'answer.more': (p: { shown: number; total: number }) => `Show more (${p.shown} of ${p.total} shown)`,
  'answer.nothing-changed': () => 'Nothing is changed.',
  'answer.busy': () => 'The change is being saved.',
  'answer.stale': () => 'Show what is saved now',
  'answer.on': () => 'On',
  'answer.off': () => 'Off',
  'answer.viewer': () => 'Waypost is locked to viewing. The owner of this workspace unlocks it in Settings.',
}
