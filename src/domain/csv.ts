/** A record of a file with the number that a spreadsheet shows for it: quoted line ends do not count, blank rows do. */
export interface CsvRow {
  readonly row: number
  readonly cells: readonly string[]
}

/** What cannot be read; the column counts from 1. */
export interface CsvProblem {
  readonly row: number
  readonly column: number
  readonly code: 'quote-open' | 'quote-followed'
}

export interface Csv {
  readonly delimiter: string
  /** Without those that have nothing in any cell. */
  readonly rows: readonly CsvRow[]
  readonly problems: readonly CsvProblem[]
}

const byteOrderMark = '\uFEFF'

/**
 * Reads comma separated values (RFC 4180), and what spreadsheets make of them: a byte order mark, `;` or a tab instead of the comma,
 * a first line `sep=;` that says so, any line end, and quotes inside a cell that does not begin with one, which are letters.
 */
export function readCsv(text: string, delimiter?: string): Csv {
  const plain = text.startsWith(byteOrderMark) ? text.slice(1) : text
  const said = /^"?sep=([,;\t])"?(\r\n|\r|\n|$)/i.exec(plain)
  const body = said ? plain.slice(said[0].length) : plain
  const between = delimiter ?? said?.[1] ?? delimiterOf(body)
  // What ends a cell that is not quoted.
  const end = new RegExp(`[${between}\r\n]`, 'g')
  const rows: CsvRow[] = []
  const problems: CsvProblem[] = []
  let cells: string[] = []
  let row = 1
  let at = 0
  const note = (code: CsvProblem['code']) => problems.push({ row, column: cells.length + 1, code })

  const unquoted = (): string => {
    end.lastIndex = at
    const from = at
    at = end.exec(body)?.index ?? body.length
    return body.slice(from, at)
  }
  const quoted = (): string => {
    let cell = ''
    for (at += 1; ; at += 1) {
      const quote = body.indexOf('"', at)
      if (quote < 0) {
        note('quote-open')
        cell += body.slice(at)
        at = body.length
        return cell
      }
      cell += body.slice(at, quote)
      at = quote + 1
      if (body[at] !== '"') break
      cell += '"'
    }
    const rest = unquoted()
    if (rest.trim() !== '') note('quote-followed')
    return cell
  }

  while (at < body.length) {
    cells.push(body[at] === '"' ? quoted() : unquoted())
    if (body[at] === between) {
      at += 1
      // A delimiter at the very end has an empty cell behind it.
      if (at < body.length) continue
      cells.push('')
    }
    if (cells.some((cell) => cell.trim() !== '')) rows.push({ row, cells })
    cells = []
    row += 1
    at += body.startsWith('\r\n', at) ? 2 : 1
  }
  return { delimiter: between, rows, problems }
}

/** The most frequent of `,` `;` and tab outside quotes in the first line; a comma where there is none of them. */
function delimiterOf(body: string): string {
  const [head = ''] = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(body.trimStart()) ?? []
  const bare = head.replace(/"(?:[^"]|"")*"/g, '')
  const count = (delimiter: string) => bare.split(delimiter).length
  return [',', ';', '\t'].reduce((most, each) => (count(each) > count(most) ? each : most))
}

/** Writes records as RFC 4180 says: CRLF behind each, quotes where a cell needs them. */
export const writeCsv = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows.map((cells) => `${cells.map((cell) => quotedCell(cell, delimiter)).join(delimiter)}\r\n`).join('')

const quotedCell = (cell: string, delimiter: string): string =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/**
 * Keeps a spreadsheet from taking a cell for a formula (OWASP, CSV injection): an apostrophe before it, and before one that would
 * be read back as such. `bareCell` takes it off again.
 */
export const guardedCell = (cell: string): string => (/^'*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell)
export const bareCell = (cell: string): string => (/^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell)

/** A list in one cell: separated by `;`, an entry with a `;` of its own in quotes. */
export const writeCellList = (entries: readonly string[]): string =>
  entries.map((entry) => (/[;"\r\n]/.test(entry) ? `"${entry.replaceAll('"', '""')}"` : entry)).join('; ')
export const readCellList = (cell: string): readonly string[] =>
  [...cell.matchAll(/\s*(?:"((?:[^"]|"")*)"\s*(?:[;\r\n]|$)|([^;\r\n]*)(?:[;\r\n]|$))/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain?.trim() ?? '')
    .filter((entry) => entry !== '')

/** The letters that a spreadsheet shows above a column; the first column is 1, `A`. */
export const columnLetters = (column: number): string =>
  column <= 26
    ? String.fromCharCode(64 + column)
    : columnLetters(Math.floor((column - 1) / 26)) + columnLetters(((column - 1) % 26) + 1)
