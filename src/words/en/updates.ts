const ask = (contact: string): string => (contact === '' ? 'the IT of your organisation' : contact)

/** Whether a newer Waypost is there, and the language. */
export const updatesWords = {
  'updates.title': () => 'Updates',
  'updates.says': () =>
    'Off by default: Waypost tells nobody that it is there. It can look once a day, while it runs, whether a folder holds a newer version. Nothing is installed by itself.',
  'updates.look': () => 'Look for updates',
  'updates.never': () => 'Never',
  'updates.folder-choice': () => 'In this folder',
  'updates.folder': () => 'Folder of releases',
  'updates.folder-hint': () =>
    'An https address that holds the release files themselves, such as latest.yml: a mirror in your house. Its certificate has to be trusted as that of a mail server, and the proxy is used.',
  'updates.folder-error': () =>
    'The folder is an https address without user name, ? or #, such as https://mirror.example.com/waypost/.',
  'updates.now': () => 'Look now',
  'updates.looking': () => 'The folder is being looked at',
  'updates.save-first': () => 'Save the folder first.',
  'updates.there': (p: { version: string; released: string; pre: number }) =>
    `Waypost ${p.version} is there${p.pre === 1 ? ', a pre-release' : ''}${p.released === '' ? '' : ` (released ${p.released})`}.`,
  'updates.newest': (p: { version: string; found: string }) =>
    p.version === p.found
      ? `Waypost ${p.version} runs here, and it is the newest that the folder holds.`
      : `Waypost ${p.version} runs here. The folder holds ${p.found}, which is not newer.`,
  'updates.not-yet': (p: { version: string }) => `Waypost ${p.version} runs here. The folder was not looked at yet.`,
  'updates.runs': (p: { version: string }) => `Waypost ${p.version} runs here.`,
  'updates.copy': () => 'Copy its address',
  'updates.install': () => 'Install it as you installed this one. The workspace stays where it is.',
  'updates.looked': () => 'Looked at',
  'updates.problem.failure': (p: { address: string; why: string }) =>
    `${p.address} could not be read. ${p.why} What was known before still counts; the next look is in a day.`,
  'updates.problem.status': (p: { address: string; status: number }) =>
    `${p.address} answers with status ${p.status}, so there is no release file for this computer. Check that the folder is the one that holds it.`,
  'updates.problem.elsewhere': (p: { address: string; to: string }) =>
    `${p.address} sends to ${p.to}, which is another server or not https. Nothing was asked there. Name a folder that holds the files itself, such as a mirror.`,
  'updates.problem.too-much': (p: { address: string }) =>
    `${p.address} is far longer than a release file, so it is something else. Check the folder.`,
  'updates.problem.no-http': (p: { address: string }) =>
    `What answers at ${p.address} does not speak HTTP. Check the address and its port.`,
  'updates.problem.file': (p: { address: string; problem: string }) =>
    `${p.address} is no release file: ${p.problem}. Check that the folder is the one that electron-builder’s files were put into.`,
  'refusal.updates-folder': (p: { given: string }) =>
    `${p.given === '' ? 'Nothing' : p.given} is no folder that can be looked at. Name an https address without user name, ? or #.`,
  'refusal.updates-never': () => 'Waypost never looks for updates here. Name a folder in Settings first.',
  'refusal.policy-updates': (p: { contact: string }) =>
    `The policy of this computer allows no updates. Nothing is looked for. Ask ${ask(p.contact)}.`,
  'policy.updates-refused': () => 'The policy of this computer allows no updates.',
  'need.update': (p: { version: string }) => `Waypost ${p.version} is there.`,
  'need.action.update': () => 'Show it',

  'activity.field.updatesFrom': () => 'Folder of releases',

  'language.label': () => 'Language',
  'language.english': () =>
    'English is the only language. Dates read 27 Nov 2026 and numbers 1,234.5, whatever this computer is set to.',
} as const
