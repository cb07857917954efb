import { counted, number } from '../counted.ts'

interface Counts {
  readonly create: number
  readonly change: number
  readonly same: number
}
const nouns = {
  incoming: ['route', 'routes'],
  outgoing: ['From address', 'From addresses'],
  companies: ['company', 'companies'],
  processes: ['process', 'processes'],
  connectors: ['connector', 'connectors'],
} as const
const acts = ({ create, change, kind }: Counts & { readonly kind: keyof typeof nouns }): string => {
  const [one, many] = nouns[kind]
  const some = (count: number) => counted(count, one, many)
  if (create === 0) return `Change ${some(change)}`
  return `Create ${some(create)}${change === 0 ? '' : `, change ${number(change)}`}`
}

/** Routes and companies in a CSV file: what is wrong in it, each behind its row and column. */
export const sheetWords = {
  'sheet.at-row': (p: { row: number }) => `row ${p.row}`,
  'sheet.at-cell': (p: { row: number; column: string }) => `row ${p.row}, column ${p.column}`,
  'sheet.field': (p: { column: string; from: string; to: string }) =>
    `${p.column}: ${p.from === '' ? '–' : p.from} → ${p.to === '' ? '–' : p.to}`,
  'sheet.empty': () => 'the file has no row. Its first row names the columns.',
  'sheet.column-unknown': (p: { columns: string }) => `there is no such column. The columns are: ${p.columns}.`,
  'sheet.column-password': () =>
    'passwords are never in a file. Take the column out; the password is entered on the connector’s own screen.',
  'sheet.not-a-choice': (p: { cell: string; choices: string }) => `“${p.cell}” is none of: ${p.choices}.`,
  'sheet.not-a-port': (p: { cell: string }) => `“${p.cell}” is no port: 1 to 65535.`,
  'sheet.not-after-mail': (p: { cell: string }) =>
    `“${p.cell}” is none of: Keep, Keep 30 days, Remove, Move to and the name of a folder.`,
  'sheet.no-folder': () => 'POP3 has no folders. Leave this cell empty.',
  'sheet.side-not-used': (p: { useFor: string }) =>
    `this connector is for: ${p.useFor}. Leave the cell empty, or change Use for.`,
  'sheet.column-unnamed': () => 'this column has cells and no name in the first row.',
  'sheet.column-twice': () => 'this column stands here twice.',
  'sheet.column-missing': () => 'this column is missing.',
  'sheet.quote-open': () => 'the quote that begins this cell is never closed.',
  'sheet.quote-followed': () => 'the cell goes on behind its closing quote. A quote inside a cell is written twice.',
  'sheet.cell-beyond': () => 'this cell is beyond the columns that the first row names.',
  'sheet.not-yes': (p: { cell: string }) => `“${p.cell}” is neither Yes nor No.`,
  'sheet.not-a-place': (p: { cell: string }) =>
    `“${p.cell}” is no place in the order. Write 1, 2, 3, or Last for the fallback.`,
  'sheet.too-many': (p: { limit: number }) => `this list has more than ${p.limit} entries.`,
  'sheet.process-unknown': (p: { process: string }) =>
    `there is no process “${p.process}”. Write it as Customer / Contract / Service / Process.`,
  'sheet.company-unknown': (p: { company: string }) =>
    `there is no company “${p.company}”. Companies are imported before the routes that name them.`,
  'sheet.connector-unknown': (p: { connector: string }) => `there is no connector “${p.connector}”.`,
  'sheet.row-twice': (p: { name: string; row: number }) => `${p.name} stands in row ${p.row} already.`,
  'sheet.no-fallback': (p: { connector: string }) =>
    `${p.connector} has no fallback yet. It is set where the connector is set up.`,
  'sheets.open': () => 'Import and export…',
  'sheets.title': () => 'Import and export as CSV',
  'sheets.sub': () =>
    'Routes, companies and connectors, for a spreadsheet. What a file names is created or changed; what it does not name stays as it is.',
  'sheets.back': () => 'All routes',
  'sheets.export': () => 'Export',
  'sheets.import': () => 'Import',
  'sheets.import-this': acts,
  'sheets.kind.incoming': () => 'Incoming routes',
  'sheets.kind.outgoing': () => 'From addresses',
  'sheets.kind.companies': () => 'Companies',
  'sheets.kind.connectors': () => 'Connectors',
  'sheets.secrets': (p: { connectors: string }) =>
    `Passwords and certificates are never in a file. These connectors need theirs entered afterwards: ${p.connectors}.`,
  'sheets.file': () => 'File',
  'sheets.file-hint': () =>
    'Its first row names the columns, as in an export. Commas, semicolons and tabs are all read. Nothing is changed yet.',
  'sheets.choose': () => 'Choose a file…',
  'sheets.paste': () => 'Or paste rows',
  'sheets.paste-hint': () => 'From a spreadsheet, with the row that names the columns.',
  'sheets.pasted': () => 'Pasted rows',
  'sheets.paste-none': () => 'Nothing is pasted yet.',
  'sheets.look': () => 'Show what would change',
  'sheets.look-again': () => 'Look again',
  'sheets.looking': () => 'The file is being read',
  'sheets.holds': () => 'The file holds',
  'sheets.not-looked': () => 'Choose a file or paste rows first. What would change is shown before anything is.',
  'sheets.not-with-problems': () => 'The file has problems. They are mended in the file; then it is chosen again.',
  'sheets.row': () => 'Row',
  'sheets.column': () => 'Column',
  'sheets.wrong': () => 'What is wrong',
  'sheets.action': () => 'Change',
  'sheets.creates': () => 'Create',
  'sheets.changes': () => 'Change',
  'sheets.connector': () => 'Connector',
  'sheets.name': () => 'Name',
  'sheets.from': () => 'From',
  'sheets.to': () => 'To',
  'sheets.problems': (p: { count: number; shown: number }) =>
    `${counted(p.count, 'problem')} in the file. Nothing is imported until there is none.${p.shown < p.count ? ` The first ${number(p.shown)} are shown.` : ''}`,
  'sheets.problems-label': () => 'Problems in the file',
  'sheets.lines-label': () => 'What the file would change',
  'sheets.nothing': () => 'The file changes nothing',
  'sheets.nothing-means': (p: { same: number }) => `${counted(p.same, 'row')} say what is there already.`,
  'sheets.does': (p: Counts) =>
    `${counted(p.create, 'row')} would be created and ${number(p.change)} changed; ${number(p.same)} stay as they are.`,
  'sheets.done': (p: Counts) => `${number(p.create)} created, ${number(p.change)} changed.`,
  'refusal.sheet': (p: { problem: string; count: number }) =>
    `The file cannot be imported: ${p.problem}${p.count > 1 ? ` There are ${number(p.count - 1)} more problems.` : ''} Nothing was changed.`,
  'refusal.import-stale': () =>
    'The configuration was changed since the file was looked at, so the import would do something else now. Nothing was changed. Look at the changes again.',
  'refusal.sheet-stale': () =>
    'What the file is about was changed since it was looked at, so the import would do something else now. Nothing was changed. Look at the changes again.',
}
