import { number } from '../counted.ts'

const changes = (count: number): string => `${number(count)} ${count === 1 ? 'change' : 'changes'}`

/** The whole configuration as a file, out and in. */
export const configurationWords = {
  'configuration.panel': () => 'Configuration as a file',
  'configuration.panel-says': () =>
    'The whole configuration as readable JSON, for version control or another workspace; routes, companies and connectors also as CSV. Without secrets, mail and work items: for those, make a backup.',
  'configuration.open': () => 'Export and import…',
  'configuration.open-csv': () => 'As CSV…',
  'configuration.title': () => 'Export and import of the configuration',
  'configuration.sub': () =>
    'What a file names is created or changed; what it does not name stays. Everything arrives as draft: not enabled, receiving off, processes Draft, no proofs. What runs goes on with its settings.',
  'configuration.back': () => 'Settings',
  'configuration.export': () => 'Export',
  'configuration.import': () => 'Import',
  'configuration.import-this': (p: { changes: number }) => `Import ${changes(p.changes)}`,
  'configuration.file-hint': () => 'As an export writes it, or written by hand. Nothing is changed yet.',
  'configuration.paste': () => 'Or paste it',
  'configuration.paste-hint': () => 'The text of such a file.',
  'configuration.not-json': (p: { why: string }) =>
    `This is not JSON (${p.why.replace(/\.$/, '')}). Nothing was changed. Choose a file that an export wrote.`,
  'configuration.not-looked': () => 'Choose a file or paste it first. What would change is shown before anything is.',
  'configuration.nothing': () => 'The file changes nothing',
  'configuration.nothing-means': (p: { same: number }) =>
    `${number(p.same)} ${p.same === 1 ? 'entry says' : 'entries say'} what is there already.`,
  'configuration.does': (p: { create: number; change: number; same: number }) =>
    `${number(p.create)} would be created and ${number(p.change)} changed; ${number(p.same)} stay as they are.`,
  'configuration.field': () => 'Field',
  'configuration.missing': () => 'Secrets that are missing',
  'configuration.missing-says': () =>
    'No file holds a secret. After the import these connectors wait until theirs is entered on their own screen.',
  'configuration.secret': () => 'Secret',
  'configuration.secret.password': () => 'Password',
  'configuration.secret.certificate': () => 'Authentication Certificate',
  'configuration.done': (p: { changes: number }) => `${changes(p.changes)} made. What is new arrived as draft.`,
}
