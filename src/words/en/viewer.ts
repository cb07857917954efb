/** The lock to viewing (S4). */
export const viewerWords = {
  'refusal.locked': (p: { by: string; owner: string }) =>
    `${p.by} locked this workspace to viewing, so nothing was changed. ${p.owner}, who owns its file, unlocks it in Settings or by waypost workspace unlock.`,
  'refusal.not-owner': (p: { owner: string }) =>
    `Only the OS user who owns the workspace file unlocks it: ${p.owner}. Nothing was changed. Let that user unlock it.`,

  'viewer.title': () => 'Viewing only',
  'viewer.off': () => 'Not locked: whoever opens this workspace may change it.',
  'viewer.on': (p: { by: string }) => `Locked to viewing by ${p.by}`,
  'viewer.says': () =>
    'Locked, every screen can be read and nothing can be changed: in the app, the page and the command line. What runs goes on: mail is polled and sent. The OS user who owns the workspace file unlocks it.',
  'viewer.limits': () =>
    'It protects against slips. It does not bind someone who can write the workspace file, or who works under the owner’s account.',
  'viewer.lock': () => 'Lock to viewing',
  'viewer.unlock': () => 'Unlock',
  'viewer.not-owner': (p: { owner: string }) => `Only ${p.owner}, who owns the workspace file, unlocks it.`,
  'viewer.locked-now': () => 'Locked to viewing.',
  'viewer.unlocked-now': () => 'Unlocked. Changes are possible again.',
  'viewer.command-lock': () => 'Lock to viewing',
  'viewer.command-unlock': () => 'Unlock this workspace',

  'cli.workspace-locked': (p: { by: string }) => `Locked to viewing by ${p.by}. What runs goes on.`,
  'cli.workspace-unlocked': () => 'Unlocked. Changes are possible again.',
  'cli.fact.lock': () => 'Viewing only',
  'cli.fact.colour': () => 'Colour',
  'cli.fact.practice': () => 'Practice',

  'activity.action.locked to viewing': () => 'Locked to viewing',
  'activity.action.unlocked': () => 'Unlocked',
}
